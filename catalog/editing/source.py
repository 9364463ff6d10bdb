"""The source: the description as Turtle, for who prefers to write that. It comes in by the same door as all RDF."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.api.bodies import record_from
from catalog.api.problems import Problem
from catalog.editing import context, drafts
from catalog.editing.reading import record_of
from catalog.editing.saving import hidden
from catalog.editing.who import for_editors, person
from catalog.models import Draft, Resource
from catalog.pages import errors
from fair_metadata.formats import FORMATS, Description
from fair_metadata.holding import CATALOGUED
from fair_metadata.reading import NothingFound, Unreadable, read_all
from fair_metadata.record import Record
from fair_metadata.terms import named

MOST = 4_000_000  # characters


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def source(request: HttpRequest, resource: Resource) -> HttpResponse:
    """The Turtle of the draft; what is posted is read, held to the same limits, and saved as the draft."""
    draft = drafts.begin(resource, person(request))
    turtle = FORMATS["turtle"].write(Description(record_of(draft))).decode()
    if request.method != "POST":
        return _page(request, draft, turtle)
    written = request.POST.get("turtle", "")
    if written.replace("\r\n", "\n").strip() == turtle.strip():
        return HttpResponseRedirect(f"/edit/{resource.slug}/source", status=303)
    try:
        record = _read(written, draft)
        version = int(request.POST.get("version", "0"))
        kept = drafts.save(draft, record, person(request), version=version)
    except drafts.Conflict:
        said = _("Somebody saved in between. Copy what you wrote, load the page again, and put it in there.")
        return _page(request, draft, written, said, 409)
    except drafts.NotOpen as refusal:
        return errors.problem(request, 409, _("This draft cannot be changed now"), str(refusal))
    except (Unreadable, NothingFound, Problem, ValueError) as refusal:
        return _page(request, draft, written, str(getattr(refusal, "detail", "") or refusal), 422)
    if hidden(record_of(kept)) > hidden(record):
        messages.warning(request, _("Counts so small that somebody could be recognised were left out before saving."))
    else:
        messages.success(request, _("Saved."))
    return HttpResponseRedirect(f"/edit/{resource.slug}/source", status=303)


def _read(written: str, draft: Draft) -> Record:
    """The record that the text states. ValueError when it is of another kind, or of nothing that is catalogued."""
    if len(written) > MOST:
        raise ValueError(_("This is too long for the editor. Send it to the API, or load it as a file."))
    name = draft.resource.iri
    record = record_from(read_all(written.encode(), media_type="text/turtle", base=name), name)
    kinds = {CATALOGUED[kind] for kind in record.types() if kind in CATALOGUED}
    if draft.resource.kind not in kinds:
        raise ValueError(
            _("It describes %(name)s as something else than it is. Keep its subject and its class.")
            % {"name": str(named(name))}
        )
    return record


def _page(request: HttpRequest, draft: Draft, turtle: str, trouble: str = "", status: int = 200) -> HttpResponse:
    shown = context.heading(draft) | {"turtle": turtle, "trouble": trouble, "rows": min(60, turtle.count("\n") + 4)}
    return render(request, "editing/source.html", shown, status=status)
