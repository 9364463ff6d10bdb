"""Fewer walks of Python's collector while very many small values are made, none of which is part of a cycle."""

import gc
import threading
from collections.abc import Iterator
from contextlib import contextmanager

ALLOCATED = 2_000_000  # values made between two walks, where next to nothing is part of a cycle
_USUAL = gc.get_threshold()
_asked: list[int] = []
_lock = threading.Lock()


@contextmanager
def few_collections(allocated: int = ALLOCATED) -> Iterator[None]:
    """A document is millions of small tuples, which the collector would walk again and again in vain.

    The threshold is the process's: of several threads the one that asks for most decides, and it is as it was when
    the last of them is done.
    """
    with _lock:
        _asked.append(allocated)
        _settle()
    try:
        yield
    finally:
        with _lock:
            _asked.remove(allocated)
            _settle()


def _settle() -> None:
    gc.set_threshold(max(_asked, default=_USUAL[0]), *_USUAL[1:])
