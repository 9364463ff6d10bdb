"""The one door for writes: upload, harvest, form and API all end here. Each accepted change is one revision."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, NamedTuple

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models.functions import Coalesce
from django.utils import timezone

from catalog import layers, policy, rows, set_rows, slugs
from catalog.columns import Columns, columns_of, longer_slug
from catalog.models import Arrival, Change, Link, Organisation, Position, Resource, Revision, State, Visibility
from catalog.set_rows import Shown
from catalog.signals import nudge
from catalog.topics import sets_of
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
    """On whose behalf and under which terms descriptions come in. `publish` brings back nothing that is withdrawn.

    `approver` is who let it pass, where that is not the author. `written_here`: the arrival holds what somebody wrote
    to this catalogue itself, so it is no source whose next arrival would meet local edits.
    """

    author: AbstractBaseUser | None = None
    approver: AbstractBaseUser | None = None
    reason: str = ""
    arrival: Arrival | None = None
    organisation: Organisation | None = None
    publish: bool = False
    written_here: bool = False

    @property
    def source(self) -> Arrival | None:
        """What this came with from elsewhere; None for what is written here."""
        return None if self.written_here else self.arrival


def register(record: Record, kind: str, terms: Terms) -> Outcome:
    """Keep one description: `Outcome.UNCHANGED` when the catalogue has it already, then nothing is written."""
    return register_many([columns_of(record, kind)], terms)[0]


def register_many(batch: Sequence[Columns], terms: Terms) -> list[Outcome]:
    """Keep a batch in one transaction: all of it or nothing.

    A description that another organisation owns is refused; the same digest is unchanged. The number of statements
    does not grow with the batch, but for descriptions that come from elsewhere and were changed here: those are kept
    with our changes in them (`layers`).
    """
    with transaction.atomic():
        position = _locked_position()
        known = _places(entry.iri for entry in batch)
        met = layers.met(e for e in batch if _is_from_elsewhere(known.get(e.iri))) if terms.source else {}
        batch = [met[entry.iri].entry if entry.iri in met else entry for entry in batch]
        outcomes = [_outcome(entry, known.get(entry.iri), terms) for entry in batch]
        writes = [(e, known.get(e.iri)) for e, o in zip(batch, outcomes, strict=True) if o in _WRITTEN]
        before = {} if terms.source else _from_elsewhere(was for _, was in writes)
        if writes:
            _write(writes, terms, position)
        layers.keep(met[e.iri] for e, o in zip(batch, outcomes, strict=True) if e.iri in met and o is not _REFUSED)
        if before:
            layers.edited([entry for entry, _ in writes], before)
    return outcomes


@contextmanager
def alone() -> Iterator[None]:
    """One transaction in which no other change comes in between: what is read inside still holds when it is written."""
    with transaction.atomic():
        _locked_position()
        yield


class Settled(NamedTuple):
    """A description that stands as these terms would have it: the same digest means there is nothing to do."""

    digest: str
    violations: int
    warnings: int


def settled(iris: Iterable[str], terms: Terms) -> dict[str, Settled]:
    """Of these resources, those that only another digest would change; one query."""
    found = Resource.objects.filter(iri__in=list(iris))
    if terms.source:  # what the source said last, which is not what the resource says when it was edited here
        found = found.annotate(known=Coalesce("layer__theirs_digest", "digest"))
    if terms.publish:
        found = found.filter(state__in=_SETTLED)
    if terms.organisation:
        found = found.filter(organisation=terms.organisation)
    digest = "known" if terms.source else "digest"
    return {iri: Settled(*facts) for iri, *facts in found.values_list("iri", digest, "violations", "warnings")}


_SETTLED = (State.PUBLISHED, State.WITHDRAWN)  # states that publishing does not change
_WRITTEN = {Outcome.CREATED, Outcome.UPDATED}
_REFUSED = Outcome.REFUSED


def _locked_position() -> Position:
    """The row that gives out numbers. Its lock lets one batch in at a time, so numbers commit in order."""
    locked = Position.objects.select_for_update()
    try:
        return locked.get(name=REVISIONS)
    except Position.DoesNotExist:
        Position.objects.get_or_create(name=REVISIONS)
        return locked.get(name=REVISIONS)


class _Place(NamedTuple):
    """Where a resource stands; an instance of the model would cost as much as all the rest."""

    id: int
    iri: str
    slug: str
    visibility: str = Visibility.EVERYBODY
    organisation_id: int | None = None
    state: str = State.DRAFT
    withdrawn_because: str = ""
    replaced_by_id: int | None = None
    digest: str = ""
    public_number: int | None = None
    public_at: datetime | None = None
    arrival_id: int | None = None

    @property
    def public(self) -> tuple[int | None, Any]:
        return self.public_number, self.public_at and rows.moment(self.public_at)


def _places(iris: Iterable[str]) -> dict[str, _Place]:
    found = Resource.objects.filter(iri__in=list(iris)).values_list(*_Place._fields)
    return {place.iri: place for place in map(_Place._make, found)}


def _from_elsewhere(places: Iterable[_Place | None]) -> dict[str, bytes]:
    """Of resources that came from elsewhere, what they say; no query when there are none."""
    iris = [place.iri for place in places if place is not None and _is_from_elsewhere(place)]
    found = Resource.objects.filter(iri__in=iris).values_list("iri", "revision__packed")
    return dict(found) if iris else {}


def _is_from_elsewhere(place: _Place | None) -> bool:
    return place is not None and place.arrival_id is not None


def _outcome(entry: Columns, place: _Place | None, terms: Terms) -> Outcome:
    if place is None:
        return Outcome.CREATED
    if terms.organisation and place.organisation_id and place.organisation_id != terms.organisation.pk:
        return Outcome.REFUSED
    if place.replaced_by_id:  # what was merged into another is changed there
        return Outcome.UNCHANGED
    is_settled = place.state in _SETTLED or not terms.publish
    return Outcome.UNCHANGED if place.digest == entry.digest and is_settled else Outcome.UPDATED


def _write(writes: list[tuple[Columns, _Place | None]], terms: Terms, position: Position) -> None:
    """A resource's id is the number of its first revision, so all rows are known before the first is written."""
    now, first = rows.moment(timezone.now()), position.number + 1
    position.number += len(writes)
    position.save(update_fields=["number"])
    free = _free_slugs([entry for entry, was in writes if was is None])
    resources, revisions, links = [], [], []
    for number, (entry, was) in enumerate(writes, start=first):
        place = _afterwards(was or _Place(number, entry.iri, free[entry.iri]), terms)
        resources.append(_resource_row(entry, place, number, now, terms))
        revisions.append(_revision_row(entry, place, number, now, terms, Change.UPDATED if was else Change.CREATED))
        links += [(place.id, path, target) for path, target in entry.links]
    Link.objects.filter(source__in=[was.id for _, was in writes if was]).delete()
    rows.insert(Resource, _RESOURCE, resources, update=_UPDATED)
    rows.insert(Revision, _REVISION, revisions)
    rows.insert(Link, _LINK, links)
    set_rows.write(_shown(resources, [entry for entry, _ in writes]))
    transaction.on_commit(lambda: nudge(position.number))


_UPDATED = ("kind", "digest", "card", "violations", "warnings", "organisation_id", "state", "withdrawn_because")
_UPDATED += ("modified_at", "revision_id", "public_number", "public_at")
_UPDATED += ("fair", "arrival_id")
_RESOURCE = ("id", "iri", "slug", "visibility", "created_at", *_UPDATED)
_REVISION = ("number", "resource_id", "change", "digest", "packed", "author_id", "approver_id")
_REVISION += ("reason", "arrival_id", "made_at", "audience")
_LINK = ("source_id", "path", "target")


def _afterwards(place: _Place, terms: Terms) -> _Place:
    """Where it stands once these terms have been applied."""
    owner = place.organisation_id or (terms.organisation.pk if terms.organisation else None)
    state = State.PUBLISHED if terms.publish and place.state not in _SETTLED else place.state
    return place._replace(organisation_id=owner, state=state)


def _resource_row(entry: Columns, place: _Place, number: int, now: Any, terms: Terms) -> rows.Row:
    kept = (place.id, place.iri, place.slug, place.visibility, now)
    facts = (entry.kind, entry.digest, entry.card, entry.violations, entry.warnings)
    stands = (place.organisation_id, place.state, place.withdrawn_because)
    public = (number, now) if policy.is_public(place) else place.public
    arrival = terms.source.pk if terms.source else place.arrival_id
    return (*kept, *facts, *stands, now, number, *public, entry.fair, arrival)


def _shown(resources: list[rows.Row], entries: list[Columns]) -> list[Shown]:
    """Of what was written, that which everybody sees change: it bears the number of this very revision."""
    found = []
    for row, entry in zip(resources, entries, strict=True):
        place = dict(zip(_RESOURCE, row, strict=True))
        if place["public_number"] == place["revision_id"]:
            number, owner = place["public_number"], place["organisation_id"]
            found.append(Shown(place["id"], entry.iri, entry.kind, number, owner, entry.sets))
    return found


def _revision_row(entry: Columns, place: _Place, number: int, now: Any, terms: Terms, change: Change) -> rows.Row:
    author, approver = terms.author and terms.author.pk, terms.approver and terms.approver.pk
    said = (change, entry.digest, entry.packed, author, approver, terms.reason)
    return (number, place.id, *said, terms.arrival and terms.arrival.pk, now, policy.audience(place))


def _free_slugs(entries: list[Columns]) -> dict[str, str]:
    """IRI → a slug that nobody has; taken and reserved ones are made longer by a hash of the IRI."""
    wanted = {entry.slug for entry in entries}
    taken = {*slugs.reserved(), *Resource.objects.filter(slug__in=wanted).values_list("slug", flat=True)}
    free: dict[str, str] = {}
    for entry in entries:
        is_plain = entry.slug not in taken and entry.kind != REFERENCE
        free[entry.iri] = entry.slug if is_plain else longer_slug(entry.slug, entry.iri)
        taken.add(free[entry.iri])
    return free


def stand(resource: Resource, terms: Terms, change: Change, **standing: str | int | None) -> None:
    """One revision in which a resource says what it said and stands otherwise (state, visibility, owner …)."""
    with transaction.atomic():
        position = _locked_position()
        now = timezone.now()  # only now: times are in the order of the numbers
        was = Resource.objects.select_related("revision").get(pk=resource.pk)
        assert was.revision is not None
        record = was.record
        position.number += 1
        position.save(update_fields=["number"])
        packed, was_public = was.revision.packed, policy.is_public(was)
        for name, value in {**standing, "revision_id": position.number, "modified_at": now}.items():
            setattr(was, name, value)
        Revision.objects.create(
            number=position.number,
            resource=resource,
            change=change,
            digest=was.digest,
            packed=packed,
            author=terms.author,
            approver=terms.approver,
            reason=terms.reason,
            made_at=now,
            audience=policy.audience(was),
        )
        if was_public or policy.is_public(was):
            was.public_number, was.public_at = position.number, now
        was.save(update_fields=["revision", "modified_at", "public_number", "public_at", *standing])
        if was.public_number == position.number:
            specs = sets_of(record, was.kind)
            set_rows.write([Shown(was.pk, was.iri, was.kind, position.number, was.organisation_id, specs)])
        transaction.on_commit(lambda: nudge(position.number))
    resource.refresh_from_db()
