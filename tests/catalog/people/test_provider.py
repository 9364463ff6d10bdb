"""Sign-in with an OpenID Connect provider, a real one where it is there."""

from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.contrib.auth import get_user_model
from django.test import Client, RequestFactory

from catalog.models import Membership
from catalog.people import invitations
from catalog.people.adapters import Providers
from tests.catalog.people.provider import PATH, provider, sign_in
from tests.catalog.people.test_claims import CURATORS

pytestmark = pytest.mark.django_db
__all__ = ["provider"]


def test_the_way_out_is_a_page_and_asks_with_pkce_and_a_state(provider):
    page = Client().post(PATH)
    asked = parse_qs(urlsplit(page["Refresh"].partition("url=")[2]).query)
    assert page.status_code == 200
    assert (asked["code_challenge_method"], asked["response_type"]) == (["S256"], ["code"])
    assert asked["state"][0]
    assert asked["redirect_uri"] == ["http://testserver/accounts/oidc/main/login/callback/"]


def test_nobody_is_sent_out_by_a_link_alone(provider):
    page = Client().get(PATH)
    assert (page.status_code, page.has_header("Refresh")) == (200, False)
    assert 'method="post"' in page.content.decode()


def test_whom_the_provider_knows_has_an_account_and_may_do_nothing_yet(cast, provider, settings):
    settings.OIDC_ROLES = {}
    client = Client()
    assert sign_in(client, "somebody")["Location"] == "/accounts/organisations"
    person = get_user_model().objects.get(email="somebody@example.org")
    assert (person.is_superuser, person.has_usable_password(), person.memberships.count()) == (False, False, 0)
    assert EmailAddress.objects.get(user=person).verified
    assert "You belong to no organisation yet." in client.get("/accounts/organisations").content.decode()


def test_a_verified_address_joins_the_account_that_has_it(cast, provider):
    before = get_user_model().objects.count()
    client = Client()
    sign_in(client, "reviewer")
    assert int(client.session["_auth_user_id"]) == cast.users["reviewer"].pk
    assert get_user_model().objects.count() == before
    assert SocialAccount.objects.get().user == cast.users["reviewer"]


def test_the_entitlement_gives_the_role_that_it_is_mapped_to(cast, provider, settings):
    settings.OIDC_ROLES = {CURATORS: "theirs:curator"}
    sign_in(Client(), "curator")
    found = Membership.objects.filter(user=cast.users["curator"]).values_list("organisation__slug", "role")
    assert set(found) == {("mine", "curator"), ("theirs", "curator")}
    settings.OIDC_ROLES = {}
    sign_in(Client(), "curator")
    assert set(found.all()) == {("mine", "curator")}


def test_an_invitation_is_accepted_after_signing_in_there(cast, provider):
    secret = invitations.invite("colleague@example.org", organisation=cast.mine, given=["reviewer"], by=None)
    client = Client()
    page = client.get(f"/invitations/{secret}").content.decode()
    assert "Sign in with Life Science Login" in page
    back = sign_in(client, "colleague", path=f"{PATH}?process=login&next=%2Finvitations%2F{secret}")
    assert back["Location"] == f"/invitations/{secret}"
    client.post(f"/invitations/{secret}")
    assert Membership.objects.get(user__email="colleague@example.org").role == "reviewer"


def test_a_second_factor_is_asked_for_after_the_provider_too(cast, provider):
    from tests.catalog.people.test_own_pages import with_codes

    with_codes(cast.users["curator"])
    client = Client()
    assert sign_in(client, "curator")["Location"].startswith("/accounts/2fa/authenticate/")
    assert client.get("/accounts/me").status_code == 302


def test_an_answer_that_nobody_asked_for_signs_nobody_in(cast, provider):
    client = Client()
    answer = client.get("/accounts/oidc/main/login/callback/?code=made-up&state=made-up")
    assert answer.status_code == 401
    assert "_auth_user_id" not in client.session
    assert 'class="skip"' in answer.content.decode()


def test_without_a_provider_there_is_no_way_to_one(client):
    assert client.post(PATH).status_code == 404
    assert "Sign in with" not in client.get("/accounts/login/").content.decode().replace("Sign in with a passkey", "")


@pytest.mark.parametrize("said", [False, "false", "true", None, 1])
def test_an_address_joins_nothing_unless_the_provider_says_true(cast, settings, said):
    claims = {"sub": "x", "email": "reviewer@example.org", "email_verified": said}
    account = SocialAccount(provider="main", uid="x", extra_data={"userinfo": claims})
    address = EmailAddress(email="reviewer@example.org", verified=bool(said), primary=True)
    login = SocialLogin(get_user_model()(), account, email_addresses=[address])
    login.__dict__["provider"] = SimpleNamespace(app=None, get_settings=dict)
    adapter = Providers(RequestFactory().get("/"))
    assert adapter.authenticate_by_email(login) is None
    claims["email_verified"] = True
    address.verified = True
    assert adapter.authenticate_by_email(login) == (cast.users["reviewer"], "reviewer@example.org")
