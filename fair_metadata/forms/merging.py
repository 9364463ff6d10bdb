"""Edits onto a description that may have changed meanwhile: what still fits is taken, what does not is a conflict."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from fair_metadata import naming
from fair_metadata.forms.posting import Edit
from fair_metadata.forms.seen import Seen, Shown, above
from fair_metadata.namespaces import RDF
from fair_metadata.profile import Property
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, is_blank, is_literal, language


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two people changed the same: what both saw, what stands there now, what the second one wrote.

    `node` is None when what it was said of is not there any more.
    """

    place: str
    row: Property
    node: Term | None
    was: Term | None
    theirs: tuple[Term, ...]
    yours: Term | None


@dataclass(frozen=True, slots=True)
class Merged:
    """The description with all edits that fit, those that do not, and what the form shows from now on."""

    record: Record
    conflicts: tuple[Conflict, ...]
    seen: Seen


def merged(record: Record, edits: Iterable[Edit], seen: Seen) -> Merged:
    """The record with the edits. Nothing but the values that they name is changed, and what hung off those alone."""
    edits = tuple(edits)
    if not edits:
        return Merged(record, (), seen)
    merging = _Merging(record, seen)
    for edit in edits:
        merging.take(edit)
    return merging.result()


@dataclass
class _Merging:
    """One merge: triples that change, and where the places of the form lead."""

    record: Record
    seen: Seen
    conflicts: list[Conflict] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.said: dict[tuple[Term, Term], list[Term]] = {}
        for s, p, o in self.record.triples:
            self.said.setdefault((s, p), []).append(o)
        self.nodes: dict[str, Term | None] = {"": self.record.subject}
        self.values: dict[str, Shown] = dict(self.seen.values)
        self.touched: set[Term] = set()
        self.is_deep = False  # do names of nested nodes change? They are made of what is in them and where they hang

    def take(self, edit: Edit) -> None:
        node = self.node(above(edit.place))
        if node is None:
            return self._conflict(edit, None, ())
        stand = self.said.setdefault((node, edit.row.path), [])
        was = self.node(edit.place) if edit.was is not None and is_blank(edit.was) else edit.was
        if edit.copies:  # what is not there any more is not copied
            return self._copy(edit, node, was, stand) if was is not None and was in stand else None
        if edit.was is not None and (was != edit.was or was not in stand):
            if edit.becomes in stand:  # both wrote the same
                return self._note(edit)
            theirs = self._theirs(edit, stand)
            return None if edit.becomes is None and not theirs else self._conflict(edit, node, theirs)
        if edit.was is None and not edit.row.many and (theirs := self._theirs(edit, stand)):
            return self._conflict(edit, node, theirs)
        if was is not None:
            stand.remove(was)
        if edit.becomes is not None and edit.becomes not in stand:
            stand.append(edit.becomes)
        self.touched.add(node)
        self.is_deep |= any(not is_literal(term) for term in (was, edit.becomes) if term) or node[0] == "_"
        if edit.shape and edit.becomes:
            self.nodes[edit.place] = edit.becomes
            if edit.kind:
                self.said[edit.becomes, RDF.type] = [edit.kind]
        return self._note(edit)

    def _copy(self, edit: Edit, node: Term, was: Term, stand: list[Term]) -> None:
        """A description of its own for this place, with all that hangs in it; the others keep the one they share."""
        below = {each: f"{edit.becomes}-{n}" for n, each in enumerate(sorted(self._nested(was)))}
        said = [(s, p, values) for (s, p), values in self.said.items() if s in below]
        self.said |= {(below[s], p): [below.get(value, value) for value in values] for s, p, values in said}
        stand[stand.index(was)] = below[was]
        self.touched.add(node)
        self.is_deep = True
        for place, shown in self.values.items():
            if (place == edit.place or place.startswith(f"{edit.place}.")) and shown.term in below:
                self.nodes[place] = below[shown.term]
                self.values[place] = replace(shown, term=below[shown.term])

    def _nested(self, node: Term) -> set[Term]:
        """The node, and the blank nodes that hang in it."""
        found, todo = {node}, [node]
        while todo:
            inner = {value for value in self._around(todo.pop()) if is_blank(value)} - found
            found |= inner
            todo += inner
        return found

    def _note(self, edit: Edit) -> None:
        if edit.becomes is None:
            self.values.pop(edit.place, None)
        else:
            path = edit.row.path if edit.shape else ""
            self.values[edit.place] = Shown(edit.becomes, edit.shape, path)

    def _conflict(self, edit: Edit, node: Term | None, theirs: tuple[Term, ...]) -> None:
        if not (node is not None and edit.becomes in theirs):
            self.conflicts.append(Conflict(edit.place, edit.row, node, edit.was, theirs, edit.becomes))

    def _theirs(self, edit: Edit, stand: list[Term]) -> tuple[Term, ...]:
        """What others put there since; of a text in the same language, if they changed that."""
        new = [value for value in stand if value not in self.seen.beside(edit.place)]
        alike = [v for v in new if edit.was is not None and language(v) == language(edit.was)]
        mine = {shown.term for shown in self.values.values()}
        return tuple(value for value in (alike or new) if value not in mine)

    def node(self, place: str) -> Term | None:
        """The node at a place now. One that somebody changed has another name: it is the only new one in its field."""
        if place not in self.nodes:
            self.nodes[place] = self._found(place)
        return self.nodes[place]

    def _found(self, place: str) -> Term | None:
        shown = self.seen.values.get(place)
        outer = self.node(above(place))
        if shown is None or outer is None:
            return None
        stand = self.said.get((outer, shown.path), []) if shown.path else self._around(outer)
        if shown.term in stand:
            return shown.term
        beside = self.seen.beside(place)
        gone = [term for term in beside if is_blank(term) and term not in stand]
        new = [value for value in stand if is_blank(value) and value not in beside]
        return new[0] if len(new) == len(gone) == 1 else None

    def _around(self, node: Term) -> list[Term]:
        return [value for (s, _), values in self.said.items() if s == node for value in values]

    def result(self) -> Merged:
        self._drop_empty()
        triples = [(s, p, o) for (s, p), values in self.said.items() for o in values]
        kept = _reached(self.record, triples) if self.is_deep else triples
        names = naming.names_of(kept, keep_shared=True) if self.is_deep else {}
        renamed = {(names.get(s, s), p, names.get(o, o)) for s, p, o in kept}
        values = {at: replace(v, term=names.get(v.term, v.term)) for at, v in self.values.items()}
        record = Record(self.record.subject, tuple(sorted(renamed)))
        return Merged(record, tuple(self.conflicts), replace(self.seen, values=values))

    def _drop_empty(self) -> None:
        """A nested description that was emptied goes, and what it leaves empty: its class alone says nothing."""
        todo = [node for node in self.touched if is_blank(node)]
        while todo:
            node = todo.pop()
            if any(values for (s, p), values in self.said.items() if s == node and p != RDF.type):
                continue
            for (s, p), values in self.said.items():
                if node in values:
                    self.said[s, p] = [value for value in values if value != node]
                    todo += [s] if is_blank(s) else []


def _reached(record: Record, triples: list[Triple]) -> list[Triple]:
    """Without what hung on values that went; what hung off nothing before stays."""
    before, after = _from(record.subject, record.triples), _from(record.subject, triples)
    return [triple for triple in triples if triple[0] in after or triple[0] not in before]


def _from(start: Term, triples: Iterable[Triple]) -> set[Term]:
    below: dict[Term, list[Term]] = {}
    for s, _, o in triples:
        if o[0] != '"':
            below.setdefault(s, []).append(o)
    found, todo = {start}, [start]
    while todo:
        for node in below.get(todo.pop(), ()):
            if node not in found:
                found.add(node)
                todo.append(node)
    return found
