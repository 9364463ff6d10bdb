"""Either engine."""

import pytest

from tests.search.worlds import behind_pages

engine = pytest.fixture(params=["embedded", "elastic"])(behind_pages)
