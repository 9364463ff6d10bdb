"""All that the editor's page shows of a draft: fields, what is missing, gains, what stands there and who saved it."""

from collections.abc import Iterator, Mapping
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import NoReverseMatch, reverse

from catalog import browse, policy
from catalog.editing import comments, drafts
from catalog.editing.reading import ready_of, record_of
from catalog.editing.saving import Saved, shape_of
from catalog.editing.showing import Showing
from catalog.language import current_language
from catalog.models import Draft, Resource
from fair_metadata.assessment import Result
from fair_metadata.forms import Form, Ready, View, each, form, moved, packed
from fair_metadata.forms.seen import field_of, outer_places
from fair_metadata.namespaces import DCT
from fair_metadata.profile import Property, Shape
from fair_metadata.profiles import level_of
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_iri, text
from fair_metadata.terms import language as language_of
from fair_metadata.validation import Finding

MOST_ASKED = 50  # places that one address opens
GAINS = 5  # the greatest that are offered
TOLD = 30  # of what is missing


def view_of(asked: QueryDict, found: Ready | None = None, saved: Saved | None = None) -> View:
    """How much is shown, by the address or by what `asked_for` says; what was not understood has its place again."""
    wanted = [(f.node, path) for f in found.missing for path in f.path.split(" | ")] if found else []
    return View(
        is_quick=asked.get("form", "quick") != "full",
        language=current_language(),
        opened=frozenset(asked.getlist("opened")[:MOST_ASKED]),
        added=_begun(saved) | dict(word.partition("@")[::2] for word in asked.getlist("added")[:MOST_ASKED]),
        wanted=frozenset(wanted),
    )


def asked_for(data: QueryDict, saved: Saved) -> QueryDict:
    """What a form and its buttons ask to see next, at the places where that is after saving."""
    asked, record = QueryDict(mutable=True), record_of(saved.draft)
    asked["form"] = data.get("form", "quick")
    asked.setlist("opened", [moved(record, place, saved.seen) for place in data.getlist("opened")[:MOST_ASKED]])
    for word in data.getlist("added")[:MOST_ASKED]:
        place, at, tag = word.partition("@")
        # A description that is not there yet has to be begun again for what is added inside it.
        outer = [field_of(around) for around in outer_places(f"{place}.0") if around not in saved.seen.values]
        for field in (*outer, moved(record, place, saved.seen) + at + tag):
            asked.appendlist("added", field)
    return asked


def _begun(saved: Saved | None) -> dict[str, str]:
    """The fields in which something was begun that could not be saved yet."""
    places = [one.place for one in saved.unclear if one.place not in saved.seen.values] if saved else []
    return {field_of(outer): "" for place in places for outer in (*outer_places(place), place)}


def page(request: HttpRequest, draft: Draft, saved: Saved | None = None, view: View | None = None) -> dict[str, Any]:
    """The context of the whole page."""
    record, found = record_of(draft), ready_of(draft)
    view = view or view_of(request.GET, found)
    shown = form(record, view=view)
    threads = comments.of(draft.resource)
    showing = showing_of(draft, found, saved, threads=threads, focus=request.GET.get("to", ""))
    return {
        **standing(draft, found, view),
        "said": threads[comments.ALL].open_ones if comments.ALL in threads else (),
        "remarks": list(_remarks(threads, record, view)) if threads else (),
        "sections": showing.sections(shown.sections),
        "also": [(one.name, one.texts) for one in shown.also],
        "seen": packed(shown.seen),
        "saved": saved,
        "kind": showing.words(shown.shape.label),
        "is_full": not view.is_quick,
        "opened": sorted(place for place in view.opened if place in shown.seen.values or place in _all_fields(shown)),
        "unclear": [(one, showing.words(one.row.label)) for one in saved.unclear] if saved else [],
        "is_open": draft.stage in drafts.OPEN,
        "bring_up": _address("review:bring-up", draft.resource) if draft.pk and draft.is_overtaken else "",
        "review": _address("review:one", draft.resource),
        "discard": _address("review:discard", draft.resource) if draft.resource.state in policy.SHOWN else "",
    }


def showing_of(
    draft: Draft, found: Ready, saved: Saved | None, *, threads: Mapping[comments.Field, comments.Thread], focus: str
) -> Showing:
    """How fields are shown, whether all of them or one."""
    record = record_of(draft)
    return Showing(
        record.subject,
        found,
        related=related(draft.resource, record),
        unclear=saved.unclear if saved else (),
        seen=saved.seen if saved else None,
        threads=threads,
        focus=focus,
    )


def _remarks(
    threads: Mapping[comments.Field, comments.Thread], record: Record, view: View
) -> Iterator[tuple[str, str]]:
    """Where open comments stand: the way to the field of the resource itself, and what it is called."""
    shape, places = shape_of(record), _places(record)
    names = {row.name: row for row in shape.properties}
    told: set[str] = set()
    for (node, path), thread in threads.items():
        outer = places.get(node, "").partition(".")[0]
        row = shape.by_path.get(path) if node == record.subject else names.get(outer)
        if row and thread.is_open and row.name not in told:
            told.add(row.name)
            yield _link(row, view, form="full"), row.label.get(view.language) or row.label["en"]


def standing(draft: Draft, found: Ready, view: View) -> dict[str, Any]:
    """What changes with every save: when, how complete, what is missing."""
    lang = view.language
    places, shape = _places(record_of(draft)), shape_of(record_of(draft))
    return {
        **heading(draft),
        "form": "quick" if view.is_quick else "full",
        "points": found.fair.points if found.fair else None,
        "gains": [(_to_field(gap, view, shape), gap.advice[lang]) for gap in _gains(found)],
        "is_ready": found.is_ready,
        "standards": [f"{profile.title} {profile.version}" for profile in found.standards],
        "missing": [_told(finding, places, view, shape) for finding in found.missing[:TOLD]],
        "more_missing": max(0, len(found.missing) - TOLD),
        "level": level_of(record_of(draft)),
    }


def heading(draft: Draft) -> dict[str, Any]:
    """What every page of the editor has on top."""
    return {
        "draft": draft,
        "resource": draft.resource,
        "address": browse.address(draft.resource),
        "title": _title(record_of(draft), current_language()),
    }


def related(resource: Resource, record: Record) -> dict[str, Resource]:
    """IRI → what the description links to and everybody who edits it may see; one query."""
    targets = {iri(o) for s, _, o in record.triples if s == record.subject and is_iri(o)}
    mine = policy.Viewer(roles={resource.organisation_id or 0: frozenset()})
    rows = Resource.objects.filter(policy.visible(mine), iri__in=list(targets)[:500])
    return {row.iri: row for row in rows.only("iri", "kind", "slug", "card")}


def _link(row: Property, view: View, *, form: str) -> str:
    """To the field; by another look at the form for one that may not be on the page."""
    again = "" if row.quick or not view.is_quick else f"?form={form}&to={row.name}"
    return f"{again}#f-{row.name}"


def _gains(found: Ready) -> list[Result]:
    return [gap for gap in found.fair.to_repair if gap.gain][:GAINS] if found.fair else []


def _to_field(gap: Result, view: View, shape: Shape) -> str:
    row = shape.by_path.get(gap.indicator.field or "")
    return _link(row, view, form="full") if row else ""


def _told(finding: Finding, places: Mapping[Term, str], view: View, shape: Shape) -> tuple[str, str]:
    """Where to mend it, and the sentence. What is missing on the quick form comes to it."""
    message = finding.message[view.language].partition("»: ")[2]
    path = finding.path.partition(" | ")[0]
    if finding.node in places:
        return f"#v-{places[finding.node]}", message
    row = shape.by_path.get(path)
    return _link(row, view, form="quick") if row else "", message


def _places(record: Record) -> dict[Term, str]:
    """Node → its place; only of those right below the resource: the others are reached through them."""
    top = form(record, view=View(opens=0)).seen
    return {shown.term: place for place, shown in top.values.items() if shown.term in record.nodes}


def _title(record: Record, lang: str) -> str:
    titles = sorted(record.values(DCT.title), key=lambda term: (language_of(term)[:2] != lang, term))
    return text(titles[0]) if titles else record.iri


def _all_fields(shown: Form) -> set[str]:
    return {one.place for section in shown.sections for one in each(section.fields)}


def _address(name: str, resource: Resource) -> str:
    """Where another piece answers, if it is there."""
    try:
        return reverse(name, args=[resource.slug])
    except NoReverseMatch:
        return ""
