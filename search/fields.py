"""What is searched, filtered, counted and sorted by: read from the profile table and the vocabularies, one row each."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import ceil

from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.profile import Property
from fair_metadata.profiles import DEFAULT
from fair_metadata.terms import Term

BANDS = ("high", "middle", "low")  # fields of the index by weight; a row's boost chooses its band
WEIGHTS: Mapping[str, float] = {"high": 8.0, "middle": 4.0, "low": 1.5, "variables": 2.0, "rest": 0.5}
DISEASE = "disease"
SHOWN = 40  # values of one filter that an engine counts
KINDS = frozenset({"dataset", "series", "service", "catalog"})  # what people look for; the rest is found on their pages
UNBOUNDED = 2**53  # stands for an upper end that is not stated


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with counts: its key in addresses, what it is called, where its values are from.

    `path`: stated by this property. `vocabulary`: any mention of one of its concepts on the resource. A value of an
    `is_open` facet that is not stated is not known; the values of the others are taken to be all there are.
    `needs_all`: who asks in words for two values wants both. `is_mark`: only what is so says so, as synthetic data do.
    """

    key: str
    label: Mapping[str, str]
    path: Term | None = None
    vocabulary: str = ""
    is_open: bool = False
    needs_all: bool = False
    is_mark: bool = False


@dataclass(frozen=True, slots=True)
class Range:
    """A filter by number: its unit, where the bars of its histogram begin, and how two intervals are compared.

    `overlaps`: a description states a span (ages, years), which matches when any of it is asked for; the others state
    one number, perhaps with bounds, which matches when it cannot lie outside. `kept`: of how many smaller ones,
    in which it is kept and compared, its unit is made.
    """

    key: str
    label: Mapping[str, str]
    unit: Mapping[str, str]
    edges: tuple[int, ...]
    overlaps: bool = False
    is_date: bool = False
    kept: int = 1

    @property
    def bars(self) -> tuple[int, ...]:
        """Where the bars begin, as numbers are kept."""
        return tuple(edge * (10_000 if self.is_date else self.kept) for edge in self.edges)

    def before(self, edge: int) -> str:
        """The most that is less than the edge: 49 patients before 50; 3.9 weeks before 4, as days count too."""
        return str(edge - 1) if self.kept == 1 else f"{ceil((edge * self.kept - 1) * 10 / self.kept) / 10:g}"


@dataclass(frozen=True, slots=True)
class Other:
    """What may be asked for only as missing: no value of it is filtered by."""

    key: str
    label: Mapping[str, str]
    path: Term


def _of_concepts(key: str, vocabulary: str, en: str, es: str, *, open_: bool = False, both: bool = False) -> Facet:
    return Facet(key, {"en": en, "es": es}, None, vocabulary, open_, both)


_CONCEPTS = (
    _of_concepts(DISEASE, "mondo", "Disease", "Enfermedad", both=True),
    _of_concepts("outcome", "outcomes", "Outcome", "Resultado", open_=True, both=True),
    _of_concepts("data_kind", "data-kinds", "Kind of data", "Tipo de datos", open_=True, both=True),
    _of_concepts("source", "source-types", "Type of source", "Tipo de fuente"),
    _of_concepts("age_group", "age-groups", "Age group", "Grupo de edad"),
    _of_concepts("data_use", "duo", "Data use conditions", "Condiciones de uso"),
)
# Made for search from several statements, or from those of parts.
_MADE = (
    Facet("network", {"en": "Network", "es": "Red"}),
    Facet("format", {"en": "Format", "es": "Formato"}),
    Facet("licence", {"en": "Licence", "es": "Licencia"}),
    Facet("variable", {"en": "Variable", "es": "Variable"}, is_open=True, needs_all=True),
    Facet("fair", {"en": "FAIR points", "es": "Puntos FAIR"}),
)
_ORDER = (DISEASE, "outcome", "data_kind", "country", "age_group", "source", "access", "data_model", "publisher")
_ORDER += ("holder", "network", "data_use", "health_category", "health_theme", "type", "format", "licence", "language")
_ORDER += ("coding_system", "keyword", "theme", "variable", "fair")

# What a filter is called where its property has a wider name.
_CALLED: Mapping[str, Mapping[str, str]] = {
    "country": {"en": "Country", "es": "País"},
    "data_model": {"en": "Data model", "es": "Modelo de datos"},
    "publisher": {"en": "Organisation", "es": "Organización"},
    "type": {"en": "Type of dataset", "es": "Tipo de conjunto de datos"},
}


def _facets() -> tuple[Facet, ...]:
    special = {facet.key: facet for facet in (*_CONCEPTS, *_MADE)}
    rows = [row for row in DEFAULT.shapes["dataset"].properties if row.facet and row.facet not in special]
    found = [
        *special.values(),
        *(Facet(row.facet, _CALLED.get(row.facet, row.label), row.path, is_mark=row.facet == "type") for row in rows),
    ]
    return tuple(sorted(found, key=lambda facet: _ORDER.index(facet.key) if facet.key in _ORDER else 99))


FACETS = _facets()
FACET: Mapping[str, Facet] = {facet.key: facet for facet in FACETS}
BY_VOCABULARY: Mapping[str, Facet] = {facet.vocabulary: facet for facet in FACETS if facet.vocabulary}

_PATIENTS = (1, 10, 50, 100, 500, 1_000, 5_000, 10_000, 50_000, 100_000)
RANGES = (
    Range("patients", {"en": "Patients", "es": "Pacientes"}, {"en": "people", "es": "personas"}, _PATIENTS),
    Range("samples", {"en": "Samples", "es": "Muestras"}, {"en": "samples", "es": "muestras"}, _PATIENTS),
    Range("age", {"en": "Ages", "es": "Edades"}, {"en": "years", "es": "años"}, (0, 18, 40, 65, 80), overlaps=True),
    Range(
        "period",
        {"en": "Period", "es": "Periodo"},
        {"en": "years", "es": "años"},
        (1970, 1980, 1990, 1995, 2000, 2005, 2010, 2015, 2020, 2025),
        overlaps=True,
        is_date=True,
    ),
    Range(
        "followup",
        {"en": "Median follow-up", "es": "Seguimiento mediano"},
        {"en": "months", "es": "meses"},
        (0, 12, 24, 36, 60, 120),
    ),
    Range(
        "lead",
        {"en": "Time to access", "es": "Plazo de acceso"},
        {"en": "weeks", "es": "semanas"},
        (0, 4, 8, 13, 26, 52),
        kept=7,
    ),
)
RANGE: Mapping[str, Range] = {known.key: known for known in RANGES}
OTHERS = (
    Other("contact", {"en": "Contact point", "es": "Punto de contacto"}, DCAT.contactPoint),
    Other("landing_page", {"en": "Landing page", "es": "Página de presentación"}, DCAT.landingPage),
    Other("description", {"en": "Description", "es": "Descripción"}, DCT.description),
    Other("publication", {"en": "Publication", "es": "Publicación"}, DCT.isReferencedBy),
    Other("distribution", {"en": "Distribution", "es": "Distribución"}, DCAT.distribution),
    Other("provenance", {"en": "Provenance", "es": "Procedencia"}, DCT.provenance),
    Other("version", {"en": "Version", "es": "Versión"}, DCAT.version),
)
OTHER: Mapping[str, Other] = {known.key: known for known in OTHERS}
KNOWN: Mapping[str, Facet | Range | Other] = {known.key: known for known in (*OTHERS, *RANGES, *FACETS)}
KEYS = frozenset(KNOWN)


def band(row: Property) -> str:
    return "high" if row.boost >= 6 else "middle" if row.boost >= 3 else "low"


@cache
def searched(shape: str) -> Mapping[Term, str]:
    """Property → band, for the rows of a shape whose values are searched with a weight of their own."""
    return {row.path: band(row) for row in DEFAULT.shapes[shape].properties if row.boost > 0}


@cache
def rows(shape: str) -> Mapping[Term, Property]:
    """Property → its row, to name where something was found."""
    return DEFAULT.shapes[shape].by_path
