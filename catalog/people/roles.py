"""Roles of people in organisations: given, taken, and the one that cannot be taken."""

from collections.abc import Iterable

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.utils.translation import gettext as _

from catalog import audit
from catalog.models import Membership, Organisation, Role, Verb


class LastAdministrator(ValueError):
    """Without this one nobody could let people in any more."""

    def __init__(self) -> None:
        super().__init__(_("An organisation needs an administrator. Make somebody else one first."))


def replace(
    person: AbstractBaseUser,
    organisation: Organisation,
    roles: Iterable[str],
    *,
    by: AbstractBaseUser | None,
    by_provider: bool = False,
) -> None:
    """These roles and no others; none at all is out. LastAdministrator when nobody would be left to let people in.

    `by_provider` looks at the roles that a sign-in provider gave, and at no others.
    """
    wanted = set(roles)
    with transaction.atomic():
        Organisation.objects.select_for_update().get(pk=organisation.pk)  # two who remove each other take turns
        theirs = Membership.objects.filter(user_id=person.pk, organisation=organisation)
        has = set(theirs.values_list("role", flat=True))
        has_here = set(theirs.filter(by_provider=True).values_list("role", flat=True)) if by_provider else has
        taken, given = has_here - wanted, wanted - has
        if Role.ADMINISTRATOR in taken and not _administrators(organisation, but=person):
            raise LastAdministrator
        theirs.filter(role__in=taken).delete()
        for role in sorted(given):
            Membership.objects.create(user_id=person.pk, organisation=organisation, role=role, by_provider=by_provider)
        for verb, changed in ((Verb.ROLE_TAKEN, taken), (Verb.ROLE_GIVEN, given)):
            if changed:
                audit.note(verb, by=by, organisation=organisation, person=person, roles=sorted(changed))


def add(
    person: AbstractBaseUser, organisation: Organisation, roles: Iterable[str], *, by: AbstractBaseUser | None
) -> None:
    """These roles beside those that a person has."""
    has = Membership.objects.filter(user_id=person.pk, organisation=organisation).values_list("role", flat=True)
    replace(person, organisation, {*has, *roles}, by=by)


def leave_all(person: AbstractBaseUser) -> None:
    """Out of every organisation. LastAdministrator when one of them would be without."""
    with transaction.atomic():
        for organisation in Organisation.objects.filter(memberships__user_id=person.pk).distinct().order_by("pk"):
            replace(person, organisation, (), by=person)


def _administrators(organisation: Organisation, *, but: AbstractBaseUser) -> int:
    found = Membership.objects.filter(organisation=organisation, role=Role.ADMINISTRATOR, user__is_active=True)
    return found.exclude(user_id=but.pk).count()
