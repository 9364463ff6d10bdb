"""Which graphs GRAPH can mean, read from the text of a question."""

import pytest

from search.triples.datasets import dataset_of, named_in
from search.triples.protocol import Question

A, B = "https://data.example.org/a", "https://data.example.org/b"
PREFIX = "PREFIX d: <https://data.example.org/> "


def told(text, base=""):
    return named_in(Question(text, "text/csv", base=base))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("SELECT * { ?s ?p ?o }", set()),
        (f"SELECT * {{ GRAPH <{A}> {{ ?s ?p ?o }} }}", {A}),
        (f"SELECT * {{ VALUES ?g {{ <{A}> <{B}> }} GRAPH ?g {{ ?s ?p ?o }} }}", {A, B}),
        (f"SELECT * {{ GRAPH ?g {{ ?s ?p ?o }} ?s ?p ?o . VALUES $g {{ <{A}> }} }}", {A}),
        (f"ask {{ values ?g {{ <{A}> }} graph ?g {{ ?s ?p ?o }} optional {{ graph <{B}> {{ ?s ?p ?o }} }} }}", {A, B}),
        (f"SELECT * {{ {{ VALUES ?g {{ <{A}> }} GRAPH ?g {{ ?s ?p ?o }} }} UNION {{ GRAPH <{B}> {{}} }} }}", {A, B}),
        (f"CONSTRUCT {{ ?s ?p ?o }} {{ VALUES ?d {{ <{A}> }} GRAPH ?d {{ ?s ?p ?o }} }}", {A}),
        (PREFIX + "SELECT * { VALUES ?g { d:a d:b } GRAPH ?g { ?s ?p ?o } GRAPH d:a { ?s ?q ?r } }", {A, B}),
        ("BASE <https://data.example.org/> SELECT * { GRAPH <a> { ?s ?p ?o } }", {A}),
        ("SELECT * { VALUES ?g { } GRAPH ?g { ?s ?p 'GRAPH ?h { }' } } # GRAPH ?x", set()),
    ],
)
def test_the_graphs_that_are_named_are_told(text, names):
    assert told(text) == names


def test_a_namespace_that_ends_in_a_hash_keeps_it_whatever_the_base():
    text = "PREFIX d: <https://data.example.org/ns#> SELECT * FROM NAMED d:a { GRAPH d:a { ?s ?p ?o } }"
    assert told(text, base="https://catalogue.example.org/sparql") == {"https://data.example.org/ns#a"}
    asked = Question(text, "text/csv", base="https://catalogue.example.org/sparql")
    assert dataset_of(asked).named == ("https://data.example.org/ns#a",)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { GRAPH ?g { ?s ?p ?o } }",
        f"SELECT * {{ VALUES ?g {{ <{A}> }} GRAPH ?h {{ ?s ?p ?o }} }}",
        f"SELECT * {{ VALUES ?g {{ <{A}> UNDEF }} GRAPH ?g {{ ?s ?p ?o }} }}",
        f"SELECT * {{ VALUES ?g {{ <{A}> 'b' }} GRAPH ?g {{ ?s ?p ?o }} }}",
        f"SELECT * {{ VALUES (?g ?h) {{ (<{A}> UNDEF) }} GRAPH ?h {{ ?s ?p ?o }} }}",
        f"SELECT * {{ {{ VALUES ?g {{ <{A}> }} }} UNION {{ GRAPH ?g {{ ?s ?p ?o }} }} }}",
        f"SELECT * {{ VALUES ?g {{ <{A}> }} OPTIONAL {{ GRAPH ?g {{ ?s ?p ?o }} }} }}",
        f"SELECT * {{ GRAPH ?g {{ ?s ?p ?o VALUES ?g {{ <{A}> }} }} }}",
        f"SELECT * {{ ?s ?p 1GRAPH ?g {{ ?s ?p ?o }} GRAPH <{A}> {{ ?s ?p ?o }} }}",
        f"SELECT * {{ GRAPH ?g {{ ?s ?p ?o }} }} VALUES ?g {{ <{A}> }}",
    ],
)
def test_where_it_may_mean_any_nothing_is_told(text):
    assert told(text) is None
