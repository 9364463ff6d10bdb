"""A real OpenID Connect provider: the way through its pages, as a browser goes it."""

import os
import re
from urllib.parse import urljoin, urlsplit

import httpx
import pytest

from tests.conftest import missing_server

PATH = "/accounts/oidc/main/login/"


def address():
    """Where the provider is; a test that needs it is skipped by name where there is none."""
    url = os.environ.get("TEST_OIDC_URL", "")
    try:
        httpx.get(f"{url}/.well-known/openid-configuration", timeout=5).raise_for_status()
    except (httpx.HTTPError, httpx.UnsupportedProtocol):
        missing_server("an OpenID Connect provider (TEST_OIDC_URL)", "start_oidc.sh")
    return url


@pytest.fixture
def provider(settings):
    """The settings as they are with OIDC_ISSUER; the address of the provider."""
    url = address()
    settings.OIDC_ISSUER = url
    of_it = {**settings.OIDC_PROVIDER["settings"], "server_url": url, "scope": SCOPES}
    app = settings.OIDC_PROVIDER | {"client_id": "marrow", "secret": "marrow-secret", "name": "Life Science Login"}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"APPS": [app | {"settings": of_it}]}}
    return url


SCOPES = ["openid", "profile", "email", "eduperson_entitlement"]


def sign_in(client, name, *, path=PATH):
    """Signed in at the provider under this name, and back: our answer. `client` is a browser at our site."""
    leaving = client.post(path)
    assert leaving.status_code == 200, leaving.content.decode()
    to = leaving["Refresh"].partition("url=")[2]
    back = _through(to, name)
    return client.get(f"{back.path}?{back.query}")


def _through(to, name):
    """From the provider's first page to the address that it sends the browser back to."""
    with httpx.Client(timeout=20) as browser:
        answer = browser.get(to)
        for _ in range(20):
            if answer.is_redirect:
                to = urljoin(str(answer.url), answer.headers["location"])
                if urlsplit(to).path.endswith("/login/callback/"):
                    return urlsplit(to)
                answer = browser.get(to)
                continue
            [action] = re.findall(r'<form[^>]*action="([^"]+)"', answer.text)[:1]
            prompt = re.findall(r'name="prompt" value="([^"]+)"', answer.text)[0]
            said = {"prompt": prompt} | ({"login": name, "password": "x"} if prompt == "login" else {})
            answer = browser.post(urljoin(str(answer.url), action), data=said)
    raise AssertionError(f"the provider never sent the browser back: {answer.status_code} {answer.text[:300]}")
