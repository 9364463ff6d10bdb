"""One's own account: name, tokens, organisations, sessions, second factor, and the way out."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from allauth.usersessions.models import UserSession
from django.contrib.auth import get_user_model
from django.core import mail
from django.test import Client

from catalog import tokens
from catalog.models import Account, Decision, Invitation, Membership, Role, Token
from catalog.people import invitations, names
from tests.catalog import factories
from tests.catalog.people.conftest import PASSWORD

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/login/"


def signed_in(email="curator@example.org", client=None):
    """A browser in which somebody signed in by password."""
    client = client or Client()
    answer = client.post(SIGN_IN, {"login": email, "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()
    return client


OWN = ["/accounts/me", "/accounts/tokens", "/accounts/organisations", "/accounts/close", "/accounts/email/"]
OWN += [
    "/accounts/2fa/",
    "/accounts/sessions/",
    "/accounts/password/change/",
    "/accounts/3rdparty/",
    "/accounts/logout/",
]
OPEN = [SIGN_IN, "/accounts/password/reset/", "/accounts/signup/", "/accounts/inactive/"]


@pytest.mark.parametrize("address", [*OWN, *OPEN])
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_page_looks_like_ours(cast, address, language):
    client = signed_in() if address in OWN else Client()
    page = client.get(address, headers={"accept-language": language}, follow=address == "/accounts/email/")
    text = page.content.decode()
    assert page.status_code == 200
    assert f'<html lang="{language}"' in text
    assert 'class="skip"' in text
    assert not re.search(r"<script(?![^>]*(src=|application/json))|\sstyle=|\son[a-z]+=", text)


@pytest.mark.parametrize("address", OWN[:-1])
def test_a_stranger_to_the_account_signs_in_first(cast, address):
    answer = Client().get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={address}")


def test_one_signs_in_by_address_and_password_and_never_by_user_name(cast):
    assert signed_in().get("/accounts/me").status_code == 200
    answer = Client().post(SIGN_IN, {"login": "curator", "password": PASSWORD})
    assert (answer.status_code, answer.wsgi_request.user.is_authenticated) == (200, False)


def test_strangers_make_no_account_unless_it_is_open(cast, settings):
    said = {"email": "new@example.org", "password1": PASSWORD}
    before = get_user_model().objects.count()
    assert "By invitation" in Client().post("/accounts/signup/", said).content.decode()
    assert get_user_model().objects.count() == before
    settings.SIGN_UP_OPEN = True
    client = Client()
    assert client.post("/accounts/signup/", said).status_code == 302
    assert get_user_model().objects.count() == before + 1
    assert client.get("/accounts/me").status_code == 302  # not before the address is shown to be theirs
    [link] = re.findall(r"http://testserver(/accounts/confirm-email/\S+)", mail.outbox[0].body)
    client.post(link)
    assert signed_in("new@example.org").get("/accounts/organisations").status_code == 200


def test_name_and_language_are_kept(cast):
    client = cast.browser("curator")
    assert client.post("/accounts/me", {"name": "One Curator", "language": "es"})["Location"] == "/accounts/me"
    person = get_user_model().objects.get(username="curator")
    assert (names.of(person), person.account.language) == ("One Curator", "es")


def test_a_new_password_comes_by_mail_in_the_person_s_language(cast):
    Account.objects.create(user=cast.users["curator"], language="es")
    Client().post("/accounts/password/reset/", {"email": "curator@example.org"})
    assert "contraseña" in mail.outbox[0].body
    [link] = re.findall(r"http://testserver(/accounts/password/reset/key/\S+)", mail.outbox[0].body)
    client = Client()
    form = client.get(link)["Location"]
    new = "another registry of registries"
    assert client.post(form, {"password1": new, "password2": new}).status_code == 302
    assert Client().post(SIGN_IN, {"login": "curator@example.org", "password": new}).status_code == 302


def test_who_has_no_account_cannot_be_found_out(cast):
    known = Client().post("/accounts/password/reset/", {"email": "curator@example.org"})
    unknown = Client().post("/accounts/password/reset/", {"email": "nobody@example.org"})
    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert len(mail.outbox) == 1


def test_a_token_is_made_shown_once_and_revoked(cast):
    client = cast.browser("curator")
    said = {"name": "Harvester", "scope": "write", "days": "30"}
    page = client.post("/accounts/tokens", said)
    [secret] = re.findall(r'<code id="secret">(marrow_[^<]+)</code>', page.content.decode())
    assert page["Cache-Control"] == "private, no-store"
    assert tokens.of_secret(secret).user == cast.users["curator"]
    assert secret not in client.get("/accounts/tokens").content.decode()
    token = Token.objects.get()
    assert (token.scope, token.expires_at - token.made_at) == ("write", timedelta(days=30))
    assert cast.browser("reviewer").post(f"/accounts/tokens/{token.pk}/revoke").status_code == 404
    assert tokens.of_secret(secret).may_write
    assert client.post(f"/accounts/tokens/{token.pk}/revoke")["Location"] == "/accounts/tokens"
    with pytest.raises(tokens.Refused, match="revoked"):
        tokens.of_secret(secret)
    assert [row.verb for row in Decision.objects.order_by("id")] == ["token made", "token revoked"]


@pytest.mark.parametrize(
    "said",
    [{"name": "", "scope": "read", "days": "1"}, {"name": "x", "scope": "all", "days": "1"}]
    + [{"name": "x", "scope": "read", "days": days} for days in ("0", "367", "x", "")],
)
def test_a_token_that_cannot_be_is_not_made(cast, said):
    assert cast.browser("curator").post("/accounts/tokens", said).status_code == 200
    assert not Token.objects.exists()


def test_one_s_organisations_are_listed_with_the_roles(cast):
    Membership.objects.create(user=cast.users["curator"], organisation=cast.theirs, role=Role.REVIEWER)
    text = cast.browser("curator").get("/accounts/organisations").content.decode()
    assert text.index("Organisation mine") < text.index("Curator") < text.index("Organisation theirs")
    assert text.index("Organisation theirs") < text.index("Reviewer")


def test_others_sessions_are_ended(cast):
    here, there = signed_in(), signed_in()
    assert UserSession.objects.filter(user=cast.users["curator"]).count() == 2
    here.post("/accounts/sessions/")
    assert here.get("/accounts/me").status_code == 200
    assert there.get("/accounts/me").status_code == 302


def with_codes(user):
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def test_with_a_second_factor_a_password_opens_neither_the_pages_nor_a_token_of_the_fair_data_point(cast):
    with_codes(cast.users["curator"])
    client = Client()
    answer = client.post(SIGN_IN, {"login": "curator@example.org", "password": PASSWORD})
    assert answer["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/accounts/me").status_code == 302
    said = {"email": "curator@example.org", "password": PASSWORD}
    refused = client.post("/fdp/tokens", said, content_type="application/json")
    assert (refused.status_code, Token.objects.count()) == (401, 0)
    assert "second factor" in refused.content.decode()


def test_what_makes_codes_is_not_kept_in_clear(cast):
    secret = with_codes(cast.users["curator"])
    kept = Authenticator.objects.get()
    assert secret not in repr(kept.data)
    assert kept.wrap().instance.pk == kept.pk


def test_a_closed_account_leaves_no_name_and_what_was_written_stays(cast):
    person, row = cast.users["curator"], factories.resource(organisation=cast.mine)
    row.revision.author = person
    row.revision.save()
    token = tokens.issue(person, name="program", scope="read", lifetime=timedelta(hours=1))
    invitations.invite("curator@example.org", organisation=cast.theirs, given=["curator"], by=None)
    person.set_unusable_password()  # then nothing is asked once more
    person.save()
    client = cast.browser("curator")
    assert client.post("/accounts/close", {}).status_code == 200  # not without being sure
    assert client.post("/accounts/close", {"sure": "on"})["Location"] == "/accounts/login/"
    kept = get_user_model().objects.get(pk=person.pk)
    assert (kept.is_active, kept.email, kept.get_full_name(), names.of(kept)) == (False, "", "", "a former member")
    assert kept.username.startswith("member-")
    assert not Invitation.objects.filter(email="curator@example.org").exists()
    assert not Token.objects.filter(user=person).exists()
    assert (kept.memberships.count(), EmailAddress.objects.filter(user=person).count()) == (0, 0)
    row.revision.refresh_from_db()
    assert row.revision.author == kept
    assert client.get("/accounts/me").status_code == 302
    with pytest.raises(tokens.Refused):
        tokens.of_secret(token)


def test_closing_asks_who_one_is_once_more(cast):
    client = signed_in()
    answer = client.post("/accounts/close", {"sure": "on"})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert get_user_model().objects.get(username="curator").is_active


@pytest.mark.parametrize(("who", "said"), [("administrator", "needs an administrator"), ("operator", "only operator")])
def test_who_would_leave_others_locked_out_cannot_go(cast, who, said):
    person = cast.users[who]
    person.set_unusable_password()
    person.save()
    before = Decision.objects.count()
    answer = cast.browser(who).post("/accounts/close", {"sure": "on"})
    assert (answer.status_code, said in answer.content.decode()) == (200, True)
    kept = get_user_model().objects.get(pk=person.pk)
    assert (kept.is_active, kept.email, Decision.objects.count()) == (True, f"{who}@example.org", before)


def test_for_who_has_no_session_nothing_is_looked_up_and_no_cookie_is_set(cast, django_assert_num_queries):
    client = Client()
    client.get("/about/help")
    with django_assert_num_queries(0):
        page = client.get("/about/help")
    assert page.cookies == {}
    assert '<a class="c-ghost"' in page.content.decode()
    assert 'href="/accounts/login/"' in page.content.decode()


def test_the_menu_is_the_person_s_and_no_kept_page_of_anybody_has_it(cast):
    row = factories.resource(organisation=cast.mine)
    address = factories.page(row)
    for who, has in [("anybody", False), ("curator", True), ("anybody", False), ("guest", True), ("operator", True)]:
        text = cast.browser(who).get(address).content.decode()
        assert ("My account" in text, "Sign in" in text) == (has, not has), who
        assert ("/networks" in text) == (who == "operator"), who
