"""What allauth asks us: who may sign up, what mails look like, where a request comes from, and how secrets are kept."""

import base64
from functools import cache
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialLogin
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser
from django.core.mail import EmailMessage
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from catalog import clients
from catalog.people import accounts, claims, mails

NOWHERE = "0.0.0.0"  # noqa: S104 - said of a request that comes from no address, as over a Unix socket


class Accounts(DefaultAccountAdapter):
    """E-mail and password."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return bool(settings.SIGN_UP_OPEN)

    def generate_unique_username(self, txts: list[str | None], regex: str | None = None) -> str:
        return accounts.new_username()

    def get_client_ip(self, request: HttpRequest) -> str:
        return clients.address(request) or NOWHERE

    def render_mail(
        self,
        template_prefix: str,
        email: str | list[str],
        context: dict[str, Any],
        headers: dict[str, str] | None = None,
    ) -> EmailMessage:
        """In the language of the person it goes to."""
        person = accounts.of_email(email) if isinstance(email, str) else None
        with translation.override(mails.language_of(person) if person else translation.get_language()):
            return super().render_mail(template_prefix, email, context, headers)

    def post_login(
        self, request: HttpRequest, user: AbstractBaseUser, *, signal_kwargs: dict[str, Any] | None, **more: Any
    ) -> HttpResponse:
        """Signed in: what a provider says of this person's groups is looked at now, each time."""
        login: SocialLogin | None = (signal_kwargs or {}).get("sociallogin")
        if login is not None:
            claims.apply(user, claims.of(login))
        return super().post_login(request, user, signal_kwargs=signal_kwargs, **more)


class Providers(DefaultSocialAccountAdapter):
    """Sign-in with an OpenID Connect provider."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Whom the provider knows may have an account; it may do nothing until somebody gives it a role."""
        return True

    def can_authenticate_by_email(self, login: SocialLogin, email: str) -> bool:
        """An account is joined by its address only where the provider says `true`; some write "false" as a text."""
        return super().can_authenticate_by_email(login, email) and claims.of(login).get("email_verified") is True


class SecondFactors(DefaultMFAAdapter):
    """Codes and keys. What makes codes is kept encrypted: who reads a backup cannot make them."""

    def encrypt(self, text: str) -> str:
        return _boxes().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _boxes().decrypt(encrypted_text.encode()).decode()


@cache
def _boxes() -> MultiFernet:
    """That of the key of now, which is locked with, and those of former keys, which still open."""
    keys = (b"second factors " + key.encode() for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS))
    return MultiFernet([Fernet(base64.urlsafe_b64encode(sha256(key).digest())) for key in keys])
