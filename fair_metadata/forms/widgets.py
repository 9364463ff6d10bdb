"""With what a value is written, and how a term is shown there. What is shown and comes back unchanged is no edit."""

import re
from enum import StrEnum
from functools import cache

from fair_metadata.flat.values import is_address
from fair_metadata.holding import CATALOGUED
from fair_metadata.namespaces import ADMS, CV, DCT, FOAF, HEALTHDCATAP, RDFS, VCARD, XSD
from fair_metadata.profile import Form, Profile, Property, Shape
from fair_metadata.terms import Term, iri, is_literal, text
from fair_metadata.vocabularies import label, names, vocabulary

FEW = 12  # entries of a list that are offered all at once


class Widget(StrEnum):
    """The kinds of fields."""

    TEXT = "text"
    PROSE = "prose"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DURATION = "duration"
    EMAIL = "email"
    PHONE = "phone"
    ADDRESS = "address"
    CONCEPT = "concept"  # an entry of a long list, found by what it is called
    CHOICE = "choice"  # an entry of a short list
    LINK = "link"  # another resource of the catalogue
    NESTED = "nested"
    ANY = "any"  # a text or an address


_BY_PATH: dict[Term, Widget] = {
    VCARD.hasEmail: Widget.EMAIL,
    CV.email: Widget.EMAIL,
    FOAF.mbox: Widget.EMAIL,
    CV.telephone: Widget.PHONE,
    DCT.description: Widget.PROSE,
    **dict.fromkeys((ADMS.versionNotes, HEALTHDCATAP.populationCoverage, RDFS.label), Widget.PROSE),
}
_BY_DATATYPE: dict[Term, Widget] = {
    XSD.boolean: Widget.BOOLEAN,
    XSD.nonNegativeInteger: Widget.NUMBER,
    XSD.integer: Widget.NUMBER,
    XSD.decimal: Widget.NUMBER,
    XSD.duration: Widget.DURATION,
    XSD.date: Widget.DATE,
    XSD.dateTime: Widget.DATE,
    XSD.gYear: Widget.DATE,
    XSD.gYearMonth: Widget.DATE,
}
_LINKED = frozenset(CATALOGUED)


def widget_of(row: Property) -> Widget:
    """With what a simple value of a row is written."""
    if row.datatypes and row.datatypes[0] in _BY_DATATYPE:
        return _BY_DATATYPE[row.datatypes[0]]
    if row.form is not Form.NODE and row.path in _BY_PATH:
        return _BY_PATH[row.path]
    if lists := lists_of(row):
        return Widget.CHOICE if sum(len(vocabulary(name).concepts) for name in lists) <= FEW else Widget.CONCEPT
    if row.range in _LINKED:
        return Widget.LINK
    if is_address(row):
        return Widget.ADDRESS
    return Widget.ANY if row.form is Form.ANY and not row.datatypes else Widget.TEXT


def lists_of(row: Property) -> tuple[str, ...]:
    """The lists of a row that are here to choose from."""
    return tuple(name for name in row.vocabularies if name in _here())


@cache
def _here() -> frozenset[str]:
    return frozenset(names())


def begun_as(row: Property, profile: Profile) -> tuple[Widget, Shape | None]:
    """With what a new value of a row is written: as a nested description where the table has rows for one."""
    widget = widget_of(row)
    shape = nested_shape(row, profile)
    if row.form is Form.IRI or widget in (Widget.CHOICE, Widget.CONCEPT) or shape is None or not shape.properties:
        return widget, None
    return Widget.NESTED, shape


def nested_shape(row: Property, profile: Profile) -> Shape | None:
    """The rows of a description that is nested in a value of this row."""
    if row.datatypes or row.form in (Form.TEXT, Form.LITERAL):
        return None
    by_class = profile.by_class.get(row.range) if row.range and row.name in _INSIDE else None
    return profile.shapes.get(row.shape) or by_class


# Resources that are mostly described inside the one that has them; all others are linked.
_INSIDE = frozenset({"distribution", "sample", "analytics"})


def shown(term: Term, row: Property | None, language: str) -> str:
    """What stands in the field for a term: of an entry of a list its name, else its text or its IRI."""
    if is_literal(term):
        return clean(text(term))
    if row is not None and widget_of(row) is Widget.CONCEPT:
        return label(iri(term), language) or iri(term)
    return iri(term)


_LINE_END = re.compile(r"\r\n?")


def clean(words: str) -> str:
    """A text as browsers send it, with one kind of line end (HTML, 4.10.22.4)."""
    return _LINE_END.sub("\n", words)


def tag_of(term: Term) -> str:
    """The language of a literal as it is written there, "" without one."""
    return term[term.rindex('"') + 2 :] if term[0] == '"' and term[-1] not in '">' else ""
