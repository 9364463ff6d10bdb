"""What the tables keep beside a description: digest, card, links, findings, points, sets.

A function of the record alone: nothing here reads the database, so other processes can do it for a whole batch.
"""

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any, NamedTuple

from django.conf import settings

from catalog.batching import batched
from catalog.models.resource import Kind
from catalog.models.revision import Revision
from catalog.topics import sets_of
from fair_metadata.assessment import Case, points_of_all
from fair_metadata.card import card
from fair_metadata.counts import suppressed
from fair_metadata.document import REFERENCE, Part
from fair_metadata.namespaces import ADMS, DCAT, DCT, FOAF, HEALTHDCATAP, PROV
from fair_metadata.profiles import PROFILES
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri, is_iri, text
from fair_metadata.validation import Broken, Severity, broken_rules

# Properties that lead from one resource to another: membership, versions, derivation.
RELATIONS: frozenset[Term] = frozenset(
    [DCAT[n] for n in ("catalog", "dataset", "service", "record", "distribution", "accessService", "servesDataset")]
    + [DCAT[n] for n in ("inSeries", "seriesMember", "first", "last", "prev", "next")]
    + [DCAT[n] for n in ("hasVersion", "isVersionOf", "previousVersion", "hasCurrentVersion")]
    + [DCT[n] for n in ("hasPart", "isPartOf", "hasVersion", "isVersionOf", "replaces", "isReplacedBy")]
    + [DCT[n] for n in ("source", "relation", "isReferencedBy", "references")]
    + [FOAF.primaryTopic, ADMS.sample, HEALTHDCATAP.analytics, PROV.wasDerivedFrom]
)
USES = ""
TOGETHER = 32  # records whose columns are thought out side by side


@dataclass(frozen=True, slots=True)
class Columns:
    """All that the register needs to store one description."""

    iri: str
    kind: str
    slug: str
    digest: str
    packed: bytes
    card: str = "{}"  # JSON
    links: tuple[tuple[str, str], ...] = ()
    violations: int = 0
    warnings: int = 0
    sets: tuple[str, ...] = ()
    fair: int = 0


@dataclass(frozen=True, slots=True)
class Same:
    """A record that the catalogue has already, digest for digest: nothing more is worked out for it."""

    iri: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A record that cannot be kept, and why."""

    iri: str
    reason: str


Prepared = Columns | Same | Refused


def columns_of(record: Record, kind: str, *, uses: Iterable[Term] = ()) -> Columns:
    """The columns of one record, small counts left out; `uses` are the shared descriptions that it mentions."""
    return _columns([_Kept(suppressed(record, settings.SMALL_CELL_LIMIT), kind, uses)])[0]


class _Kept(NamedTuple):
    """A record as it is kept, and what it is."""

    record: Record
    kind: str
    uses: Iterable[Term]


def _columns(kept: Sequence[_Kept]) -> list[Columns]:
    """A step is done for all of them before the next: a processor has one step at hand, not all."""
    records = [each.record for each in kept]
    broken = [_broken(each) for each in kept]
    violations = [sum(rule.severity is Severity.VIOLATION for rule in rules) for rules in broken]
    steps: Iterable[Iterable[Any]] = (
        [record.iri for record in records],
        [each.kind for each in kept],
        [slug_of(each.record, each.kind) for each in kept],
        [record.digest for record in records],
        [Revision.pack(record.ntriples) for record in records],
        [json.dumps(card(record), ensure_ascii=False) for record in records],
        [tuple(dict.fromkeys([*_relations(e.record), *((USES, iri(node)) for node in e.uses)])) for e in kept],
        violations,
        [sum(rule.severity is Severity.WARNING for rule in rules) for rules in broken],
        [sets_of(each.record, each.kind) for each in kept],
        points_of_all([_case(each, number) for each, number in zip(kept, violations, strict=True)]),
    )
    return [Columns(*made) for made in zip(*steps, strict=True)]


def _broken(kept: _Kept) -> list[Broken]:
    return [] if kept.kind == REFERENCE else broken_rules(kept.record, PROFILES["healthdcat-ap"])


def _case(kept: _Kept, violations: int) -> Case | None:
    """What is judged of a dataset."""
    return Case(kept.record, violations=violations) if kept.kind == Kind.DATASET else None


def columns_of_parts(parts: list[Part], known: Mapping[str, str]) -> list[Prepared]:
    """The columns of a batch of parts, save for those whose digest is the known one (IRI → digest).

    A part that cannot be named is refused and the others go on.
    """
    prepared: list[Prepared] = []
    for some in batched(parts, TOGETHER):
        read = [_read(part, known) for part in some]
        made = iter(_columns([each for each in read if isinstance(each, _Kept)]))
        prepared += [next(made) if isinstance(each, _Kept) else each for each in read]
    return prepared


def _read(part: Part, known: Mapping[str, str]) -> _Kept | Same | Refused:
    try:
        record = suppressed(part.record(), settings.SMALL_CELL_LIMIT)
    except ValueError as refusal:
        return Refused(iri(part.subject), str(refusal))
    if known.get(record.iri) == record.digest:
        return Same(record.iri)
    return _Kept(record, part.kind, part.uses)


def _relations(record: Record) -> list[tuple[str, str]]:
    return [(iri(p), iri(o)) for _, p, o in record.triples if p in RELATIONS and is_iri(o)]


def slug_of(record: Record, kind: str) -> str:
    """A short name for addresses: from the identifier or the IRI's last part, else from the title."""
    identifiers = [text(value) for value in record.values(DCT.identifier)]
    tail = re.split(r"[/#:?=]", record.iri.rstrip("/#"))[-1]
    for candidate in (*(i for i in identifiers if "/" not in i), tail):
        slug = _slugified(candidate)
        if len(slug) > 2 and not slug.isdigit():
            return slug
    title = _slugified(next((text(value) for value in record.values(DCT.title)), ""))
    return title[:60].strip("-") or f"{kind}-{_slugified(tail) or longer_slug('', record.iri)[1:]}"


def longer_slug(slug: str, resource_iri: str) -> str:
    """A slug for a resource whose first choice is taken: the same each time for the same IRI.

    64 bits: among a million files that are all called “csv”, two get the same with a chance of 1 in 30 million.
    """
    return f"{slug[:100]}-{sha256(resource_iri.encode()).hexdigest()[:16]}"


def _slugified(words: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", ascii_only).strip("-")[:80]
