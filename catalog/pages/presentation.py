"""What a page shows of a record: everything it says, in the profile's order and the reader's language."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _

from catalog.browse import Related
from catalog.language import current_language
from catalog.pages import persons
from catalog.pages.markdown import rendered
from fair_metadata.counts import SUPPRESSED
from fair_metadata.links import safe_link
from fair_metadata.namespaces import CSVW, DCT, FOAF, RDF, RDFS, SKOS, VCARD, XSD, short
from fair_metadata.profile import Profile, Property, Shape
from fair_metadata.profiles.groups import GROUPS
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_literal, language, read_literal, text
from fair_metadata.vocabularies import label

SHOWN = 100  # values of one property; the rest is counted and left to the machine-readable forms
DEEPEST = 8  # levels of nesting that a page shows


@dataclass(frozen=True, slots=True)
class Value:
    """One value: what to read, where it leads, its language, and what is nested in it."""

    text: str
    href: str = ""
    language: str = ""
    title: str = ""
    html: str = ""
    spoken: str = ""
    rows: tuple["Row", ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A property with its values; `more` is how many are not shown."""

    label: str
    values: tuple[Value, ...]
    help: str = ""
    path: str = ""
    more: int = 0


@dataclass(frozen=True, slots=True)
class Group:
    name: str
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """All that the landing template shows of the record itself."""

    title: str
    title_language: str
    description: tuple[Value, ...]
    groups: tuple[Group, ...]
    variables: tuple[tuple[Value, ...], ...] = ()
    more_variables: int = 0
    also_stated: tuple[Row, ...] = ()
    languages: tuple[str, ...] = field(default=())


def page_of(record: Record, profile: Profile, *, language: str, related: Mapping[str, Related]) -> Page:
    """The page of a record; nothing but the record is parsed, and each of its values is somewhere on it."""
    reader = _Reader(record, profile, language, related)
    shape = profile.shape_for(record.types())
    rows = shape.properties if shape else ()
    title = reader.heading()
    variables = reader.variables()
    return Page(
        title=text(title) if title else record.iri,
        title_language=_tag(title),
        description=tuple(reader.prose(value) for value in reader.sorted(record.values(DCT.description))),
        groups=tuple(reader.groups(rows)),
        variables=variables[:SHOWN],
        more_variables=max(0, len(variables) - SHOWN),
        also_stated=tuple(reader.unknown(shape)),
        languages=tuple(sorted({_tag(o) for _, _, o in record.triples if is_literal(o)} - {""})),
    )


def values_of(record: Record, profile: Profile, *, language: str) -> Callable[[Term], Value]:
    """How a page shows a value of a record, with what is nested in it."""
    reader = _Reader(record, profile, language, {})
    return lambda value: reader.value(value, frozenset([record.subject]))


def group_labels() -> dict[str, str]:
    """Group → heading, in the order of the page."""
    language = current_language()
    return {group.name: group.label.get(language) or group.label["en"] for group in GROUPS}


class _Own(NamedTuple):
    """A property that the catalogue itself states, which is no row of any profile."""

    group: str
    label: str
    help: str


def _own() -> dict[Term, _Own]:
    because = _("Small numbers are not shown, so that nobody can be recognised.")
    return {SUPPRESSED: _Own("health", _("Number of individuals"), because)}


class _Reader:
    """One record being read for one person."""

    def __init__(self, record: Record, profile: Profile, language: str, related: Mapping[str, Related]) -> None:
        self.record, self.profile, self.language, self.related = record, profile, language, related
        self.own = _own()

    def best(self, path: Term, node: Term | None = None) -> Term | None:
        return next(iter(self.sorted(self.record.values(path, node))), None)

    def heading(self) -> Term | None:
        """The best title that is not blank, else the name."""
        titles = self.sorted([*self.record.values(DCT.title), *self.record.values(FOAF.name)])
        said = [value for value in titles if text(value).strip()]
        return min(said, key=lambda value: value not in self.record.values(DCT.title), default=None)

    def sorted(self, values: Iterable[Term]) -> list[Term]:
        """The reader's language first, then English, then the rest."""
        return sorted(values, key=lambda v: (_tag(v)[:2] != self.language, _tag(v) not in ("en", ""), v))

    def groups(self, rows: Iterable[Property]) -> Iterable[Group]:
        said = self.record.nodes.get(self.record.subject, {})
        for name, heading in group_labels().items():
            shown: list[Row] = [
                self.row(row, left, frozenset([self.record.subject]))
                for row in rows
                if row.group == name and (left := self._left(row.path, said.get(row.path, ())))
            ]
            shown += [self._own_row(p, said[p]) for p, own in self.own.items() if own.group == name and p in said]
            if shown:
                yield Group(name, heading, tuple(shown))

    def _left(self, path: Term, values: tuple[Term, ...]) -> tuple[Term, ...]:
        """The values that do not stand above the groups already: the heading and the descriptions do."""
        above = {DCT.title: (self.heading(),), DCT.description: values}.get(path, ())
        return tuple(value for value in values if value not in above)

    def row(self, row: Property, values: tuple[Term, ...], above: frozenset[Term]) -> Row:
        return self._row(row.label.get(self.language) or row.label["en"], row.path, values, above, self._shape(row))

    def _row(
        self, heading: str, path: Term, values: tuple[Term, ...], above: frozenset[Term], shape: Shape | None
    ) -> Row:
        shown = self.sorted(values)[:SHOWN]
        return Row(
            label=heading,
            values=tuple(self.value(value, above, shape) for value in shown),
            path=short(path),
            more=len(values) - len(shown),
        )

    def _own_row(self, path: Term, values: tuple[Term, ...]) -> Row:
        own = self.own[path]
        told = tuple(Value(persons.shown(text(v)), spoken=persons.spoken(text(v))) for v in self.sorted(values))
        return Row(own.label, told, own.help, short(path))

    def _shape(self, row: Property) -> Shape | None:
        return self.profile.shapes.get(row.shape)

    def prose(self, value: Term) -> Value:
        return Value(text(value), language=_tag(value), html=rendered(text(value)))

    def value(self, value: Term, above: frozenset[Term], shape: Shape | None = None) -> Value:
        if is_literal(value):
            return self._literal(value)
        known = self.related.get(iri(value))
        if known is not None:
            return Value(_words(known.card.get("title"), self.language) or iri(value), known.address, title=iri(value))
        nested = self._nested(value, above, shape) if value in self.record.nodes else ()
        name = self._name(value)
        href = (safe_link(iri(value)) or "") if value[0] == "<" else ""
        return Value(
            name or (iri(value) if value[0] == "<" else ""), href, title=iri(value) if href else "", rows=nested
        )

    def _name(self, node: Term) -> str:
        named = label(iri(node), self.language) if node[0] == "<" else None
        if named:
            return named
        for path in _NAMES:
            if found := self.best(path, node):
                return text(found)
        return ""

    def _nested(self, node: Term, above: frozenset[Term], shape: Shape | None) -> tuple[Row, ...]:
        """What is said of a nested node; a node that holds itself, or is too deep, is not opened again."""
        if node in above or len(above) > DEEPEST:
            return ()
        said = self.record.nodes[node]
        shape = self.profile.shape_for(said.get(RDF.type, ())) or shape
        known = shape.by_path if shape else {}
        order = {path: place for place, path in enumerate(known)}
        rows = []
        for path in sorted(said, key=lambda p: (order.get(p, len(order)), p)):
            if (path == RDF.type and shape is not None) or self._is_told(path, node):
                continue
            if path in self.own:
                rows.append(self._own_row(path, said[path]))
                continue
            row = known.get(path)
            heading = (row.label.get(self.language) or row.label["en"]) if row else short(path)
            inner = self._shape(row) if row else None
            rows.append(self._row(heading, path, said[path], above | {node}, inner))
        return tuple(rows)

    def _is_told(self, path: Term, node: Term) -> bool:
        """Is this the name that stands above the nested rows already?"""
        values = self.record.values(path, node)
        return path in _NAMES and len(values) == 1 and text(values[0]) == self._name(node) and not _tag(values[0])

    def _literal(self, value: Term) -> Value:
        parts = read_literal(value)
        return Value(_formatted(parts.text, f"<{parts.datatype}>"), safe_link(parts.text) or "", parts.language)

    def variables(self) -> tuple[tuple[Value, ...], ...]:
        """The columns of the data dictionary: name, label, what it is, type."""
        columns = [node for node, said in self.record.nodes.items() if CSVW.Column in said.get(RDF.type, ())]
        paths = ((CSVW["name"],), (CSVW.title, CSVW.titles), (DCT.description,), (CSVW.datatype,))
        return tuple(tuple(self._cell(node, choice) for choice in paths) for node in sorted(columns))

    def _cell(self, node: Term, paths: tuple[Term, ...]) -> Value:
        found = next((best for path in paths if (best := self.best(path, node))), None)
        return Value(text(found), language=_tag(found)) if found else Value("")

    def unknown(self, shape: Shape | None) -> Iterable[Row]:
        """What the profile does not know about the resource itself: shown, kept, exported."""
        said = self.record.nodes.get(self.record.subject, {})
        known = shape.by_path if shape else {}
        above = frozenset([self.record.subject])
        for path, values in said.items():
            types = [v for v in values if v not in self.profile.by_class] if path == RDF.type else values
            if path not in known and path not in self.own and types:
                yield self._row(short(path), path, tuple(types), above, None)


_NAMES = (FOAF.name, VCARD.fn, DCT.title, SKOS.prefLabel, RDFS.label)


def _tag(value: Term | None) -> str:
    return language(value) if value else ""


def _words(texts: object, language: str) -> str:
    if not isinstance(texts, Mapping):
        return ""
    return str(texts.get(language) or texts.get("en") or texts.get("") or next(iter(texts.values()), ""))


def _formatted(words: str, datatype: Term) -> str:
    """Numbers and dates as people write them; what is ill-typed is shown as it stands."""
    if datatype in _NUMBERS and words.isascii() and words.isdigit() and len(words) < 16:
        return number_format(int(words), use_l10n=True, force_grouping=True)
    if datatype == XSD.date and (day := _day(words)):
        return day
    if datatype == XSD.boolean and words in _BOOLEANS:
        return _("yes") if _BOOLEANS[words] else _("no")
    return words


_NUMBERS = {XSD.nonNegativeInteger, XSD.integer, XSD.positiveInteger, XSD.int, XSD.long}
_BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


def _day(words: str) -> str:
    try:
        return date_format(date.fromisoformat(words[:10]), "DATE_FORMAT")
    except ValueError:
        return ""
