"""The queue of drafts: what waits for whom. From the tables alone; no description is read."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from catalog.models import Draft, Stage
from catalog.policy import Viewer

MINE, ALL = "mine", "all"


@dataclass(frozen=True, slots=True)
class Asked:
    """Which drafts: at what stage, and whose."""

    stage: str = Stage.IN_REVIEW
    whose: str = ALL


def visible(viewer: Viewer) -> QuerySet[Draft]:
    """The drafts of the viewer's organisations; an operator sees all."""
    rows = Draft.objects.all()
    return rows if viewer.is_operator else rows.filter(resource__organisation__in=viewer.organisations)


def of(viewer: Viewer, asked: Asked) -> QuerySet[Draft]:
    """The drafts that are asked for, those that wait longest first."""
    rows = _whose(visible(viewer), viewer, asked.whose).filter(stage=asked.stage)
    named = ("resource__organisation", "saved_by", "submitted_by", "assigned_to", "approved_by")
    return rows.select_related(*named).defer("packed").order_by("submitted_at", "pk")


def counts(viewer: Viewer, whose: str) -> dict[str, int]:
    """Stage → how many; one query."""
    rows = _whose(visible(viewer), viewer, whose).order_by().values_list("stage")
    return dict.fromkeys(Stage.values, 0) | dict(rows.annotate(n=Count("pk")))


def _whose(rows: QuerySet[Draft], viewer: Viewer, whose: str) -> QuerySet[Draft]:
    """Mine are those that are given to me, and those of which I wrote a part."""
    if whose != MINE:
        return rows
    wrote = Draft.writers.through.objects.filter(draft=OuterRef("pk"), user_id=viewer.user_id)
    me = Q(assigned_to=viewer.user_id) | Q(saved_by=viewer.user_id) | Q(submitted_by=viewer.user_id)
    return rows.filter(me | Exists(wrote))
