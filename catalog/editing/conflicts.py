"""Two people changed the same: what it was, theirs, yours, property by property, and one answer for each."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.contrib import messages
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.editing import drafts
from catalog.editing.reading import record_of
from catalog.editing.saving import Saved, keep, shape_of
from catalog.editing.who import for_editors, person
from catalog.language import current_language
from catalog.models import Resource
from catalog.pages import errors
from fair_metadata.forms import Conflict, Edit, packed, row_at, unpacked
from fair_metadata.forms.widgets import shown as written
from fair_metadata.profile import Property
from fair_metadata.profiles import PARALLEL
from fair_metadata.terms import Term, language

SALT = "editing.conflict"
THEIRS, YOURS, BOTH = "theirs", "yours", "both"


def shown(saved: Saved) -> dict[str, Any]:
    """For the template: each conflict in words, and all of them signed, to be answered later."""
    if not saved.conflicts:
        return {"conflicts": [], "asked": ""}
    asked = [[c.place, list(c.theirs), c.yours or ""] for c in saved.conflicts]
    told = [_told(conflict) for conflict in saved.conflicts]
    return {
        "conflicts": told,
        "asked": signing.dumps([packed(saved.seen), asked], salt=SALT, compress=True),
        "by": saved.draft.saved_by,
    }


def _told(conflict: Conflict) -> dict[str, Any]:
    row = conflict.row
    return {
        "place": conflict.place,
        "label": row.label.get(current_language()) or row.label["en"],
        "was": _words(conflict.was, conflict),
        "theirs": [_words(term, conflict) for term in conflict.theirs],
        "yours": _words(conflict.yours, conflict),
        "is_gone": conflict.node is None,
        "may_be_both": _have_room(row, conflict.theirs, conflict.yours),
    }


def _have_room(row: Property, theirs: Sequence[Term], yours: Term | None) -> bool:
    """May both stand? Only where there may be several, and of texts in parallel languages none in the same."""
    if not (row.many and theirs and yours):
        return False
    return row.path not in PARALLEL or language(yours) not in map(language, theirs)


def _words(term: Term | None, conflict: Conflict) -> str:
    if term is None:
        return ""
    return _("a nested description") if term.startswith("_:") else written(term, conflict.row, current_language())


@require_POST
@for_editors
def decide(request: HttpRequest, resource: Resource) -> HttpResponse:
    """The answers, one for each property; what nobody answered stays as it stands."""
    draft = drafts.begin(resource, person(request))
    try:
        word, asked = signing.loads(request.POST.get("asked", ""), salt=SALT)
        seen = unpacked(word)
    except (signing.BadSignature, ValueError):
        return errors.problem(request, 400, _("This form cannot be read"), _("Load the page again."))
    shape = shape_of(record_of(draft))
    edits: list[Edit] = []
    for place, theirs, yours in asked:
        row = row_at(place, seen, shape)
        answer = request.POST.get(f"answer-{place}", THEIRS)
        if row is None or answer == THEIRS or (answer == BOTH and not _have_room(row, theirs, yours)):
            continue
        stands = [] if answer == BOTH else theirs
        edits += _edits(Edit(place, row, becomes=yours or None), stands)
    try:
        _kept, outcome = keep(draft, tuple(edits), seen, person(request))
    except drafts.NotOpen as refusal:
        return errors.problem(request, 409, _("This draft cannot be changed now"), str(refusal))
    if outcome.conflicts:
        messages.warning(request, _("Somebody changed it once more. What stands there now was kept."))
    else:
        messages.success(request, _("Saved."))
    form = request.POST.get("form", "quick")
    return HttpResponseRedirect(f"/edit/{resource.slug}?form={form}#main", status=303)


def _edits(edit: Edit, theirs: list[Term]) -> Iterator[Edit]:
    """Yours in the place of theirs."""
    first, *others = theirs or [None]
    yield Edit(edit.place, edit.row, was=first, becomes=edit.becomes)
    for each in others:
        yield Edit(edit.place, edit.row, was=each)
