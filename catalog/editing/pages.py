"""The editor: a form over the one draft of a resource. Every button is a plain form post; htmx saves the waiting."""

import re

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import require_http_methods

from catalog.editing import comments, conflicts, context, drafts, review
from catalog.editing.reading import ready_of, record_of, standing_draft
from catalog.editing.saving import Saved, save
from catalog.editing.who import for_editors, person
from catalog.models import Draft, Resource
from catalog.pages import errors
from fair_metadata.forms import NotSeen, packed, part
from fair_metadata.forms.seen import PLACE, field_of

ACTIONS = ("added", "opened", "gone", "mend", "copy")


# Compressed although it is for one person (see `Compressed`): nothing that an address says is repeated in the page,
# and the token of its form is masked anew each time, so its length gives nothing away (decision 0018).
@gzip_page
@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def edit(request: HttpRequest, resource: Resource) -> HttpResponse:
    """The form, quick or full. Saved, it is shown again with what is left to say."""
    is_full = request.GET.get("form") == "full"
    request.META["QUERY_STRING"] = "form=full" if is_full else ""  # what the page says of where it is
    is_saved = request.method == "POST"
    draft = drafts.begin(resource, person(request)) if is_saved else standing_draft(resource)
    try:
        if is_saved:
            return _posted(request, draft)
        return render(request, "editing/edit.html", context.page(request, draft))
    except ValueError as refusal:
        return _refused(request, draft, refusal)


def _refused(request: HttpRequest, draft: Draft, refusal: ValueError) -> HttpResponse:
    if isinstance(refusal, drafts.NotOpen):
        return errors.problem(request, 409, _("This draft cannot be changed now"), str(refusal))
    if isinstance(refusal, NotSeen):
        return errors.problem(request, 400, _("This form cannot be read"), str(refusal))
    if request.method == "POST":
        raise refusal
    return HttpResponseRedirect(f"/edit/{draft.resource.slug}/source")


def _posted(request: HttpRequest, draft: Draft) -> HttpResponse:
    data = request.POST.copy()
    _act(data)
    saved = save(draft, data, person(request))
    _tell(request, saved)
    asked = context.asked_for(data, saved)
    if data.get("then") == "submit" and not saved.unclear and not saved.conflicts:
        return _submitted(request, saved.draft)
    if saved.suppressed and request.htmx:  # type: ignore[attr-defined]
        return _elsewhere(_address(asked, data, saved.draft))
    if request.htmx:  # type: ignore[attr-defined]
        return _parts(request, data, asked, saved)
    if saved.unclear or saved.conflicts:
        view = context.view_of(asked, ready_of(saved.draft), saved)
        shown = context.page(request, saved.draft, saved, view) | conflicts.shown(saved)
        return render(request, "editing/edit.html", shown, status=409 if saved.conflicts else 422)
    return HttpResponseRedirect(_address(asked, data, saved.draft), status=303)


def _submitted(request: HttpRequest, draft: Draft) -> HttpResponse:
    """What was written is saved, all of it is clear, and it is in review now."""
    by = person(request)
    assert by is not None
    try:
        review.submit(draft, by)
    except review.NotPossible as refusal:
        return errors.problem(request, 409, _("That cannot be done now"), str(refusal))
    messages.success(request, _("It is in review now."))
    return HttpResponseRedirect(f"/review/{draft.resource.slug}", status=303)


def _act(data: QueryDict) -> None:
    """What a button asks for besides saving, as if it had been written into the form."""
    if gone := data.get("gone", ""):
        data[f"{gone}:gone"] = "1"
    if copy := data.get("copy", ""):
        data[f"{copy}:copy"] = "1"
        data.appendlist("opened", copy)
    place, _nothing, words = data.get("mend", "").partition("=")
    if PLACE.fullmatch(place):
        data[place] = words
        data[f"{place}:again"] = "1"


def _address(asked: QueryDict, data: QueryDict, draft: Draft) -> str:
    """The editor again, with what was opened or added open, and the eye on it."""
    query = asked.copy()
    added, opened = (asked.getlist(name)[-1:] if data.get(name) else [] for name in ("added", "opened"))
    to = "".join(added or opened).partition("@")[0] or field_of(data.get("gone", ""))
    if to:
        query["to"] = to
    kind = "v" if to[-1:].isdigit() else "f"
    return f"/edit/{draft.resource.slug}?{query.urlencode()}" + (f"#{kind}-{to}" if to else "#main")


def _tell(request: HttpRequest, saved: Saved) -> None:
    if saved.suppressed:
        n = saved.suppressed
        said = ngettext(
            "%(n)s count was so small that somebody could be recognised. It was left out before it was saved.",
            "%(n)s counts were so small that somebody could be recognised. They were left out before they were saved.",
            n,
        )
        messages.warning(request, said % {"n": n})
    elif not saved.unclear and not saved.conflicts and not request.htmx and "then" not in request.POST:  # type: ignore[attr-defined]
        messages.success(request, _("Saved."))


def _elsewhere(address: str) -> HttpResponse:
    answer = HttpResponse(status=204)
    answer["HX-Redirect"] = address
    return answer


def _parts(request: HttpRequest, data: QueryDict, asked: QueryDict, saved: Saved) -> HttpResponse:
    """What changed on the page: when it was saved, what is missing, what was asked for; the fields stay as they are."""
    record, found = record_of(saved.draft), ready_of(saved.draft)
    view = context.view_of(asked, found, saved)
    shown = context.standing(saved.draft, found, view) | {"saved": saved} | conflicts.shown(saved)
    seen = saved.seen
    target = next((data.get(name) for name in ACTIONS if data.get(name)), "")
    place = _field(data, target)
    field = part(record, place, view=view) if place else None
    focus = (asked.getlist("added")[-1:] or [place])[0].partition("@")[0]
    if field is not None:
        seen = seen.joined(field[1])
        threads = comments.of(saved.draft.resource)
        shown["field"] = context.showing_of(saved.draft, found, saved, threads=threads, focus=focus).field(field[0])
    elif place:
        return _elsewhere(_address(asked, data, saved.draft))
    shown["seen"] = packed(seen)
    answer = HttpResponse(render_to_string("editing/parts.html", shown, request))
    if field is not None:
        answer["HX-Retarget"], answer["HX-Reswap"] = f'[id="f-{place}"]', "outerHTML"
    else:
        answer["HX-Reswap"] = "none"
    return answer


def _field(data: QueryDict, target: str) -> str:
    """The field that a button stands in; the whole outermost one, since what was saved may have moved the others."""
    return re.split(r"[=.@]", target)[0] if any(data.get(name) for name in ACTIONS) else ""
