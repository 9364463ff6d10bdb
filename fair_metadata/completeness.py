"""How much of what a profile asks for a description says, and what would add most to it."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from fair_metadata.profile import Level, Profile, Property, Shape, When, Words
from fair_metadata.profiles import level_of
from fair_metadata.record import Record
from fair_metadata.terms import Term, is_literal, text

# Of 100 points, how many the properties of a level share in equal parts. What a standard insists on counts most: a
# description that has all of it is nearly two thirds there. Points of a level without properties go to the others.
POINTS: Mapping[Level, int] = {Level.MANDATORY: 60, Level.RECOMMENDED: 30, Level.OPTIONAL: 10}


@dataclass(frozen=True, slots=True)
class Share:
    """Of how many properties a description states how many."""

    stated: int
    of: int


@dataclass(frozen=True, slots=True)
class Missing:
    """A property that is not stated, and the points that it would add."""

    row: Property
    level: Level
    gain: float

    @property
    def advice(self) -> Words:
        """`+4 if you add: Licence`, in each of the interface's languages."""
        points = f"{self.gain:.0f}" if self.gain >= 1 else f"{self.gain:.1f}"
        return {
            "en": f"+{points} if you add: {self.row.label['en']}",
            "es": f"+{points} si añade: {self.row.label['es']}",
        }


@dataclass(frozen=True, slots=True)
class Completeness:
    """Points out of 100, the share of each level, and what is missing, the greatest gain first."""

    score: int
    shares: Mapping[Level, Share]
    missing: tuple[Missing, ...]


def completeness(record: Record, profile: Profile, *, level: str = "") -> Completeness:
    """The completeness of the resource itself, without its nested nodes, at its access level.

    0 points for a resource of a class that the profile does not describe.
    """
    shape = profile.shape_for(record.types())
    if shape is None:
        return Completeness(0, {}, ())
    wanted = _wanted(record, shape, level or str(level_of(record)))
    shares = {each: _share(record, wanted, each) for each in Level if each in wanted.values()}
    each_is_worth = _worth(shares)
    missing = [Missing(row, each, each_is_worth[each]) for row, each in _not_stated(record, wanted)]
    score = 100 - sum(gap.gain for gap in missing)
    return Completeness(_whole(score), shares, tuple(sorted(missing, key=lambda gap: -gap.gain)))


def score(record: Record, profile: Profile) -> int:
    """The points alone, from a table that is worked out once a shape and level: for indexes of very many."""
    shape = profile.shape_for(record.types())
    if shape is None:
        return 0
    said = record.nodes.get(record.subject, {})
    needed = frozenset(r.needs for r in shape.rules if isinstance(r, When) and r.value in said.get(r.path, ()))
    stated = frozenset(path for path, values in said.items() if _begins(values[0]) or _says(values))
    return _points(shape, str(level_of(record)), needed, stated)


@lru_cache(maxsize=20_000)
def _points(shape: Shape, access: str, needed: frozenset[Term], stated: frozenset[Term]) -> int:
    """Descriptions of one origin state the same properties again and again."""
    return _whole(100 - sum(gain for path, gain in _gains(shape, access, needed) if path not in stated))


@lru_cache(maxsize=100)
def _gains(shape: Shape, access: str, needed: frozenset[Term]) -> tuple[tuple[Term, float], ...]:
    wanted = {
        row.path: Level.MANDATORY if row.path in needed else row.level_for(access)
        for row in shape.properties
        if not row.is_deprecated
    }
    levels = Counter(wanted.values())
    worth = _worth({level: Share(0, levels[level]) for level in Level if level in levels})
    return tuple((path, worth[level]) for path, level in wanted.items())


def _begins(value: Term) -> bool:
    """Does it state something at first sight? Nearly all do, which spares reading them."""
    return value[0] != '"' or value[1].isalnum()


def _says(values: Iterable[Term]) -> bool:
    """An empty text states nothing."""
    return any(not is_literal(value) or text(value).strip() for value in values)


def _wanted(record: Record, shape: Shape, access: str) -> dict[Property, Level]:
    """The rows that count and how much they are wanted; a condition that holds makes its row mandatory."""
    needed = {r.needs for r in shape.rules if isinstance(r, When) and r.value in record.values(r.path)}
    return {
        row: Level.MANDATORY if row.path in needed else row.level_for(access)
        for row in shape.properties
        if not row.is_deprecated
    }


def _share(record: Record, wanted: Mapping[Property, Level], level: Level) -> Share:
    rows = [row for row, each in wanted.items() if each is level]
    return Share(sum(_is_stated(record, row) for row in rows), len(rows))


def _worth(shares: Mapping[Level, Share]) -> Mapping[Level, float]:
    """Points for each property of a level."""
    total = sum(POINTS[level] for level in shares)
    return {level: 100 * POINTS[level] / total / share.of for level, share in shares.items()}


def _not_stated(record: Record, wanted: Mapping[Property, Level]) -> Iterable[tuple[Property, Level]]:
    return ((row, level) for row, level in wanted.items() if not _is_stated(record, row))


def _is_stated(record: Record, row: Property) -> bool:
    return _says(record.values(row.path))


def _whole(score: float) -> int:
    """100 only for what is complete, 0 only for what says nothing."""
    rounded = round(score, 6)
    return int(rounded) if rounded in (0, 100) else min(99, max(1, round(rounded)))
