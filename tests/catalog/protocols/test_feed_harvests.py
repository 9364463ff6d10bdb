"""Harvests of the DCAT feed while it changes, and from where the last one was."""

from datetime import timedelta
from itertools import islice

import pytest
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given
from hypothesis import settings as chance
from hypothesis import strategies as st
from rdflib import Namespace, URIRef
from rdflib.namespace import DCTERMS, FOAF

from catalog import workflow
from catalog.models import Kind, Resource, State, Visibility
from catalog.register import Terms
from tests.catalog import factories
from tests.catalog.protocols.harvester import datasets, pages
from tests.search.worlds import put

pytestmark = pytest.mark.django_db

ADMS = Namespace("http://www.w3.org/ns/adms#")
WITHDRAWN = URIRef("http://publications.europa.eu/resource/authority/distribution-status/WITHDRAWN")
ME = URIRef("http://testserver/catalog")


def test_what_changes_during_a_harvest_is_neither_lost_nor_seen_twice(client, full):
    walk, found = pages(client, "/catalog.nt?size=3"), []
    for place, page in enumerate(walk):
        found += datasets(page)
        first = Resource.objects.get(slug="set-0")
        factories.revised(first, factories.described(first.iri, title=f"Changed {place}"))
        if place == 0:
            factories.revised(Resource.objects.get(slug="one-catalog"), state=State.WITHDRAWN)
            factories.resource(slug="late", title="Came in meanwhile")
    assert found == [f"https://data.example.org/set-{n}" for n in range(7)] + ["https://data.example.org/late"]


@chance(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    size=st.integers(1, 4),
    happens=st.lists(st.tuples(st.sampled_from(["change", "withdraw", "hide", "add", "publish"]), st.integers(0, 6))),
)
def test_whatever_happens_during_a_harvest_what_stays_is_seen_once(client, size, happens):
    """The law: what is listed from the beginning to the end is seen exactly once, and nothing is seen twice."""
    with transaction.atomic():
        rows = [factories.resource(slug=f"set-{n}") for n in range(7)]
        rows += [factories.resource(slug=f"draft-{n}", state=State.DRAFT) for n in range(2)]
        stays, found, rest = {row.iri for row in rows[:7]}, [], iter(happens)
        for page in pages(client, f"/catalog.nt?size={size}"):
            found += datasets(page)
            for what, which in islice(rest, 2):
                stays -= _happens(what, which, rows)
        assert sorted(found) == sorted(set(found))
        assert stays <= set(found)
        transaction.set_rollback(True)
    cache.clear()


def _happens(what, which, rows):
    """What one event takes from the list of those that stay."""
    row = Resource.objects.select_related("revision").get(pk=rows[which].pk)
    if what == "add":
        rows.append(factories.resource())
    elif what == "publish":
        draft = Resource.objects.select_related("revision").get(slug=f"draft-{which % 2}")
        factories.revised(draft, state=State.PUBLISHED)
    elif what == "change":
        factories.revised(row, factories.described(row.iri, title=f"Changed {row.revision_id}"))
    else:
        gone = {"state": State.WITHDRAWN} if what == "withdraw" else {"visibility": Visibility.ORGANISATION}
        factories.revised(row, **gone)
        return {row.iri}
    return set()


def test_what_the_first_page_says_is_what_the_next_harvest_asks_with(client, index):
    put("one", "One")
    put("two", "Two")
    [first] = pages(client, "/catalog.ttl")
    asked = str(first.value(ME, DCTERMS.modified))
    assert first.value(ME, DCTERMS.modified).toPython() == Resource.objects.get(slug="two").public_at
    put("one", "Changed")
    workflow.withdraw(Resource.objects.get(slug="two"), Terms(), because="Old.")
    [second] = pages(client, f"/catalog.ttl?modified_since={asked}")
    assert datasets(second) == ["https://data.example.org/one"]
    assert len(list(second.subjects(ADMS.status, WITHDRAWN))) == 1


def test_modified_since_tells_what_changed_and_what_is_gone(client, full):
    began = timezone.now()
    for slug, kind in {"set-2": Kind.DATASET, "file-4": Kind.DISTRIBUTION}.items():
        row = Resource.objects.get(slug=slug)
        factories.revised(row, factories.described(row.iri, kind, title="New"))
    factories.revised(Resource.objects.get(slug="set-6"), state=State.WITHDRAWN)
    [page] = pages(client, f"/catalog.ttl?modified_since={began.isoformat().replace('+00:00', 'Z')}")
    assert datasets(page) == ["https://data.example.org/set-2", "https://data.example.org/set-4"]
    gone = {str(page.value(record, FOAF.primaryTopic)) for record in page.subjects(ADMS.status, WITHDRAWN)}
    assert gone == {"https://data.example.org/set-6"}
    assert list(page.predicate_objects(URIRef("https://data.example.org/set-6"))) == []
    assert str(page.value(URIRef("https://data.example.org/file-4"), DCTERMS.title)) == "New"
    later = (timezone.now() + timedelta(days=1)).date().isoformat()
    [nothing] = pages(client, f"/catalog.ttl?modified_since={later}")
    assert (datasets(nothing), list(nothing.subjects(ADMS.status))) == ([], [])
