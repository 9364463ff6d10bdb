"""One value: a JSON scalar where the row says what it means, else an object that says it itself (as in JSON-LD).

What is written is read back first: a scalar stands for a term only when it is read as that very term.
"""

import re
from collections.abc import Iterable
from typing import Any

from fair_metadata.namespaces import PREFIXES, RDF, XSD, short
from fair_metadata.profile import Form, Profile, Property, Shape
from fair_metadata.terms import LANG_STRING, Term, iri, is_literal, literal, named, read_literal

Json = dict[str, Any]
Scalar = str | int | float | bool

ALSO, OTHER, NONE, INCLUDED = "also", "@other", "@none", "@included"
_STRING = XSD.string[1:-1]
_WHOLE = frozenset(XSD[n] for n in ("integer", "nonNegativeInteger", "positiveInteger", "int", "long", "short", "byte"))
_BROKEN = frozenset((XSD.decimal, XSD.double, XSD.float))
_NUMBERS = _WHOLE | _BROKEN | {XSD.boolean}
_CANONICAL = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d{1,14})?")
_ZONE = r"(?:Z|[+-]\d\d:\d\d)?"
_DATES = (
    (re.compile(r"-?\d{4,}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?" + _ZONE), XSD.dateTime),
    (re.compile(r"-?\d{4,}-\d\d-\d\d" + _ZONE), XSD.date),
    (re.compile(r"-?\d{4,}-\d\d" + _ZONE), XSD.gYearMonth),
    (re.compile(r"-?\d{4,}" + _ZONE), XSD.gYear),
)
_OF_DATES = frozenset(datatype for _, datatype in _DATES)
_BLANK = re.compile(r"_:[A-Za-z0-9_][A-Za-z0-9_.-]*")


def shape_of(profile: Profile, types: Iterable[Term], row: Property | None) -> Shape | None:
    """The rows for a node: those of the property that leads to it, else those of its class."""
    nested = profile.shapes.get(row.shape) if row else None
    return nested or profile.shape_for(types)


def is_address(row: Property | None) -> bool:
    """Does a bare string in this row name a node, rather than being a text?"""
    if row is None or row.datatypes:
        return False
    says_so = bool(row.range or row.vocabularies or row.shape)
    return row.form in (Form.IRI, Form.NODE) or (row.form is Form.ANY and says_so)


def term_of(value: Scalar, row: Property | None) -> Term:
    """What a scalar means in a row. ValueError, with what to write instead, for what cannot be meant."""
    if isinstance(value, str):
        return node_of(value) if is_address(row) else _text(value, row)
    if isinstance(value, bool):
        return literal("true" if value else "false", datatype=XSD.boolean[1:-1])
    wanted = row.datatypes[0] if row and row.datatypes else ""
    if isinstance(value, int):
        return literal(str(value), datatype=(wanted if wanted in _WHOLE | _BROKEN else XSD.integer)[1:-1])
    usual = XSD.double if "e" in repr(value) else XSD.decimal
    return literal(repr(value), datatype=(wanted if wanted in _BROKEN else usual)[1:-1])


def _text(value: str, row: Property | None) -> Term:
    datatypes = row.datatypes if row else ()
    if not datatypes or datatypes[0] in _NUMBERS:  # numbers are written as numbers
        return literal(value)
    if datatypes[0] in _OF_DATES:
        found = next((d for form, d in _DATES if d in datatypes and form.fullmatch(value)), XSD.string)
        return literal(value, datatype=found[1:-1])
    return literal(value, datatype=datatypes[0][1:-1])


def scalar_of(term: Term, row: Property | None) -> Scalar | None:
    """The scalar that means this term in this row; None when there is none."""
    value = _likely(term)
    if value is None or (isinstance(value, str) and is_literal(term) and is_address(row)):
        return None
    return value if term_of(value, row) == term else None


def _likely(term: Term) -> Scalar | None:
    if not is_literal(term):
        return iri(term) if term[0] == "<" or _BLANK.fullmatch(term) else None
    said = read_literal(term)
    datatype = f"<{said.datatype}>"
    if datatype == XSD.boolean:
        return {"true": True, "false": False}.get(said.text)
    if datatype in _NUMBERS:
        return _number(said.text)
    return said.text


def _number(text: str) -> int | float | None:
    if not _CANONICAL.fullmatch(text):
        return None
    return float(text) if "." in text else int(text)


def explicit(term: Term) -> Json:
    """The term as an object that says what it is: `@id`, or `@value` with `@language` or `@type`."""
    if not is_literal(term):
        return {"@id": iri(term)}
    said = read_literal(term)
    if said.datatype == LANG_STRING:
        return {"@value": said.text, "@language": said.language}
    return {"@value": said.text} | ({"@type": named_shortly(f"<{said.datatype}>")} if said.datatype != _STRING else {})


def of_explicit(value: Json) -> Term:
    """The literal that an object with `@value` states. ValueError for what states none."""
    unknown = sorted(value.keys() - {"@value", "@language", "@type"})
    if unknown:
        raise ValueError(f"“{unknown[0]}” has no place beside “@value”. There may be “@language” or “@type”.")
    text, tag, datatype = value["@value"], value.get("@language"), value.get("@type")
    if not all(isinstance(part, str) for part in (text, tag or "", datatype or "")) or (tag and datatype):
        raise ValueError("“@value” is a text, with a text as “@language” or “@type”, not both.")
    if datatype:
        expected = expanded(datatype)
        if expected == RDF.langString:
            raise ValueError("a text in a language has “@language” instead of “@type”.")
        return literal(text, datatype=expected[1:-1])
    return text_in(text, tag or "")


def text_in(text: str, tag: str) -> Term:
    """A text in a language. ValueError for what is no tag of a language."""
    try:
        return literal(text, language=tag)
    except ValueError:
        raise ValueError(f"“{tag}” is no language. Write its tag, as “en” or “es”.") from None


def node_of(name: str) -> Term:
    """The node with this IRI, or this label that begins with `_:`. ValueError for what is neither."""
    if name.startswith("_:"):
        if _BLANK.fullmatch(name) and not name.endswith("."):
            return name
        raise ValueError(f"“{name}” is no label. Write “_:” and letters or digits.")
    try:
        return named(name)
    except ValueError:
        raise ValueError(f"“{name}” is not an address (IRI). Write it in full, as “https://…”.") from None


def named_shortly(term: Term) -> str:
    """`dcat:Dataset`, the bare IRI where no prefix fits, `<IRI>` where that would be read as a prefix."""
    for written in (short(term), iri(term)):
        if expanded(written) == term:
            return written
    return term


def expanded(written: str) -> Term:
    """The IRI that is written with a prefix, in full, or between angle brackets. ValueError for what is none."""
    if written.startswith("<") and written.endswith(">"):
        return node_of(written[1:-1])
    prefix, colon, local = written.partition(":")
    if colon and prefix in PREFIXES and not local.startswith("//"):
        return node_of(PREFIXES[prefix].base + local)
    if written.startswith("_:"):
        raise ValueError(f"“{written}” is no name of a property or class. Write its IRI.")
    return node_of(written)
