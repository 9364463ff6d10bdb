"""What goes wrong is said in full sentences, in the form that the client reads, and never twice."""

import pytest
from django.db import DatabaseError
from django.test import RequestFactory

from catalog.pages import errors
from tests.catalog import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("accept", "content_type"),
    [
        ("text/html", "text/html; charset=utf-8"),
        ("*/*", "text/html; charset=utf-8"),
        ("application/json", "application/problem+json"),
        ("application/problem+json", "application/problem+json"),
        ("text/turtle", "application/problem+json"),
        ("text/plain", "text/plain; charset=utf-8"),
    ],
)
def test_an_error_comes_in_the_form_that_the_client_reads(client, accept, content_type):
    response = client.get("/nothing/here", headers={"accept": accept})
    assert (response.status_code, response["Content-Type"]) == (404, content_type)
    assert "There is no such page" in response.content.decode()
    assert "Accept" in response["Vary"]
    assert response["Cache-Control"] == "no-cache"


def test_problem_details_have_the_members_of_the_standard(client):
    document = client.get("/nothing", headers={"accept": "application/json"}).json()
    assert document == {
        "type": "about:blank",
        "title": "There is no such page",
        "status": 404,
        "detail": "The address may be wrong, or it has moved.",
        "instance": "/nothing",
    }


def test_an_error_page_has_a_search_box_and_a_way_home(client):
    text = client.get("/nothing").content.decode()
    assert 'action="/datasets"' in text
    assert 'href="/"' in text


def test_errors_are_in_the_reader_s_language(client):
    assert client.get("/nothing", headers={"accept-language": "es"})["Content-Language"] == "es"


@pytest.mark.parametrize(("answer", "status"), [(errors.bad_request, 400), (errors.forbidden, 403)])
def test_the_other_handlers_say_what_to_do(answer, status):
    request = RequestFactory().get("/x", headers={"accept": "text/plain"})
    response = answer(request, ValueError("inner workings"))
    assert response.status_code == status
    assert "inner workings" not in response.content.decode()
    assert len(response.content.decode().splitlines()) == 2


def test_a_crash_is_answered_without_session_and_database(client, monkeypatch, django_assert_num_queries):
    monkeypatch.setattr("catalog.standing.of_own_page", lambda slug: 1 / 0)
    client.force_login(factories.person("member"))
    client.raise_request_exception = False
    with django_assert_num_queries(3):  # the session, its user and their roles, before the crash
        response = client.get("/datasets/x")
    assert response.status_code == 500
    assert "Something went wrong here" in response.content.decode()
    assert "ZeroDivisionError" not in response.content.decode()


def test_a_crash_is_answered_in_json_to_machines(client, monkeypatch):
    monkeypatch.setattr("catalog.standing.of_document", lambda slug: 1 / 0)
    client.raise_request_exception = False
    response = client.get("/datasets/x.ttl", headers={"accept": "text/turtle"})
    assert (response.status_code, response["Content-Type"]) == (500, "application/problem+json")


def test_an_unreachable_database_makes_the_process_unready_and_leaves_it_alive(client, monkeypatch):
    def broken():
        raise DatabaseError("gone")

    monkeypatch.setattr("catalog.pages.machines.connection.cursor", broken)
    assert client.get("/-/readyz").status_code == 503
    assert client.get("/-/livez").status_code == 200


def test_hostile_addresses_are_404(client):
    for address in ("/datasets/x%0A", "/datasets/x%00", "/datasets/../x", "/datasets/%C3%A9", "/id/%0D%0ASet-Cookie:x"):
        response = client.get(address)
        assert response.status_code == 404, address
        assert "Set-Cookie" not in response.headers
