"""`POST /api/validate`: 200 with a verdict whatever it is, in three forms; everything else is a problem."""

import json

import pytest
from rdflib import Graph, Namespace
from rdflib.namespace import RDF

from catalog.models import Arrival, Resource
from catalog.turns import Busy
from catalog.validating import asking
from fair_metadata.validation.standards import STANDARDS
from tests.catalog.validating.conftest import POOR, graph_of

pytestmark = pytest.mark.django_db
SH = Namespace("http://www.w3.org/ns/shacl#")


def post(client, body=POOR, profile="dcat-ap", media="text/turtle", **headers):
    query = f"?profile={profile}" if profile else ""
    data = body.encode() if isinstance(body, str) else body
    return client.generic("POST", f"/api/validate{query}", data=data, content_type=media, headers=headers)


def test_anybody_is_told_what_is_wrong_where_and_what_to_write_instead(client):
    answer = post(client)
    found = answer.json()
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/json; charset=utf-8")
    assert {key: found[key] for key in ("profile", "version", "conforms", "looked_at", "statements", "violations")} == {
        "profile": "dcat-ap",
        "version": "3.0.1",
        "conforms": False,
        "looked_at": 1,
        "statements": 3,
        "violations": 2,
    }
    (issued,) = [f for f in found["findings"] if f["path"] == "http://purl.org/dc/terms/issued"]
    assert (issued["node"], issued["line"], issued["component"]) == ("https://e.org/a", 5, "Node")
    assert issued["mends"] == [{"value": "2020-12-31", "label": "2020-12-31 (xsd:date)"}]
    assert issued["message"].startswith("Issued is “31/12/2020”, which is not a date")


def test_the_words_are_in_the_language_that_the_client_likes_best(client):
    found = post(client, accept_language="es").json()
    assert found["findings"][0]["message"].startswith("Falta Descripción.")


@pytest.mark.parametrize(("media", "form"), [("text/turtle", "turtle"), ("application/ld+json", "json-ld")])
def test_the_same_as_a_shacl_report(client, media, form):
    answer = post(client, accept=media)
    assert answer["Content-Type"].startswith(media)
    graph = graph_of(answer.content, form)
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(report, SH.conforms).toPython() is False
    assert {str(path) for path in graph.objects(None, SH.resultPath)} >= {"http://purl.org/dc/terms/issued"}


@pytest.mark.parametrize("name", STANDARDS)
def test_every_profile_answers_by_its_name(client, name):
    found = post(client, profile=name).json()
    assert (found["profile"], found["looked_at"]) == (name, 1)


def test_every_syntax_is_read(client):
    for form, media in (("xml", "application/rdf+xml"), ("nt", "application/n-triples"), ("json-ld", "application/ld+json")):  # fmt: skip
        body = Graph().parse(data=POOR, format="turtle").serialize(format=form)
        assert post(client, body, media=media).json()["violations"] == 2
        assert post(client, body, media="application/octet-stream").json()["violations"] == 2


REFUSED = {
    "no such profile": ({"profile": "dcat-us"}, 400),
    "nothing": ({"body": "  "}, 400),
    "no RDF": ({"body": "%PDF-1.7 …"}, 422),
    "another kind of body": ({"media": "application/pdf"}, 415),
    "a form": ({"media": "application/x-www-form-urlencoded"}, 415),
    "too large": ({"body": POOR + "#" * 1024**2}, 413),
    "a form that nobody writes": ({"accept": "image/png"}, 406),
}


@pytest.mark.parametrize(("sent", "status"), REFUSED.values(), ids=REFUSED)
def test_everything_else_is_a_problem_in_plain_words(client, sent, status):
    answer = post(client, **sent)
    problem = answer.json()
    assert (answer.status_code, problem["status"], answer["Content-Type"]) == (
        status,
        status,
        "application/problem+json",
    )
    assert problem["detail"]


def test_the_line_and_the_name_of_the_limit_are_told(client):
    broken = post(client, "@prefix dcat: <http://www.w3.org/ns/dcat#> .\n<https://e.org/a> a x:Dataset .").json()
    assert (broken["line"], broken["title"]) == (2, "This cannot be judged")
    assert post(client, POOR + "#" * 1024**2).json()["limit"] == "VALIDATE_BYTES"


def test_what_has_no_turn_is_told_when_to_come_again(client, monkeypatch):
    class Full:
        cache_clear = staticmethod(lambda: None)

        def turn(self, client):
            raise Busy("20 questions wait already. Ask again in a moment.", "VALIDATE_WAITING")

    monkeypatch.setattr(asking, "turns", Full)
    answer = post(client)
    assert (answer.status_code, answer["Retry-After"], answer.json()["limit"]) == (503, "5", "VALIDATE_WAITING")


def test_what_takes_too_long_is_told_by_the_name_of_its_limit(client, settings):
    settings.VALIDATE_DEADLINE = 0.0
    answer = post(client)
    assert (answer.status_code, answer.json()["limit"]) == (422, "VALIDATE_DEADLINE")


def test_the_share_of_a_client_is_that_of_the_whole_api(client, settings):
    settings.API_RATE = 2
    assert [post(client, "%PDF").status_code for _ in range(3)] == [422, 422, 429]


def test_nothing_is_kept(client):
    post(client)
    assert (Resource.objects.count(), Arrival.objects.count()) == (0, 0)


def test_other_sites_may_ask(client):
    assert post(client)["Access-Control-Allow-Origin"] == "*"


def test_the_entrance_and_the_document_name_it(client):
    assert client.get("/api/").json()["validate"].endswith("/api/validate")
    described = json.loads(client.get("/api/schema").content)["paths"]["/api/validate"]["post"]
    assert set(described["responses"]["200"]["content"]) == {"application/json", "text/turtle", "application/ld+json"}
    assert {"413", "415", "422", "429", "503"} <= described["responses"].keys()
