"""Counts of persons: reading how people write them, and hiding those so small that somebody could be recognised.

Free text is not looked at: a number in a title or a description is its author's to leave out.
"""

import gzip
import re
import unicodedata
import zlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import IO

from fair_metadata.document import Document
from fair_metadata.namespaces import HEALTHDCATAP, MARROW, XSD
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, is_literal, literal, read_literal

PERSONS = HEALTHDCATAP.numberOfUniqueIndividuals
COHORT = MARROW.cohort
SUPPRESSED = MARROW.suppressedCount
WITHHELD = "suppressed"  # what is stated for a count that is not itself small, or that nobody can read

LONGEST = 40  # characters that a count may take
_MOST = 1_000_000_000_000_000  # persons; whatever is more is no count of them


@dataclass(frozen=True)
class Bounds:
    """At least `low` and at most `high` persons; None: no upper bound."""

    low: int
    high: int | None

    @property
    def is_exact(self) -> bool:
        return self.low == self.high

    def is_small(self, limit: int) -> bool:
        """Do these bounds say that there are some persons, and fewer than the limit? Nobody is no small number."""
        return self.high is not None and 0 < self.high < limit


# Dots, commas, spaces and apostrophes between groups of three are thousands: persons have no decimals.
_NUMBER = r"(?:[1-9]\d{0,2}(?:,\d{3})+|[1-9]\d{0,2}(?:\.\d{3})+|[1-9]\d{0,2}(?: \d{3})+|[1-9]\d{0,2}(?:['’]\d{3})+|\d+)"
_UNIT = r"(?: ?(?:patients?|persons?|people|individuals?|participants?|subjects?|pacientes?|personas?|individuos?))?"
_WORDS: tuple[tuple[str, str, Callable[[int], Bounds | None]], ...] = (
    # before the number, after it, what both together say
    (r"\+?", r"(?:[.,]0+)?", lambda n: Bounds(n, n)),
    (r"<|less than|fewer than|under|below|menos de", "", lambda n: Bounds(min(1, n - 1), n - 1) if n else None),
    (r"≤|<=|=<|at most|up to|no more than|hasta|como máximo", "", lambda n: Bounds(min(1, n), n)),
    (r">|over|more than|above|más de|mas de", "", lambda n: Bounds(n + 1, None)),
    (r"≥|>=|=>|at least|al menos|como mínimo", "", lambda n: Bounds(n, None)),
    ("", r"\+|or more|o más", lambda n: Bounds(n, None)),
    # The number that is stated is the best that anybody has: a search for 500 or more should find “about 540”, whose
    # text says that it is about. And “about 7” gives as much away as 7.
    (r"~|≈|about|around|approximately|approx\.?|circa|ca\.?|c\.|unos|unas|aproximadamente", "", lambda n: Bounds(n, n)),
)
_FORMS = [(re.compile(f"(?:{before}) ?({_NUMBER}) ?(?:{after}){_UNIT}"), read) for before, after, read in _WORDS]
_RANGE = re.compile(f"({_NUMBER}) ?(?:-|–|—|−|to|a) ?({_NUMBER}){_UNIT}")
_SEPARATOR = re.compile(r"[., '’]")


def bounds(text: str) -> Bounds | None:
    """What a written count promises: `<10` is 1 to 9, `100+` at least 100, `about 540` is 540. None: not a count."""
    words = _folded(text)
    if len(words) > LONGEST:
        return None
    if match := _RANGE.fullmatch(words):
        low, high = map(_whole, match.groups())
        return Bounds(low, high) if low <= high and _is_sane(high) else None
    for form, read in _FORMS:
        if match := form.fullmatch(words):
            number = _whole(match.group(1))
            return read(number) if _is_sane(number) else None
    return None


def bounds_of(value: Term) -> Bounds | None:
    """The bounds of a literal; in one typed as a decimal, a dot is never between thousands."""
    if not is_literal(value):
        return None
    said = read_literal(value)
    return _bounds_of_decimal(said.text) if f"<{said.datatype}>" in _DECIMALS else bounds(said.text)


_DECIMALS = {XSD.decimal, XSD.double, XSD.float}


def _bounds_of_decimal(text: str) -> Bounds | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return bounds(text)
    if not number.is_finite() or number < 0 or number >= _MOST:
        return None
    whole = int(number)
    return Bounds(whole, whole if number == whole else whole + 1)


def _folded(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _whole(number: str) -> int:
    digits = _SEPARATOR.sub("", number)
    return int(digits) if len(digits) <= LONGEST else _MOST


def _is_sane(number: int) -> bool:
    return number < _MOST


def suppressed(record: Record, limit: int) -> Record:
    """The record with no small count of persons in it; itself when there is none.

    Blank nodes are named again, since a name is a hash of what a node says, and nine guesses would find the number.
    """
    watched = [triple for triple in record.triples if triple[1] in _WATCHED]
    if not watched:
        return record
    changes = {triple: instead for triple in watched if (instead := _instead(triple, limit)) is not None}
    said = [changes.get(triple, triple) for triple in watched]
    changes |= _complements({s for s, p, _ in said if p == COHORT}, _by_node(said), limit)
    return record.with_changes(changes)


_WATCHED = frozenset((PERSONS, COHORT, SUPPRESSED))
_About = Callable[[Term], list[Triple]]


@dataclass
class Door:
    """Where the triples of a document come in: small counts are taken out before anything else sees them.

    `suppressed` says how many. What is shared by several records, hangs off nothing or waits in a temporary file is
    clean too, and names of blank nodes are made of what is left.
    """

    limit: int
    suppressed: int = 0
    _divided: dict[Term, None] = field(default_factory=dict)

    def admit(self, triples: list[Triple]) -> list[Triple]:
        """The triples without small counts; the same list when there are none."""
        watched = [triple for triple in triples if triple[1] in _WATCHED]
        if not watched:
            return triples
        self._divided.update(dict.fromkeys(s for s, p, _ in watched if p == COHORT))
        changes = {triple: instead for triple in watched if (instead := _instead(triple, self.limit)) is not None}
        self.suppressed += len(changes)
        return [changes.get(triple, triple) for triple in triples] if changes else triples

    def close(self, document: Document) -> None:
        """Hide what would give a hidden count away as a difference; the document is complete."""
        document.settle()
        for was, now in _complements(self._divided, document.about, self.limit).items():
            document.change(was, now)
            self.suppressed += 1


def _instead(triple: Triple, limit: int) -> Triple | None:
    """What is stated in the place of a small count; None for everything else."""
    s, p, value = triple
    text = _text_instead(value, limit) if p == PERSONS else ""
    return (s, SUPPRESSED, literal(text)) if text else None


def gives_away(text: str, limit: int) -> bool:
    """Is it a count of persons so small that it is not kept, or a text in which one may hide?"""
    return bool(_text_instead(literal(text), limit))


@lru_cache(maxsize=10_000)
def _text_instead(value: Term, limit: int) -> str:
    if not is_literal(value):
        return ""
    if found := bounds_of(value):
        return f"<{limit}" if found.is_small(limit) else ""
    return WITHHELD if _may_be_small(read_literal(value).text, limit) else ""


_NEGATIVE = re.compile(r"[-−] ?\d+")  # -1 for “unknown”
_ANY_NUMBER = re.compile(_NUMBER)


def _may_be_small(text: str, limit: int) -> bool:
    """Is there a small number somewhere in a text that nobody can read? Then it is taken to be the count."""
    words = _folded(text)
    if _NEGATIVE.fullmatch(words):
        return False
    return any(0 < _whole(match.group()) < limit for match in _ANY_NUMBER.finditer(words))


def _by_node(triples: Iterable[Triple]) -> _About:
    """What is said of each node; a change is seen by who asks afterwards."""
    found: dict[Term, list[Triple]] = {}
    for triple in triples:
        found.setdefault(triple[0], []).append(triple)
    return lambda node: found.get(node, [])


def _complements(datasets: Iterable[Term], about: _About, limit: int) -> dict[Triple, Triple]:
    """Counts of cohorts to hide, with what is stated instead, until no difference of totals gives one away.

    A cohort may belong to several datasets, so hiding one may call for another.
    """
    hidden: dict[Triple, Triple] = {}

    def seen(node: Term) -> set[Triple]:
        return {hidden.get(triple, triple) for triple in about(node)}

    todo = sorted(datasets)
    while revealing := [triple for dataset in todo for triple in _revealing(dataset, seen, limit)]:
        hidden |= {was: (was[0], SUPPRESSED, literal(WITHHELD)) for was in revealing}
    return hidden


def _revealing(dataset: Term, seen: Callable[[Term], set[Triple]], limit: int) -> list[Triple]:
    """The smallest count of a cohort, when the hidden ones could be worked out from the total and the others.

    The total itself, when no cohort is left to hide. All that are as small go with it: which of them is first would
    depend on the order of the document.
    """
    said = seen(dataset)
    total = _size(said)
    cohorts = [seen(node) for node in {o for _, p, o in said if p == COHORT}]
    sizes = [size for cohort in cohorts if (size := _size(cohort)) is not None]
    texts = [text for cohort in cohorts if (text := next((o for _, p, o in cohort if p == SUPPRESSED), ""))]
    if total is None or not _are_known(total - sum(sizes), texts, limit):
        return []
    smallest = min(filter(None, sizes), default=0)
    last = [cohort for cohort in cohorts if smallest and _size(cohort) == smallest] or [said]
    return [triple for node in last for triple in node if triple[1] == PERSONS]


def _are_known(left: int, texts: list[Term], limit: int) -> bool:
    """Does what is left of the total say how large each hidden cohort is? One is all of it; several may all be 1."""
    most = len(texts) * (limit - 1)
    is_small = not any(WITHHELD in text for text in texts)
    if len(texts) == 1:
        return left > 0 and (left <= most or not is_small)
    return left > 0 and is_small and left in (len(texts), most)


def _size(said: Iterable[Triple]) -> int | None:
    """The number of persons that is stated of a node as one number."""
    found = (bounds_of(o) for _, p, o in said if p == PERSONS)
    return max((known.low for known in found if known is not None and known.is_exact), default=None)


_NAME = PERSONS[1:-1].rsplit("#", 1)[-1].encode()
_ESCAPED = re.compile(rb"\\u00([0-9A-Fa-f]{2})")
_CHUNK = 1 << 20


def are_named_in(stream: IO[bytes]) -> bool:
    """Do these bytes, packed or not, name counts of persons? For what cannot be read, and may hold a small one."""
    stream.seek(0)
    is_packed = stream.read(2) == b"\x1f\x8b"
    stream.seek(0)
    try:
        return _is_named(gzip.GzipFile(fileobj=stream).read1 if is_packed else stream.read)
    except (OSError, EOFError):  # it breaks off; what came before it was looked at
        return False
    except zlib.error:  # it is damaged in the middle, where nobody can look
        return True


def _is_named(read: Callable[[int], bytes]) -> bool:
    tail = b""
    while chunk := read(_CHUNK):
        # Two bytes a character, and characters written as escapes, are read as the letters that they are.
        tail = _ESCAPED.sub(lambda match: bytes.fromhex(match.group(1).decode()), tail + chunk.replace(b"\0", b""))
        if _NAME in tail:
            return True
        tail = tail[-6 * len(_NAME) :]
    return False
