"""A description as an application profile wants it: DCAT-AP, HealthDCAT-AP. One row of PROJECTIONS for each.

The graph keeps what was stated; a projection is made on the way out. It says the same in the profile's terms, puts the
official names of code lists in the place of others, describes what it cites as the official shapes ask, and leaves out
what the profile has no word for. What is mandatory and not stated stays missing: nothing is invented, and `broken`
tells what is wrong.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from fair_metadata.formats.description import Description
from fair_metadata.namespaces import DCAT, DCT, RDF, RDFS
from fair_metadata.profile import Profile, Property
from fair_metadata.profiles.dcat_ap import DCAT_AP
from fair_metadata.profiles.health_dcat_ap import HEALTH_DCAT_AP
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, iri, is_iri, is_literal, literal
from fair_metadata.validation import Severity, broken_rules
from fair_metadata.validation.findings import Broken
from fair_metadata.vocabularies import described, official, vocabulary

Step = Callable[[Record, Profile], Iterable[Triple]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Projection:
    """`suffix` begins the endings of its documents; `steps` are taken one after the other."""

    name: str
    label: str
    suffix: str
    profile: Profile
    steps: tuple[Step, ...]

    @property
    def iri(self) -> str:
        return self.profile.iri


def projected(description: Description, projection: Projection) -> Record:
    """One document of the resource with its distributions and all shared descriptions that they mention."""
    parts = (triple for part in description.parts for triple in part.triples)
    record = Record(description.record.subject, tuple(sorted({*description.joined.triples, *parts})))
    for step in projection.steps:
        record = Record(record.subject, tuple(sorted(set(step(record, projection.profile)))))
    return record


def broken(description: Description, projection: Projection) -> list[Broken]:
    """The rules of the profile that its document breaks, of those that forbid: a HealthDCAT-AP document is held to the
    level of access that it states."""
    found = broken_rules(projected(description, projection), projection.profile)
    return [each for each in found if each.severity is Severity.VIOLATION]


def write(projection: Projection, inner: Callable[[Description], bytes], description: Description) -> bytes:
    """The document in the syntax that `inner` writes."""
    return inner(replace(description, record=projected(description, projection), shared=(), parts=()))


# Steps.


def with_official_names(record: Record, profile: Profile) -> Iterator[Triple]:
    """Members of code lists under the names that their publishers give them; whatever host they came with."""
    for s, p, o in record.triples:
        yield _named(s), p, _named(o)


def _named(term: Term) -> Term:
    return f"<{official(iri(term))}>" if is_iri(term) else term


def with_themes_of_the_list(record: Record, profile: Profile) -> Iterator[Triple]:
    """A theme that the profile's list does not hold is a subject, which may be any concept (DCAT 3, dct:subject)."""
    shape = profile.shape_for(record.types())
    row = shape.by_path.get(DCAT.theme) if shape else None
    lists = [vocabulary(name) for name in row.vocabularies] if row and row.strict is Severity.VIOLATION else []
    for s, p, o in record.triples:
        is_foreign = lists and (s, p) == (record.subject, DCAT.theme) and not any(each.get(iri(o)) for each in lists)
        yield s, DCT.subject if is_foreign else p, o


def within(record: Record, profile: Profile) -> Iterator[Triple]:
    """What is said in the vocabularies that the profile uses, and what is reached by it; DCAT-AP knows no health."""
    used = _vocabularies(profile)
    reached: set[Term] = set()
    todo = [record.subject]
    while todo:
        node = todo.pop()
        if node in reached:
            continue
        reached.add(node)
        for path, values in record.nodes.get(node, {}).items():
            if _vocabulary(path) in used:
                yield from ((node, path, value) for value in values)
                todo += values


@cache
def _vocabularies(profile: Profile) -> frozenset[str]:
    paths = (row.path for shape in profile.shapes.values() for row in shape.properties)
    return frozenset(map(_vocabulary, (*paths, RDF.type, RDFS.label)))


def _vocabulary(path: Term) -> str:
    """The namespace of a property: its IRI up to the last # or /."""
    return re.sub(r"[^/#]*>\Z", "", path)


Rows = Mapping[Term, Property]


def _reached(record: Record, profile: Profile) -> Iterator[tuple[Term, Rows | None]]:
    """The resource and what is nested in it, each with the rows of its class and of the property that leads to it;
    None for what the profile has no shape for, of which everything is right."""
    seen: set[Term] = set()
    todo = [(record.subject, "")]
    while todo:
        node, name = todo.pop()
        if node in seen or node not in record.nodes:
            continue
        seen.add(node)
        shapes = [s for s in (profile.shape_for(record.types(node)), profile.shapes.get(name)) if s]
        rows = {path: row for shape in shapes for path, row in shape.by_path.items()}
        yield node, rows if shapes else None
        for path, values in record.nodes[node].items():
            if not shapes or path in rows:
                todo += [(value, rows[path].shape if path in rows else "") for value in values]


def with_identifier(record: Record, profile: Profile) -> Iterator[Triple]:
    """A resource that states no identifier is identified by its IRI (DCAT-AP 3.0.1, Dataset, identifier)."""
    yield from record.triples
    shape = profile.shape_for(record.types())
    if shape and DCT.identifier in shape.by_path and not record.value(DCT.identifier):
        yield record.subject, DCT.identifier, literal(record.iri)


def with_cited_classes(record: Record, profile: Profile) -> Iterator[Triple]:
    """What is cited has the class that its property's range gives it, and a member of a code list its name and list.

    A validator that has not loaded the lists cannot tell otherwise that a value is right. Resources of their own are
    not given a class here: with it they would have to be described in a document that is about another one.
    """
    yield from record.triples
    for node, rows in _reached(record, profile):
        for path, values in record.nodes[node].items():
            range_ = rows[path].range if rows and path in rows else None
            for value in values if path != RDF.type else ():
                listed = list(described(iri(value))) if is_iri(value) else []
                yield from listed
                if range_ and not listed and not is_literal(value) and range_ not in _RESOURCES:
                    yield value, RDF.type, range_


_RESOURCES = {DCAT.Catalog, DCAT.DatasetSeries, DCAT.Dataset, DCAT.Distribution, DCAT.DataService, DCAT.CatalogRecord}
_STEPS: tuple[Step, ...] = (with_official_names, with_themes_of_the_list, within, with_identifier, with_cited_classes)
PROJECTIONS: Mapping[str, Projection] = {
    row.name: row
    for row in (
        Projection(name="dcat-ap", label="DCAT-AP 3.0.1", suffix="dcatap", profile=DCAT_AP, steps=_STEPS),
        Projection(name="healthdcat-ap", label="HealthDCAT-AP 8", suffix="healthdcatap", profile=HEALTH_DCAT_AP, steps=_STEPS),
    )
}  # fmt: skip
