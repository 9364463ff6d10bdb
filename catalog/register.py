"""The one door for writes: upload, harvest, form and API all end here. Each accepted change is one revision."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils import timezone

from catalog.columns import Columns, columns_of, longer_slug
from catalog.models import Arrival, Change, Link, Organisation, Position, Resource, Revision, State
from catalog.signals import nudge
from fair_metadata.document import REFERENCE
from fair_metadata.record import Record

REVISIONS = "revisions"


class Outcome(StrEnum):
    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Terms:
    """On whose behalf and under which terms descriptions come in."""

    author: AbstractBaseUser | None = None
    reason: str = ""
    arrival: Arrival | None = None
    organisation: Organisation | None = None
    publish: bool = False


def register(record: Record, kind: str, terms: Terms) -> Outcome:
    """Keep one description: `Outcome.UNCHANGED` when the catalogue has it already, then nothing is written."""
    return register_many([columns_of(record, kind)], terms)[0]


def register_many(batch: Sequence[Columns], terms: Terms) -> list[Outcome]:
    """Keep a batch in one transaction: all of it or nothing.

    A description that another organisation owns is refused; the same digest is unchanged. Four statements for
    new records and five for known ones, whatever the size of the batch.
    """
    with transaction.atomic():
        known = _locked(entry.iri for entry in batch)
        outcomes = [_outcome(entry, known.get(entry.iri), terms) for entry in batch]
        writes = [(e, known.get(e.iri)) for e, o in zip(batch, outcomes, strict=True) if o in _WRITTEN]
        if writes:
            _write(writes, terms)
    return outcomes


@dataclass(frozen=True, slots=True)
class Settled:
    """A description that stands as these terms would have it: the same digest means there is nothing to do."""

    digest: str
    violations: int
    warnings: int


def settled(iris: Iterable[str], terms: Terms) -> dict[str, Settled]:
    """Of these resources, those that only another digest would change; one query."""
    rows = Resource.objects.filter(iri__in=list(iris))
    if terms.publish:
        rows = rows.filter(state=State.PUBLISHED)
    if terms.organisation:
        rows = rows.filter(organisation=terms.organisation)
    columns = rows.values_list("iri", "digest", "violations", "warnings")
    return {iri: Settled(digest, violations, warnings) for iri, digest, violations, warnings in columns}


_WRITTEN = {Outcome.CREATED, Outcome.UPDATED}


def _locked(iris: Iterable[str]) -> dict[str, Resource]:
    rows = Resource.objects.select_for_update().defer("card").filter(iri__in=list(iris))
    return {resource.iri: resource for resource in rows}


def _outcome(entry: Columns, resource: Resource | None, terms: Terms) -> Outcome:
    if resource is None:
        return Outcome.CREATED
    if terms.organisation and resource.organisation_id and resource.organisation_id != terms.organisation.pk:
        return Outcome.REFUSED
    is_published = resource.state == State.PUBLISHED or not terms.publish
    return Outcome.UNCHANGED if resource.digest == entry.digest and is_published else Outcome.UPDATED


def _write(writes: list[tuple[Columns, Resource | None]], terms: Terms) -> None:
    now = timezone.now()
    first = _take_numbers(len(writes))
    fresh_slugs = _free_slugs([entry for entry, resource in writes if resource is None])
    resources, revisions = [], []
    for number, (entry, resource) in enumerate(writes, start=first):
        change = Change.UPDATED if resource else Change.CREATED
        if resource is None:
            resource = Resource(iri=entry.iri, kind=entry.kind, slug=fresh_slugs[entry.iri], created_at=now)
        _apply(entry, resource, terms)
        resource.modified_at, resource.revision_id = now, number
        revision = Revision(
            number=number,
            change=change,
            digest=entry.digest,
            packed=entry.packed,
            author=terms.author,
            reason=terms.reason,
            arrival=terms.arrival,
            made_at=now,
        )
        resources.append(resource)
        revisions.append(revision)
    _store(resources, revisions, [entry for entry, _ in writes])
    last = first + len(writes) - 1
    transaction.on_commit(lambda: nudge(last))


def _apply(entry: Columns, resource: Resource, terms: Terms) -> None:
    resource.kind, resource.digest, resource.card = entry.kind, entry.digest, entry.card
    resource.violations, resource.warnings = entry.violations, entry.warnings
    resource.organisation = resource.organisation or terms.organisation
    if terms.publish:
        resource.state, resource.withdrawn_because = State.PUBLISHED, ""


_UPDATED = [
    "kind",
    "digest",
    "card",
    "violations",
    "warnings",
    "organisation",
    "state",
    "withdrawn_because",
    "modified_at",
    "revision",
]


def _store(resources: list[Resource], revisions: list[Revision], entries: list[Columns]) -> None:
    known = [resource for resource in resources if resource.pk]
    Resource.objects.bulk_create([resource for resource in resources if not resource.pk])
    for resource, revision in zip(resources, revisions, strict=True):
        revision.resource_id = resource.pk
    Revision.objects.bulk_create(revisions)
    if known:
        # An upsert by id: one statement a batch, where bulk_update builds a CASE for every row and column.
        Resource.objects.bulk_create(known, update_conflicts=True, unique_fields=["id"], update_fields=_UPDATED)
        Link.objects.filter(source__in=known).delete()
    Link.objects.bulk_create(
        Link(source_id=resource.pk, path=path, target=target)
        for resource, entry in zip(resources, entries, strict=True)
        for path, target in entry.links
    )


def _take_numbers(count: int) -> int:
    """The first of `count` revision numbers. The row's lock makes numbers commit in order, so none is skipped."""
    Position.objects.get_or_create(name=REVISIONS)
    position = Position.objects.select_for_update().get(name=REVISIONS)
    position.number += count
    position.save(update_fields=["number"])
    return position.number - count + 1


def _free_slugs(entries: list[Columns]) -> dict[str, str]:
    """IRI → a slug that nobody has; taken ones are made longer by a hash of the IRI."""
    wanted = {entry.slug for entry in entries}
    taken = set(Resource.objects.filter(slug__in=wanted).values_list("slug", flat=True))
    slugs: dict[str, str] = {}
    for entry in entries:
        is_plain = entry.slug not in taken and entry.kind != REFERENCE
        slugs[entry.iri] = entry.slug if is_plain else longer_slug(entry.slug, entry.iri)
        taken.add(slugs[entry.iri])
    return slugs
