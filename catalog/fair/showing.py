"""A report in the reader's words: for the page, and as JSON. Evidence is the very triple or header, never a summary."""

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from catalog.fair import lines
from catalog.fair.reporting import Report
from catalog.models import Score
from fair_metadata.assessment import RULES, Outcome, Result, Set, Share
from fair_metadata.namespaces import short
from fair_metadata.profiles import DEFAULT
from fair_metadata.terms import Triple, is_literal

BANDS = ((75, "high"), (50, "middle"), (0, "low"))  # as the filter of the search has them
FIRST = 5  # of what is to be repaired that is shown above
_ROWS = DEFAULT.shapes["dataset"].by_path


def document(report: Report, history: Iterable[Score], page: str) -> dict[str, Any]:
    """The report as JSON."""
    judged = report.assessment
    return {
        "dataset": report.resource.iri,
        "page": page,
        "revision": report.revision.pk,
        "rules": report.rules,
        "points": judged.points,
        "rda": _of(judged.rda),
        "principles": {letter: _of(share) for letter, share in judged.letters.items()},
        "priorities": {each.name.lower(): _of(share) for each, share in judged.priorities.items()},
        "signposting": judged.signposting,
        "google": _of(judged.google),
        "results": [_result(each) for each in judged.results],
        "history": [_kept(each) for each in history],
    }


def _of(share: Share) -> dict[str, int]:
    return {"passed": share.passed, "of": share.of}


def _result(each: Result) -> dict[str, Any]:
    row = each.indicator
    return {
        "code": row.code,
        "set": str(row.set),
        "principle": row.letter,
        "name": row.name,
        "priority": row.priority.name.lower(),
        "weight": row.weight,
        "judged_on": "page" if row.is_of_page else "description",
        "outcome": str(each.outcome),
        "tested": row.tested["en"],
        "evidence": [said(one) for one in each.evidence],
        "reason": each.reason,
        "repair": row.repair["en"] if each.outcome is Outcome.FAILED else "",
        "field": short(row.field) if row.field else "",
        "gain": round(each.gain, 1),
    }


def _kept(each: Score) -> dict[str, Any]:
    figures = {name: getattr(each, name) for name in ("revision", "rules", "points", "passed", "signposting")}
    return figures | {"made_at": each.made_at.isoformat(timespec="seconds")}


def said(evidence: Triple | str) -> str:
    """A triple as people read it, with short names; a header as it came."""
    if isinstance(evidence, str):
        return evidence
    subject, path, value = evidence
    shown = value if is_literal(value) else short(value)
    return f"{short(subject)} {short(path)} {shown}"


def line(each: Result, language: str, edit: str) -> dict[str, Any]:
    """A result as the page shows it; `edit` is the editor's address, "" for who may not edit."""
    row = each.indicator
    field = _ROWS.get(row.field or "")
    return {
        "code": row.code,
        "name": row.name,
        "priority": _words(language)[row.priority.name],
        "outcome": str(each.outcome),
        "word": _words(language)[each.outcome],
        "tested": row.tested[language],
        "evidence": [said(one) for one in each.evidence],
        "reason": each.reason,
        "repair": row.repair[language],
        "gain": f"{each.gain:.1f}".rstrip("0").rstrip("."),
        "is_of_page": row.is_of_page,
        "to": f"{edit}?form=full&to={field.name}#f-{field.name}" if edit and field else "",
        "label": (field.label.get(language) or field.label["en"]) if field else "",
    }


def sets(report: Report, language: str, edit: str) -> list[dict[str, Any]]:
    """Every result: those of the RDA by principle, then the other two sets."""
    judged = report.assessment
    rda = judged.of(Set.RDA)
    groups = [(letter, words, [r for r in rda if r.indicator.letter == letter]) for letter, words in letters().items()]
    groups += [(name, words, list(judged.of(Set(name)))) for name, words in _sets().items()]
    return [_group(name, words, results, language, edit) for name, words, results in groups]


def _group(name: str, words: str, results: list[Result], language: str, edit: str) -> dict[str, Any]:
    judged = [r for r in results if r.outcome in (Outcome.PASSED, Outcome.FAILED)]
    passed = sum(r.outcome is Outcome.PASSED for r in judged)
    shown = lines.tested(line(each, language, edit) for each in results)
    return {"name": name, "title": words, "passed": passed, "of": len(judged), "lines": shown}


def letters() -> dict[str, str]:
    return {"F": _("Findable"), "A": _("Accessible"), "I": _("Interoperable"), "R": _("Reusable")}


def _sets() -> dict[str, str]:
    return {"signposting": _("FAIR Signposting"), "google": _("Google Dataset Search")}


@cache
def _words(language: str) -> Mapping[str, str]:
    """What priorities and outcomes are called; looked up once a language, since a report says them a hundred times."""
    with override(language):
        return {
            "ESSENTIAL": _("essential"),
            "IMPORTANT": _("important"),
            "USEFUL": _("useful"),
            Outcome.PASSED: _("passed"),
            Outcome.FAILED: _("failed"),
            Outcome.NOT_APPLICABLE: _("not applicable"),
            Outcome.NOT_SEEN: _("not looked at"),
        }


def bars(report: Report) -> list[dict[str, Any]]:
    """One bar for each principle."""
    shares = report.assessment.letters
    return [{"letter": name, "title": words, "share": shares[name]} for name, words in letters().items()]


def band(points: int) -> str:
    return next(name for least, name in BANDS if points >= least)


def curve(history: Iterable[Score], width: int = 320, height: int = 60) -> list[dict[str, Any]]:
    """The points of each kept score under today's rules as dots of a line, from left to right."""
    kept = [each for each in history if each.rules == RULES]
    step = width / max(1, len(kept) - 1)
    return [
        {"x": round(place * step, 1), "y": round(height * (1 - each.points / 100), 1), "score": each}
        for place, each in enumerate(kept)
    ]


def sentences(report: Report) -> list[str]:
    """The report for a terminal."""
    judged = report.assessment
    figures = f"{judged.points} of 100 points, {judged.rda.passed} of {judged.rda.of} RDA indicators, "
    figures += f"Signposting level {judged.signposting}, Google {judged.google.passed} of {judged.google.of}."
    return [figures, *(f"{each.indicator.code}: {each.indicator.repair['en']}" for each in judged.to_repair)]
