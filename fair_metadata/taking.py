"""Taking some changes of a description and leaving the others; and where each statement comes from."""

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Iterator

from fair_metadata import naming
from fair_metadata.differences import FieldChange
from fair_metadata.pairing import alone, pairs_of
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple


def taken(was: Record, now: Record, chosen: Iterable[FieldChange]) -> Record:
    """The first description with these of the `changes` that lead to the second, and no others.

    Chosen are changes of these two descriptions. All of them give the second, none gives the first.
    """
    old, new, wanted = alone(was), alone(now), list(chosen)
    back = {pair.now: pair.was for pair in pairs_of(old, new)}
    gone = {(change.nodes[0], change.path, change.before) for change in wanted}
    said = [t for change in wanted if change.after for t in _with_nested(change, new, back)]
    come = [(back.get(s, s), p, back.get(o, o)) for s, p, o in said]
    loose = old.nodes.keys() - set(back.values())
    kept = [t for t in old.triples if t not in gone] + come
    dropped = _mentioned(old.triples, loose) - _mentioned(kept, loose)
    return Record(old.subject, tuple(sorted(set(naming.name(t for t in kept if t[0] not in dropped)))))


def _with_nested(change: FieldChange, new: Record, paired: Container[Term]) -> Iterator[Triple]:
    """The triple that mentions the new value, and all that is said of it and of what it mentions."""
    assert change.after is not None
    yield change.nodes[1], change.path, change.after
    todo, seen = [change.after], {change.after}
    while todo:
        node = todo.pop()
        for path, values in new.nodes.get(node, {}).items() if node not in paired else ():
            yield from ((node, path, value) for value in values)
            todo += [value for value in values if value not in seen]
            seen.update(values)


def _mentioned(said: Iterable[Triple], loose: Collection[Term]) -> set[Term]:
    """Of some nodes those that others mention, or that are mentioned by one of them that is."""
    by_subject: dict[Term, list[Triple]] = defaultdict(list)
    for triple in said:
        by_subject[triple[0]].append(triple)
    todo = [o for s, found in by_subject.items() if s not in loose for _, _, o in found if o in loose]
    reached = set(todo)
    while todo:
        fresh = {o for _, _, o in by_subject.get(todo.pop(), ()) if o in loose} - reached
        reached |= fresh
        todo += fresh
    return reached


def origins(was: Record, now: Record) -> dict[Triple, Triple | None]:
    """Each triple of the second description with the one of the first that states the same; None for what is new."""
    old, new = alone(was), alone(now)
    back = {pair.now: pair.was for pair in pairs_of(old, new)}
    stated = set(old.triples)
    same = {(s, p, o): (back.get(s, s), p, back.get(o, o)) for s, p, o in new.triples}
    return {triple: origin if origin in stated else None for triple, origin in same.items()}
