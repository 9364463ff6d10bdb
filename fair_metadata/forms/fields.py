"""A record and the profile table → a tree of fields: what is said, what is asked, what is kept as it is."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from fair_metadata.flat.values import shape_of
from fair_metadata.forms.seen import Seen, Shown
from fair_metadata.forms.widgets import Widget, begun_as, nested_shape, shown, tag_of, widget_of
from fair_metadata.holding import CATALOGUED
from fair_metadata.namespaces import CSVW, DCT, FOAF, RDF, RDFS, SKOS, VCARD, short
from fair_metadata.naming import is_shared
from fair_metadata.profile import Form as Form_
from fair_metadata.profile import Level, Profile, Property, Shape, When
from fair_metadata.profiles import DEFAULT, level_of
from fair_metadata.profiles.groups import GROUPS, Group
from fair_metadata.record import Record
from fair_metadata.terms import Term, is_blank, is_literal, language, text
from fair_metadata.validation.classes import is_listed

AT_ONCE = 40  # values of one field; the others come when they are asked for
AT_MOST = 1000
OPENED = 120  # statements of nested descriptions that open by themselves
LARGE, OPENED_OF_LARGE = 2000, 30  # of a description with so many triples fewer do: a page has to be read, too
DEEP = 3  # levels that open by themselves
DEEP_ENOUGH = 5  # levels of descriptions that are not there yet and have to be
DEEPEST = 20


@dataclass(frozen=True, slots=True)
class Also:
    """What no row describes, as it stands: shown and kept."""

    name: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Nested:
    """A description inside another: its own fields, once it is opened."""

    shape: Shape
    fields: tuple["Field", ...] = ()
    also: tuple[Also, ...] = ()
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Value:
    """One value: where it stands, how it is written; `term` is None for one that is yet to be written.

    `title` is what it is called. What `is_fixed` stays as it is; what `is_shared` is described together with other
    resources, and is copied to be changed here. `uses` are the places of this description that have the same node.
    """

    place: str
    widget: Widget
    term: Term | None = None
    shown: str = ""
    tag: str = ""
    title: str = ""
    nested: Nested | None = None
    is_fixed: bool = False
    is_shared: bool = False
    uses: int = 1


@dataclass(frozen=True, slots=True)
class Field:
    """A row with its values. `more` are not shown yet; a value that is added stands at `next`."""

    place: str
    row: Property
    node: Term | None
    level: Level
    values: tuple[Value, ...]
    more: int = 0
    next: int = 0
    begins_as: Widget = Widget.TEXT


@dataclass(frozen=True, slots=True)
class Section:
    """A group of the form."""

    group: Group
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """The whole form, and what it showed."""

    shape: Shape
    sections: tuple[Section, ...]
    also: tuple[Also, ...]
    seen: Seen


@dataclass(frozen=True, slots=True)
class View:
    """How much of a description is shown: `opened` places, `added` fields with one more value to write (and in which
    language), and the rows that are `wanted` on the quick form besides its own, as (node, path).
    """

    is_quick: bool = False
    language: str = "en"
    opened: frozenset[str] = frozenset()
    added: Mapping[str, str] = field(default_factory=dict)
    wanted: frozenset[tuple[Term, Term]] = frozenset()
    opens: int = OPENED
    access: str = ""


def form(record: Record, profile: Profile = DEFAULT, view: View | None = None) -> Form:
    """The form of a record. ValueError for a resource of a class that the profile does not describe."""
    shape = profile.shape_for(record.types())
    if shape is None:
        raise ValueError("The profile has no form for what this is. Edit its source.")
    made = _Making(record, profile, view or View())
    fields = made.fields(record.subject, shape, "", frozenset([record.subject]))
    by_group: dict[str, list[Field]] = {}
    for each in fields:
        by_group.setdefault(each.row.group, []).append(each)
    sections = tuple(Section(group, tuple(by_group[group.name])) for group in GROUPS if group.name in by_group)
    return Form(shape, sections, made.also(record.subject, shape), made.seen)


def part(record: Record, name: str, profile: Profile = DEFAULT, view: View | None = None) -> tuple[Field, Seen] | None:
    """One field of the resource itself with all that is in it, and what it shows; None when there is no such row."""
    shape = profile.shape_for(record.types())
    row = shape.by_name.get(name) if shape else None
    if row is None:
        return None
    made = _Making(record, profile, view or View())
    return made.field(row, record.subject, "", frozenset([record.subject])), made.seen


def moved(record: Record, place: str, seen: Seen, profile: Profile = DEFAULT) -> str:
    """Where a place of a form is by now: what was saved may have put the values around it into another order."""
    made = _Making(record, profile, View(language=seen.language))
    shape, node, was, now = profile.shape_for(record.types()), record.subject, "", ""
    names = place.split(".")
    for name, number in zip(names[::2], names[1::2], strict=False):
        was = f"{was}{name}.{number}"
        row = shape.by_name.get(name) if shape else None
        values = made.sorted(record.values(row.path, node)) if row else []
        stands = seen.values.get(was)
        if row is None or stands is None or stands.term not in values:
            return now + place[len(was) - len(name) - len(number) - 1 :]
        now, was = f"{now}{name}.{values.index(stands.term)}.", f"{was}."
        node = stands.term
        shape = made.shape(row, node)
    return now + names[-1] if len(names) % 2 else now.rstrip(".")


@dataclass
class _Making:
    """One form being made."""

    record: Record
    profile: Profile
    view: View
    shown: dict[str, Shown] = field(default_factory=dict)
    opened: int = 0

    def __post_init__(self) -> None:
        self.access = self.view.access or str(level_of(self.record))
        self.uses = Counter(o for _, _, o in self.record.triples if is_blank(o))

    @property
    def seen(self) -> Seen:
        return Seen(self.view.language, dict(self.shown))

    def fields(self, node: Term | None, shape: Shape, prefix: str, chain: frozenset[Term]) -> tuple[Field, ...]:
        said = self.record.nodes.get(node, {}) if node else {}
        return tuple(self.field(row, node, prefix, chain) for row in self._rows(node, shape, said))

    def _rows(self, node: Term | None, shape: Shape, said: Mapping[Term, tuple[Term, ...]]) -> Iterator[Property]:
        """The rows that this form has: on the quick form those that are marked, or all where none is."""
        needed = {r.needs for r in shape.rules if isinstance(r, When) and r.value in said.get(r.path, ())}
        has_quick = any(row.quick for row in shape.properties)
        for row in shape.properties:
            is_asked = row.quick or not has_quick or row.path in needed or (node, row.path) in self.view.wanted
            is_due = row.level_for(self.access) is Level.MANDATORY and not row.auto
            is_there = row.path in said
            if row.is_deprecated or (row.auto and self.view.is_quick and (node, row.path) not in self.view.wanted):
                if is_there and not self.view.is_quick:
                    yield row
            elif not self.view.is_quick or is_asked or is_due:
                yield row

    def field(self, row: Property, node: Term | None, prefix: str, chain: frozenset[Term]) -> Field:
        values = self.sorted(self.record.values(row.path, node)) if node else []
        place = f"{prefix}{row.name}"
        at_once = AT_MOST if place in self.view.opened else AT_ONCE
        made = [self._value(row, value, f"{place}.{n}", chain) for n, value in enumerate(values[:at_once])]
        if self._begins_one(row, node, made, place, chain):
            made.append(self._new(row, f"{place}.{len(values)}", chain))
        needed = self._is_needed(row, node)
        return Field(
            place=place,
            row=row,
            node=node,
            level=Level.MANDATORY if needed else row.level_for(self.access),
            values=tuple(made),
            more=len(values) - len(values[:at_once]),
            next=len(values) + (len(made) > len(values[:at_once])),
            begins_as=begun_as(row, self.profile)[0],
        )

    def _is_needed(self, row: Property, node: Term | None) -> bool:
        shape = self.profile.shape_for(self.record.types()) if node == self.record.subject else None
        return shape is not None and any(
            isinstance(r, When) and r.needs == row.path and r.value in self.record.values(r.path) for r in shape.rules
        )

    def _begins_one(
        self, row: Property, node: Term | None, made: list[Value], place: str, chain: frozenset[Term]
    ) -> bool:
        """Is there an empty value to write in? Where nothing is said yet, unless it would open a whole description."""
        if place in self.view.added:
            return row.many or not made
        if made or row.is_deprecated or (row.auto and (node, row.path) not in self.view.wanted):
            return False
        if begun_as(row, self.profile)[0] is not Widget.NESTED:
            return True
        if len(chain) > DEEP_ENOUGH:
            return False
        is_wanted = (node, row.path) in self.view.wanted
        return is_wanted or row.level_for(self.access) is Level.MANDATORY or self._is_needed(row, node)

    def _value(self, row: Property, term: Term, place: str, chain: frozenset[Term]) -> Value:
        nested = None
        if not is_literal(term) and self._opens_into(row, term):
            nested = self._nested(row, term, place, chain)
        is_others = is_shared(term) and term in self.record.nodes
        is_fixed = row.auto or is_shared(term) or (is_blank(term) and nested is None)
        if not is_fixed or (is_others and not row.auto):
            is_open = nested is not None and nested.is_open and nested.shape.name
            self.shown[place] = Shown(term, nested.shape.name, row.path) if nested and is_open else Shown(term)
        return Value(
            place=place,
            widget=Widget.NESTED if nested else widget_of(row),
            term=term,
            shown=shown(term, row, self.view.language),
            tag=tag_of(term),
            title=self.name(term),
            nested=nested,
            is_fixed=is_fixed,
            is_shared=is_others and not row.auto,
            uses=self.uses.get(term, 1),
        )

    def _opens_into(self, row: Property, term: Term) -> bool:
        """Is this a description of its own that stands inside this one?"""
        if term not in self.record.nodes or is_listed(term) or is_shared(term) or term == self.record.subject:
            return False
        kinds = self.record.types(term)
        return is_blank(term) or not any(kind in CATALOGUED for kind in kinds)

    def _nested(self, row: Property, term: Term, place: str, chain: frozenset[Term]) -> Nested:
        shape = self.shape(row, term)
        is_asked = any(at == place or at.startswith(place + ".") for at in (*self.view.opened, *self.view.added))
        most = self.view.opens if len(self.record) < LARGE else min(self.view.opens, OPENED_OF_LARGE)
        opens = len(chain) <= DEEP and self.opened < most
        if term in chain or len(chain) > DEEPEST or not (is_asked or opens):
            return Nested(shape)
        self.opened += len(self.record.nodes[term])
        fields = self.fields(term, shape, f"{place}.", chain | {term})
        return Nested(shape, fields, self.also(term, shape), is_open=True)

    def shape(self, row: Property, term: Term) -> Shape:
        found = shape_of(self.profile, self.record.types(term), row) or nested_shape(row, self.profile)
        return found or Shape("", None, row.label, ())

    def _new(self, row: Property, place: str, chain: frozenset[Term]) -> Value:
        widget, shape = begun_as(row, self.profile)
        if shape is None:
            tag = self.view.added.get(place.rpartition(".")[0]) or self.view.language
            return Value(place, widget, tag=tag if row.form is Form_.TEXT else "")
        # An empty nested description stands for a node that is not there yet.
        fields = self.fields(None, shape, f"{place}.", chain | {f"new {place}"})
        asked = tuple(each for each in fields if not each.row.default)
        return Value(place, widget, nested=Nested(shape, asked, is_open=True))

    def also(self, node: Term, shape: Shape) -> tuple[Also, ...]:
        """What is said of a node in terms that its rows do not know; its classes where they are not the shape's."""
        said = self.record.nodes.get(node, {})
        unknown = {path: values for path, values in said.items() if path not in shape.by_path and path != RDF.type}
        return tuple(
            Also(short(path), tuple(self._told(v) for v in values[:AT_ONCE])) for path, values in unknown.items()
        )

    def _told(self, term: Term) -> str:
        return self.name(term) if is_blank(term) else text(term)

    def name(self, node: Term) -> str:
        """What a nested node calls itself; "" when it has no name."""
        said = self.record.nodes.get(node, {}) if not is_literal(node) else {}
        named = (value for path in _NAMES for value in self.sorted(said.get(path, ())) if is_literal(value))
        return next((text(value) for value in named), "")

    def sorted(self, values: Collection[Term]) -> list[Term]:
        """The reader's language first, then English and what has none, then the rest."""
        if len(values) < 2:
            return list(values)
        return sorted(values, key=lambda v: (language(v)[:2] != self.view.language, language(v) not in ("en", ""), v))


_NAMES = (FOAF.name, VCARD.fn, DCT.title, CSVW["name"], SKOS.prefLabel, RDFS.label)


def each(fields: Iterable[Field]) -> Iterator[Field]:
    """All fields, those of nested descriptions among them."""
    for one in fields:
        yield one
        for value in one.values:
            if value.nested:
                yield from each(value.nested.fields)
