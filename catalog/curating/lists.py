"""What waits for a curator, list by list: from columns and tables alone, no description is read.

A list is a row of LISTS: adding one is adding a row, and a part of the template that shows its lines.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from catalog.curating.yearly import AHEAD, due, waits
from catalog.duplicates import finding
from catalog.editing import drafts, queue
from catalog.models import AddressUse, Draft, Kind, Likeness, Organisation, Resource, Role, Stage, State
from catalog.policy import Viewer

LOW = 50  # FAIR points under which a description is listed


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose descriptions: all that the viewer may edit, or those of one organisation."""

    viewer: Viewer
    organisation: Organisation | None = None

    @property
    def resources(self) -> QuerySet[Resource]:
        """What stands or is being written; what was withdrawn waits for nobody."""
        rows = Resource.objects.exclude(kind=Kind.REFERENCE).exclude(state=State.WITHDRAWN)
        return self.own(rows, "organisation").select_related("organisation")

    @property
    def drafts(self) -> QuerySet[Draft]:
        rows = self.own(queue.visible(self.viewer), "resource__organisation")
        return rows.select_related("resource__organisation", "saved_by", "submitted_by").defer("packed")

    def own(self, rows: QuerySet[Any], field: str) -> QuerySet[Any]:
        if self.organisation is not None:
            return rows.filter(**{field: self.organisation})
        return rows if self.viewer.is_operator else rows.filter(**{f"{field}__in": self.viewer.organisations})


@dataclass(frozen=True, slots=True)
class List:
    """One list: its name in addresses, where a line leads ("": to its page), its heading, what it says when it is empty,
    and its rows.
    """

    name: str
    leads_to: str
    title: Promise | str
    about: Promise | str
    empty: Promise | str
    rows: Callable[[Scope], QuerySet[Any]]


def _mine(scope: Scope) -> QuerySet[Draft]:
    wrote = Draft.writers.through.objects.filter(draft=OuterRef("pk"), user_id=scope.viewer.user_id)
    me = Q(assigned_to=scope.viewer.user_id) | Q(saved_by=scope.viewer.user_id) | Exists(wrote)
    return scope.drafts.filter(me, stage__in=drafts.OPEN).order_by("-saved_at")


def _to_review(scope: Scope) -> QuerySet[Draft]:
    """Those that this person may approve, save for those that are given to somebody else."""
    roles = {Role.REVIEWER, Role.ADMINISTRATOR}
    where = [pk for pk, held in scope.viewer.roles.items() if held & roles]
    rows = scope.drafts.filter(stage=Stage.IN_REVIEW)
    rows = rows if scope.viewer.is_operator else rows.filter(resource__organisation__in=where)
    return rows.filter(Q(assigned_to=None) | Q(assigned_to=scope.viewer.user_id)).order_by("submitted_at", "pk")


def _broken(scope: Scope) -> QuerySet[AddressUse]:
    rows = scope.own(AddressUse.objects.filter(address__is_broken=True), "resource__organisation")
    rows = rows.exclude(resource__state=State.WITHDRAWN).select_related("address", "resource__organisation")
    return rows.order_by("address__failing_since", "resource__slug", "address__url", "path")


def _moved(scope: Scope) -> QuerySet[AddressUse]:
    rows = scope.own(AddressUse.objects.exclude(address__leads_to=""), "resource__organisation")
    rows = rows.filter(address__problem="").exclude(resource__state=State.WITHDRAWN)
    return rows.select_related("address", "resource__organisation").order_by("resource__slug", "address__url", "path")


def _alike(scope: Scope) -> QuerySet[Likeness]:
    rows = finding.open_pairs(scope.viewer)
    if scope.organisation is None:
        return rows
    return rows.filter(Q(one__organisation=scope.organisation) | Q(other__organisation=scope.organisation))


def _checks(scope: Scope) -> QuerySet[Resource]:
    return due(scope.resources, timezone.now() + AHEAD)


def _conditions() -> dict[str, Q]:
    """Which descriptions are on a list, for the lists that are made of nothing else."""
    return {
        "checks": waits(timezone.now() + AHEAD),
        "conflicts": Q(layer__conflicts__gt=0),
        "violations": Q(violations__gt=0),
        "warnings": Q(violations=0, warnings__gt=0),
        "incomplete": Q(kind=Kind.DATASET, fair__lt=LOW),
        "layers": Q(layer__conflicts=0),
    }


def _resources(name: str, *order: str) -> Callable[[Scope], QuerySet[Resource]]:
    """The descriptions of one of these lists, in this order."""
    return lambda scope: scope.resources.filter(_conditions()[name]).order_by(*order, "slug")


def _layers(name: str, *order: str) -> Callable[[Scope], QuerySet[Resource]]:
    rows = _resources(name, *order)
    heavy = ("layer__was_packed", "layer__theirs_packed")
    return lambda scope: rows(scope).select_related("layer", "organisation").defer(*heavy)


LISTS: Mapping[str, List] = {
    row.name: row
    for row in (
        List("drafts", "/edit/{slug}", _("My drafts"), _("What you began, or were given, and did not submit yet."), _("You are writing nothing at the moment."), _mine),
        List("review", "/review/{slug}", _("To review"), _("Submitted by others, for you to approve or return."), _("Nothing is waiting for your review."), _to_review),
        List("checks", "", _("Yearly checks"), _("Once a year, whoever holds data confirms that its description is still true (European Health Data Space, Article 60)."), _("Nothing has to be confirmed within the next 30 days."), _checks),
        List("conflicts", "/edit/{slug}/layer", _("The source says otherwise"), _("The source changed what was changed here. Ours is shown until somebody has looked."), _("No source says otherwise."), _layers("conflicts", "-layer__conflicts")),
        List("broken", "/edit/{slug}", _("Broken links"), _("Addresses that did not answer, or said that nothing is there."), _("No address is known to be broken."), _broken),
        List("moved", "/curator/links/{slug}", _("Moved links"), _("Addresses that say that they are elsewhere for good."), _("No address has moved."), _moved),
        List("duplicates", "/duplicates/{number}", _("Duplicates"), _("Descriptions that look like descriptions of the same thing."), _("No two descriptions are known to look alike."), _alike),
        List("violations", "/curator/findings/{slug}", _("Violations"), _("What has to be mended before it may be published."), _("No rule is broken."), _resources("violations", "-violations")),
        List("warnings", "/curator/findings/{slug}", _("Warnings"), _("What is recommended and missing, or may be wrong."), _("Nothing is to be warned of."), _resources("warnings", "-warnings")),
        List("incomplete", "/edit/{slug}", _("Lowest FAIR points"), _("Datasets under 50 points, the lowest first."), _("Every dataset has 50 points or more."), _resources("incomplete", "fair")),
        List("layers", "/edit/{slug}/layer", _("Our edits over other sources"), _("Harvested descriptions that were changed here. The edits stay when they come again."), _("No harvested description was changed here."), _layers("layers", "-layer__fields")),
    )
}  # fmt: skip


def counts(scope: Scope) -> dict[str, int]:
    """List → how many are on it; as many queries as there are tables, however long the lists are."""
    asked = {name: Count("pk", filter=condition) for name, condition in _conditions().items()}
    found = scope.resources.select_related(None).aggregate(**{f"n_{name}": count for name, count in asked.items()})
    others = {name: row.rows(scope).order_by().count() for name, row in LISTS.items() if name not in asked}
    return {name: found[f"n_{name}"] for name in asked} | others


def organisations(viewer: Viewer) -> QuerySet[Organisation]:
    """Those by which the lists can be narrowed."""
    rows = Organisation.objects.all()
    return rows if viewer.is_operator else rows.filter(pk__in=viewer.organisations)
