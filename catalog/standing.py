"""Where one resource stands: all that an answer from the cache needs to know, in one query that is written once."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from typing import Any

from django.db import connection
from django.db.models import BigIntegerField, DateTimeField, Field, Func, OuterRef, QuerySet, Subquery

from catalog.columns import USES
from catalog.models import Kind, Link, Resource, Revision
from fair_metadata.namespaces import DCAT
from fair_metadata.terms import iri

_COLUMNS = ("pk", "iri", "kind", "slug", "organisation_id", "state", "visibility", "digest", "replaced_by_id")
_OWN = len(_COLUMNS)
_COLUMNS += ("modified_at", "checked_at")
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
    modified_at: datetime
    checked_at: datetime | None
    around: tuple[int | None, ...]
    changed_at: datetime


def of_page(slug: str) -> Standing | None:
    """Where it stands, `around` being the whole catalogue: a page names members, relations and what mentions it."""
    return _read("page", slug)


def of_document(slug: str) -> Standing | None:
    """Where it stands, `around` being what its documents join: shared descriptions and distributions.

    Their number and newest revision never come back once one has changed, come or gone: revision numbers only grow,
    so two states with the same newest one differ only by what has gone since.
    """
    return _read("document", slug)


def _read(purpose: str, slug: str) -> Standing | None:
    sql, parameters = _statement(purpose, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute(sql, {name: slug if value == _SLUG else value for name, value in parameters.items()})
        found = cursor.fetchone()
    if found is None:
        return None
    own, (modified_at, checked_at, around_at, *around) = found[:_OWN], found[_OWN:]
    modified, checked = _moment(modified_at), _moment(checked_at) if checked_at else None
    changed = max(modified, _moment(around_at)) if around_at else modified
    return Standing(*own, modified, checked, tuple(around), changed)


_SLUG = "\x00slug"  # no slug is like this; it holds the place of one in the statement


@cache
def _statement(purpose: str, vendor: str) -> tuple[str, dict[str, Any]]:
    """The SQL as Django writes it for this database. Writing it costs ten times as much as running it.

    Its parameters have names, which SQLite's adapter puts in faster than it finds places that have none.
    """
    around = _of_catalogue() if purpose == "page" else _of_joined()
    rows = Resource.objects.exclude(kind=Kind.REFERENCE).filter(slug=_SLUG).annotate(**around)
    sql, parameters = rows.values_list(*_COLUMNS, *around).query.sql_with_params()
    names = [f"p{place}" for place in range(len(parameters))]
    return sql % tuple(f"%({name})s" for name in names), dict(zip(names, parameters, strict=True))


def _of_catalogue() -> dict[str, Subquery]:
    newest = Revision.objects.order_by("-number")
    return {
        "around_at": Subquery(newest.values("made_at")[:1]),
        "around_number": Subquery(newest.values("number")[:1]),
    }


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


def _moment(stored: datetime | str) -> datetime:
    """A moment as the database gives it; SQLite gives text in UTC."""
    found = stored if isinstance(stored, datetime) else datetime.fromisoformat(stored)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
