"""One contract for triple stores: what answers look like, how large they may be, and what is said instead of one."""

import pytest

from catalog.policy import PUBLIC
from search.triples.protocol import Failed, Graph
from tests.search.stores import (
    BASE,
    NTRIPLES,
    TURTLE,
    ask,
    graph,
    take,
    values,
)

pytestmark = pytest.mark.django_db(transaction=True)
ALL = "SELECT ?s ?p ?o { ?s ?p ?o }"
ONE = "https://data.example.org/one"


def nested(store):
    said = [
        ("_:n1", "<https://terms.example.org/name>", '"A desk"'),
        ("<https://data.example.org/one>", "<https://terms.example.org/contact>", "_:n1"),
    ]
    take(store, Graph(ONE, PUBLIC, said))


def test_a_graph_has_its_blank_nodes_back_and_rows_name_them_so_that_they_can_be_asked_about(store):
    nested(store)
    found = ask(store, "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }", media_type=NTRIPLES)
    assert "_:n1 <https://terms.example.org/name>" in found
    assert "genid" not in ask(store, f"DESCRIBE <{ONE}>", media_type=TURTLE)
    [name] = values(store, "SELECT ?o { ?s <https://terms.example.org/contact> ?o }")
    assert name == f"{BASE}/.well-known/genid/n1"
    assert values(store, f"SELECT ?o {{ <{name}> ?p ?o }}") == ["A desk"]


@pytest.mark.parametrize(
    ("text", "media_type", "found"),
    [
        ("ASK { ?s ?p ?o }", "application/sparql-results+json", '{"head":{},"boolean":true}'),
        ("ASK { ?s ?p 1 }", "text/csv", "false"),
        ("SELECT ?o { ?s ?p ?o }", "text/csv", "o\r\nOne\r\n"),
        ("SELECT ?o { ?s ?p ?o }", "text/tab-separated-values", '?o\n"One"@en\n'),
        (
            "SELECT ?o { ?s ?p ?o }",
            "application/sparql-results+json",
            '{"head":{"vars":["o"]},"results":{"bindings":[{"o":{"type":"literal","value":"One","xml:lang":"en"}}]}}',
        ),
        (
            "SELECT ?o { ?s ?p ?o }",
            "application/sparql-results+xml",
            '<?xml version="1.0"?><sparql xmlns="http://www.w3.org/2005/sparql-results#"><head><variable name="o"/></head><results><result>'
            '<binding name="o"><literal xml:lang="en">One</literal></binding></result></results></sparql>',
        ),
        (
            "CONSTRUCT WHERE { ?s ?p ?o }",
            "application/n-triples",
            f'<{ONE}> <https://terms.example.org/title> "One"@en .\n',
        ),
        (
            "CONSTRUCT WHERE { ?s ?p ?o }",
            "application/n-quads",
            f'<{ONE}> <https://terms.example.org/title> "One"@en .\n',
        ),
        (
            "CONSTRUCT WHERE { ?s ?p ?o }",
            "application/ld+json",
            '{"@context": {},\n"@graph": [\n{"@id": "https://data.example.org/one", "https://terms.example.org/title": '
            '{"@value": "One", "@language": "en"}}\n]}\n',
        ),
    ],
)
def test_every_store_writes_an_answer_the_same_way(store, text, media_type, found):
    take(store, graph("one", ("title", '"One"@en')))
    assert ask(store, text, media_type=media_type) == found


@pytest.mark.parametrize(
    ("text", "media_type"),
    [("SELECT * { ?s ?p ?o }", "text/turtle"), ("CONSTRUCT WHERE { ?s ?p ?o }", "text/csv"), ("ASK {}", "image/png")],
)
def test_what_cannot_be_written_so_is_said(store, text, media_type):
    take(store, graph("one", ("title", '"One"')))
    with pytest.raises(Failed, match="answered as"):
        ask(store, text, media_type=media_type)


@pytest.mark.parametrize(
    "media_type",
    ["text/csv", "text/tab-separated-values", "application/sparql-results+json", "application/sparql-results+xml"],
)
def test_an_answer_may_have_so_many_rows_and_so_many_bytes_and_not_one_more(store, media_type):
    take(store, graph("one", *(("n", f'"}}}},{{ <result>{n}"') for n in range(5))))
    assert ask(store, ALL, media_type=media_type, most_rows=5)
    with pytest.raises(Failed, match="more than 4 rows") as failed:
        ask(store, ALL, media_type=media_type, most_rows=4)
    assert failed.value.limit == "rows"
    size = len(ask(store, ALL, media_type=media_type).encode())
    assert ask(store, ALL, media_type=media_type, most_bytes=size)
    with pytest.raises(Failed, match="bytes"):
        ask(store, ALL, media_type=media_type, most_bytes=size - 1)


def test_a_graph_may_have_so_many_triples(store):
    take(store, graph("one", *(("n", f'"{n}"') for n in range(5))))
    construct = "CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }"
    assert ask(store, construct, media_type=TURTLE, most_rows=5)
    with pytest.raises(Failed, match="more than 4 rows"):
        ask(store, construct, media_type=TURTLE, most_rows=4)


def test_a_query_that_cannot_be_read_says_why(store):
    take(store, graph("one", ("title", '"One"')))
    with pytest.raises(Failed):
        ask(store, "SELECT * { ?s ?p ")


def test_relative_iris_are_resolved(store):
    take(store, graph("one", ("title", '"One"')))
    assert values(store, "SELECT ?o { <one> ?p ?o }", base="https://data.example.org/") == ["One"]
