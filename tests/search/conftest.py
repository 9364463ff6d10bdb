"""What tests of followers and of engines need."""

import pytest

from catalog.signals import changed
from tests.search.servers import elastic
from tests.search.stores import SERVERS, close, store_of


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


@pytest.fixture(params=["embedded", *(kind for kind, (address, _) in SERVERS.items() if address)])
def store(request, tmp_path):
    """An empty triple store of each kind."""
    made = store_of(request.param, tmp_path / "triples")
    yield made
    close(made)
