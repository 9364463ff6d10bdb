"""Carrying an edit over to a description that was changed in between: property by property, or not at all."""

from dataclasses import dataclass

from fair_metadata.record import Record
from fair_metadata.terms import Term

Place = tuple[Term, Term]  # (node, path)


@dataclass(frozen=True, slots=True)
class Carried:
    """The description with both changes, and the properties that both changed each in its own way.

    With `clashes` the record is theirs, and a person has to look.
    """

    record: Record
    clashes: tuple[Place, ...] = ()


def carried(base: Record, *, mine: Record, theirs: Record) -> Carried:
    """What turned `base` into `mine`, done to `theirs`.

    A nested node is named by what it says, so two edits of one node meet in the property that leads to it.
    """
    edit, other = base.diff(mine), base.diff(theirs)
    changed = {triple[:2] for triple in (*other.removed, *other.added)}
    touched = {triple[:2] for triple in (*edit.removed, *edit.added)}
    clashes = tuple(sorted(place for place in touched & changed if _values(mine, place) != _values(theirs, place)))
    return Carried(theirs if clashes or not edit else theirs.with_difference(edit), clashes)


def _values(record: Record, place: Place) -> tuple[Term, ...]:
    node, path = place
    return record.values(path, node)
