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


class Engine(Protocol):
    """Projections of the revisions. `position` is the revision that the index has taken in, committed with it."""

    def add(self, documents: Iterable[Document]) -> None: ...
    def remove(self, iris: Iterable[str]) -> None: ...
    def commit(self, position: int) -> None: ...
    def position(self) -> int: ...
    def search(self, query: Query, audiences: Iterable[str], *, size: int) -> Results: ...
    def clear(self) -> None: ...
