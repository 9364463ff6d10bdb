"""Some at a time: what `itertools.batched` does from Python 3.12 on."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

T = TypeVar("T")


def batched(values: Iterable[T], size: int) -> Iterator[list[T]]:
    """All of them in order, as many together as `size`, and what is left."""
    rest = iter(values)
    while some := list(islice(rest, size)):
        yield some
