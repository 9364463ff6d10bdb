"""Fewer walks of Python's collector while very many small values are made, none of which is part of a cycle."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

_USUAL = gc.get_threshold()
_SELDOM = 2_000_000
_busy = 0
_lock = threading.Lock()


@contextmanager
def few_collections() -> Iterator[None]:
    """A document is millions of small tuples, which the collector would walk again and again in vain.

    The threshold is the process's: it is as it was when the last of several threads is done.
    """
    _count(1)
    try:
        yield
    finally:
        _count(-1)


def _count(more: int) -> None:
    global _busy
    with _lock:
        _busy += more
        gc.set_threshold(_SELDOM if _busy else _USUAL[0], *_USUAL[1:])
