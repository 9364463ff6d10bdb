"""The people who ask."""

import pytest

from tests.catalog.api.asking import people


@pytest.fixture
def asks(db):
    return people()
