"""Invitations: how people come in. A link for one address, that opens once and for a week; only its hash is kept.

Who mails it makes the secret of the link again from the row and SECRET_KEY: neither the database nor a queue holds it.
"""

import base64
import logging
from collections.abc import Iterable
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser, AbstractUser
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from catalog import audit, policy
from catalog.handing import hand_over
from catalog.models import Account, Invitation, Organisation, Role, Verb
from catalog.people import accounts, mails, roles
from catalog.tokens import hashed

LIFETIME = timedelta(days=7)
KEPT = timedelta(days=30)  # addresses of people who never came are not kept for long
_NOTES = logging.getLogger(__name__)


class NotOpen(ValueError):
    """An invitation that opens nothing (any more), in plain words."""


class NotYours(ValueError):
    """An invitation for another address than those of the account."""


def invite(
    email: str, *, organisation: Organisation | None, given: Iterable[str] = (), by: AbstractBaseUser | None
) -> str:
    """A new invitation; the answer is the secret of its link, known this once. Earlier ones for the same are over.

    Without an organisation it makes an operator.
    """
    now = timezone.now()
    invitation = Invitation(
        email=email.strip().lower(),
        organisation=organisation,
        roles=sorted(given),
        made_at=now,
        made_by_id=by.pk if by else None,
        expires_at=now + LIFETIME,
    )
    secret = _secret(invitation)
    invitation.sha256 = hashed(secret)
    with transaction.atomic():
        Invitation.objects.filter(accepted_at=None, expires_at__lt=now - KEPT).delete()
        earlier = open_ones().filter(email__iexact=email, organisation=organisation)
        earlier.update(withdrawn_at=now)
        invitation.save()
        audit.note(Verb.INVITED, by=by, organisation=organisation, roles=sorted(given), operator=not organisation)
    return secret


def link(secret: str) -> str:
    return f"{settings.BASE_URL}/invitations/{secret}"


def _secret(invitation: Invitation) -> str:
    """The secret of its link: 256 bits that nobody makes who has the row alone."""
    said = f"{invitation.email} {invitation.organisation_id} {invitation.made_at.isoformat()}"
    made = salted_hmac("catalog.people.invitations", said, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(made).decode().rstrip("=")


def send(secret: str, language: str) -> None:
    """Its mail after the commit, by a worker where there is one, in that language or that of the address's account.

    What cannot be sent here and now is taken back: see `is_open`. A worker tries again.
    """
    number = of_secret(secret).pk
    transaction.on_commit(lambda: hand_over("invite", _mail_or_take_back, number, language))


def send_again(invitation: Invitation, language: str) -> None:
    """The same mail once more, with the same link, if it was given up."""
    if Invitation.objects.filter(pk=invitation.pk).exclude(undelivered_at=None).update(undelivered_at=None):
        transaction.on_commit(lambda: hand_over("invite", _mail_or_give_up, invitation.pk, language))


def give_up(number: int) -> None:
    """Its mail could not be sent, however often it was tried: its organisation is told, and may send it again."""
    open_ones().filter(pk=number).update(undelivered_at=timezone.now())


def mail(number: int, language: str) -> bool:
    """Mail the link of an invitation, if it opens still; was it sent? OSError when the mail server takes nothing."""
    invitation = open_ones().filter(pk=number).first()
    secret = _secret(invitation) if invitation else ""
    if invitation is None or hashed(secret) != invitation.sha256:  # over, or SECRET_KEY is another one since
        return False
    _mail(invitation, secret, language)
    return True


def _mail_or_take_back(number: int, language: str) -> None:
    try:
        mail(number, language)
    except OSError as failure:  # as smtplib's are
        _NOTES.warning("An invitation could not be sent and is taken back: %s", failure)
        withdraw(Invitation.objects.get(pk=number), by=None)


def _mail_or_give_up(number: int, language: str) -> None:
    try:
        mail(number, language)
    except OSError as failure:
        _NOTES.warning("An invitation could not be sent: %s", failure)
        give_up(number)


def _mail(invitation: Invitation, secret: str, language: str) -> None:
    known = accounts.of_email(invitation.email)
    about = {"invitation": invitation, "roles": shown_roles(invitation), "link": link(secret)}
    mails.send(invitation.email, "invitation", about, language=mails.language_of(known) if known else language)


def is_open(secret: str) -> bool:
    return open_ones().filter(sha256=hashed(secret)).exists()


def open_ones(organisation: Organisation | None = None) -> QuerySet[Invitation]:
    found = Invitation.objects.filter(accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now())
    return found.filter(organisation=organisation) if organisation else found


def of_secret(secret: str) -> Invitation:
    """The open invitation behind a link. NotOpen says why there is none."""
    found = Invitation.objects.select_related("organisation", "made_by").filter(sha256=hashed(secret)).first()
    if found is None:
        raise NotOpen(_("This invitation is not known. Copy the whole link from the mail."))
    if found.accepted_at:
        raise NotOpen(_("This invitation was used already. Sign in."))
    if found.withdrawn_at:
        raise NotOpen(_("This invitation was taken back, or a newer one was sent."))
    if found.expires_at <= timezone.now():
        raise NotOpen(_("This invitation is too old. Ask for a new one."))
    if not _may_still_invite(found):
        raise NotOpen(_("Who invited you may do so no more. Ask for a new invitation."))
    return found


def _may_still_invite(invitation: Invitation) -> bool:
    """An administrator who had to go leaves no way in behind; what a command made nobody takes back so."""
    by, organisation = invitation.made_by, invitation.organisation_id
    return by is None or organisation is None or policy.may_invite(policy.viewer_of(by), organisation)


def accept(secret: str, person: AbstractBaseUser) -> Invitation:
    """The person has what the invitation gives; the link opens nothing from now on. NotOpen, NotYours."""
    with transaction.atomic():
        _one_at_a_time(secret)
        invitation = of_secret(secret)
        if not is_for(invitation, person):
            raise NotYours(_("This invitation is for another address. Add it to your account, or sign in with it."))
        _give(invitation, person)
    return invitation


def accept_as_new(secret: str, *, name: str, password: str, language: str) -> AbstractUser:
    """A new account, with what the invitation gives. Its address is verified: the link came by it."""
    with transaction.atomic():
        _one_at_a_time(secret)
        invitation = of_secret(secret)
        if accounts.of_email(invitation.email):
            raise NotYours(_("There is an account with this address. Sign in to accept."))
        person = get_user_model().objects.create_user(
            accounts.new_username(), email=invitation.email, password=password, first_name=name
        )
        EmailAddress.objects.create(user=person, email=invitation.email, verified=True, primary=True)
        Account.objects.create(user=person, language=language)
        _give(invitation, person)
    return person


def withdraw(invitation: Invitation, *, by: AbstractBaseUser | None) -> None:
    """It opens nothing from now on. Twice is once."""
    with transaction.atomic():
        if Invitation.objects.filter(pk=invitation.pk, accepted_at=None, withdrawn_at=None).update(
            withdrawn_at=timezone.now()
        ):
            audit.note(Verb.INVITATION_WITHDRAWN, by=by, organisation=invitation.organisation)


def is_for(invitation: Invitation, person: AbstractBaseUser) -> bool:
    """Is it for one of the person's own addresses, of which they showed that they are theirs?"""
    return EmailAddress.objects.filter(user_id=person.pk, verified=True, email__iexact=invitation.email).exists()


def shown_roles(invitation: Invitation) -> list[str]:
    labels = dict(Role.choices)
    return [str(labels[role]) for role in invitation.roles if role in labels]


def _one_at_a_time(secret: str) -> None:
    """Whoever opens the same link at the same moment waits, and finds it used."""
    Invitation.objects.select_for_update().filter(sha256=hashed(secret)).first()


def _give(invitation: Invitation, person: AbstractBaseUser) -> None:
    invitation.accepted_at = timezone.now()
    invitation.save(update_fields=["accepted_at"])
    audit.note(Verb.JOINED, by=person, organisation=invitation.organisation, person=person)
    if invitation.organisation:
        roles.add(person, invitation.organisation, invitation.roles, by=invitation.made_by)
    else:
        get_user_model().objects.filter(pk=person.pk).update(is_superuser=True)
        audit.note(Verb.OPERATOR_MADE, by=invitation.made_by, person=person)
