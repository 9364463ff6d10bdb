"""Sending what was asked for: claimed by one worker, sent, and the answer kept before anything is done with it.

A request whose answer was lost may have arrived, so DataCite is asked how the DOI stands before it is sent again.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from catalog import policy
from catalog.dois import accounts, client, settling
from catalog.dois.client import Answer
from catalog.dois.planning import OPEN, new_name, told
from catalog.dois.steps import STEPS
from catalog.models import CallState, DataciteAccount, Doi, DoiCall, DoiState, Resource, Told
from catalog.notices import telling
from catalog.people.mails import language_of

LEASE = timedelta(minutes=5)  # after which what is being sent counts as lost
SHORTEST, LONGEST = timedelta(minutes=1), timedelta(hours=4)  # between two tries
TRIES = 20  # two days and a half
_log = logging.getLogger(__name__)


def send(number: int) -> bool:
    """Send one request, if it is due and nobody else does; True when it is done."""
    call = _claimed(number)
    if call is None:
        return False
    with translation.override(language_of(call.by) if call.by else settings.LANGUAGE_CODE):
        is_done = _tried(call)
    if is_done:
        settling.settle(call.doi_id)
    return is_done


def _tried(call: DoiCall) -> bool:
    """Sent, and its answer kept in the words of who asked; True when it is done."""
    try:
        answer = _sent(call, accounts.for_doi(call.doi))
    except accounts.NoAccount as refusal:
        return _failed(call, str(refusal))
    return _kept(call, answer)


def send_due() -> int:
    """Send all that is due, and say here what DataCite says already; how many were done."""
    due = DoiCall.objects.filter(state__in=OPEN, due_at__lte=timezone.now()).order_by("due_at")
    done = sum(send(number) for number in list(due.values_list("pk", flat=True)))
    settling.settle_all()
    return done


def _claimed(number: int) -> DoiCall | None:
    """The request, which is ours for a while; None when it is not due or another one has it."""
    now = timezone.now()
    mine = DoiCall.objects.filter(pk=number, state__in=OPEN, due_at__lte=now)
    if not mine.update(state=CallState.SENDING, due_at=now + LEASE, tries=F("tries") + 1):
        return None
    return DoiCall.objects.select_related("doi__organisation", "doi__resource__organisation", "by").get(pk=number)


def _sent(call: DoiCall, account: DataciteAccount) -> Answer:
    step = STEPS[call.step]
    if step.leads_to == DoiState.RETURNED:  # the same twice is the same (RFC 9110, section 9.2.2)
        return _gone(client.delete(account, call.doi.name))
    is_unsure = call.tries > 1
    if is_unsure and (found := _arrived(call, account)):
        return found
    if step.name == "reserve":
        answer = client.create(account, call.attributes)
        return (is_unsure and answer.is_taken and _arrived(call, account)) or answer
    return client.update(account, call.doi.name, call.attributes)


def _gone(answer: Answer) -> Answer:
    """DataCite says so with 204 alone; what it has not, it gave back already."""
    if answer.status not in (204, 404):
        return answer
    return Answer(204, {"state": DoiState.RETURNED})


def _arrived(call: DoiCall, account: DataciteAccount) -> Answer | None:
    """How the DOI stands, if an earlier try did what was wanted; a trouble that may pass; None: send it (again)."""
    step, found = STEPS[call.step], client.look(account, call.doi.name)
    if not found.is_good:
        return found if found.may_pass else None
    if found.client and found.client.lower() != account.repository.lower():
        return None
    if step.leads_to:
        return found if found.attributes.get("state") == step.leads_to else None
    is_told = all(found.attributes.get(name) == call.attributes[name] for name in ("url", "xml"))
    return found if is_told else None


def _kept(call: DoiCall, answer: Answer) -> bool:
    """What DataCite said, in the tables. Only an answer that says where the DOI stands now is believed to be one."""
    step, state = STEPS[call.step], str(answer.attributes.get("state", ""))
    if answer.is_good and state in DoiState.values:
        if step.leads_to and state != step.leads_to:
            words = _("DataCite took the request, but the DOI is still “%(state)s”. Ask DataCite about its prefix.")
            _stands(call, state)
            return _failed(call, words % {"state": state})
        return _done(call, state)
    if answer.may_pass or answer.is_good:
        return _put_off(call, answer)
    if step.name == "reserve" and answer.is_taken:
        _name_anew(call.doi)
    return _failed(call, answer.says)


def _done(call: DoiCall, state: str) -> bool:
    with transaction.atomic():
        _stands(call, state)
        if "xml" in call.attributes:
            now_told = {"sent_number": call.number, "sent_digest": told(call.attributes)}
            Doi.objects.filter(pk=call.doi_id).update(**now_told, is_settled=False)
        _ended(call, CallState.DONE, said="")
    return True


def _stands(call: DoiCall, state: str) -> None:
    Doi.objects.filter(pk=call.doi_id).update(state=state)


def _put_off(call: DoiCall, answer: Answer) -> bool:
    if call.tries >= TRIES:
        said = _("It was tried %(count)s times. Try again when DataCite answers.") % {"count": call.tries}
        return _failed(call, f"{answer.says} {said}")
    waits = max(min(SHORTEST * 2 ** (call.tries - 1), LONGEST), timedelta(seconds=answer.wait))
    rows = DoiCall.objects.filter(pk=call.pk, state=CallState.SENDING)
    rows.update(state=CallState.WAITING, due_at=timezone.now() + waits, said=answer.says)
    _log.warning("DataCite: %s of %s is put off: status %s", call.step, call.doi.name, answer.status)
    return False


def _failed(call: DoiCall, said: str) -> bool:
    """Told on the page of the DOI; by notices, too, where nobody waits for the answer."""
    with transaction.atomic():
        _ended(call, CallState.FAILED, said=said)
        if call.tries > 1 or call.doi.keeps_up:
            tell(call.doi.resource, said)
    _log.warning("DataCite: %s of %s was not done", call.step, call.doi.name)
    return False


def tell(resource: Resource, said: str) -> None:
    """Who may see to its DOI is told what went wrong with it; who asked, too."""
    curators = telling.with_roles(resource.organisation_id, policy.GIVE_DOIS)
    telling.tell(Told.DOI_FAILED, resource, curators, by=None, said=said)


def _ended(call: DoiCall, state: CallState, *, said: str) -> None:
    DoiCall.objects.filter(pk=call.pk).update(state=state, said=said, done_at=timezone.now())


def _name_anew(doi: Doi) -> None:
    """Somebody else has this name: the next try asks for another one."""
    prefix = doi.name.partition("/")[0]
    Doi.objects.filter(pk=doi.pk, state=DoiState.ASKED).update(name=new_name(prefix))
