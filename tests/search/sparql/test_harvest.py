"""A harvest over SPARQL while the catalogue changes: nothing is lost, nothing comes twice, nothing secret comes out."""

import re
from collections import Counter
from urllib.parse import urlencode

import pytest

from catalog import workflow
from catalog.register import Terms
from catalog.signals import together
from search import keeping_up, triples
from tests.search import stores
from tests.search.sparql.harvesting import harvest, names
from tests.search.stores import IRI, put
from tests.search.worlds import OF_DATASETS, hide, world

pytestmark = pytest.mark.django_db(transaction=True)
COUNT = 60
_TITLE = re.compile(r'<https://data\.example\.org/(\w+)> <http://purl\.org/dc/terms/title> "([^"]*)"')


@pytest.fixture(params=["embedded", "fuseki"])
def followed(request, triples, settings, limits):
    """The endpoint's store, which follows what changes."""
    if request.param != "embedded":
        stores.close(stores.store_of(request.param, None))
        settings.SPARQL_STORE_URL, settings.SPARQL_INSIDE_STORE_URL = stores.SERVERS[request.param]
        stores.forget()
    limits()
    yield
    stores.close(triples_now())
    stores.forget()


def triples_now():
    return triples.store()


@pytest.fixture
def ask(client):
    def asked(query, accept):
        response = client.post("/sparql", urlencode({"query": query}), headers={"accept": accept}, content_type=FORM)
        assert response.status_code == 200, response.content
        return b"".join(response.streaming_content).decode()

    return asked


FORM = "application/x-www-form-urlencoded"


@pytest.mark.usefixtures("followed")
def test_whatever_changes_meanwhile_nothing_is_lost_and_nothing_comes_twice(ask):
    there = fill()
    seen, titles, gone, number = Counter(), {}, set(), 0
    for asked, said in harvest(ask, batch=3):
        seen.update(asked)
        titles |= _TITLE.findall(said)
        number += 1
        gone.add(f"d{number:03}")  # before and behind where the harvest is
        with together():
            workflow.withdraw(put(f"d{number:03}"), Terms(), because="Old.")
            put(f"d{COUNT - 2 * number:03}", "Changed meanwhile")
            put(f"a{number}", "Before all")
            put(f"d{20 * number:03}x", "New")
    assert [name for name, times in seen.items() if times > 1] == []
    assert there - gone - titles.keys() == set()
    assert seen.keys() >= {IRI + name for name in there - gone}
    assert {titles[name] for name in there - gone} == {"A registry", "Changed meanwhile"}


def fill():
    with together():
        for n in range(COUNT):
            put(f"d{n:03}")
    keeping_up.once()
    return {f"d{n:03}" for n in range(COUNT)}


@pytest.mark.usefixtures("followed")
def test_a_name_is_in_one_part_whatever_else_comes(ask):
    there = fill()
    before = [set(part) for part in names(ask)]
    assert sorted(name for part in before for name in part) == sorted(IRI + name for name in there)
    put("new")
    keeping_up.once()
    after = [set(part) for part in names(ask)]
    assert [now - then for then, now in zip(before, after, strict=True) if now != then] == [{f"{IRI}new"}]


@pytest.mark.usefixtures("followed")
def test_a_description_comes_whole_with_its_blank_nodes(ask):
    put("one")
    [(asked, said)] = harvest(ask)
    assert asked == [f"{IRI}one"]
    assert '"Desk of one"' in said
    assert "genid" not in said
    assert "_:" in said


@pytest.mark.usefixtures("followed")
def test_nothing_that_not_everybody_may_see_is_harvested(ask):
    made = world()
    keeping_up.once()
    before = list(harvest(ask, batch=5))
    hide(made)
    keeping_up.once()
    after = list(harvest(ask, batch=5))
    assert sorted(name for asked, _ in after for name in asked) == sorted(name for asked, _ in before for name in asked)
    assert [word for word in OF_DATASETS.values() if word in repr(after).lower()] == []
