"""Organisations, people by their roles, and their tokens."""

from datetime import timedelta
from itertools import count

import pytest

from catalog import tokens
from catalog.models import Change, Resource, Scope, State
from catalog.register import Terms, register, stand
from fair_metadata.terms import named
from tests.catalog import factories
from tests.catalog.factories import described


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


def kept(kind, *said, slug="", state=State.PUBLISHED, organisation=None, links=None, nested=(), title="A registry"):
    """A resource that came in by the one door, as what is written later does; its slug is the end of its IRI."""
    slug = slug or f"{kind}-{next(_number)}"
    name = f"https://data.example.org/{slug}"
    stated = [(path, named(target)) for path, targets in (links or {}).items() for target in targets]
    register(described(name, kind, *said, *stated, title=title, nested=nested), kind, Terms(organisation=organisation))
    row = Resource.objects.get(iri=name)
    if state != State.DRAFT:
        stand(row, Terms(), Change.STANDING, state=state)
    return row


_number = count(1)
ROLES = ("contributor", "curator", "reviewer", "administrator")


@pytest.fixture
def people(db, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    return People()


@pytest.fixture(autouse=True)
def _index_of_its_own(index):
    """What is written is followed by search."""
