"""Who is told of what, and when: notices in the pages, and mails after them.

A notice is for somebody as one of an organisation: who is not in it (any more) is told nothing.
"""

from collections.abc import Iterable

from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from catalog.handing import hand_over
from catalog.models import Draft, Membership, Notice, Organisation, Resource, Role, Told
from catalog.notices import mails
from catalog.policy import Viewer

REVIEWING = (Role.REVIEWER, Role.ADMINISTRATOR)


def tell(
    kind: Told,
    resource: Resource,
    people: Iterable[int],
    *,
    by: AbstractBaseUser | None,
    said: str = "",
    organisation: Organisation | None = None,
) -> None:
    """One notice for each of these people, save for who did it and who is not of the organisation; mails follow."""
    of_it = organisation or resource.organisation
    asked = set(people) - {by.pk if by else None}
    now = timezone.now()
    made = Notice.objects.bulk_create(
        Notice(person_id=person, organisation=of_it, kind=kind, resource=resource, actor=by, said=said, made_at=now)
        for person in sorted(_belonging(asked, of_it))
    )
    numbers = [notice.pk for notice in made]
    if numbers:
        transaction.on_commit(lambda: hand_over("mail", mails.send, numbers), robust=True)


def _belonging(people: set[int], organisation: Organisation | None) -> Iterable[int]:
    belongs = Q(is_superuser=True)
    if organisation is not None:
        belongs |= Q(pk__in=Membership.objects.filter(organisation=organisation).values("user"))
    return get_user_model().objects.filter(belongs, pk__in=people, is_active=True).values_list("pk", flat=True)


def belongs(person: AbstractBaseUser, organisation: Organisation) -> bool:
    return Membership.objects.filter(user_id=person.pk, organisation=organisation).exists()


def reviewers(draft: Draft) -> set[int]:
    """Whose turn it is: the person to whom it is assigned, else all who may approve in its organisation."""
    if draft.assigned_to_id is not None:
        return {draft.assigned_to_id}
    return with_roles(draft.resource.organisation_id, REVIEWING)


def with_roles(organisation: int | None, roles: Iterable[str]) -> set[int]:
    rows = Membership.objects.filter(organisation=organisation, role__in=list(roles))
    return set(rows.values_list("user_id", flat=True))


def authors(draft: Draft) -> set[int]:
    """Who wrote or submitted it."""
    named = {draft.saved_by_id, draft.submitted_by_id, *draft.writers.values_list("pk", flat=True)}
    return {person for person in named if person is not None}


def of(viewer: Viewer) -> QuerySet[Notice]:
    """Somebody's notices, newest first, of the organisations that they still are in."""
    mine = Notice.objects.filter(person=viewer.user_id)
    if not viewer.is_operator:
        mine = mine.filter(Q(organisation__in=viewer.organisations) | Q(kind=Told.FOLLOWED))
    followed = ("digest__saved__resource", "digest__saved__organisation")
    return mine.select_related("resource", "actor", "organisation", *followed)


def unread(viewer: Viewer) -> int:
    return of(viewer).filter(read_at=None).count() if viewer.user_id is not None else 0


def mark_read(viewer: Viewer, numbers: Iterable[int] | None = None) -> int:
    """These notices, or all, are read; how many were not."""
    mine = Notice.objects.filter(person=viewer.user_id, read_at=None)
    if numbers is not None:
        mine = mine.filter(pk__in=list(numbers))
    return mine.update(read_at=timezone.now())
