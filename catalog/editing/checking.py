"""One field as it changes: what was understood, what is wrong in plain words, and what one click would mend."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog.editing.reading import record_of, standing_draft
from catalog.editing.saving import seen_in
from catalog.editing.who import for_editors
from catalog.language import current_language
from catalog.models import Resource
from catalog.pages import errors
from fair_metadata.forms import Edit, NotSeen, changes, merged
from fair_metadata.forms.seen import above, field_of
from fair_metadata.forms.widgets import shown
from fair_metadata.profile import Words
from fair_metadata.profiles import CHECKED, DEFAULT, level_of
from fair_metadata.record import Record
from fair_metadata.terms import Term, is_literal, text
from fair_metadata.validation import broken_rules
from fair_metadata.validation.findings import sentence


@require_POST
@for_editors
def check(request: HttpRequest, resource: Resource) -> HttpResponse:
    """The messages of the field that is named in `field`. Nothing is saved."""
    draft = standing_draft(resource)
    place = request.POST.get("field", "")
    try:
        seen = seen_in(request.POST)
    except NotSeen as refusal:
        return errors.problem(request, 400, _("This form cannot be read"), str(refusal))
    record = record_of(draft)
    mine = {name: words for name, words in request.POST.items() if field_of(name.partition(":")[0]) == place}
    shape = DEFAULT.shape_for(record.types())
    if shape is None or not mine:
        return HttpResponse(status=204)
    posted = changes(mine, seen, shape)
    outcome = merged(record, posted.edits, seen)
    around = above(f"{place}.0")
    node = outcome.seen.values[around].term if around in outcome.seen.values else None if around else record.subject
    paths = {edit.row.path for edit in posted.edits} | {each.row.path for each in posted.unclear}
    told = {
        "place": place,
        "troubles": [
            (each.place, _in(each.heard.because or {"en": ""}), [(m.text, _in(m.label)) for m in each.heard.mends])
            for each in posted.unclear
        ],
        "said": [_in(words) for words in _wrong(outcome.record, node, paths, str(level_of(record)))] if node else [],
        "understood": [told for edit in posted.edits if (told := _understood(edit, mine))],
    }
    return render(request, "editing/checked.html", told)


def _wrong(record: Record, node: Term, paths: set[Term], level: str) -> list[Words]:
    """What breaks a rule at this node; only it and its values are looked at, however large the description is."""
    near = {node, *(value for values in record.nodes.get(node, {}).values() for value in values)}
    small = Record(node, tuple(triple for triple in record.triples if triple[0] in near))
    found = broken_rules(small, CHECKED, level=level)
    return [sentence(each) for each in found if each.node == node and each.path in paths and each.value is not None]


def _understood(edit: Edit, typed: dict[str, str]) -> str:
    """What was read into what was typed, where it is not just that."""
    if edit.becomes is None or typed.get(edit.place) == text(edit.becomes):
        return ""
    named = shown(edit.becomes, edit.row, current_language())
    return named if is_literal(edit.becomes) or named == text(edit.becomes) else f"{named} ({text(edit.becomes)})"


def _in(words: Words) -> str:
    return words.get(current_language()) or words["en"]
