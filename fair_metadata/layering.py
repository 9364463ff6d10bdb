"""A local layer: what was changed here over a description that comes from elsewhere, kept when that comes again.

Three descriptions meet: what the source said when we changed it (`was`), what we made of it (`ours`), and what the
source says now (`theirs`). They are compared field by field. A field is a property of one node in one language, so an
edit of the English title does not meet the Spanish one; a nested node is a value of the field that it hangs in, with
all that is under it, since its name is made from its content (`naming`).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from fair_metadata.naming import is_shared
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, is_blank, language


class Field(NamedTuple):
    """A property of one node; texts are told apart by language, everything else has none."""

    node: Term
    path: Term
    language: str = ""


Values = frozenset[Term]
_NOTHING: Values = frozenset()


@dataclass(frozen=True, slots=True)
class Edit:
    """A field that does not say what the source says.

    In a conflict the source has changed, after us, what we changed: ours stays until somebody has looked.
    """

    field: Field
    was: Values
    ours: Values
    theirs: Values
    is_conflict: bool


def layered(was: Record, ours: Record, theirs: Record) -> Record:
    """What the source says now, with our edits in it.

    Where nothing was edited it is theirs, where the source changed nothing it is ours. What each of the two took away
    is gone and what each added is there; where that would set two values in the place of one (a conflict), ours stays.
    """
    three = _Three(was, ours, theirs)
    chosen: list[tuple[_View, Field, Values]] = []
    for field in three.fields:
        before, edited, arrived = three.values(field)
        if field in three.tangled:
            side = three.mine if three.is_edited(field) else three.new
            chosen.append((side, field, side.values(field)))
        elif three.is_conflict(field):
            chosen.append((three.mine, field, edited))
        else:
            chosen += [(three.new, field, arrived - (before - edited)), (three.mine, field, edited - before)]
    return _woven(theirs, chosen)


def edits(was: Record, ours: Record, theirs: Record) -> tuple[Edit, ...]:
    """The fields in which we differ from the source, in the order of their nodes and properties."""
    three = _Three(was, ours, theirs)
    sides = ((field, *three.values(field)) for field in sorted(three.fields))
    return tuple(
        Edit(field, before, edited, arrived, three.is_conflict(field))
        for field, before, edited, arrived in sides
        if edited != arrived
    )


def rebased(was: Record, ours: Record, theirs: Record) -> Record:
    """What the next arrival is compared with: theirs, but for the conflicts, which stay until somebody has looked."""
    three = _Three(was, ours, theirs)
    return taken(theirs, was, [field for field in three.fields if three.is_conflict(field)])


def taken(record: Record, other: Record, fields: Iterable[Field]) -> Record:
    """The record, in these fields as the other one: our edits dropped when the other one is the source's."""
    mine, new = _View(record), _View(other)
    tangled = _tangled([mine, new])
    given = {each for field in fields for each in tangled.get(field, {field})}
    kept = [(mine, field, values) for field, values in mine.fields.items() if field not in given]
    return _woven(record, [*kept, *((new, field, new.values(field)) for field in given)]) if given else record


class _View:
    """A record by fields, and what hangs under each value."""

    def __init__(self, record: Record) -> None:
        self._nodes = record.nodes
        self.fields = _fields(record, self)

    def values(self, field: Field) -> Values:
        return self.fields.get(field, _NOTHING)

    def nested(self, value: Term) -> Iterator[Term]:
        """The nested nodes of a value: itself, and those in it; none for what is no nested node."""
        waiting, seen = [value], {value}
        while waiting:
            node = waiting.pop()
            if not _is_nested(node):
                continue
            yield node
            below = {o for values in self._nodes.get(node, {}).values() for o in values} - seen
            waiting += below
            seen |= below

    def under(self, value: Term) -> Iterator[Triple]:
        for node in self.nested(value):
            for path, values in self._nodes.get(node, {}).items():
                yield from ((node, path, each) for each in values)


class _Three:
    """What the source said, what we made of it and what it says now, field by field."""

    def __init__(self, was: Record, ours: Record, theirs: Record) -> None:
        self.old, self.mine, self.new = _View(was), _View(ours), _View(theirs)
        self.fields = self.old.fields.keys() | self.mine.fields.keys() | self.new.fields.keys()
        self.tangled = _tangled([self.old, self.mine, self.new])

    def values(self, field: Field) -> tuple[Values, Values, Values]:
        return self.old.values(field), self.mine.values(field), self.new.values(field)

    def is_edited(self, field: Field) -> bool:
        return any(self.mine.values(each) != self.old.values(each) for each in self._with(field))

    def is_conflict(self, field: Field) -> bool:
        """Both replaced the same value, or both filled in what was empty, and they do not say the same now."""
        if field in self.tangled:
            both = [self.values(each) for each in self._with(field)]
            has_changed = any(before != arrived for before, _, arrived in both)
            return has_changed and self.is_edited(field) and any(edited != arrived for _, edited, arrived in both)
        before, edited, arrived = self.values(field)
        is_adopted = edited - before <= arrived
        return before != arrived and not is_adopted and (not before or bool(before - edited - arrived))

    def _with(self, field: Field) -> Iterable[Field]:
        return self.tangled.get(field, (field,))


def _fields(record: Record, view: _View) -> Mapping[Field, Values]:
    found: dict[Field, set[Term]] = {}
    for head in _heads(record, view):
        for path, values in record.nodes[head].items():
            for value in values:
                found.setdefault(Field(head, path, language(value)), set()).add(value)
    return {field: frozenset(values) for field, values in found.items()}


def _heads(record: Record, view: _View) -> Iterator[Term]:
    """The nodes that are no part of another's value: those with a lasting name, and nested ones that hang nowhere."""
    within: set[Term] = set()
    lasting = {node for node in record.nodes if node == record.subject or not _is_nested(node)}
    for node in sorted(record.nodes, key=lambda node: (node not in lasting, node)):
        if node in within:
            continue
        yield node
        for values in record.nodes[node].values():
            within.update(inner for value in values if value not in within for inner in view.nested(value))


def _tangled(views: Iterable[_View]) -> Mapping[Field, set[Field]]:
    """Fields that share a nested node → all of them. They stay together: the node has its name from all its places."""
    groups: dict[Field, set[Field]] = {}
    for view in views:
        hangs_in: dict[Term, Field] = {}
        for field, values in view.fields.items():
            for node in (node for value in values for node in view.nested(value)):
                other = hangs_in.setdefault(node, field)
                if other is not field:
                    _join(groups, field, other)
    return groups


def _join(groups: dict[Field, set[Field]], *fields: Field) -> None:
    joined = {each for field in fields for each in groups.get(field, {field})}
    groups.update(dict.fromkeys(joined, joined))


def _is_nested(node: Term) -> bool:
    return is_blank(node) and not is_shared(node)


def _woven(record: Record, chosen: Iterable[tuple[_View, Field, Values]]) -> Record:
    triples: set[Triple] = set()
    for view, field, values in chosen:
        for value in values:
            triples.add((field.node, field.path, value))
            triples.update(view.under(value))
    return Record(record.subject, ()).with_triples(triples)
