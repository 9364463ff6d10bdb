"""From cells that were changed to edits, each of one value, and from edits to another record.

An edit names the value that it replaces, so it fits or is told as a conflict when somebody changed that value since.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fair_metadata import naming
from fair_metadata.namespaces import RDF
from fair_metadata.profile import Profile, Words
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record, reached
from fair_metadata.tables.cells import WITHIN, Item, is_counted, items, node_at, normal, shown
from fair_metadata.tables.columns import Column, Step, nested
from fair_metadata.tables.values import Unclear, plain_name, term_of
from fair_metadata.terms import Term, Triple, is_blank, is_iri, text

NEW = "_:new"
# Characters that XML 1.0 (section 2.2) and databases cannot hold.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Edit:
    """One value in the place of another: `was` None adds, `becomes` None takes away. `column` is where it was told."""

    node: Term
    path: Term
    was: Term | None
    becomes: Term | None
    column: str = ""


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that cannot be read: its column, and what is wrong and what to write instead."""

    column: str
    detail: Words


@dataclass(frozen=True, slots=True)
class Conflict:
    """An edit whose value was changed since by somebody else: what stands there now."""

    edit: Edit
    now: tuple[Term, ...]


def edits_of(
    base: Record,
    line: Mapping[Column, str],
    node: Term | None = None,
    *,
    is_whole: bool = True,
    profile: Profile = DEFAULT,
) -> tuple[list[Edit], list[Wrong]]:
    """What a row changes of a record, or of one of its nodes, and what of it cannot be read.

    `is_whole`: the row was made from the record, so an empty cell takes away what it showed. Otherwise an empty cell
    says nothing.
    """
    row = _Row(base, node or base.subject, profile)
    for column in sorted(line, key=lambda column: len(column.steps)):
        cell = normal(line[column])
        if cell or is_whole:
            row.take(column, cell)
    return row.edits, row.wrong


class _Row:
    """One row on its way to edits; nested descriptions that it needs are made once."""

    def __init__(self, base: Record, subject: Term, profile: Profile) -> None:
        self.base, self.subject, self.profile = base, subject, profile
        self.edits: list[Edit] = []
        self.wrong: list[Wrong] = []
        self.made: dict[tuple[Step, ...], Term] = {}

    def take(self, column: Column, cell: str) -> None:
        had = items(self.base, column, self.subject)
        if cell == normal(shown(had)) or (not cell and not shown(had)):
            return
        if had and not shown(had):
            self.wrong.append(Wrong(column.key, TOO_LONG))
            return
        if _CONTROL.search(cell):
            self.wrong.append(Wrong(column.key, CONTROL))
            return
        lines = [part.strip() for part in cell.split("\n")] if column.is_list else [cell]
        left = list(had)
        added: list[Term] = []
        for said in filter(None, lines):
            term = self._meant(said, column, left)
            if term is not None and term not in added:
                added.append(term)
        if any(wrong.column == column.key for wrong in self.wrong):
            return
        self._change(column, [item.term for item in left], added)

    def _meant(self, said: str, column: Column, left: list[Item]) -> Term | None:
        """The value to add for a text; None when it is one that is there, which then stays, or cannot be read."""
        if (same := next((item for item in left if _means(said, item, column)), None)) is not None:
            left.remove(same)
            return None
        try:
            term = term_of(said.replace(WITHIN.strip(), "\n") if column.is_list else said, column.row, column.tag)
        except Unclear as refusal:
            self.wrong.append(Wrong(column.key, NOT_A_COUNT if is_counted(column) else refusal.words))
            return None
        if (same := next((item for item in left if item.term == term), None)) is not None:
            left.remove(same)
            return None
        return term

    def _change(self, column: Column, removed: list[Term], added: list[Term]) -> None:
        if not column.row.many and column.is_list and len(added) > 1:
            self.wrong.append(Wrong(column.key, ONLY_ONE))
            return
        if not added and not removed:
            return
        node = node_at(self.base, column, self.subject) or self._made(column.steps, column.key)
        for place in range(max(len(removed), len(added))):
            was, becomes = removed[place : place + 1], added[place : place + 1]
            self.edits.append(Edit(node, column.row.path, next(iter(was), None), next(iter(becomes), None), column.key))

    def _made(self, steps: tuple[Step, ...], key: str) -> Term:
        """The nested description that steps lead to; where there is none, one under the IRI that the row states."""
        if not steps:
            return self.subject
        inside = self._described(steps)
        if inside is not None:
            return inside
        if steps not in self.made:
            parent, step = self._made(steps[:-1], key), steps[-1]
            stated = [e.becomes for e in self.edits if e.node == parent and e.path == step.row.path and e.becomes]
            held = self.base.values(step.row.path, parent)
            named_here = [value for value in (*stated, *held) if value and is_iri(value)]
            if step.number == 1 and len(named_here) == 1:
                node = named_here[0]
            else:
                node = f"{NEW}{naming.digest([self.subject, *(step.name for step in steps)])[:16]}"
                self.edits.append(Edit(parent, step.row.path, None, node, key))
            self.made[steps] = node
            shape = self.profile.shapes.get(step.row.shape)
            kind = (shape and shape.target) or step.row.range
            if kind:
                self.edits.append(Edit(node, RDF.type, None, kind, key))
        return self.made[steps]

    def _described(self, steps: tuple[Step, ...]) -> Term | None:
        node = self.subject
        for step in steps:
            inside = nested(self.base, step.row, node)
            if len(inside) < step.number:
                return None
            node = inside[step.number - 1]
        return node


NOT_A_COUNT: Words = {
    "en": "This is not a number of persons. Write digits only, as 1250; it is not repeated here.",
    "es": "Esto no es un número de personas. Escriba solo cifras, como 1250; no se repite aquí.",
}
ONLY_ONE: Words = {
    "en": "Only one value is possible here. Keep one line.",
    "es": "Aquí solo cabe un valor. Deje una línea.",
}
TOO_LONG: Words = {
    "en": "What stands here is too long for a cell. Leave it empty, and edit it on its page.",
    "es": "Lo que consta aquí es demasiado largo para una celda. Déjela vacía y edítelo en su página.",
}
CONTROL: Words = {
    "en": "It holds a control character, usually left over from copying. Type it.",
    "es": "Contiene un carácter de control, resto habitual de una copia. Escríbalo a mano.",
}


def _means(said: str, item: Item, column: Column) -> bool:
    """Is it this value that a text names: as it was shown, by its address, or by its name in the other language?"""
    if said == item.shown:
        return True
    return is_iri(item.term) and said in (text(item.term), plain_name(item.term, column.row, "es"))


def applied(current: Record, edits: Iterable[Edit]) -> tuple[Record, list[Conflict]]:
    """The record after the edits that fit, and those that do not since somebody changed what they replace."""
    edits = list(edits)
    triples, conflicts = set(current.triples), list[Conflict]()
    known = {s for s, _, _ in current.triples} | {current.subject} | {e.becomes for e in edits if e.becomes}
    for edit in edits:
        was, becomes = _triple(edit, edit.was), _triple(edit, edit.becomes)
        if was is not None and was not in triples:
            if becomes is None or becomes in triples:
                continue  # somebody else did the same
            conflicts.append(Conflict(edit, current.values(edit.path, edit.node)))
        elif edit.node not in known:
            conflicts.append(Conflict(edit, ()))
        else:
            triples.discard(was or ("", "", ""))
            triples |= {becomes} if becomes else set()
    if triples == set(current.triples):
        return current, conflicts
    kept = _without_what_hangs_loose(_without_empty(triples, edits), current)
    return Record(current.subject, tuple(sorted(set(naming.name(kept, keep_shared=True))))), conflicts


def _triple(edit: Edit, value: Term | None) -> Triple | None:
    return (edit.node, edit.path, value) if value is not None else None


def _without_empty(triples: set[Triple], edits: list[Edit]) -> set[Triple]:
    """Nameless nested descriptions of which edits left nothing but their class go too."""
    touched = {e.node for e in edits if e.was is not None and e.becomes is None and is_blank(e.node)}
    while touched:
        said = {node: [p for s, p, _ in triples if s == node] for node in touched}
        empty = {node for node, paths in said.items() if all(path == RDF.type for path in paths)}
        above = {s for s, _, o in triples if o in empty and is_blank(s)}
        triples = {t for t in triples if t[0] not in empty and t[2] not in empty}
        touched = above
    return triples


def _without_what_hangs_loose(triples: set[Triple], was: Record) -> list[Triple]:
    """Without nodes that were reached before and are not any more; what hung off nothing before stays."""
    gone = reached(was.subject, was.triples) - reached(was.subject, triples)
    return [t for t in triples if t[0] not in gone]
