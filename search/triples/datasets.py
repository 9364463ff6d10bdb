"""The dataset of a query: what the protocol names, else what FROM and FROM NAMED name in the text; and which graphs
GRAPH can mean where the text says it.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
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
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
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
    prefixes, base = _prologue(words, base)
    default: list[str] = []
    named: list[str] = []
    for place, (kind, word) in enumerate(words):
        if kind == "word" and word.upper() == "FROM":
            following = _following(words, place)
            is_named = following[0][1].upper() == "NAMED"
            (named if is_named else default).append(_iri(*following[is_named], prefixes, base))
    return Dataset(tuple(default), tuple(named)) if default or named else None


def named_in(question: Question) -> frozenset[str] | None:
    """The graphs that GRAPH can mean; None where it may mean any.

    It is told where each GRAPH names one, or a variable to which VALUES gives names in the same group: both are joined
    (SPARQL 1.1 Query, 18.2.2.6), so no other graph has a part in the answer.
    """
    words = list(_words(_CODE_POINT.sub(_character, question.text)))
    prefixes, base = _prologue(words, question.base)
    found: set[str] = set()
    groups = [_Group()]
    for place, (kind, word) in enumerate(words):
        if kind == "sign" and word == "{":
            groups.append(_Group())
        elif kind == "sign" and word == "}" and len(groups) > 1:
            closed = groups.pop()
            if not closed.variables <= closed.given.keys():
                return None
            found |= {name for variable in closed.variables for name in closed.given[variable]}
        elif kind == "word" and word.upper() == "GRAPH":
            kind, name = _following(words, place)[0]
            if kind == "word":
                groups[-1].variables.add(name[1:])
            else:
                found.add(_iri(kind, name, prefixes, base))
        elif kind == "word" and "GRAPH" in word.upper() and word[0] not in "?$@":
            return None  # it may touch what stands before it
        elif kind == "word" and word.upper() == "VALUES" and (given := _given(words, place)) is not None:
            groups[-1].given[words[place + 1][1][1:]] = {_iri(*each, prefixes, base) for each in given}
    return None if groups[0].variables else frozenset(found)


@dataclass(slots=True)
class _Group:
    """What stands between two braces: variables after GRAPH, and the names that VALUES gives to some."""

    variables: set[str] = field(default_factory=set)
    given: dict[str, set[str]] = field(default_factory=dict)


def _given(words: Sequence[tuple[str, str]], place: int) -> list[tuple[str, str]] | None:
    """What stands in the braces of VALUES with one variable; None where that is anything but names."""
    end = next((n for n in range(place, len(words)) if words[n] == ("sign", "}")), place)
    given = list(words[place + 3 : end])
    is_plain = words[place + 2 : place + 3] == [("sign", "{")] and all(kind in ("iri", "name") for kind, _ in given)
    return given if is_plain else None


def _prologue(words: Sequence[tuple[str, str]], base: str) -> tuple[Mapping[str, str], str]:
    """What BASE and PREFIX say, in their order."""
    prefixes: dict[str, str] = {}
    for place, (kind, word) in enumerate(words):
        following = _following(words, place)
        if kind == "word" and word.upper() == "BASE":
            base = _absolute(base, following[0][1][1:-1])
        elif kind == "word" and word.upper() == "PREFIX":
            prefixes[following[0][1].rstrip(":")] = _absolute(base, following[1][1][1:-1])
    return prefixes, base


def _following(words: Sequence[tuple[str, str]], place: int) -> Sequence[tuple[str, str]]:
    return [*words[place + 1 : place + 3], ("", ""), ("", "")]


def _words(text: str) -> Iterator[tuple[str, str]]:
    for found in _WORDS.finditer(text):
        if found.lastgroup:
            yield found.lastgroup, found.group()


def _character(found: re.Match[str]) -> str:
    number = int(found[1] or found[2], 16)
    return chr(number) if number < 0x110000 else ""


def _iri(kind: str, word: str, prefixes: Mapping[str, str], base: str) -> str:
    if kind == "iri":
        return _absolute(base, word[1:-1])
    prefix, _, local = word.partition(":")
    return prefixes.get(prefix, "") + _ESCAPED.sub(r"\1", local)


def _absolute(base: str, name: str) -> str:
    """A whole IRI as it stands: joined, it would lose an empty fragment, in which many namespaces end."""
    return name if _SCHEME.match(name) else urljoin(base, name)
