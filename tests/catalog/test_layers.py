"""What was edited here over a description from elsewhere stays when that is loaded again."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from catalog import layers
from catalog.columns import columns_of
from catalog.intake.load import load
from catalog.models import Kind, Layer, Link, Resource, Revision, State
from catalog.register import Terms, register, register_many, settled
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import literal, named
from tests.catalog import factories
from tests.catalog.factories import described

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("room")]
IRI = "https://data.example.org/one"
L0, L1, L2 = (named(f"https://licences.example.org/{n}") for n in range(3))


def registry(title="A registry", licence=L0, *words):
    said = [(DCT.license, licence)] if licence else []
    return described(IRI, Kind.DATASET, *said, *((DCAT.keyword, literal(word)) for word in words), title=title)


def arrives(record, tmp_path, **terms):
    """It is loaded from a file, as a harvest brings it."""
    path = tmp_path / "source.nt"
    path.write_text(record.ntriples)
    summary = load([str(path)], Terms(publish=True, **terms))
    assert summary.problems == []
    return summary


def edit(record, **terms):
    return register(record, Kind.DATASET, Terms(reason="edited here", **terms))


def now():
    return Resource.objects.get(iri=IRI).record


def test_an_edit_stays_when_the_same_comes_again_and_nothing_is_written(tmp_path):
    arrives(registry(), tmp_path)
    edit(registry("A better title"))
    assert arrives(registry(), tmp_path).unchanged == 1
    assert now() == registry("A better title")
    assert Revision.objects.count() == 2
    layer = Layer.objects.get()
    assert (layer.fields, layer.conflicts, layer.was, layer.theirs) == (1, 0, registry(), registry())


def test_an_edit_stays_when_something_else_changes_at_the_source(tmp_path):
    arrives(registry(), tmp_path)
    edit(registry("A better title"))
    assert arrives(registry("A registry", L1, "AML"), tmp_path).updated == 1
    assert now() == registry("A better title", L1, "AML")
    layer = Layer.objects.get()
    assert (layer.fields, layer.conflicts, layer.theirs) == (1, 0, registry("A registry", L1, "AML"))
    newest = Revision.objects.order_by("-number").first()
    assert newest.arrival == Resource.objects.get().arrival
    assert Resource.objects.get().card["title"] == {"en": "A better title"}


def test_what_both_changed_is_a_conflict_ours_stays_and_the_next_arrival_still_says_so(tmp_path):
    arrives(registry(), tmp_path)
    edit(registry(licence=L1))
    for _ in range(2):
        arrives(registry(licence=L2), tmp_path)
        assert now() == registry(licence=L1)
        layer = Layer.objects.get()
        assert (layer.fields, layer.conflicts, layer.was, layer.theirs) == (1, 1, registry(), registry(licence=L2))


def test_a_source_that_comes_to_say_what_we_say_ends_the_layer(tmp_path):
    arrives(registry(), tmp_path)
    edit(registry(licence=L1))
    assert arrives(registry(licence=L1), tmp_path).unchanged == 1
    assert Layer.objects.count() == 0
    arrives(registry(licence=L2), tmp_path)
    assert now() == registry(licence=L2)


def test_an_edit_that_is_taken_back_ends_the_layer(tmp_path):
    arrives(registry(), tmp_path)
    edit(registry("A better title"))
    edit(registry())
    assert Layer.objects.count() == 0


def test_what_is_described_here_has_no_layer_and_what_comes_over_it_is_taken_as_it_comes(tmp_path):
    edit(registry())
    edit(registry("Another"))
    assert Layer.objects.count() == 0
    arrives(registry(licence=L2), tmp_path)
    assert (now(), Layer.objects.count()) == (registry(licence=L2), 0)
    assert Resource.objects.get().arrival.source.endswith("source.nt")


def test_what_a_person_writes_through_a_door_that_keeps_the_bytes_is_no_source(tmp_path):
    arrives(registry(), tmp_path)
    arrival = Resource.objects.get().arrival
    register(registry("Mine"), Kind.DATASET, Terms(arrival=arrival, written_here=True))
    assert (now(), Layer.objects.get().fields) == (registry("Mine"), 1)


def test_a_refused_arrival_leaves_the_layer_as_it_was(tmp_path):
    ours, others = factories.organisation("ours"), factories.organisation("others")
    arrives(registry(), tmp_path, organisation=ours)
    edit(registry(licence=L1))
    before = Layer.objects.values().get()
    path = tmp_path / "source.nt"
    path.write_text(registry(licence=L2).ntriples)
    assert load([str(path)], Terms(organisation=others)).refused == 1
    assert Layer.objects.values().get() == before
    assert now() == registry(licence=L1)


def test_a_withdrawn_description_keeps_its_layer_and_stays_withdrawn(tmp_path):
    arrives(registry(), tmp_path)
    edit(registry("A better title"))
    Resource.objects.update(state=State.WITHDRAWN, withdrawn_because="Old.")
    arrives(registry(licence=L2), tmp_path)
    assert (now(), Resource.objects.get().state) == (registry("A better title", L2), State.WITHDRAWN)


def test_links_are_those_of_what_is_kept(tmp_path):
    def with_source(*names):
        return described(IRI, Kind.DATASET, *((DCT.source, named(f"https://e.org/{name}")) for name in names))

    arrives(with_source("a"), tmp_path)
    edit(with_source("a", "ours"))
    arrives(with_source("a", "theirs"), tmp_path)
    assert set(Link.objects.values_list("target", flat=True)) == {
        "https://e.org/a",
        "https://e.org/ours",
        "https://e.org/theirs",
    }


def test_many_edits_of_a_bulk_write_make_a_layer_each(tmp_path):
    iris = [f"https://data.example.org/{n}" for n in range(3)]
    path = tmp_path / "source.nt"
    path.write_text("".join(described(iri).ntriples for iri in iris))
    load([str(path)], Terms())
    register_many([columns_of(described(iri, title="Ours"), Kind.DATASET) for iri in iris], Terms())
    assert list(Layer.objects.values_list("fields", "conflicts")) == [(1, 0)] * 3


def test_what_is_new_costs_nothing_and_what_meets_no_layer_one_look_for_the_whole_batch(tmp_path):
    arrives(registry(), tmp_path)
    arrival = Resource.objects.get().arrival
    counted = {}
    for size in (1, 40):
        for title, looks in (("New", 0), ("Changed at its source", 1)):
            iris = [f"https://data.example.org/{size}-{n}" for n in range(size)]
            batch = [columns_of(described(iri, title=title), Kind.DATASET) for iri in iris]
            with CaptureQueriesContext(connection) as queries:
                register_many(batch, Terms(arrival=arrival))
            counted[size, title] = len(queries)
            assert sum("catalog_layer" in query["sql"] for query in queries) == looks
    assert counted[1, "New"] == counted[40, "New"]
    assert counted[1, "Changed at its source"] == counted[40, "Changed at its source"]


def test_a_source_is_known_by_what_it_said_last(tmp_path):
    arrives(registry(), tmp_path)
    edit(registry("A better title"))
    arrival = Resource.objects.get().arrival
    assert settled([IRI], Terms(arrival=arrival))[IRI].digest == registry().digest
    assert settled([IRI], Terms())[IRI].digest == registry("A better title").digest


def test_what_is_too_tangled_to_be_named_together_stays_ours(tmp_path, monkeypatch):
    def tangled(*records):
        raise ValueError("too tangled")

    arrives(registry(), tmp_path)
    edit(registry("A better title"))
    monkeypatch.setattr(layers, "layered", tangled)
    arrives(registry(licence=L2), tmp_path)
    assert now() == registry("A better title")
    assert Layer.objects.get().theirs == registry(licence=L2)


def test_an_upgrade_knows_the_source_of_what_stands_as_it_came_and_of_nothing_else(tmp_path):
    arrives(registry(), tmp_path)
    register(described("https://data.example.org/ours"), Kind.DATASET, Terms())
    arrival = Resource.objects.get(iri=IRI).arrival
    sources = import_module("catalog.migrations.0013_sources")
    Resource.objects.update(arrival=None)
    sources.note_sources(apps, None)
    assert list(Resource.objects.order_by("id").values_list("arrival", flat=True)) == [arrival.pk, None]
    edit(registry("A better title"))
    Resource.objects.update(arrival=None)
    sources.note_sources(apps, None)
    assert Resource.objects.get(iri=IRI).arrival is None
