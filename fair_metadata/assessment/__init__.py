"""How FAIR a description is, and its page: one table of indicators, with evidence and repair. No Django, no network.

The points (0–100) are the weighted share of the indicators that a description can earn. What the catalogue itself has
to keep (links, identifiers that resolve, RDF that is answered) is judged on the page as served and told beside them: it
is no merit of who describes, and not theirs to repair.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from fair_metadata.assessment.case import PASSED, Case, Outcome
from fair_metadata.assessment.google import GOOGLE
from fair_metadata.assessment.indicator import Indicator, Priority, Result, Set
from fair_metadata.assessment.observation import Answer, Observation, TypedLink
from fair_metadata.assessment.rda import RDA
from fair_metadata.assessment.signposting import SIGNPOSTING

__all__ = [
    "INDICATORS",
    "LETTERS",
    "RULES",
    "Answer",
    "Assessment",
    "Case",
    "Indicator",
    "Observation",
    "Outcome",
    "Priority",
    "Result",
    "Set",
    "Share",
    "TypedLink",
    "assess",
    "points",
]

RULES = 1  # grows when the table changes so that a figure of before cannot be compared with one of now
INDICATORS: tuple[Indicator, ...] = (*RDA, *SIGNPOSTING, *GOOGLE)
LETTERS = "FAIR"
_OF_DESCRIPTION = tuple(row for row in INDICATORS if row.counts)
_ALL_POINTS = sum(row.weight for row in _OF_DESCRIPTION)


@dataclass(frozen=True, slots=True)
class Share:
    """Of how many indicators that were judged how many passed."""

    passed: int
    of: int

    @property
    def percent(self) -> int:
        return 100 * self.passed // self.of if self.of else 0


@dataclass(frozen=True)
class Assessment:
    """All results, in the order of the table."""

    results: tuple[Result, ...]

    @cached_property
    def points(self) -> int:
        """100 only when nothing is missing."""
        judged = [r for r in self.results if r.indicator.counts and r.outcome in _JUDGED]
        total = sum(r.indicator.weight for r in judged)
        earned = sum(r.indicator.weight for r in judged if r.outcome is Outcome.PASSED)
        return 100 * earned // total if total else 0

    def of(self, name: Set) -> tuple[Result, ...]:
        return tuple(r for r in self.results if r.indicator.set is name)

    @cached_property
    def rda(self) -> Share:
        """Of the 41; what was not seen did not pass."""
        return Share(sum(r.outcome is Outcome.PASSED for r in self.of(Set.RDA)), len(RDA))

    @cached_property
    def letters(self) -> Mapping[str, Share]:
        """Findable, accessible, interoperable, reusable: of the RDA indicators of each principle that were judged."""
        return {letter: _share(r for r in self.of(Set.RDA) if r.indicator.letter == letter) for letter in LETTERS}

    @cached_property
    def priorities(self) -> Mapping[Priority, Share]:
        return {each: _share(r for r in self.of(Set.RDA) if r.indicator.priority is each) for each in Priority}

    @cached_property
    def google(self) -> Share:
        return _share(self.of(Set.GOOGLE))

    @cached_property
    def signposting(self) -> int:
        """The level of FAIR Signposting that is kept in full: 0, 1 or 2."""
        failed = {r.indicator.code[:3] for r in self.of(Set.SIGNPOSTING) if r.outcome not in _KEPT}
        return 0 if "SP1" in failed else 1 if "SP2" in failed else 2

    @cached_property
    def to_repair(self) -> tuple[Result, ...]:
        """What failed, the greatest gain first; what only the operator can mend comes last, essential ones first."""
        failed = [r for r in self.results if r.outcome is Outcome.FAILED]
        return tuple(sorted(failed, key=lambda r: (-r.gain, -r.indicator.weight)))


_JUDGED = (Outcome.PASSED, Outcome.FAILED)
_KEPT = (Outcome.PASSED, Outcome.NOT_APPLICABLE)


def assess(case: Case) -> Assessment:
    """Every indicator of the table, judged. Those of the page are not seen where there is no observation."""
    results = [_result(row, case) for row in INDICATORS]
    total = sum(r.indicator.weight for r in results if r.indicator.counts and r.outcome in _JUDGED)
    return Assessment(tuple(_with_gain(r, total) for r in results))


def points(case: Case) -> int:
    """The points alone: the same figure that `assess` gives."""
    return points_of_all([case])[0]


def points_of_all(cases: Sequence[Case | None]) -> list[int]:
    """The points of each, for indexes of very many; what is no dataset, None, has none. Indicator by indicator, in two
    thirds of the time that case by case takes: a processor has one check at hand, not all.
    """
    earned = [0] * len(cases)
    judged = [(place, case) for place, case in enumerate(cases) if case is not None]
    for row in _OF_DESCRIPTION:
        check, weight = row.check, row.weight
        for place, case in judged:
            if check(case).outcome is PASSED:
                earned[place] += weight
    return [100 * one // _ALL_POINTS for one in earned]


def _result(row: Indicator, case: Case) -> Result:
    verdict = row.check(case)
    return Result(row, verdict.outcome, verdict.evidence, verdict.reason)


def _with_gain(result: Result, total: int) -> Result:
    if result.outcome is not Outcome.FAILED or not result.indicator.counts:
        return result
    return replace(result, gain=100 * result.indicator.weight / total)


def _share(results: Iterable[Result]) -> Share:
    judged = [r for r in results if r.outcome in _JUDGED]
    return Share(sum(r.outcome is Outcome.PASSED for r in judged), len(judged))
