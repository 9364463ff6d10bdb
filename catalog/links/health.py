"""How the web addresses of a description answer: since when one is broken, when last well, how often it broke."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from django.db.models import Count, F, Max, Q, QuerySet

from catalog.models import Address, AddressUse, Kind, Link, Resource, State, Trouble
from catalog.standing import Standing as Place
from fair_metadata.namespaces import ADMS, DCAT, HEALTHDCATAP
from fair_metadata.terms import iri

SHOWN = 10  # entries of the history of one address


class Standing(StrEnum):
    """How an address stands. What fails once may pass; what is broken is so for sure."""

    WELL = "well"
    MOVED = "moved"  # well, and elsewhere for good
    FAILING = "failing"
    BROKEN = "broken"
    BARRED = "barred"  # its host wants no programs to ask
    UNASKED = "unasked"


@dataclass(frozen=True, slots=True)
class Event:
    """The address began to answer so."""

    at: datetime
    status: int | None
    problem: str


@dataclass(frozen=True, slots=True)
class Health:
    """One property that names one address, of the resource with this slug. `history` is bounded, the latest first."""

    number: int
    slug: str
    path: str
    url: str
    standing: Standing
    status: int | None
    problem: str
    because: str
    checked_at: datetime | None
    ok_at: datetime | None
    broken_since: datetime | None
    asked: int
    broke: int
    leads_to: str
    history: tuple[Event, ...]


def health(resource: Resource | Place) -> list[Health]:
    """The addresses of a description and of its distributions, the broken ones first; in two queries. Nothing is asked
    of anybody.
    """
    uses = _uses(resource).select_related("address").prefetch_related("address__checks")
    rows = map(_of, uses.annotate(slug=F("resource__slug")))
    return sorted(rows, key=lambda each: (_ORDER.index(each.standing), each.url, each.path, each.slug))


_ORDER = (Standing.BROKEN, Standing.FAILING, Standing.MOVED, Standing.BARRED, Standing.UNASKED, Standing.WELL)
_PARTS = [iri(path) for path in (DCAT.distribution, ADMS.sample, HEALTHDCATAP.analytics)]


def stamp(resource: Resource | Place) -> str:
    """Another one whenever `health` may say something else."""
    found = _uses(resource).aggregate(last=Max("address__checked_at"), named=Count("pk"))
    return f"{found['named']} {found['last']}"


def _uses(resource: Resource | Place) -> QuerySet[AddressUse]:
    """Its own, and those of its distributions of the same organisation, which the same people mend."""
    below = Link.objects.filter(source=resource.pk, path__in=_PARTS).values("target")
    parts = Q(resource__iri__in=below, resource__organisation=resource.organisation_id)
    parts &= Q(resource__kind=Kind.DISTRIBUTION)
    return AddressUse.objects.filter(Q(resource=resource.pk) | parts).exclude(resource__state=State.WITHDRAWN)


def _of(use: Any) -> Health:
    address: Address = use.address
    return Health(
        number=address.pk,
        slug=use.slug,
        path=use.path,
        url=address.url,
        standing=_standing(address),
        status=address.status,
        problem=address.problem,
        because=str(Trouble(address.problem).label) if address.problem else "",
        checked_at=address.checked_at,
        ok_at=address.ok_at,
        broken_since=address.failing_since,
        asked=address.asked,
        broke=address.broke,
        leads_to=address.leads_to,
        history=tuple(Event(c.checked_at, c.status, c.problem) for c in list(address.checks.all())[:SHOWN]),
    )


def _standing(address: Address) -> Standing:
    if address.is_broken:
        return Standing.BROKEN
    if address.problem == Trouble.BARRED:
        return Standing.BARRED
    if address.problem:
        return Standing.FAILING
    if address.checked_at is None:
        return Standing.UNASKED
    return Standing.MOVED if address.leads_to else Standing.WELL
