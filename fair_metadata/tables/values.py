"""What people type in a cell, read by the row of the profile: names and codes of lists, dates, numbers, addresses."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from difflib import get_close_matches
from functools import lru_cache

from fair_metadata.counts import PERSONS, bounds
from fair_metadata.flat.values import is_address, text_in
from fair_metadata.namespaces import XSD
from fair_metadata.profile import Form, Property
from fair_metadata.terms import Term, iri, literal, named, text
from fair_metadata.validation.lists import UNSHIPPED
from fair_metadata.vocabularies import Concept, Vocabulary, concept, vocabulary

_ZONE = r"(?:Z|[+-]\d\d:\d\d)?"
_DATES = (
    (re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?" + _ZONE), XSD.dateTime),
    (re.compile(r"\d{4}-\d\d-\d\d"), XSD.date),
    (re.compile(r"\d{4}-\d\d"), XSD.gYearMonth),
    (re.compile(r"\d{4}"), XSD.gYear),
)
_DAY = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_THOUSANDS = re.compile(r"\d{1,3}(?:[ ,.'’\u00a0]\d{3})+|\d+")
_BOOLEANS = dict.fromkeys(("true", "yes", "1", "sí", "si", "verdadero"), "true")
_BOOLEANS |= dict.fromkeys(("false", "no", "0", "falso"), "false")
_DURATION = re.compile(r"-?P(?=.)(?:\d+Y)?(?:\d+M)?(?:\d+D)?(?:T(?=.)(?:\d+H)?(?:\d+M)?(?:\d+(?:\.\d+)?S)?)?")
_UNITS = {"day": "D", "month": "M", "year": "Y", "día": "D", "dia": "D", "mes": "M", "año": "Y"}
_SPAN = re.compile(r"(\d+)\s+(day|week|month|year|día|dia|semana|mes|año)(?:e?s)?", re.IGNORECASE)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:\S+")
_BARE = re.compile(r"(?:[\w-]+\.)+[A-Za-z]{2,}(?:[/?#]\S*)?")
_MAIL = re.compile(r"[^@\s:/]+@[^@\s]+\.[^@\s]+")
WHOLE = {XSD[name] for name in ("integer", "nonNegativeInteger", "positiveInteger", "int", "long")}
BROKEN = {XSD.decimal, XSD.double, XSD.float}


def term_of(said: str, row: Property, tag: str = "") -> Term:
    """What a text means in a row. ValueError says what is wrong and what to write instead."""
    if row.form is Form.TEXT:
        return text_in(said, tag)
    if row.path == PERSONS and bounds(said) is not None and not said.isdigit():
        return literal(said)  # “<10” and “about 500” are counts too
    for datatypes, read in _READERS:
        if datatypes & set(row.datatypes):
            return read(said, row)
    if row.among:
        return _among(said, row)
    if row.vocabularies or is_address(row):
        return _address(said, row)
    if row.datatypes:
        return literal(said, datatype=row.datatypes[0][1:-1])
    return named(said) if row.form is Form.ANY and _ABSOLUTE.fullmatch(said) else literal(said)


def _date(said: str, row: Property) -> Term:
    day = _DAY.fullmatch(said)
    if day is not None:
        said = _from_day(said, *map(int, day.groups()))
    found = next((d for form, d in _DATES if d in row.datatypes and form.fullmatch(said)), None)
    if found is None or not _is_in_calendar(said):
        raise ValueError(f"“{said}” is not a date. Write 2024, 2024-05 or 2024-05-31.")
    return literal(said if found != XSD.dateTime or said.count(":") > 1 else f"{said}:00", datatype=found[1:-1])


def _from_day(said: str, first: int, second: int, year: int) -> str:
    """Day and month in the one order that can be meant."""
    if first > 12 or first == second:
        return f"{year:04}-{second:02}-{first:02}"
    if second > 12:
        return f"{year:04}-{first:02}-{second:02}"
    raise ValueError(
        f"“{said}” may be two days. Write {year:04}-{second:02}-{first:02} or {year:04}-{first:02}-{second:02}."
    )


def _is_in_calendar(said: str) -> bool:
    parts = [int(part) for part in said[:10].split("-")]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return False
    return True


def _whole(said: str, row: Property) -> Term:
    if not _THOUSANDS.fullmatch(said):
        raise ValueError(f"“{said}” is not a whole number. Write digits only, as 1250.")
    return literal(str(int(re.sub(r"\D", "", said))), datatype=row.datatypes[0][1:-1])


def _broken(said: str, row: Property) -> Term:
    try:
        number = Decimal(said.replace(",", ".") if said.count(",") == 1 and "." not in said else said)
    except InvalidOperation:
        raise ValueError(f"“{said}” is not a number. Write it as 30.5.") from None
    return literal(format(number, "f"), datatype=row.datatypes[0][1:-1])


def _boolean(said: str, row: Property) -> Term:
    value = _BOOLEANS.get(said.lower())
    if value is None:
        raise ValueError(f"“{said}” is neither yes nor no. Write true or false.")
    return literal(value, datatype=XSD.boolean[1:-1])


def _duration(said: str, row: Property) -> Term:
    if span := _SPAN.fullmatch(said):
        number, unit = int(span[1]), span[2].lower()
        said = f"P{number * 7}D" if unit in ("week", "semana") else f"P{number}{_UNITS[unit]}"
    if not _DURATION.fullmatch(said):
        raise ValueError(f"“{said}” is not a length of time. Write “90 days”, or P90D.")
    return literal(said, datatype=XSD.duration[1:-1])


_READERS = (
    ({XSD.date, XSD.gYear, XSD.gYearMonth, XSD.dateTime}, _date),
    (WHOLE, _whole),
    (BROKEN, _broken),
    ({XSD.boolean}, _boolean),
    ({XSD.duration}, _duration),
)


def _among(said: str, row: Property) -> Term:
    found = next((value for value in row.among if said in (text(value), iri(value))), None)
    if found is None:
        raise ValueError(f"“{said}” is not possible here. Write one of: {', '.join(map(text, row.among))}.")
    return found


def _address(said: str, row: Property) -> Term:
    """An entry of a list by its name, code or synonym; else an address, also without its beginning."""
    known = [entry for lists in lists_of(row) for entry in lists.find(said) or lists.by_code(said)]
    if known and len({entry.iri for entry in known[:2]}) == 1:
        return named(known[0].iri)
    if exact := [entry for entry in known if _is_called(entry, said)]:
        return named(exact[0].iri)
    if known:
        options = "; ".join(f"{entry.label('en')} ({entry.iri})" for entry in known[:4])
        raise ValueError(f"“{said}” may be several: {options}. Write the address of the one that is meant.")
    if _MAIL.fullmatch(said):
        said = f"mailto:{said}"
    elif _BARE.fullmatch(said):
        said = f"https://{said}"
    if not _ABSOLUTE.fullmatch(said):
        raise ValueError(_no_address(said, row))
    try:
        return named(said)
    except ValueError:
        raise ValueError(f"“{said}” is not an address. Write it in full, as https://…, without spaces.") from None


def _is_called(entry: Concept, said: str) -> bool:
    return said.casefold() in (entry.notation.casefold(), *(name.casefold() for name in entry.labels.values()))


def _no_address(said: str, row: Property) -> str:
    names = [name for name, _ in choices(row)]
    if not names:
        return f"“{said}” is not an address. Write it in full, as https://…"
    near = get_close_matches(said, names, 1, 0.5)
    hint = f"Did you mean “{near[0]}”? " if near else ""
    return (
        f"“{said}” is not in the list “{row.label['en']}”. {hint}Write an entry of the list, its code or its address."
    )


def lists_of(row: Property) -> Iterator[Vocabulary]:
    """The lists of a row that are shipped."""
    for name in row.vocabularies:
        if name not in UNSHIPPED and name not in ("geonames",):
            yield vocabulary(name)


@lru_cache(maxsize=200)
def choices(row: Property, tongue: str = "en") -> tuple[tuple[str, str], ...]:
    """What may be chosen in a row: name and IRI, in the order of the lists."""
    return tuple(
        (plain_name(named(entry.iri), row, tongue), entry.iri)
        for found in lists_of(row)
        for entry in found.concepts.values()
    )


@lru_cache(maxsize=20_000)
def plain_name(value: Term, row: Property, tongue: str = "en") -> str:
    """The name of an entry of the row's lists where it means that entry and no other; else its IRI."""
    known = concept(iri(value)) if row.vocabularies else None
    if known is None:
        return iri(value)
    name = known.label(tongue)
    try:
        return name if "\n" not in name and _address(name, row) == value else iri(value)
    except ValueError:
        return iri(value)
