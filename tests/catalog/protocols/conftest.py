"""What tests of the DCAT feed begin with."""

import pytest

from catalog.models import Kind
from fair_metadata.namespaces import DCT
from tests.catalog import factories


@pytest.fixture
def full():
    """Every kind, a file that nothing lists, shared descriptions that are used once, twice and never."""
    factories.shared("https://data.example.org/agent", "Hospital A")
    factories.shared("https://data.example.org/unused", "Hospital B")
    factories.shared("https://data.example.org/of-file", "Licence")
    nested = [("_:p", DCT.title, '"Nested"')]
    for n in range(7):
        file = factories.resource(Kind.DISTRIBUTION, slug=f"file-{n}", uses=("https://data.example.org/of-file",))
        factories.resource(
            Kind.DATASET,
            (DCT.temporal, "_:p"),
            slug=f"set-{n}",
            links={"<http://www.w3.org/ns/dcat#distribution>": [file.iri]},
            uses=("https://data.example.org/agent",),
            nested=nested,
        )
    for kind in (Kind.CATALOG, Kind.SERIES, Kind.SERVICE, Kind.CATALOG_RECORD, Kind.DISTRIBUTION):
        factories.resource(kind, slug=f"one-{kind}")
