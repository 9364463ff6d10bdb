"""The history of a resource, as far as the reader may see it, and going back to an earlier version."""

from collections.abc import Iterable
from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from catalog import browse, policy
from catalog.api import describing, writing
from catalog.api.conditions import JSON_LD
from catalog.api.door import Door, Json, number, viewer_of
from catalog.api.problems import Problem
from catalog.api.repeating import once
from catalog.api.resources import JsonLd
from catalog.history import blame, log, restoring
from catalog.language import current_language
from catalog.models import Draft, Resource, Revision
from catalog.pages.signposting import absolute
from catalog.policy import Viewer
from fair_metadata.differences import FieldChange, changes, triples
from fair_metadata.flat import flat
from fair_metadata.formats import FORMATS, Description
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record
from fair_metadata.terms import Triple, iri

PAGE, LARGEST_PAGE = 50, 500


class Revisions(Door):
    """Those that the reader may see, the newest first."""

    @describing.revisions
    def get(self, request: Request, slug: str) -> Response:
        viewer = viewer_of(request)
        resource = writing.found(slug, viewer)
        below = number(request, "before", log.NEWEST, most=log.NEWEST)
        size = max(1, number(request, "limit", PAGE, most=LARGEST_PAGE))
        rows = log.versions(resource, viewer).filter(number__lt=below).select_related("author", "approver", "arrival")
        page = list(rows.order_by("-number").defer("packed")[: size + 1])
        following = page[size - 1].number if len(page) > size else None
        return Response({"items": [_entry(resource, viewer, row) for row in page[:size]], "before": following})


class OneRevision(Door):
    """What a resource said after one change, and how that differs from the version before that the reader may see."""

    renderer_classes = [Json, JsonLd]

    @describing.revision
    def get(self, request: Request, slug: str, number: int) -> Response:
        viewer = viewer_of(request)
        resource = writing.found(slug, viewer)
        row = _revision(resource, viewer, number)
        now = log.record_of(resource, row)
        if request.accepted_renderer.format == JSON_LD:
            return Response(FORMATS["json-ld"].write(Description(now, absolute(browse.address(resource)))))
        before = log.before(resource, viewer, number)
        was = log.record_of(resource, before) if before else Record(now.subject, ())
        return Response(_entry(resource, viewer, row) | {"description": flat(now)} | _difference(was, now))


class Differences(Door):
    """What turns one version of a description into another one, by field and as triples."""

    @describing.differences
    def get(self, request: Request, slug: str) -> Response:
        viewer = viewer_of(request)
        resource = writing.found(slug, viewer)
        newest = log.versions(resource, viewer).values_list("number", flat=True).last() or 0
        first, last = (number(request, name, newest, most=log.NEWEST) for name in ("from", "to"))
        was, now = (log.record_of(resource, _revision(resource, viewer, place)) for place in (first, last))
        return Response({"from": first, "to": last} | _difference(was, now))


class Blame(Door):
    """For each value of the newest version the one that stated it first."""

    @describing.blame
    def get(self, request: Request, slug: str) -> Response:
        viewer = viewer_of(request)
        resource = writing.found(slug, viewer)
        record, since = blame.blame(resource, viewer)
        lines = blame.lines(record, since, current_language()) if record else []
        rows = {line.revision.pk: line.revision for line in lines}
        items = [{"place": line.words, "triple": _line(line.triple), "since": line.revision.pk} for line in lines]
        return Response({"items": items, "revisions": [_entry(resource, viewer, rows[n]) for n in sorted(rows)]})


class Restore(Door):
    """Say again what it said then: as a new revision, or as a draft where others approve first."""

    @describing.restore
    def post(self, request: Request, slug: str, number: int) -> Response:
        act = writing.act_of(request)
        writing.editable(slug, act)

        def work() -> Response:
            resource = writing.editable(slug, act)
            revision = _revision(resource, act.viewer, number)
            found: list[Any] = []
            writing.step(lambda: found.append(restoring.restore(resource, revision, act.viewer, act.terms())))
            resource.refresh_from_db()
            draft = found[0].version if isinstance(found[0], Draft) else None
            outcome = "draft" if draft else str(found[0])
            return Response(writing.standing(resource, act) | {"outcome": outcome, "draft": draft})

        return once(request, b"", work)


def _revision(resource: Resource, viewer: Viewer, place: int) -> Revision:
    row = log.version(resource, viewer, place)
    if row is None:
        raise Problem(
            404, f"{resource.slug} has no revision {place}. “/api/resources/{resource.slug}/revisions” lists them."
        )
    return row


def _entry(resource: Resource, viewer: Viewer, row: Revision) -> dict[str, Any]:
    """A revision in a list. People, sources and audiences are named to those who may edit."""
    may_edit = policy.may_edit(viewer, resource)
    source = log.named(resource, row, may_edit=may_edit)[1]
    return {
        "number": row.number,
        "change": row.change,
        "digest": row.digest,
        "author": row.author.get_username() if may_edit and row.author else None,
        "approver": row.approver.get_username() if may_edit and row.approver else None,
        "organisation": resource.organisation.slug if resource.organisation else None,
        "reason": row.reason,
        "source": source or None,
        "audience": row.audience if may_edit else None,
        "made_at": row.made_at.isoformat(),
        "page": absolute(f"{browse.address(resource)}/versions/{row.number}"),
    }


def _difference(was: Record, now: Record) -> dict[str, Any]:
    found = triples(was, now)
    fields = [_field(change) for change in changes(was, now, DEFAULT)]
    return {"removed": _lines(found.removed), "added": _lines(found.added), "fields": fields}


def _field(change: FieldChange) -> dict[str, Any]:
    """`before` and `after` are terms as N-Triples writes them; `removed` and `added` are exactly its triples."""
    return {
        "place": change.words(current_language()),
        "path": iri(change.path),
        "known": change.is_known,
        "language": change.language,
        "before": change.before,
        "after": change.after,
        "removed": _lines(change.removed),
        "added": _lines(change.added),
    }


def _lines(found: Iterable[Triple]) -> list[str]:
    return [_line(triple) for triple in found]


def _line(triple: Triple) -> str:
    return " ".join([*triple, "."])
