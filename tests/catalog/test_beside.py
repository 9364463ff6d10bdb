"""Work that is shared with other processes: all of it comes back, in order, and no more is held than agreed."""

import os
import time

import pytest

from catalog.beside import MOST, PROCESSES, beside


def slowly(number, seconds):
    time.sleep(seconds)
    return number, os.getpid()


@pytest.mark.skipif(not PROCESSES, reason="there is one processor")
def test_results_come_in_order_and_few_are_held_while_the_first_takes_its_time():
    taken, held, found = 0, [], {}

    def given():
        nonlocal taken
        for number in range(100):
            taken += 1
            held.append(taken - len(found))
            yield number, 1.0 if number == 0 else 0.005

    with beside() as others:
        others.start()
        found.update(others.each(slowly, given()))  # one after the other
    assert list(found) == list(range(100))
    assert max(held) == MOST
    assert {os.getpid()} < {*found.values()}


def test_without_others_it_is_done_here():
    with beside() as others:
        assert list(others.each(slowly, [(1, 0), (2, 0)])) == [(1, os.getpid()), (2, os.getpid())]
