"""A document on its way to its process and back: in its client's turn, and what may go wrong on the way as problems."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache

from django.conf import settings
from django.utils.translation import gettext as _

from catalog.turns import Busy, Turns
from catalog.validating.process import Stopping, judged
from catalog.validating.working import Job, Outcome, OverLimit

PATIENCE = 20.0  # seconds that a document waits for its turn
RETRY_AFTER = 5


@cache
def turns() -> Turns:
    """Of this process: as many documents at once as there are places, and clients take turns."""
    places, waiting = settings.VALIDATE_WORKERS, settings.VALIDATE_WAITING
    return Turns(places, beside=0, waiting=waiting, patience=PATIENCE, setting="VALIDATE")


def answer(job: Job, client: str) -> Outcome:
    """The outcome. TROUBLES for what it may not take, or when there is no turn."""
    with turns().turn(client):
        return judged(job, deadline=settings.VALIDATE_DEADLINE, memory_mb=settings.VALIDATE_MEMORY_MB)


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why there is no verdict; `limit` is the name of a setting."""

    status: int
    detail: str
    limit: str = ""


def too_large() -> Trouble:
    words = _("It is larger than %(bytes)s bytes. Send a part of it.") % {"bytes": settings.VALIDATE_BYTES}
    return Trouble(413, words, "VALIDATE_BYTES")


TROUBLES: Mapping[type[Exception], Callable[[Exception], Trouble]] = {
    OverLimit: lambda error: Trouble(422, error.reason, error.limit),  # type: ignore[attr-defined]
    Busy: lambda error: Trouble(503, str(error), error.limit),  # type: ignore[attr-defined]
    Stopping: lambda error: Trouble(503, str(error)),
}
