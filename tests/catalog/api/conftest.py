"""The people who ask."""

import pytest

from fair_metadata.namespaces import DCT, FOAF
from tests.catalog.api.asking import ODD, people, put


@pytest.fixture
def asks(db):
    return people()


@pytest.fixture
def row(asks):
    """One that says something in Spanish, something that no profile knows, and something nested."""
    said = [(DCT.title, '"Un registro"@es'), (ODD, '"carried"'), (DCT.publisher, "_:p")]
    return put("dataset", *said, slug="one", organisation=asks.holder, nested=[("_:p", FOAF.name, '"Holder"@en')])
