"""One description of an import as its page shows it: what would change, field by field, and what should be mended."""

from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from catalog import browse
from catalog.intake import taking
from catalog.intake.arriving import Incoming
from catalog.intake.standing_there import Mine, There, may_take, standing_there
from catalog.models import Fate, Import, ImportEntry, Kind
from fair_metadata.differences import FieldChange, changes
from fair_metadata.profile import Severity
from fair_metadata.profiles import CHECKED, DEFAULT
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_blank, is_iri, text
from fair_metadata.validation import check
from fair_metadata.vocabularies import label

MOST_CHANGES, MOST_FINDINGS, LONGEST = 60, 12, 400


@contextmanager
def given(incoming: Incoming) -> Iterator[Incoming]:
    """A file that was sent, as something that is opened."""
    with incoming.stream:
        yield incoming


@dataclass(frozen=True, slots=True)
class Changed:
    """One line of a difference, in words."""

    field: str
    language: str
    before: str
    after: str


def shown(entries: Iterable[ImportEntry], mine: Mine, language: str) -> list[dict[str, Any]]:
    """What the page says of each entry; a few queries for all of them.

    What an entry would be written over is read again, and shown as it stands now to who may still write over it.
    """
    there = {
        iri: found
        for iri, found in standing_there(entry.iri for entry in entries if entry.fate != Fate.REFUSED).items()
        if may_take(mine, found.resource)
    }
    return [_shown(entry, there.get(entry.iri), language) for entry in entries]


def _shown(entry: ImportEntry, there: There | None, language: str) -> dict[str, Any]:
    record = entry.record if entry.packed else None
    is_over = there is not None and entry.fate == Fate.UPDATED and not entry.outcome
    found = _changes(there, record, language) if is_over and there and record else []
    told = _findings(record, language) if record and entry.kind != Kind.REFERENCE else []
    is_taken = entry.outcome in (taking.CREATED, taking.DRAFTED)
    has_page = there is not None and there.resource.kind in browse.SECTION_OF
    return {
        "entry": entry,
        "title": entry.title or entry.iri,
        "address": browse.address(there.resource) if has_page and there else "",
        "changes": found[:MOST_CHANGES],
        "more_changes": max(0, len(found) - MOST_CHANGES),
        "findings": told[:MOST_FINDINGS],
        "more_findings": max(0, len(told) - MOST_FINDINGS),
        "is_overtaken": bool(is_over and there and there.digest != entry.saw),
        "over_draft": bool(entry.version),
        "edit": f"/edit/{there.resource.slug}" if is_taken and has_page and there else "",
        "outcome": OUTCOMES[entry.outcome]() if entry.outcome else "",
    }


OUTCOMES = {
    taking.CREATED: lambda: _("Taken in as a new draft"),
    taking.DRAFTED: lambda: _("Taken in as a draft over what is there"),
    taking.OVERTAKEN: lambda: _("Not taken in: somebody changed it since. Import it again"),
    taking.REFUSED: lambda: _("Not taken in: another organisation keeps it"),
}


def outcomes(made: Import) -> list[tuple[str, int]]:
    """What became of all that was taken in, counted."""
    found = Counter(made.entries.exclude(outcome="").values_list("outcome", flat=True))
    return [(words(), found[name]) for name, words in OUTCOMES.items() if found[name]]


def _changes(there: There, record: Record, language: str) -> list[Changed]:
    was = there.record
    return [_changed(change, was, record, language) for change in changes(was, record, DEFAULT)]


def _changed(change: FieldChange, was: Record, now: Record, language: str) -> Changed:
    name = change.words(language)
    if not change.is_known:
        name = _("Also stated: %(name)s") % {"name": name}
    before, after = _words(change.before, was, language), _words(change.after, now, language)
    return Changed(name, change.language, before, after)


def _words(value: Term | None, record: Record, language: str) -> str:
    """A value as a reader knows it: a concept by its name, a nested description by the texts in it."""
    if value is None:
        return ""
    if is_blank(value):
        said = [text(o) for paths in (record.nodes.get(value, {}),) for values in paths.values() for o in values]
        return (" · ".join(part for part in said if part[:2] != "_:") or "…")[:LONGEST]
    name = label(iri(value), language) if is_iri(value) else None
    return name or text(value)[:LONGEST]


def _findings(record: Record, language: str) -> list[tuple[str, str]]:
    """Severity and sentence, worst first; advice is left to the editor."""
    found = check(record, CHECKED)
    worst = [finding for finding in found if finding.severity is not Severity.INFO]
    return [(str(finding.severity), finding.message.get(language) or finding.message["en"]) for finding in worst]
