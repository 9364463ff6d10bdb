"""Shapes, profiles and labels: what clients learn the form of descriptions from, and what the reference asks of ours."""

import pytest
from pyshacl import validate
from rdflib import RDF, Graph, URIRef

from catalog.models import State
from fair_metadata.namespaces import DCAT as D
from fair_metadata.namespaces import DCT as T
from fair_metadata.namespaces import FOAF as F
from fair_metadata.namespaces import RDF as R
from fair_metadata.terms import literal, named
from tests.catalog.factories import resource
from tests.catalog.fdp.reader import DCAT, DCT, graph_of
from tests.conftest import needs_shared

pytestmark = pytest.mark.django_db
ROOT = URIRef("http://testserver/fdp")
SITE = URIRef("http://testserver/catalog")
TURTLE = {"accept": "text/turtle"}


@pytest.fixture
def registry():
    """A dataset in a catalogue, with a file."""
    file = resource("distribution", slug="file")
    row = resource("dataset", slug="registry", links={D.distribution: [file.iri]})
    resource("catalog", slug="haematology", links={D.dataset: [row.iri]})
    return row


# Official shapes.


def _shapes():
    folder = needs_shared("standards/fdp/shapes-reset")
    return Graph().parse(data="\n".join(path.read_text() for path in sorted(folder.glob("*.ttl"))), format="turtle")


def _conforms(graph):
    conforms, _, text = validate(graph, shacl_graph=_shapes())
    assert conforms, text


@pytest.mark.parametrize("path", ["", "/catalog/_all"])
def test_what_it_says_of_itself_conforms_to_the_shapes_of_the_reference(client, registry, settings, path):
    settings.CATALOGUE_LICENCE, settings.CATALOGUE_CONTACT = (
        "http://creativecommons.org/publicdomain/zero/1.0/",
        "o@example.org",
    )
    _conforms(graph_of(client, f"/fdp{path}"))


def test_records_that_conform_to_the_shapes_of_the_reference_do_so_as_they_are_served(client):
    said = [(R.type, D.Resource), (D.version, literal("1")), (T.publisher, named("https://data.example.org/agent"))]
    agent = [
        ("<https://data.example.org/agent>", R.type, F.Agent),
        ("<https://data.example.org/agent>", F.name, literal("Hospital")),
    ]
    own = {
        "catalog": [],
        "dataset": [(D.theme, named("http://publications.europa.eu/resource/authority/data-theme/HEAL"))],
        "distribution": [(D.mediaType, literal("text/csv")), (D.accessURL, named("https://data.example.org/get"))],
        "service": [(D.endpointURL, named("https://data.example.org/api"))],
    }
    for kind, more in own.items():
        row = resource(kind, *said, *more, slug=f"a-{kind}", nested=agent)
        graph = graph_of(client, f"/fdp/{'dataservice' if kind == 'service' else kind}/a-{kind}")
        assert (URIRef(row.iri), RDF.type, DCAT.Resource) in graph
        _conforms(graph)


# What clients learn the form of descriptions from.


def test_definitions_name_their_schemas_and_containers(client):
    rows = {row["urlPrefix"]: row for row in client.get("/fdp/resource-definitions").json()}
    assert list(rows) == ["", "catalog", "datasetseries", "dataset", "distribution", "dataservice", "record"]
    children = [child["resourceDefinitionUuid"] for child in rows["dataset"]["children"]]
    assert children == [rows["distribution"]["uuid"]]
    one = client.get(f"/fdp/resource-definitions/{rows['dataset']['uuid']}").json()
    assert one == rows["dataset"]


@pytest.mark.parametrize("prefix", ["", "catalog", "datasetseries", "dataset", "distribution", "dataservice", "record"])
def test_a_spec_is_shapes_of_its_class_that_a_validator_takes(client, prefix):
    sh = "http://www.w3.org/ns/shacl#"
    graph = graph_of(client, f"/fdp/{prefix}/spec" if prefix else "/fdp/spec")
    rows = {row["urlPrefix"]: row for row in client.get("/fdp/resource-definitions").json()}
    targets = {str(o) for o in graph.objects(None, URIRef(f"{sh}targetClass"))}
    assert rows[prefix]["targetClassUris"][0] in targets
    assert list(graph.subjects(URIRef("http://datashapes.org/dash#editor")))
    assert validate(Graph(), shacl_graph=graph)[0]


def test_the_profile_of_a_record_leads_to_its_shapes(client, registry):
    graph = graph_of(client, "/fdp/dataset/registry")
    profile = graph.value(URIRef("http://testserver/fdp/dataset/registry"), DCT.conformsTo)
    about = graph_of(client, str(profile).removeprefix("http://testserver"))
    artifact = about.value(None, URIRef("http://www.w3.org/ns/dx/prof/hasArtifact")) or next(
        about.objects(None, URIRef("http://www.w3.org/ns/dx/prof/hasArtifact"))
    )
    shapes = graph_of(client, str(artifact).removeprefix("http://testserver"))
    assert len(shapes) == len(graph_of(client, "/fdp/dataset/spec"))
    as_json = client.get(str(artifact).removeprefix("http://testserver"), headers={"accept": "application/json"}).json()
    assert (as_json["name"], as_json["latest"]["description"]) == ("Dataset", "DCAT-AP 3.0.1")


# Labels.


@pytest.mark.parametrize(
    ("iri", "language", "label"),
    [
        ("https://data.example.org/registry", "en", "A registry"),
        ("http://publications.europa.eu/resource/authority/country/ESP", "es", "España"),
        ("http://purl.org/dc/terms/title", "en", "Title"),
    ],
)
def test_what_is_known_here_has_a_name(client, registry, iri, language, label):
    answer = client.get("/fdp/label", {"iri": iri}, headers={"accept-language": language})
    assert answer.json() == {"label": label, "language": language}


def test_a_name_is_not_looked_for_elsewhere_and_secret_ones_are_not_told(client, people):
    resource("dataset", slug="secret", title="Quillonite", state=State.DRAFT, organisation=people.mine)
    for iri in ("http://127.0.0.1:1/secret", "https://data.example.org/secret"):
        assert client.get("/fdp/label", {"iri": iri}).status_code == 404
    answer = client.get("/fdp/label", {"iri": "https://data.example.org/secret"}, headers=people.bearing("curator"))
    assert answer.json()["label"] == "Quillonite"
