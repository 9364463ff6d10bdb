"""What a query is before anybody evaluates it: its form, whether it asks only for what may be asked, how deep it is.

The evaluating parser decides what is SPARQL. Here the words of the grammar are cut (SPARQL 1.1 Query, 19.8), which
takes well under a millisecond where a parser in Python takes ten and may recurse.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

DEEPEST = 150  # brackets inside each other

_WORDS = re.compile(
    r"""
    (?P<space>[\x20\t\r\n]+)
  | (?P<comment>\#[^\r\n]*)
  | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
  | (?P<string>'''(?:'{0,2}(?:[^'\\]|\\.))*+'''|\"\"\"(?:"{0,2}(?:[^"\\]|\\.))*+\"\"\"
             |'(?:[^'\\\r\n]|\\.)*+'|"(?:[^"\\\r\n]|\\.)*+")
  | (?P<variable>[?$][\w\u00b7-\U0010ffff]+)
  | (?P<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)
  | (?P<name>[\w.\-\u00b7-\U0010ffff]*:(?:[\w:.\-\u00b7-\U0010ffff]|%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?\#@%])*)
  | (?P<word>[A-Za-z_\u00b7-\U0010ffff][\w.\-\u00b7-\U0010ffff]*)
  | (?P<number>[0-9.]+(?:[eE][+-]?[0-9]+)?)
  | (?P<open>[({\[])
  | (?P<close>[)}\]])
  | (?P<sign>[<>=!&|*/+\-^,;?$])
    """,
    re.VERBOSE | re.DOTALL,
)
_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U([0-9A-Fa-f]{8})")
_UPDATES = frozenset(["INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"])
_FORMS = frozenset(["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"])
_BY_CHANCE = frozenset(["NOW", "RAND", "UUID", "STRUUID", "BNODE"])
_GRAPHS = ("GRAPH", "NAMED")
_HIERARCHICAL = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")
# A word of the grammar may touch what follows it, so SERVICE may also begin a longer word, or come after a full stop.
_SERVICE = re.compile(r"(?:\A|\.)service", re.IGNORECASE)


class Refused(ValueError):
    """A query that is not asked, and why, in plain words; `limit` names the limit that it ran into.

    `text` is the query, where it was found, so that people can be shown what to mend.
    """

    def __init__(self, reason: str, *, status: int = 400, limit: str = "") -> None:
        super().__init__(reason)
        self.status, self.limit, self.text = status, limit, ""


@dataclass(frozen=True, slots=True)
class Query:
    """`form`: SELECT, ASK, CONSTRUCT or DESCRIBE. `by_chance`: asked again of the same data it may answer otherwise."""

    text: str
    form: str
    uses_graphs: bool
    by_chance: bool

    @property
    def gives_triples(self) -> bool:
        return self.form in ("CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True, slots=True)
class _Word:
    kind: str
    text: str
    place: int


def read(text: str) -> Query:
    """The query, fit to be evaluated. `Refused` with a sentence for what is no query or asks for what is refused."""
    words = list(_cut(text))
    if plain := _without_code_points(text):
        # Escapes may stand for any character, also for those that words are made of (SPARQL 1.1 Query, 19.2).
        words += list(_cut(plain))
    _refuse_depth(words)
    _refuse_service(words)
    said = [word.text.upper() for word in words if word.kind in ("word", "name")]
    form = _form(said)
    uses_graphs = any(word.startswith(_GRAPHS) for word in said)
    return Query(text, form, uses_graphs, by_chance=not _BY_CHANCE.isdisjoint(said))


def _cut(text: str) -> Iterator[_Word]:
    place = 0
    while place < len(text):
        found = _WORDS.match(text, place)
        if found is None:
            raise Refused(f"{_where(text, place)}: “{text[place]}” begins nothing that SPARQL knows.")
        kind = found.lastgroup or ""
        if kind not in ("space", "comment"):
            yield _Word(kind, found.group(), place)
        place = found.end()


def _where(text: str, place: int) -> str:
    line = text.count("\n", 0, place)
    return f"Line {line + 1}, column {place - text.rfind(chr(10), 0, place)}"


def _without_code_points(text: str) -> str:
    """The text with its \\u escapes resolved; empty when it has none."""
    if "\\u" not in text and "\\U" not in text:
        return ""
    try:
        return _CODE_POINT.sub(lambda found: chr(int(found[1] or found[2], 16)), text)
    except (ValueError, OverflowError):
        raise Refused("An escape \\U… in the query names no character.") from None


def _form(said: list[str]) -> str:
    """The first word that is neither BASE nor PREFIX decides (SPARQL 1.1 Query, rule 2)."""
    first = next((word for word in said if word in _FORMS | _UPDATES), "")
    if first in _UPDATES:
        raise Refused(f"This endpoint answers queries only: {first} would change data.", status=403)
    if not first:
        raise Refused("No SELECT, ASK, CONSTRUCT or DESCRIBE is in this query. Begin with one of them.")
    return first


def _refuse_depth(words: list[_Word]) -> None:
    depth = 0
    for word in words:
        depth += (word.kind == "open") - (word.kind == "close")
        if depth > DEEPEST:
            raise Refused(
                f"Brackets stand more than {DEEPEST} deep inside each other. Write it flatter.", limit="depth"
            )


def _refuse_service(words: list[_Word]) -> None:
    """No query makes this server ask another one: SERVICE would reach hosts that only we can reach.

    A parser may read `?a <?b#…` as “less than” and a comment where an IRI is seen here, and what follows would be cut
    otherwise than it is read; so an IRI with `#` has to be one beyond doubt, `scheme://…`, where SERVICE may be meant.
    """
    if not any("service" in word.text.lower() for word in words):
        return
    for word in words:
        if word.kind in ("word", "name", "number") and _SERVICE.search(word.text):
            raise Refused(
                "SERVICE is refused: this endpoint asks no other endpoint. Ask both and join at home.", status=403
            )
        if word.kind == "iri" and "#" in word.text and not _HIERARCHICAL.match(word.text):
            raise Refused(f"{word.text} may be an IRI or a comparison. Write the whole IRI, with its scheme and “//”.")
