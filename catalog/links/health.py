"""How the web addresses of a description answer: since when one is broken, when last well, how often it broke."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Count, Max, QuerySet

from catalog.models import Address, AddressUse, Resource, State, Trouble

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
    """One property that names one address. `history` is bounded, the latest first."""

    number: int
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


def health(resource: Resource) -> list[Health]:
    """The addresses of a description, the broken ones first; in two queries. Nothing is asked of anybody."""
    uses = _uses(resource.pk).prefetch_related("address__checks")
    return sorted(map(_of, uses), key=lambda each: (_ORDER.index(each.standing), each.url, each.path))


_ORDER = (Standing.BROKEN, Standing.FAILING, Standing.MOVED, Standing.BARRED, Standing.UNASKED, Standing.WELL)


def stamp(resource: int) -> str:
    """Another one whenever `health` of the resource with this number may say something else."""
    found = _uses(resource).order_by().aggregate(last=Max("address__checked_at"), named=Count("pk"))
    return f"{found['named']} {found['last']}"


def _uses(resource: int) -> QuerySet[AddressUse]:
    rows = AddressUse.objects.filter(resource=resource).exclude(resource__state=State.WITHDRAWN)
    return rows.select_related("address").order_by("address__url", "path")


def _of(use: AddressUse) -> Health:
    address = use.address
    return Health(
        number=address.pk,
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
