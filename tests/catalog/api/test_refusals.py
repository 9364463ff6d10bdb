"""What the API refuses, with the reason, and then nothing is written."""

import pytest

from catalog.models import Resource
from tests.catalog.api.asking import FLAT, LD, TITLED, stands


@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        (b"", FLAT, 400),
        (b"{", FLAT, 400),
        (b'{"title": NaN}', FLAT, 400),
        (b'{"title": {}, "title": {}}', FLAT, 400),
        (b"[" * 100_000, FLAT, 400),
        (b"[]", FLAT, 422),
        (b'{"title": {"en": "no class"}}', FLAT, 422),
        (b'{"@type": "dcat:Dataset", "titel": 1}', FLAT, 422),
        (b'{"@type": "dcat:Dataset", "@id": "no address"}', FLAT, 422),
        (b'{"@type": "dcat:Dataset", "title": {"en": "\\u0000"}}', FLAT, 422),
        (b'{"@type": "dcat:Dataset", "title": {"en": "\\ud800"}}', FLAT, 400),
        (b'{"@type": "dcat:Dataset", "\\ud800": 1}', FLAT, 400),
        (b'{"@context": "https://unknown.example.org", "@id": ""}', LD, 422),
        (b"{}", LD, 422),
        (b"<a> <b> <c> .", "text/turtle", 415),
    ],
)
def test_what_cannot_be_kept_is_refused_with_the_reason_and_nothing_is_written(asks, body, media, status):
    answer = asks.curator("POST", "resources", body, media=media)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert answer.json()["status"] == status
    assert len(answer.json()["detail"]) > 10
    assert not Resource.objects.exists()


def test_what_is_not_there_and_what_cannot_be_done_are_problem_details_too(asks, row):
    for method, address, status in (("GET", "nothing", 404), ("PUT", "resources", 405), ("GET", "resources/none", 404)):
        answer = asks.nobody(method, address)
        assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json"), address
    assert asks.nobody("PUT", "resources")["Allow"] == "GET, POST, HEAD, OPTIONS"
    preflight = asks.nobody("OPTIONS", "resources/one")
    assert (preflight.status_code, preflight["Access-Control-Allow-Methods"]) == (
        204,
        "GET, PUT, PATCH, DELETE, HEAD, OPTIONS",
    )
    assert "If-Match" in preflight["Access-Control-Allow-Headers"]


@pytest.mark.parametrize(
    ("method", "address", "body", "status"),
    [
        ("GET", "resources?organisation=%00", None, 400),
        ("POST", "resources?reason=%00", TITLED, 400),
        ("POST", "resources?organisation=%00", TITLED, 400),
        ("POST", "resources", {"@type": "dcat:Dataset", "@id": "https://e.org/\0"}, 422),
        ("POST", "resources/one/withdraw", {"because": "\0"}, 400),
        ("POST", "resources/one/withdraw", b'{"because": "\\ud800"}', 400),
        ("POST", "tokens", {"name": "\0"}, 422),
        ("POST", "tokens", b'{"name": "\\ud800"}', 400),
    ],
)
def test_characters_that_no_database_keeps_are_refused(asks, row, method, address, body, status):
    before = stands("one")
    assert asks.reviewer(method, address, body).status_code == status
    assert (stands("one"), Resource.objects.count()) == (before, 1)


def test_an_iri_that_leads_to_something_else_already_is_not_given_twice(asks, row):
    refused = asks.curator("POST", "resources", TITLED | {"@id": "http://testserver/id/one"})
    assert (refused.status_code, Resource.objects.count()) == (409, 1)


def test_a_share_of_requests_is_told_and_held(asks, settings):
    settings.API_RATE = 2
    first = asks.nobody.get("me")
    assert (first["RateLimit-Limit"], first["RateLimit-Remaining"], first["RateLimit-Policy"]) == ("2", "1", "2;w=60")
    answers = [asks.nobody.get("vocabularies") for _ in range(4)]
    over = answers[-1]
    assert (over.status_code, over["Content-Type"], over["RateLimit-Remaining"]) == (
        429,
        "application/problem+json",
        "0",
    )
    assert 1 <= int(over["Retry-After"]) <= 60
    assert asks.curator.get("vocabularies").status_code == 200
