"""The history of a resource, for those who may change it: earlier versions may say what was not for everybody."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from catalog import policy
from catalog.api import describing, writing
from catalog.api.door import Door, number, viewer_of
from catalog.api.problems import Problem, who_are_you
from catalog.models import Resource, Revision
from fair_metadata.flat import flat
from fair_metadata.record import Record
from fair_metadata.terms import Triple

PAGE, LARGEST_PAGE = 50, 500


def _found(request: Request, slug: str) -> Resource:
    viewer = viewer_of(request)
    resource = writing.found(slug, viewer)
    if not policy.may_edit(viewer, resource):
        if viewer.user_id is None:
            raise who_are_you("History is for those who may change the resource. Send a token, or sign in.")
        raise Problem(403, "History is for those who may change the resource.")
    return resource


class Revisions(Door):
    """All revisions, the newest first."""

    @describing.revisions
    def get(self, request: Request, slug: str) -> Response:
        resource = _found(request, slug)
        before = number(request, "before", 2**62, most=2**62)
        size = max(1, number(request, "limit", PAGE, most=LARGEST_PAGE))
        rows = Revision.objects.filter(resource=resource, number__lt=before).select_related("author").defer("packed")
        page = list(rows.order_by("-number")[: size + 1])
        following = page[size - 1].number if len(page) > size else None
        return Response({"items": [_entry(row) for row in page[:size]], "before": following})


class OneRevision(Door):
    """What a resource said after one change, and what that change took away and added."""

    @describing.revision
    def get(self, request: Request, slug: str, number: int) -> Response:
        resource = _found(request, slug)
        row = _revision(resource, number)
        before = Revision.objects.filter(resource=resource, number__lt=number).order_by("-number").first()
        was = _record(resource, before) if before else Record(row.record.subject, ())
        now = _record(resource, row)
        return Response(_entry(row) | {"description": flat(now)} | _difference(was, now))


class Differences(Door):
    """What turns one version of a description into another one, as triples."""

    @describing.differences
    def get(self, request: Request, slug: str) -> Response:
        resource = _found(request, slug)
        latest = resource.revision_id or 0
        first, last = (number(request, name, latest, most=2**62) for name in ("from", "to"))
        was, now = (_record(resource, _revision(resource, place)) for place in (first, last))
        return Response({"from": first, "to": last} | _difference(was, now))


def _revision(resource: Resource, place: int) -> Revision:
    row = Revision.objects.select_related("author").filter(resource=resource, number=min(place, 2**62)).first()
    if row is None:
        raise Problem(
            404, f"{resource.slug} has no revision {place}. “/api/resources/{resource.slug}/revisions” lists them."
        )
    return row


def _record(resource: Resource, row: Revision) -> Record:
    return Record.from_ntriples(resource.iri, row.ntriples)


def _entry(row: Revision) -> dict[str, Any]:
    return {
        "number": row.number,
        "change": row.change,
        "digest": row.digest,
        "author": row.author.get_username() if row.author else None,
        "reason": row.reason,
        "made_at": row.made_at.isoformat(),
    }


def _difference(was: Record, now: Record) -> dict[str, list[str]]:
    found = was.diff(now)
    return {"removed": _lines(found.removed), "added": _lines(found.added)}


def _lines(triples: tuple[Triple, ...]) -> list[str]:
    return [f"{s} {p} {o} ." for s, p, o in triples]
