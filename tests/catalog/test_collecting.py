"""The collector is asked for less while very much is made, and is as it was when the last who asked is done."""

import gc

from catalog.collecting import ALLOCATED, few_collections


def test_the_one_who_asks_for_most_decides_and_nothing_is_left_behind():
    usual = gc.get_threshold()
    with few_collections(100_000):
        assert gc.get_threshold() == (100_000, *usual[1:])
        with few_collections():
            assert gc.get_threshold()[0] == ALLOCATED
        assert gc.get_threshold()[0] == 100_000
    assert gc.get_threshold() == usual
