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
    2.1.4); None when the protocol names none. What the audiences may not see is in no dataset, whatever is named.
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


class Taking(Protocol):
    """A store that takes in revisions, in their order; the same again changes nothing."""

    def take_in(self, graphs: Iterable[Graph], gone: Iterable[str], position: int) -> None: ...
    def keep(self) -> None: ...
    def position(self) -> int: ...
    def release(self) -> None: ...


class Rebuilding(Taking, Protocol):
    """A store that is built beside the one that answers, in bulk."""

    def finish(self, latest: Callable[[], int]) -> bool: ...


class Store(Taking, Protocol):
    """A projection of the revisions that answers SPARQL."""

    def begin(self, *, afresh: bool = False) -> Rebuilding: ...

    def stamp(self, audiences: frozenset[str]) -> str:
        """Another one whenever what these audiences would be answered may have changed: the ETag's half."""
        ...

    def answer(self, question: Question) -> Answer:
        """`Failed` for what goes over a limit or cannot be evaluated; `Unavailable` when a server does not answer."""
        ...

    def health(self) -> Health: ...
