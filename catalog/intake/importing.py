"""An import by a curator: looked at first, then what was chosen is taken in, or all of it is thrown away."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import asdict
from datetime import timedelta
from urllib.parse import quote

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog.batching import batched
from catalog.intake import arriving, taking
from catalog.intake.coming import Came, CannotCome, from_doi, from_rdf
from catalog.intake.comparing import Compared, compared
from catalog.intake.fetching import fetched
from catalog.intake.from_table import from_table
from catalog.intake.standing_there import Mine
from catalog.models import Arrival, Fate, Import, ImportEntry, Kind, Revision
from fair_metadata.formats.datacite_values import doi_in

AT_ONCE = 200
FORGOTTEN_AFTER = timedelta(days=7)
TABLES = ("text/csv", "text/tab-separated-values", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


def address_of_doi(doi: str) -> str:
    """Where DataCite describes a DOI. CannotCome for what is none."""
    found = doi_in(doi)
    if not found:
        said = _("“%(written)s” is no DOI. Write it as 10.1234/abcd, or as https://doi.org/10.1234/abcd.")
        raise CannotCome(said % {"written": doi[:200]})
    # With what names agents exactly, which is left out unless it is asked for.
    return f"{settings.DATACITE_API}/dois/{quote(found, safe='')}?affiliation=true&publisher=true"


@contextmanager
def opened(address: str, *, accept: str = "", source: str = "") -> Iterator[arriving.Incoming]:
    """An address, fetched for a curator, as something that comes in."""
    wanted = accept or f"{arriving.ACCEPT}, text/csv;q=0.5"
    with fetched(address, limit=settings.IMPORT_BYTES_LIMIT, accept=wanted) as found:
        yield arriving.Incoming(found.body, source or address, found.media_type, found.address)


def opened_doi(doi: str) -> AbstractContextManager[arriving.Incoming]:
    """What DataCite says of a DOI."""
    return opened(address_of_doi(doi), accept="application/vnd.api+json, application/json;q=0.9", source=f"doi:{doi}")


def came(
    incoming: arriving.Incoming,
    mine: Mine,
    author: AbstractBaseUser | None,
    *,
    keep: bool,
    advance: Callable[[int], None] = lambda done: None,
) -> AbstractContextManager[Came]:
    """What a document brings, by what it is: DataCite's JSON, a table, or RDF."""
    if incoming.source.startswith("doi:"):
        return from_doi(incoming, author, keep=keep)
    if is_table(incoming):
        return from_table(incoming, author, mine, keep=keep, advance=advance)
    return from_rdf(incoming, author, limit=settings.IMPORT_BYTES_LIMIT if author else 0, keep=keep)


def is_table(incoming: arriving.Incoming) -> bool:
    """By its first bytes, its type or its name."""
    incoming.stream.seek(0)
    is_packed = incoming.stream.read(4) == b"PK\x03\x04"
    incoming.stream.seek(0)
    kind = incoming.media_type.partition(";")[0].strip().lower()
    name = incoming.source.partition("?")[0].lower()
    return is_packed or name.endswith((".csv", ".tsv", ".xlsx")) or (kind in TABLES and not name.endswith(".ttl"))


def look(
    incoming: arriving.Incoming,
    mine: Mine,
    author: AbstractBaseUser,
    *,
    advance: Callable[[int], None] = lambda done: None,
) -> Import:
    """Keep what came in and what would become of it. CannotCome when nothing of it can be taken in."""
    forget_old()
    with came(incoming, mine, author, keep=True, advance=advance) as found:
        # All of them before the first is written: meanwhile others may write.
        entries = list(_entries(compared(found.found, mine), advance))
    with transaction.atomic():
        made = Import.objects.create(
            author=author,
            organisation=mine.organisation,
            arrival=found.arrival,
            notes=found.notes,
            made_at=timezone.now(),
        )
        for entry in entries:
            entry.part_of = made
        ImportEntry.objects.bulk_create(entries, batch_size=AT_ONCE)
    return made


def _entries(rows: Iterator[Compared], advance: Callable[[int], None]) -> Iterator[ImportEntry]:
    place = 0
    for place, one in enumerate(rows, start=1):
        if place > settings.IMPORT_RECORDS_LIMIT:
            said = _("There are more than %(n)s descriptions in it. Split it, or ask the operators to take it in.")
            raise CannotCome(said % {"n": settings.IMPORT_RECORDS_LIMIT})
        yield _entry(place, one)
        advance(place)
    if not place:
        raise CannotCome(_("There is no description of a dataset, catalogue, distribution or service in it."))


def _entry(place: int, one: Compared) -> ImportEntry:
    coming, record = one.coming, one.record
    is_kept = record is not None and one.fate in (Fate.CREATED, Fate.UPDATED)
    return ImportEntry(
        place=place,
        where=coming.where,
        iri=coming.iri[:2000],
        kind=coming.kind,
        title=one.title,
        fate=one.fate,
        because=one.because,
        problems=[asdict(problem) for problem in coming.problems],
        packed=Revision.pack(record.ntriples) if record is not None and is_kept else b"",
        resource=one.there.resource if one.there else None,
        saw=one.there.digest if one.there else "",
        version=one.there.draft.version if one.there and one.there.draft else 0,
        violations=one.violations,
        warnings=one.warnings,
    )


def take(made: Import, mine: Mine, *, places: set[int] | None = None) -> None:
    """Take in what was chosen, all of it without a choice. What was taken in already stays so."""
    entries = made.entries.filter(fate__in=(Fate.CREATED, Fate.UPDATED), outcome="")
    if places is not None:
        entries = entries.filter(place__in=places)
    # Shared descriptions first: those that are taken in after them may mention them.
    numbers = [*_numbers(entries.filter(kind=Kind.REFERENCE)), *_numbers(entries.exclude(kind=Kind.REFERENCE))]
    for some in batched(numbers, taking.AT_ONCE):
        found = ImportEntry.objects.in_bulk(some)
        part = [found[number] for number in some]
        outcomes = taking.taken((_chosen(entry) for entry in part), mine, made.author, made.arrival)
        for entry, outcome in zip(part, outcomes, strict=True):
            entry.outcome = outcome
        ImportEntry.objects.bulk_update(part, ["outcome"])
    _note(made)


def _numbers(entries: QuerySet[ImportEntry]) -> list[int]:
    return list(entries.values_list("pk", flat=True))


def chosen_of(one: Compared) -> taking.Chosen:
    """What is taken in when nobody chooses between looking and taking."""
    assert one.record is not None
    there = one.there
    version = there.draft.version if there and there.draft else 0
    return taking.Chosen(one.coming.iri, one.coming.kind, one.fate, one.record, there.digest if there else "", version)


def _chosen(entry: ImportEntry) -> taking.Chosen:
    return taking.Chosen(entry.iri, entry.kind, entry.fate, entry.record, entry.saw, entry.version)


def _note(made: Import) -> None:
    made.taken_at = timezone.now()
    made.save(update_fields=["taken_at"])
    outcomes = list(made.entries.exclude(outcome="").values_list("outcome", flat=True))
    made.arrival.summary = {name: outcomes.count(name) for name in sorted(set(outcomes))} | {"notes": made.notes}
    made.arrival.save(update_fields=["summary"])


def throw_away(made: Import) -> None:
    """Nothing of it is kept, unless something of it was taken in: then what came in stays as the source of that."""
    arrival = made.arrival
    is_used = made.entries.exclude(outcome="").exists()
    made.delete()
    if not is_used:
        forget(arrival)


def forget(arrival: Arrival) -> None:
    """An arrival of which nothing came; its bytes go when no other has them."""
    body = arrival.body.name
    arrival.delete()
    if body and not Arrival.objects.filter(body=body).exists():
        arrival.body.storage.delete(body)


def forget_old() -> None:
    """Imports that nobody took in, a week later, so that nothing that was not wanted stays."""
    for made in Import.objects.filter(made_at__lt=timezone.now() - FORGOTTEN_AFTER).select_related("arrival"):
        throw_away(made)
