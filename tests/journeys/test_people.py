"""People come in, protect their account, and look after an organisation, in a real browser; axe finds nothing."""

import re

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import get_user_model
from django.core import mail
from pytest_django.live_server_helper import LiveServer

from catalog.models import Membership, Role
from catalog.people import invitations
from tests.catalog import factories
from tests.catalog.people.conftest import PASSWORD, with_address
from tests.catalog.people.provider import provider
from tests.journeys.conftest import PATIENCE
from tests.journeys.steps import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["provider"]


@pytest.fixture
def mine(index):
    """An organisation with an administrator and a curator."""
    organisation = factories.organisation("mine")
    for role in (Role.ADMINISTRATOR, Role.CURATOR):
        with_address(factories.person(str(role), of=organisation, role=role))
    return organisation


@pytest.fixture
def opened(browser, live_server, settings):
    """opened(path, …): a page in a context of its own; what its console complained of is in `page.complaints`."""
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # this machine, as in the demo
    contexts = []

    def open_page(path, *, site=live_server.url, **options):
        context = browser.new_context(
            base_url=site, reduced_motion="reduce", **options
        )  # or axe reads colours on their way
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.complaints, page.has_script = [], options.get("java_script_enabled", True)
        page.on("console", lambda said: said.type in ("error", "warning") and page.complaints.append(said.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()


def has_no_barrier(page):
    """Nothing for axe, nothing on the console, nothing wider than the screen."""
    assert barriers(page) == [], page.url
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), page.url
    assert page.complaints == [], page.url


def sign_in(page, who, password=PASSWORD):
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(f"{who}@example.org")
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page):
    page.goto("/accounts/logout/")
    page.get_by_role("button", name="Sign Out").click()


def once_more(page):
    """allauth asks who one is before something is changed that keeps others out."""
    if "reauthenticate" in page.url:
        if page.has_script:  # axe is one
            has_no_barrier(page)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Confirm").click()


def code_of(secret):
    """What an app for codes shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))


@pytest.mark.parametrize("script", [True, False], ids=["with JavaScript", "without"])
def test_somebody_is_invited_comes_in_and_signs_in_with_codes(mine, opened, script):
    admin = opened("/accounts/login/", java_script_enabled=script)
    sign_in(admin, "administrator")
    admin.get_by_role("link", name="Organisation mine").click()
    admin.get_by_label("E-mail", exact=True).fill("new@example.org")
    admin.get_by_label("Reviewer").check()
    admin.get_by_role("button", name="Invite").click()
    assert admin.get_by_text("new@example.org is invited.").is_visible()

    [link] = re.findall(r"http://testserver(/invitations/\S+)", mail.outbox[0].body)
    page = opened(link, java_script_enabled=script)
    page.get_by_label("Name").fill("A new colleague")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Accept and make an account").click()
    assert page.get_by_text("Welcome. Protect your account").is_visible()
    assert Membership.objects.get(user__email="new@example.org").role == Role.REVIEWER

    page.get_by_role("link", name="Activate").click()
    once_more(page)
    secret = page.locator("#authenticator_secret").inner_text()
    page.get_by_label("code").fill(code_of(secret))
    page.get_by_role("button", name="Switch on").click()
    codes = page.locator("textarea").input_value().split()
    if script:
        has_no_barrier(page)
    assert len(codes) == 10

    sign_out(page)
    sign_in(page, "new")
    page.get_by_label("code").fill(codes[0])
    page.get_by_role("button", name="Sign In").click()
    assert page.get_by_role("heading", name="My organisations").is_visible()
    assert page.get_by_role("link", name="Organisation mine").is_visible()


def test_one_signs_in_with_a_code_that_an_app_makes(mine, opened):
    from tests.catalog.people.test_own_pages import with_codes

    secret = with_codes(get_user_model().objects.get(username="curator"))
    page = opened("/accounts/login/")
    sign_in(page, "curator")
    assert "/accounts/2fa/authenticate/" in page.url
    has_no_barrier(page)
    page.get_by_label("code").fill(code_of(secret))
    page.get_by_role("button", name="Sign In").click()
    assert page.get_by_role("heading", name="My organisations").is_visible()


def test_a_passkey_opens_without_a_password(mine, opened):
    page = opened("/accounts/login/")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")
    options = {"protocol": "ctap2", "transport": "internal", "automaticPresenceSimulation": True}
    options |= {"hasResidentKey": True, "hasUserVerification": True, "isUserVerified": True}
    devices.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    sign_in(page, "curator")
    page.goto("/accounts/2fa/webauthn/add/")
    once_more(page)
    has_no_barrier(page)
    page.get_by_label("Name").fill("This machine")
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.get_by_role("heading", name="Recovery Codes").wait_for()
    sign_out(page)
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_role("heading", name="My organisations").wait_for()
    has_no_barrier(page)


def test_a_key_that_is_not_used_is_said_in_plain_words(mine, opened):
    page = opened("/accounts/login/")
    devices = page.context.new_cdp_session(page)
    devices.send("WebAuthn.enable")  # no authenticator at all
    page.evaluate(
        "() => { navigator.credentials.get = () => Promise.reject(new DOMException('no', 'NotAllowedError')) }"
    )
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("The key was not used.").wait_for()
    assert page.complaints == []


@pytest.fixture
def known_address(transactional_db):
    """A server at the one address that the provider sends people back to."""
    server = LiveServer("127.0.0.1:8765")
    yield server.url
    server.stop()


def test_one_comes_in_by_a_provider(mine, known_address, provider, opened):
    """Through the provider's own pages, and back, under our policy that lets a form lead nowhere else."""
    page = opened("/accounts/login/", site=known_address)
    has_no_barrier(page)
    page.get_by_role("button", name="Sign in with Life Science Login").click()
    page.locator("input[name=login]").fill("curator")
    page.locator("input[name=password]").fill("x")
    page.locator("button[type=submit]").click()
    page.get_by_role("button", name="Continue").wait_for()
    page.complaints.clear()  # of the provider's pages, which load fonts from elsewhere
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("heading", name="My organisations").wait_for()
    assert page.get_by_role("link", name="Organisation mine").is_visible()
    has_no_barrier(page)


PAGES = ["/accounts/organisations", "/accounts/me", "/accounts/tokens", "/accounts/close", "/accounts/email/"]
PAGES += ["/accounts/password/change/", "/accounts/2fa/", "/accounts/2fa/webauthn/", "/accounts/sessions/"]
PAGES += ["/accounts/3rdparty/", "/accounts/logout/", "/organisations/mine/people", "/organisations/mine/settings"]
PAGES += [
    "/organisations/mine/decisions",
    "/networks",
    "/networks/ours",
    "/organisation",
    "/decisions",
    "/accounts/2fa/totp/activate/",
]
ENTRANCES = ["/accounts/login/", "/accounts/password/reset/", "/accounts/password/reset/done/", "/accounts/signup/"]
ENTRANCES += ["/accounts/confirm-email/", "/accounts/password/reset/key/done/", "/accounts/inactive/"]
ENTRANCES += ["/accounts/3rdparty/login/cancelled/", "/accounts/3rdparty/login/error/"]
LOOKS = {
    "light": {},
    "dark phone in Spanish": {"viewport": {"width": 390, "height": 844}, "color_scheme": "dark", "locale": "es-ES"},
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_no_page_of_people_has_a_barrier_or_a_complaint(mine, opened, look, client, live_server):
    operator = with_address(factories.person("operator", is_operator=True))
    Membership.objects.create(user=operator, organisation=mine, role=Role.CURATOR)
    factories.network("ours").organisations.add(mine)
    secret = invitations.invite("new@example.org", organisation=mine, given=["curator"], by=operator)
    page = opened(f"/invitations/{secret}", **look)
    has_no_barrier(page)
    for path in ENTRANCES:
        page.goto(path)
        page.complaints[:] = [said for said in page.complaints if "401" not in said]
        has_no_barrier(page)
    client.force_login(operator)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    for path in PAGES:
        page.goto(path)
        assert "/accounts/login/" not in page.url, path
        if "reauthenticate" in page.url:
            page.locator("input[type=password]").fill(PASSWORD)
            page.locator("main button[type=submit]").first.click()
        has_no_barrier(page)
    page.goto(f"/organisations/mine/people/{operator.pk}")
    has_no_barrier(page)
    page.goto("/accounts/tokens")
    page.locator("#id_name").fill("Harvester")
    page.locator("main form[method=post] button.pri").click()
    page.locator("#secret").wait_for()
    has_no_barrier(page)
    page.locator(".c-menu summary").click()
    has_no_barrier(page)
