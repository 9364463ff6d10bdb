"""A resource as search sees it: stems by weight, terms to filter by, numbers to compare, and the card to show."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple, Protocol

from catalog import policy
from catalog.browse import address
from catalog.models import Kind
from fair_metadata.assessment import Case, points_of_all
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


class Source(NamedTuple):
    """A resource at its latest revision, with the distributions whose words and formats make it found."""

    resource: Described
    record: Record
    parts: Sequence[Record] = ()
    version: int = 0

    @property
    def is_dataset(self) -> bool:
        return self.resource.kind == Kind.DATASET


def document(resource: Described, record: Record, parts: Sequence[Record] = (), *, version: int = 0) -> Document:
    """The document of one resource at its latest revision, with the words and formats of its distributions."""
    return documents([Source(resource, record, parts, version)])[0]


def documents(sources: Sequence[Source]) -> list[Document]:
    """The document of each. A step is done for all of them before the next: a processor has one step at hand, not all,
    so some tens at a time take three quarters of the time that one by one takes.
    """
    steps: Iterable[Iterable[Any]] = (
        [Telling(each.record, each.resource.kind, each.parts) for each in sources],
        [meaning(each.record, each.parts) if each.is_dataset else Meaning() for each in sources],
        points_of_all([_case(each) for each in sources]),
        [facts.numbers(each.record) for each in sources],
        [list(facts.cohorts(each.record)) for each in sources],
        [facts.identifiers(each.record, each.resource.slug) for each in sources],
    )
    return [_document(*made) for made in zip(sources, *steps, strict=True)]


def _case(source: Source) -> Case | None:
    """What is judged of a dataset; what is no dataset comes last."""
    if not source.is_dataset:
        return None
    return Case(source.record, tuple(source.parts), violations=source.resource.violations)


def _document(
    source: Source,
    told: Telling,
    found: Meaning,
    points: int,
    counted: Mapping[str, facts.Span],
    groups: Iterable[tuple[tuple[str, ...], int, int]],
    exact: tuple[str, ...],
) -> Document:
    resource = source.resource
    facets = {**found.facets, "variable": told.variables} if told.variables else dict(found.facets)
    facets |= {"fair": (facts.band(points),)} if source.is_dataset else {}
    others = (other.key for other in OTHERS if source.record.values(other.path))
    spans = {"spans": {key: facts.in_units(key, span) for key, span in counted.items()}}
    return Document(
        iri=resource.iri,
        kind=resource.kind,
        audience=policy.audience(resource),
        version=max(source.version, resource.revision_id or 0),
        title=_title(resource),
        words=told.stems(),
        exact=exact,
        facets=facets,
        about=found.about,
        concepts=found.concepts,
        lacks=found.lacks,
        stated=tuple(dict.fromkeys([*facets, *counted, *others])),
        numbers=_numbers(resource, counted, points),
        bars={key: facts.bars(key, *span) for key, span in counted.items()},
        cohorts=tuple(Group(*group) for group in groups),
        variables=told.variables,
        names=_names(resource.card, told.variables),
        vocabulary=told.vocabulary(),
        shown=_shown(resource, found, told, points) | spans,
    )


def _title(resource: Described) -> str:
    titles = resource.card.get("title") or {}
    return str(titles.get("en") or next(iter(titles.values()), resource.slug))


def _numbers(resource: Described, counted: Mapping[str, facts.Span], points: int) -> dict[str, int]:
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
