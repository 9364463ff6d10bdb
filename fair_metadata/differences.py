"""What is different in two descriptions, field by field in words, and as triples.

Laws: the triples of a difference, applied to one description, give the other; there is none exactly when the digests
are the same; every changed triple belongs to exactly one change of a field.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from fair_metadata.namespaces import RDF, short
from fair_metadata.pairing import Pair, Sides, alone, pair_values, pairs_of
from fair_metadata.profile import Profile, Property, Shape, Words
from fair_metadata.record import Difference, Record
from fair_metadata.terms import Term, Triple, is_literal, language

KEY_LEVELS = 8  # levels of nesting that are put in the profile's order
_CLASS: Words = {"en": "Class", "es": "Clase"}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One value that changed, came (`before` is None) or went (`after` is None).

    `place` are the labels of the properties that lead to its node, such as “Distribution”; `label` is its own.
    `nodes` are that node before and after. `removed` and `added` are exactly the triples that this change is made of:
    those of nested nodes that came or went with the value, too. What no row of the profile describes is not known:
    it is shown as “Also stated”.
    """

    place: tuple[Words, ...]
    label: Words
    path: Term
    is_known: bool
    before: Term | None
    after: Term | None
    nodes: tuple[Term, Term]
    removed: tuple[Triple, ...] = ()
    added: tuple[Triple, ...] = ()

    @property
    def language(self) -> str:
        return language(self.after or self.before or "<>")

    @property
    def is_text(self) -> bool:
        """Is it a text that was edited, so that its words can be marked?"""
        return bool(self.before and self.after and is_literal(self.before) and is_literal(self.after))

    def words(self, tongue: str) -> str:
        """`Distribution › Checksum`, in a language of the interface or else in English."""
        return " › ".join(label.get(tongue) or label["en"] for label in (*self.place, self.label))


def triples(was: Record, now: Record) -> Difference:
    """What to take away and to add, exactly. Blank nodes have the names that this description alone gives them."""
    return alone(was).diff(alone(now))


def applied(record: Record, difference: Difference) -> Record:
    """The description without what a difference takes away, with what it adds."""
    was = alone(record)
    kept = set(was.triples).difference(difference.removed)
    return Record(was.subject, tuple(sorted(kept.union(difference.added))))


def changes(was: Record, now: Record, profile: Profile) -> tuple[FieldChange, ...]:
    """What changed, in the profile's order; nothing when the digests are the same."""
    old, new = alone(was), alone(now)
    if old.digest == new.digest:
        return ()
    return tuple(_Comparison(old, new, profile).changes())


_Key = tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a pair of nodes hangs: its shape, the labels that lead there, and its order among all."""

    pair: Pair
    shape: Shape | None
    labels: tuple[Words, ...]
    key: _Key

    def row(self, path: Term) -> Property | None:
        return self.shape.by_path.get(path) if self.shape else None

    def below(self, path: Term, value: Term) -> _Key:
        row = self.row(path)
        rank = self.shape.properties.index(row) if self.shape and row else 1000
        return (*self.key, (rank, path), (0, value))


class _Comparison:
    """Two descriptions side by side, their nodes paired."""

    def __init__(self, old: Record, new: Record, profile: Profile) -> None:
        self.old, self.new, self.profile = old, new, profile
        self.pairs = pairs_of(old, new)
        self.match = {pair.was: pair.now for pair in self.pairs}
        self.paired = set(self.match.values())
        difference = old.diff(new)
        self.left = (_by_subject(difference.removed), _by_subject(difference.added))

    def changes(self) -> list[FieldChange]:
        places: list[_Place] = []
        found: list[tuple[_Key, int, FieldChange]] = []
        for number, pair in enumerate(self.pairs):
            places.append(place := self._place(pair, places))
            found += [(key, number, change) for key, change in self._of(place)]
        found += [((), 0, change) for change in self._elsewhere()]
        found.sort(key=lambda item: (not item[0], item[0]))
        return self._with_names([change for _, _, change in found], [number for _, number, _ in found])

    def _place(self, pair: Pair, places: Sequence[_Place]) -> _Place:
        types = self.new.types(pair.now) or self.old.types(pair.was)
        shape = self.profile.shape_for(types)
        if pair.above < 0:
            return _Place(pair, shape, (), ())
        above = places[pair.above]
        row = above.row(pair.path)
        shape = shape or (self.profile.shapes.get(row.shape) if row else None)
        key = above.below(pair.path, pair.now) if len(above.key) < KEY_LEVELS else above.key
        label = row.label if row else {"en": short(pair.path or pair.now)}
        return _Place(pair, shape, (*above.labels, label) if len(above.labels) < KEY_LEVELS else above.labels, key)

    def _of(self, place: _Place) -> Iterator[tuple[_Key, FieldChange]]:
        """The values of one node that changed; nodes that are paired are the same value."""
        was, now = self.old.nodes.get(place.pair.was, {}), self.new.nodes.get(place.pair.now, {})
        for path in {**was, **now}:
            same = {self.match.get(value, value) for value in was.get(path, ())}
            stays = set(now.get(path, ()))
            gone = [v for v in was.get(path, ()) if self.match.get(v, v) not in stays]
            come = [v for v in now.get(path, ()) if v not in same]
            for sides in pair_values(gone, come):
                yield place.below(path, sides[0] or sides[1] or ""), self._change(place, path, sides)

    def _change(self, place: _Place, path: Term, sides: Sides) -> FieldChange:
        row = place.row(path)
        before, after = sides
        return FieldChange(
            place.labels,
            row.label if row else _CLASS if path == RDF.type else {"en": short(path)},
            path,
            row is not None or path == RDF.type,
            before,
            after,
            (place.pair.was, place.pair.now),
            self._taken(0, place.pair.was, path, before),
            self._taken(1, place.pair.now, path, after),
        )

    def _taken(self, side: int, node: Term, path: Term, value: Term | None) -> tuple[Triple, ...]:
        """The triple that mentions a value, and all that is said of it and goes or comes with it."""
        if value is None:
            return ()
        triple = (node, path, value)
        self.left[side][node].discard(triple)
        found, todo = [triple], [value]
        known = self.paired if side else self.match
        while todo:
            if (nested := todo.pop()) not in known:
                said = self.left[side].pop(nested, ())
                found += said
                todo += [o for _, _, o in said]
        return tuple(sorted(found))

    def _elsewhere(self) -> Iterator[FieldChange]:
        """What is said of nodes that nothing mentions any more."""
        for side, known in ((0, self.match), (1, self.paired)):
            for node in [node for node in self.left[side] if node not in known]:
                for triple in sorted(self.left[side].pop(node)):
                    _, path, value = triple
                    before, after = (value, None) if side == 0 else (None, value)
                    removed, added = ((triple,), ()) if side == 0 else ((), (triple,))
                    label = {"en": short(path)}
                    yield FieldChange(
                        ({"en": short(node)},), label, path, False, before, after, (node, node), removed, added
                    )

    def _with_names(self, found: list[FieldChange], numbers: list[int]) -> list[FieldChange]:
        """Nodes that are called otherwise because something below or above them changed: their triples go with that."""
        home = self._homes(numbers)
        more: dict[int, tuple[set[Triple], set[Triple]]] = defaultdict(lambda: (set(), set()))
        for number, pair in enumerate(self.pairs):
            for side, node in enumerate((pair.was, pair.now)):
                more[home[number]][side].update(self.left[side].get(node, ()))
        return [_extended(change, *more[place]) for place, change in enumerate(found)]

    def _homes(self, numbers: list[int]) -> list[int]:
        """For each pair the first change at or below it, else that of the pair above."""
        nowhere = len(numbers)
        first = [nowhere] * len(self.pairs)
        for place in reversed(range(nowhere)):
            first[numbers[place]] = place
        for number in reversed(range(1, len(self.pairs))):
            above = self.pairs[number].above
            first[above] = min(first[above], first[number])
        for number in range(1, len(self.pairs)):
            first[number] = first[number] if first[number] < nowhere else first[self.pairs[number].above]
        return first


def _extended(change: FieldChange, removed: Iterable[Triple], added: Iterable[Triple]) -> FieldChange:
    return replace(
        change,
        removed=tuple(sorted({*change.removed, *removed})),
        added=tuple(sorted({*change.added, *added})),
    )


def _by_subject(found: Iterable[Triple]) -> dict[Term, set[Triple]]:
    grouped: dict[Term, set[Triple]] = defaultdict(set)
    for triple in found:
        grouped[triple[0]].add(triple)
    return grouped
