"""Loading needs a place for arrivals and an index of its own."""

import pytest


@pytest.fixture
def room(index, tmp_path, settings):
    """Empty folders for what arrives, and an empty index."""
    settings.MEDIA_ROOT = tmp_path / "files"
    return tmp_path
