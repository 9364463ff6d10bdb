"""`POST /api/validate`: any RDF against a profile; JSON, or a SHACL validation report by `Accept`."""

from typing import IO, Any

from django.conf import settings
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api import describing
from catalog.api.bodies import media_type
from catalog.api.door import Door, Json, viewer_of
from catalog.api.problems import Problem
from catalog.api.resources import JsonLd
from catalog.clients import client_of
from catalog.language import current_language
from catalog.validating.asking import RETRY_AFTER, TROUBLES, answer
from catalog.validating.working import Job, Outcome
from fair_metadata.formats.report import WRITERS
from fair_metadata.profiles import CHECKED
from fair_metadata.reading.media import MEDIA_TYPES
from fair_metadata.terms import iri, is_literal, text
from fair_metadata.validation.judging import Judged, Told, Verdict
from fair_metadata.validation.standards import STANDARDS

READ = (*MEDIA_TYPES, "application/json", "application/xml", "text/xml", "text/plain", "application/gzip", "application/octet-stream")  # fmt: skip # noqa: E501
_TITLES = {422: "This cannot be judged", 503: "Too much is being asked"}


class Turtle(JsonLd):
    """A report that is written already."""

    media_type = "text/turtle"
    format = "turtle"


class Body(BaseParser):
    """The document as it is; one byte more than the limit tells that it is over it."""

    media_type = "*/*"

    def parse(self, stream: IO[bytes], media_type: str | None = None, context: Any = None) -> bytes:
        return stream.read(settings.VALIDATE_BYTES + 1)


class Validate(Door):
    """Any RDF, held to a profile. Nothing of it is kept."""

    parser_classes = [Body]
    renderer_classes: list[type[BaseRenderer]] = [Json, Turtle, JsonLd]

    @describing.validate
    def post(self, request: Request) -> Response:
        outcome = _judged(request, _job(request))
        if outcome.verdict is None:
            line = {"line": outcome.line} if outcome.line else {}
            raise Problem(422, f"The document cannot be read: {outcome.refused}", title=_TITLES[422], **line)
        if outcome.report:
            return Response(outcome.report)
        return Response(_as_json(outcome.verdict, current_language()))


def _job(request: Request) -> Job:
    name = request.query_params.get("profile", CHECKED.name)
    if name not in STANDARDS:
        raise Problem(400, f"“profile” is one of {', '.join(STANDARDS)}.")
    media = media_type(request)
    if media and media not in READ:
        raise Problem(415, f"“{media}” is no RDF. Send it with its Content-Type, as one of {', '.join(MEDIA_TYPES)}.")
    body = request.data
    if not isinstance(body, bytes) or not body.strip():
        raise Problem(400, "The body is empty. Send a document, with its Content-Type.")
    if len(body) > settings.VALIDATE_BYTES:
        detail = f"It is larger than {settings.VALIDATE_BYTES} bytes. Send a part of it."
        raise Problem(413, detail, limit="VALIDATE_BYTES")
    form = request.accepted_renderer.media_type
    return Job(
        body,
        standard=name,
        most_bytes=settings.VALIDATE_BYTES,
        media_type=media if media in MEDIA_TYPES else "",
        base="urn:document:",
        form=form if form in WRITERS else "",
    )


def _judged(request: Request, job: Job) -> Outcome:
    try:
        return answer(job, client_of(request._request, viewer_of(request)))
    except tuple(TROUBLES) as error:
        trouble = next(tell for kind, tell in TROUBLES.items() if isinstance(error, kind))(error)
        headers = {"Retry-After": str(RETRY_AFTER)} if trouble.status == 503 else {}
        limit = {"limit": trouble.limit} if trouble.limit else {}
        raise Problem(trouble.status, trouble.detail, headers=headers, title=_TITLES[trouble.status], **limit) from None


def _as_json(verdict: Verdict, tag: str) -> dict[str, Any]:
    standard = STANDARDS[verdict.standard]
    return {
        "profile": verdict.standard,
        "title": standard.title[tag],
        "version": standard.profile.version,
        "iri": standard.profile.iri,
        "conforms": verdict.conforms,
        "statements": verdict.statements,
        "looked_at": verdict.looked_at,
        "violations": verdict.counts["violation"],
        "warnings": verdict.counts["warning"],
        "infos": verdict.counts["info"],
        "left_out": verdict.left_out,
        "findings": [_finding(node, told, tag) for node in verdict.nodes for told in node.told],
    }


def _finding(node: Judged, told: Told, tag: str) -> dict[str, Any]:
    return {
        "severity": str(told.severity),
        "message": told.message[tag],
        "node": iri(node.node),
        "name": node.name[tag],
        "path": iri(told.path),
        "component": told.component,
        "value": told.value,
        "line": told.line,
        "mends": [{"value": _plain(mend.now[2]), "label": mend.label[tag]} for mend in told.mends],
    }


def _plain(term: str) -> str:
    return text(term) if is_literal(term) else iri(term)
