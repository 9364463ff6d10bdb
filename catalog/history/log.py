"""The versions of a description that one reader may see, the newest first, and what each of them said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import QuerySet

from catalog import policy
from catalog.models import Resource, Revision
from catalog.people import names
from catalog.policy import Viewer
from fair_metadata.counts import suppressed
from fair_metadata.differences import FieldChange, changes, triples
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record

SMALL = 2_000  # triples: of larger descriptions a list says only how much changed
LARGEST = 300_000  # bytes as they are kept: of larger ones, catalogues of very many, a list does not even say that
NEWEST = 2**62


@dataclass(frozen=True, slots=True)
class Entry:
    """One version in a list: who made it and from what, and how it differs from the one before that may be seen.

    `who` is a person for those who may edit, and the organisation for others. `fields` is None where the description
    is too large to compare in a list.
    """

    revision: Revision
    who: str
    source: str
    removed: int
    added: int
    fields: tuple[FieldChange, ...] | None
    is_first: bool = False
    is_large: bool = False

    @property
    def is_public(self) -> bool:
        return self.revision.audience == policy.PUBLIC


def versions(resource: Resource, viewer: Viewer) -> QuerySet[Revision]:
    """Those that the viewer may see, in order."""
    return Revision.objects.filter(policy.versions(viewer, resource), resource=resource).order_by("number")


def version(resource: Resource, viewer: Viewer, number: int) -> Revision | None:
    return (
        versions(resource, viewer)
        .select_related("author", "approver", "arrival")
        .filter(number=min(number, NEWEST))
        .first()
    )


def before(resource: Resource, viewer: Viewer, number: int) -> Revision | None:
    """The last version before that one."""
    return versions(resource, viewer).filter(number__lt=number).last()


def after(resource: Resource, viewer: Viewer, number: int) -> Revision | None:
    return versions(resource, viewer).filter(number__gt=number).first()


def at(resource: Resource, viewer: Viewer, moment: datetime) -> Revision | None:
    """What it said at a moment; the first version for a moment before it (RFC 7089, section 4.5.3)."""
    found = versions(resource, viewer)
    return found.filter(made_at__lte=moment).last() or found.first()


def record_of(resource: Resource, revision: Revision) -> Record:
    """What it said, by today's limit: a count that was large enough once may be too small to be shown now."""
    return suppressed(Record.from_ntriples(resource.iri, revision.ntriples), settings.SMALL_CELL_LIMIT)


def entries(resource: Resource, viewer: Viewer, *, size: int, below: int = NEWEST) -> tuple[list[Entry], int | None]:
    """The newest versions before a number, and the number before which the next ones are. Two queries."""
    rows = versions(resource, viewer).select_related("author", "approver", "arrival").filter(number__lt=below)
    found = list(rows.order_by("-number")[: size + 1])
    may_edit = policy.may_edit(viewer, resource)
    following = found[size - 1].number if len(found) > size else None
    return [_entry(resource, may_edit, *pair) for pair in _pairs(found, size)], following


def _pairs(found: Sequence[Revision], size: int) -> Iterator[tuple[Revision, Revision | None]]:
    for place, revision in enumerate(found[:size]):
        yield revision, found[place + 1] if place + 1 < len(found) else None


def _entry(resource: Resource, may_edit: bool, revision: Revision, was: Revision | None) -> Entry:
    who, source = named(resource, revision, may_edit=may_edit)
    if was is not None and was.digest == revision.digest:
        return Entry(revision, who, source, 0, 0, ())
    if len(revision.packed) > LARGEST:
        return Entry(revision, who, source, 0, 0, None, is_first=was is None, is_large=True)
    now = record_of(resource, revision)
    old = record_of(resource, was) if was else Record(now.subject, ())
    difference = triples(old, now)
    is_small = was is not None and len(now) + len(old) <= SMALL
    fields = changes(old, now, DEFAULT) if is_small else None
    return Entry(revision, who, source, len(difference.removed), len(difference.added), fields, is_first=was is None)


def named(resource: Resource, revision: Revision, *, may_edit: bool) -> tuple[str, str]:
    """Who made a version and what it came from. Names of people and of files are for those who may edit."""
    organisation = resource.organisation.called if resource.organisation else ""
    if not may_edit:
        return organisation, ""
    people = dict.fromkeys(names.of(person) for person in (revision.author, revision.approver) if person)
    return " · ".join(people) or organisation, revision.arrival.source if revision.arrival else ""
