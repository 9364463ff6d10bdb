"""What would become of each description that comes in: new, changed, unchanged or refused; nothing is written."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from django.conf import settings
from django.utils.translation import gettext as _

from catalog.batching import batched
from catalog.editing.drafts import OPEN
from catalog.intake.coming import Coming
from catalog.intake.standing_there import IN_REVIEW, NOT_OURS, Mine, There, may_take, standing_there
from catalog.models import Fate, Kind, Resource
from fair_metadata.namespaces import DCT, FOAF
from fair_metadata.profiles import CHECKED
from fair_metadata.record import Record
from fair_metadata.terms import text
from fair_metadata.validation import Severity, broken_rules

AT_ONCE = 200
LONGEST = 2_000  # characters of an IRI that the tables keep


@dataclass(frozen=True, slots=True)
class Compared:
    """One description and its fate."""

    coming: Coming
    fate: Fate
    because: str = ""
    there: There | None = None
    title: str = ""
    violations: int = 0
    warnings: int = 0

    @property
    def record(self) -> Record | None:
        return self.coming.record


def compared(found: Iterable[Coming], mine: Mine) -> Iterator[Compared]:
    """The fate of each, in their order; a few queries for some hundreds of them."""
    for part in batched(found, AT_ONCE):
        there = standing_there(coming.iri for coming in part)
        taken = _taken_names(coming.iri for coming in part if coming.iri not in there)
        for coming in part:
            yield _judged(_compared(coming, there.get(coming.iri), mine, taken))


def _compared(coming: Coming, there: There | None, mine: Mine, taken: frozenset[str]) -> Compared:
    record = coming.record
    if record is None:
        return Compared(coming, Fate.REFUSED, coming.refused)
    if len(record.iri) > LONGEST:
        return _refused(coming, _("Its address is longer than %(n)s characters.") % {"n": LONGEST})
    if there is None:
        if record.iri in taken:
            said = _("Its address leads to another resource already. Give it another one.")
            return _refused(coming, said)
        return Compared(coming, Fate.CREATED)
    if coming.kind == Kind.REFERENCE:
        is_same = there.digest == record.digest
        said = "" if is_same else _("A shared description that is there already stays as it is.")
        return Compared(coming, Fate.UNCHANGED, said)
    if not may_take(mine, there.resource):
        return _refused(coming, str(NOT_OURS))
    if there.resource.kind != coming.kind:
        return _refused(
            coming,
            _("It is a %(here)s here, and a %(there)s in what comes in.")
            % {"here": there.resource.kind, "there": coming.kind},
        )
    if there.draft is not None and there.draft.stage not in OPEN:
        return _refused(coming, IN_REVIEW)
    fate = Fate.UNCHANGED if there.digest == record.digest else Fate.UPDATED
    return Compared(coming, fate, there=there)


def _refused(coming: Coming, because: str) -> Compared:
    """Nothing of it is kept: it may be about something that is not for this person."""
    return Compared(replace(coming, record=None), Fate.REFUSED, because, title=_title(coming.record))


def _judged(one: Compared) -> Compared:
    record = one.record
    if record is None:
        return one
    if one.fate is Fate.UNCHANGED or one.coming.kind == Kind.REFERENCE:
        return replace(one, title=_title(record))
    broken = broken_rules(record, CHECKED)
    worst = [rule.severity for rule in broken]
    return replace(
        one,
        title=_title(record),
        violations=worst.count(Severity.VIOLATION),
        warnings=worst.count(Severity.WARNING),
    )


def _title(record: Record | None) -> str:
    found = (*record.values(DCT.title), *record.values(FOAF.name)) if record else ()
    return text(found[0])[:300] if found else ""


def _taken_names(iris: Iterable[str]) -> frozenset[str]:
    """Those under PID_BASE whose tail is the short name of another resource, to which they would lead."""
    tails = {iri.removeprefix(settings.PID_BASE): iri for iri in iris if iri.startswith(settings.PID_BASE)}
    return frozenset(tails[slug] for slug in Resource.objects.filter(slug__in=tails).values_list("slug", flat=True))
