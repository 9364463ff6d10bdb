"""Building the index again, on both engines: nothing is missing for a moment, and what was stopped goes on."""

import contextlib
import json
import threading
import time
from io import StringIO

import pytest
from django.core.management import call_command

from catalog.columns import columns_of
from catalog.doctor import checks
from catalog.models import Kind
from catalog.register import Terms, register_many
from search import batches, engines, follow, keeping_up
from search.engines import elastic_writing, embedded_writing, tantivy_language
from search.engines.elastic import Elastic
from search.engines.embedded import Embedded
from tests.catalog.factories import described
from tests.search.asking import asked
from tests.search.following import PUBLIC, answers, put, raising
from tests.search.servers import ADDRESS, an_alias, client, elastic, indices

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(params=["embedded", "elastic"])
def projection(request, settings, monkeypatch):
    """The engine of this process, with small batches that are kept one by one."""
    monkeypatch.setattr(batches, "BATCH", 5)
    monkeypatch.setattr(follow, "KEPT", 1)
    if request.param == "embedded":
        yield request.getfixturevalue("index")
        return
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_ALIAS = ADDRESS, an_alias()
    engines.engine.cache_clear()
    for swept in elastic(alias=settings.ELASTICSEARCH_ALIAS):
        yield engines.engine()
        client(engines.engine()).close()
        engines.engine.cache_clear()
        del swept


def another(engine):
    """The engine of another process."""
    return Embedded(engine._shelf.root) if isinstance(engine, Embedded) else Elastic(ADDRESS, engine._shelf.alias)


def fill(number, start=0):
    records = [
        described(f"https://data.example.org/r{n}x", title=f"Registry {n}") for n in range(start, start + number)
    ]
    register_many([columns_of(record, Kind.DATASET) for record in records], Terms(publish=True))


def lose(engine):
    """All that the engine has is gone, while it runs."""
    if isinstance(engine, Embedded):
        import shutil

        shutil.rmtree(engine._shelf.root)
    else:
        for name in indices(engine):
            client(engine).indices.delete(index=name)


def reshape(monkeypatch):
    """From now on documents have other fields."""
    monkeypatch.setattr(tantivy_language, "LAYOUT", 99)
    monkeypatch.setattr(elastic_writing, "SHAPE", "0123abcd")


class Watching(threading.Thread):
    """Somebody who searches all the while: how often, and whether there were ever fewer results than before."""

    def __init__(self, engine):
        super().__init__(daemon=True)
        self._engine, self._ended = engine, threading.Event()
        self.totals, self.failures = [], []

    def run(self):
        while not self._ended.is_set():
            try:
                self.totals.append(self._engine.search(asked(size=5), PUBLIC).total)
            except Exception as error:  # whatever it is, it is what this looks for
                self.failures.append(repr(error))

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *_):
        self._ended.set()
        self.join(60)


def test_nothing_is_missing_for_a_moment_while_the_index_is_built_again_and_again(projection):
    fill(30)
    with Watching(another(projection)) as other, Watching(projection) as own:
        for n in range(4):
            follow.rebuild(afresh=True, progress=lambda *_, n=n: put(f"during-{n}") if n % 2 else None)
    for watching in (own, other):
        assert watching.failures == []
        assert watching.totals == sorted(watching.totals)
        assert len(watching.totals) > 20
    assert (len(answers(projection)), follow.lag()) == (32, 0)


def test_what_changes_while_another_process_builds_is_never_missing(projection, monkeypatch):
    """Changes go on to be shown by the index that answers; the new one takes its place when it knows as much."""
    fill(12)
    stop = threading.Event()
    other = another(projection)

    def rebuild_again_and_again():
        while not stop.is_set():
            follow.rebuild(other, afresh=True)
        from django.db import connection

        connection.close()

    builder = threading.Thread(target=rebuild_again_and_again, daemon=True)
    builder.start()
    for n in range(12):
        put(f"new-{n}")
        deadline = time.monotonic() + 60
        while f"new-{n}" not in answers(projection) and time.monotonic() < deadline:
            keeping_up.once()
        seen = [len(answers(projection)) for _ in range(3)]
        assert seen == [13 + n] * 3
    stop.set()
    builder.join(60)
    assert (len(answers(projection)), follow.lag()) == (24, 0)


def test_a_rebuild_that_was_stopped_goes_on_from_where_it_kept(projection):
    fill(22)

    def stop(label, done):
        if done >= 15:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        follow.rebuild(progress=stop)
    assert (len(answers(projection)), projection.health().building) == (22, 15)
    fill(3, start=22)
    steps = []
    assert follow.rebuild(progress=lambda label, done: steps.append(done)) == 10
    assert steps == [20, 25]
    assert (len(answers(projection)), projection.health().building, follow.lag()) == (25, None, 0)
    with pytest.raises(KeyboardInterrupt):
        follow.rebuild(progress=stop)
    assert follow.rebuild(afresh=True) == 25


def test_the_command_starts_over_when_it_is_told_to(projection):
    fill(11)
    new = projection.begin()
    new.take_in([], [], 10)
    new.keep()
    new.release()
    out = StringIO()
    call_command("rebuild", "index", "--afresh", "--json", stdout=out)
    assert json.loads(out.getvalue()) == {"index": 11}
    assert len(answers(projection)) == 11


def test_a_rebuild_left_from_before_a_backup_was_restored_is_not_gone_on_with(projection):
    fill(4)
    new = projection.begin()
    new.take_in([], [], 900)
    new.keep()
    new.release()
    projection.take_in([], [], 500)
    projection.commit()
    [check] = [check for check in checks() if check.name == "index"]
    assert (check.is_well, check.found) == (
        False,
        "it knows 500 revisions and the database 4: was a backup restored?",
    )
    assert follow.rebuild() == 4
    assert (len(answers(projection)), follow.lag()) == (4, 0)


def test_what_is_left_after_a_switch_that_was_cut_short_is_no_unfinished_rebuild(projection, monkeypatch):
    fill(6)
    monkeypatch.setattr(embedded_writing.Shelf, "sweep", lambda self: None)
    monkeypatch.setattr(elastic_writing.Shelf, "drop", lambda self, name: None)
    follow.rebuild()
    monkeypatch.undo()
    assert projection.health().building is None
    assert follow.rebuild() == 6
    assert len(answers(projection)) == 6


# Other fields


def test_an_index_of_other_fields_answers_until_the_new_one_is_complete(projection, monkeypatch):
    fill(12)
    reshape(monkeypatch)
    fresh = another(projection)  # the process of the next version
    assert len(answers(fresh, "registry")) == 12
    assert any("made for other fields" in trouble for trouble in fresh.health().troubles)
    totals = []

    def look(label, done):
        totals.append(len(answers(fresh)))

    assert follow.lag(fresh) == 12
    assert follow.catch_up(fresh, progress=look) == 12
    assert totals == [12, 12, 12]
    assert (len(answers(fresh)), follow.lag(fresh), fresh.health().troubles) == (12, 0, ())


def test_a_roll_over_that_was_stopped_goes_on_even_where_only_the_switch_was_missing(projection, monkeypatch):
    fill(12)
    reshape(monkeypatch)
    fresh = another(projection)
    follow.catch_up(fresh, show=False)
    fresh.release()
    assert (fresh.health().building, follow.lag(fresh)) == (12, 1)
    assert follow.catch_up(fresh) == 1
    assert (len(answers(fresh)), follow.lag(fresh), fresh.health().troubles) == (12, 0, ())


def test_a_process_of_the_version_before_does_not_take_the_index_back(projection, monkeypatch):
    fill(7)
    answers(projection)
    with monkeypatch.context() as patch:
        reshape(patch)
        fresh = another(projection)
        follow.catch_up(fresh)
        assert fresh.position() == 7
    put("later")
    keeping_up.once()
    assert len(answers(projection)) == 7
    assert any("Restart this process" in trouble for trouble in projection.health().troubles)
    with monkeypatch.context() as patch:
        reshape(patch)
        assert follow.catch_up(fresh) == 1
    keeping_up.once()
    assert len(answers(projection)) == 8


# Loss


def test_a_lost_index_is_told_and_comes_back_by_itself(projection):
    fill(12)
    lose(projection)
    assert answers(projection) == []
    [check] = [check for check in checks() if check.name == "index"]
    assert (check.is_well, check.found) == (False, "it is empty or was lost, 12 revisions behind")
    assert keeping_up.once() is True
    assert (len(answers(projection)), keeping_up.once()) == (12, False)
    assert all(check.is_well for check in checks() if check.name in ("search", "index"))


def test_what_comes_after_the_position_of_a_lost_index_is_not_taken_into_another(projection):
    """Between reading the position and writing, the index is lost, and another process begins anew."""
    fill(12)
    assert projection.position() == 12
    lose(projection)
    with pytest.raises(KeyboardInterrupt):
        follow.rebuild(another(projection), progress=raising(KeyboardInterrupt()))
    with pytest.raises(OSError, match="lost or replaced"):
        projection.take_in([], [], 13)
    fill(1, start=12)
    keeping_up.once()
    assert (len(answers(projection)), follow.lag()) == (13, 0)


def test_the_page_for_operators_shows_how_far_a_rebuild_of_another_process_is(projection, admin_client, client):
    fill(11)
    new = another(projection).begin()
    new.take_in([], [], 5)
    new.keep()
    page = admin_client.get("/system").content.decode()
    assert "5 of 11 revisions" in page
    new.release()
    assert client.get("/system").status_code == 403


def test_progress_is_told_of_all_revisions_and_on_a_terminal_alone(projection, monkeypatch):
    fill(11)
    told = []

    @contextlib.contextmanager
    def progress(title, *, total, quiet):
        yield lambda label, done: told.append((label, done, total, quiet))

    monkeypatch.setattr("catalog.management.console.progress", progress)
    call_command("rebuild", "index", stdout=StringIO())
    assert told == [("index", 5, 11, False), ("index", 10, 11, False), ("index", 11, 11, False)]


def test_a_change_leaves_the_filling_of_a_lost_index_to_the_thread(projection, monkeypatch):
    fill(12)
    lose(projection)
    monkeypatch.setattr(keeping_up, "MOST_IN_PASSING", 5)
    monkeypatch.setattr(keeping_up, "_thread", threading.current_thread())
    put("later")
    assert answers(projection) == []
    assert keeping_up.once() is True
    assert len(answers(projection)) == 13
