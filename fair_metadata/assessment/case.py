"""What is judged: a description with its distributions, the addresses it has here, and what was seen of its page."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from fair_metadata.assessment.observation import Observation
from fair_metadata.namespaces import CSVW, DCAT, RDF
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple

Node = tuple[Record, Term]


class Outcome(StrEnum):
    PASSED = "passed"
    FAILED = "failed"
    NOT_APPLICABLE = "not-applicable"
    NOT_SEEN = "not-seen"  # it is judged on the page as served, and nobody looked at that


class Verdict(NamedTuple):
    """How it came out, and the evidence: the very triples, or the very headers. `reason` is said where none speaks.

    A tuple, which is made in a third of the time of a data class: an index makes fifty of them for each dataset.
    """

    outcome: Outcome
    evidence: tuple[Triple | str, ...] = ()
    reason: str = ""


PASSED, FAILED = Outcome.PASSED, Outcome.FAILED
NOT_SEEN = Verdict(Outcome.NOT_SEEN)
Test = Callable[[Term], bool]


def passed(*evidence: Triple | str) -> Verdict:
    return Verdict(PASSED, evidence)


def failed(*evidence: Triple | str, reason: str = "") -> Verdict:
    return Verdict(FAILED, evidence, reason)


def not_applicable(reason: str) -> Verdict:
    return Verdict(Outcome.NOT_APPLICABLE, (), reason)


@dataclass(frozen=True)
class Case:
    """`cite_as` is the persistent identifier that the catalogue gives, `page` the address of the landing page."""

    record: Record
    parts: tuple[Record, ...] = ()
    cite_as: str = ""
    page: str = ""
    seen: Observation | None = None
    violations: int | None = None  # of HealthDCAT-AP, where somebody counted them already

    @cached_property
    def dataset(self) -> tuple[Node, ...]:
        return ((self.record, self.record.subject),)

    @cached_property
    def files(self) -> tuple[Node, ...]:
        """The distributions: those with a description of their own, and those inside this one."""
        inside = [(self.record, node) for node in self.record.values(DCAT.distribution) if node in self.record.nodes]
        return (*((part, part.subject) for part in self.parts), *inside)

    @cached_property
    def both(self) -> tuple[Node, ...]:
        return (*self.dataset, *self.files)

    @cached_property
    def dictionary(self) -> tuple[Node, ...]:
        """The nodes of the data dictionary (CSV on the Web): groups, tables and columns."""
        return tuple(
            [
                (record, node)
                for record in (self.record, *self.parts)
                for node, said in record.nodes.items()
                if not _TABULAR.isdisjoint(said.get(RDF.type, ()))
            ]
        )


_TABULAR = frozenset({CSVW.Column, CSVW.Table})
NOTHING: Mapping[Term, tuple[Term, ...]] = {}


def first(nodes: Iterable[Node], paths: Iterable[Term], where: Test | None = None) -> Triple | None:
    """The first of what `stated` gives that will do, found without making a generator: indexes ask this very often."""
    for record, node in nodes:
        said = record.nodes.get(node, NOTHING)
        for path in paths:
            for value in said.get(path, ()):
                if value[:2] != '""' and (where is None or where(value)):
                    return node, path, value
    return None


def stated(nodes: Iterable[Node], paths: Iterable[Term]) -> Iterator[Triple]:
    """What these nodes state with these properties; an empty text states nothing."""
    paths = tuple(paths)
    for record, node in nodes:
        said: Mapping[Term, tuple[Term, ...]] = record.nodes.get(node, {})
        for path in paths:
            yield from ((node, path, value) for value in said.get(path, ()) if value[:2] != '""')
