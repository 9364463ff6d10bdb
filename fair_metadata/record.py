"""A Record: the whole description of one resource, with everything nested in it, as sorted triples."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from fair_metadata import naming
from fair_metadata.namespaces import RDF
from fair_metadata.terms import Term, Triple, iri, is_blank, is_literal, language, named, ntriples, read_ntriples

Nodes = Mapping[Term, Mapping[Term, tuple[Term, ...]]]
Known = Callable[[Term, Term], bool]  # (class of the node, predicate) -> does the profile describe it?


@dataclass(frozen=True)
class Difference:
    """What to take away from one description and add to it to get the other."""

    removed: tuple[Triple, ...]
    added: tuple[Triple, ...]

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)


@dataclass(frozen=True)
class Record:
    """One resource: its term and its triples. Equal descriptions are equal records, whatever order they came in.

    Blank nodes carry the stable names of `naming`; nothing that was read is left out.
    """

    subject: Term
    triples: tuple[Triple, ...]

    @classmethod
    def of(cls, iri: str, triples: Iterable[Triple]) -> "Record":
        """The record of an IRI from triples in any order; blank nodes are given their stable names."""
        return cls(named(iri), tuple(sorted(set(naming.name(triples)))))

    @classmethod
    def from_ntriples(cls, iri: str, lines: str) -> "Record":
        """The record as it was stored: names and order are taken as they are."""
        return cls(_subject(iri), read_ntriples(lines))

    @property
    def iri(self) -> str:
        """The subject's IRI; `_:label` for a shared description whose node has no IRI."""
        return iri(self.subject)

    @cached_property
    def ntriples(self) -> str:
        """Sorted N-Triples: the form that is stored, hashed and compared."""
        return ntriples(self.triples)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the description, the same for isomorphic descriptions; the resource's ETag.

        A blank node shared with other records is named after all of them; here only this description counts.
        """
        text = self.ntriples if naming.SHARED not in self.ntriples else ntriples(naming.name(self.triples))
        return hashlib.sha256(text.encode()).hexdigest()

    @cached_property
    def nodes(self) -> Nodes:
        """Node → predicate → values, each in sorted order."""
        found: dict[Term, dict[Term, list[Term]]] = {}
        node = path = ""
        for s, p, o in self.triples:  # in order, so that what belongs together stands together
            if s != node:
                node, path = s, ""
                said = found.setdefault(s, {})
            if p != path:
                path = p
                values = said.setdefault(p, [])
            values.append(o)
        return {s: {p: tuple(values) for p, values in paths.items()} for s, paths in found.items()}

    def values(self, path: Term, node: Term | None = None) -> tuple[Term, ...]:
        """The values of a property on the resource itself, or on one of its nested nodes."""
        return self.nodes.get(node or self.subject, {}).get(path, ())

    def value(self, path: Term, node: Term | None = None) -> Term | None:
        """The first value in sorted order, None when nothing is stated."""
        values = self.nodes.get(node or self.subject, {}).get(path)
        return values[0] if values else None

    def types(self, node: Term | None = None) -> tuple[Term, ...]:
        return self.values(RDF.type, node)

    def replace(
        self, path: Term, values: Iterable[Term], *, node: Term | None = None, language: str | None = None
    ) -> "Record":
        """The record with other values for one property, on one node, in one language.

        With `language` only literals in that language go ("" for those without one); every other triple stays,
        but nested nodes that nothing mentions any more go with the value that mentioned them.
        """
        subject = node or self.subject
        kept = [t for t in self.triples if not _is_replaced(t, subject, path, language)]
        changed = [*kept, *((subject, path, value) for value in values)]
        return self._with(_without_orphans(changed, was=self.triples))

    def with_triples(self, triples: Iterable[Triple]) -> "Record":
        """The record with triples added, for nested nodes that come with an edit."""
        return self._with([*self.triples, *triples])

    def with_changes(self, changes: Mapping[Triple, Triple]) -> "Record":
        """The record with each of these triples in the place of another; what hangs together is named again."""
        return self._with([changes.get(triple, triple) for triple in self.triples]) if changes else self

    def _with(self, triples: Iterable[Triple]) -> "Record":
        return Record(self.subject, tuple(sorted(set(naming.name(triples, keep_shared=True)))))

    def unknown(self, known: Known) -> tuple[Triple, ...]:
        """The triples that no profile row describes: shown as "Also stated", kept, exported."""
        return tuple(t for t in self.triples if not any(known(kind, t[1]) for kind in self.types(t[0]) or ("",)))

    def diff(self, other: "Record") -> Difference:
        """What turns this description into the other one."""
        mine, theirs = set(self.triples), set(other.triples)
        return Difference(tuple(sorted(mine - theirs)), tuple(sorted(theirs - mine)))

    def with_difference(self, difference: Difference) -> "Record":
        """The record without what the difference removes, and with what it adds."""
        gone = set(difference.removed)
        return self._with([*(t for t in self.triples if t not in gone), *difference.added])

    def __iter__(self) -> Iterator[Triple]:
        return iter(self.triples)

    def __len__(self) -> int:
        return len(self.triples)


def _subject(iri: str) -> Term:
    return iri if iri.startswith("_:") else f"<{iri}>"


def _is_replaced(triple: Triple, subject: Term, path: Term, only: str | None) -> bool:
    s, p, o = triple
    if (s, p) != (subject, path):
        return False
    return only is None or (is_literal(o) and language(o) == only.lower())


def _without_orphans(triples: list[Triple], *, was: tuple[Triple, ...]) -> list[Triple]:
    """Drop blank nodes that were mentioned before the edit and are not any more."""
    mentioned_before = {o for _, _, o in was if is_blank(o)}
    while True:
        mentioned = {o for _, _, o in triples if is_blank(o)}
        kept = [t for t in triples if t[0] not in mentioned_before or t[0] in mentioned]
        if len(kept) == len(triples):
            return kept
        triples = kept


def reached(start: Term, triples: Iterable[Triple]) -> set[Term]:
    """The nodes of which something is said and to which the first one leads, itself among them."""
    below: dict[Term, list[Term]] = {}
    for s, _, o in triples:
        below.setdefault(s, []).append(o)
    found, todo = {start}, [start]
    while todo:
        for node in below.get(todo.pop(), ()):
            if node in below and node not in found:
                found.add(node)
                todo.append(node)
    return found
