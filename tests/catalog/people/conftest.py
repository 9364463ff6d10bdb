"""Two organisations with somebody in each role, a stranger, a guest and an operator, each with a verified address."""

import pytest
from allauth.account.models import EmailAddress
from django.test import Client

from catalog.models import Role
from tests.catalog import factories

PASSWORD = "a registry of registries"


def with_address(user, password=PASSWORD):
    """The person with an address that they showed to be theirs, and a password."""
    user.email = f"{user.username}@example.org"
    user.set_password(password)
    user.save()
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


class Cast:
    def __init__(self):
        self.mine, self.theirs = factories.organisation("mine"), factories.organisation("theirs")
        self.users = {role: factories.person(str(role), of=self.mine, role=role) for role in Role}
        self.users["stranger"] = factories.person("stranger", of=self.theirs, role=Role.ADMINISTRATOR)
        self.users["guest"] = factories.person("guest")
        self.users["operator"] = factories.person("operator", is_operator=True)
        for user in self.users.values():
            with_address(user)

    def browser(self, who, **options):
        """A browser in which this person is signed in; nobody for "anybody"."""
        client = Client(**options)
        if who != "anybody":
            client.force_login(self.users[who])
        return client


@pytest.fixture
def cast(db, index):
    return Cast()
