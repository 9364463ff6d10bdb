"""Guessing passwords: after eight the account is shut for that address, at every door, whatever process answers."""

import pytest
from axes.models import AccessAttempt
from django.core.cache import cache
from django.test import Client

from catalog.models import Decision, Verb
from tests.catalog.people.conftest import PASSWORD

pytestmark = pytest.mark.django_db
WRONG = "not the password"


def sign_in(email="curator@example.org", password=WRONG, address="10.0.0.1"):
    return Client().post("/accounts/login/", {"login": email, "password": password}, REMOTE_ADDR=address)


def test_after_eight_wrong_passwords_the_right_one_does_not_open_either_and_it_is_said_why(cast):
    assert [sign_in().status_code for _ in range(8)] == [200] * 7 + [429]
    locked = sign_in(password=PASSWORD)
    assert (locked.status_code, locked["Retry-After"]) == (429, "900")
    assert "Too many wrong passwords" in locked.content.decode()
    assert "for 15 minutes" in locked.content.decode()


def test_the_count_is_in_the_database_and_not_in_one_process(cast):
    for _ in range(8):
        cache.clear()  # what another process would not know of
        sign_in()
    assert sign_in(password=PASSWORD).status_code == 429


def test_another_address_and_another_account_are_not_shut(cast):
    for _ in range(8):
        sign_in()
    assert sign_in(password=PASSWORD, address="10.0.0.2").status_code == 302
    assert sign_in("reviewer@example.org", PASSWORD).status_code == 302


def test_how_the_address_is_written_makes_no_difference(cast):
    for n in range(8):
        sign_in("Curator@Example.org" if n % 2 else "curator@example.org")
    assert sign_in("CURATOR@example.org", PASSWORD).status_code == 429


def test_an_account_that_is_not_there_is_answered_like_one_that_is(cast):
    known = [sign_in().status_code for _ in range(9)]
    unknown = [sign_in("nobody@example.org").status_code for _ in range(9)]
    assert known == unknown


def test_a_sign_in_forgets_the_wrong_ones_before_it(cast):
    for _ in range(2):
        for _ in range(7):
            sign_in()
        assert sign_in(password=PASSWORD).status_code == 302
        cache.clear()  # where guesses from everywhere are counted, which this is not about


def test_guesses_at_the_fair_data_point_count_too(cast):
    client = Client(REMOTE_ADDR="10.0.0.1")
    for _ in range(4):
        said = {"username": "curator", "password": WRONG}
        assert client.post("/fdp/tokens", said, content_type="application/json").status_code == 401
    assert [sign_in().status_code for _ in range(4)] == [200] * 3 + [429]


def test_a_lock_is_noted_once_and_a_network_is_kept_of_the_address(cast):
    for _ in range(12):
        sign_in(address="203.0.113.77")
    noted = Decision.objects.get(verb=Verb.LOCKED_OUT)
    assert (noted.actor, noted.person, noted.address) == (None, cast.users["curator"], "203.0.113.0/24")


def test_no_password_and_no_token_of_a_form_is_kept_of_a_try(cast):
    sign_in(password="my real passphrase elsewhere")
    kept = AccessAttempt.objects.get()
    assert "my real passphrase elsewhere" not in repr(kept.__dict__)
    assert "curator" not in kept.post_data


def test_guesses_from_many_addresses_at_one_account_end_too(cast):
    answers = [sign_in(address=f"10.0.1.{n}") for n in range(11)]
    assert "Too many failed login attempts" in answers[-1].content.decode()
