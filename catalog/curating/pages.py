"""The curator's home, what is to be mended in one description, and what its source says otherwise."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog import browse, policy
from catalog.curating import deciding, showing, yearly
from catalog.curating.lists import LISTS, List, Scope, counts, organisations
from catalog.editing.drafts import Conflict, NotOpen
from catalog.language import current_language
from catalog.models import Likeness, Resource
from catalog.notices.wording import title_of
from catalog.pages import asking, errors
from catalog.pages.paging import page_number, page_of_list
from catalog.people.asking import found, signed_in, user_of
from catalog.policy import Viewer

FIRST, SIZE = 5, 50  # lines of each list at home, and of a page of one list


@require_safe
@signed_in
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the reader: the first lines of every list, or all of one (`?show=`), also of one organisation."""
    scope = _scope(request)
    counted = counts(scope)
    wanted = request.GET.get("show", "")
    if wanted and wanted not in LISTS:
        raise Http404
    page = page_of_list(Paginator(LISTS[wanted].rows(scope), SIZE), page_number(request)) if wanted else None
    shown = [LISTS[wanted]] if wanted else LISTS.values()
    context = {
        "lists": [_list(row, counted[row.name], page or _first(row, scope, counted[row.name])) for row in shown],
        "tabs": [(row.name, row.title, counted[row.name]) for row in LISTS.values()],
        "page": page,
        "show": wanted,
        "organisation": scope.organisation,
        "organisations": organisations(scope.viewer),
        "here": request.get_full_path(),
        "now": timezone.now(),
    }
    return render(request, "curator/home.html", context)


def _scope(request: HttpRequest) -> Scope:
    """PermissionDenied for who describes nothing; Http404 for an organisation that is not the reader's."""
    viewer = asking.viewer(request)
    if not viewer.is_operator and not viewer.organisations:
        raise PermissionDenied
    asked = request.GET.get("organisation", "")
    if not asked:
        return Scope(viewer)
    organisation = next((one for one in organisations(viewer) if one.slug == asked), None)
    if organisation is None:
        raise Http404
    return Scope(viewer, organisation)


def _first(row: List, scope: Scope, count: int) -> Any:
    return row.rows(scope)[:FIRST] if count else ()


def _list(row: List, count: int, lines: Any) -> dict[str, Any]:
    return {"list": row, "count": count, "lines": [_line(row.name, line) for line in lines], "has_more": count > FIRST}


def _line(name: str, line: Any) -> dict[str, Any]:
    """One line: of a draft, of a description, of a property that names an address, or of two that look alike."""
    resource = _described(line)
    leads_to = LISTS[name].leads_to.format(slug=resource.slug, number=line.pk) or browse.address(resource)
    said = {"of": line, "resource": resource, "title": title_of(resource), "address": leads_to}
    if name == "duplicates":
        said["title"] = f"{said['title']} ≟ {title_of(line.other)}"
    if name == "checks":
        said["due_at"] = yearly.due_at(resource)
    if name in ("broken", "moved"):
        said["property"] = showing.property_named(line.path, current_language())
    return said


def _described(line: Any) -> Resource:
    if isinstance(line, Likeness):
        return line.one
    found: Resource = line if isinstance(line, Resource) else line.resource
    return found


@require_safe
@signed_in
def findings(request: HttpRequest, slug: str) -> HttpResponse:
    """What is to be mended in one description, each with the way to its field."""
    resource, _viewer = found(request, slug, policy.may_edit)
    mends = list(showing.mends(resource, current_language()))
    context = {"resource": resource, "title": title_of(resource), "address": browse.address(resource), "mends": mends}
    return render(request, "curator/findings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def layer(request: HttpRequest, slug: str) -> HttpResponseBase:
    """What is ours over what the source says; POST settles it field by field."""
    resource, viewer = found(request, slug, policy.may_edit)
    if request.method == "POST":
        return _decide(request, resource, viewer)
    return _layer(request, resource)


def _layer(request: HttpRequest, resource: Resource, *, status: int = 200) -> HttpResponse:
    layer = deciding.layer_of(resource)
    context = {
        "resource": resource,
        "title": title_of(resource),
        "address": browse.address(resource),
        "layer": layer,
        "sides": showing.sides(resource, layer, current_language()) if layer else (),
        "seen": deciding.seen(layer, resource) if layer else "",
    }
    return render(request, "curator/layer.html", context, status=status)


def _decide(request: HttpRequest, resource: Resource, viewer: Viewer) -> HttpResponseBase:
    """409 and the page as it is now, when something changed in between; nothing is decided then."""
    chosen = {name.removeprefix("field-"): value for name, value in request.POST.items() if name.startswith("field-")}
    keep, take = ([name for name, value in chosen.items() if value == what] for what in ("ours", "theirs"))
    by = user_of(request)
    try:
        outcome = deciding.decide(resource, viewer, by, keep=keep, take=take, read=request.POST.get("seen", ""))
    except (deciding.Changed, NotOpen, Conflict) as refusal:
        messages.warning(request, str(refusal))
        fresh = Resource.objects.select_related("revision", "organisation").get(pk=resource.pk)
        return _layer(request, fresh, status=409)
    messages.success(request, _said(outcome))
    return redirect(f"/edit/{resource.slug}/layer")


def _said(outcome: deciding.Outcome) -> str:
    if not outcome.kept and not outcome.taken:
        return _("Nothing was chosen, so nothing changed.")
    kept = ngettext("%(n)s field stays as it is here.", "%(n)s fields stay as they are here.", outcome.kept)
    given = ngettext("%(n)s field is the source's again.", "%(n)s fields are the source's again.", outcome.taken)
    if outcome.in_draft:
        given = ngettext("%(n)s field waits in the draft.", "%(n)s fields wait in the draft.", outcome.taken)
    said = ((kept, outcome.kept), (given, outcome.taken))
    return " ".join(sentence % {"n": count} for sentence, count in said if count)


@require_POST
@signed_in
def still_true(request: HttpRequest, slug: str) -> HttpResponseBase:
    """The yearly check: what was read is still true."""
    resource, _viewer = found(request, slug, policy.may_edit)
    try:
        yearly.confirm(resource, user_of(request), seen=request.POST.get("seen", ""))
    except (yearly.Overtaken, yearly.NotAsked) as refusal:
        return errors.problem(request, 409, _("It is not confirmed"), str(refusal))
    messages.success(request, _("“%(title)s” is confirmed for another year.") % {"title": title_of(resource)})
    back = request.POST.get("next", "")
    is_ours = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return redirect(back if is_ours and back.startswith("/") else "/curator")
