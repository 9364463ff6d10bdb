"""Tokens: shown once, kept as a hash, over after a while, and no more than their owner."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from catalog import tokens
from catalog.models import Scope, State, Token, Visibility
from tests.catalog import factories

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def curator():
    return factories.person("curator", of=factories.organisation("holder"))


def bearing(secret):
    return {"authorization": f"Bearer {secret}"}


def test_a_token_sees_what_its_owner_sees_and_a_stranger_does_not(client, curator):
    holder = curator.memberships.get().organisation
    row = factories.resource(state=State.DRAFT, organisation=holder, title="Hidden registry")
    secret = tokens.issue(curator, name="harvester", lifetime=DAY)
    assert client.get(factories.page(row)).status_code == 404
    answer = client.get(factories.page(row), headers=bearing(secret))
    assert (answer.status_code, b"Hidden registry" in answer.content) == (200, True)
    assert "public" not in answer["Cache-Control"]


def test_the_lists_too_are_those_of_the_owner(client, curator, index):
    holder = curator.memberships.get().organisation
    factories.resource(visibility=Visibility.ORGANISATION, organisation=holder, title="Hidden registry")
    from search import follow

    follow.catch_up()
    secret = tokens.issue(curator, name="harvester", lifetime=DAY)
    assert client.get("/datasets.json").json()["total"] == 0
    assert client.get("/datasets.json", headers=bearing(secret)).json()["total"] == 1


def test_the_secret_is_kept_nowhere(curator):
    secret = tokens.issue(curator, name="one", lifetime=DAY)
    kept = str(Token.objects.values_list().get())
    assert secret[tokens.SHOWN :] not in kept
    assert kept.count(secret[: tokens.SHOWN]) == 1


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"revoked_at": timezone.now()}, "The token “one” was revoked. Make a new one."),
        ({"expires_at": timezone.now() - DAY}, f"The token “one” expired on {timezone.now() - DAY:%Y-%m-%d}. Make a new one."),
        ({"sha256": "0"}, "This token is not known. Make a new one."),
    ],
)  # fmt: skip
def test_a_token_that_is_over_is_refused_whatever_is_asked_for(client, curator, change, why):
    secret = tokens.issue(curator, name="one", lifetime=DAY)
    Token.objects.update(**change)
    answer = client.get("/", headers=bearing(secret) | {"accept": "application/json"})
    assert (answer.status_code, answer.json()["detail"]) == (401, why)
    assert answer["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert Token.objects.get().used_at is None


def test_a_person_who_has_left_has_no_tokens_any_more(client, curator):
    secret = tokens.issue(curator, name="one", lifetime=DAY)
    curator.is_active = False
    curator.save()
    assert client.get("/", headers=bearing(secret)).status_code == 401


def test_writing_is_a_scope_of_its_own(curator):
    read = tokens.of_secret(tokens.issue(curator, name="r", lifetime=DAY))
    write = tokens.of_secret(tokens.issue(curator, name="w", scope=Scope.WRITE, lifetime=DAY))
    assert (read.may_write, write.may_write, read.user) == (False, True, curator)


@pytest.mark.parametrize("lifetime", [timedelta(), -DAY, timedelta(days=367)])
def test_a_token_lasts_a_year_at_most(curator, lifetime):
    with pytest.raises(ValueError, match="A token lasts from a moment to 366 days"):
        tokens.issue(curator, name="one", lifetime=lifetime)
    assert not Token.objects.exists()


def test_the_last_use_is_noted_once_an_hour(curator, django_assert_num_queries):
    secret = tokens.issue(curator, name="one", lifetime=DAY)
    tokens.of_secret(secret)
    first = Token.objects.get().used_at
    tokens.of_secret(secret)
    assert Token.objects.get().used_at == first
    Token.objects.update(used_at=first - 2 * tokens.USED_EVERY)
    tokens.of_secret(secret)
    assert Token.objects.get().used_at > first


def test_the_command_makes_lists_and_revokes(capsys, curator):
    call_command("token", "curator", "--name", "nightly", "--write", "--days", "5", "--json")
    made = json.loads(capsys.readouterr().out)
    assert tokens.of_secret(made["token"]).may_write is True
    call_command("token", "curator", "--list")
    assert f"{made['token'][: tokens.SHOWN]}…  nightly  write" in capsys.readouterr().out
    call_command("token", "curator", "--revoke", made["token"][: tokens.SHOWN])
    assert capsys.readouterr().out == "1 revoked.\n"
    with pytest.raises(tokens.Refused):
        tokens.of_secret(made["token"])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (["nobody"], "There is no user “nobody”.\n"),
        (["curator", "--days", "0"], "A token lasts from a moment to 366 days, not 0:00:00.\n"),
        (["curator", "--revoke", "x"], "curator has no token that begins with “x” and opens anything.\n"),
    ],
)
def test_the_command_says_what_cannot_be_done_and_changes_nothing(capsys, curator, words, why):
    with pytest.raises(SystemExit) as end:
        call_command("token", *words)
    assert (end.value.code, capsys.readouterr().err) == (2, why)
    assert not Token.objects.exists()
