"""What a FAIR Data Point says: of itself, of its records, of what is in them; and in which form."""

import json

import pytest
from rdflib import RDF, RDFS, Graph, Literal, URIRef

from catalog.models import State
from fair_metadata.namespaces import DCAT as D
from fair_metadata.namespaces import DCT as T
from fair_metadata.terms import literal
from tests.catalog import factories
from tests.catalog.factories import resource
from tests.catalog.fdp.reader import DCAT, DCT, FDP, FOAF, LDP, R3D, graph_of

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


# The FAIR Data Point itself.


def test_it_says_what_it_is_as_indexes_look_for_it(client, settings):
    settings.CATALOGUE_LICENCE = "http://creativecommons.org/publicdomain/zero/1.0/"
    settings.CATALOGUE_CONTACT = "office@example.org"
    resource("catalog", slug="c")
    graph = graph_of(client, "/fdp")
    assert set(graph.objects(ROOT, RDF.type)) == {
        FDP.FAIRDataPoint, FDP.MetadataService, DCAT.DataService, DCAT.Resource, R3D.Repository,
    }  # fmt: skip
    assert set(graph.objects(ROOT, FDP.metadataCatalog)) == {SITE, URIRef("https://data.example.org/c")}
    assert graph.value(ROOT, DCAT.endpointURL) == ROOT
    assert graph.value(ROOT, DCT.title) == Literal(settings.CATALOGUE_NAME, lang="en")
    assert str(graph.value(graph.value(ROOT, DCT.publisher), FOAF.name)) == settings.CATALOGUE_NAME
    assert str(graph.value(ROOT, DCT.license)) == settings.CATALOGUE_LICENCE
    assert str(graph.value(ROOT, FDP.fdpSoftwareVersion)) == "Marrow 0.1.0"
    assert str(graph.value(graph.value(ROOT, DCT.conformsTo), RDFS.label)) == "FAIR Data Point Profile"


def test_no_licence_is_stated_where_the_settings_name_none(client, settings):
    settings.CATALOGUE_LICENCE = ""
    assert graph_of(client, "/fdp").value(ROOT, DCT.license) is None


def test_its_dates_are_those_of_what_everybody_sees(client):
    hidden = resource("dataset", state=State.DRAFT)
    first, last = resource("dataset"), resource("dataset")
    graph = graph_of(client, "/fdp")
    issued, modified = (graph.value(ROOT, path).toPython() for path in (FDP.metadataIssued, FDP.metadataModified))
    assert (issued, modified) == (first.created_at, last.public_at)
    assert hidden.created_at < issued


def test_the_container_of_catalogues_begins_with_the_site_s_own(client):
    graph, container = graph_of(client, "/fdp"), URIRef("http://testserver/fdp/catalog/")
    assert (container, RDF.type, LDP.DirectContainer) in graph
    assert graph.value(container, LDP.membershipResource) == ROOT
    assert graph.value(container, LDP.hasMemberRelation) == FDP.metadataCatalog
    assert [str(o) for o in graph.objects(container, LDP.contains)] == ["http://testserver/fdp/catalog/_all"]


# Records.


def test_a_record_keeps_its_iri_and_is_described_at_its_address(client, registry):
    graph, me = graph_of(client, "/fdp/dataset/registry"), URIRef(registry.iri)
    here = URIRef("http://testserver/fdp/dataset/registry")
    assert graph.value(me, DCT.title) == Literal("A registry", lang="en")
    assert graph.value(here, FDP.isMetadataOf) == graph.value(here, FOAF.primaryTopic) == me
    assert graph.value(me, FDP.hasMetadata) == here
    identifier = graph.value(me, FDP.metadataIdentifier)
    assert (str(identifier), str(graph.value(identifier, DCT.identifier))) == (f"{here}#identifier", str(here))
    assert graph.value(me, FDP.metadataIssued).toPython() == registry.created_at
    assert graph.value(me, RDFS.label) == Literal("A registry", lang="en")


def test_nothing_is_made_up_for_what_is_not_stated(client, registry):
    """The reference adds CC0, English, “no access restriction” and today's date."""
    graph, me = graph_of(client, "/fdp/dataset/registry"), URIRef(registry.iri)
    for path in (DCT.license, DCT.language, DCT.accessRights, DCT.issued, DCT.modified, DCAT.version, DCT.conformsTo):
        assert graph.value(me, path) is None


@pytest.mark.parametrize("stated", [D.version, T.hasVersion])
def test_a_version_is_found_under_both_its_names(client, stated):
    row = resource("dataset", (stated, literal("2.1")), slug="v")
    graph = graph_of(client, "/fdp/dataset/v")
    assert [str(graph.value(URIRef(row.iri), path)) for path in (DCAT.version, DCT.hasVersion)] == ["2.1", "2.1"]


def test_parents_are_named_whoever_stated_the_link(client, registry):
    graph = graph_of(client, "/fdp/dataset/registry")
    assert {str(o) for o in graph.objects(URIRef(registry.iri), DCT.isPartOf)} == {
        "https://data.example.org/haematology"
    }
    assert (
        graph_of(client, "/fdp/catalog/haematology").value(URIRef("https://data.example.org/haematology"), DCT.isPartOf)
        == ROOT
    )


def test_what_is_in_no_catalogue_is_part_of_the_site_s_own(client):
    row = resource("dataset", slug="alone")
    assert graph_of(client, "/fdp/dataset/alone").value(URIRef(row.iri), DCT.isPartOf) == SITE
    assert URIRef(row.iri) in set(graph_of(client, "/fdp/catalog/_all").objects(SITE, DCAT.dataset))


def test_expanded_tells_what_is_above_and_below(client, registry):
    graph = graph_of(client, "/fdp/dataset/registry/expanded")
    titles = {str(s) for s in graph.subjects(DCT.title) if "data.example.org" in s}
    assert titles == {registry.iri, "https://data.example.org/file", "https://data.example.org/haematology"}


def test_a_withdrawn_record_is_gone_and_still_says_what_it_was(client):
    row = resource("dataset", slug="gone", state=State.WITHDRAWN, title="Former registry")
    answer = client.get("/fdp/dataset/gone", headers=TURTLE)
    assert (answer.status_code, b"Former registry" in answer.content) == (410, True)
    assert row.iri not in client.get("/fdp/catalog/_all", headers=TURTLE).content.decode()


# Pages.


@pytest.fixture
def alphabet():
    letters = "cbazyx"
    rows = [resource("dataset", slug=f"s-{letter}", title=f"{letter.upper()} registry") for letter in letters]
    resource("catalog", slug="letters", links={D.dataset: [row.iri for row in rows]})


def test_pages_are_in_the_order_of_titles_and_link_to_each_other(client, alphabet):
    at, slugs = "http://testserver/fdp/catalog/letters/page/dataset", []
    for number in range(3):
        answer = client.get(f"/fdp/catalog/letters/page/dataset?page={number}&size=2", headers=TURTLE)
        graph = Graph().parse(data=answer.content, format="turtle")
        slugs.append(sorted(str(s)[-1] for s in graph.subjects(RDF.type, DCAT.Dataset)))
    assert slugs == [["a", "b"], ["c", "x"], ["y", "z"]]
    assert answer["Link"] == ", ".join(
        f'<{at}?page={n}&size=2>; rel="{rel}"' for rel, n in (("first", 0), ("last", 2), ("prev", 1))
    )


def test_a_page_has_ten_unless_it_is_said_otherwise(client):
    for number in range(12):
        resource("dataset", slug=f"n-{number}")
    graph = graph_of(client, "/fdp/catalog/_all/page/dataset")
    assert len(set(graph.subjects(RDF.type, DCAT.Dataset))) == 10
    assert len(set(graph_of(client, "/fdp/catalog/_all/page/dataset?page=1").subjects(RDF.type, DCAT.Dataset))) == 2


@pytest.mark.parametrize("query", ["page=-1", "page=x", "size=²", "after=1e3"])
def test_what_is_no_number_is_refused_with_the_reason(client, alphabet, query):
    answer = client.get(f"/fdp/catalog/letters/page/dataset?{query}", headers={"accept": "application/json"})
    assert answer.status_code == 400
    assert "is a whole number, from 0" in answer.json()["detail"]


# Forms of an answer.


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("text/turtle", "text/turtle; charset=utf-8"),
        ("application/ld+json", "application/ld+json"),
        ("application/rdf+xml", "application/rdf+xml; charset=utf-8"),
        ("application/n-triples", "application/n-triples; charset=utf-8"),
        ("", "text/turtle; charset=utf-8"),
        ("*/*", "text/turtle; charset=utf-8"),
        ("image/png", "text/turtle; charset=utf-8"),
    ],
)
@pytest.mark.parametrize(
    "path", ["", "/catalog/_all", "/dataset/registry", "/spec", "/dataset/registry/page/distribution"]
)
def test_every_page_is_rdf_in_the_syntax_that_is_liked_best(client, registry, path, accept, media_type):
    answer = client.get(f"/fdp{path}", headers={"accept": accept})
    assert (answer.status_code, answer["Content-Type"]) == (200, media_type)
    assert "Accept" in answer["Vary"]
    assert answer["Access-Control-Allow-Origin"] == "*"


@pytest.mark.parametrize(
    ("path", "page"),
    [
        ("", "/about/machines"),
        ("/catalog/_all", "/datasets"),
        ("/dataset/registry", "/datasets/registry"),
        ("/catalog", "/catalogs"),
        ("/catalog/haematology/dataset/", "/catalogs/haematology"),
    ],
)
def test_a_browser_is_sent_to_the_page_that_says_the_same(client, registry, path, page):
    answer = client.get(
        f"/fdp{path}", headers={"accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"}
    )
    assert (answer.status_code, answer["Location"]) == (303, page)


def test_what_has_not_changed_is_not_sent_again(client, registry):
    etag = client.get("/fdp/dataset/registry", headers=TURTLE)["ETag"]
    assert client.get("/fdp/dataset/registry", headers=TURTLE | {"if-none-match": etag}).status_code == 304
    factories.revised(registry, factories.described(registry.iri, title="Another title"))
    assert client.get("/fdp/dataset/registry", headers=TURTLE | {"if-none-match": etag}).status_code == 200


@pytest.mark.parametrize(
    ("path", "queries"),
    [
        ("", 3),
        ("/dataset/registry", 4),
        ("/catalog/haematology", 4),
        ("/catalog/_all", 8),
        ("/dataset/registry/expanded", 6),
    ],
)
def test_a_page_asks_the_database_as_often_however_much_is_in_it(
    client, registry, django_assert_num_queries, path, queries
):
    for number in range(5):
        resource("distribution", slug=f"more-{number}", links={T.isPartOf: [registry.iri]})
        resource("dataset", slug=f"set-{number}", links={T.isPartOf: ["https://data.example.org/haematology"]})
    with django_assert_num_queries(queries):
        assert client.get(f"/fdp{path}", headers=TURTLE).status_code == 200


@pytest.mark.parametrize(
    "path", ["/nothing", "/dataset/", "/dataset/none", "/catalog/_all/page/catalog", "/dataset/registry/catalog/"]
)
def test_addresses_that_name_nothing_are_404(client, registry, path):
    answer = client.get(f"/fdp{path}", headers={"accept": "application/json"})
    assert answer.status_code == (200 if path == "/dataset/" else 404)


def test_other_methods_are_refused_and_options_says_which_there_are(client, registry):
    assert client.post("/fdp/spec").status_code == 405
    answer = client.options("/fdp/dataset/registry")
    assert (answer.status_code, answer["Allow"]) == (204, "DELETE, GET, HEAD, OPTIONS, PUT")
    head = client.head("/fdp/dataset/registry", headers=TURTLE)
    assert (head.status_code, head.content, "ETag" in head) == (200, b"", True)


def test_answers_in_json_ld_are_json(client, registry):
    answer = client.get("/fdp/dataset/registry", headers={"accept": "application/ld+json"})
    assert json.loads(answer.content)["@id"] == registry.iri
