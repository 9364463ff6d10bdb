"""One's account: found by its address, and closed by its owner."""

import secrets

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from allauth.usersessions.models import UserSession
from axes.models import AccessAttempt
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AbstractUser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import audit, tokens
from catalog.models import Account, Feed, Invitation, Saved, Token, Verb
from catalog.people import roles


class LastOperator(ValueError):
    """Without this one nobody could run the catalogue any more."""

    def __init__(self) -> None:
        super().__init__(_("You are the only operator. Invite another one first."))


def of_email(email: str) -> AbstractUser | None:
    """The account that an address belongs to, verified before only claimed."""
    people = get_user_model().objects.filter(is_active=True)
    verified = EmailAddress.objects.filter(email__iexact=email, verified=True).values("user")
    return people.filter(pk__in=verified).first() or people.filter(email__iexact=email).first()


def new_username() -> str:
    """Nobody is asked for one, and it says nothing of anybody: it stays where a person's revisions are."""
    return f"member-{secrets.token_hex(6)}"


def has_second_factor(person: AbstractBaseUser) -> bool:
    """Is a password alone not enough for this account?"""
    kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
    return Authenticator.objects.filter(user_id=person.pk, type__in=kinds).exists()


def without_second_factor(person: AbstractBaseUser, *, by: AbstractBaseUser | None) -> None:
    """Who lost their codes and keys signs in by password again. An operator's to do, who knows who is asking."""
    with transaction.atomic():
        Authenticator.objects.filter(user_id=person.pk).delete()
        audit.note(Verb.SECOND_FACTOR_REMOVED, by=by, person=person)


def close(person: AbstractUser) -> None:
    """All that is known of a person goes; what they wrote stays, as “a former member” wrote it.

    LastAdministrator, LastOperator: who would leave others locked out cannot go yet, and nothing is changed.
    """
    with transaction.atomic():
        operators = get_user_model().objects.select_for_update().filter(is_superuser=True, is_active=True)
        if person.is_superuser and not operators.exclude(pk=person.pk):
            raise LastOperator
        roles.leave_all(person)
        for token in Token.objects.filter(user=person, revoked_at=None):
            tokens.revoke(token)
        audit.note(Verb.ACCOUNT_CLOSED, by=person, person=person)
        for session in UserSession.objects.filter(user=person):
            session.end()
        addresses = {person.email, *EmailAddress.objects.filter(user=person).values_list("email", flat=True)}
        Invitation.objects.filter(email__in=[address.lower() for address in addresses]).delete()
        AccessAttempt.objects.filter(username__in=[address.casefold() for address in addresses]).delete()
        for kept in (EmailAddress, Authenticator, SocialAccount, Token, Account):
            kept.objects.filter(user=person).delete()
        Saved.objects.filter(person=person).delete()
        Feed.objects.filter(person=person).delete()
        _forget(person)
        Account.objects.create(user=person, closed_at=timezone.now())


def _forget(person: AbstractUser) -> None:
    person.username, person.email = new_username(), ""
    person.first_name = person.last_name = ""
    person.is_active = person.is_staff = person.is_superuser = False
    person.set_unusable_password()
    person.save()


def are_operators() -> bool:
    return get_user_model().objects.filter(is_superuser=True, is_active=True).exists()
