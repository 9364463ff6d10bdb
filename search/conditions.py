"""What an engine is asked, without its words: a small tree that every engine says in its own language.

All meaning (three values, concepts, ranges) is made of these few conditions here, so engines cannot differ in it.
"""

from dataclasses import dataclass

from search.fields import UNBOUNDED


@dataclass(frozen=True, slots=True)
class Has:
    """One of these terms in a field of terms. `weight`: what it adds to the score."""

    field: str
    values: tuple[str, ...]
    weight: float = 0.0


@dataclass(frozen=True, slots=True)
class About:
    """One of these concepts is stated itself; a rare one, and one with few beside it, counts more."""

    concepts: tuple[str, ...]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Between:
    """A number in a field, both ends included. A description without the number is not between."""

    field: str
    low: int = 0
    high: int = UNBOUNDED


@dataclass(frozen=True, slots=True)
class Cohort:
    """A group of patients with one of these diseases whose count cannot lie outside these bounds."""

    diseases: tuple[str, ...]
    low: int = 0
    high: int = UNBOUNDED


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any field of words, in whatever form; `is_unfinished`: or one that begins so."""

    word: str
    is_unfinished: bool = False
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class All:
    parts: tuple["Condition", ...] = ()


@dataclass(frozen=True, slots=True)
class Any:
    """One of the parts, or so many of them; the score is the sum of those that hold."""

    parts: tuple["Condition", ...]
    least: int = 1


@dataclass(frozen=True, slots=True)
class Best:
    """One of the parts; the score is that of the best, and a little of the others."""

    parts: tuple["Condition", ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "Condition"


Condition = Has | About | Between | Cohort | Word | All | Any | Best | Not
EVERYTHING = All()


def stated(key: str) -> Has:
    """The description says something of this facet or range."""
    return Has("stated", (key,))
