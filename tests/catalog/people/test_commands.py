"""Commands about people, what doctor says of them, and the ways into the demo."""

import json
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client

from catalog.doctor import checks
from catalog.models import Decision, Invitation
from catalog.people import accounts
from deploy import demo
from tests.catalog import factories
from tests.catalog.people.test_invitations import NEW
from tests.catalog.people.test_own_pages import with_codes

pytestmark = pytest.mark.django_db


def run(*words):
    out, err, code = StringIO(), StringIO(), 0
    try:
        call_command(*words, stdout=out, stderr=err)
    except SystemExit as end:
        code = end.code
    return out.getvalue(), err.getvalue(), code


def test_the_first_operator_comes_by_a_link_that_is_printed(index):
    out, _, code = run("invite", "first@example.org", "--operator")
    link = out.split()[-1]
    assert code == 0
    assert Client().post(link.removeprefix("http://testserver"), NEW).status_code == 302
    assert accounts.of_email("first@example.org").is_superuser


def test_a_link_that_is_mailed_is_not_printed(cast):
    said, _, code = run("invite", "new@example.org", "--organisation", "mine", "--role", "curator", "--mail")
    assert (code, "invitations/" in said) == (0, False)
    assert "http://testserver/invitations/" in mail.outbox[0].body
    assert Invitation.objects.get().roles == ["curator"]


@pytest.mark.parametrize(
    "words",
    [
        ["new@example.org"],
        ["new@example.org", "--operator", "--organisation", "mine", "--role", "curator"],
        ["new@example.org", "--organisation", "mine"],
        ["new@example.org", "--operator", "--role", "curator"],
        ["new@example.org", "--organisation", "none", "--role", "curator"],
        ["no address", "--operator"],
    ],
)
def test_an_invitation_that_says_too_little_or_too_much_is_refused(cast, words):
    assert run("invite", *words)[2] == 2
    assert (Invitation.objects.count(), Decision.objects.count()) == (0, 0)


def test_a_lost_second_factor_is_taken_away_and_noted(cast):
    with_codes(cast.users["curator"])
    assert json.loads(run("account", "curator@example.org", "--json")[0])["second_factor"] is True
    about = json.loads(run("account", "curator@example.org", "--without-second-factor", "--json")[0])
    assert (about["second_factor"], about["roles"]) == (False, ["mine:curator"])
    assert Decision.objects.get().person == cast.users["curator"]


def test_an_account_is_closed_for_somebody_unless_others_need_it(cast):
    assert json.loads(run("account", "curator@example.org", "--close", "--json")[0])["is_active"] is False
    assert run("account", "curator@example.org")[2] == 2
    assert run("account", "administrator@example.org", "--close")[2] == 2
    assert accounts.of_email("administrator@example.org").is_active


def test_a_token_is_made_for_an_address(cast):
    assert run("token", "curator@example.org")[2] == 0
    assert cast.users["curator"].tokens.count() == 1


def found():
    return {check.name: check.is_well for check in checks()}


def test_doctor_says_when_nobody_can_come_in_or_be_told(index, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
    settings.BASE_URL = "https://catalogue.example.org"
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:6379/0"
    settings.OIDC_ROLES = {"a group": "nowhere:curator"}
    ill = {"mail": False, "operator": False, "cache": False, "OIDC_ROLES": False}
    assert found() | ill == found()
    factories.person("operator", is_operator=True)
    settings.EMAIL_BACKEND, settings.OIDC_ROLES = "django.core.mail.backends.smtp.EmailBackend", {}
    settings.CACHES = settings.CACHES | {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache"}}
    well = {"mail": True, "operator": True, "cache": True}
    assert found() | well == found()


def test_the_demo_prints_a_way_in_for_each_role_and_no_password(cast, capsys):
    factories.organisation("demo")
    demo._ways_in()
    lines = capsys.readouterr().out.splitlines()
    assert [line.partition(":")[0] for line in lines] == [
        "Contributor",
        "Curator",
        "Reviewer",
        "Administrator",
        "Operator",
    ]
    link = lines[1].split()[2].removeprefix("http://testserver")
    Client().post(link, NEW)
    assert list(accounts.of_email("curator@demo.invalid").memberships.values_list("role", flat=True)) == ["curator"]
    demo._ways_in()
    again = capsys.readouterr().out.splitlines()
    assert again[1] == "Curator: sign in as curator@demo.invalid with the password that you chose."
    assert Client().get(lines[0].split()[2].removeprefix("http://testserver")).status_code == 410
