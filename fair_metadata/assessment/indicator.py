"""What an indicator is: a row of a table, and what comes out of it for one description."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

from fair_metadata.assessment.case import Outcome
from fair_metadata.assessment.checks import Check
from fair_metadata.profile import Words
from fair_metadata.terms import Term, Triple


class Set(StrEnum):
    """Whose indicators they are."""

    RDA = "rda"
    SIGNPOSTING = "signposting"
    GOOGLE = "google"


class Priority(IntEnum):
    """As the RDA model says; the number is the weight."""

    ESSENTIAL = 3
    IMPORTANT = 2
    USEFUL = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One row. `name` is in the standard's own words; `tested` says what a machine looks at here, `repair` what to do.

    `is_of_page`: judged on the page as served, so nothing that a description says can earn it or lose it alone.
    `field` is the property to go to; `letter` the principle that it belongs to.
    """

    code: str
    set: Set
    letter: str
    name: str
    priority: Priority
    tested: Words
    repair: Words
    check: Check
    field: Term | None = None
    is_of_page: bool = False

    @property
    def weight(self) -> int:
        return int(self.priority)

    @property
    def counts(self) -> bool:
        """Does it count towards the points? Those of the page are the catalogue's to keep, not the describer's."""
        return not self.is_of_page


@dataclass(frozen=True, slots=True)
class Result:
    """How one indicator came out; `gain` are the points that mending it would add."""

    indicator: Indicator
    outcome: Outcome
    evidence: tuple[Triple | str, ...] = ()
    reason: str = ""
    gain: float = 0

    @property
    def advice(self) -> Words:
        """`+4: State the access rights …`, in each of the interface's languages."""
        amount = f"{self.gain:.0f}" if self.gain >= 1 else f"{self.gain:.1f}"
        return {language: f"+{amount}: {words}" for language, words in self.indicator.repair.items()}
