"""What everybody saw change, in the order of its numbers, in fragments of a fixed span.

The log holds revisions that were made while a resource was not public, and does not say who could see what then. So a
resource has one change here: its last public one, with what it says now, or that it is gone. Numbers only grow: what
changes later stands in a later fragment; an earlier fragment gains nothing, it only loses what was overtaken.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, F, Max, Min, Q, QuerySet

from catalog import policy
from catalog.models import Resource, State

SPAN = 500  # numbers of a fragment
CHUNK = 200
SETTLED = "public, max-age=604800, immutable"  # a week: what is withdrawn meanwhile should not be kept for a year
_FIGURES = {
    "first": Min("public_at"),
    "last": Max("public_at"),
    "newest": Max("public_number"),
    "count": Count("pk"),
}


@dataclass(frozen=True, slots=True)
class Fragment:
    """One span of numbers that holds something. The open one, the last, is where changes still come in."""

    place: int
    first_at: datetime
    last_at: datetime
    newest: int
    count: int
    is_open: bool


@dataclass(frozen=True, slots=True)
class Change:
    """The last public change of one resource; `is_gone` when everybody may see it no longer."""

    resource: Resource
    number: int
    at: datetime
    is_gone: bool

    @property
    def is_new(self) -> bool:
        """Is it the first revision of the resource? An id is the number of that one."""
        return self.number == self.resource.pk


def fragments(kinds: Q | None = None) -> list[Fragment]:
    """All that hold something, in order; one query, which reads every number."""
    spans = _public(kinds).values(place=F("public_number") / SPAN).order_by("place").annotate(**_FIGURES)
    rows = list(spans.values_list("place", *_FIGURES))
    return [Fragment(*row, is_open=row is rows[-1]) for row in rows]


def fragment(place: int, kinds: Q | None = None) -> Fragment | None:
    """The one at this place; None when it holds nothing."""
    found = _span(place, kinds).aggregate(**_FIGURES)
    is_open = not _public(kinds).filter(public_number__gte=(place + 1) * SPAN).exists()
    return Fragment(place, *found.values(), is_open=is_open) if found["count"] else None


def newest(kinds: Q | None = None) -> Fragment | None:
    return _of(_public(kinds).order_by("-public_number"), kinds)


def after(one: Fragment, kinds: Q | None = None) -> Fragment | None:
    """The next that holds something."""
    return _of(_public(kinds).filter(public_number__gte=(one.place + 1) * SPAN).order_by("public_number"), kinds)


def before(one: Fragment, kinds: Q | None = None) -> Fragment | None:
    return _of(_public(kinds).filter(public_number__lt=one.place * SPAN).order_by("-public_number"), kinds)


def _of(rows: QuerySet[Resource], kinds: Q | None) -> Fragment | None:
    number = rows.values_list("public_number", flat=True).first()
    return None if number is None else fragment(number // SPAN, kinds)


def changes(place: int, kinds: Q | None = None) -> Iterator[Change]:
    """What one fragment holds, oldest first, with the descriptions of what is not gone."""
    for row in _span(place, kinds).select_related("revision").order_by("public_number").iterator(chunk_size=CHUNK):
        assert row.public_number is not None
        assert row.public_at is not None
        is_there = policy.is_public(row) and row.state == State.PUBLISHED
        yield Change(row, row.public_number, row.public_at, not is_there)


def _span(place: int, kinds: Q | None) -> QuerySet[Resource]:
    return _public(kinds).filter(public_number__gte=place * SPAN, public_number__lt=(place + 1) * SPAN)


def _public(kinds: Q | None) -> QuerySet[Resource]:
    """A change without a time is none that a follower could place."""
    return Resource.objects.filter(kinds or Q(), public_number__isnull=False, public_at__isnull=False)
