"""What tests of followers need."""

import pytest

from catalog.signals import changed


@pytest.fixture
def deaf(monkeypatch):
    """Nobody follows by itself."""
    monkeypatch.setattr(changed, "receivers", [])
    changed.sender_receivers_cache.clear()
    yield
    changed.sender_receivers_cache.clear()
