"""What follows the revisions: the index and the triple store, each with how it reads them. One table, one code."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from catalog.beside import Beside
from catalog.models import State
from catalog.policy import audience
from search import batches
from search.engines import Engine, engine
from search.triples import Store, store
from search.triples.protocol import Graph


class Taking(Protocol):
    """What takes in batches, in their order: an engine, a store, or one that is being built."""

    def take_in(self, said: Any, gone: Any, position: int) -> None: ...
    def keep(self) -> None: ...
    def position(self) -> int: ...
    def release(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Projection:
    """`target`: what answers in this process. `read`: every batch after a revision, made ready for a target."""

    name: str  # as commands call it
    place: str  # where its troubles say that things are taken in
    target: Callable[[], Any]
    read: Callable[[Any, int, Beside], Iterator[Any]]
    is_made_beside: bool = False  # other processes pay where there is much to make ready


def documents(target: Engine, start: int, others: Beside) -> Iterator[batches.Ready]:
    """Documents, made in other processes where there are many."""
    return others.each(batches.ready, ((batch, target.say) for batch in batches.after(start)))


def graphs(target: Store, start: int, others: Beside) -> Iterator[batches.Ready]:
    """Descriptions of every kind, and whom each is for; what is withdrawn is gone."""
    for rows in batches.revisions(start):
        latest = batches.current(rows).values()
        shown = [Graph(row.iri, audience(row), row.record.triples) for row in latest if row.state != State.WITHDRAWN]
        gone = [row.iri for row in latest if row.state == State.WITHDRAWN]
        yield batches.Ready(len(rows), rows[-1].number, shown, gone)


INDEX = Projection("index", "the index", lambda: engine(), documents, is_made_beside=True)
TRIPLES = Projection("triples", "the triple store", lambda: store(), graphs)
PROJECTIONS: Mapping[str, Projection] = {projection.name: projection for projection in (INDEX, TRIPLES)}
