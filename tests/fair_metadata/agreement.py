"""Our checks and pySHACL, side by side on the same triples, and descriptions spoilt by chance."""

import random
from collections.abc import Iterable, Iterator
from functools import cache

from fair_metadata.namespaces import DCAT, DCT, FOAF, RDF, RDFS, SKOS, XSD
from fair_metadata.profile import Profile
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, is_blank, is_iri, is_literal, literal, read_literal
from fair_metadata.validation import broken_rules, check_shacl
from fair_metadata.validation.classes import SUBCLASSES
from fair_metadata.validation.lists import PARTLY_SHIPPED, UNSHIPPED, scheme
from fair_metadata.vocabularies import background

Result = tuple[Term, Term, str, str, Term]  # node, path, component, severity, value
_OF_VALUES = {"NodeKind", "Datatype", "Class", "Node", "In", "Pattern"}  # components that name the value


def ours(record: Record, profile: Profile, level: str) -> set[Result]:
    """What our checks say, in SHACL's words."""
    found = broken_rules(record, profile, level=level)
    return {_result(b.node, b.path, b.component, str(b.severity), b.value) for b in found}


def theirs(record: Record, shapes: str) -> set[Result]:
    """What pySHACL says of the nodes of the record, with the code lists as background.

    Left out is what no record can tell: the class of an IRI that neither it nor a list describes.
    """
    listed = _listed()
    data = set(record.triples) | set(_background(record))
    typed = {s for s, p, _ in data if p == RDF.type}
    found = check_shacl(data, shapes)
    return {
        _result(f.node, f.path, f.component, str(f.severity), f.value)
        for f in found
        if f.node in record.nodes
        and f.node not in listed
        and not (f.component == "Class" and _is_unknown(f.value, record, typed))
    }


def _is_unknown(value: Term | None, record: Record, typed: set[Term]) -> bool:
    return value is not None and is_iri(value) and value not in record.nodes and value not in typed


def _result(node: Term, path: Term, component: str, severity: str, value: Term | None) -> Result:
    """A rule on an alternative path or on the node itself has no path of its own in a report."""
    plain = "" if "|" in path or component == "Or" else path
    return node, plain, component, severity, (value or "") if component in _OF_VALUES else ""


def _background(record: Record) -> Iterator[Triple]:
    """Of the code lists what the record mentions, and the sub-classes that everybody loads."""
    listed = _listed()
    mentioned = {o for _, _, o in record.triples} | set(record.nodes)
    for term in mentioned:
        yield from listed.get(term, ())
        for name in (*UNSHIPPED, *PARTLY_SHIPPED):
            if term.startswith(f"<{scheme(name)}/") and term not in listed:
                yield term, SKOS.inScheme, f"<{scheme(name)}>"
    for name in (*UNSHIPPED, *PARTLY_SHIPPED):
        yield f"<{scheme(name)}>", RDF.type, SKOS.ConceptScheme
    yield from ((s, p, o) for said in listed.values() for s, p, o in said if o == SKOS.ConceptScheme)
    yield from ((sub, RDFS.subClassOf, kind) for sub, kind in SUBCLASSES.items())


@cache
def _listed() -> dict[Term, list[Triple]]:
    found: dict[Term, list[Triple]] = {}
    for triple in background():
        found.setdefault(triple[0], []).append(triple)
    return found


def mutants(record: Record, profile: Profile, *, seed: int) -> Iterator[Record]:
    """Endless descriptions that differ from this one in one to three places."""
    chance = random.Random(seed)
    paths = sorted({row.path for shape in profile.shapes.values() for row in shape.properties})
    while True:
        triples = set(record.triples)
        for _ in range(chance.randint(1, 3)):
            chance.choice(_SPOILERS)(triples, chance, paths)
        yield Record(record.subject, tuple(sorted(triples)))


def _drop(triples: set[Triple], chance: random.Random, paths: list[Term]) -> None:
    triples.discard(_any(triples, chance))


def _double(triples: set[Triple], chance: random.Random, paths: list[Term]) -> None:
    s, p, o = _any(triples, chance)
    triples.add((s, p, _other(o)))


def _replace(triples: set[Triple], chance: random.Random, paths: list[Term]) -> None:
    s, p, o = _any(triples, chance)
    triples.discard((s, p, o))
    triples.add((s, p, chance.choice(_VALUES)))


def _rename(triples: set[Triple], chance: random.Random, paths: list[Term]) -> None:
    s, p, o = _any(triples, chance)
    triples.discard((s, p, o))
    triples.add((s, chance.choice(paths), o))


def _state(triples: set[Triple], chance: random.Random, paths: list[Term]) -> None:
    nodes = sorted({s for s, _, _ in triples})
    triples.add((chance.choice(nodes), chance.choice(paths), chance.choice([*_VALUES, chance.choice(nodes)])))


def _retype(triples: set[Triple], chance: random.Random, paths: list[Term]) -> None:
    nodes = sorted({s for s, _, _ in triples})
    triples.add((chance.choice(nodes), RDF.type, chance.choice(_CLASSES)))


def _untype(triples: set[Triple], chance: random.Random, paths: list[Term]) -> None:
    typed = sorted(t for t in triples if t[1] == RDF.type)
    if typed:
        triples.discard(chance.choice(typed))


_SPOILERS = (_drop, _double, _replace, _rename, _state, _retype, _untype)
_EU = "http://publications.europa.eu/resource/authority/"
_VALUES: tuple[Term, ...] = (
    literal("words"),
    literal("palabras", language="es"),
    literal("2024-02-30", datatype=XSD.date[1:-1]),
    literal("2024-05-31", datatype=XSD.date[1:-1]),
    literal("2024", datatype=XSD.gYear[1:-1]),
    literal("12", datatype=XSD.nonNegativeInteger[1:-1]),
    literal("-12", datatype=XSD.nonNegativeInteger[1:-1]),
    literal("12", datatype=XSD.integer[1:-1]),
    literal("twelve", datatype=XSD.decimal[1:-1]),
    literal("true", datatype=XSD.boolean[1:-1]),
    literal("P1D", datatype=XSD.duration[1:-1]),
    "<http://example.org/nobody-describes-this>",
    "_:nobody",
    *(
        f"<{_EU}{entry}>"
        for entry in ("country/ESP", "country/nowhere", "place/ESP_MAD", "language/SPA", "language/XXX")
    ),
    *(
        f"<{_EU}{entry}>"
        for entry in ("data-theme/HEAL", "access-right/PUBLIC", "access-right/NON_PUBLIC", "file-type/CSV")
    ),
    *(f"<{_EU}{entry}>" for entry in ("frequency/ANNUAL", "frequency/sometimes", "distribution-status/COMPLETED")),
    "<https://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/EHRS>",
    "<http://www.iana.org/assignments/media-types/text/csv>",
    "<https://w3id.org/dpv/dpv-pd#Age>",
    "<https://sws.geonames.org/3117735/>",
)
_CLASSES: tuple[Term, ...] = (
    *(DCAT[name] for name in ("Dataset", "Catalog", "Distribution", "DatasetSeries", "DataService", "CatalogRecord")),
    FOAF.Agent,
    FOAF.Organization,
    SKOS.Concept,
    DCT.Location,
    DCT.PeriodOfTime,
    DCT.Standard,
)


def _any(triples: Iterable[Triple], chance: random.Random) -> Triple:
    return chance.choice(sorted(triples))


def _other(term: Term) -> Term:
    """A value like this one that is not the same."""
    if is_literal(term):
        parts = read_literal(term)
        return literal(parts.text + "0", language=parts.language, datatype="" if parts.language else parts.datatype)
    return f"{term}x" if is_blank(term) else f"{term[:-1]}/other>"
