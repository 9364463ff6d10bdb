"""The one nudge that the catalogue sends: revisions up to `number` are there. Followers that miss it catch up later."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.dispatch import Signal

changed = Signal()  # number: int

EVERY = 15.0  # seconds between nudges while many batches come in


class _Held:
    """Nudges that wait: the newest number, and when one was last sent."""

    def __init__(self) -> None:
        self.number, self.sent_at = 0, time.monotonic()


_held: ContextVar[_Held | None] = ContextVar("held", default=None)


def nudge(number: int) -> None:
    """Tell followers, now or together with what comes after it."""
    held = _held.get()
    if held is not None and time.monotonic() - held.sent_at < EVERY:
        held.number = number
        return
    changed.send(sender=None, number=number)
    if held is not None:
        held.number, held.sent_at = 0, time.monotonic()


@contextmanager
def together() -> Iterator[None]:
    """One nudge for many batches: an index that commits once is several times faster than one that does each time."""
    held = _Held()
    token = _held.set(held)
    try:
        yield
    finally:
        _held.reset(token)
        if held.number:
            changed.send(sender=None, number=held.number)
