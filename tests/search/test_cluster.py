"""A cluster that has no time, loses connections, indexes and nodes: nothing is lost, and what is wrong is said."""

import os
import signal
import threading
import time
from dataclasses import replace
from itertools import cycle, islice

import pytest

from catalog.doctor import checks
from catalog.models import Resource
from search import engines, keeping_up
from search.engines import Unavailable, elastic_writing
from search.engines.elastic import Elastic
from tests.conftest import missing_server
from tests.search.asking import asked, names
from tests.search.contract import dataset
from tests.search.following import answers, put
from tests.search.reference import generated
from tests.search.servers import ADDRESS, Moods, an_alias, client, close, elastic, in_front_of, indices

BOTH = ("public", "organisation:7")


@pytest.fixture
def engine():
    yield from elastic()


@pytest.fixture
def hurried(monkeypatch):
    """Without the waits."""
    monkeypatch.setattr(elastic_writing, "FIRST_WAIT", 0.01)
    monkeypatch.setattr(elastic_writing, "LONGEST_WAIT", 0.05)


def count(engine):
    return engine.search(asked(size=1), BOTH).total


def many(number):
    """So many datasets, quickly."""
    one = generated(1)[0]
    names = {n: f"{one.iri}-{n}" for n in range(1, number + 1)}
    return [replace(one, iri=name, version=n, shown={**one.shown, "iri": name}) for n, name in names.items()]


# No time, lost connections


@pytest.mark.parametrize(
    "moods",
    [[429, 503, 0, 429, 429, 0, 502, 0, -1, 0, -2, 0], [-2, -1, 0] * 4, islice(cycle([429, 503, 0]), 40)],
    ids=["of all kinds", "dropped connections", "two of three refused"],
)
def test_what_a_cluster_has_no_time_for_is_sent_again_and_nothing_is_lost(engine, hurried, monkeypatch, moods):
    monkeypatch.setattr(elastic_writing, "CHUNK", 50)
    mood = Moods(moods)
    with in_front_of(ADDRESS, mood) as address:
        through = Elastic(address, engine._shelf.alias)
        through.take_in(
            map(through.say, many(400)), [(f"https://data.example.org/g-1-{n}", 500 + n) for n in range(1, 101)], 600
        )
        through.commit()
        close(through)
    assert mood.refused >= 5
    assert (count(engine), engine.position()) == (300, 600)


def test_a_cluster_that_never_has_time_is_unavailable_and_nothing_counts_as_taken_in(engine, hurried):
    engine.take_in(map(engine.say, many(3)), [], 3)
    engine.commit()
    with in_front_of(ADDRESS, Moods(cycle([429]))) as address:
        through = Elastic(address, engine._shelf.alias)
        with pytest.raises(Unavailable):
            through.take_in(map(through.say, many(9)), [], 9)
        assert through.position() == 3
        through.commit()
        close(through)
    assert (count(engine), engine.position()) == (3, 3)


def test_a_late_write_never_wins_whoever_makes_it(engine):
    """Only a cluster has several writers."""
    other = Elastic(ADDRESS, engine._shelf.alias)
    engine.take_in(map(engine.say, [dataset("one", "Newer title", day=9), dataset("two", "Second", day=4)]), [], 9)
    engine.commit()
    other.take_in(map(other.say, [dataset("one", "Older title", day=3)]), [(dataset("two", "").iri, 3)], 10)
    other.commit()
    assert (names(engine, "newer"), names(engine, "older"), names(engine, "second")) == (["one"], [], ["two"])
    engine.take_in([], [(dataset("two", "").iri, 11)], 11)
    engine.commit()
    other.take_in(map(other.say, [dataset("two", "Second", day=10)]), [], 12)
    other.commit()
    assert names(engine, "second") == []
    other.take_in(map(other.say, [dataset("two", "Second again", day=12)]), [], 13)
    other.commit()
    assert names(engine, "second") == ["two"]
    close(other)


def test_two_that_build_at_once_both_end_well(engine):
    other = Elastic(ADDRESS, engine._shelf.alias)
    engine.take_in(map(engine.say, many(5)), [], 5)
    engine.commit()
    one, two = engine.begin(), other.begin()
    assert one.name == two.name
    one.take_in(map(one.say, many(5)), [], 5)
    two.take_in(map(two.say, many(3)), [], 3)
    assert one.finish(lambda: 5)
    two.take_in(map(two.say, many(5)), [], 5)
    assert two.finish(lambda: 5)
    third, fourth = engine.begin(afresh=True), other.begin(afresh=True)
    with pytest.raises(Unavailable):  # the fourth began afresh in its place
        third.take_in(map(third.say, many(5)), [], 5)
    fourth.take_in(map(fourth.say, many(5)), [], 5)
    assert fourth.finish(lambda: 5)
    assert (count(engine), len(indices(engine))) == (5, 1)
    close(other)


# Noticed and told


def test_a_lost_index_is_told_and_made_again_by_what_follows(engine):
    engine.take_in(map(engine.say, many(5)), [], 5)
    engine.commit()
    [name] = indices(engine)
    engine.take_in(map(engine.say, many(6)), [], 6)
    client(engine).indices.delete(index=name)
    with pytest.raises(Unavailable, match="does not answer"):
        engine.commit()
    assert indices(engine) == []  # a late write makes no index by itself
    assert (count(engine), engine.position(), names(engine)) == (0, 0, [])
    assert engine.health().troubles[0].startswith("There is no index “test-")
    engine.take_in(map(engine.say, many(6)), [], 6)
    engine.commit()
    assert (count(engine), engine.health().troubles) == (6, ())


def test_an_index_in_the_place_of_the_alias_is_told(engine):
    client(engine).indices.create(index=engine._shelf.alias)
    assert engine.health().troubles == (
        f"“{engine._shelf.alias}” is an index that somebody else made, where an alias has to be. Delete or rename it.",
    )


def test_a_mapping_that_drifted_is_told_and_mended_by_building_again(engine):
    engine.take_in(map(engine.say, many(5)), [], 5)
    engine.commit()
    [name] = indices(engine)
    client(engine).indices.put_mapping(index=name, properties={"sneaked_in": {"type": "keyword"}})
    [trouble] = engine.health().troubles
    assert trouble == (
        f"Fields of “{name}” are not as they were made: sneaked_in. Run “manage.py rebuild index --afresh”."
    )
    new = engine.begin(afresh=True)
    new.take_in(map(new.say, many(5)), [], 5)
    assert new.finish(lambda: 5)
    assert (count(engine), engine.health().troubles) == (5, ())


def test_a_full_disk_is_told_and_all_is_taken_in_when_there_is_room(engine, hurried):
    """The block is the one that Elasticsearch sets itself when a disk is full."""
    engine.take_in(map(engine.say, many(5)), [], 5)
    engine.commit()
    [name] = indices(engine)
    client(engine).indices.put_settings(index=name, settings={"index.blocks.read_only_allow_delete": True})
    with pytest.raises(Unavailable):
        engine.take_in(map(engine.say, many(8)), [], 8)
    assert (count(engine), engine.position()) == (5, 5)
    [trouble] = engine.health().troubles
    assert trouble.startswith(f"“{name}” takes in nothing (read_only_allow_delete): a disk is full")
    client(engine).indices.put_settings(index=name, settings={"index.blocks.read_only_allow_delete": None})
    engine.take_in(map(engine.say, many(8)), [], 8)
    engine.commit()
    assert (count(engine), engine.position(), engine.health().troubles) == (8, 8, ())


def test_data_that_are_not_there_are_told_and_a_new_index_can_take_their_place(engine):
    alias = engine._shelf.alias
    name = engine._shelf.make()
    client(engine).indices.delete(index=name)
    gone = {"index.routing.allocation.require.name": "nowhere"}
    client(engine).indices.create(
        index=name,
        settings=elastic_writing.PLAIN["settings"] | gone,
        mappings=elastic_writing.PLAIN["mappings"],
        aliases={alias: {}, elastic_writing.door(name): {}},
        wait_for_active_shards=0,
        timeout="1s",
    )
    assert engine.health().troubles == (
        "A part of the index is not there: its nodes are away. Bring them back, or run “manage.py rebuild index”.",
    )
    with pytest.raises(Unavailable):
        count(engine)
    new = engine.begin()
    new.take_in(map(new.say, many(4)), [], 4)
    assert new.finish(lambda: 4)
    assert (count(engine), engine.health().troubles, indices(engine)) == (4, (), [new.name])


@pytest.mark.parametrize(("expected", "shards"), [(0, "1"), (249_999, "1"), (600_000, "3"), (10**9, "8")])
def test_a_large_index_is_laid_out_in_parts_that_are_searched_side_by_side(engine, expected, shards):
    new = engine.begin(afresh=True, expected=expected)
    settings = client(engine).indices.get_settings(index=new.name)[new.name]["settings"]["index"]
    assert settings["number_of_shards"] == shards
    new.take_in(map(new.say, many(30)), [], 30)
    assert new.finish(lambda: 30)
    assert count(engine) == 30


def test_a_question_that_takes_too_long_is_said_not_answered_in_part(engine, monkeypatch):
    engine.take_in(map(engine.say, many(5)), [], 5)
    engine.commit()
    monkeypatch.setattr(Elastic, "_patiently", lambda *_: [{"timed_out": True}])
    with pytest.raises(Unavailable, match="needs more than 5 seconds"):
        count(engine)


@pytest.mark.django_db(transaction=True)
def test_the_house_goes_on_while_the_cluster_is_away(admin_client, settings, caplog):
    settings.ELASTICSEARCH_URL = "http://127.0.0.1:9"
    engines.engine.cache_clear()
    put("one")
    put("two")
    assert Resource.objects.count() == 2
    page = admin_client.get("/system").content.decode()
    assert page.count("Elasticsearch does not answer") >= 2  # the index, and the checks
    [check] = [check for check in checks() if check.name == "search"]
    assert (check.is_well, check.mend) == (False, "Start the cluster, or mend ELASTICSEARCH_URL.")
    assert keeping_up.trouble().startswith("Elasticsearch does not answer")
    assert [record.name for record in caplog.records].count("search.keeping_up") == 1
    close(engines.engine())
    settings.ELASTICSEARCH_URL, settings.ELASTICSEARCH_ALIAS = ADDRESS, an_alias()
    engines.engine.cache_clear()
    for found in elastic(alias=settings.ELASTICSEARCH_ALIAS):
        assert keeping_up.once() is True
        assert (answers(found), keeping_up.trouble()) == (["one", "two"], "")
        assert "does not answer" not in admin_client.get("/system").content.decode()
        close(engines.engine())
    engines.engine.cache_clear()


# Three nodes, one killed


@pytest.fixture
def three():
    """Three nodes and our alias on them."""
    address = os.environ.get("TEST_ELASTICSEARCH_CLUSTER", "")
    if not address:
        missing_server("A cluster of three nodes", "start_es.sh")
    for engine in elastic(address):
        nodes = client(engine).cluster.health(wait_for_nodes="3", timeout="30s")["number_of_nodes"]
        assert nodes == 3, "one was killed before: start it again with start_es.sh"
        yield engine


class Timed(threading.Thread):
    """Does something again and again until it is stopped, and notes how long each took and what failed."""

    def __init__(self, work):
        super().__init__(daemon=True)
        self._work, self._stopped = work, threading.Event()
        self.seconds, self.failures = [], []

    def run(self):
        while not self._stopped.is_set():
            start = time.perf_counter()
            try:
                self._work()
            except Exception as error:  # whatever it is, it is what this looks for
                self.failures.append(repr(error))
            self.seconds.append(time.perf_counter() - start)

    def stop(self):
        self._stopped.set()
        self.join(60)
        return self

    def __str__(self):
        return f"{len(self.seconds)} (slowest {max(self.seconds):.2f} s)"


def kill_the_master(engine):
    """kill -9 of the node that leads; its name."""
    [leader] = client(engine).nodes.info(node_id="_master", metric="process")["nodes"].values()
    os.kill(leader["process"]["id"], signal.SIGKILL)
    return leader["name"]


def test_three_nodes_with_the_leading_one_killed_lose_no_write_and_fail_no_search(three, capsys):
    three.take_in(map(three.say, many(200)), [], 200)
    three.commit()
    client(three).cluster.health(index=three._shelf.alias, wait_for_status="green", timeout="30s")
    writer = Elastic(os.environ["TEST_ELASTICSEARCH_CLUSTER"], three._shelf.alias)
    kept = [200]

    def write():
        """As the follower does: what fails is taken in again from the position that was kept."""
        start = writer.position()
        writer.take_in(map(writer.say, many(start + 5)[start:]), [], start + 5)
        writer.commit()
        kept.append(start + 5)

    def search():
        least = kept[-1]  # acknowledged before this search began
        found = count(three)
        assert found >= least, f"{found} of {least}"

    def export():
        least = kept[-1]
        assert len({hit.iri for hit in three.scan(asked(), BOTH)}) >= least

    writes, searches, exports = Timed(write), Timed(search), Timed(export)
    for thread in (writes, searches, exports):
        thread.start()
    time.sleep(3)
    killed = kill_the_master(three)
    time.sleep(12)
    for thread in (writes, searches, exports):
        thread.stop()
    with capsys.disabled():
        print(
            f"\nthree nodes, {killed} (master) killed: searches {searches}, exports {exports}, writes {writes}; ",
            end="",
        )
        print(f"{len(writes.failures)} writes taken in again, {kept[-1]} documents")
    assert (searches.failures, exports.failures) == ([], [])
    assert (count(three), three.position()) == (kept[-1], kept[-1])
    assert all(failure.startswith("Unavailable") for failure in writes.failures)
    close(writer)
