"""What can go wrong with a query, as it is told: a status, a title, a sentence, and the limit's name."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from catalog.turns import Busy
from search.sparql.formats import Form
from search.sparql.reading import Refused
from search.triples.protocol import Failed, Unavailable

RETRY_AFTER = 5  # seconds


@dataclass(frozen=True, slots=True)
class Trouble:
    """The members of problem details (RFC 9457) that we give; `limit` is a setting's name, or a word."""

    status: int
    title: str
    detail: str
    limit: str = ""
    retry_after: int = RETRY_AFTER

    @property
    def details(self) -> dict[str, Any]:
        said: dict[str, Any] = {"status": self.status, "title": self.title, "detail": self.detail}
        return said | ({"limit": self.limit} if self.limit else {})


def told(error: Exception) -> Trouble:
    """The first row of the table that fits."""
    return next(tell(error) for kind, tell in TROUBLES.items() if isinstance(error, kind))


_TITLES = {
    403: "This is not answered here",
    406: "Not in that form",
    413: "The query is too long",
    415: "Not in that form",
}


def _refused(error: Any) -> Trouble:
    title = _TITLES.get(error.status, "This is no query that can be asked")
    return Trouble(error.status, title, str(error), error.limit)


def _failed(error: Any) -> Trouble:
    """What ran into a limit is well formed, and will run into it again (RFC 9110, 15.5.21)."""
    if error.limit:
        return Trouble(422, "The query goes over a limit", str(error), error.limit)
    return Trouble(400, "The query cannot be evaluated", str(error))


def _busy(error: Any) -> Trouble:
    return Trouble(503, "Too much is being asked", str(error), error.limit)


def _unavailable(error: Exception) -> Trouble:
    return Trouble(503, "The triple store does not answer", str(error), retry_after=30)


TROUBLES: dict[type[Exception], Callable[[Any], Trouble]] = {
    Refused: _refused,
    Failed: _failed,
    Busy: _busy,
    Unavailable: _unavailable,
}


def not_acceptable(forms: Sequence[Form]) -> Refused:
    """406 with what there is (RFC 9110, 15.5.7)."""
    listed = ", ".join(f"{form.media_type} (format={form.name})" for form in forms)
    return Refused(f"This query can be answered as {listed}.", status=406)
