"""Many descriptions at once, one JSON object a line (NDJSON), in and out; memory does not grow with them."""

import json
from collections.abc import Iterable, Iterator
from contextlib import closing
from tempfile import TemporaryFile
from typing import IO, Any

from django.conf import settings
from django.http import StreamingHttpResponse
from rest_framework.parsers import BaseParser
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from catalog import policy
from catalog.api import describing, writing
from catalog.api.bulk_lines import BATCH, Line, Lines
from catalog.api.door import Door, Json, flag, number, viewer_of, word
from catalog.api.problems import Problem
from catalog.api.resources import chosen
from catalog.intake.arriving import CHUNK
from catalog.models import Role
from catalog.signals import together
from fair_metadata.flat import flat

NDJSON = "application/x-ndjson"
LONGEST_LINE = 16 * 1024**2
READ_AT_ONCE = 200  # rows


class NdJson(Json):
    """Lines of JSON; errors that come before the first line are problem details."""

    media_type = NDJSON
    format = "ndjson"


class Stream(BaseParser):
    """The body as it comes; it is read a piece at a time."""

    media_type = NDJSON

    def parse(self, stream: IO[bytes], media_type: str | None = None, context: Any = None) -> IO[bytes]:
        return stream


class Bulk(Door):
    """All descriptions that the reader may see, or many to be kept."""

    parser_classes = [Stream]
    renderer_classes: list[type[BaseRenderer]] = [NdJson, Json]

    @describing.bulk_read
    def get(self, request: Request) -> StreamingHttpResponse:
        after, most = number(request, "cursor", 0, most=2**62), number(request, "limit", 0, most=2**31)
        rows = chosen(request, viewer_of(request)).filter(pk__gt=after).order_by("pk")
        rows = rows.select_related("organisation", "revision")
        return _lines(_written(row) for row in (rows[:most] if most else rows).iterator(chunk_size=READ_AT_ONCE))

    @describing.bulk_write
    def post(self, request: Request) -> StreamingHttpResponse:
        act = writing.act_of(request)
        organisation = writing.owner_of_new(word(request, "organisation"), act.viewer)
        publish = flag(request, "publish")
        if publish and not _may_publish(act.viewer, organisation):
            raise Problem(403, "Publishing is for reviewers and administrators of the organisation.")
        if publish and organisation and organisation.four_eyes:
            raise Problem(403, "Your organisation has a second person approve what is published. Leave “publish” out.")
        lines = Lines(act, organisation, publish=publish)
        return _lines(_kept(_spooled(_stream(request)), lines))


def _lines(entries: Iterable[Any]) -> StreamingHttpResponse:
    return StreamingHttpResponse(map(_line, entries), content_type=NDJSON)


def _line(entry: Any) -> bytes:
    return json.dumps(entry, ensure_ascii=False).encode() + b"\n"


def _written(row: Any) -> dict[str, Any]:
    """One line: how the resource stands, its description, and the `cursor` after which to go on."""
    return {"cursor": row.pk} | writing.about(row) | {"description": flat(row.record)}


def _may_publish(viewer: policy.Viewer, organisation: Any) -> bool:
    roles = viewer.roles.get(organisation.pk, frozenset()) if organisation else frozenset()
    return viewer.is_operator or bool(roles & {Role.REVIEWER, Role.ADMINISTRATOR})


def _stream(request: Request) -> IO[bytes]:
    """The body, also one that comes in chunks without a length, where the server says that it ends."""
    environ = request._request.META
    if environ.get("CONTENT_LENGTH") in (None, "") and environ.get("wsgi.input_terminated"):
        return environ["wsgi.input"]  # type: ignore[no-any-return]
    data = request.data
    if not hasattr(data, "read"):
        raise Problem(400, "The body is empty, or its length is not told. Send “Content-Length”.")
    return data  # type: ignore[no-any-return]


def _spooled(stream: IO[bytes]) -> IO[bytes]:
    """All that comes, in a file without a name. Answering before the client has sent all would leave both waiting,
    and a file without a name is gone with the process, so no small count outlives it.
    """
    body = TemporaryFile()  # noqa: SIM115 - whoever reads it closes it
    while chunk := stream.read(CHUNK):
        if body.tell() + len(chunk) > settings.READ_BYTES_LIMIT:
            body.close()
            raise Problem(413, f"More than {settings.READ_BYTES_LIMIT} bytes, which is the limit (READ_BYTES_LIMIT).")
        body.write(chunk)
    body.seek(0)
    return body


def _kept(body: IO[bytes], lines: Lines) -> Iterator[dict[str, Any]]:
    """What becomes of each line, in their order; a batch is one transaction."""
    with closing(body), together():
        batch: list[Line] = []
        size = 0
        for line in _numbered(body):
            batch.append(line)
            size += len(line.text)
            if len(batch) >= BATCH or size > CHUNK:
                yield from lines.kept(batch)
                batch, size = [], 0
        yield from lines.kept(batch)


def _numbered(body: IO[bytes]) -> Iterator[Line]:
    """Each line that is not empty. One that is too long is passed over without holding it whole."""
    place = 0
    while text := body.readline(LONGEST_LINE + 1):
        place += 1
        is_too_long = len(text) > LONGEST_LINE
        while is_too_long and not text.endswith(b"\n") and (text := body.readline(CHUNK)):
            pass
        if is_too_long or text.strip():
            yield Line(place, b"" if is_too_long else text)
