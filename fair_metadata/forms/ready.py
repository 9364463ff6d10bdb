"""Ready to publish? What is still missing or wrong, at the record's own level of access."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from fair_metadata.assessment import Assessment, Case, assess
from fair_metadata.namespaces import DCAT, RDF
from fair_metadata.profile import Profile, Severity, Words
from fair_metadata.profiles import AIMS, CHECKED, PROFILES
from fair_metadata.projecting import PROJECTIONS, Projection, projected
from fair_metadata.record import Record
from fair_metadata.terms import Term
from fair_metadata.validation import Finding, check
from fair_metadata.validation.findings import sentence

STANDARDS = (CHECKED, PROFILES["dcat-ap"])  # HealthDCAT-AP release 8 at the record's level, and DCAT-AP 3.0.1


@dataclass(frozen=True, slots=True)
class Ready:
    """`missing` has to be mended before publishing; `advice` would make it better; `fair` is how FAIR a dataset is.

    `standards` are those that accept it once nothing is missing.
    """

    missing: tuple[Finding, ...]
    advice: tuple[Finding, ...]
    fair: Assessment | None = None
    standards: tuple[Profile, ...] = STANDARDS

    @property
    def is_ready(self) -> bool:
        return not self.missing


def ready(record: Record, aims: Iterable[str] = (), parts: tuple[Record, ...] = ()) -> Ready:
    """How far a record is, with the descriptions of its distributions. All standards are asked, also the `AIMS` of its
    organisation; what several of them find is told once.
    """
    standards = (*STANDARDS, *(AIMS[name] for name in aims if name in AIMS))
    found: dict[tuple[Term, Term, Term | None], Finding] = {}
    for profile in standards:
        for each in findings(record, profile):
            found.setdefault((each.node, each.path, each.value), each)
    missing = tuple(each for each in found.values() if each.severity is Severity.VIOLATION)
    advice = tuple(each for each in found.values() if each.severity is not Severity.VIOLATION)
    is_dataset = DCAT.Dataset in record.types()
    return Ready(missing, advice, assess(Case(record, parts)) if is_dataset else None, standards)


def findings(record: Record, profile: Profile) -> list[Finding]:
    """What a standard finds in a record as its door writes it (`projecting`), said of the nodes as they are here."""
    theirs = projected(record.triples, PROJECTIONS.get(profile.name, Projection()))
    # What is catalogued is a resource (DCAT 3, 6.4): a FAIR Data Point says so itself, and has a shape for it.
    kind = [(record.subject, RDF.type, DCAT.Resource)] if DCAT.Resource in profile.by_class else []
    said = Record(record.subject, tuple(sorted({*theirs.triples, *kind})))
    return [
        replace(each, node=theirs.here(each.node), value=theirs.here(each.value) if each.value else None)
        for each in check(said, profile)
    ]


def by_field(findings: Iterable[Finding]) -> Mapping[tuple[Term, Term], list[Finding]]:
    """What is wrong at each field; what is wrong inside a nested description is said there."""
    found: dict[tuple[Term, Term], list[Finding]] = {}
    for each in findings:
        for path in each.path.split(" | "):
            found.setdefault((each.node, path), []).append(each)
    return found


def told(each: Finding) -> Words:
    """The sentence without whose description it is."""
    return sentence(each.broken) if each.broken else each.message
