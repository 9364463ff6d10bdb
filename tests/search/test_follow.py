"""The index follows the revisions: in order, from where it stands, whatever happens on the way."""

import contextlib
import time

import pytest

from catalog import workflow
from catalog.columns import columns_of
from catalog.models import Kind, Organisation, Resource, Visibility
from catalog.register import Terms, register, register_many
from catalog.signals import changed, together
from fair_metadata.namespaces import DCAT
from search import follow, keeping_up
from search.asking import Ask, matching
from search.engines.embedded import Embedded
from search.query import Query
from search.understanding import understand
from tests.catalog.factories import described

pytestmark = pytest.mark.django_db(transaction=True)
PUBLIC = ["public"]


def put(name, title="A registry", **terms):
    register(
        described(f"https://data.example.org/{name}", title=title), Kind.DATASET, Terms(**{"publish": True} | terms)
    )


def answers(engine, text="", audiences=PUBLIC):
    ask = matching(understand(Query(text=text)), size=100)
    return sorted(hit.iri.rsplit("/", 1)[-1] for hit in engine.search(ask, audiences).hits)


@pytest.fixture
def deaf(monkeypatch):
    """Nobody follows by itself."""
    monkeypatch.setattr(changed, "receivers", [])
    changed.sender_receivers_cache.clear()
    yield
    changed.sender_receivers_cache.clear()


def test_what_is_registered_is_found_at_once_and_what_changes_is_found_as_it_is(index):
    put("one", "Myeloma registry")
    assert answers(index, "myeloma") == ["one"]
    put("one", "Lymphoma registry")
    assert (answers(index, "myeloma"), answers(index, "lymphoma")) == ([], ["one"])


def test_following_twice_changes_nothing(index):
    put("one")
    before = index.search(Ask(), PUBLIC)
    assert (follow.catch_up(), follow.lag()) == (0, 0)
    assert index.search(Ask(), PUBLIC) == before


def test_a_follower_that_stopped_half_way_ends_where_one_that_never_stopped_does(index, deaf, monkeypatch):
    monkeypatch.setattr(follow, "BATCH", 3)
    for n in range(8):
        put(f"d{n}-x", f"Registry {n}")
    put("d0-x", "Registry that changed")
    assert follow.lag() == 9
    taken = 0

    def stop(label, done):
        nonlocal taken
        taken = done
        if done >= 6:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        follow.catch_up(progress=stop)
    assert taken == 6
    index.release()
    assert (follow.lag(), answers(index)) == (9, [])
    assert follow.catch_up() == 9
    assert answers(index) == sorted(f"d{n}-x" for n in range(8))
    assert answers(index, "changed") == ["d0-x"]


def test_rebuilding_gives_the_answers_of_following(index):
    for n in range(5):
        put(f"d{n}-x", f"Registry {n}")
    put("d1-x", "Another title")
    workflow.withdraw(Resource.objects.get(slug="d2-x"), Terms(), because="Old.")
    before = index.search(Ask(), PUBLIC)
    assert follow.rebuild() == 7
    assert index.search(Ask(), PUBLIC) == before
    assert follow.lag() == 0


def test_withdrawn_resources_and_what_nobody_looks_for_are_not_found(index):
    put("one")
    register(described("https://data.example.org/file", Kind.DISTRIBUTION), Kind.DISTRIBUTION, Terms(publish=True))
    register(described("https://data.example.org/agent", Kind.REFERENCE), Kind.REFERENCE, Terms(publish=True))
    assert answers(index) == ["one"]
    workflow.withdraw(Resource.objects.get(slug="one"), Terms(), because="Old.")
    assert answers(index) == []


def test_drafts_are_found_by_their_organisation_alone(index):
    mine = Organisation.objects.create(slug="mine", name="Mine")
    put("draft", publish=False, organisation=mine)
    assert answers(index) == []
    assert answers(index, audiences=["public", f"organisation:{mine.pk}"]) == ["draft"]
    assert answers(index, audiences=["public", f"organisation:{mine.pk + 1}"]) == []


def test_what_becomes_visible_to_fewer_is_found_by_fewer(index):
    mine = Organisation.objects.create(slug="mine", name="Mine")
    put("one", organisation=mine)
    assert answers(index) == ["one"]
    from catalog.models import Change
    from catalog.register import stand

    stand(Resource.objects.get(), Terms(), Change.STANDING, visibility=Visibility.NETWORK)
    assert answers(index) == []
    assert answers(index, audiences=[f"network:{mine.pk}"]) == ["one"]


def test_many_batches_are_shown_together(index):
    with together():
        for start in (0, 10):
            records = [described(f"https://data.example.org/d{start + n}x") for n in range(3)]
            register_many([columns_of(record, Kind.DATASET) for record in records], Terms(publish=True))
            assert answers(index) == []
        assert index.position() == 6
    assert len(answers(index)) == 6


def test_a_failure_in_the_middle_of_many_batches_still_shows_what_was_kept(index):
    with contextlib.suppress(RuntimeError), together():
        put("one")
        raise RuntimeError
    assert answers(index) == ["one"]


def test_while_another_process_writes_the_index_changes_wait_and_nothing_is_lost(index, settings):
    put("one")
    other = Embedded(settings.SEARCH_INDEX_DIR)
    other.take_in([], [], other.position())  # it holds the writer
    put("two")
    assert (answers(index), follow.lag()) == (["one"], 1)
    other.release()
    assert keeping_up.once() is True
    assert (answers(index), follow.lag(), keeping_up.once()) == (["one", "two"], 0, False)


def test_a_server_sees_what_another_process_took_in(index, settings, deaf):
    put("one")
    other = Embedded(settings.SEARCH_INDEX_DIR)
    follow.catch_up(other)
    assert follow.lag(index) == 0
    assert answers(index) == ["one"]


def test_a_server_keeps_up_by_itself_once_it_is_asked_something(client, index, settings):
    settings.INDEX_FOLLOWS_EVERY = 0.05
    receivers, changed.receivers = changed.receivers, []
    put("one", "A registry that another process wrote")
    changed.receivers = receivers
    try:
        assert b"another process" not in client.get("/datasets").content
        deadline = time.monotonic() + 10
        while not answers(index) and time.monotonic() < deadline:
            time.sleep(0.02)
    finally:
        keeping_up.stop()
    assert b"another process" in client.get("/datasets").content
    keeping_up.stop()


def test_documents_hold_the_words_of_names_that_are_nested(index):
    record = described(
        "https://data.example.org/one",
        Kind.DATASET,
        (DCAT.contactPoint, "_:c"),
        nested=[("_:c", "<http://xmlns.com/foaf/0.1/name>", '"Data desk of the myeloma group"@en')],
    )
    register(record, Kind.DATASET, Terms(publish=True))
    assert answers(index, "desk") == ["one"]
