"""Identifiers that we give out: they answer 303 for ever, wherever PID_BASE is."""

import pytest
from django.urls import resolve, reverse

from catalog import urls
from catalog.models import State
from tests.catalog import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("kind", factories.KINDS)
def test_each_kind_has_an_identifier_that_leads_to_its_page(client, kind):
    row = factories.resource(kind)
    response = client.get(f"/id/{row.slug}", headers={"accept": "text/turtle"})
    assert (response.status_code, response["Location"]) == (303, factories.page(row))
    assert response["Access-Control-Allow-Origin"] == "*"
    assert {"Accept", "Accept-Profile"} <= set(response["Vary"].split(", "))


def test_what_was_asked_for_goes_along(client):
    row = factories.resource()
    response = client.get(f"/id/{row.slug}?_mediatype=text/turtle", follow=True)
    assert response["Content-Type"] == "text/turtle; charset=utf-8"


def test_an_iri_below_the_base_is_an_identifier_whatever_the_slug(client, settings):
    row = factories.resource(slug="cohort-7", iri=settings.PID_BASE + "Cohorts/7.b")
    assert client.get("/id/Cohorts/7.b")["Location"] == factories.page(row)
    assert client.get("/id/cohort-7")["Location"] == factories.page(row)


def test_an_iri_s_own_record_comes_before_another_s_slug(client, settings):
    factories.resource(slug="seven", iri="https://elsewhere.example.org/7")
    own = factories.resource(slug="eight", iri=settings.PID_BASE + "seven")
    assert client.get("/id/seven")["Location"] == factories.page(own)


def test_withdrawn_resources_keep_their_identifier(client):
    row = factories.resource(state=State.WITHDRAWN)
    assert client.get(f"/id/{row.slug}")["Location"] == factories.page(row)
    assert client.get(f"/id/{row.slug}", follow=True).status_code == 410


def test_an_identifier_that_was_never_given_out_is_404(client):
    assert client.get("/id/nothing").status_code == 404


def test_identifiers_are_answered_below_any_path_of_this_host(settings):
    settings.PID_BASE = "http://testserver/data/pid/"
    assert [str(pattern.pattern) for pattern in urls._pids()] == ["data/pid/<path:tail>", "id/<path:tail>"]


def test_a_resolver_elsewhere_can_lead_to_us(settings):
    settings.PID_BASE = "https://w3id.example.org/marrow/"
    assert [str(pattern.pattern) for pattern in urls._pids()] == ["id/<path:tail>"]


def test_the_address_of_an_identifier_can_be_made_from_its_end():
    assert reverse("pid", args=["abc"]) == "/id/abc"
    assert resolve("/id/a/b.c").kwargs == {"tail": "a/b.c"}


def test_a_pid_that_no_database_could_keep_is_that_of_nothing(client):
    assert client.get("/id/one%00two").status_code == 404
