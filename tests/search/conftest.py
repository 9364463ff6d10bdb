"""What tests of followers and of engines need."""

import pytest

from catalog.signals import changed
from tests.search.servers import elastic


@pytest.fixture
def deaf(monkeypatch):
    """Nobody follows by itself."""
    monkeypatch.setattr(changed, "receivers", [])
    changed.sender_receivers_cache.clear()
    yield
    changed.sender_receivers_cache.clear()


@pytest.fixture(params=["embedded", "elastic"])
def bare(request):
    """An empty engine."""
    if request.param == "embedded":
        yield request.getfixturevalue("index")
    else:
        yield from elastic()
