"""Organisations, people by their roles, and their tokens."""

from datetime import timedelta

import pytest

from catalog import tokens
from catalog.models import Scope
from tests.catalog import factories


class People:
    """An organisation and a stranger's; `bearing(role)` are the headers of somebody with that role in it."""

    def __init__(self):
        self.mine, self.theirs = factories.organisation("mine"), factories.organisation("theirs")
        self.users = {role: factories.person(role, of=self.mine, role=role) for role in ROLES}
        self.users["stranger"] = factories.person("stranger", of=self.theirs, role="administrator")
        self.users["operator"] = factories.person("operator", is_operator=True)
        self.users["guest"] = factories.person("guest")

    def bearing(self, role, scope=Scope.WRITE):
        secret = tokens.issue(self.users[role], name=role, scope=scope, lifetime=timedelta(hours=1))
        return {"authorization": f"Bearer {secret}"}


ROLES = ("contributor", "curator", "reviewer", "administrator")


@pytest.fixture
def people(db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    return People()


@pytest.fixture(autouse=True)
def _index_of_its_own(index):
    """What is written is followed by search."""
