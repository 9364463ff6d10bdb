"""Answers to harvesters: the same for everybody who asks, conditional, streamed, and open to other sites' scripts."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import wraps
from hashlib import blake2b

from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect, StreamingHttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.http import http_date

from catalog.models import Resource
from catalog.pages import asking
from catalog.pages.asking import read_only
from catalog.pages.errors import not_acceptable, problem
from catalog.pages.version import newest_file, version
from catalog.protocols.feed.about import absolute
from fair_metadata.formats import FORMATS, Format
from fair_metadata.negotiation import Choice, choose

HTML = Choice(asking.HTML, ("text/html", "application/xhtml+xml"))
RDF: Mapping[str, Format] = {row.suffix: row for row in FORMATS.values() if row.is_rdf}
CHOICES = (*(Choice(row.name, (row.media_type, *row.also), row.profile) for row in RDF.values()), HTML)
HTML_SUFFIX = "html"
CHECKED_EACH_TIME = "public, no-cache"


_View = Callable[[HttpRequest, Format], HttpResponseBase]
_Door = Callable[..., HttpResponseBase]


@dataclass(frozen=True, slots=True)
class Newest:
    """The last change that everybody saw: its number, and when. Nothing public changes without another one."""

    number: int
    at: datetime | None


def newest_change() -> Newest:
    """One query; what happens to that which is not public does not count, so it cannot be told from an ETag."""
    seen = Resource.objects.filter(public_number__isnull=False).order_by("-public_number")
    return Newest(*(seen.values_list("public_number", "public_at").first() or (0, None)))


def syntax(suffix: str) -> Format:
    """The RDF syntax with this ending. Http404 with those that there are."""
    if suffix not in RDF:
        raise Http404(f"This is written in RDF only, with one of these endings: {', '.join(RDF)}.")
    return RDF[suffix]


def liked_best(request: HttpRequest) -> str | None:
    """The suffix of the syntax that the client likes best, `html` for a person's browser, None when it takes none."""
    choice = choose(CHOICES, accept=request.META.get("HTTP_ACCEPT", ""))
    return asking.suffix_of(choice.name).lstrip(".") or choice.name if choice else None


def in_syntax(path: str, *, explained: str = "") -> Callable[[_View], _Door]:
    """A document at `path` in every RDF syntax: by its ending, or at the bare address by the Accept header.

    A browser at the bare address is led to where it is explained, or gets Turtle when it is nowhere.
    """

    def decorate(view: _View) -> _Door:
        @wraps(view)
        def door(request: HttpRequest, suffix: str = "") -> HttpResponseBase:
            wanted = suffix or liked_best(request)
            if wanted is None:
                return not_acceptable(request, CHOICES[:-1], absolute(path))
            if wanted == HTML_SUFFIX and explained:
                response: HttpResponseBase = HttpResponseRedirect(explained, status=303)
            else:
                response = view(request, syntax("ttl" if wanted == HTML_SUFFIX else wanted))
            if not suffix:
                patch_vary_headers(response, ("Accept",))
            return response

        return read_only(door)

    return decorate


def content_type(row: Format) -> str:
    return row.media_type if "json" in row.media_type else f"{row.media_type}; charset=utf-8"


def answered(
    request: HttpRequest,
    body: Callable[[], Iterable[bytes]],
    *,
    kind: str,
    made_of: tuple[object, ...],
    at: datetime | None,
    kept: str = CHECKED_EACH_TIME,
    headers: Mapping[str, str] | None = None,
) -> HttpResponseBase:
    """200, or 304 when the client has it (RFC 9110, section 13). `made_of` names the very bytes.

    HEAD has the same headers, and makes no body.
    """
    etag = f'"{blake2b(repr((*made_of, kind, version())).encode(), digest_size=20).hexdigest()}"'
    changed = max(newest_file(), int(at.timestamp()) if at else 0)
    response: HttpResponseBase = get_conditional_response(request, etag, changed) or StreamingHttpResponse(
        body() if request.method == "GET" else (), content_type=kind
    )
    response["ETag"], response["Last-Modified"] = etag, http_date(changed)
    response["Cache-Control"] = kept
    return open_to_all(response, headers)


def open_to_all(response: HttpResponseBase, headers: Mapping[str, str] | None = None) -> HttpResponseBase:
    """Readable by scripts of other sites (CORS), the headers that a harvester needs too."""
    response["Access-Control-Allow-Origin"] = "*"
    response["Access-Control-Expose-Headers"] = "Link, ETag, Last-Modified, Content-Location, Content-Range"
    for name, value in (headers or {}).items():
        response[name] = value
    return response


def refused(request: HttpRequest, status: int, title: str, detail: str) -> HttpResponseBase:
    """What is wrong, in plain words, readable by scripts of other sites too."""
    return open_to_all(problem(request, status, title, detail))


def link_header(links: Mapping[str, str]) -> str:
    """Relation → address, as a Link header (RFC 8288, section 3)."""
    return ", ".join(f'<{address}>; rel="{rel}"' for rel, address in links.items())


def encoded(texts: Iterable[str]) -> Iterator[bytes]:
    return (text.encode() for text in texts)
