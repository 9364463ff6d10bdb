"""`/dump.<suffix>.gz`: the dumps as files that can be fetched in pieces (RFC 9110, section 14)."""

import re
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils.cache import get_conditional_response
from django.utils.http import http_date

from catalog.pages.asking import read_only
from catalog.protocols.feed import answering, dumps, nightly
from catalog.protocols.feed.about import absolute

BLOCK = 65_536
WAIT = 60  # seconds after which somebody may ask again while they are being written
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})\Z")


@dataclass(frozen=True, slots=True)
class Span:
    """Bytes from `start` up to, and without, `end`."""

    start: int
    end: int


@read_only
def dump(request: HttpRequest, suffix: str) -> HttpResponseBase:
    """One dump, or the piece of it that is asked for. 404 before the first was written, 503 while that is going on."""
    nightly.look_after()
    found = dumps.manifest()
    file = found.of(suffix) if found else None
    if found is None or file is None:
        return _not_there(request, suffix)
    path, etag, made = dumps.folder() / file.file, f'"{file.sha256}"', int(found.made_at.timestamp())
    if unchanged := get_conditional_response(request, etag, made):
        response: HttpResponseBase = unchanged
    else:
        response = _piece(request, path, file.size, etag, made)
    response["ETag"], response["Last-Modified"] = etag, http_date(made)
    response["Cache-Control"] = answering.CHECKED_EACH_TIME
    headers = {"Accept-Ranges": "bytes"}
    if response.status_code == 200:
        headers |= {
            "Content-Disposition": f'attachment; filename="catalogue.{suffix}.gz"',
            "Repr-Digest": f"sha-256=:{b64encode(bytes.fromhex(file.sha256)).decode()}:",
        }
    return answering.open_to_all(response, headers)


def _piece(request: HttpRequest, path: Path, size: int, etag: str, made: int) -> HttpResponseBase:
    """All of it; 206 with a piece; 416 when there is no such piece. Several pieces at once are answered with it all."""
    asked = _asked(request, etag, made)
    if asked is None:
        return _sent(request, path, Span(0, size), status=200)
    span = _span(asked, size)
    if span is None:
        response = HttpResponse(status=416, content_type="text/plain")
        response["Content-Range"] = f"bytes */{size}"
        return response
    partial = _sent(request, path, span, status=206)
    partial["Content-Range"] = f"bytes {span.start}-{span.end - 1}/{size}"
    return partial


def _asked(request: HttpRequest, etag: str, made: int) -> re.Match[str] | None:
    """The range that is asked for, if the client still has the rest of the same file (If-Range) and asks for one."""
    condition = request.headers.get("If-Range", "")
    if request.method != "GET" or condition not in ("", etag, http_date(made)):
        return None
    found = _RANGE.match(request.headers.get("Range", ""))
    return found if found and any(found.groups()) else None


def _span(asked: re.Match[str], size: int) -> Span | None:
    first, last = asked.groups()
    if not first:  # the last so many bytes
        return Span(max(0, size - int(last)), size) if int(last) else None
    start, end = int(first), min(int(last) + 1, size) if last else size
    return Span(start, end) if start < end else None


def _sent(request: HttpRequest, path: Path, span: Span, *, status: int) -> HttpResponseBase:
    # A file stays until the set after the next is there, so it can still be opened when the answer begins.
    chunks = _blocks(path, span) if request.method == "GET" else iter(())
    response = StreamingHttpResponse(chunks, status=status, content_type="application/gzip")
    response["Content-Length"] = str(span.end - span.start)
    return response


def _blocks(path: Path, span: Span) -> Iterator[bytes]:
    with path.open("rb") as file:
        file.seek(span.start)
        left = span.end - span.start
        while left and (block := file.read(min(BLOCK, left))):
            left -= len(block)
            yield block


def _not_there(request: HttpRequest, suffix: str) -> HttpResponseBase:
    known = [row.suffix for row in dumps.WRITTEN_AS]
    if suffix not in known:
        there = ", ".join(f"/dump.{name}.gz" for name in known)
        return answering.refused(request, 404, "There is no such dump", f"There are: {there}.")
    instead = f"The whole catalogue can be had page by page at {absolute('/catalog.ttl')}."
    if nightly.is_being_written():
        detail = f"The first dump is being written. Ask again in a minute. {instead}"
        response = answering.refused(request, 503, "Not written yet", detail)
        response["Retry-After"] = str(WAIT)
        return response
    return answering.refused(request, 404, "Not written yet", f"“manage.py dump” writes the dumps. {instead}")
