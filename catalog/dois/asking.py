"""A curator's word: each request is kept, with what they were shown, before anything is sent."""

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from catalog import audit
from catalog.dois import sending
from catalog.dois.planning import OPEN, Plan, new_name, planned, told
from catalog.dois.steps import STEPS, Step
from catalog.handing import hand_over
from catalog.models import CallState, Doi, DoiCall, DoiState, Resource, State, Verb, Visibility
from catalog.models.doi import UNKNOWN_THERE
from catalog.register import alone
from catalog.workflow import NotPossible

LEADING = (DoiState.REGISTERED, DoiState.FINDABLE)


class Changed(NotPossible):
    """What would be sent is not what was confirmed."""

    def __init__(self) -> None:
        super().__init__(_("What would be sent has changed since you opened this page. Look at it again."))


def ask(resource: Resource, step: Step, by: AbstractBaseUser, *, seen: str) -> DoiCall:
    """Send what was confirmed. NotPossible when it cannot be done (now); then nothing is kept and nothing sent."""
    with alone():
        stands = _fresh(resource)
        plan = planned(stands, step)
        if plan.seen != seen:
            raise Changed
        if plan.missing:
            raise NotPossible(_("DataCite wants values that are not stated. Write them first."))
        doi = plan.doi or Doi(resource=stands)
        if doi.state in UNKNOWN_THERE:
            _name(doi, plan)
        call = _kept(doi, plan, by)
        audit.note(step.verb, by=by, resource=stands, doi=doi.name, server=doi.server)
    return call


def _name(doi: Doi, plan: Plan) -> None:
    """The name that is asked for: the one of the last try, unless the account is another one by now."""
    account = plan.account
    if not doi.name.startswith(f"{account.prefix}/"):
        doi.name = new_name(account.prefix)
    doi.organisation, doi.server = account.organisation, account.server
    doi.save()


def _kept(doi: Doi, plan: Plan, by: AbstractBaseUser | None) -> DoiCall:
    now = timezone.now()
    call = DoiCall.objects.create(
        doi=doi,
        step=plan.step.name,
        attributes={"doi": doi.name, **plan.attributes},
        number=plan.number,
        by=by,
        asked_at=now,
        due_at=now,
    )
    transaction.on_commit(lambda: hand_over("send_doi", sending.send, call.pk), robust=True)
    return call


def try_now(resource: Resource) -> None:
    """A request that waits for its next try is sent now."""
    with alone():
        waiting = DoiCall.objects.filter(doi__resource=resource, state=CallState.WAITING).first()
        if waiting is None:
            raise NotPossible(_("No request waits to be sent."))
        DoiCall.objects.filter(pk=waiting.pk).update(due_at=timezone.now())
        transaction.on_commit(lambda: hand_over("send_doi", sending.send, waiting.pk), robust=True)


def agree(resource: Resource, by: AbstractBaseUser, *, keeps_up: bool) -> None:
    """May DataCite be told of later changes of the published description without being asked for each?"""
    with alone():
        doi = Doi.objects.select_for_update().filter(resource=resource, state__in=LEADING).first()
        if doi is None:
            raise NotPossible(_("It has no DOI that leads to its page yet."))
        if doi.organisation_id != resource.organisation_id:
            raise NotPossible(_("The DOI stands under the account of another organisation."))
        doi.keeps_up, doi.agreed_by = keeps_up, by if keeps_up else None
        doi.save(update_fields=["keeps_up", "agreed_by"])
        verb = Verb.DOI_KEPT if keeps_up else Verb.DOI_LEFT
        audit.note(verb, by=by, resource=resource, doi=doi.name)
    if keeps_up:
        follow()


def follow() -> int:
    """Tell DataCite of what changed for everybody, where a curator agreed to it once; how many requests were made.

    What was agreed to is changes alone: a withdrawn description is hidden only by a word of its own.
    """
    behind = Doi.objects.filter(
        keeps_up=True,
        state__in=LEADING,
        organisation=F("resource__organisation"),
        resource__state=State.PUBLISHED,
        resource__visibility=Visibility.EVERYBODY,
        resource__public_number__gt=F("sent_number"),
    ).exclude(calls__state__in=OPEN)
    return sum(_followed(number) for number in behind.values_list("pk", flat=True))


def _followed(number: int) -> bool:
    with alone():
        doi = Doi.objects.select_for_update(of=("self",)).select_related("agreed_by").get(pk=number)
        resource = _fresh(doi.resource)
        if not doi.keeps_up or DoiCall.objects.filter(doi=doi, state__in=OPEN).exists():
            return False
        try:
            plan = planned(resource, STEPS["update"])
        except NotPossible as refusal:
            return _not_followed(doi, resource, str(refusal))
        if plan.missing:
            gaps = ", ".join(gap.label for gap in plan.missing)
            return _not_followed(doi, resource, _("DataCite wants what is not stated: %(gaps)s.") % {"gaps": gaps})
        if told(plan.attributes) == doi.sent_digest:
            Doi.objects.filter(pk=number).update(sent_number=plan.number)
            return False
        _kept(doi, plan, doi.agreed_by)
        audit.note(Verb.DOI_UPDATED, by=doi.agreed_by, resource=resource, doi=doi.name, agreed=True)
    return True


def _not_followed(doi: Doi, resource: Resource, why: str) -> bool:
    """Told once on the page of the DOI; a later change is tried again."""
    now, number = timezone.now(), resource.public_number or 0
    facts = {"by": doi.agreed_by, "asked_at": now, "due_at": now, "done_at": now, "number": number, "attributes": {}}
    DoiCall.objects.create(doi=doi, step="update", state=CallState.FAILED, said=why, **facts)
    Doi.objects.filter(pk=doi.pk).update(sent_number=number)
    sending.tell(resource, why)
    return False


def _fresh(resource: Resource) -> Resource:
    return Resource.objects.select_related("revision", "organisation").get(pk=resource.pk)
