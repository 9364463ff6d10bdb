"""What Google Dataset Search requires and recommends of schema.org/Dataset.

Source: https://developers.google.com/search/docs/appearance/structured-data/dataset. A property of schema.org is judged
by the properties of the description that it is made from; one row more looks whether the page has them in it.
"""

from typing import Any

from fair_metadata.assessment.case import NOT_SEEN, Case, Verdict, failed, passed
from fair_metadata.assessment.checks import Check, Where, both, dataset, files, is_long, states
from fair_metadata.assessment.indicator import Indicator, Priority, Set
from fair_metadata.assessment.observation import Observation
from fair_metadata.namespaces import ADMS, DCAT, DCT, FOAF, HEALTHDCATAP, OWL, PROV, SCHEMA
from fair_metadata.terms import Term

_REQUIRED = ("name", "description")
# Property of schema.org, in English, in Spanish, what it is made from, and where that stands.
_MADE: tuple[tuple[str, str, str, tuple[Term, ...], Where], ...] = (
    ("name", "a title", "un título", (DCT.title,), dataset),
    ("description", "a description of at least 50 characters", "una descripción de al menos 50 caracteres", (DCT.description,), dataset),
    ("alternateName", "another title", "otro título", (DCT.alternative,), dataset),
    ("creator", "who made it", "quién lo hizo", (DCT.creator,), dataset),
    ("citation", "a publication about it", "una publicación sobre él", (DCT.isReferencedBy, DCT.bibliographicCitation), dataset),
    ("funder", "who paid for it", "quién lo financió", (FOAF.fundedBy, SCHEMA.funder), dataset),
    ("isPartOf", "a series or network", "una serie o red", (DCAT.inSeries, DCT.isPartOf, DCT.hasPart), dataset),
    ("identifier", "an identifier", "un identificador", (DCT.identifier, ADMS.identifier), dataset),
    ("isAccessibleForFree", "the access rights", "los derechos de acceso", (DCT.accessRights,), dataset),
    ("keywords", "keywords", "palabras clave", (DCAT.keyword,), dataset),
    ("license", "a licence", "una licencia", (DCT.license,), both),
    ("measurementTechnique", "how it was measured", "cómo se midió", (PROV.wasGeneratedBy, SCHEMA.measurementTechnique), dataset),
    ("sameAs", "another page about it", "otra página sobre él", (DCAT.landingPage, OWL.sameAs, FOAF.page), dataset),
    ("spatialCoverage", "a place", "un lugar", (DCT.spatial,), dataset),
    ("temporalCoverage", "a period", "un periodo", (DCT.temporal,), dataset),
    ("variableMeasured", "variables", "variables", (HEALTHDCATAP.hasVariables,), dataset),
    ("version", "a version", "una versión", (DCAT.version,), dataset),
    ("contentUrl", "a distribution's address", "la dirección de una distribución", (DCAT.downloadURL, DCAT.accessURL), files),
    ("encodingFormat", "a distribution's format", "el formato de una distribución", (DCAT.mediaType, DCT["format"]), files),
)  # fmt: skip


def _row(name: str, words: str, palabras: str, paths: tuple[Term, ...], on: Where) -> Indicator:
    is_required = name in _REQUIRED
    where = is_long if name == "description" else None
    check: Check = states(*paths, on=on, where=where)
    return Indicator(
        code=f"GDS-{name}",
        set=Set.GOOGLE,
        letter=_LETTERS.get(name, "F"),
        name=f"{name} ({'required' if is_required else 'recommended'})",
        priority=Priority.IMPORTANT if is_required else Priority.USEFUL,
        tested={"en": f"The description states {words}.", "es": f"La descripción indica {palabras}."},
        repair={"en": f"State {words}.", "es": f"Indique {palabras}."},
        check=check,
        field=paths[0] if on is dataset else DCAT.distribution,
    )


_LETTERS = {"contentUrl": "A", "isAccessibleForFree": "A", "encodingFormat": "I", "license": "R", "version": "R"}


def _block(case: Case) -> Verdict:
    """The page has the properties that are required, a link to itself, and the catalogue that it is in."""
    if case.seen is None:
        return NOT_SEEN
    block = _dataset(case.seen)
    missing = [name for name in ("@id", "name", "description", "url", "includedInDataCatalog") if not block.get(name)]
    return failed(*(f"JSON-LD: no {name}" for name in missing)) if missing else passed(f"JSON-LD: {block['@id']}")


def _dataset(seen: Observation) -> dict[str, Any]:
    blocks = (block for block in seen.blocks if "schema.org" in str(block.get("@context", "")))
    return next((block for block in blocks if block.get("@type") == "Dataset"), {})


_OF_PAGE = Indicator(
    code="GDS-page",
    set=Set.GOOGLE,
    letter="F",
    name="Dataset markup in the page",
    priority=Priority.ESSENTIAL,
    tested={
        "en": "The page has schema.org/Dataset in it, with what is required, its address and its catalogue.",
        "es": "La página contiene schema.org/Dataset, con lo obligatorio, su dirección y su catálogo.",
    },
    repair={
        "en": "State a title and a description; else this is the catalogue's to mend: tell its operator.",
        "es": "Indique título y descripción; si están, debe arreglarlo el catálogo: avise a su operador.",
    },
    check=_block,
    is_of_page=True,
)
GOOGLE: tuple[Indicator, ...] = (*(_row(*made) for made in _MADE), _OF_PAGE)
