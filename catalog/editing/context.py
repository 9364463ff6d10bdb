"""All that the editor's page shows of a draft: fields, what is missing, gains, what stands there and who saved it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from catalog import browse, policy
from catalog.editing import comments
from catalog.editing.reading import ready_of, record_of
from catalog.editing.saving import Saved
from catalog.editing.showing import Showing, language
from catalog.models import Draft, Resource
from fair_metadata.forms import Form, Ready, View, form, packed
from fair_metadata.namespaces import DCT
from fair_metadata.profile import OneOf, Property, When
from fair_metadata.profiles import level_of
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_iri, text
from fair_metadata.terms import language as language_of
from fair_metadata.validation import Finding

GAINS = 5  # the greatest that are offered
TOLD = 30  # of what is missing


def view_of(data: Mapping[str, Any], found: Ready | None = None, saved: Saved | None = None) -> View:
    """How much is shown, by the address or by what the form sent along; what was not understood has its place again."""
    many = getattr(data, "getlist", lambda name: [])
    wanted = [(f.node, path) for f in found.missing for path in f.path.split(" | ")] if found else []
    return View(
        is_quick=data.get("form", "quick") != "full",
        language=language(),
        opened=frozenset(many("opened")[:50]),
        added=_begun(saved) | dict(word.partition("@")[::2] for word in many("added")[:50]),
        wanted=frozenset(wanted),
    )


def _begun(saved: Saved | None) -> dict[str, str]:
    """The fields in which something was begun that could not be saved yet."""
    places = [each.place for each in saved.unclear if each.place not in saved.seen.values] if saved else []
    return {outer: "" for place in places for outer in _fields(place)}


def _fields(place: str) -> list[str]:
    parts = place.split(".")
    return [".".join(parts[:end]) for end in range(1, len(parts), 2)]


def page(request: HttpRequest, draft: Draft, saved: Saved | None = None, view: View | None = None) -> dict[str, Any]:
    """The context of the whole page."""
    record, found = record_of(draft), ready_of(draft)
    view = view or view_of(request.GET, found)
    shown = form(record, view=view)
    showing = Showing(
        record.subject,
        found,
        related=related(draft.resource, record),
        unclear=saved.unclear if saved else (),
        seen=saved.seen if saved else None,
        threads=comments.of(draft.resource),
        focus=request.GET.get("to", ""),
    )
    return {
        **standing(draft, found, view),
        "sections": showing.sections(shown.sections),
        "also": [(each.name, each.texts) for each in shown.also],
        "seen": packed(shown.seen),
        "saved": saved,
        "kind": showing.words(shown.shape.label),
        "is_full": not view.is_quick,
        "opened": sorted(view.opened),
        "unclear": [(each, showing.words(each.row.label)) for each in saved.unclear] if saved else [],
        "counts": _counts(shown),
        "submit": _address("review:submit", draft.resource),
        "discard": _address("review:discard", draft.resource),
    }


def standing(draft: Draft, found: Ready, view: View) -> dict[str, Any]:
    """What changes with every save: when, how complete, what is missing."""
    lang = view.language
    places = _places(record_of(draft))
    return {
        **heading(draft),
        "form": "quick" if view.is_quick else "full",
        "points": found.points.score,
        "gains": [(_link(gap.row, view), gap.advice[lang]) for gap in found.points.missing[:GAINS]],
        "is_ready": found.is_ready,
        "missing": [_told(finding, places, lang) for finding in found.missing[:TOLD]],
        "more_missing": max(0, len(found.missing) - TOLD),
        "level": level_of(record_of(draft)),
    }


def heading(draft: Draft) -> dict[str, Any]:
    """What every page of the editor has on top."""
    return {
        "draft": draft,
        "resource": draft.resource,
        "address": browse.address(draft.resource),
        "title": _title(record_of(draft), language()),
    }


def related(resource: Resource, record: Record) -> dict[str, Resource]:
    """IRI → what the description links to and everybody who edits it may see; one query."""
    targets = {iri(o) for s, _, o in record.triples if s == record.subject and is_iri(o)}
    mine = policy.Viewer(roles={resource.organisation_id or 0: frozenset()})
    rows = Resource.objects.filter(policy.visible(mine), iri__in=list(targets)[:500])
    return {row.iri: row for row in rows.only("iri", "kind", "slug", "card")}


def _link(row: Property, view: View) -> str:
    """To the field; to the full form for one that the quick form does not have."""
    here = "" if row.quick or not view.is_quick else f"?form=full&to={row.name}"
    return f"{here}#f-{row.name}"


def _told(finding: Finding, places: Mapping[Term, str], lang: str) -> tuple[str, str]:
    """Which field to go to, and the sentence."""
    rule = finding.broken.rule if finding.broken else None
    name = getattr(rule, "name", "") if not isinstance(rule, OneOf | When) else ""
    message = finding.message[lang].partition("»: ")[2]
    prefix = places.get(finding.node, "")
    return (f"{prefix}.{name}" if prefix and name else prefix or name), message


def _places(record: Record) -> dict[Term, str]:
    """Node → its place; only of those right below the resource: the others are reached through them."""
    top = form(record, view=View(opens=0)).seen
    return {shown.term: place for place, shown in top.values.items() if shown.term in record.nodes}


def _title(record: Record, lang: str) -> str:
    titles = sorted(record.values(DCT.title), key=lambda term: (language_of(term)[:2] != lang, term))
    return text(titles[0]) if titles else record.iri


def _counts(shown: Form) -> int:
    return sum(len(section.fields) for section in shown.sections)


def _address(name: str, resource: Resource) -> str:
    """Where another piece answers, if it is there."""
    try:
        return reverse(name, args=[resource.slug])
    except NoReverseMatch:
        return ""
