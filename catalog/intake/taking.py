"""Taking in what was chosen: something new as a draft that nobody sees, a change as a draft over what is there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser

from catalog.batching import batched
from catalog.editing import drafts
from catalog.intake.standing_there import Mine, may_take
from catalog.models import Arrival, Draft, Fate, Kind, Resource
from catalog.register import Outcome, Terms, alone, register_many
from catalog.shared import columns, shared_in
from catalog.signals import together
from fair_metadata.record import Record

AT_ONCE = 100
REASON = "Imported"
CREATED, DRAFTED = "created", "drafted"
OVERTAKEN = "overtaken"  # changed by somebody else since it was looked at
REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Chosen:
    """One description to take in, and what it was compared with."""

    iri: str
    kind: str
    fate: str
    record: Record
    saw: str = ""
    version: int = 0


def taken(
    chosen: Iterable[Chosen], mine: Mine, author: AbstractBaseUser | None, arrival: Arrival | None
) -> Iterator[str]:
    """What became of each, in their order. Shared descriptions are to come first, since others mention them.

    A batch is one transaction, in which nobody else writes.
    """
    terms = Terms(author=author, reason=REASON, arrival=arrival, organisation=mine.organisation)
    with together():
        for part in batched(chosen, AT_ONCE):
            with alone():
                outcomes = [*_batch(part, mine, author, terms)]
            yield from outcomes


def _batch(part: list[Chosen], mine: Mine, author: AbstractBaseUser | None, terms: Terms) -> Iterator[str]:
    there = {row.iri: row for row in Resource.objects.filter(iri__in=[one.iri for one in part])}
    new = [one for one in part if one.iri not in there and one.fate == Fate.CREATED]
    made = dict(zip((one.iri for one in new), _created(new, terms), strict=True))
    for one in part:
        if one.fate == Fate.CREATED:
            yield made.get(one.iri, OVERTAKEN)
        else:
            yield _drafted(one, there.get(one.iri), mine, author)


def _created(new: list[Chosen], terms: Terms) -> list[str]:
    shared = [one for one in new if one.kind == Kind.REFERENCE]
    others = [one for one in new if one.kind != Kind.REFERENCE]
    told: dict[str, str] = {}
    for group in (shared, others):
        known = shared_in(one.record for one in group)
        entries = [columns(one.record, one.kind, known) for one in group]
        for one, outcome in zip(group, register_many(entries, terms) if entries else [], strict=True):
            told[one.iri] = CREATED if outcome is Outcome.CREATED else REFUSED
    return [told[one.iri] for one in new]


def _drafted(one: Chosen, resource: Resource | None, mine: Mine, author: AbstractBaseUser | None) -> str:
    """A draft over it, unless it or its draft was changed since."""
    if resource is None or not may_take(mine, resource):
        return REFUSED
    was = Draft.objects.filter(resource=resource).first()
    if (was.version if was else 0) != one.version or (was.digest if was else resource.digest) != one.saw:
        return OVERTAKEN
    draft = drafts.begin(resource, author)
    try:
        drafts.save(draft, one.record, author, version=draft.version)
    except drafts.NotOpen:
        return OVERTAKEN
    return DRAFTED
