"""Handing a description over: offered by an administrator of its organisation, accepted by one of the other's."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import audit
from catalog.editing.drafts import OPEN
from catalog.models import Change, Draft, Kind, Link, Organisation, Resource, Role, Stage, State, Told, Transfer
from catalog.notices import telling
from catalog.policy import Viewer
from catalog.register import Terms, alone, stand
from catalog.workflow import NotPossible
from fair_metadata.namespaces import DCAT
from fair_metadata.terms import iri


def offer(resource: Resource, taker: Organisation, by: AbstractBaseUser, note: str = "") -> Transfer:
    """An offer that waits for an answer. Until then all stays as it is."""
    giver = resource.organisation
    if giver is None or giver == taker:
        raise NotPossible(_("Choose another organisation than the one that it belongs to."))
    with transaction.atomic():
        try:
            with transaction.atomic():
                made = Transfer.objects.create(
                    resource=resource, giver=giver, taker=taker, note=note, offered_by=by, offered_at=timezone.now()
                )
        except IntegrityError:
            raise NotPossible(_("It is offered to an organisation already. Take that offer back first.")) from None
        _tell(made, taker, by, note)
        audit.note("offered", by=by, resource=resource, organisation=giver, to=taker.slug)
    return made


def accept(transfer: Transfer, by: AbstractBaseUser) -> Resource:
    """From now on it is the other organisation's, with its distributions, its draft and what was said about it.

    What was in review is written on: the new owner's reviewers have not seen it.
    """
    with alone():
        found = _open(transfer)
        if found.resource.organisation_id != found.giver_id:
            raise NotPossible(_("It belongs to another organisation by now. Ask that one."))
        reason = f"Handed over by {found.giver.name} to {found.taker.name}"
        for resource in [found.resource, *_files(found)]:
            _hand_over(resource, found.taker, Terms(author=found.offered_by, approver=by, reason=reason[:500]))
        _answer(found, by, is_accepted=True)
    return found.resource


def decline(transfer: Transfer, by: AbstractBaseUser) -> None:
    """Not taken, or taken back by who offered it: all stays as it is."""
    with alone():
        _answer(_open(transfer), by, is_accepted=False)


def waiting(viewer: Viewer) -> QuerySet[Transfer]:
    """Offers without an answer that this viewer may answer or take back."""
    rows = Transfer.objects.filter(answered_at=None).select_related("resource", "giver", "taker", "offered_by")
    if viewer.is_operator:
        return rows
    mine = [number for number, roles in viewer.roles.items() if Role.ADMINISTRATOR in roles]
    return rows.filter(Q(giver__in=mine) | Q(taker__in=mine))


def _open(transfer: Transfer) -> Transfer:
    rows = Transfer.objects.select_related("resource", "giver", "taker", "offered_by")
    found = rows.get(pk=transfer.pk)
    if found.answered_at is not None:
        raise NotPossible(_("This offer was answered already."))
    return found


def _files(transfer: Transfer) -> QuerySet[Resource]:
    """The distributions of a dataset that its organisation has, and that no other dataset of it has."""
    below = Link.objects.filter(source=transfer.resource, path=iri(DCAT.distribution)).values("target")
    elsewhere = Link.objects.filter(path=iri(DCAT.distribution), source__organisation=transfer.giver)
    kept = elsewhere.exclude(source=transfer.resource).values("target")
    theirs = Resource.objects.filter(kind=Kind.DISTRIBUTION, organisation=transfer.giver, iri__in=below)
    return theirs.exclude(iri__in=kept)


def _hand_over(resource: Resource, taker: Organisation, terms: Terms) -> None:
    state = State.DRAFT if resource.state == State.IN_REVIEW else State(resource.state)
    stand(resource, terms, Change.STANDING, organisation_id=taker.pk, state=state)
    draft = Draft.objects.filter(resource=resource)
    draft.update(assigned_to=None)
    draft.exclude(stage__in=OPEN).update(stage=Stage.WRITING, publish_at=None, approved_by=None)


def _answer(transfer: Transfer, by: AbstractBaseUser, *, is_accepted: bool) -> None:
    transfer.answered_by, transfer.answered_at, transfer.is_accepted = by, timezone.now(), is_accepted
    transfer.save(update_fields=["answered_by", "answered_at", "is_accepted"])
    is_givers = not is_accepted and telling.belongs(by, transfer.giver)
    _tell(transfer, transfer.taker if is_givers else transfer.giver, by, "")
    verb = "offer taken back" if is_givers else "offer accepted" if is_accepted else "offer declined"
    audit.note(verb, by=by, resource=transfer.resource, organisation=transfer.giver)


def _tell(transfer: Transfer, organisation: Organisation, by: AbstractBaseUser, note: str) -> None:
    people = telling.with_roles(organisation.pk, [Role.ADMINISTRATOR])
    telling.tell(Told.TRANSFERRED, transfer.resource, people, by=by, said=note, organisation=organisation)
