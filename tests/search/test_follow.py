"""The index follows the revisions: in order, from where it stands, whatever happens on the way."""

import subprocess
import time
from contextlib import suppress
from types import SimpleNamespace

import pytest

from catalog import beside, workflow
from catalog.columns import columns_of
from catalog.doctor import checks
from catalog.models import Kind, Organisation, Resource, Visibility
from catalog.register import Terms, register, register_many
from catalog.signals import changed, together
from fair_metadata.namespaces import DCAT
from fair_metadata.terms import named
from search import batches, engines, follow, keeping_up
from search.asking import Ask
from search.engines import Unavailable, embedded_writing
from search.engines.embedded import Embedded
from tests.catalog.factories import described
from tests.search.following import PUBLIC, answers, put, raising

pytestmark = pytest.mark.django_db(transaction=True)


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
    monkeypatch.setattr(batches, "BATCH", 3)
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
        assert follow.lag() == 6  # until the last of them is in
    assert len(answers(index)) == 6


def test_a_failure_in_the_middle_of_many_batches_still_shows_what_was_kept(index):
    with suppress(RuntimeError), together():
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
        deadline = time.monotonic() + 60
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


# What is wrong is told, and spoils nothing


def troubles(name="index"):
    return [(check.is_well, check.found) for check in checks() if check.name == name]


def test_an_index_that_cannot_be_written_spoils_no_registration_and_takes_everything_in_later(
    index, monkeypatch, caplog
):
    put("one")
    full = ValueError("No space left on device (os error 28)")
    with monkeypatch.context() as patch:
        writer = SimpleNamespace(delete_documents_by_term=raising(full), add_json=raising(full))
        patch.setattr(embedded_writing.Writing, "_held", lambda self: writer)
        put("two")
        put("three")
        workflow.withdraw(Resource.objects.get(slug="one"), Terms(), because="Old.")
        assert keeping_up.once() is True
        assert keeping_up.trouble() == "The index cannot be written: No space left on device (os error 28)"
    assert [record.message for record in caplog.records] == [
        "What changed is taken into the index later: The index cannot be written: No space left on device (os error 28)"
    ]
    assert (answers(index), follow.lag(), troubles()) == (["one"], 3, [(False, "3 revisions behind")])
    assert keeping_up.once() is True
    assert (answers(index), follow.lag(), keeping_up.trouble()) == (["three", "two"], 0, "")
    assert troubles() == [(True, "0 revisions behind")]


def test_a_real_disk_that_is_full_is_told_and_everything_is_found_when_there_is_room(settings, tmp_path):
    """A file system in memory of a few MiB, where root may make one."""
    folder = tmp_path / "small"
    folder.mkdir()
    made = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "tmpfs", folder], capture_output=True, check=False)
    if made.returncode:
        pytest.skip("a file system of its own needs the rights of root")
    settings.SEARCH_INDEX_DIR = folder / "index"
    engines.engine.cache_clear()
    try:
        put("one")
        engine = engines.engine()
        assert answers(engine) == ["one"]
        with suppress(OSError):
            (folder / "ballast").write_bytes(b"x" * 2**23)
        for n in range(3):
            put(f"full-{n}")
        assert (answers(engine), follow.lag()) == (["one"], 3)
        assert troubles() == [(False, "3 revisions behind")]
        assert (False, "The disk of the index has 0 MiB left. Make room, or nothing new will be found.") in troubles(
            "search"
        )
        assert "cannot be written" in keeping_up.trouble()
        (folder / "ballast").unlink()
        assert keeping_up.once() is True
        assert (answers(engine), follow.lag()) == (["full-0", "full-1", "full-2", "one"], 0)
    finally:
        engines.engine().release()
        engines.engine.cache_clear()
        subprocess.run(["umount", "-l", folder], check=True)


def test_a_cluster_that_does_not_answer_is_asked_once_and_then_left_alone_for_a_while(index, monkeypatch):
    asked = []

    def unwell(self):
        asked.append(1)
        raise Unavailable("Elasticsearch does not answer")

    with monkeypatch.context() as patch:
        patch.setattr(Embedded, "_follower", unwell)
        for n in range(5):
            put(f"d{n}-x")
        assert len(asked) == 1
        assert keeping_up.once() is True  # the thread goes on asking
        assert len(asked) == 2
    assert keeping_up.once() is True
    assert len(answers(index)) == 5
    put("after")
    assert len(answers(index)) == 6


# Large pieces of work


def told(engine):
    """Every hit as the index keeps it, in the order of IRIs."""
    return sorted((hit.iri, repr(hit.shown)) for hit in engine.scan(Ask(), PUBLIC))


@pytest.mark.slow
def test_other_processes_make_the_same_documents_as_this_one(index, monkeypatch):
    for n in range(12):
        part = described(f"https://data.example.org/file-{n}", Kind.DISTRIBUTION, title=f"Whimsy{n} tables")
        register(part, Kind.DISTRIBUTION, Terms(publish=True))
        leads = (DCAT.distribution, named(part.iri))
        whole = described(f"https://data.example.org/d-{n}", Kind.DATASET, leads, title=f"Data {n}")
        register(whole, Kind.DATASET, Terms(publish=True))
    follow.rebuild(afresh=True)
    here = told(index)
    started = []
    start = beside.Beside.start
    monkeypatch.setattr(beside.Beside, "start", lambda self: (started.append(self), start(self)))
    monkeypatch.setattr(follow, "BESIDE_FROM", 5)
    monkeypatch.setattr(batches, "BATCH", 3)
    assert follow.rebuild(afresh=True) == 24
    assert (told(index), len(started), len(here)) == (here, 1, 12)
    assert answers(index, "whimsy7") == ["d-7"]


def test_a_long_piece_of_work_is_taken_in_on_its_way(index, monkeypatch):
    monkeypatch.setattr(keeping_up, "TOGETHER", 3)
    with together():
        put("one")
        put("two")
        assert index.position() == 0
        put("three")
        assert follow.lag() == 0
        assert answers(index) == []
    assert answers(index) == ["one", "three", "two"]
