"""What came back from a form → edits: which term each replaces, and what becomes of it. The rest is left alone."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fair_metadata.forms.seen import PLACE, Seen, above, field_of, outer_places
from fair_metadata.forms.typed import Heard, heard
from fair_metadata.forms.widgets import Widget, begun_as, clean, nested_shape, shown, tag_of
from fair_metadata.profile import Form, Profile, Property, Shape
from fair_metadata.profiles import DEFAULT
from fair_metadata.terms import Term, is_blank, is_literal, named

# What may be posted beside the text at a place: its language, the very IRI that was chosen, that it goes, that it is
# to be understood anew though it was not changed, that a description shared with other places is copied for this one.
TAG, CHOSEN, GONE, AGAIN, COPY = ":lang", ":is", ":gone", ":again", ":copy"
MOST_PLACES = 20_000


@dataclass(frozen=True, slots=True)
class Edit:
    """At a place, `was` → `becomes`: None for nothing. A nested description that is new is of a `kind`; one that
    `copies` says what the one before says, and is changed alone.
    """

    place: str
    row: Property
    was: Term | None = None
    becomes: Term | None = None
    shape: str = ""
    kind: Term | None = None
    copies: bool = False


@dataclass(frozen=True, slots=True)
class Unclear:
    """What was typed and cannot be understood; it is asked about and changes nothing."""

    place: str
    row: Property
    words: str
    heard: Heard


@dataclass(frozen=True, slots=True)
class Posted:
    """All that a form asks for, outer nodes before what is in them."""

    edits: tuple[Edit, ...] = ()
    unclear: tuple[Unclear, ...] = ()


def changes(posted: Mapping[str, str], seen: Seen, shape: Shape, profile: Profile = DEFAULT) -> Posted:
    """What is different from what the form showed. Names that are no places are somebody else's."""
    reading = _Reading(posted, seen, shape, profile)
    for place in sorted(_places(posted), key=_in_order):
        reading.read(place)
    return Posted(tuple(reading.edits), tuple(reading.unclear))


def row_at(place: str, seen: Seen, shape: Shape, profile: Profile = DEFAULT) -> Property | None:
    """The row of a place in a form that showed this; None where there is none."""
    return _Reading({}, seen, shape, profile).row(place) if PLACE.fullmatch(place) else None


def _places(posted: Mapping[str, str]) -> set[str]:
    found = {name.partition(":")[0] for name in posted}
    return set(sorted(place for place in found if PLACE.fullmatch(place))[:MOST_PLACES])


def _in_order(place: str) -> tuple[tuple[str, int], ...]:
    parts = place.split(".")
    return tuple(zip(parts[::2], map(int, parts[1::2]), strict=True))


@dataclass
class _Reading:
    """One posted form being compared with what it showed."""

    posted: Mapping[str, str]
    seen: Seen
    top: Shape
    profile: Profile
    edits: list[Edit] = field(default_factory=list)
    unclear: list[Unclear] = field(default_factory=list)
    begun: set[str] = field(default_factory=set)

    def read(self, place: str) -> None:
        row = self.row(place)
        if row is None or any(self._goes(outer) for outer in outer_places(place)):
            return
        was = self.seen.values.get(place)
        if self._goes(place):
            if was is not None:
                self.edits.append(Edit(place, row, was=was.term))
            return
        if self.posted.get(place + COPY) and was is not None and is_blank(was.term):
            self.edits.append(Edit(place, row, was.term, f"_:copy{len(self.edits)}", was.shape, copies=True))
        if place not in self.posted or (was is not None and was.shape):
            return
        words, tag = clean(self.posted[place]), self.posted.get(place + TAG, "")
        if was is None:
            if words.strip() and self._begins_plainly(row):
                self._hear(place, row, None, words, tag)
        elif self._differs(place, row, was.term, words, tag):
            if words.strip():
                self._hear(place, row, was.term, words, tag)
            else:
                self.edits.append(Edit(place, row, was=was.term))

    def _goes(self, place: str) -> bool:
        return bool(self.posted.get(place + GONE))

    def _begins_plainly(self, row: Property) -> bool:
        return begun_as(row, self.profile)[0] is not Widget.NESTED

    def _differs(self, place: str, row: Property, was: Term, words: str, tag: str) -> bool:
        if self.posted.get(place + AGAIN) or words != shown(was, row, self.seen.language):
            return True
        chosen = self.posted.get(place + CHOSEN, "")
        if chosen and chosen != shown(was, None, self.seen.language) and self._is_chosen(chosen, row, words):
            return True
        return place + TAG in self.posted and is_literal(was) and tag != tag_of(was)

    def _is_chosen(self, chosen: str, row: Property, words: str) -> bool:
        """Does the IRI that was chosen from the list belong to the text that stands there now?"""
        try:
            return shown(named(chosen), row, self.seen.language) == words
        except ValueError:
            return False

    def _hear(self, place: str, row: Property, was: Term | None, words: str, tag: str) -> None:
        chosen = self.posted.get(place + CHOSEN, "")
        if chosen and self._is_chosen(chosen, row, words):
            found = Heard(named(chosen))
        elif was is not None and row.form is Form.TEXT and not tag and place + TAG not in self.posted:
            found = heard(words, row, tag=tag_of(was))
        else:
            found = heard(words, row, tag=tag if row.form is Form.TEXT else "")
        if found.term is None:
            self.unclear.append(Unclear(place, row, words, found))
        elif found.term != was:
            self._begin_around(place)
            self.edits.append(Edit(place, row, was, found.term))

    def _begin_around(self, place: str) -> None:
        """The nested descriptions that are not there yet and that this value stands in, with their default values."""
        for outer in outer_places(place):
            if outer in self.seen.values or outer in self.begun:
                continue
            row = self.row(outer)
            shape = nested_shape(row, self.profile) if row else None
            if row is None or shape is None:
                continue
            self.begun.add(outer)
            kind = row.range or shape.target
            self.edits.append(Edit(outer, row, becomes=f"_:new{len(self.begun)}", shape=shape.name, kind=kind))
            self.edits += [
                Edit(f"{outer}.{inner.name}.{n}", inner, becomes=value)
                for inner in shape.properties
                if f"{outer}.{inner.name}.0" not in self.posted
                for n, value in enumerate(inner.default)
            ]

    def row(self, place: str) -> Property | None:
        shape = self._shape(above(place))
        return shape.by_name.get(field_of(place).rpartition(".")[2]) if shape else None

    def _shape(self, place: str) -> Shape | None:
        """The rows of the description at a place: those that the form opened it with, else those of a new one."""
        if not place:
            return self.top
        if place in self.seen.values:
            return self.profile.shapes.get(self.seen.values[place].shape)
        row = self.row(place)
        return nested_shape(row, self.profile) if row else None
