"""Where one resource stands: all that an answer from the cache needs to know, in one query that is written once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import (
    BigIntegerField,
    Case,
    DateTimeField,
    Expression,
    F,
    Field,
    Func,
    OuterRef,
    QuerySet,
    Subquery,
    When,
)

from catalog import policy
from catalog.columns import USES
from catalog.models import Kind, Link, Resource, Revision
from catalog.statements import Statement
from fair_metadata.namespaces import DCAT
from fair_metadata.terms import iri

_COLUMNS = ("pk", "iri", "kind", "slug", "organisation_id", "state", "visibility", "digest", "replaced_by_id")
_COLUMNS += ("revision_id",)
_OWN = len(_COLUMNS)
_COLUMNS += ("modified_at", "checked_at")
HOLDING = (Kind.CATALOG, Kind.SERIES)  # those that have very many members
_JOINED_PATHS = (USES, iri(DCAT.distribution))


@dataclass(frozen=True, slots=True)
class Standing:
    """A resource without its card and its graph.

    `checked_at` is when somebody confirmed last that it is true, which its page says and its documents do not.
    `around` changes whenever anything changed that its page or its documents are joined with; `changed_at` is when.
    """

    pk: int
    iri: str
    kind: str
    slug: str
    organisation_id: int | None
    state: str
    visibility: str
    digest: str
    replaced_by_id: int | None
    revision_id: int
    modified_at: datetime
    checked_at: datetime | None
    around: tuple[int | None, ...]
    changed_at: datetime


def of_page(slug: str) -> Standing | None:
    """Where it stands, `around` being what everybody sees of the resources that it names and of those that name it.

    What holds many names so many that the whole catalogue is looked at instead, as for a person (`of_own_page`).
    `changed_at` is always the whole catalogue's: what names it no more has left no time here.
    """
    return _read("page", slug)


def of_own_page(slug: str) -> Standing | None:
    """Where it stands, `around` being the whole catalogue: somebody who is signed in may see more of it than others."""
    return _read("own page", slug)


def of_document(slug: str) -> Standing | None:
    """Where it stands, `around` being what its documents join: shared descriptions and distributions.

    Their number and newest revision never come back once one has changed, come or gone: revision numbers only grow,
    so two states with the same newest one differ only by what has gone since.
    """
    return _read("document", slug)


def _read(purpose: str, slug: str) -> Standing | None:
    statement = _statement(purpose, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(statement.sql, statement.parameters([slug]))
        found = cursor.fetchone()
    if found is None:
        return None
    own, (modified_at, checked_at, around_at, *around) = found[:_OWN], found[_OWN:]
    modified, checked = _moment(modified_at), _moment(checked_at) if checked_at else None
    changed = max(modified, _moment(around_at)) if around_at else modified
    return Standing(*own, modified, checked, tuple(around), changed)


@cache
def _statement(purpose: str, vendor: str) -> Statement[Resource]:
    """Of tuples, since a page from the cache is worth no model."""
    around = _AROUND[purpose]()

    def query(slug: str) -> QuerySet[Resource]:
        rows = Resource.objects.exclude(kind=Kind.REFERENCE).filter(slug=slug).annotate(**around)
        return rows.values_list(*_COLUMNS, *around)  # type: ignore[return-value]

    return Statement.of(query, [str])


def _of_catalogue() -> dict[str, Subquery]:
    newest = Revision.objects.order_by("-number")
    return {
        "around_at": Subquery(newest.values("made_at")[:1]),
        "around_number": Subquery(newest.values("number")[:1]),
    }


def _of_neighbours() -> dict[str, Expression | Subquery]:
    """How many everybody sees of those that it names and of those that name it, and the newest revision of each.

    Two sides, since databases would go through all resources for those on either.
    """
    whole = _of_catalogue()
    named = Link.objects.filter(source=OuterRef(OuterRef("pk"))).values("target")
    naming = Link.objects.filter(target=OuterRef(OuterRef("iri"))).exclude(path=USES).values("source")
    sides = {"named": {"iri__in": Subquery(named)}, "naming": {"id__in": Subquery(naming)}}
    found: dict[str, Expression | Subquery] = {
        "around_at": whole["around_at"],
        "around_number": Case(When(kind__in=HOLDING, then=whole["around_number"])),
    }
    for side, condition in sides.items():
        # Counted, not filtered: asked for by state too, databases may go through all that is published.
        seen = Case(When(policy.visible(policy.ANYBODY), then=F("revision_id")))
        rows = Resource.objects.filter(**condition).order_by().annotate(seen=seen)
        newest, count = (Func("seen", function=name, output_field=BigIntegerField()) for name in ("MAX", "COUNT"))
        figure = Subquery(
            rows.annotate(figure=newest * 1_000_000 + count).values("figure")
        )  # so it is gone through once
        found[side] = Case(When(kind__in=HOLDING, then=None), default=figure)
    return found


def _of_joined() -> dict[str, Subquery]:
    used = Link.objects.filter(source=OuterRef(OuterRef("pk")), path__in=_JOINED_PATHS).values("target")
    joined = Resource.objects.filter(iri__in=Subquery(used)).order_by()
    return {
        "around_at": _figure(joined, "MAX", "modified_at", DateTimeField()),
        "around_count": _figure(joined, "COUNT", "pk", BigIntegerField()),
        "around_number": _figure(joined, "MAX", "revision_id", BigIntegerField()),
    }


def _figure(rows: QuerySet[Resource], function: str, column: str, kind: Field) -> Subquery:
    """One figure over rows that depend on the outer query; an aggregate would be grouped by row there."""
    return Subquery(rows.annotate(figure=Func(column, function=function, output_field=kind)).values("figure"))


_AROUND: Mapping[str, Callable[[], dict[str, Any]]] = {
    "page": _of_neighbours,
    "own page": _of_catalogue,
    "document": _of_joined,
}


def _moment(stored: datetime | str) -> datetime:
    """A moment as the database gives it; SQLite gives text in UTC."""
    found = stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
