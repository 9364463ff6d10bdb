"""Lists of OAI-PMH in pages: tokens that need nothing kept, the law of a harvest, and what a page costs."""

import tracemalloc
from collections import Counter

import pytest
from django.db import transaction
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from catalog import workflow
from catalog.columns import columns_of
from catalog.models import Change, Kind, Resource, Visibility
from catalog.protocols.oai import answers
from catalog.register import Terms, register, register_many, stand
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import literal, named
from tests.catalog import factories
from tests.catalog.factories import described
from tests.catalog.protocols.oai import OAI, ask, harvest

pytestmark = pytest.mark.django_db
IRI = "https://data.example.org/"


@pytest.fixture
def small(monkeypatch):
    """Pages of a few records, so that few records make many pages."""
    monkeypatch.setattr(answers, "ROWS", 4)
    monkeypatch.setattr(answers, "ENOUGH", 3)
    monkeypatch.setattr(answers, "AHEAD", 1)


def put(n, *said, kind=Kind.DATASET, publish=True):
    record = described(f"{IRI}set-{n}", kind, (DCT.identifier, literal(f"set-{n}")), *said, title=f"Number {n}")
    register(record, kind, Terms(publish=publish))


def put_many(count):
    records = [described(f"{IRI}set-{n}", title=f"Number {n}") for n in range(count)]
    register_many([columns_of(record, Kind.DATASET) for record in records], Terms(publish=True))


def change(n, words="Changed"):
    put(n, (DCT.description, literal(words)))


def first(**more):
    return {"verb": "ListRecords", "metadataPrefix": "oai_dc"} | more


@pytest.mark.parametrize("verb", ["ListRecords", "ListIdentifiers"])
@pytest.mark.parametrize("prefix", ["oai_dc", "oai_datacite", "dcat_ap"])
def test_the_pages_are_the_list_each_once_in_order(client, small, verb, prefix):
    put_many(11)
    pages = list(harvest(client, verb=verb, metadataPrefix=prefix))
    assert [len(page.slugs) for page in pages] == [4, 4, 3]
    assert [slug for page in pages for slug in page.slugs] == [f"set-{n}" for n in range(11)]
    assert [page.token.get("cursor") for page in pages] == ["0", "4", "8"]
    assert {page.token.get("completeListSize") for page in pages} == {"11"}
    assert pages[-1].token.text is None


def test_a_list_of_one_page_has_no_token(client):
    put_many(3)
    assert ask(client, **first()).token is None


def test_a_list_that_ends_with_a_page_gives_no_token_to_nothing(client, small):
    put_many(4)
    assert ask(client, **first()).token is None
    put_many(8)
    assert [len(page.slugs) for page in harvest(client, **first())] == [4, 4]


def test_the_same_token_twice_is_the_same_page(client, small):
    put_many(11)
    token = ask(client, **first()).token.text
    pages = [ask(client, verb="ListRecords", resumptionToken=token) for _ in range(2)]
    assert pages[0].body.partition(b"<ListRecords>")[2] == pages[1].body.partition(b"<ListRecords>")[2]


def test_a_token_is_for_its_verb_and_whole(client, small):
    put_many(5)
    token = ask(client, **first()).token.text
    for verb, given_ in (("ListIdentifiers", token), ("ListRecords", token[:-1]), ("ListRecords", "x" + token)):
        assert ask(client, verb=verb, resumptionToken=given_).codes == ["badResumptionToken"]


def test_a_token_of_last_year_goes_on_where_it_was(client, small, monkeypatch):
    from datetime import timedelta

    from django.utils import timezone

    put_many(6)
    token = ask(client, **first()).token.text
    later = timezone.now() + timedelta(days=400)
    monkeypatch.setattr(timezone, "now", lambda: later)
    assert ask(client, verb="ListRecords", resumptionToken=token).slugs == ["set-4", "set-5"]


def test_a_token_keeps_the_span_and_the_set(client, small):
    put_many(4)
    for n in range(4, 12):
        put(n, kind=Kind.SERIES if n % 2 else Kind.DATASET)
    pages = list(harvest(client, **first(set="kind:series", from_="2020-01-01", until="2999-01-01")))
    assert [slug for page in pages for slug in page.slugs] == ["set-5", "set-7", "set-9", "set-11"]
    assert len(pages) == 1
    pages = list(harvest(client, **first(set="kind:dataset", until="2999-01-01")))
    assert [len(page.slugs) for page in pages] == [4, 4]


def test_what_changes_between_two_pages_comes_again_at_the_end_with_its_new_date(client, small):
    put_many(9)
    pages = harvest(client, **first())
    seen = [next(pages)]
    change(0)
    change(7)
    workflow.withdraw(Resource.objects.get(slug="set-2"), Terms(), because="Old.")
    seen += pages
    headers = [header for page in seen for header in page.headers]
    assert [header.slug for header in headers] == [f"set-{n}" for n in (0, 1, 2, 3, 4, 5, 6, 8, 0, 7, 2)]
    assert headers[-1].is_deleted
    assert b"Changed" in seen[-1].body


def test_a_list_whose_rest_has_left_its_span_ends_without_a_record(client, small):
    put_many(5)
    Resource.objects.update(public_at="2020-01-01T00:00:00Z")
    token = ask(client, **first(until="2020-12-31")).token.text
    change(4)
    assert ask(client, verb="ListRecords", resumptionToken=token).codes == ["noRecordsMatch"]
    assert ask(client, **first(from_="2021-01-01")).slugs == ["set-4"]


def test_a_distribution_that_changes_in_the_midst_brings_its_dataset_once(client, small):
    for n in range(9):
        put(n, (DCAT.distribution, named(f"{IRI}set-file-{n}")))
        put(f"file-{n}", kind=Kind.DISTRIBUTION)
    pages = harvest(client, **first())
    slugs = next(pages).slugs
    put("file-0", (DCT.description, literal("More.")), kind=Kind.DISTRIBUTION)
    put("file-7", (DCT.description, literal("More.")), kind=Kind.DISTRIBUTION)
    slugs += [slug for page in pages for slug in page.slugs]
    assert slugs == [f"set-{n}" for n in (0, 1, 2, 3, 4, 5, 6, 8, 0, 7)]


# The law of a harvest, whatever happens between its pages.


def _hide(n, number):
    stand(Resource.objects.get(slug=f"set-{n}"), Terms(), Change.STANDING, visibility=Visibility.NETWORK)
    return {n}


def _show(n, number):
    stand(Resource.objects.get(slug=f"set-{n}"), Terms(), Change.STANDING, visibility=Visibility.EVERYBODY)
    return {n}


def _change(n, number):
    put(n, (DCAT.distribution, named(f"{IRI}set-file-{n % 4}")), (DCT.description, literal(f"Changed {number}")))
    return {n}


def _change_file(n, number):
    """One file of several datasets."""
    put(f"file-{n % 4}", (DCT.description, literal(f"Changed {number}")), kind=Kind.DISTRIBUTION)
    return {each for each in range(10) if each % 4 == n % 4}


def _new(n, number):
    put(100 + number)
    return {100 + number}


STEPS = {"hide": _hide, "show": _show, "change": _change, "file": _change_file, "new": _new}
STORIES = st.lists(st.tuples(st.sampled_from(["page", "page", *STEPS]), st.integers(0, 9)), max_size=30)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(story=STORIES, prefix=st.sampled_from(["oai_dc", "oai_datacite", "dcat_ap"]))
def test_a_harvester_that_goes_on_has_all_there_is_and_saw_nothing_more_often_than_it_changed(small, story, prefix):
    with transaction.atomic():
        for n in range(10):
            _change(n, 0)
        touched, kept, seen = Counter(), {}, Counter()
        pages = harvest(Client(), verb="ListRecords", metadataPrefix=prefix)
        for number, (step, n) in enumerate(story, 1):
            if step == "page":
                _take(next(pages, None), kept, seen)
            else:
                touched.update(STEPS[step](n, number))
        for page in pages:
            _take(page, kept, seen)
        assert all(seen[slug] <= 1 + touched[int(slug.rsplit("-", 1)[1])] for slug in seen)
        for page in harvest(Client(), verb="ListRecords", metadataPrefix=prefix, from_=_newest(kept)):
            _take(page, kept, seen)
        anew = {}
        for page in harvest(Client(), verb="ListRecords", metadataPrefix=prefix):
            _take(page, anew, Counter())
        assert kept == anew
        transaction.set_rollback(True)


def _take(page, kept, seen):
    """A harvester keeps the last that it saw of each; of what is gone that it is gone."""
    for record in page.root.iter(f"{OAI}record") if page else ():
        slug = record[0][0].text
        seen[slug] += 1
        kept[slug] = etree.tostring(record)


def _newest(kept):
    """From when a harvester goes on: times are in the order of the changes."""
    return max(etree.fromstring(record)[0][1].text for record in kept.values())


# What it costs.


def test_a_page_costs_the_same_number_of_queries_whatever_it_holds(client, django_assert_num_queries):
    mine = factories.organisation("mine")
    put("list", *((DCAT.dataset, named(f"{IRI}set-{n}")) for n in range(150)), kind=Kind.CATALOG)
    for count in (3, 150):
        for n in range(count):
            said = [(DCAT.distribution, named(f"{IRI}set-file-{n}")), (DCT.isPartOf, named(f"{IRI}set-list"))]
            record = described(f"{IRI}set-{n}", Kind.DATASET, *said)
            register(record, Kind.DATASET, Terms(publish=True, organisation=mine))
            put(f"file-{n}", kind=Kind.DISTRIBUTION)
        # The date; the changes and that there are no more; whose distributions they are; where items stand, their links
        # and distributions; what they say; the catalogues that name them and that they name; what the distributions say.
        with django_assert_num_queries(11):
            assert len(ask(client, **first()).slugs) == count + 1


def test_one_record_costs_five_queries(client, django_assert_num_queries):
    put_many(3)
    with django_assert_num_queries(5):
        ask(client, verb="GetRecord", metadataPrefix="oai_dc", identifier="oai:testserver:set-1")


def test_memory_does_not_grow_with_the_list(client):
    """Two pages take as much as seven."""
    put_many(3_000)
    tracemalloc.start()
    pages = harvest(client, **first())
    sizes = [len(next(pages).slugs) for _ in range(2)]
    peak = tracemalloc.get_traced_memory()[1]
    sizes += [len(page.slugs) for page in pages]
    assert (sum(sizes), len(sizes)) == (3_000, 6)
    assert tracemalloc.get_traced_memory()[1] < 1.25 * peak
    tracemalloc.stop()
