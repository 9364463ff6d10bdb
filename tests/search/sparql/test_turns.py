"""Clients take turns; what takes long makes room; what is too much is refused."""

import threading

import pytest

from catalog.turns import HALVED, Busy, Turns


class Clock:
    """A clock that goes when it is told to."""

    now = 0.0

    def __call__(self):
        return self.now


def turns(places=1, *, beside=0, waiting=10, patience=10.0, clock=None):
    return Turns(places, beside=beside, waiting=waiting, patience=patience, clock=clock or Clock())


def wait_in_line(line, client, served, names):
    """A thread that waits its turn, and says when it had it."""
    before = line.waiting

    def ask():
        with line.turn(client):
            served.append(client)

    thread = threading.Thread(target=ask)
    thread.start()
    while line.waiting == before:
        pass
    names.append(thread)


def test_clients_are_served_in_turn_however_many_questions_one_has():
    line, served, threads = turns(), [], []
    with line.turn("greedy"):
        for client in ("greedy", "greedy", "greedy", "one", "two", "one"):
            wait_in_line(line, client, served, threads)
    for thread in threads:
        thread.join()
    assert served == ["greedy", "one", "two", "greedy", "one", "greedy"]


def test_more_than_may_wait_are_refused_and_none_of_those_who_wait_is_lost():
    line, served, threads = turns(waiting=2), [], []
    with line.turn("a"):
        wait_in_line(line, "b", served, threads)
        wait_in_line(line, "c", served, threads)
        with pytest.raises(Busy, match="2 questions wait already") as busy, line.turn("d"):
            pass
        assert (busy.value.limit, line.waiting) == ("SPARQL_WAITING", 2)
    for thread in threads:
        thread.join()
    assert served == ["b", "c"]


def test_who_gives_up_waiting_leaves_the_line():
    line = turns(patience=0.01)
    with line.turn("a"), pytest.raises(Busy, match="No turn came"), line.turn("b"):
        pass
    assert line.waiting == 0
    with line.turn("b"):
        pass


def test_what_takes_long_goes_on_beside_and_its_place_is_free():
    line, served, threads = turns(beside=2), [], []
    with line.turn("long") as mine:
        assert not line.make_room(mine)  # nobody waits
        wait_in_line(line, "short", served, threads)
        assert line.make_room(mine)
        threads[0].join()
    assert served == ["short"]
    with line.turn("short"):
        assert line.waiting == 0


def test_a_client_has_half_of_the_long_places_and_no_more():
    line, served, threads = turns(5, beside=2), [], []
    with line.turn("a") as first, line.turn("a") as second, line.turn("b") as third:
        for client in ("c", "d", "e"):
            wait_in_line(line, client, served, threads)
        assert line.make_room(first)
        assert not line.make_room(second, at_once=False)
        assert line.make_room(third)
        for thread in threads:
            thread.join()
        assert (sorted(served), second.is_beside) == (["c", "d", "e"], False)


def test_what_takes_long_without_room_beside_ends_when_others_wait():
    clock = Clock()
    line, served, threads = turns(clock=clock), [], []
    with line.turn("long") as mine:
        assert not line.make_room(mine)
        wait_in_line(line, "short", served, threads)
        clock.now += 1
        assert not line.make_room(mine, at_once=False)
        with pytest.raises(Busy, match="Others wait") as busy:
            line.make_room(mine)
    assert busy.value.limit == "SPARQL_LONG_WORKERS"
    threads[0].join()
    assert served == ["short"]


def test_a_place_comes_back_whatever_happens_in_the_turn():
    line = turns(waiting=0)
    for _ in range(3):
        with pytest.raises(ZeroDivisionError), line.turn("a"):
            _ = 1 / 0
    with line.turn("a"):
        pass


def test_whoever_had_much_time_lets_others_go_first_until_it_is_forgotten():
    clock = Clock()
    line, served, threads = turns(clock=clock), [], []
    with line.turn("heavy"):
        clock.now += 30
    with line.turn("other"):
        for client in ("heavy", "light", "heavy", "light"):
            wait_in_line(line, client, served, threads)
    for thread in threads:
        thread.join()
    assert served == ["light", "light", "heavy", "heavy"]
    clock.now += 20 * HALVED
    with line.turn("other"):
        for client in ("heavy", "light"):
            wait_in_line(line, client, served, threads)
    for thread in threads:
        thread.join()
    assert served[4:] == ["heavy", "light"]


def test_half_of_the_places_is_kept_for_clients_that_are_known_and_had_little():
    clock = Clock()
    line, served, threads = turns(2, clock=clock), [], []
    with line.turn("light"):
        clock.now += 0.01
    with line.turn("heavy"):
        clock.now += 30
    with line.turn("heavy"):
        wait_in_line(line, "heavy", served, threads)
        wait_in_line(line, "new", served, threads)
        with line.turn("light"):
            assert line.waiting == 2
        assert served == []
    for thread in threads:
        thread.join()
    assert served == ["new", "heavy"]


def test_what_is_ended_because_it_takes_long_counts_as_if_it_had_gone_on():
    clock = Clock()
    line, served, threads = turns(clock=clock), [], []
    with line.turn("long") as mine:
        wait_in_line(line, "other", served, threads)
        clock.now += 1
        with pytest.raises(Busy):
            line.make_room(mine)
    with line.turn("another"):
        for client in ("long", "new"):
            wait_in_line(line, client, served, threads)
    for thread in threads:
        thread.join()
    assert served == ["other", "new", "long"]


def test_who_had_much_asks_in_the_slow_lane_and_leaves_the_places_to_the_others():
    clock = Clock()
    line, served, threads = turns(2, beside=2, clock=clock), [], []
    for client in ("heavy", "other heavy", "light"):
        with line.turn(client) as mine:
            clock.now += 0 if client == "light" else 30
    with line.turn("heavy") as mine, line.turn("other heavy"):
        assert mine.is_beside
        wait_in_line(line, "heavy", served, threads)  # a client has half of the slow lane
        with line.turn("light") as first, line.turn("light") as second:
            assert (first.is_beside, second.is_beside, served) == (False, False, [])
            assert not line.make_room(first)  # nobody waits for its place
    for thread in threads:
        thread.join()
    assert served == ["heavy"]


def test_without_a_slow_lane_who_had_much_waits_until_half_of_the_places_is_free():
    clock = Clock()
    line, served, threads = turns(2, clock=clock), [], []
    with line.turn("heavy"):
        clock.now += 30
    with line.turn("heavy") as mine:
        assert not mine.is_beside
        wait_in_line(line, "heavy", served, threads)
        assert served == []
    threads[0].join()
    assert served == ["heavy"]


def test_a_client_is_alone_until_another_asks_and_again_a_second_after_that():
    clock = Clock()
    line = turns(4, clock=clock)
    with line.turn("me") as mine:
        assert line.is_alone(mine)
        with line.turn("me"):
            assert not line.is_alone(mine)
        assert line.is_alone(mine)
    with line.turn("other"):
        clock.now += 0.1
    with line.turn("me") as mine:
        assert not line.is_alone(mine)
        clock.now += 2
        assert line.is_alone(mine)


def test_a_turn_counts_for_the_time_of_a_processor_where_it_is_known_and_not_for_waiting_for_one():
    clock = Clock()
    line = turns(2, beside=2, clock=clock)
    with line.turn("me") as mine:
        clock.now += 30
        mine.seconds = 0.01
    with line.turn("me") as mine:
        assert not mine.is_beside


def test_of_those_who_had_little_the_one_comes_next_that_waits_longest():
    clock = Clock()
    line, served, threads = turns(clock=clock), [], []
    for client, seconds in (("a little", 0.2), ("less", 0.1)):
        with line.turn(client):
            clock.now += seconds
    with line.turn("other"):
        for client in ("a little", "less", "nothing"):
            wait_in_line(line, client, served, threads)
    for thread in threads:
        thread.join()
    assert served == ["a little", "less", "nothing"]


def test_a_stranger_comes_though_those_who_are_known_never_leave_all_places_free():
    clock = Clock()
    line, served, threads = turns(2, clock=clock), [], []
    for client in ("one", "two", "three"):
        with line.turn(client):
            pass
    with line.turn("one"):
        with line.turn("two"):
            wait_in_line(line, "stranger", served, threads)
            wait_in_line(line, "three", served, threads)
        for thread in threads:
            thread.join()
    assert served == ["stranger", "three"]
