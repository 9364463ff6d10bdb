"""Pages for curators: pairs that look like one, two of them side by side, and what is done with them."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from catalog import browse, policy
from catalog.duplicates import finding, merging
from catalog.history import showing
from catalog.language import current_language
from catalog.models import Likeness, Resource, State
from catalog.pages import asking, errors
from catalog.pages.paging import page_number, page_of_list
from catalog.people.asking import signed_in
from catalog.policy import Viewer
from catalog.register import Terms
from catalog.workflow import NotPossible
from fair_metadata.likeness import COUNTS, DERIVED, DOI, IDENTIFIER, LANDING, TITLE

SIZE = 20
LONGEST_REASON = 500


def _reasons() -> dict[str, str]:
    return {
        DOI: _("the same DOI"),
        IDENTIFIER: _("the same identifier"),
        LANDING: _("the same landing page"),
        DERIVED: _("made from the same source, with the same counts"),
        TITLE: _("nearly the same title"),
        COUNTS: _("the same counts"),
    }


@require_safe
@signed_in
def pairs(request: HttpRequest) -> HttpResponse:
    """Those of the curator's organisations that nobody has judged, the most likely first."""
    viewer = _curator(request)
    page = page_of_list(Paginator(finding.open_pairs(viewer), SIZE), page_number(request))
    lines = [(row, *map(_head, (row.one, row.other)), _told(row)) for row in page]
    context = {"lines": lines, "page": page, "looked": finding.last_looked()}
    return render(request, "duplicates/list.html", context)


@require_POST
@signed_in
def look(request: HttpRequest) -> HttpResponseBase:
    """Look again now."""
    _curator(request)
    finding.find()
    return HttpResponseRedirect("/duplicates")


@require_safe
@signed_in
def pair(request: HttpRequest, number: int) -> HttpResponse:
    """Both side by side: which one is kept, and what comes in from the other."""
    row, viewer = _pair(request, number)
    kept, other = _sides(row, request.GET.get("keep", ""))
    language = current_language()
    was, then = kept.record, merging.as_if(other.record, kept.record)
    offers = [
        (place, showing.told(change, was, then, language), not was.values(change.path, change.nodes[0]))
        for place, change in enumerate(merging.offered(was, other.record))
    ]
    context = {
        "row": row,
        "kept": kept,
        "other": other,
        "heads": [_head(kept), _head(other)],
        "reasons": _told(row),
        "offers": offers,
        "may_merge": _may_merge(viewer, kept, other),
        "may_judge": policy.may_edit(viewer, kept) or policy.may_edit(viewer, other),
        "both_published": {kept.state, other.state} == {State.PUBLISHED},
        "done": merging.last_merge(kept, other) or merging.last_merge(other, kept),
    }
    return render(request, "duplicates/pair.html", context)


@require_POST
@signed_in
def different(request: HttpRequest, number: int) -> HttpResponseBase:
    """They describe two things: nobody is asked again."""
    row, _viewer = _pair(request, number)
    finding.say_two(row, request.user)
    messages.success(request, _("It is remembered that these are two."))
    return HttpResponseRedirect("/duplicates")


@require_POST
@signed_in
def merge(request: HttpRequest, number: int) -> HttpResponseBase:
    """Keep one, with the values that were chosen of the other."""
    row, viewer = _pair(request, number)
    kept, other = _sides(row, request.POST.get("keep", ""))
    if not _may_merge(viewer, kept, other):
        raise PermissionDenied
    chosen = {int(place) for place in request.POST.getlist("take") if place.isascii() and place.isdigit()}
    seen = dict(pair.split(":", 1) for pair in request.POST.getlist("seen") if ":" in pair)
    versions = [int(found) if (found := seen.get(str(r.pk), "")).isdigit() else None for r in (kept, other)]
    return _done(request, number, lambda: merging.merge(kept, other, chosen, _terms(request), seen=versions))


@require_POST
@signed_in
def undo(request: HttpRequest, number: int) -> HttpResponseBase:
    """Two again."""
    row, viewer = _pair(request, number)
    if not _may_merge(viewer, row.one, row.other):
        raise PermissionDenied
    done = merging.last_merge(row.one, row.other) or merging.last_merge(row.other, row.one)
    if done is None:
        raise Http404
    return _done(request, number, lambda: merging.undo(done, _terms(request)))


def _done(request: HttpRequest, number: int, work: Any) -> HttpResponseBase:
    try:
        work()
    except NotPossible as refusal:
        return errors.problem(request, 409, _("This stands in the way"), str(refusal))
    return HttpResponseRedirect(f"/duplicates/{number}")


def _terms(request: HttpRequest) -> Terms:
    reason = request.POST.get("reason", "").strip()
    return Terms(author=request.user, reason=reason[:LONGEST_REASON])


def _curator(request: HttpRequest) -> Viewer:
    viewer = asking.viewer(request)
    if not (viewer.is_operator or viewer.organisations):
        raise PermissionDenied
    return viewer


def _pair(request: HttpRequest, number: int) -> tuple[Likeness, Viewer]:
    """404 where one of them may not be seen, or where neither may be edited: that they look alike is a secret then."""
    viewer = asking.viewer(request)
    sides = ("one__organisation", "other__organisation", "one__revision", "other__revision")
    row = Likeness.objects.select_related(*sides).filter(pk=number).first()
    if row is None or not all(policy.may_see(viewer, each) for each in (row.one, row.other)):
        raise Http404
    if not any(policy.may_edit(viewer, each) for each in (row.one, row.other)):
        raise Http404
    return row, viewer


def _sides(row: Likeness, keep: str) -> tuple[Resource, Resource]:
    """The one that is kept, and the other; the older one is kept when nothing is said."""
    return (row.other, row.one) if keep == str(row.other_id) else (row.one, row.other)


def _may_merge(viewer: Viewer, kept: Resource, other: Resource) -> bool:
    return policy.may_publish(viewer, kept) and policy.may_publish(viewer, other)


def _head(resource: Resource) -> dict[str, Any]:
    return {"resource": resource, "address": browse.address(resource), "card": resource.card}


def _told(row: Likeness) -> list[tuple[str, str]]:
    words = _reasons()
    return [(words.get(why, why), value) for why, value in row.reasons]
