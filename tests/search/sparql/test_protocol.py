"""SPARQL 1.1 Protocol over real HTTP: the named tests of the W3C that concern query, and what else a client may meet."""

import gzip

import httpx
import pyoxigraph
import pytest

from tests.search.sparql.asking import ASK, DATA, SELECT, D

pytestmark = pytest.mark.usefixtures("three_graphs")

FORM = {"content-type": "application/x-www-form-urlencoded"}
DIRECT = {"content-type": "application/sparql-query"}


def truth(response):
    assert response.status_code == 200, response.text
    return response.json()["boolean"]


# The tests of the W3C's manifest, by their names.


def test_query_post_form(http):
    assert truth(http.post("/sparql", data={"query": ASK}))


def test_query_get(http):
    assert truth(http.get("/sparql", params={"query": ASK}))


def test_query_post_direct(http):
    assert truth(http.post("/sparql", content=ASK, headers=DIRECT))


BOTH = f"ASK {{ <{D}1> ?p ?o . <{D}2> ?p ?o }}"
DEFAULTS = [("default-graph-uri", f"{D}1"), ("default-graph-uri", f"{D}2")]
NAMEDS = [("named-graph-uri", f"{D}1"), ("named-graph-uri", f"{D}2")]


def test_query_dataset_default_graphs_get(http):
    assert truth(http.get("/sparql", params=[("query", BOTH), *DEFAULTS]))
    assert not truth(http.get("/sparql", params=[("query", BOTH), DEFAULTS[0]]))


def test_query_dataset_default_graphs_post(http):
    assert truth(http.post("/sparql", content=str(httpx.QueryParams([("query", BOTH), *DEFAULTS])), headers=FORM))
    assert truth(http.post("/sparql", params=DEFAULTS, content=BOTH, headers=DIRECT))


IN_TWO = f"ASK {{ GRAPH ?g {{ <{D}1> ?p ?o }} GRAPH ?h {{ <{D}2> ?p ?o }} FILTER NOT EXISTS {{ GRAPH <{D}3> {{ ?s ?p ?o }} }} }}"


def test_query_dataset_named_graphs_get(http):
    assert truth(http.get("/sparql", params=[("query", IN_TWO), *NAMEDS]))
    assert not truth(http.get("/sparql", params={"query": IN_TWO}))


def test_query_dataset_named_graphs_post(http):
    assert truth(http.post("/sparql", content=str(httpx.QueryParams([("query", IN_TWO), *NAMEDS])), headers=FORM))
    assert truth(http.post("/sparql", params=NAMEDS, content=IN_TWO, headers=DIRECT))


def test_query_dataset_full(http):
    query = f"ASK {{ <{D}3> ?p ?o GRAPH ?g {{ <{D}1> ?p ?o }} GRAPH ?h {{ <{D}2> ?p ?o }} FILTER NOT EXISTS {{ <{D}1> ?p ?o }} }}"
    assert truth(http.get("/sparql", params=[("query", query), ("default-graph-uri", f"{D}3"), *NAMEDS]))


def test_query_multiple_dataset(http):
    """The protocol's dataset goes before the query's."""
    query = f"ASK FROM <{D}3> {{ <{D}1> ?p ?o . FILTER NOT EXISTS {{ <{D}3> ?p ?o }} }}"
    assert truth(http.get("/sparql", params=[("query", query), ("default-graph-uri", f"{D}1")]))
    assert not truth(http.get("/sparql", params={"query": query}))


@pytest.mark.parametrize(
    ("query", "types"),
    [
        ("SELECT (1 AS ?v) {}", ("sparql-results+xml", "sparql-results+json", "csv", "tab-separated-values")),
        (ASK, ("sparql-results+xml", "sparql-results+json")),
        (f"DESCRIBE <{D}1>", ("rdf+xml", "turtle", "n-triples")),
        ("CONSTRUCT WHERE { ?s ?p ?o }", ("rdf+xml", "turtle", "n-triples")),
    ],
    ids=["select", "ask", "describe", "construct"],
)
def test_query_content_type(http, query, types):
    given = http.get("/sparql", params={"query": query}).headers["content-type"]
    assert given.split(";")[0].split("/")[1] in types


BAD = {
    "bad_query_method": (405, lambda c: c.put("/sparql", params={"query": ASK})),
    "bad_multiple_queries": (400, lambda c: c.get("/sparql", params=[("query", ASK), ("query", "SELECT * {}")])),
    "bad_multiple_queries by POST": (
        400,
        lambda c: c.post("/sparql", content="query=ASK%20%7B%7D&query=ASK%7B%7D", headers=FORM),
    ),
    "bad_query_wrong_media_type": (
        415,
        lambda c: c.post("/sparql", content=ASK, headers={"content-type": "text/plain"}),
    ),
    "bad_query_missing_form_type": (415, lambda c: c.post("/sparql", content="query=ASK%20%7B%7D")),
    "bad_query_missing_direct_type": (415, lambda c: c.post("/sparql", content=ASK)),
    "bad_query_non_utf8": (400, lambda c: c.post("/sparql", content=ASK.encode("utf-16"), headers=DIRECT)),
    "bad_query_non_utf8, said": (
        415,
        lambda c: c.post(
            "/sparql",
            content=ASK.encode("utf-16"),
            headers={"content-type": "application/sparql-query; charset=UTF-16"},
        ),
    ),
    "bad_query_non_utf8, in a form": (
        400,
        lambda c: c.post("/sparql", content="query=ASK%20%7B%22%ff%22%7D", headers=FORM),
    ),
    "bad_query_syntax": (400, lambda c: c.get("/sparql", params={"query": "ASK { not quite SPARQL }"})),
    "bad_update_get": (403, lambda c: c.get("/sparql", params={"update": "CLEAR ALL"})),
    "update_post_form": (403, lambda c: c.post("/sparql", data={"update": "CLEAR ALL"})),
    "update_post_direct": (
        403,
        lambda c: c.post("/sparql", content="CLEAR ALL", headers={"content-type": "application/sparql-update"}),
    ),
    "an update as query": (403, lambda c: c.post("/sparql", data={"query": "INSERT DATA { <a:a> <a:b> 1 }"})),
    "service": (
        403,
        lambda c: c.post("/sparql", data={"query": "SELECT * { SERVICE <http://127.0.0.1/> { ?s ?p ?o } }"}),
    ),
    "several formats": (
        400,
        lambda c: c.get("/sparql", params=[("query", ASK), ("format", "json"), ("format", "xml")]),
    ),
    "a graph that is no IRI": (400, lambda c: c.get("/sparql", params={"query": ASK, "default-graph-uri": "a b"})),
    "an empty query": (400, lambda c: c.get("/sparql", params={"query": ""})),
    "no query": (400, lambda c: c.post("/sparql", data={"other": "1"})),
    "two places": (400, lambda c: c.post("/sparql", params={"query": ASK}, content=ASK, headers=DIRECT)),
    "a file": (415, lambda c: c.post("/sparql", files={"query": ASK})),
    "a query that is too long": (413, lambda c: c.post("/sparql", content=ASK + " " * 2**20, headers=DIRECT)),
    "a form that is too long": (413, lambda c: c.post("/sparql", data={"query": ASK + " " * 2**20})),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_request_is_told_so_as_problem_details(http, name):
    status, send = BAD[name]
    response = send(http)
    assert (response.status_code, response.headers["content-type"]) == (status, "application/problem+json")
    said = response.json()
    assert (said["status"], said["instance"]) == (status, "/sparql")
    assert said["detail"].endswith((".", ")"))
    assert response.headers["access-control-allow-origin"] == "*"
    assert truth(http.get("/sparql", params={"query": f"ASK {{ GRAPH <{D}1> {{ ?s ?p ?o }} }}"}))


def test_a_mistake_is_placed_where_the_client_made_it(http):
    first = http.get("/sparql", params={"query": "SELECT * { ?s ?p ! }"}).json()["detail"]
    assert first.startswith("Line 1, column 20: ")
    later = http.get("/sparql", params={"query": "SELECT *\n{ ?s ?p ! }"}).json()["detail"]
    assert later.startswith("Line 2, column 11: ")
    undeclared = http.get("/sparql", params={"query": "ASK { ?s a x:y }"}).json()["detail"]
    assert "begin the query with PREFIX" in undeclared


def test_relative_iris_are_resolved_against_the_endpoint(http):
    query = "SELECT (STR(<>) AS ?here) (STR(<x>) AS ?beside) {}"
    row = http.get("/sparql", params={"query": query}).json()["results"]["bindings"][0]
    assert (row["here"]["value"], row["beside"]["value"]) == ("http://testserver/sparql", "http://testserver/x")
    own = http.get("/sparql", params={"query": "BASE <http://own.example/a/> " + query}).json()["results"]["bindings"][
        0
    ]
    assert own["beside"]["value"] == "http://own.example/a/x"


# HTTP.


def test_head_has_the_headers_of_get_and_no_body(http):
    got, head = (
        http.request(method, "/sparql", params={"query": SELECT}, headers={"accept-encoding": ""})
        for method in ("GET", "HEAD")
    )
    assert head.content == b""
    assert {k: v for k, v in head.headers.items() if k != "date"} == {
        k: v for k, v in got.headers.items() if k != "date"
    }
    assert head.headers["content-length"] == str(len(got.content))


def test_scripts_of_other_sites_may_ask(http):
    asked = {"origin": "https://elsewhere.example", "access-control-request-method": "POST"}
    response = http.options("/sparql", headers=asked)
    assert response.status_code == 204
    assert response.headers["access-control-allow-origin"] == "*"
    assert response.headers["access-control-allow-methods"] == "GET, HEAD, POST, OPTIONS"
    assert {"Content-Type", "Authorization", "Accept"} <= set(
        response.headers["access-control-allow-headers"].split(", ")
    )
    assert http.get("/sparql", params={"query": ASK}).headers["access-control-allow-origin"] == "*"


def test_an_answer_that_a_client_has_is_not_sent_again_until_the_store_changes(http, store):
    first = http.get("/sparql", params={"query": SELECT})
    again = http.get(
        "/sparql", params={"query": SELECT}, headers={"if-none-match": f'"other", W/{first.headers["etag"]}'}
    )
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["cache-control"] == first.headers["cache-control"] == "no-cache, public"
    store(DATA + '<http://data.example.org/s> <http://data.example.org/p> "new" .')
    changed = http.get("/sparql", params={"query": SELECT}, headers={"if-none-match": first.headers["etag"]})
    assert changed.status_code == 200
    assert [row["o"]["value"] for row in changed.json()["results"]["bindings"]] == ["<b>", "new", "plain"]


def test_each_question_and_each_form_has_an_etag_of_its_own(http):
    plain = {"accept-encoding": ""}
    params = [
        {"query": SELECT},
        {"query": SELECT, "format": "xml"},
        {"query": SELECT + " "},
        {"query": SELECT, "default-graph-uri": "a:a"},
    ]
    etags = [http.get("/sparql", params=one, headers=plain).headers["etag"] for one in params]
    assert (
        len({*etags, http.get("/sparql", params=params[0], headers={"accept-encoding": "gzip"}).headers["etag"]}) == 5
    )


def test_what_chance_decides_has_no_etag_and_is_not_kept(http):
    response = http.get("/sparql", params={"query": "SELECT (RAND() AS ?x) {}"})
    assert "etag" not in response.headers
    assert response.headers["cache-control"] == "no-store"


def test_long_answers_are_packed_for_those_who_say_so(http, address):
    params = {"query": "SELECT ?a ?b ?c ?d ?e ?f ?g { " + " ".join(f"?s{n} ?p{n} ?{n} ." for n in "abcdefg") + " }"}
    packed = http.get("/sparql", params=params, headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    with http.stream("GET", "/sparql", params=params, headers={"accept-encoding": "gzip"}) as raw:
        body = b"".join(raw.iter_raw())
    plain = http.get("/sparql", params=params, headers={"accept-encoding": ""})
    assert gzip.decompress(body) == plain.content == packed.content
    assert len(body) < len(plain.content) / 5
    assert "Accept-Encoding" in plain.headers["vary"]


def test_a_long_answer_comes_whole(http):
    """More than goes through the pipe: it stays in a file until it is sent."""
    query = "SELECT * { " + " ".join(f"?s{n} ?p{n} ?o{n} ." for n in range(13)) + " }"
    response = http.get("/sparql", params={"query": query})
    assert len(response.content) > 8 * 2**20
    assert len(response.json()["results"]["bindings"]) == 2**13


# The service description.


@pytest.mark.parametrize(
    "media_type", ["text/turtle", "application/rdf+xml", "application/ld+json", "application/n-triples"]
)
def test_without_a_query_the_service_describes_itself(http, media_type):
    response = http.get("/sparql", headers={"accept": media_type})
    assert response.headers["content-type"].split(";")[0] == media_type
    store = pyoxigraph.Store()
    store.load(response.content, format=pyoxigraph.RdfFormat.from_media_type(media_type))
    prefixes = {"sd": "http://www.w3.org/ns/sparql-service-description#", "void": "http://rdfs.org/ns/void#"}
    described = """ASK {
        ?service a sd:Service ; sd:endpoint <http://testserver/sparql> ; sd:supportedLanguage sd:SPARQL11Query ;
            sd:resultFormat <http://www.w3.org/ns/formats/SPARQL_Results_JSON>, <http://www.w3.org/ns/formats/Turtle> ;
            sd:defaultDataset [ a sd:Dataset ; sd:defaultGraph [ a sd:Graph ; void:triples 2 ; void:properties 1 ; void:classes 0 ;
                void:propertyPartition [ void:property <http://data.example.org/p> ; void:triples 2 ] ] ] .
        FILTER NOT EXISTS { ?service sd:feature sd:BasicFederatedQuery } FILTER NOT EXISTS { ?service sd:supportedLanguage sd:SPARQL11Update } }"""
    assert bool(store.query(described, prefixes=prefixes))


def test_a_description_needs_no_accept_header(http):
    assert http.get("/sparql", headers={"accept": "*/*"}).headers["content-type"] == "text/turtle; charset=utf-8"


def test_the_description_can_be_had_while_nothing_can_be_counted(http, place):
    place.rename(place.with_name("gone"))
    assert "sparql-service-description#" in http.get("/sparql", headers={"accept": "text/turtle"}).text


# Clients.


def test_rdflib_asks_as_of_any_endpoint(address):
    from rdflib import URIRef
    from rdflib.plugins.stores.sparqlstore import SPARQLStore

    for method in ("GET", "POST", "POST_FORM"):
        store = SPARQLStore(address, method=method)
        assert [str(row.o) for row in store.query(SELECT)] == ["<b>", "plain"]
        assert store.query(ASK).askAnswer
        assert len(store.query("CONSTRUCT WHERE { ?s ?p ?o }").graph) == 2
        assert len(list(store.triples((URIRef("http://data.example.org/s"), None, None)))) == 2
        store.close()
