"""A catalogue of one data holder for whole journeys: its people, its doors, and the pages of each of them."""

from contextlib import closing

import pytest

from tests.catalog.editing.people import world
from tests.journeys.outside import Outside
from tests.journeys.steps import sign_in


@pytest.fixture
def people(triples, live_server, tmp_path, settings):
    """The holder and its people, in a catalogue whose names are addresses that answer."""
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.BASE_URL, settings.PID_BASE = live_server.url, f"{live_server.url}/id/"
    return world()


@pytest.fixture
def site(live_server, people):
    return live_server.url


@pytest.fixture
def outside(site):
    with closing(Outside(site)) as doors:
        yield doors


@pytest.fixture
def as_person(visit, people):
    """as_person(name, path, …): a page of one of these people, who has signed in."""

    def open_page(name, path, **options):
        page = visit("/about/help", **options)
        sign_in(page, people.users[name]).goto(path)
        return page

    return open_page
