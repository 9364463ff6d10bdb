"""Resources: a list of them, one of them in two forms, and what changes them."""

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import QuerySet
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from catalog import browse, policy
from catalog.api import bodies, conditions, describing, writing
from catalog.api.conditions import FLAT, JSON_LD, etag
from catalog.api.door import Door, Json, number, viewer_of, word
from catalog.api.problems import Problem
from catalog.api.repeating import once
from catalog.minting import minted, title_of
from catalog.models import Kind, Organisation, Resource, State
from catalog.pages.signposting import absolute
from fair_metadata.flat import flat
from fair_metadata.formats import FORMATS, Description
from fair_metadata.record import Record

PAGE, LARGEST_PAGE = 50, 500


class JsonLd(Json):
    """JSON-LD that is written already."""

    media_type = FORMATS["json-ld"].media_type
    format = JSON_LD

    def render(self, data: Any, *args: Any, **kwargs: Any) -> bytes:
        return data if isinstance(data, bytes) else super().render(data, *args, **kwargs)


class Resources(Door):
    """The resources that the reader may see, and the place for new ones."""

    parser_classes = [bodies.FlatBody, bodies.JsonLdBody]

    @describing.resources
    def get(self, request: Request) -> Response:
        viewer = viewer_of(request)
        size = max(1, number(request, "limit", PAGE, most=LARGEST_PAGE))
        rows = chosen(request, viewer).filter(pk__gt=number(request, "cursor", 0, most=2**62))
        page = list(rows.select_related("organisation").order_by("pk")[: size + 1])
        shown = page[:size]
        following = _next(request, shown[-1].pk) if len(page) > size else None
        return Response({"items": [entry(row) for row in shown], "next": following})

    @describing.create
    def post(self, request: Request) -> Response:
        act = writing.act_of(request)
        organisation = writing.owner_of_new(word(request, "organisation"), act.viewer)
        body, media = bodies.body_of(request), bodies.media_type(request)
        own = writing.own_iri(bodies.subject_in(body, media))
        record = bodies.record_of(body, media, own or bodies.NAMELESS)
        kind = bodies.kind_of(record)

        def work() -> Response:
            named = record if own else _minted(body, media, record, kind, organisation)
            receipt = writing.create(named, kind, act, organisation)
            if act.is_dry:
                return Response(receipt)
            headers = {"Location": absolute(f"/api/resources/{receipt['slug']}"), "ETag": etag(receipt["digest"])}
            return Response(receipt, status=201, headers=headers)

        return once(request, body, work)


def _minted(body: bytes, media: str, nameless: Record, kind: str, organisation: Organisation | None) -> Record:
    """The same description with a name of its organisation's."""
    name = minted(kind, organisation, title_of(nameless))
    return writing.with_identifier(bodies.record_of(body, media, name))


def chosen(request: Request, viewer: policy.Viewer) -> QuerySet[Resource]:
    """The rows that the parameters `kind`, `state`, `organisation` and `since` ask for, of those that are visible."""
    rows = Resource.objects.filter(policy.visible(viewer)).exclude(kind=Kind.REFERENCE)
    state = _among(request, "state", State.values, State.PUBLISHED)
    rows = rows.filter(state=state, revision_id__gt=number(request, "since", 0, most=2**62))
    if kind := _among(request, "kind", [k for k in Kind.values if k != Kind.REFERENCE], ""):
        rows = rows.filter(kind=kind)
    organisation = word(request, "organisation")
    return rows.filter(organisation__slug=organisation) if organisation else rows


def _among(request: Request, name: str, choices: list[str], usual: str) -> str:
    value = request.query_params.get(name, "") or usual
    if value and value not in choices:
        raise Problem(400, f"“{name}” is one of {', '.join(choices)}.")
    return value


def _next(request: Request, last: int) -> str:
    query = request._request.GET.copy()
    query["cursor"] = str(last)
    return absolute(f"{request.path}?{query.urlencode()}")


def entry(row: Resource) -> dict[str, Any]:
    """A resource in a list: how it stands, and its card."""
    return writing.about(row) | {"title": row.card.get("title") or {}, "api": absolute(f"/api/resources/{row.slug}")}


class OneResource(Door):
    """One description: read it, put another in its place, change a part of it, take it away."""

    parser_classes = [bodies.FlatBody, bodies.JsonLdBody, bodies.PatchBody]
    renderer_classes: list[type[BaseRenderer]] = [Json, JsonLd]

    @describing.read
    def get(self, request: Request, slug: str) -> Response:
        resource = writing.found(slug, viewer_of(request))
        if as_draft(request):
            return writing.drafted(resource, viewer_of(request))
        form = JSON_LD if request.accepted_renderer.format == JSON_LD else FLAT
        tag, status = etag(resource.digest, form), 410 if resource.state == State.WITHDRAWN else 200
        if status == 200 and conditions.is_known(request, tag):
            return Response(status=304, headers={"ETag": tag})
        page = absolute(browse.address(resource))
        links = f'<{page}>; rel="alternate"; type="text/html", <{absolute(request.path)}/standing>; rel="about"'
        return Response(written(resource, form), status=status, headers={"ETag": tag, "Link": links})

    @describing.replace
    def put(self, request: Request, slug: str) -> Response:
        return changed(request, slug, replaced)

    @describing.patch
    def patch(self, request: Request, slug: str) -> Response:
        return changed(request, slug, patched)

    @describing.delete
    def delete(self, request: Request, slug: str) -> Response:
        act = writing.act_of(request)
        writing.editable(slug, act)
        tags = conditions.expected(request)
        return once(request, b"", lambda: Response(writing.take_away(slug, act, tags)))


Change = Callable[[bytes, str, Record], Record]  # (body, media type, as it was) -> as it shall be


def replaced(body: bytes, media: str, was: Record) -> Record:
    return bodies.record_of(body, media, was.iri, was)


def patched(body: bytes, media: str, was: Record) -> Record:
    return bodies.patched(was, bodies.as_json(body))


_READS: Mapping[Change, tuple[str, ...]] = {
    replaced: (bodies.JSON, bodies.JSON_LD),
    patched: (bodies.MERGE_PATCH, bodies.JSON),
}


def changed(request: Request, slug: str, change: Change) -> Response:
    """Keep what a change makes of the description that the client knows."""
    act, goes_beside = writing.act_of(request), as_draft(request)
    writing.editable(slug, act)
    tags, media = conditions.expected(request), bodies.media_type(request)
    if media not in _READS[change]:
        raise Problem(415, f"Send {' or '.join(_READS[change])}.", headers={"Accept": ", ".join(_READS[change])})
    body = bodies.body_of(request)

    def done() -> Response:
        resource = writing.editable(slug, act)  # again, now that nobody else writes
        conditions.hold(tags, resource.digest)
        record = change(body, media, resource.record)
        if bodies.kind_of(record) != resource.kind:
            raise Problem(422, f"This is a {resource.kind} and stays one. Describe the other as a resource of its own.")
        if goes_beside and resource.state in policy.SHOWN:
            return Response(writing.keep_draft(resource, record, act), status=202)
        writing.refuse_past_review(resource, record, act)
        receipt = writing.replace(record, resource.kind, act)
        return Response(receipt, headers={"ETag": etag(resource.digest if act.is_dry else receipt["digest"])})

    return once(request, body, done)


def as_draft(request: Request) -> bool:
    """Does the client want its change beside what is published, for review?"""
    wanted = word(request, "as")
    if wanted not in ("", "draft"):
        raise Problem(400, "“as” is “draft”, or left out.")
    return wanted == "draft"


def written(resource: Resource, form: str) -> Any:
    """The description alone, as it is kept: written back unchanged, it changes nothing."""
    record = resource.record
    if form == FLAT:
        return flat(record)
    return FORMATS["json-ld"].write(Description(record, absolute(browse.address(resource))))
