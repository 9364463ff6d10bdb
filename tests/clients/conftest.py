"""The Python client beside the product, and a real server for it."""

import sys

import pytest

from catalog.models import Scope
from tests.catalog import factories
from tests.conftest import ROOT

sys.path.insert(0, str(ROOT / "clients" / "python"))


@pytest.fixture
def token(transactional_db):
    from datetime import timedelta

    from catalog import tokens

    user = factories.person("reviewer", of=factories.organisation("holder"), role="reviewer")
    return tokens.issue(user, name="client", scope=Scope.WRITE, lifetime=timedelta(days=1))


@pytest.fixture
def server(transactional_db, index, live_server, settings):
    settings.BASE_URL = live_server.url
    settings.API_RATE = settings.API_RATE_KNOWN = 10**6
    return live_server.url
