"""Checks against the profiles: what they insist on, and how much of what they recommend is stated."""

from functools import lru_cache

from fair_metadata.assessment.case import Case, Verdict, failed, passed
from fair_metadata.namespaces import DCT, short
from fair_metadata.profile import Level, Severity
from fair_metadata.profiles import CHECKED, level_of
from fair_metadata.terms import Term, named
from fair_metadata.validation import broken_rules


def follows_health_dcat_ap(case: Case) -> Verdict:
    """No violation at the record's own level of access."""
    if case.violations:
        return failed(f"{case.violations}")
    rules = broken_rules(case.record, CHECKED) if case.violations is None else []
    broken = [rule for rule in rules if rule.severity is Severity.VIOLATION]
    if not broken:
        return passed((case.record.subject, DCT.conformsTo, named(CHECKED.iri)))
    found = dict.fromkeys(f"{short(rule.path.partition(' | ')[0])}: {rule.component}" for rule in broken)
    return failed(*list(found)[:8])


def says_half_of_what_is_recommended(case: Case) -> Verdict:
    """Recommended properties of the dataset that are stated; the rest is named as evidence."""
    wanted = _recommended(str(level_of(case.record)))
    known = case.record.nodes.get(case.record.subject, {})
    subject = case.record.subject
    said = [(subject, path, values[0]) for path in wanted if (values := known.get(path, _EMPTY)) != _EMPTY]
    if 2 * len(said) >= len(wanted):
        return passed(*said)
    there = {path for _, path, _ in said}
    return failed(*(f"not stated: {short(path)}" for path in wanted if path not in there))


_EMPTY = ('""',)


@lru_cache(maxsize=10)
def _recommended(access: str) -> tuple[Term, ...]:
    rows = CHECKED.shapes["dataset"].properties
    return tuple(row.path for row in rows if row.level_for(access) is Level.RECOMMENDED and not row.is_deprecated)
