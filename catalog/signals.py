"""The one nudge that the catalogue sends: revisions up to `number` are there. Followers that miss it catch up later.

A follower that fails is logged and spoils nothing: what was kept stays kept.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.dispatch import Signal

changed = Signal()  # number: int, more: bool – is more to come at once, so that a follower need not show this yet?

_newest: ContextVar[list[int] | None] = ContextVar("newest", default=None)


def nudge(number: int) -> None:
    """Tell followers that revisions up to this one are there."""
    newest = _newest.get()
    if newest is not None:
        newest[:] = [number]
    changed.send_robust(sender=None, number=number, more=newest is not None)


@contextmanager
def together() -> Iterator[None]:
    """Many batches that belong together: followers are told when the last one is in."""
    newest: list[int] = []
    token = _newest.set(newest)
    try:
        yield
    finally:
        _newest.reset(token)
        if newest:
            changed.send_robust(sender=None, number=newest[0], more=False)
