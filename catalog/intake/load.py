"""Loading documents: bytes → triples → records → register, in batches, with a summary that hides nothing."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Any

from django.conf import settings

from catalog import signals
from catalog.beside import beside
from catalog.collecting import few_collections
from catalog.columns import Columns, Prepared, Refused, Same
from catalog.intake import arriving
from catalog.intake.admitting import admitted, told_of
from catalog.intake.preparing import Preparing
from catalog.models import Arrival
from catalog.register import Outcome, Settled, Terms, register_many, settled
from fair_metadata.counts import Door
from fair_metadata.document import Document
from fair_metadata.reading import Unreadable
from fair_metadata.terms import Triple, ntriples

REMAINDER_KEPT = 10_000  # triples of the remainder that an arrival shows; its bytes hold them all

Progress = Callable[[str, int], None]  # (source, records so far)


@dataclass(slots=True)
class Problem:
    """Something that was not kept: where, and why, in plain words."""

    source: str
    reason: str
    line: int | None = None


@dataclass(slots=True)
class Summary:
    """What became of a load. Counts are of descriptions; `remainder` and `triples` count triples.

    `suppressed` counts the counts of persons that were too small to be kept.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    refused: int = 0
    withdrawn: int = 0
    unreadable: int = 0
    triples: int = 0
    remainder: int = 0
    violations: int = 0
    warnings: int = 0
    suppressed: int = 0
    problems: list[Problem] = field(default_factory=list)

    def add(self, other: "Summary") -> None:
        for name, value in asdict(other).items():
            if isinstance(value, int):
                setattr(self, name, getattr(self, name) + value)
        self.problems.extend(other.problems)

    def as_json(self) -> dict[str, Any]:
        return asdict(self)


def load(sources: Iterable[str], terms: Terms, *, progress: Progress | None = None) -> Summary:
    """Load each path, folder or address; what cannot be read is reported and the rest goes on."""
    total = Summary()
    with beside(), signals.together(), few_collections():
        for source in _files(sources):
            total.add(_load_one(source, terms, progress or (lambda source, count: None)))
    return total


def _files(sources: Iterable[str]) -> Iterator[str]:
    for source in sources:
        if Path(source).is_dir():
            yield from (str(path) for path in sorted(Path(source).rglob("*")) if _may_be_rdf(path))
        else:
            yield source


def _may_be_rdf(path: Path) -> bool:
    return path.is_file() and not path.name.startswith(".") and path.suffix.lower() in RDF_SUFFIXES


RDF_SUFFIXES = {".ttl", ".rdf", ".xml", ".owl", ".jsonld", ".json", ".trig", ".nt", ".nq", ".n3", ".gz"}


def _load_one(source: str, terms: Terms, progress: Progress) -> Summary:
    summary = Summary()
    try:
        with arriving.opened(source, limit=settings.READ_BYTES_LIMIT) as incoming:
            load_incoming(incoming, terms, summary, progress)
    except arriving.Unreachable as refusal:
        summary.unreadable += 1
        summary.problems.append(Problem(source, str(refusal)))
    return summary


def load_incoming(incoming: arriving.Incoming, terms: Terms, summary: Summary, progress: Progress) -> Arrival:
    """Load one open document: read it to its end, then keep its bytes, then register what it says.

    In this order, since bytes that hold a small count of persons must never be stored, not even until the end of a
    load that may be killed.
    """
    door = Door(settings.SMALL_CELL_LIMIT)
    with closing(Document(memory_triples=settings.READ_MEMORY_TRIPLES)) as document, beside() as others:
        preparing = Preparing(others)
        try:
            _read(document, incoming, preparing, door)
        except Unreadable as refusal:
            return _keep_unreadable(incoming, refusal, door, terms, summary)
        summary.triples, summary.suppressed = document.size, door.suppressed
        arrival = arriving.keep(incoming, author=terms.author, with_body=not door.suppressed)
        keeping = _Keeping(replace(terms, arrival=arrival), summary, incoming.source)
        for batch in preparing.prepared(document.parts(), keeping.known):
            keeping.take_in(batch)
            progress(incoming.source, summary.created + summary.updated + summary.unchanged)
        _note_remainder(document, arrival, summary)
    return _noted(arrival, summary)


def _read(document: Document, incoming: arriving.Incoming, preparing: Preparing, door: Door) -> None:
    for triples in admitted(incoming, door):
        document.add(triples)
        preparing.expect(document.size)
    door.close(document)


def _keep_unreadable(
    incoming: arriving.Incoming, refusal: Unreadable, door: Door, terms: Terms, summary: Summary
) -> Arrival:
    is_open, reason = told_of(incoming, refusal, door)
    summary.unreadable += 1
    summary.problems.append(Problem(incoming.source, reason, refusal.line))
    return _noted(arriving.keep(incoming, author=terms.author, with_body=is_open), summary)


def _noted(arrival: Arrival, summary: Summary) -> Arrival:
    arrival.summary = summary.as_json() | ({} if arrival.body else {"note": NOT_KEPT})
    arrival.save(update_fields=["summary", "remainder"])
    return arrival


NOT_KEPT = (
    "The bytes are not kept: they hold, or may hold, a count of persons so small that somebody could be recognised."
)


class _Keeping:
    """Batches of prepared records on their way into the register, and what became of each."""

    def __init__(self, terms: Terms, summary: Summary, source: str) -> None:
        self.terms, self.summary, self.source = terms, summary, source
        self.settled: dict[str, Settled] = {}

    def known(self, iris: list[str]) -> dict[str, str]:
        found = settled(iris, self.terms)
        self.settled |= found
        return {iri: entry.digest for iri, entry in found.items()}

    def take_in(self, batch: list[Prepared]) -> None:
        changed = [entry for entry in batch if isinstance(entry, Columns)]
        outcomes = register_many(changed, self.terms)
        for entry, outcome in zip(changed, outcomes, strict=True):
            self._count(outcome, entry.violations, entry.warnings)
            if outcome is Outcome.REFUSED:
                self._refuse(entry.iri, "another organisation owns it.")
        for entry in batch:
            was = self.settled.pop(entry.iri, None)
            if isinstance(entry, Same) and was is not None:
                self._count(Outcome.UNCHANGED, was.violations, was.warnings)
            elif isinstance(entry, Refused):
                self.summary.refused += 1
                self._refuse(entry.iri, entry.reason)

    def _count(self, outcome: Outcome, violations: int, warnings: int) -> None:
        setattr(self.summary, outcome.value, getattr(self.summary, outcome.value) + 1)
        self.summary.violations += violations
        self.summary.warnings += warnings

    def _refuse(self, iri: str, reason: str) -> None:
        self.summary.problems.append(Problem(self.source, f"{iri} is not kept: {reason}"))


def _note_remainder(document: Document, arrival: Arrival, summary: Summary) -> None:
    remainder = document.remainder()
    shown: list[Triple] = list(islice(remainder, REMAINDER_KEPT))
    summary.remainder = len(shown) + sum(1 for _ in remainder)
    arrival.remainder = ntriples(shown)
