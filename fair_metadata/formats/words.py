"""The words for what a record states where a format has room for one text: English first, names instead of nodes."""

import re
from collections.abc import Sequence

from fair_metadata.namespaces import DCT, FOAF, RDFS, SKOS
from fair_metadata.record import Record
from fair_metadata.terms import Term, is_blank, is_literal, language, text
from fair_metadata.vocabularies import label

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NAMES = (FOAF.name, DCT.title, SKOS.prefLabel, RDFS.label)


def in_english(record: Record, path: Term, node: Term | None = None) -> str:
    """One text: English first, then one without a language, then any; "" when none has words."""
    stated = [value for value in record.values(path, node) if text(value).strip()]
    return text(min(stated, key=_foreign)) if stated else ""


def english(values: Sequence[Term]) -> tuple[str, ...]:
    """The texts in English or without a language, all of them when there are none."""
    own = [value for value in values if _tag(value) in ("en", "")]
    return tuple(text(value) for value in own or values)


def words(record: Record, value: Term) -> str:
    """What a value is called: its text, its name or label, else its IRI; "" for a node without any."""
    if is_literal(value):
        return text(value)
    named = next(filter(None, (in_english(record, path, value) for path in _NAMES)), "")
    return named or label(text(value), "en") or ("" if is_blank(value) else text(value))


def one_line(words: str) -> str:
    """The text without line ends and control characters, with single spaces."""
    return " ".join(_CONTROL.sub(" ", words).split())


def _foreign(value: Term) -> tuple[bool, bool, Term]:
    return _tag(value) != "en", _tag(value) != "", value


def _tag(value: Term) -> str:
    return language(value).split("-")[0]
