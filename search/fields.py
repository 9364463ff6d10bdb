"""What is searched and what is filtered by: read from the profile table, with the disease tree added."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from fair_metadata.namespaces import DCAT
from fair_metadata.profile import Property
from fair_metadata.profiles import DEFAULT
from fair_metadata.terms import Term

BANDS = ("high", "middle", "low")  # fields of the index by weight; a row's boost chooses its band
WEIGHTS = {"high": 8.0, "middle": 4.0, "low": 1.5, "concepts": 3.0, "rest": 0.5}
DISEASE = "disease"
SHOWN = 40  # values of one filter that an engine counts
KINDS = frozenset({"dataset", "series", "service", "catalog"})  # what people look for; the rest is found on their pages


@dataclass(frozen=True, slots=True)
class Facet:
    """A filter with counts: its key in addresses, what it is called, where its values are stated."""

    key: str
    label: dict[str, str]
    path: Term
    vocabularies: tuple[str, ...] = ()


def _facets() -> tuple[Facet, ...]:
    rows = [row for row in DEFAULT.shapes["dataset"].properties if row.facet]
    found = [Facet(row.facet, dict(row.label), row.path, row.vocabularies) for row in rows]
    disease = Facet(DISEASE, {"en": "Disease", "es": "Enfermedad"}, DCAT.theme, ("mondo",))
    return (disease, *sorted(found, key=lambda facet: _ORDER.index(facet.key) if facet.key in _ORDER else 99))


_ORDER = ("access", "publisher", "holder", "country", "data_model", "type", "health_category", "theme", "keyword")
FACETS = _facets()


def band(row: Property) -> str:
    return "high" if row.boost >= 6 else "middle" if row.boost >= 3 else "low"


@cache
def searched(shape: str) -> Mapping[Term, str]:
    """Property → band, for the rows of a shape whose values are searched with a weight of their own."""
    return {row.path: band(row) for row in DEFAULT.shapes[shape].properties if row.boost > 0}
