"""Writing an embedded store: in a copy of its own, until it is kept as one that is read."""

import shutil
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph
from pyoxigraph import RdfFormat

from catalog.policy import PUBLIC
from fair_metadata.terms import Term, Triple, text
from search.triples.layout import WHO, Change, Naming, change, lines
from search.triples.protocol import Graph
from search.triples.shelf import BUILDING, CURRENT, EVERYBODYS, MEMBERS, Shelf, State, linked, state_of, written

IN_BULK = 5_000  # quads from which files are written at once instead of a log that is written again later


class Held:
    """What a pyoxigraph store holds."""

    def __init__(self, store: pyoxigraph.Store) -> None:
        self.store = store

    def contents(self, graphs: Collection[Term]) -> dict[Term, set[Triple]]:
        found = {graph: {_triple(quad) for quad in self._quads(None, graph)} for graph in graphs}
        return {graph: triples for graph, triples in found.items() if triples}

    def _quads(self, subject: Term | None, graph: Term) -> Iterator[pyoxigraph.Quad]:
        wanted = None if subject is None else _term(subject)
        return self.store.quads_for_pattern(wanted, None, None, pyoxigraph.NamedNode(graph[1:-1]))

    def stating(self, triples: Collection[Triple]) -> Mapping[Triple, set[Term]]:
        """Terms are made by the parser, which is quicker than making them one by one."""
        asked = list(triples)
        parsed = pyoxigraph.parse(_ntriples(asked), format=RdfFormat.N_TRIPLES)
        return {triple: self._stating(quad) for triple, quad in zip(asked, parsed, strict=True)}

    def _stating(self, quad: pyoxigraph.Quad) -> set[Term]:
        found = self.store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        return {_graph(entry.graph_name) for entry in found}

    def audiences(self, graphs: Collection[Term]) -> dict[Term, str]:
        if not self.has_merges():
            return {}
        found = {graph: [text(str(quad.object)) for quad in self._quads(graph, WHO)] for graph in graphs}
        return {graph: audience[0] for graph, audience in found.items() if audience}

    def has_merges(self) -> bool:
        return any(True for _ in self._quads(None, WHO))


def _term(term: Term) -> pyoxigraph.NamedNode:
    return pyoxigraph.NamedNode(term[1:-1])


def _triple(quad: pyoxigraph.Quad) -> Triple:
    return str(quad.subject), str(quad.predicate), str(quad.object)


def _graph(name: pyoxigraph.NamedNode | pyoxigraph.BlankNode | pyoxigraph.DefaultGraph) -> Term:
    return "" if isinstance(name, pyoxigraph.DefaultGraph) else str(name)


def _ntriples(triples: Iterable[Triple]) -> str:
    return "".join([f"{s} {p} {o} .\n" for s, p, o in triples])


def applied(made: Change, store: pyoxigraph.Store) -> None:
    """Nobody reads this store before it is kept, so it need not happen at once."""
    for quad in pyoxigraph.parse(lines(made.removed), format=RdfFormat.N_QUADS):
        store.remove(quad)
    for graph in {quad[3] for quad in made.removed if quad[3]}:
        if not any(store.quads_for_pattern(None, None, None, _term(graph))):
            store.remove_graph(_term(graph))  # else it would still be named
    if made.added:
        load = store.bulk_load if len(made.added) >= IN_BULK else store.load
        load(lines(made.added).encode(), RdfFormat.N_QUADS, lenient=True)


class Writing:
    """The one writer of what a pointer names, from the moment it is made until it is released."""

    def __init__(self, shelf: Shelf, naming: Naming, pointer: str = CURRENT) -> None:
        """OSError when another process writes this store, or it cannot be written."""
        self._shelf, self._naming, self._pointer = shelf, naming, pointer
        self._lock = shelf.locked(pointer)
        self._folder = shelf.root / f"{pointer}.work"
        self.taken: int | None = None  # the last revision taken in and not kept
        try:
            self._open(shelf.pointed(pointer))
        except BaseException:
            self._lock.close()
            raise

    def _open(self, copy: Path | None) -> None:
        shutil.rmtree(self._folder, ignore_errors=True)  # what a process left that was killed
        self._folder.mkdir()
        self.state, self._changed = State() if copy is None else state_of(copy), set[str]()
        with told():
            for name in (EVERYBODYS, MEMBERS):
                if copy is not None and (copy / name).exists():
                    linked(copy / name, self._folder / name)
            self._everybodys: pyoxigraph.Store | None = pyoxigraph.Store(str(self._folder / EVERYBODYS))
            has_members = (self._folder / MEMBERS).exists()
            self._members = pyoxigraph.Store(str(self._folder / MEMBERS)) if has_members else None

    def take_in(self, graphs: Iterable[Graph], gone: Iterable[str], position: int) -> None:
        taken, away = list(graphs), list(gone)
        public = [graph for graph in taken if graph.audience == PUBLIC]
        hidden = [graph.iri for graph in taken if graph.audience != PUBLIC]
        with told():
            self._take_in(self._held(), public, [*away, *hidden])
            if hidden and self._members is None:
                # What everybody sees is what members see as well, so their store begins as a copy.
                self._held().backup(str(self._folder / MEMBERS))
                self._members = pyoxigraph.Store(str(self._folder / MEMBERS))
            if self._members is not None:
                self._take_in(self._members, taken, away)
        self.taken = position

    def _take_in(self, store: pyoxigraph.Store, graphs: Sequence[Graph], gone: Iterable[str]) -> None:
        made = change(Held(store), graphs, gone, self._naming)
        applied(made, store)
        if made:
            self._changed |= made.audiences

    def keep(self) -> None:
        if self.taken is None:
            return
        copy = self._shelf.root / self._shelf.name()
        half = copy.with_name(f"{self._pointer}.half")
        shutil.rmtree(half, ignore_errors=True)
        half.mkdir()
        with told():
            self._held().backup(str(half / EVERYBODYS))
            if self._members is not None:
                self._members.backup(str(half / MEMBERS))
        self.state.position, self.state.genid = self.taken, self._naming.start
        self.state.stamps |= dict.fromkeys(self._changed, copy.name)
        written(self.state, half)
        half.rename(copy)
        self._shelf.point(self._pointer, copy)
        self._shelf.sweep()
        self.taken, self._changed = None, set()

    def position(self) -> int:
        return self.state.position if self.taken is None else self.taken

    def _held(self) -> pyoxigraph.Store:
        if self._everybodys is None:
            raise OSError("The triple store was given back to be written by others.")
        return self._everybodys

    def release(self) -> None:
        """Twice is once."""
        self.taken, self._everybodys, self._members = None, None, None
        shutil.rmtree(self._folder, ignore_errors=True)
        self._lock.close()


class New(Writing):
    """A store that is built beside the one that answers."""

    def __init__(self, shelf: Shelf, naming: Naming) -> None:
        super().__init__(shelf, naming, BUILDING)

    def finish(self, latest: Callable[[], int]) -> bool:
        with told():
            for store in filter(None, (self._held(), self._members)):
                store.optimize()  # what was loaded lies in layers, and a query reads each: up to five times as long
        self.taken = self.position()  # also an empty one is kept
        self.keep()
        try:
            lock = self._shelf.locked(CURRENT)  # nobody can show more there while this one takes its place
        except OSError:
            return False
        with lock:
            built = self._shelf.pointed(BUILDING)
            known = self._shelf.state(CURRENT).position
            if built is None or min(known, latest()) > self.position():
                return False
            self._shelf.point(CURRENT, built)
            self._shelf.forget(BUILDING)
        self.release()
        self._shelf.sweep()
        return True


@contextmanager
def told() -> Iterator[None]:
    """What RocksDB says when it cannot write, as an OSError in a sentence."""
    try:
        yield
    except (OSError, RuntimeError, ValueError) as error:
        raise OSError(f"The triple store cannot be written: {error}") from error
