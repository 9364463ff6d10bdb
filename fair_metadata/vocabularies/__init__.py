"""Code lists and terminologies: codes, labels, synonyms and relations, each with its source and licence."""

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from fair_metadata.namespaces import DCT, DPV, ELI, RDF, SKOS, SPDX
from fair_metadata.terms import Term, Triple, literal
from fair_metadata.vocabularies.concept import Concept, Vocabulary, codes_of, folded, unified
from fair_metadata.vocabularies.table import read_table

__all__ = [
    "Concept",
    "Vocabulary",
    "above",
    "background",
    "codes_of",
    "concept",
    "described",
    "folded",
    "label",
    "names",
    "official",
    "unified",
    "vocabulary",
]

_TABLES = Path(__file__).parent / "tables"

# The class that a profile asks of a list's members, besides skos:Concept (range shapes of DCAT-AP, HealthDCAT-AP).
_CLASSES: Mapping[str, Term] = {
    "access-right": DCT.RightsStatement,
    "coding-system": DCT.Standard,
    "continent": DCT.Location,
    "country": DCT.Location,
    "file-type": DCT.MediaTypeOrExtent,
    "frequency": DCT.Frequency,
    "language": DCT.LinguisticSystem,
    "licence": DCT.LicenseDocument,
    "media-type": DCT.MediaType,
    "personal-data": DPV.PersonalData,
    "standard": DCT.Standard,
    "checksum-algorithm": SPDX.ChecksumAlgorithm,
}
_NOT_LISTS = {"icd10-supplement"}  # codes for concepts of another list
EHDS = "<http://data.europa.eu/eli/reg/2025/327/oj>"

# The same lists under other hosts, met in published descriptions → the official one.
_HOSTS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), replacement)
    for pattern, replacement in (
        (
            r"^https?://13\.81\.34\.152:1101/resource/authority/",
            "https://hdeu-dcat.data.health.europa.eu/resource/authority/",
        ),
        (r"^https?://hdeu-dcat\.acceptance\.data\.health\.europa\.eu/", "https://hdeu-dcat.data.health.europa.eu/"),
        (r"^http://hdeu-dcat\.data\.health\.europa\.eu/", "https://hdeu-dcat.data.health.europa.eu/"),
        (
            r"^https?://healthdataportal\.eu/resource/authority/",
            "https://hdeu-dcat.data.health.europa.eu/resource/authority/",
        ),
        (
            r"^https?://ohdsi\.github\.io/CommonDataModel/?$",
            "https://hdeu-dcat.data.health.europa.eu/resource/authority/standard/OMOP-CDM",
        ),
        (r"^https://publications\.europa\.eu/resource/authority/", "http://publications.europa.eu/resource/authority/"),
        (r"^https://www\.iana\.org/assignments/media-types/", "http://www.iana.org/assignments/media-types/"),
    )
)
# Licences by their own addresses → the list's code.
_LICENCES: Mapping[str, str] = {
    "creativecommons.org/licenses/by/4.0": "CC_BY_4_0",
    "creativecommons.org/licenses/by-sa/4.0": "CC_BYSA_4_0",
    "creativecommons.org/licenses/by-nc/4.0": "CC_BYNC_4_0",
    "creativecommons.org/licenses/by-nd/4.0": "CC_BYND_4_0",
    "creativecommons.org/licenses/by-nc-sa/4.0": "CC_BYNCSA_4_0",
    "creativecommons.org/licenses/by-nc-nd/4.0": "CC_BYNCND_4_0",
    "creativecommons.org/publicdomain/zero/1.0": "CC0",
    "opendatacommons.org/licenses/pddl/1.0": "ODC_PDDL",
    "opendatacommons.org/licenses/by/1.0": "ODC_BY",
    "opendatacommons.org/licenses/odbl/1.0": "ODC_BL",
    "apache.org/licenses/LICENSE-2.0": "APACHE_2_0",
    "opensource.org/licenses/MIT": "MIT",
}


def names() -> list[str]:
    """The names of all vocabularies that are shipped."""
    return sorted(path.stem for path in _TABLES.glob("*.tsv"))


@cache
def vocabulary(name: str) -> Vocabulary:
    """The vocabulary of that name; KeyError when there is none."""
    path = _TABLES / f"{name}.tsv"
    if not path.exists():
        raise KeyError(f"There is no vocabulary “{name}”. There are: {', '.join(names())}.")
    return read_table(path)


@cache
def _concepts() -> Mapping[str, Concept]:
    return {c.iri: c for name in names() if name not in _NOT_LISTS for c in vocabulary(name).concepts.values()}


def concept(iri: str) -> Concept | None:
    """The concept with this IRI, under whatever host its list is published; of a licence also by its own address."""
    found = _concepts().get(iri)
    return found or _concepts().get(official(iri)) or _concepts().get(_licence(iri))


@lru_cache(maxsize=20_000)
def above(iri: str) -> tuple[str, ...]:
    """All that a concept is a kind or a part of, over any number of steps and across lists (a country's continent)."""
    found: dict[str, None] = {}
    todo = [official(iri)]
    while todo:
        known = concept(todo.pop())
        todo += [broader for broader in (known.broader if known else ()) if broader not in found]
        found |= dict.fromkeys(todo)
    return tuple(sorted(found))


def label(iri: str, language: str) -> str | None:
    """What to call a concept in a language; None when it is in no vocabulary of ours."""
    found = concept(iri)
    return found.label(language) if found else None


@lru_cache(maxsize=20_000)
def official(iri: str) -> str:
    """The official IRI of a member of a list that is met under other hosts; every other IRI as it is."""
    for pattern, replacement in _HOSTS:
        if pattern.match(iri):
            return pattern.sub(replacement, iri).rstrip("/")
    return iri


def _licence(iri: str) -> str:
    """The entry of the list of licences for a licence's own address; "" for none. What is stated stays as it is."""
    code = _LICENCES.get(iri.partition("://")[2].removeprefix("www.").removesuffix("legalcode").rstrip("/"))
    return f"{vocabulary('licence').scheme}/{code}" if code else ""


def background(wanted: Iterable[str] | None = None) -> Iterator[Triple]:
    """The lists as triples, as validators preload them: without, class and list rules cannot be judged."""
    for name in wanted or (name for name in names() if name not in _NOT_LISTS):
        yield from _background(vocabulary(name), _CLASSES.get(name))
    yield EHDS, RDF.type, ELI.LegalResource


def _background(known: Vocabulary, also: Term | None) -> Iterator[Triple]:
    yield from _scheme(known)
    for member in known.concepts.values():
        yield from _member(known, member, also)


def _scheme(known: Vocabulary) -> Iterator[Triple]:
    yield f"<{known.scheme}>", RDF.type, SKOS.ConceptScheme
    yield f"<{known.scheme}>", DCT.title, literal(known.title, language="en")


def _member(known: Vocabulary, member: Concept, also: Term | None) -> Iterator[Triple]:
    subject = f"<{member.iri}>"
    yield subject, RDF.type, SKOS.Concept
    yield subject, SKOS.inScheme, f"<{known.scheme}>"
    yield subject, SKOS.prefLabel, literal(member.label("en"), language="en")
    if also:
        yield subject, RDF.type, also


def described(iri: str) -> Iterator[Triple]:
    """The member of a list with this IRI, with the list's title, as validators preload them; nothing for what stands in
    none of ours."""
    if name := _listed_in().get(iri):
        yield from _scheme(vocabulary(name))
        yield from _member(vocabulary(name), vocabulary(name).concepts[iri], _CLASSES.get(name))
    elif f"<{iri}>" == EHDS:
        yield EHDS, RDF.type, ELI.LegalResource


@cache
def _listed_in() -> Mapping[str, str]:
    return {iri: name for name in names() if name not in _NOT_LISTS for iri in vocabulary(name).concepts}
