"""Saving a search, following something, and changing either: what begins with asking what is there now."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.models import Saved, What
from catalog.pages import asking
from catalog.people.asking import posted, signed_in, user_of
from catalog.saved import keeping, naming
from catalog.saved.forms import SavedForm
from catalog.saved.keeping import Target
from search.saved import looking, targets

_ASKED = ("search", "dataset", "organisation", "disease")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """What the address or the form names is saved or followed; once, however often it is asked for."""
    given = request.POST if request.method == "POST" else request.GET
    asked = {name: given[name] for name in _ASKED if name in given}
    target = targets.target(asked, asking.viewer(request))
    if target is None:
        raise Http404
    person = user_of(request)
    saved = keeping.of_target(person, target)
    form = SavedForm(posted(request), initial=_initial(saved, target))
    if form.is_valid():
        try:
            kept = keeping.keep(person, target, **_said(form, target))
        except keeping.TooMany as refusal:
            form.add_error(None, str(refusal))
        else:
            return _done(request, kept)
    about = {"form": form, "target": target, "asked": asked.items(), "saved": saved, "is_search": _is_search(target)}
    return render(request, "saved/new.html", about)


def _initial(saved: Saved | None, target: Target) -> dict[str, str]:
    if saved is not None:
        return {"name": saved.name, "often": saved.often}
    return {"name": target.name} if _is_search(target) else {}


def _said(form: SavedForm, target: Target) -> dict[str, str]:
    """A search has no name of its own but its words; what is followed is called as it is called then."""
    said = form.cleaned_data
    name = said["name"] or (target.name if _is_search(target) else "")
    return {"name": "" if not _is_search(target) and name == target.name else name, "often": said["often"]}


def _is_search(target: Target) -> bool:
    return target.what == What.SEARCH


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def one(request: HttpRequest, number: int) -> HttpResponse:
    """Called otherwise, or told more or less often."""
    saved = keeping.found(user_of(request), number)
    if saved is None:
        raise Http404
    form = SavedForm(posted(request), initial={"name": saved.name, "often": saved.often})
    if form.is_valid():
        keeping.change(saved, name=form.cleaned_data["name"], often=form.cleaned_data["often"])
        return _done(request, saved)
    _saved, called, address = naming.line(saved, asking.viewer(request))
    return render(request, "saved/one.html", {"form": form, "saved": saved, "called": called, "address": address})


def _done(request: HttpRequest, saved: Saved) -> HttpResponse:
    looking.begin(saved)
    saved.refresh_from_db()
    if saved.is_too_large:
        messages.warning(request, _("It is kept, but finds too much to be told of: add a filter to the search."))
    else:
        messages.success(request, _("It is kept."))
    return redirect("saved:mine")
