"""One document → its records, the descriptions they share, and the remainder that hangs off nothing.

A record is what can be reached from a catalogued resource without entering the next one. What several records
use travels with each of them while it is small, and is kept once when it is large, so cost is linear in the
document. Law: records, shared descriptions and remainder together are isomorphic to what came in.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from fair_metadata import naming
from fair_metadata.holding import Holding, InMemory, OnDisk
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple

REFERENCE = "reference"
SMALL = 100  # triples: what is larger and used from several places is kept once
MEMORY_TRIPLES = 2_000_000


@dataclass(frozen=True, slots=True)
class Part:
    """The triples of one record before its blank nodes are named; cheap to hand to another process.

    `uses` are the shared descriptions, kept once elsewhere, that the record mentions.
    """

    subject: Term
    kind: str
    triples: list[Triple]
    uses: tuple[Term, ...] = ()

    def record(self) -> Record:
        """The named record. naming.TooTangled for blank nodes that cannot be told apart in time."""
        return Record(self.subject, tuple(sorted(set(naming.name(self.triples, keep_shared=True)))))


class Document:
    """The triples of one document. `add` all, then take its `parts`, then the `remainder`.

    Beyond `memory_triples` they move to a temporary file; what stays in memory does not grow with the document.
    """

    def __init__(self, *, memory_triples: int = MEMORY_TRIPLES) -> None:
        self.memory_triples = memory_triples
        self.size = 0
        self._holding: Holding = InMemory()
        self._shared: dict[Term, Term] = {}
        self._is_settled = False
        self._is_small = lru_cache(maxsize=20_000)(self._weighs_little)

    def close(self) -> None:
        """Let go of the triples, and of the temporary file that held them."""
        self._holding.close()

    def add(self, triples: list[Triple]) -> None:
        self.size += len(triples)
        if self.size > self.memory_triples and isinstance(self._holding, InMemory):
            on_disk = OnDisk()
            self._holding.move_to(on_disk)
            self._holding = on_disk
        self._holding.add(triples)

    def settle(self) -> None:
        """All is added: from now on `about` and `change` answer. `parts` does it when nobody did."""
        if not self._is_settled:
            self._holding.settle()
            self._is_settled = True

    def about(self, node: Term) -> list[Triple]:
        """What the whole document says of a node."""
        return self._holding.about(node)

    def change(self, was: Triple, now: Triple) -> None:
        """State a text in the place of another one, before any part is taken and any blank node is named."""
        self._holding.change(was, now)

    def parts(self) -> Iterator[Part]:
        """Every record in the order of the document, then each shared description that they use, once."""
        self.settle()
        self._shared = self._names_of_shared_blanks()
        wanted: dict[Term, None] = {}
        for subject, kind in self._holding.resources():
            yield self._part(subject, kind, wanted)
        while wanted:
            subject, _ = wanted.popitem()
            if not self._holding.is_reached(subject):
                yield self._part(subject, REFERENCE, wanted)

    def remainder(self) -> Iterator[Triple]:
        """The triples that no record and no shared description holds; ask when `parts` is exhausted."""
        shared = self._shared
        for s in self._holding.unreached():
            for _, p, o in self._holding.about(s):
                yield shared.get(s, s), p, shared.get(o, o)

    def _part(self, subject: Term, kind: str, wanted: dict[Term, None]) -> Part:
        about, described, shared = self._holding.about, self._holding.described, self._shared
        triples: list[Triple] = []
        uses: dict[Term, None] = {}
        seen, todo = {subject}, [subject]
        while todo:
            node = todo.pop()
            said = about(node)
            triples += said
            for _, _, o in said:
                if o[0] != '"' and o in described and o not in seen:
                    if self._travels(o):
                        seen.add(o)
                        todo.append(o)
                    else:
                        uses[o] = None
        self._holding.reach(seen)
        wanted.update(uses)
        if shared:
            triples = [(shared.get(s, s), p, shared.get(o, o)) for s, p, o in triples]
        return Part(shared.get(subject, subject), kind, triples, tuple(shared.get(o, o) for o in uses))

    def _travels(self, node: Term) -> bool:
        """Does a node go with the record that mentions it? If only one place mentions it, or while it is small."""
        return len(self._holding.mentions(node)) <= 1 or self._is_small(node)

    def _weighs_little(self, start: Term) -> bool:
        """At most SMALL triples hang below it, not counting what is itself large (a scheme that lists its concepts)."""
        about, described = self._holding.about, self._holding.described
        size, seen, todo = 0, {start}, [start]
        while todo:
            node = todo.pop()
            said = about(node)
            if len(said) > SMALL and node != start:
                continue
            size += len(said)
            if size > SMALL:
                return False
            for _, _, o in said:
                if o in described and o not in seen:
                    seen.add(o)
                    todo.append(o)
        return True

    def _names_of_shared_blanks(self) -> dict[Term, Term]:
        """Blank nodes that several named things mention get one name for the whole document."""
        shared = [n for n in self._holding.blanks_mentioned_twice() if len(self._tops(n)) > 1]
        if not shared:
            return {}
        names = naming.names_of(self._around(shared))
        return {node: naming.shared(names[node]) for node in shared}

    def _tops(self, node: Term) -> set[Term]:
        """The first IRIs above a blank node, and blank nodes above it that nothing mentions."""
        found, seen, todo = set[Term](), {node}, [node]
        while todo:
            for _, s in self._holding.mentions(todo.pop()):
                if s[0] == "<" or not self._holding.mentions(s):
                    found.add(s)
                elif s not in seen:
                    seen.add(s)
                    todo.append(s)
        return found

    def _around(self, nodes: Iterable[Term]) -> list[Triple]:
        """What is said of these blank nodes, by and about all blank nodes that hang together with them."""
        triples, seen, todo = set[Triple](), set(nodes), list(nodes)
        while todo:
            node = todo.pop()
            said = self._holding.about(node)
            mentioned = [(s, p, node) for p, s in self._holding.mentions(node)]
            triples.update(said, mentioned)
            near = {o for _, _, o in said if o[0] == "_"} | {s for s, _, _ in mentioned if s[0] == "_"}
            todo.extend(near - seen)
            seen |= near
        return list(triples)


def split(triples: Iterable[Triple]) -> tuple[list[Record], list[Record], list[Triple]]:
    """Records, shared descriptions and remainder of a document that fits in memory."""
    document = Document()
    document.add(list(triples))
    parts = list(document.parts())
    records = [part.record() for part in parts if part.kind != REFERENCE]
    references = [part.record() for part in parts if part.kind == REFERENCE]
    return records, references, list(document.remainder())
