"""The pages of history: all versions, one of them, what is different in two, and since when it says what."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog import browse, policy
from catalog.history import blame as blaming
from catalog.history import log, memento, restoring, showing
from catalog.history.asking import number as number_of
from catalog.history.asking import of_resource, version
from catalog.language import current_language
from catalog.models import Draft, Resource
from catalog.notices.wording import title_of
from catalog.pages import errors
from catalog.pages.asking import form_asked_for, read_only
from catalog.pages.presentation import page_of, values_of
from catalog.policy import Viewer
from catalog.register import Outcome, Terms
from catalog.workflow import NotPossible
from fair_metadata.differences import triples
from fair_metadata.formats import FORMATS, by_suffix
from fair_metadata.profiles import DEFAULT
from fair_metadata.terms import Triple, ntriples

SIZE = 20  # versions on a page
MOST_TRIPLES = 2_000  # lines of a difference on a page
MOST_VALUES = 1_000  # values with their origins on a page
LONGEST_REASON = 500


@read_only
@of_resource
def versions(request: HttpRequest, resource: Resource, viewer: Viewer) -> HttpResponse:
    """Every version that the reader may see, the newest first, and a form to compare any two."""
    below = number_of(request, "before") or log.NEWEST
    entries, following = log.entries(resource, viewer, size=SIZE, below=below)
    language = current_language()
    lines = [(entry, *showing.names_of_fields(entry.fields or (), language)) for entry in entries]
    return _page(request, "versions", resource, viewer, lines=lines, following=following)


@read_only
@of_resource
def one(request: HttpRequest, resource: Resource, viewer: Viewer, number: str, suffix: str = "") -> HttpResponseBase:
    """One version as a page or in any format: a memento of the description (RFC 7089)."""
    revision = version(resource, viewer, int(number))
    form = by_suffix(suffix) if suffix else None
    if suffix and form is None:
        raise Http404(_("There is no format with the ending “%(suffix)s”.") % {"suffix": suffix})
    wanted = form.name if form else form_asked_for(request)
    if wanted in FORMATS:
        response = memento.document(resource, revision, FORMATS[wanted])
    else:
        record = log.record_of(resource, revision)
        page = page_of(record, DEFAULT, language=current_language(), related=browse.related(resource, viewer))
        following = log.after(resource, viewer, revision.number)
        more = {"page": page, "revision": revision, "following": following, "formats": FORMATS.values()}
        response = _page(request, "version", resource, viewer, **more)
    memento.marked(response, resource, viewer, revision)
    return response


@read_only
@of_resource
def diff(request: HttpRequest, resource: Resource, viewer: Viewer) -> HttpResponse:
    """What is different in two versions, by field and as triples; without numbers, what changed last."""
    latest = log.versions(resource, viewer).last()
    last = number_of(request, "to") or (latest.number if latest else 0)
    before = log.before(resource, viewer, last)
    first = number_of(request, "from") or (before.number if before else last)
    old, new = version(resource, viewer, first), version(resource, viewer, last)
    was, now = log.record_of(resource, old), log.record_of(resource, new)
    found, more = showing.shown(was, now, language=current_language())
    if request.GET.get("as") == "text":
        return HttpResponse(showing.plain(found), content_type="text/plain; charset=utf-8")
    difference = triples(was, now)
    context = {
        "old": old,
        "new": new,
        "known": [change for change in found if change.is_known],
        "unknown": [change for change in found if not change.is_known],
        "more": more,
        "removed": _lines(difference.removed),
        "added": _lines(difference.added),
    }
    return _page(request, "diff", resource, viewer, **context)


def _lines(found: tuple[Triple, ...]) -> str:
    return ntriples(found[:MOST_TRIPLES])


@read_only
@of_resource
def blame(request: HttpRequest, resource: Resource, viewer: Viewer) -> HttpResponse:
    """For each value the version that stated it first, and who made that."""
    record, since = blaming.blame(resource, viewer)
    may_edit, language = policy.may_edit(viewer, resource), current_language()
    lines = blaming.lines(record, since, language) if record else []
    who = {line.revision.pk: log.named(resource, line.revision, may_edit=may_edit)[0] for line in lines}
    read = values_of(record, DEFAULT, language=language) if record else None
    rows = [(line, read(line.triple[2]), who[line.revision.pk]) for line in lines[:MOST_VALUES] if read]
    return _page(request, "blame", resource, viewer, rows=rows, more=max(0, len(lines) - MOST_VALUES))


@require_POST
@of_resource
def restore(request: HttpRequest, resource: Resource, viewer: Viewer, number: str) -> HttpResponseBase:
    """Say again what it said then: as a new version, or as a draft where others approve first."""
    revision = version(resource, viewer, int(number))
    if not policy.may_edit(viewer, resource):
        raise PermissionDenied
    given = request.POST.get("reason", "").strip()
    made_at = revision.made_at.date().isoformat()
    terms = Terms(author=request.user, reason=(given or f"Restored version {number} of {made_at}.")[:LONGEST_REASON])
    try:
        outcome = restoring.restore(resource, revision, viewer, terms)
    except NotPossible as refusal:
        return errors.problem(request, 409, _("This stands in the way"), str(refusal))
    messages.success(request, _told(outcome))
    return HttpResponseRedirect(browse.address(resource) + "/versions")


def _told(outcome: Draft | Outcome) -> str:
    if isinstance(outcome, Draft):
        return _("A draft says what it said then. It is shown once it has been approved.")
    if outcome is Outcome.UNCHANGED:
        return _("The description says this already. Nothing was changed.")
    return _("The description says again what it said then.")


@require_POST
@of_resource
def keep_inside(request: HttpRequest, resource: Resource, viewer: Viewer, number: str) -> HttpResponseBase:
    """Show a version to nobody but its editors from now on."""
    revision = version(resource, viewer, int(number))
    if not policy.may_publish(viewer, resource):
        raise PermissionDenied
    try:
        restoring.keep_inside(resource, revision, request.user)
    except NotPossible as refusal:
        return errors.problem(request, 409, _("This stands in the way"), str(refusal))
    messages.success(request, _("This version is shown to editors only."))
    return HttpResponseRedirect(browse.address(resource) + "/versions")


def _page(request: HttpRequest, name: str, resource: Resource, viewer: Viewer, **context: Any) -> HttpResponse:
    about = {
        "resource": resource,
        "address": browse.address(resource),
        "title": title_of(resource),
        "may_edit": policy.may_edit(viewer, resource),
        "may_publish": policy.may_publish(viewer, resource),
        "needs_review": restoring.goes_through_review(resource, viewer),
    }
    return render(request, f"history/{name}.html", about | context)
