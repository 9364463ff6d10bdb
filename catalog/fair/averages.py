"""Averages of FAIR points: of the whole catalogue and by organisation, and the lowest. From columns alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Avg, Count, Q, QuerySet

from catalog import browse, policy
from catalog.fair.showing import BANDS
from catalog.models import Kind, Organisation, Resource
from catalog.pages.signposting import absolute
from catalog.policy import Viewer

LOWEST = 20


@dataclass(frozen=True, slots=True)
class Average:
    """Of how many datasets, and their mean, in whole points; None of none."""

    datasets: int
    points: int | None
    name: str = ""
    address: str = ""


@dataclass(frozen=True, slots=True)
class Overview:
    """The catalogue: its mean, how many datasets are in each band, each organisation's mean, and the lowest."""

    whole: Average
    bands: Mapping[str, int]
    organisations: tuple[Average, ...]
    lowest: tuple[Resource, ...]

    def as_json(self) -> dict[str, Any]:
        return {
            "datasets": self.whole.datasets,
            "points": self.whole.points,
            "bands": dict(self.bands),
            "organisations": [
                {"name": one.name, "page": absolute(one.address), "datasets": one.datasets, "points": one.points}
                for one in self.organisations
            ],
            "lowest": [
                {"dataset": row.iri, "report": absolute(f"{browse.address(row)}/fair"), "points": row.fair}
                for row in self.lowest
            ],
        }


def catalogue(viewer: Viewer) -> Overview:
    """Four queries, however many datasets there are."""
    rows = _listed(viewer)
    by_organisation = rows.exclude(organisation=None).values("organisation__name", "organisation__slug")
    means = by_organisation.annotate(n=Count("pk"), mean=Avg("fair")).order_by("-mean", "organisation__name")
    return Overview(
        average(rows),
        rows.aggregate(**{name: Count("pk", filter=condition) for name, condition in _bands().items()}),
        tuple(_of_row(row) for row in means),
        tuple(rows.order_by("fair", "slug")[:LOWEST]),
    )


def _of_row(row: Mapping[str, Any]) -> Average:
    page = f"/organisations/{row['organisation__slug']}"
    return Average(row["n"], round(row["mean"]), row["organisation__name"], page)


def of_organisation(organisation: Organisation, viewer: Viewer) -> Average:
    return average(_listed(viewer).filter(organisation=organisation))


def average(rows: QuerySet[Resource]) -> Average:
    found = rows.aggregate(n=Count("pk"), mean=Avg("fair"))
    return Average(found["n"], None if found["mean"] is None else round(found["mean"]))


def _listed(viewer: Viewer) -> QuerySet[Resource]:
    return Resource.objects.filter(policy.listed(viewer), kind=Kind.DATASET)


def _bands() -> dict[str, Q]:
    """Band → its points: from its own least up to the next one's."""
    above = [101, *(least for least, _ in BANDS)]
    return {name: Q(fair__gte=least, fair__lt=most) for (least, name), most in zip(BANDS, above, strict=False)}
