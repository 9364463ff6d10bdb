"""Versions for machines: each has a date and links to its neighbours (RFC 7089 Memento, RFC 5829 version links)."""

from collections.abc import Iterator
from datetime import datetime

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.cache import patch_vary_headers
from django.utils.http import http_date, parse_http_date
from django.utils.timezone import make_aware
from django.utils.translation import gettext as _

from catalog import browse
from catalog.history import log
from catalog.history.asking import of_resource
from catalog.models import Resource, Revision
from catalog.pages import errors
from catalog.pages.asking import read_only
from catalog.pages.signposting import absolute
from catalog.policy import Viewer
from fair_metadata.formats import Description, Format

LINK_FORMAT = "application/link-format"


def document(resource: Resource, revision: Revision, form: Format) -> HttpResponse:
    """One version in one format."""
    record = log.record_of(resource, revision)
    page = absolute(browse.address(resource))
    return HttpResponse(form.write(Description(record, page)), content_type=form.content_type)


def marked(response: HttpResponseBase, resource: Resource, viewer: Viewer, revision: Revision) -> None:
    """When this was so, of what it is a version, and which ones are before and after it."""
    was, then = (near(resource, viewer, revision.number) for near in (log.before, log.after))
    links = [*_around(resource)]
    links += [(_address(resource, was), "predecessor-version", "")] if was else []
    links += [(_address(resource, then), "successor-version", "")] if then else []
    response["X-Robots-Tag"] = "noindex"  # whoever searches the web wants what it says now
    response["Memento-Datetime"] = _date(revision.made_at)
    response["Link"] = ", ".join(f'<{href}>; rel="{rel}"{rest}' for href, rel, rest in links)
    response["Access-Control-Allow-Origin"] = "*"


def _around(resource: Resource) -> list[tuple[str, str, str]]:
    page = absolute(browse.address(resource))
    return [
        (page, "original latest-version", ""),
        (f"{page}/versions/at", "timegate", ""),
        (f"{page}/versions.link", "timemap", f'; type="{LINK_FORMAT}"'),
        (f"{page}/versions", "version-history", ""),
    ]


@read_only
@of_resource
def gate(request: HttpRequest, resource: Resource, viewer: Viewer) -> HttpResponseBase:
    """302 to what it said at the moment of `Accept-Datetime`, to the newest version without one."""
    asked = request.headers.get("Accept-Datetime", "").strip()
    moment = _moment(asked)
    if asked and moment is None:
        detail = _("Accept-Datetime is a date as HTTP writes it, such as “Thu, 31 May 2026 20:35:00 GMT”.")
        return errors.problem(request, 400, _("This request cannot be understood"), detail)
    found = log.at(resource, viewer, moment) if moment else log.versions(resource, viewer).last()
    if found is None:
        return errors.problem(request, 404, _("There is no such page"), _("No version of it is for you to see."))
    response = HttpResponseRedirect(f"{browse.address(resource)}/versions/{found.number}")
    response["Link"] = ", ".join(f'<{href}>; rel="{rel}"{rest}' for href, rel, rest in _around(resource))
    response["Access-Control-Allow-Origin"] = "*"
    patch_vary_headers(response, ("Accept-Datetime",))
    return response


def _moment(asked: str) -> datetime | None:
    """The end of that second, so that what was made within it is there."""
    try:
        seconds = parse_http_date(asked)
        return make_aware(datetime.fromtimestamp(seconds + 0.999999))
    except (ValueError, OverflowError, OSError):
        return None


@read_only
@of_resource
def timemap(request: HttpRequest, resource: Resource, viewer: Viewer) -> HttpResponse:
    """All versions with their dates as a list of links (RFC 7089, section 5)."""
    return HttpResponse(",\n".join(_listed(resource, viewer)) + "\n", content_type=LINK_FORMAT)


def _listed(resource: Resource, viewer: Viewer) -> Iterator[str]:
    page = absolute(browse.address(resource))
    yield f'<{page}>; rel="original"'
    yield f'<{page}/versions/at>; rel="timegate"'
    yield f'<{page}/versions.link>; rel="self"; type="{LINK_FORMAT}"'
    for number, made_at in log.versions(resource, viewer).values_list("number", "made_at"):
        yield f'<{page}/versions/{number}>; rel="memento"; datetime="{_date(made_at)}"'


def _address(resource: Resource, revision: Revision) -> str:
    return f"{absolute(browse.address(resource))}/versions/{revision.number}"


def _date(moment: datetime) -> str:
    return http_date(moment.timestamp())
