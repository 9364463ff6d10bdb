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

_COLUMNS = ("pk", "iri", "kind", "slug", "organisation_id", "state", "visibility", "digest", "modified_at")
_JOINED_PATHS = (USES, iri(DCAT.distribution))


@dataclass(frozen=True, slots=True)
class Standing:
    """A resource without its card and its graph.

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
    modified_at: datetime
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
        cursor.execute(sql, [slug if parameter == _SLUG else parameter for parameter in parameters])
        found = cursor.fetchone()
    if found is None:
        return None
    *columns, modified_at, around_at, count, number = found
    modified, around = _moment(modified_at), _moment(around_at or modified_at)
    return Standing(*columns, modified, (count, number), max(modified, around))


_SLUG = "\x00slug"  # no slug is like this; it holds the place of one in the statement


@cache
def _statement(purpose: str, vendor: str) -> tuple[str, tuple[Any, ...]]:
    """The SQL as Django writes it for this database. Writing it costs ten times as much as running it."""
    around = _of_catalogue() if purpose == "page" else _of_joined()
    rows = Resource.objects.exclude(kind=Kind.REFERENCE).filter(slug=_SLUG).annotate(**around)
    sql, parameters = rows.values_list(*_COLUMNS, *around).query.sql_with_params()
    return sql, parameters


def _of_catalogue() -> dict[str, Subquery]:
    newest = Revision.objects.order_by("-number")
    number = Subquery(newest.values("number")[:1])
    return {"around_at": Subquery(newest.values("made_at")[:1]), "around_count": number, "around_number": number}


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
