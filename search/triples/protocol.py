"""What the catalogue asks of a triple store."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from catalog.policy import PUBLIC
from fair_metadata.terms import Triple
from search.engines.protocol import Unavailable

__all__ = ["Answer", "Failed", "Graph", "Health", "Question", "Store", "Unavailable"]


@dataclass(frozen=True, slots=True)
class Graph:
    """One description and whom it is for: an audience as `policy.audience` names it."""

    iri: str
    audience: str
    triples: Sequence[Triple]


@dataclass(frozen=True, slots=True)
class Question:
    """A read-only query that was read and allowed (no SERVICE, no update), for some audiences.

    `default_graphs` and `named_graphs` are the dataset of the protocol, which goes before FROM (SPARQL 1.1 Protocol,
    2.1.4); None when the protocol names none. What the audiences may not see is in no dataset, whatever is named: FROM
    is read from the text by the store, which leaves out of it what these audiences may not see.
    """

    text: str
    media_type: str  # of the answer
    audiences: frozenset[str] = frozenset({PUBLIC})
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    uses_graphs: bool = False  # it says GRAPH or FROM NAMED
    deadline: float = 30.0  # seconds
    most_rows: int = 1_000_000
    most_bytes: int = 200 * 1024**2  # of the answer
    base: str = ""  # what relative IRIs in the text are resolved against


class Failed(ValueError):
    """A query that could not be answered, and why, in plain words; `limit` names the limit that it ran into."""

    def __init__(self, reason: str, limit: str = "") -> None:
        super().__init__(reason)
        self.limit = limit


@dataclass(frozen=True, slots=True)
class Answer:
    """The first bytes are there, so what fails before them is an error and not half an answer."""

    media_type: str
    chunks: Iterator[bytes]


@dataclass(frozen=True, slots=True)
class Health:
    """What a store says of itself; `troubles` are sentences that say what is wrong and what to do."""

    name: str
    triples: int
    position: int
    bytes: int | None = None
    troubles: tuple[str, ...] = ()
    building: int | None = None  # how far the store is that will take this one's place


class Taking(Protocol):
    """A store that takes in revisions, in their order; the same again changes nothing."""

    def take_in(self, graphs: Iterable[Graph], gone: Iterable[str], position: int) -> None:
        """Take in what changed up to the revision `position`: descriptions, and IRIs of which nothing is said any more.

        It lasts with the next `keep`. OSError when another process writes, or there is no room; what was not kept is
        taken in again then.
        """

    def keep(self) -> None:
        """Make what was taken in last, and the position with it, so the two cannot disagree after a crash."""

    def position(self) -> int:
        """The last revision that was taken in."""
        ...

    def release(self) -> None:
        """Let another process write; what was taken in and not kept is forgotten."""


class Rebuilding(Taking, Protocol):
    """A store that is built beside the one that answers, in bulk."""

    def finish(self, latest: Callable[[], int]) -> bool:
        """From now on it answers. False when there is more to take in first, or somebody writes: try again."""
        ...


class Store(Taking, Protocol):
    """A projection of the revisions that answers SPARQL."""

    def commit(self) -> None:
        """Keep and show all that was taken in, and let others write."""

    def begin(self, *, afresh: bool = False, expected: int = 0) -> Rebuilding:
        """Go on with what was left unfinished, unless `afresh`. OSError when another process is at it."""
        ...

    def stamp(self, audiences: frozenset[str]) -> str:
        """Another one whenever what these audiences would be answered may have changed: the ETag's half."""
        ...

    def answer(self, question: Question) -> Answer:
        """`Failed` for what goes over a limit or cannot be evaluated; `Unavailable` when a server does not answer."""
        ...

    def health(self) -> Health: ...
