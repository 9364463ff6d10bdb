"""The report of a dataset at its address: a page, JSON, RDF, and a badge for other pages."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext as _

from catalog import browse, policy
from catalog.fair import averages, badge, dqv, lines, showing
from catalog.fair.reporting import report
from catalog.history.asking import of_resource
from catalog.language import current_language
from catalog.models import Kind, Resource, Score
from catalog.pages.asking import read_only, viewer
from catalog.pages.errors import problem
from catalog.pages.signposting import absolute
from catalog.policy import Viewer
from fair_metadata.formats import FORMATS, Description, by_suffix
from fair_metadata.negotiation import Choice, choose

KEPT = 50  # scores of the past that a report shows
_RDF = [row for row in FORMATS.values() if row.is_rdf]
_CHOICES = (
    Choice("html", ("text/html", "application/xhtml+xml")),
    Choice("json", ("application/json",)),
    *(Choice(row.name, (row.media_type,)) for row in _RDF),
    Choice("svg", ("image/svg+xml",)),
)


@read_only
@of_resource
def page(request: HttpRequest, resource: Resource, viewer: Viewer, suffix: str = "") -> HttpResponseBase:
    """The report in the form that the suffix or the Accept header asks for."""
    if resource.kind != Kind.DATASET:
        raise Http404(_("Only datasets are judged; their distributions with them."))
    if suffix == "svg":
        return _badge(resource)
    wanted = _form(request, suffix)
    if wanted == "svg":
        return _badge(resource)
    if wanted is None:
        return problem(request, 406, _("Not in that format"), _("A report can be had as a page, as JSON and as RDF."))
    return _FORMS.get(wanted, _rdf)(request, resource, viewer, wanted)


def _form(request: HttpRequest, suffix: str) -> str | None:
    if not suffix:
        choice = choose(_CHOICES, accept=request.headers.get("Accept", "") or "*/*")
        return choice.name if choice else None
    row = by_suffix(suffix)
    if suffix != "json" and (row is None or not row.is_rdf):
        raise Http404(_("There is no format with the ending “%(suffix)s”.") % {"suffix": suffix})
    return row.name if row else "json"


def _badge(resource: Resource) -> HttpResponse:
    """For what everybody may see: a badge stands on other pages, where nobody is signed in."""
    if not policy.is_public(resource):
        raise Http404
    title = resource.words("title", current_language()) or resource.slug
    response = HttpResponse(badge.svg(title, points(resource)), content_type="image/svg+xml; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    return response


def points(resource: Resource) -> int:
    """As they were judged last, with its distributions; before that those of the description alone."""
    return resource.fair


def _html(request: HttpRequest, resource: Resource, viewer: Viewer, form: str) -> HttpResponse:
    language = current_language()
    found, history = report(resource), _history(resource, viewer)
    address = browse.address(resource)
    may_edit = policy.may_edit(viewer, resource)
    edit = f"/edit/{resource.slug}" if may_edit else ""
    title = resource.words("title", language) or resource.slug
    repairs = [showing.line(each, language, edit) for each in found.assessment.to_repair]
    context: dict[str, Any] = {
        "resource": resource,
        "title": title,
        "address": address,
        "edit": edit,
        "report": found,
        "judged": found.assessment,
        "band": showing.band(found.assessment.points),
        "bars": showing.bars(found),
        "first": lines.repaired(repairs[: showing.FIRST]),
        "rest": lines.repaired(repairs[showing.FIRST :]),
        "more": len(repairs) - showing.FIRST,
        "next": showing.FIRST + 1,
        "sets": showing.sets(found, language, edit),
        "history": history,
        "curve": showing.curve(history),
        "is_public": policy.is_public(resource),
        "embed": badge.embed(absolute(address), title, found.assessment.points),
        "formats": _RDF,
    }
    return render(request, "fair/report.html", context)


def _json(request: HttpRequest, resource: Resource, viewer: Viewer, form: str) -> HttpResponse:
    return _open(JsonResponse(document(resource, viewer), json_dumps_params={"ensure_ascii": False}))


def document(resource: Resource, viewer: Viewer) -> dict[str, Any]:
    """The whole report, with the scores that the viewer may see."""
    return showing.document(report(resource), _history(resource, viewer), absolute(browse.address(resource)))


def _rdf(request: HttpRequest, resource: Resource, viewer: Viewer, form: str) -> HttpResponse:
    found = report(resource)
    page, row = absolute(browse.address(resource)), FORMATS[form]
    record = dqv.measurements(found, page, timezone.now().isoformat(timespec="seconds"))
    return _open(HttpResponse(row.write(Description(record, f"{page}/fair")), content_type=row.media_type))


def _open(response: HttpResponse) -> HttpResponse:
    response["Access-Control-Allow-Origin"] = "*"
    return response


_FORMS = {"html": _html, "json": _json}


def _history(resource: Resource, viewer: Viewer) -> list[Score]:
    """The kept scores of the versions that the reader may see, the oldest first."""
    seen = resource.revisions.filter(policy.versions(viewer, resource)).values("number")
    rows = Score.objects.filter(resource=resource, revision__in=seen).order_by("-revision", "-rules")[:KEPT]
    return list(rows)[::-1]


@read_only
def overview(request: HttpRequest, suffix: str = "") -> HttpResponseBase:
    """How FAIR the catalogue is, on average and by organisation, and its lowest: of what the reader may see listed."""
    who = viewer(request)
    found = averages.catalogue(who)
    if suffix == "json":
        return _open(JsonResponse(found.as_json()))
    response = render(request, "fair/overview.html", {"found": found})
    patch_vary_headers(response, ("Cookie", "Accept-Language"))
    response["Cache-Control"] = "no-cache" if who is policy.ANYBODY else "private, no-cache"
    return response
