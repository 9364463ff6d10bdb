"""What is not written, and how it is said: broken rules, what cannot be read, what somebody else changed."""

import pytest
from rdflib import Literal, Namespace, URIRef

from catalog.models import Arrival, Resource, State
from catalog.protocols.fdp import bodies
from tests.catalog.fdp.conftest import kept
from tests.catalog.fdp.reader import DCT
from tests.catalog.fdp.sending import DATASET, PREFIXES, SHACL, create, parsed, path_of, saying, send

pytestmark = pytest.mark.django_db(transaction=True)


# What is refused, and how it is said.


def test_a_broken_rule_is_told_as_a_validation_report(client, people):
    answer = create(client, people, DATASET.replace('dct:title "New registry"@en ;', ""))
    report = parsed(answer)
    wrong = report.value(predicate=URIRef(f"{SHACL}resultPath"), object=DCT.title)
    assert (answer.status_code, (None, URIRef(f"{SHACL}conforms"), Literal(False)) in report) == (400, True)
    assert report.value(wrong, URIRef(f"{SHACL}resultSeverity")) == URIRef(f"{SHACL}Violation")
    assert not Resource.objects.exists()


def test_what_is_wrong_is_told_in_both_languages_by_the_component_that_shacl_names(client, people):
    answer = create(client, people, saying(' ; dcat:version "1" , "2"'))
    report, sh, version = parsed(answer), Namespace(SHACL), URIRef("http://www.w3.org/ns/dcat#version")
    [wrong] = [node for node in report.objects(None, sh.result) if report.value(node, sh.resultPath) == version]
    assert report.value(wrong, sh.sourceConstraintComponent) == sh.MaxCountConstraintComponent
    assert report.value(wrong, sh.value) is None  # that there are too many is said of no single one (SHACL, 4.2.2)
    assert {message.language for message in report.objects(wrong, sh.resultMessage)} == {"en", "es"}
    assert not Resource.objects.exists()


def test_who_reads_json_gets_problem_details_with_the_fields(client, people):
    body = DATASET.replace('dct:title "New registry"@en ;', "")
    answer = send(client, "post", "/dataset", body, people.bearing("curator"), accept="application/json")
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert answer.json()["errors"][0]["path"] == "http://purl.org/dc/terms/title"
    assert "Title is missing" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("<> a ", "The description cannot be read"),
        ("", "nothing found"),
        (PREFIXES + "<https://x.example.org/a> dct:title 'x' .", "should describe one Dataset, and there are none"),
        (
            PREFIXES + "<https://x.example.org/a> a dcat:Dataset . <https://x.example.org/b> a dcat:Dataset .",
            "there are 2: to create several",
        ),
        (
            DATASET + " <https://x.example.org/f> a dcat:Distribution .",
            "Describe the Dataset alone here, without <https://x.example.org/f>",
        ),
        (
            saying(" ; dct:isPartOf <http://testserver/fdp/catalog/none>"),
            "There is no <http://testserver/fdp/catalog/none> here",
        ),
        (DATASET.replace("dcat:Dataset", "dcat:Catalog"), "This is no Dataset, but a Catalog"),
    ],
)
def test_what_cannot_be_kept_is_refused_in_plain_words(client, people, body, why):
    answer = send(client, "post", "/dataset", body, people.bearing("curator"), accept="application/json")
    assert answer.status_code == 400, answer.content
    assert why in answer.json()["detail"]
    assert not Resource.objects.exists()
    assert not Arrival.objects.exists()


def test_too_much_at_once_is_refused_before_it_is_read(client, people, monkeypatch):
    monkeypatch.setattr(bodies, "RDF_BYTES", 50)
    assert create(client, people).status_code == 413
    assert not Resource.objects.exists()


def test_a_change_to_what_somebody_else_changed_is_refused(client, people):
    path = path_of(create(client, people))
    etag = client.get(f"/fdp{path}", headers={"accept": "text/turtle"} | people.bearing("curator"))["ETag"]
    changed = DATASET.replace("About it.", "More about it.")
    stale = {"if-match": etag}
    assert send(client, "put", path, changed, people.bearing("curator") | stale).status_code == 200
    assert send(client, "put", path, DATASET, people.bearing("curator") | stale).status_code == 412
    assert "More about it" in Resource.objects.get().revision.ntriples


def test_publishing_what_breaks_the_rules_is_refused(client, people):
    kept("dataset", slug="poor", state=State.DRAFT, organisation=people.mine)  # without a description
    answer = send(
        client,
        "put",
        "/dataset/poor/meta/state",
        '{"current": "PUBLISHED"}',
        people.bearing("reviewer"),
        "application/json",
        "application/json",
    )
    assert (answer.status_code, Resource.objects.get().state) == (400, State.DRAFT)
    assert "Description is missing" in answer.json()["detail"]


@pytest.mark.parametrize("body", ['{"current": "DRAFT"}', '{"current": 1}', "[]", "{", '{"x": "PUBLISHED"}'])
def test_only_publishing_can_be_asked_of_a_state(client, people, body):
    path = path_of(create(client, people))
    assert (
        send(client, "put", f"{path}/meta/state", body, people.bearing("reviewer"), "application/json").status_code
        == 400
    )
    assert Resource.objects.get().state == State.DRAFT


def test_a_state_can_be_reached_once(client, people):
    path = path_of(create(client, people))
    publish = ("put", f"{path}/meta/state", '{"current": "PUBLISHED"}', people.bearing("reviewer"), "application/json")
    assert [send(client, *publish).status_code for _ in range(2)] == [200, 400]
