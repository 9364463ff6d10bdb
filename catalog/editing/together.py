"""Shared descriptions are published with what uses them: by the same decision, and of the same organisation only."""

from collections.abc import Iterable

from django.db.models import QuerySet

from catalog.columns import USES
from catalog.models import Change, Link, Resource, State
from catalog.policy import REFERENCES
from catalog.register import Terms, stand
from catalog.shared import shared_in
from fair_metadata.record import Record

WAITING = (State.DRAFT, State.IN_REVIEW)


def publish_shared(resource: Resource, terms: Terms) -> None:
    """What the published description uses, and what that uses in turn, is shown with it; others' stays as it stands."""
    for shared in _waiting(_uses(resource)).filter(organisation=resource.organisation_id):
        stand(shared, terms, Change.STANDING, state=State.PUBLISHED)


def waiting_with(resource: Resource, record: Record) -> tuple[list[Resource], list[Resource]]:
    """What would be published with this record of the resource, and what would not because others keep it."""
    found = list(_waiting(_reached(shared_in([record]))).order_by("iri"))
    mine = [row for row in found if row.organisation_id == resource.organisation_id]
    return mine, [row for row in found if row not in mine]


def _waiting(names: Iterable[str]) -> QuerySet[Resource]:
    return Resource.objects.filter(REFERENCES, state__in=WAITING, iri__in=sorted(names))


def _uses(resource: Resource) -> set[str]:
    return _reached(Link.objects.filter(source=resource, path=USES).values_list("target", flat=True))


def _reached(names: Iterable[str]) -> set[str]:
    """These shared descriptions, and those that they use in turn."""
    found, todo = set[str](), set(names)
    while todo:
        found |= todo
        below = Link.objects.filter(source__iri__in=sorted(todo), path=USES).values_list("target", flat=True)
        todo = set(below) - found
    return found
