"""The words for what a record states where a format has room for one text: names instead of nodes, in the languages
that a reader likes best, else in English."""

import re
from collections.abc import Sequence

from fair_metadata.namespaces import DCT, FOAF, RDFS, SKOS
from fair_metadata.record import Record
from fair_metadata.terms import Term, is_blank, is_literal, language, text
from fair_metadata.vocabularies import label

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
Tongues = Sequence[str]  # languages (`es`), the one that is liked best first
ENGLISH: Tongues = ("en",)
_REST = {"en": 0, "": 1}
_NAMES = (FOAF.name, DCT.title, SKOS.prefLabel, RDFS.label)


def in_words(record: Record, path: Term, node: Term | None = None, tongues: Tongues = ENGLISH) -> str:
    """One text: in the first language of these that there is one in, then in English, then without a language, then
    any; "" when none has words."""
    stated = [value for value in record.values(path, node) if text(value).strip()]
    return text(min(stated, key=lambda value: (_place(value, tongues), value))) if stated else ""


def in_one_language(values: Sequence[Term], tongues: Tongues = ENGLISH) -> tuple[str, ...]:
    """The texts in the best language that there are any in, with those that have none; all when that is no language."""
    best = min((_place(value, tongues) for value in values if _tag(value)), default=0)
    is_liked = best <= len(tongues)
    own = [value for value in values if not _tag(value) or (is_liked and _place(value, tongues) == best)]
    return tuple(text(value) for value in own or values)


def words(record: Record, value: Term, tongues: Tongues = ENGLISH) -> str:
    """What a value is called: its text, its name or label, else its IRI; "" for a node without any."""
    if is_literal(value):
        return text(value)
    named = next(filter(None, (in_words(record, path, value, tongues) for path in _NAMES)), "")
    listed = label(text(value), tongues[0] if tongues else "en")
    return named or listed or ("" if is_blank(value) else text(value))


def one_line(words: str) -> str:
    """The text without line ends and control characters, with single spaces."""
    return " ".join(_CONTROL.sub(" ", words).split())


def _place(value: Term, tongues: Tongues) -> int:
    tag = _tag(value)
    return tongues.index(tag) if tag in tongues else len(tongues) + _REST.get(tag, len(_REST))


def _tag(value: Term) -> str:
    return language(value).split("-")[0]
