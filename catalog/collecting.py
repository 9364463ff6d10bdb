"""Fewer walks of Python's collector while very many small values are made, none of which is part of a cycle."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def few_collections() -> Iterator[None]:
    """A document is millions of small tuples, which the collector would walk again and again in vain."""
    usual = gc.get_threshold()
    gc.set_threshold(2_000_000, *usual[1:])
    try:
        yield
    finally:
        gc.set_threshold(*usual)
