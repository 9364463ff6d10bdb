"""A hospital with a registry that its curator edits; and people of several organisations in each role."""

import pytest

from tests.catalog import factories as make
from tests.catalog.editing.people import world


@pytest.fixture
def hospital():
    return make.organisation("hospital")


@pytest.fixture
def registry(hospital):
    return make.resource(slug="registry", organisation=hospital)


@pytest.fixture
def curator(client, hospital):
    client.force_login(make.person("curator", of=hospital))
    return client


@pytest.fixture
def people(index):
    return world()
