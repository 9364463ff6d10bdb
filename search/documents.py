"""A resource as search sees it: stems by weight, terms to filter by, numbers to compare, and the card to show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, Protocol

from catalog import policy
from catalog.browse import address
from catalog.models import Kind
from fair_metadata.assessment import Case
from fair_metadata.assessment import points as points_of
from fair_metadata.record import Record
from search import facts
from search.fields import OTHERS
from search.meanings import Meaning, meaning
from search.telling import Telling
from search.words import split


@dataclass(frozen=True, slots=True)
class Group:
    """Patients with a disease (and so with all that it is a kind of), and the bounds of their count."""

    diseases: tuple[str, ...]
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Document:
    """Ready for any engine: `words` are stems, `facets` have what is above each value, `shown` is all a list needs.

    `about` are concepts that are stated, `concepts` also all above them, `lacks` those that are said not to be there.
    `names` are completed while one types; `version` grows whenever anything in the document may have changed.
    """

    iri: str
    kind: str
    audience: str
    version: int
    title: str
    words: Mapping[str, str] = field(default_factory=dict)
    exact: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    about: tuple[str, ...] = ()
    concepts: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    stated: tuple[str, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    bars: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    cohorts: tuple[Group, ...] = ()
    variables: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    vocabulary: tuple[str, ...] = ()
    shown: Mapping[str, Any] = field(default_factory=dict)


class Described(Protocol):
    """What is read of a resource beside its record: a `Resource`, or a row of it."""

    id: int
    iri: str
    kind: str
    slug: str
    organisation_id: int | None
    state: str
    visibility: str
    card: dict[str, Any]
    revision_id: int | None
    modified_at: datetime
    violations: int


def document(resource: Described, record: Record, parts: Sequence[Record] = (), *, version: int = 0) -> Document:
    """The document of one resource at its latest revision, with the words and formats of its distributions."""
    card = resource.card
    titles = card.get("title") or {}
    title = str(titles.get("en") or next(iter(titles.values()), resource.slug))
    bare = {
        "iri": resource.iri,
        "kind": resource.kind,
        "audience": policy.audience(resource),
        "version": max(version, resource.revision_id or 0),
        "title": title,
        "exact": facts.identifiers(record, resource.slug),
    }
    return Document(**bare, **_described(resource, record, parts))


def _described(resource: Described, record: Record, parts: Sequence[Record]) -> dict[str, Any]:
    told = Telling(record, resource.kind, parts)
    found = meaning(record, parts) if resource.kind == Kind.DATASET else Meaning()
    counted = facts.numbers(record)
    groups = facts.cohorts(record)
    points = _points(resource, record, parts)
    facets = {**found.facets, "variable": told.variables} if told.variables else dict(found.facets)
    facets |= {"fair": (facts.band(points),)} if resource.kind == Kind.DATASET else {}
    others = (other.key for other in OTHERS if record.values(other.path))
    stated = tuple(dict.fromkeys([*facets, *counted, *others]))
    return {
        "words": told.stems(),
        "facets": facets,
        "about": found.about,
        "concepts": found.concepts,
        "lacks": found.lacks,
        "stated": stated,
        "numbers": _numbers(resource, counted, points),
        "bars": {key: facts.bars(key, *span) for key, span in counted.items()},
        "cohorts": tuple(Group(*group) for group in groups),
        "variables": told.variables,
        "names": _names(resource.card, told.variables),
        "vocabulary": told.vocabulary(),
        "shown": _shown(resource, found, told, points)
        | {"spans": {k: facts.in_units(k, span) for k, span in counted.items()}},
    }


def _points(resource: Described, record: Record, parts: Sequence[Record]) -> int:
    """How FAIR a dataset's description is; what is no dataset comes last."""
    is_dataset = resource.kind == Kind.DATASET
    return points_of(Case(record, tuple(parts), violations=resource.violations)) if is_dataset else 0


def _numbers(resource: Described, counted: Mapping[str, tuple[int, int]], points: int) -> dict[str, int]:
    ends = {f"{key}_{end}": n for key, span in counted.items() for end, n in zip(("low", "high"), span, strict=True)}
    day = resource.modified_at
    changed = day.year * 10_000 + day.month * 100 + day.day
    return ends | {"newest": resource.id, "revision": resource.revision_id or 0, "changed": changed, "fair": points}


def _shown(resource: Described, found: Meaning, told: Telling, points: int) -> dict[str, Any]:
    return {
        "iri": resource.iri,
        "address": address(resource),
        "kind": resource.kind,
        "card": resource.card,
        "own": found.own,
        "why": told.why(),
        "variables": told.explained,
        "fair": points,
        "changed": resource.modified_at.isoformat(timespec="seconds"),
    }


def _names(card: Mapping[str, Any], variables: Iterable[str]) -> tuple[str, ...]:
    """What is completed while one types: kind, folded name, name."""
    agents = {name for key in ("publisher", "holder") for name in (card.get(key) or {}).values()}
    return (*(_completed("organisation", n) for n in sorted(agents)), *(_completed("variable", n) for n in variables))


@lru_cache(maxsize=20_000)
def _completed(kind: str, name: str) -> str:
    return f"{kind}\t{' '.join(split(name))}\t{name}"[:300]
