"""The dataset of a query: what the protocol names, else what FROM and FROM NAMED name in the text."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from urllib.parse import urljoin

from search.triples.protocol import Question

_WORDS = re.compile(
    r"""
    [\x20\t\r\n]+ | \#[^\r\n]*
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>'''(?:'{0,2}(?:[^'\\]|\\.))*+'''|\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*+\"\"\"
             |'(?:[^'\\\r\n]|\\.)*+'|"(?:[^"\\\r\n]|\\.)*+")
  | (?P<name>[\w.\-·]*:(?:[\w:.\-·]|%[0-9A-Fa-f]{2}|\\.)*)
  | (?P<word>[?$@]?\w+)
  | (?P<sign>.)
    """,
    re.VERBOSE | re.DOTALL,
)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Dataset:
    """IRIs of the graphs that make the default graph, and of those that GRAPH may mean."""

    default: tuple[str, ...]
    named: tuple[str, ...]


def dataset_of(question: Question) -> Dataset | None:
    """What is asked of; None for all there is (SPARQL 1.1 Protocol, 2.1.4; Query, 13.2)."""
    if question.default_graphs is not None or question.named_graphs is not None:
        return Dataset(question.default_graphs or (), question.named_graphs or ())
    return _in_text(question.text, question.base)


def without(names: Iterable[str], hidden: Collection[str]) -> list[str]:
    """What of these may be meant: no description that is hidden, and nothing of how the store is laid out."""
    return [name for name in names if name not in hidden and not name.startswith("urn:fdc:vocab:marrow:")]


def _in_text(text: str, base: str) -> Dataset | None:
    """What FROM names; None where it names nothing. What cannot be read is left to the one who evaluates it.

    Clauses stand before the first brace that is not a template's, and FROM is no word of an expression.
    """
    if "from" not in text.lower() and "\\" not in text:
        return None
    words = list(_words(_CODE_POINT.sub(_character, text)))
    prefixes: dict[str, str] = {}
    default: list[str] = []
    named: list[str] = []
    for place, (kind, word) in enumerate(words):
        following = [*words[place + 1 : place + 3], ("", ""), ("", "")]
        if kind != "word":
            continue
        match word.upper():
            case "BASE":
                base = urljoin(base, following[0][1][1:-1])
            case "PREFIX":
                prefixes[following[0][1].rstrip(":")] = urljoin(base, following[1][1][1:-1])
            case "FROM":
                is_named = following[0][1].upper() == "NAMED"
                (named if is_named else default).append(_iri(*following[is_named], prefixes, base))
    return Dataset(tuple(default), tuple(named)) if default or named else None


def _words(text: str) -> Iterator[tuple[str, str]]:
    for found in _WORDS.finditer(text):
        if found.lastgroup:
            yield found.lastgroup, found.group()


def _character(found: re.Match[str]) -> str:
    number = int(found[1] or found[2], 16)
    return chr(number) if number < 0x110000 else ""


def _iri(kind: str, word: str, prefixes: dict[str, str], base: str) -> str:
    if kind == "iri":
        return urljoin(base, word[1:-1])
    prefix, _, local = word.partition(":")
    return prefixes.get(prefix, "") + _ESCAPED.sub(r"\1", local)
