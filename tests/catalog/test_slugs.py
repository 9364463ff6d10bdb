"""Every description can be opened, edited and reviewed under the slug that it was given."""

import re

import pytest
from django.urls import get_resolver, resolve

from catalog import slugs
from catalog.models import Kind, Resource
from catalog.register import Terms, register
from tests.catalog import factories as make

ROOMS = ("/edit/{}", "/review/{}", "/datasets/{}", "/series/{}", "/curator/findings/{}", "/curator/links/{}")
ROOMS += ("/api/resources/{}", "/datasets/{}/fair", "/datasets/{}/versions")


def words():
    """All that stands fixed in any address."""
    routes = slugs._routes(get_resolver().url_patterns)
    return {word for route in routes for word in route.split("/") if re.fullmatch("[a-z0-9-]+", word)}


def leads_to_it(room, word):
    return resolve(room.format(word)).kwargs.get("slug") == word


def test_no_page_of_a_description_is_hidden_by_another_whatever_its_slug():
    assert "new" in words()
    hidden = {word for word in words() for room in ROOMS if not leads_to_it(room, word)}
    assert hidden == slugs.reserved() == {"new", "concepts", "resources"}


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["new", "concepts", "resources"])
def test_what_would_be_called_like_a_page_has_a_longer_slug(word, client):
    iri = f"https://data.example.org/{word}"
    register(
        make.described(iri, Kind.DATASET), Kind.DATASET, Terms(organisation=make.organisation("holder"), publish=True)
    )
    slug = Resource.objects.get().slug
    assert re.fullmatch(rf"{word}-[0-9a-f]{{16}}", slug)
    client.force_login(make.person("operator", is_operator=True))
    assert all(client.get(room.format(slug)).status_code == 200 for room in ("/datasets/{}", "/edit/{}", "/review/{}"))


@pytest.mark.django_db
def test_what_has_such_a_slug_already_keeps_it_and_its_page(client):
    iri = "https://data.example.org/old"
    register(make.described(iri, Kind.DATASET), Kind.DATASET, Terms(publish=True))
    Resource.objects.update(slug="new")
    register(make.described(iri, Kind.DATASET, title="Changed"), Kind.DATASET, Terms())
    assert Resource.objects.get().slug == "new"
    assert b"Changed" in client.get("/datasets/new").content
