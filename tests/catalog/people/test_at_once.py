"""Two at the same moment: a link opens once, and an organisation keeps an administrator."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from catalog.models import Membership, Role
from catalog.people import invitations, roles
from tests.catalog import factories

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*works):
    """What each gave, or what it raised, when all begin together, each with a connection of its own."""
    start = Barrier(len(works))

    def do(work):
        start.wait()
        try:
            return work()
        except ValueError as refusal:
            return type(refusal)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as threads:
        return list(threads.map(do, works))


def test_a_link_that_two_open_at_once_makes_one_account(index):
    organisation = factories.organisation("mine")
    secret = invitations.invite("new@example.org", organisation=organisation, given=["curator"], by=None)
    words = {"name": "New", "password": "twelve monkeys and more", "language": "en"}
    answers = at_once(*[lambda: invitations.accept_as_new(secret, **words)] * 3)
    assert sorted(answer is invitations.NotOpen for answer in answers) == [False, True, True]
    assert get_user_model().objects.filter(email="new@example.org").count() == 1


def test_two_administrators_who_remove_each_other_do_not_both_go(index):
    organisation = factories.organisation("mine")
    one, other = (factories.person(name, of=organisation, role=Role.ADMINISTRATOR) for name in ("one", "other"))
    answers = at_once(
        lambda: roles.replace(one, organisation, (), by=other), lambda: roles.replace(other, organisation, (), by=one)
    )
    assert sorted(map(str, answers)) == sorted(["None", str(roles.LastAdministrator)])
    assert Membership.objects.filter(organisation=organisation).count() == 1
