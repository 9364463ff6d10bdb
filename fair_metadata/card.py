"""What a list shows of a resource: a few facts, projected once when a revision is registered."""

from typing import Any

from fair_metadata.counts import PERSONS, SUPPRESSED, bounds_of
from fair_metadata.namespaces import DCAT, DCT, FOAF, GEODCATAP, HEALTHDCATAP
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_literal, language, read_literal, text
from fair_metadata.vocabularies import official

EXCERPT = 320  # characters of the description that a card shows

Card = dict[str, Any]


def card(record: Record) -> Card:
    """JSON of what is stated: texts by language, numbers, dates, IRIs. What is not stated is not there."""
    facts: Card = {
        "title": _texts(record, DCT.title) or _texts(record, FOAF.name),
        "description": {tag: _excerpt(words) for tag, words in _texts(record, DCT.description).items()},
        "publisher": _agent(record, DCT.publisher),
        "holder": _agent(record, GEODCATAP.custodian),
        **_patients(record),
        "min_age": _number(record, HEALTHDCATAP.minTypicalAge),
        "max_age": _number(record, HEALTHDCATAP.maxTypicalAge),
        "period": _period(record),
        "access": _first_iri(record, DCT.accessRights),
        "licence": _first_iri(record, DCT.license),
        "model": _first_iri(record, DCT.conformsTo),
        "country": [official(iri(value)) for value in record.values(DCT.spatial) if not is_literal(value)][:5],
        "themes": [official(iri(value)) for value in record.values(DCAT.theme)][:20],
        "format": _first_iri(record, DCT["format"]),
        "issued": _date(record, DCT.issued),
        "modified": _date(record, DCT.modified),
        "version": _text(record, DCAT.version),
        "is_synthetic": _is_synthetic(record),
    }
    return {name: value for name, value in facts.items() if value or (value == 0 and value is not False)}


def _texts(record: Record, path: Term, node: Term | None = None) -> dict[str, str]:
    """Language → text; the first in sorted order where a language has several, and none that is blank."""
    found: dict[str, str] = {}
    for value in record.values(path, node):
        if is_literal(value) and (words := text(value)).strip():
            found.setdefault(language(value), words)
    return found


def _excerpt(words: str) -> str:
    return words if len(words) <= EXCERPT else words[:EXCERPT].rsplit(" ", 1)[0] + " …"


def _agent(record: Record, path: Term) -> dict[str, str]:
    value = record.value(path)
    if value is None:
        return {}
    if is_literal(value):
        return {language(value): text(value)}
    return _texts(record, FOAF.name, value) or {"": iri(value)}


def _number(record: Record, path: Term) -> int | None:
    """A count, 0 included; None when nothing or no number is stated."""
    value = record.value(path)
    if value is None or not is_literal(value):
        return None
    words = text(value).strip()
    return int(words) if words.isascii() and words.isdigit() and len(words) < 16 else None


def _patients(record: Record) -> Card:
    """`patients`: at least so many. `patients_text`: what to show when that is not all, like `<10`."""
    value = record.value(PERSONS)
    found = bounds_of(value) if value else None
    if value is None or found is None:
        hidden = record.value(SUPPRESSED)
        return {"patients_text": text(hidden)} if hidden else {}
    words = " ".join(text(value).split())
    is_plain = found.is_exact and words[0].isdigit()
    return {"patients": found.low} | ({} if is_plain else {"patients_text": words})


def _period(record: Record) -> list[str]:
    """First and last day as they are written, "" for an open end."""
    for node in record.values(DCT.temporal):
        ends = [_text(record, path, node) for path in (DCAT.startDate, DCAT.endDate)]
        if any(ends):
            return ends
    return []


def _first_iri(record: Record, path: Term) -> str:
    value = next((value for value in record.values(path) if value[0] == "<"), None)
    return official(iri(value)) if value else ""


def _date(record: Record, path: Term) -> str:
    value = record.value(path)
    return read_literal(value).text[:10] if value and is_literal(value) else ""


def _text(record: Record, path: Term, node: Term | None = None) -> str:
    value = record.value(path, node)
    return text(value) if value and is_literal(value) else ""


def _is_synthetic(record: Record) -> bool:
    """Synthetic data say so: by the EU dataset type, or in their title."""
    types = {iri(value).rsplit("/", 1)[-1] for value in record.values(DCT.type)}
    return "SYNTHETIC_DATA" in types or any("synthetic" in text(title).lower() for title in record.values(DCT.title))
