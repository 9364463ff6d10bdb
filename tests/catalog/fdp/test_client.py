"""Health-RI's client library against a live server: it logs in, creates a catalogue with what is in it, and publishes."""

import httpx
import pytest
from rdflib import RDF, BNode, Graph, Literal, URIRef

from catalog.models import Resource, State
from tests.catalog.fdp.reader import DCAT, DCT, FOAF, described, walk

pytestmark = pytest.mark.django_db(transaction=True)


def graph(kind, title, *more, parent=None):
    """A description as its users write one: under a name that means nothing, with the parent by its address."""
    me, found = URIRef(f"http://example.com/{kind}"), Graph()
    found.add((me, RDF.type, DCAT[kind]))
    found.add((me, DCT.title, Literal(title, lang="en")))
    found.add((me, DCT.description, Literal("About it.", lang="en")))
    for path, value in more:
        found.add((me, path, value))
    if parent:
        found.add((me, DCT.isPartOf, URIRef(parent)))
    return found, me


def test_the_client_library_creates_publishes_and_deletes(live_server, people, settings):
    library = pytest.importorskip("fairclient.fdpclient", reason="the client library fairclient is not installed")
    settings.BASE_URL, settings.PID_BASE = live_server.url, f"{live_server.url}/id/"
    user = people.users["reviewer"]
    user.set_password("correct horse")
    user.save()
    client = library.FDPClient(f"{live_server.url}/fdp", "reviewer", "correct horse")

    catalogue, me = graph("Catalog", "Haematology")
    publisher = BNode()
    for triple in (
        (me, DCT.publisher, publisher),
        (publisher, RDF.type, FOAF.Agent),
        (publisher, FOAF.name, Literal("H")),
    ):
        catalogue.add(triple)
    top = client.create_and_publish("catalog", catalogue)
    dataset = client.create_and_publish("dataset", graph("Dataset", "Registry", parent=top)[0])
    access = (DCAT.accessURL, URIRef("https://data.example.org/get"))
    file = client.create_and_publish("distribution", graph("Distribution", "Tables", access, parent=dataset)[0])

    states = dict(Resource.objects.values_list("kind", "state"))
    assert states == dict.fromkeys(("catalog", "dataset", "distribution"), State.PUBLISHED)
    with httpx.Client(headers={"accept": "text/turtle"}) as http:
        pages = walk(
            lambda address: http.get(address).text if address.startswith(live_server.url) else None,
            f"{live_server.url}/fdp",
        )
        assert described(pages) == set(Resource.objects.values_list("iri", flat=True))
        assert {str(top), str(dataset), str(file)} <= set(pages)

        text = client.get_data(str(dataset)).text
        renamed = Graph().parse(data=text.replace("Registry", "Cohort"), format="turtle")
        assert client.update_serialized(str(dataset), renamed).status_code == 200
        assert "Cohort" in http.get(str(dataset)).text
        assert client.delete_record(str(file)).status_code == 204
        assert http.get(str(file)).status_code == 410
