"""A store on a server is asked through the same endpoint: a real Apache Jena Fuseki."""

from urllib.parse import urlencode

import pytest

from catalog.policy import PUBLIC
from search import triples
from search.sparql import answering
from search.triples.protocol import Graph
from tests.search import stores

pytestmark = pytest.mark.django_db(transaction=True)
IRI = "https://data.example.org/one"
JSON = "application/sparql-results+json"


@pytest.fixture
def fuseki(tmp_path, settings, limits):
    """The endpoint's store, with one description for everybody and one for an organisation."""
    store = stores.store_of("fuseki", tmp_path)
    settings.SPARQL_STORE_URL, settings.SPARQL_INSIDE_STORE_URL = stores.SERVERS["fuseki"]
    triples.store.cache_clear()
    limits()
    said = ("<urn:p>", '"said"')
    graphs = [
        Graph(IRI, PUBLIC, [(f"<{IRI}>", *said)]),
        Graph(f"{IRI}-secret", "organisation:1", [("<urn:secret>", *said)]),
    ]
    store.take_in(graphs, [], 1)
    store.keep()
    yield store
    for opened in (store, triples.store()):
        stores.close(opened)
    triples.store.cache_clear()


def ask(client, query, **more):
    response = client.get(
        "/sparql?" + urlencode({"query": query, **more}), headers={"accept": f"{JSON}, text/turtle;q=0.5"}
    )
    return response, b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.usefixtures("fuseki")
def test_every_way_to_ask_is_answered_from_the_server(client):
    assert b'"said"' in ask(client, "SELECT * { ?s ?p ?o }")[1]
    assert ask(client, f"ASK {{ <{IRI}> ?p ?o }}")[1].replace(b" ", b"").endswith(b'"boolean":true}')
    assert f"<{IRI}>".encode() in ask(client, "CONSTRUCT WHERE { ?s ?p ?o }")[1]
    assert b"\r\nsaid\r\n" in ask(client, "SELECT ?o { ?s ?p ?o }", format="csv")[1]


@pytest.mark.usefixtures("fuseki")
def test_nothing_of_members_comes_out_and_no_worker_is_made(client):
    for query in (
        "SELECT * { ?s ?p ?o }",
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        f"SELECT * FROM <{IRI}-secret> {{ ?s ?p ?o }}",
    ):
        response, body = ask(client, query)
        assert (response.status_code, b"secret" in body) == (200, False)
    assert answering.workers.cache_info().currsize == 0


@pytest.mark.usefixtures("fuseki")
def test_what_is_wrong_is_told_as_it_is_of_the_embedded_store(client):
    response, body = ask(client, "SELECT * { ?s ?p ! }")
    assert (response.status_code, response["content-type"]) == (400, "application/problem+json")
    response, body = ask(client, "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }")
    assert response.status_code == 403
