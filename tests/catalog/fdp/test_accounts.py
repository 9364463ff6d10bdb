"""Tokens for a password, and how often one may guess."""

import json

import pytest

from catalog import tokens
from catalog.models import Token
from catalog.protocols.fdp import accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def curator(people):
    user = people.users["curator"]
    user.email = "curator@example.org"
    user.set_password("correct horse")
    user.save()
    return user


def ask(client, address="10.0.0.1", **said):
    return client.post("/fdp/tokens", json.dumps(said), content_type="application/json", REMOTE_ADDR=address)


@pytest.mark.parametrize(
    "name", [{"email": "curator@example.org"}, {"email": "CURATOR@example.org"}, {"username": "curator"}]
)
def test_name_and_password_give_a_token_that_writes_for_a_day_s_work(client, curator, name):
    answer = ask(client, **name, password="correct horse")
    bearer = tokens.of_secret(answer.json()["token"])
    token = Token.objects.get()
    assert (answer.status_code, bearer.user, bearer.may_write) == (200, curator, True)
    assert abs((token.expires_at - token.made_at) - accounts.LIFETIME).total_seconds() < 1
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"email": "curator@example.org", "password": "wrong"}, 401),
        ({"email": "nobody@example.org", "password": "correct horse"}, 401),
        ({"email": "curator@example.org"}, 400),
        ({"email": 1, "password": "x"}, 400),
        ({"username": "a\0b", "password": "x"}, 400),
    ],
)
def test_everything_else_gives_none(client, curator, said, status):
    assert ask(client, **said).status_code == status
    assert not Token.objects.exists()


def test_who_is_known_cannot_be_found_out_by_what_is_answered(client, curator):
    wrong = ask(client, email="curator@example.org", password="wrong")
    unknown = ask(client, email="stranger@example.org", password="wrong")
    assert wrong.content == unknown.content


def test_guessing_ends_after_five_tries_also_for_the_right_password(client, curator):
    assert [ask(client, username="curator", password=f"guess {n}").status_code for n in range(6)] == [401] * 5 + [429]
    assert ask(client, username="curator", password="correct horse").status_code == 429
    assert not Token.objects.exists()


def test_others_are_not_locked_out_by_somebody_who_guesses(client, curator):
    for n in range(6):
        ask(client, username="curator", password=f"guess {n}")
    assert ask(client, "10.0.0.2", username="curator", password="correct horse").status_code == 200


def test_one_address_cannot_try_many_names(client, curator, monkeypatch):
    monkeypatch.setattr(accounts, "OF_ADDRESS", 3)
    assert [ask(client, username=f"user {n}", password="x").status_code for n in range(4)] == [401, 401, 401, 429]


def test_success_forgets_the_tries_before_it(client, curator):
    for _ in range(3):
        for n in range(4):
            ask(client, username="curator", password=f"guess {n}")
        assert ask(client, username="curator", password="correct horse").status_code == 200


def test_a_person_who_has_left_gets_no_token(client, curator):
    curator.is_active = False
    curator.save()
    assert ask(client, username="curator", password="correct horse").status_code == 401


def test_a_token_says_whose_it_is_and_without_one_nobody_is(client, curator, people):
    assert client.get("/fdp/users/current").status_code == 403
    said = client.get("/fdp/users/current", headers=people.bearing("curator")).json()
    assert said == {
        "uuid": str(curator.pk),
        "firstName": "",
        "lastName": "",
        "email": "curator@example.org",
        "role": "USER",
    }
    assert client.get("/fdp/users/current", headers=people.bearing("operator")).json()["role"] == "ADMIN"


def test_a_client_learns_where_it_is(client, settings):
    assert client.get("/fdp/configs/bootstrap").json()["persistentUrl"] == "http://testserver/fdp"
