"""What comes in for an import: descriptions from RDF, from a DOI or from a table, each before it is compared."""

from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.utils.translation import gettext as _

from catalog.intake import arriving
from catalog.intake.admitting import admitted, told_of
from catalog.models import Arrival, Kind
from fair_metadata.counts import Door, suppressed
from fair_metadata.document import Document, Part
from fair_metadata.formats import datacite_json
from fair_metadata.reading import Unreadable, read_all
from fair_metadata.record import Record
from fair_metadata.terms import Triple, iri, ntriples


class CannotCome(ValueError):
    """A document of which nothing can be taken in, and why, in plain words."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One cell that is wrong: where it stands, what its column is called, what is wrong and what to write instead."""

    place: str
    column: str
    detail: str


@dataclass(frozen=True, slots=True)
class Coming:
    """One description on its way in. `refused` says why it cannot be taken in; then there may be no record.

    `saw` and `version` name the description and the draft that a row of a table was written over.
    """

    iri: str
    kind: str
    record: Record | None
    where: str = ""
    refused: str = ""
    problems: tuple[Problem, ...] = ()
    saw: str = ""
    version: int = 0
    hidden: int = 0  # counts of persons that were left out


@dataclass(slots=True)
class Came:
    """All that a document brings, and sentences on what it did not."""

    found: Iterable[Coming]
    arrival: Arrival | None = None
    notes: list[str] = field(default_factory=list)


@contextmanager
def from_rdf(incoming: arriving.Incoming, author: AbstractBaseUser | None, *, limit: int, keep: bool) -> Iterator[Came]:
    """The descriptions in an RDF document; the arrival is kept first. CannotCome for what is none."""
    door = Door(settings.SMALL_CELL_LIMIT)
    try:
        with _split(admitted(incoming, door, limit=limit), door, incoming, author, keep) as came:
            yield came
    except Unreadable as refusal:
        is_open, reason = told_of(incoming, refusal, door)
        if keep:
            arrival = arriving.keep(incoming, author=author, with_body=is_open)
            arrival.summary = {"unreadable": 1, "problems": [reason]}
            arrival.save(update_fields=["summary"])
        where = f"Line {refusal.line}: " if refusal.line else ""
        raise CannotCome(f"{where}{reason[:1].upper()}{reason[1:]}") from refusal


@contextmanager
def from_doi(incoming: arriving.Incoming, author: AbstractBaseUser | None, *, keep: bool) -> Iterator[Came]:
    """The description of a DOI, from DataCite's JSON."""
    incoming.stream.seek(0)
    try:
        found = datacite_json.read(incoming.stream.read())
    except datacite_json.NotDataCite as refusal:
        raise CannotCome(str(refusal)) from refusal
    # The reader of RDF has the last word: characters that no format can write, terms in their canonical form.
    try:
        triples = read_all(ntriples(found.triples).encode(), media_type="application/n-triples")
    except Unreadable as refusal:
        raise CannotCome(f"The description of {found.iri} cannot be kept: {refusal.reason}") from refusal
    door = Door(settings.SMALL_CELL_LIMIT)
    with _split(iter([door.admit(triples)]), door, incoming, author, keep) as came:
        came.notes += [
            _("Left out, since there is no place for it: %(said)s") % {"said": said} for said in found.left_out
        ]
        yield came


@contextmanager
def _split(
    batches: Iterator[list[Triple]],
    door: Door,
    incoming: arriving.Incoming,
    author: AbstractBaseUser | None,
    keep: bool,
) -> Iterator[Came]:
    """A document's records, after its bytes were kept, or noted where they hold a small count of persons."""
    with closing(Document(memory_triples=settings.READ_MEMORY_TRIPLES)) as document:
        for triples in batches:
            document.add(triples)
        door.close(document)
        came = Came(_each(document))
        if door.suppressed:
            came.notes.append(suppression(door.suppressed))
        if keep:
            came.arrival = arriving.keep(incoming, author=author, with_body=not door.suppressed)
        yield came
        if loose := sum(1 for _ in document.remainder()):
            came.notes.append(
                _("%(n)s statements belong to no description of a resource and are not taken in.") % {"n": loose}
            )


def suppression(count: int) -> str:
    said = _("%(n)s counts of persons are left out, because they or what they would give away are under %(limit)s.")
    return f"{said % {'n': count, 'limit': settings.SMALL_CELL_LIMIT}} {_('The file is not kept as it came.')}"


def _each(document: Document) -> Iterator[Coming]:
    for part in document.parts():
        yield _coming(part)


def _coming(part: Part) -> Coming:
    name = iri(part.subject)
    try:
        record = suppressed(part.record(), settings.SMALL_CELL_LIMIT)
    except ValueError as refusal:
        return Coming(name, part.kind, None, refused=str(refusal))
    if name.startswith("_:") and part.kind != Kind.REFERENCE:
        return Coming(name, part.kind, None, refused=_("It has no address (IRI). Give it one that lasts."))
    return Coming(record.iri, part.kind, record)
