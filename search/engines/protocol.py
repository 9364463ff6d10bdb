"""What the catalogue asks of a search engine."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from search.documents import Document
from search.query import Query


@dataclass(frozen=True, slots=True)
class Hit:
    """One resource that answers the question; `highlight` is HTML in which only <mark> is markup."""

    iri: str
    address: str
    card: Mapping[str, Any]
    highlight: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits, how many there are, and per filter the values with their counts."""

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[tuple[str, int], ...]] = field(default_factory=dict)


class Unavailable(OSError):
    """The engine does not answer, and why. What was not taken in is taken in later."""


class Engine(Protocol):
    """A projection of the revisions that answers questions."""

    def take_in(self, documents: Iterable[Document], gone: Iterable[str], position: int) -> None:
        """Take in what changed up to the revision `position`: documents, and IRIs that are shown no more.

        It is shown with the next commit; an engine may commit by itself when very much waits. OSError when another
        process writes to this index.
        """

    def commit(self) -> None:
        """Show all that was taken in; the position is kept with it, so the two cannot disagree after a crash."""

    def position(self) -> int:
        """The last revision that was taken in; one that was not committed when its process ended does not count."""
        ...

    def search(self, query: Query, audiences: Iterable[str], *, size: int) -> Results:
        """One page of hits that these audiences may see, with the counts of every filter without its own choice."""
        ...

    def clear(self) -> None:
        """Forget everything; the position is 0. Until the next commit the old answers are given."""

    def release(self) -> None:
        """Let another process write; what was taken in and not committed is forgotten."""
