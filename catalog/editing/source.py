"""The source: the description as Turtle, for who prefers to write that. It comes in by the same door as all RDF."""

from collections.abc import Sequence

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from catalog.api.bodies import record_from
from catalog.api.problems import Problem
from catalog.editing import context, drafts
from catalog.editing.reading import record_of, standing_draft
from catalog.editing.saving import TRIES, hidden
from catalog.editing.who import for_editors, person
from catalog.language import current_language
from catalog.models import Draft, Resource
from catalog.pages import asking, errors
from fair_metadata.formats import FORMATS, Description
from fair_metadata.forms import NotSeen
from fair_metadata.holding import CATALOGUED
from fair_metadata.layering import Edit, edits, layered
from fair_metadata.namespaces import short
from fair_metadata.profiles import DEFAULT
from fair_metadata.reading import NothingFound, Unreadable, read_all
from fair_metadata.record import Record
from fair_metadata.terms import Term, is_blank, named, text

MOST = 4_000_000  # characters
SALT = "editing.source"


@require_http_methods(["GET", "HEAD", "POST"])
@for_editors
def source(request: HttpRequest, resource: Resource) -> HttpResponse:
    """The Turtle of the draft; what is posted is read, held to the same limits, and saved as the draft.

    What somebody else saved meanwhile is merged into it, field by field, as the form does. Where both wrote something
    else into the same field nothing is saved: both are shown, and what is sent next decides.
    """
    draft = standing_draft(resource)
    turtle = _turtle(record_of(draft))
    if request.method != "POST":
        return _page(request, draft, turtle)
    written = request.POST.get("turtle", "")
    if written.replace("\r\n", "\n").strip() == turtle.strip():
        return HttpResponseRedirect(f"/edit/{resource.slug}/source", status=303)
    try:
        return _saved(request, draft, written)
    except drafts.NotOpen as refusal:
        return errors.problem(request, 409, _("This draft cannot be changed now"), str(refusal))
    except NotSeen as refusal:
        return _page(request, draft, written, str(refusal), 409)
    except (Unreadable, NothingFound, Problem, ValueError) as refusal:
        return _page(request, draft, written, str(getattr(refusal, "detail", "") or refusal), 422)


def _saved(request: HttpRequest, draft: Draft, written: str) -> HttpResponse:
    mine, version = _read(written, draft), asking.whole_number(request.POST.get("version", ""))
    record, was, draft = mine, None, drafts.begin(draft.resource, person(request))
    for _try in range(TRIES):
        try:
            kept = drafts.save(draft, record, person(request), version=version)
            break
        except drafts.Conflict as conflict:
            draft, version = conflict.theirs, conflict.theirs.version
        was, theirs = was or _seen(request.POST.get("seen", ""), draft), record_of(draft)
        record = layered(was, mine, theirs)
        if clashes := [edit for edit in edits(was, mine, theirs) if edit.is_conflict]:
            said = _("Somebody changed the same in between. Yours is in the text below: save it if it is right.")
            return _page(request, draft, _turtle(record), said, 409, clashes)
    else:
        raise drafts.NotOpen(_("Too many people are saving at once. Try again."))
    if was is not None:
        messages.info(request, _("Somebody else saved in between. Both changes are in it now."))
    if hidden(record_of(kept)) > hidden(record):
        messages.warning(request, _("Counts so small that somebody could be recognised were left out before saving."))
    else:
        messages.success(request, _("Saved."))
    return HttpResponseRedirect(f"/edit/{draft.resource.slug}/source", status=303)


def _turtle(record: Record) -> str:
    return FORMATS["turtle"].write(Description(record)).decode()


def _seen(word: str, draft: Draft) -> Record:
    """What the writer began with. NotSeen for what no page of this draft sent along."""
    try:
        name, lines = signing.loads(word, salt=SALT)
        if name == draft.resource.iri:
            return Record.from_ntriples(name, lines)
    except (signing.BadSignature, ValueError):
        pass
    raise NotSeen(_("Somebody saved in between. Copy what you wrote, load the page again, and put it in there."))


def _packed(record: Record) -> str:
    return signing.dumps([record.iri, record.ntriples], salt=SALT, compress=True)


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


def _page(
    request: HttpRequest, draft: Draft, turtle: str, trouble: str = "", status: int = 200, clashes: Sequence[Edit] = ()
) -> HttpResponse:
    """After a mistake in the text what it was begun with stays what it was; after a clash theirs was seen, too."""
    is_fresh = status == 200 or bool(clashes)
    shown = context.heading(draft) | {
        "turtle": turtle,
        "trouble": trouble,
        "rows": min(60, turtle.count("\n") + 4),
        "seen": _packed(record_of(draft)) if is_fresh else request.POST.get("seen", ""),
        "version": draft.version if is_fresh else request.POST.get("version", ""),
        "clashes": [_told(clash) for clash in clashes],
    }
    return render(request, "editing/source.html", shown, status=status)


def _told(clash: Edit) -> dict[str, str]:
    rows = (shape.by_path.get(clash.field.path) for shape in DEFAULT.shapes.values())
    row = next((row for row in rows if row), None)
    label = row.label.get(current_language()) or row.label["en"] if row else short(clash.field.path)
    sides = {"was": clash.was, "theirs": clash.theirs, "yours": clash.ours}
    return {"label": label} | {side: "; ".join(sorted(map(_words, values))) for side, values in sides.items()}


def _words(term: Term) -> str:
    return _("a nested description") if is_blank(term) else text(term)
