"""What the catalogue asks of a search engine."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

from search.asking import Ask
from search.conditions import Condition
from search.documents import Document
from search.engines.saying import Said

Counts = tuple[tuple[str, int], ...]  # value and how many datasets, the most first


@dataclass(frozen=True, slots=True)
class Hit:
    """One resource that answers the question; `shown` is what its document keeps for lists and explanations."""

    iri: str
    address: str
    card: Mapping[str, Any]
    shown: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Results:
    """One page of hits, how many there are, and per filter the values with their counts.

    `stated`: how many of the datasets state each filter or range, its own choice left out; `all_but` how many there
    are then. `bars`: range → where a bar begins, and its count. `patients`: the sum of what is certain, `patients_of`
    the same by filter and value.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, Counts] = field(default_factory=dict)
    bars: Mapping[str, Counts] = field(default_factory=dict)
    stated: Mapping[str, int] = field(default_factory=dict)
    all_but: Mapping[str, int] = field(default_factory=dict)
    patients: int = 0
    patients_of: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Health:
    """What an engine says of itself; `troubles` are sentences that say what is wrong and what to do."""

    name: str
    documents: int
    position: int
    bytes: int
    troubles: tuple[str, ...] = ()
    building: int | None = None  # how far the index is that will take this one's place


OTHER_FIELDS = (
    "The index was made for other fields, and answers until a new one is complete: run “manage.py rebuild index”."
)
REPLACED = "The index was lost or replaced a moment ago: what changed is taken in from where the new one stands."
ANOTHER_VERSION = (
    "Another version of Marrow has made a new index. Restart this process, so that all are of one version."
)


class Unavailable(OSError):
    """The engine does not answer, and why. What was not taken in is taken in later."""


class Taking(Protocol):
    """An index that takes in revisions."""

    @staticmethod
    def say(document: Document) -> Said:
        """A document as this index takes it. Pure, so another process can do it."""
        ...

    def take_in(self, documents: Iterable[Said], gone: Iterable[tuple[str, int]], position: int) -> None:
        """Take in what changed up to the revision `position`: documents, and IRIs that are shown no more (each with
        its version).

        It lasts with the next `keep`; an engine may keep by itself when very much waits. OSError when another process
        writes to this index, or there is no room; what was not kept is forgotten then.
        """

    def keep(self) -> None:
        """Make what was taken in last, and the position with it, so the two cannot disagree after a crash."""

    def position(self) -> int:
        """The last revision that was taken in; one that was not kept when its process ended does not count."""
        ...

    def release(self) -> None:
        """Let another process write; what was taken in and not kept is forgotten."""


class Rebuilding(Taking, Protocol):
    """An index that is built beside the one that answers. What was kept of it is gone on with by the next `begin`."""

    def finish(self, latest: Callable[[], int]) -> bool:
        """From one moment to the next it answers, and the older ones go.

        False when the one that answers knows more (of what there is at all: the `latest` revision), or when
        somebody writes to it: take in the rest, and try again.
        """
        ...


class Engine(Taking, Protocol):
    """A projection of the revisions that answers questions. What it takes in goes to the index that answers; where
    there is none for the fields of now, to a new one, which answers from the next `commit` on."""

    def commit(self) -> None:
        """Keep and show all that was taken in, and let others write."""

    def begin(self, *, afresh: bool = False, expected: int = 0) -> Rebuilding:
        """Start an index beside the one that answers, or go on with one that was left unfinished, unless `afresh`.

        `expected` is about how many revisions there are, so that a large index can be laid out as one.

        OSError when another process is at it.
        """
        ...

    def search(self, ask: Ask, audiences: Collection[str], *, counted: bool = True) -> Results:
        """One page of hits that these audiences may see, with the counts of every filter without its own choice."""
        ...

    def values(self, ask: Ask, audiences: Collection[str], key: str, most: int) -> Counts:
        """The values of one filter, without its own choice."""
        ...

    def count(self, conditions: Sequence[Condition], audiences: Collection[str]) -> list[int]:
        """How many datasets each condition holds for."""
        ...

    def scan(self, ask: Ask, audiences: Collection[str]) -> Iterator[Hit]:
        """All hits in order, as they stood when the first was asked for; memory does not grow with their number."""
        ...

    def get(self, iris: Sequence[str], audiences: Collection[str]) -> dict[str, Hit]:
        """Those of these resources that the audiences may see."""
        ...

    def beginning(self, field: str, prefix: str, audiences: Collection[str], most: int) -> Counts:
        """Terms of `names` or `vocabulary` that begin so, in what the audiences may see, the most frequent first."""
        ...

    def health(self) -> Health: ...
