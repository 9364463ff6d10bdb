"""Sets of OAI-PMH are rows in the order of changes: what they hold, how they follow, and what a page of one costs."""

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog import workflow
from catalog.columns import columns_of
from catalog.models import Change, Kind, Resource, ResourceSet, Visibility
from catalog.protocols.oai import answers, sets
from catalog.register import Terms, register, register_many, stand
from fair_metadata.namespaces import DCAT, DCT, MONDO
from fair_metadata.terms import literal, named
from fair_metadata.vocabularies import vocabulary
from tests.catalog import factories
from tests.catalog.factories import described
from tests.catalog.protocols.oai import ask, harvest

pytestmark = pytest.mark.django_db
IRI = "https://data.example.org/"
AML = named(f"{MONDO.base}0018874")
KIND_OF_DATA = next(iri for iri, concept in vocabulary("data-kinds").concepts.items() if concept.broader)


def put(n, *said, kind=Kind.DATASET, publish=True, organisation=None):
    record = described(f"{IRI}set-{n}", kind, (DCT.identifier, literal(f"set-{n}")), *said, title=f"Number {n}")
    register(record, kind, Terms(publish=publish, organisation=organisation))


def rows(n):
    found = ResourceSet.objects.filter(resource__slug=f"set-{n}").order_by("spec")
    return list(found.values_list("spec", "number"))


def specs(n):
    return [spec for spec, _ in rows(n)]


def number(n):
    return Resource.objects.get(slug=f"set-{n}").public_number


def of(spec, **more):
    pages = harvest(Client(), verb="ListIdentifiers", metadataPrefix="oai_dc", set=spec, **more)
    return [slug for page in pages for slug in page.slugs]


def test_a_description_is_in_its_sets_and_in_those_that_hold_them():
    put(1, (DCAT.theme, AML), (DCT.subject, named(KIND_OF_DATA)), organisation=factories.organisation("mine"))
    found = specs(1)
    data = sorted(spec for spec in found if spec.startswith("data"))
    assert data[0] == "data"
    assert len(data) > 2
    assert all(longer.startswith(shorter + ":") for shorter, longer in zip(data, data[1:], strict=False))
    assert [spec for spec in found if spec.startswith("disease")][0] == "disease"
    assert [spec for spec in found if spec.startswith("organisation")] == [f"organisation:{factories_id('mine')}"]
    for spec in (spec for spec in found if not spec.startswith("organisation")):
        assert of(spec) == ["set-1"]
    assert of("organisation:mine") == ["set-1"]


def factories_id(slug):
    from catalog.models import Organisation

    return Organisation.objects.get(slug=slug).pk


def test_every_item_is_in_the_set_of_its_kind():
    put(1)
    put(2, kind=Kind.SERVICE)
    assert (specs(1), specs(2)) == (["kind:dataset"], ["kind:service"])
    assert (of("kind:dataset"), of("openaire_data"), of("kind:service")) == (["set-1"], ["set-1"], ["set-2"])
    assert of("kind") == ["set-1", "set-2"]


def test_a_catalogue_holds_what_it_names_and_what_names_it_whichever_came_first():
    put(1, (DCT.isPartOf, named(f"{IRI}set-whole")))
    put("whole", (DCAT.dataset, named(f"{IRI}set-2")), (DCAT.service, named(f"{IRI}set-4")), kind=Kind.CATALOG)
    for n in (2, 3):
        put(n)
    put(4, (DCT.isPartOf, named(f"{IRI}set-whole")), kind=Kind.SERVICE)
    assert of("catalog:set-whole") == ["set-1", "set-2", "set-4"]
    workflow.withdraw(Resource.objects.get(slug="set-1"), Terms(), because="Old.")
    assert of("catalog:set-whole") == ["set-2", "set-4", "set-1"]
    put("whole", (DCAT.dataset, named(f"{IRI}set-3")), kind=Kind.CATALOG)
    assert of("catalog:set-whole") == ["set-3", "set-4", "set-1"]


def test_a_catalogue_that_is_hidden_is_no_set():
    put(1, (DCT.isPartOf, named(f"{IRI}set-whole")))
    put("whole", (DCAT.dataset, named(f"{IRI}set-1")), kind=Kind.CATALOG, publish=False)
    for spec in ("catalog:set-whole", "catalog:set-nothing", "organisation:nobody"):
        assert ask(Client(), verb="ListIdentifiers", metadataPrefix="oai_dc", set=spec).codes == ["noRecordsMatch"]


def test_a_catalogue_that_names_very_many_is_read_from_all_changes(monkeypatch):
    monkeypatch.setattr(sets, "FEW", 2)
    put("whole", *((DCAT.dataset, named(f"{IRI}set-{n}")) for n in range(3)), kind=Kind.CATALOG)
    for n in range(4):
        put(n)
    assert sets.kept_in("catalog:set-whole") is None
    assert of("catalog:set-whole") == ["set-0", "set-1", "set-2"]


def test_all_that_hold_a_distribution_that_changed_are_in_one_page(monkeypatch):
    monkeypatch.setattr(answers, "ROWS", 2)
    monkeypatch.setattr(answers, "ENOUGH", 1)
    for n in range(5):
        put(n, (DCAT.theme, AML), (DCAT.distribution, named(f"{IRI}set-file")))
    put("file", kind=Kind.DISTRIBUTION)
    assert {place for n in range(5) for _, place in rows(n)} == {number("file")}
    for spec in ("disease", "kind:dataset"):
        assert sorted(of(spec)) == [f"set-{n}" for n in range(5)]


def test_what_never_was_public_is_in_no_set():
    put(1, (DCAT.theme, AML), publish=False)
    assert rows(1) == []


def test_what_changes_while_it_is_hidden_stays_in_the_sets_that_everybody_saw():
    put(1, (DCAT.theme, AML))
    before = specs(1)
    stand(Resource.objects.get(slug="set-1"), Terms(), Change.STANDING, visibility=Visibility.NETWORK)
    hidden = number(1)
    put(1)
    assert rows(1) == [(spec, hidden) for spec in before]
    assert of("disease") == ["set-1"]
    stand(Resource.objects.get(slug="set-1"), Terms(), Change.STANDING, visibility=Visibility.EVERYBODY)
    assert rows(1) == [("kind:dataset", number(1))]
    assert ask(Client(), verb="ListIdentifiers", metadataPrefix="oai_dc", set="disease").codes == ["noRecordsMatch"]


def test_a_distribution_that_changes_moves_what_holds_it_while_that_is_listed():
    put("file", kind=Kind.DISTRIBUTION)
    for n in (1, 2):
        put(n, (DCAT.theme, AML), (DCAT.distribution, named(f"{IRI}set-file")))
    workflow.withdraw(Resource.objects.get(slug="set-2"), Terms(), because="Old.")
    gone = number(2)
    put("file", (DCT.description, literal("More.")), kind=Kind.DISTRIBUTION)
    assert {place for _, place in rows(1)} == {number("file")}
    assert {place for _, place in rows(2)} == {gone}


def test_what_becomes_another_kind_leaves_the_sets_of_the_first():
    put(1, (DCAT.theme, AML), kind=Kind.SERVICE)
    put(1, kind=Kind.DISTRIBUTION)
    assert rows(1) == []


# The rows are a projection.

STEPS = ("theme", "plain", "part", "hide", "show", "file", "withdraw", "service")
SAID = {"theme": (DCAT.theme, AML), "part": (DCT.isPartOf, named(f"{IRI}set-0"))}


def _do(step, n):
    held = [(DCAT.distribution, named(f"{IRI}set-file-{n % 2}"))]
    resource = Resource.objects.get(slug=f"set-{n}")
    if step in ("theme", "plain", "part", "service"):
        kind = Kind.SERVICE if step == "service" else Kind.DATASET
        if resource.kind != kind and resource.visibility != Visibility.EVERYBODY:
            return  # its kind is that of its latest revision, whoever sees that
        put(n, *held, *([SAID[step]] if step in SAID else []), kind=kind)
    elif step == "file":
        put(f"file-{n % 2}", (DCT.description, literal(f"At {resource.revision_id}")), kind=Kind.DISTRIBUTION)
    elif step == "withdraw":
        if resource.state == "published":
            workflow.withdraw(resource, Terms(), because="Old.")
    else:
        seen = Visibility.EVERYBODY if step == "show" else Visibility.NETWORK
        stand(resource, Terms(), Change.STANDING, visibility=seen)


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(story=st.lists(st.tuples(st.sampled_from(STEPS), st.integers(0, 3)), max_size=12))
def test_rebuilding_the_columns_changes_no_row_whatever_happened(db, story):
    with transaction.atomic():
        for n in range(2):
            put(f"file-{n}", kind=Kind.DISTRIBUTION)
        for n in range(4):
            put(n, (DCAT.theme, AML), (DCAT.distribution, named(f"{IRI}set-file-{n % 2}")))
        for step, n in story:
            _do(step, n)
        before = sorted(ResourceSet.objects.values_list("resource_id", "spec", "number"))
        call_command("rebuild", "columns", "--json")
        assert sorted(ResourceSet.objects.values_list("resource_id", "spec", "number")) == before
        transaction.set_rollback(True)


# What a page of a set costs.


def test_the_first_page_of_a_rare_set_reads_no_more_of_a_larger_catalogue(monkeypatch):
    monkeypatch.setattr(answers, "ROWS", 4)
    put("whole", (DCAT.dataset, named(f"{IRI}set-0")), kind=Kind.CATALOG)
    for n in range(2):
        put(n, (DCAT.theme, AML), (DCT.isPartOf, named(f"{IRI}set-whole")))
    small, held = _queries("disease"), _queries("catalog:set-whole")
    records = [described(f"{IRI}other-{n}", title=f"Other {n}") for n in range(60)]
    register_many([columns_of(record, Kind.DATASET) for record in records], Terms(publish=True))
    put(2, (DCAT.theme, AML))
    assert of("disease") == ["set-0", "set-1", "set-2"]
    assert (_queries("disease"), _queries("catalog:set-whole")) == (small, held)
    assert _queries("data") < small


def _queries(spec):
    with CaptureQueriesContext(connection) as asked:
        ask(Client(), verb="ListIdentifiers", metadataPrefix="oai_dc", set=spec)
    return len(asked)


@pytest.mark.skipif(connection.vendor != "sqlite", reason="the words of another planner")
def test_a_page_of_a_set_is_read_from_the_index_in_its_order():
    page = ResourceSet.objects.filter(spec="disease", number__gt=7).order_by("number")
    plan = page.values_list("number", "resource_id")[:500].explain()
    assert "USING COVERING INDEX" in plan
    assert "TEMP B-TREE" not in plan


def test_a_harvest_of_a_set_by_date_begins_where_the_date_does():
    for n in range(3):
        put(n, (DCAT.theme, AML))
    Resource.objects.filter(slug="set-0").update(public_at="2020-01-01T00:00:00Z")
    Resource.objects.filter(slug="set-1").update(public_at="2021-01-01T00:00:00Z")
    assert of("disease", from_="2021-01-01") == ["set-1", "set-2"]
    assert of("disease", until="2021-01-01") == ["set-0", "set-1"]
    assert of("disease", from_="2021-01-01", until="2021-12-31") == ["set-1"]
    assert of("kind:dataset", from_="2021-01-01", until="2021-12-31") == ["set-1"]
    for bounds in ({"from_": "2999-01-01"}, {"until": "2019-12-31"}):
        answer = ask(Client(), verb="ListIdentifiers", metadataPrefix="oai_dc", set="disease", **bounds)
        assert answer.codes == ["noRecordsMatch"]


def test_the_size_of_a_set_is_told(monkeypatch):
    monkeypatch.setattr(answers, "ROWS", 4)
    monkeypatch.setattr(answers, "ENOUGH", 3)
    for n in range(9):
        put(n, (DCAT.theme, AML))
    page = ask(Client(), verb="ListIdentifiers", metadataPrefix="oai_dc", set="disease")
    assert page.token.get("completeListSize") == "9"
