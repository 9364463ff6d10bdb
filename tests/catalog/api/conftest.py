"""People and a place for the index; every test starts with a full share of requests."""

import pytest

from tests.catalog.api.asking import people


@pytest.fixture
def asks(db, index):
    return people()
