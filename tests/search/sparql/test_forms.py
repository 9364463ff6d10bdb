"""The forms in which an answer is had: by media type, by name, by what a client likes best."""

import pyoxigraph
import pytest

from tests.search.sparql.asking import ASK, JSON, SELECT

pytestmark = pytest.mark.usefixtures("three_graphs")

FORMS = {
    ("SELECT", "json"): (JSON, JSON),
    ("SELECT", "xml"): ("application/sparql-results+xml", "application/sparql-results+xml"),
    ("SELECT", "csv"): ("text/csv", "text/csv; charset=utf-8"),
    ("SELECT", "tsv"): ("text/tab-separated-values", "text/tab-separated-values; charset=utf-8"),
    ("ASK", "json"): (JSON, JSON),
    ("ASK", "xml"): ("application/sparql-results+xml", "application/sparql-results+xml"),
    ("CONSTRUCT", "ttl"): ("text/turtle", "text/turtle; charset=utf-8"),
    ("CONSTRUCT", "jsonld"): ("application/ld+json", "application/ld+json"),
    ("CONSTRUCT", "rdf"): ("application/rdf+xml", "application/rdf+xml"),
    ("CONSTRUCT", "nt"): ("application/n-triples", "application/n-triples"),
    ("CONSTRUCT", "nq"): ("application/n-quads", "application/n-quads"),
    ("CONSTRUCT", "trig"): ("application/trig", "application/trig"),
}
QUERIES = {"SELECT": SELECT, "ASK": ASK, "CONSTRUCT": "CONSTRUCT WHERE { ?s ?p ?o }"}


@pytest.mark.parametrize(("form", "name"), FORMS)
def test_every_form_is_had_by_its_media_type_and_by_its_name(http, form, name):
    media_type, content_type = FORMS[form, name]
    by_type = http.get("/sparql", params={"query": QUERIES[form]}, headers={"accept": f"text/html;q=0.5, {media_type}"})
    by_name = http.get("/sparql", params={"query": QUERIES[form], "format": name}, headers={"accept": "text/html"})
    by_long_name = http.post("/sparql", data={"query": QUERIES[form], "format": media_type})
    assert by_type.content == by_name.content == by_long_name.content != b""
    assert {r.headers["content-type"] for r in (by_type, by_name, by_long_name)} == {content_type}
    if form == "CONSTRUCT":
        read = {
            str(q.triple)
            for q in pyoxigraph.parse(by_type.content, format=pyoxigraph.RdfFormat.from_media_type(media_type))
        }
        assert len(read) == 2


def test_the_form_that_is_liked_best_is_given(http):
    accept = f"application/sparql-results+xml;q=0.3, text/csv;q=0.9, {JSON};q=0.2, */*;q=0.1"
    assert http.get("/sparql", params={"query": SELECT}, headers={"accept": accept}).text == "o\r\n<b>\r\nplain\r\n"


@pytest.mark.parametrize(
    ("query", "accept"), [(ASK, "text/csv"), (SELECT, "text/turtle"), ("DESCRIBE <a:a>", "image/png")]
)
def test_a_form_that_is_not_had_is_answered_406_with_those_that_are(http, query, accept):
    response = http.get("/sparql", params={"query": query}, headers={"accept": accept})
    assert response.status_code == 406
    assert "(format=" in response.json()["detail"]


def test_no_client_needs_to_say_what_it_accepts(http):
    assert http.get("/sparql", params={"query": SELECT}, headers={"accept": ""}).headers["content-type"] == JSON
