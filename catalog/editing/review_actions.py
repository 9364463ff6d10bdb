"""What the buttons of review do. Each is a POST that asks the policy, calls one function, and leads back."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime

from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from catalog import policy, workflow
from catalog.editing import comments, drafts, queue, review, transfers
from catalog.editing.review_pages import waiting
from catalog.models import Draft, Organisation, Resource, State, Transfer
from catalog.pages import asking, errors
from catalog.people.asking import May, found, signed_in, user_of
from catalog.policy import SHOWN
from catalog.register import Terms
from catalog.workflow import NotPossible

Step = Callable[[Resource, AbstractBaseUser, Mapping[str, str]], object]
LONGEST = 5000
MOST = 500  # drafts that are approved at once


def _draft(resource: Resource) -> Draft:
    draft = drafts.of(resource)
    if draft is None:
        raise NotPossible(_("There is no draft of it. Begin one in the editor."))
    return draft


def _submit(resource: Resource, by: AbstractBaseUser, sent: Mapping[str, str]) -> None:
    draft = drafts.of(resource) if resource.state in SHOWN else drafts.begin(resource, by)
    review.submit(draft or _draft(resource), by, _text(sent, "note"))


def _approve(resource: Resource, by: AbstractBaseUser, sent: Mapping[str, str]) -> None:
    seen, at = asking.whole_number(sent.get("seen", "")), _moment(sent.get("at", ""))
    review.approve(_draft(resource), by, seen=seen, reason=_text(sent, "reason"), at=at)


def _assign(resource: Resource, by: AbstractBaseUser, sent: Mapping[str, str]) -> None:
    wanted = sent.get("person", "")
    person = get_user_model().objects.filter(pk=asking.whole_number(wanted)).first()
    if wanted and person is None:
        raise NotPossible(_("Choose somebody from the list."))
    review.assign(_draft(resource), person, by)


def _discard(resource: Resource, by: AbstractBaseUser, sent: Mapping[str, str]) -> None:
    """A draft over something shown goes alone; what was never shown goes with it."""
    if resource.state not in SHOWN:
        workflow.discard(resource, Terms(author=by, reason=_text(sent, "because")[:500]))
        return
    review.throw_away(_draft(resource), by)


def _bring_up(resource: Resource, by: AbstractBaseUser, sent: Mapping[str, str]) -> None:
    if drafts.bring_up_to_date(_draft(resource)).clashes:
        raise NotPossible(_("Both changed the same fields. Take the draft back and settle them in the editor."))


def _comment(resource: Resource, by: AbstractBaseUser, sent: Mapping[str, str]) -> None:
    path = sent.get("path", "")
    node = sent.get("node", "") or (f"<{resource.iri}>" if path else "")
    comments.say(resource, by, sent.get("text", ""), node=node, path=path)


def _resolve(resource: Resource, by: AbstractBaseUser, sent: Mapping[str, str]) -> None:
    comments.resolve(resource, by, node=sent.get("node", ""), path=sent.get("path", ""))


def _publish(resource: Resource, by: AbstractBaseUser, sent: Mapping[str, str]) -> None:
    """Only what was shown before comes back by itself; the rest is approved."""
    if resource.state != State.WITHDRAWN:
        raise NotPossible(_("It was not withdrawn. Submit it for review."))
    if resource.violations and resource.public_number is None:
        raise NotPossible(_("It was discarded, and breaks rules. Mend it in the editor and submit it for review."))
    workflow.publish(resource, Terms(author=by, reason=_text(sent, "reason")[:500]))


def _withdraw(resource: Resource, by: AbstractBaseUser, sent: Mapping[str, str]) -> None:
    workflow.withdraw(resource, Terms(author=by), because=_text(sent, "because"))


def _offer(resource: Resource, by: AbstractBaseUser, sent: Mapping[str, str]) -> None:
    taker = Organisation.objects.filter(slug=sent.get("organisation", "")).first()
    if taker is None:
        raise NotPossible(_("Choose the organisation from the list."))
    transfers.offer(resource, taker, by, _text(sent, "note"))


# Name → (who may, what is done, what is said then).
ACTIONS: Mapping[str, tuple[May, Step, object]] = {
    "submit": (policy.may_submit, _submit, gettext_lazy("It is in review now.")),
    "take-back": (
        policy.may_submit,
        lambda row, by, sent: review.take_back(_draft(row), by),
        gettext_lazy("It is out of review; you can write on."),
    ),
    "discard": (policy.may_edit, _discard, gettext_lazy("The draft is thrown away.")),
    "bring-up": (policy.may_submit, _bring_up, gettext_lazy("The draft is up to date.")),
    "approve": (policy.may_review, _approve, gettext_lazy("Approved.")),
    "return": (
        policy.may_review,
        lambda row, by, sent: review.give_back(_draft(row), by, because=_text(sent, "because")),
        gettext_lazy("Returned, with your reasons."),
    ),
    "assign": (policy.may_assign, _assign, gettext_lazy("Assigned.")),
    "comment": (policy.may_comment, _comment, gettext_lazy("Your comment is kept.")),
    "resolve": (policy.may_comment, _resolve, gettext_lazy("The comments are marked as done.")),
    "publish": (policy.may_publish, _publish, gettext_lazy("It is published again.")),
    "withdraw": (policy.may_publish, _withdraw, gettext_lazy("It is withdrawn.")),
    "offer": (policy.may_transfer, _offer, gettext_lazy("The offer is made; the other organisation answers it.")),
}


@require_POST
@signed_in
def act(request: HttpRequest, slug: str, action: str) -> HttpResponse:
    """One step, then back to the review; 409 with the reason for what this state does not allow."""
    question, step, said = ACTIONS[action]
    resource, _viewer = found(request, slug, question)
    try:
        step(resource, user_of(request), request.POST.dict())
    except workflow.FourEyes as refusal:
        return errors.problem(request, 403, _("This is not for you to do"), str(refusal))
    except ValueError as refusal:
        return errors.problem(request, 409, _("That cannot be done now"), str(refusal))
    messages.success(request, str(said))
    return _back(resource, request)


def _back(resource: Resource, request: HttpRequest) -> HttpResponseRedirect:
    place = request.POST.get("at_field", "")
    anchor = f"#{place}" if place.replace("-", "").isalnum() else ""
    return HttpResponseRedirect(f"/review/{resource.slug}{anchor}", status=303)


@require_http_methods(["GET", "HEAD", "POST"])
def queue_page(request: HttpRequest) -> HttpResponseBase:
    """The queue; a POST approves what is ticked in it."""
    return approve_many(request) if request.method == "POST" else waiting(request)


@signed_in
def approve_many(request: HttpRequest) -> HttpResponse:
    """Those that are ticked and that the reader may approve; the others are told, and stay."""
    viewer, by = asking.viewer(request), user_of(request)
    ticked = dict(_pair(written) for written in request.POST.getlist("draft")[:MOST])
    rows = queue.visible(viewer).filter(pk__in=ticked).select_related("resource__organisation")
    allowed = [(draft, ticked[draft.pk]) for draft in rows if policy.may_review(viewer, draft.resource)]
    slugs = {draft.pk: draft.resource.slug for draft, _seen in allowed}
    outcomes = review.approve_many(allowed, by, _text(request.POST, "reason"))
    done = sum(not why for why in outcomes.values())
    messages.success(request, _("Approved: %(done)s of %(all)s.") % {"done": done, "all": len(ticked)})
    for number, why in outcomes.items():
        if why:
            messages.warning(request, f"{slugs[number]}: {why}")
    return redirect("/review")


def _pair(written: str) -> tuple[int, int]:
    """A draft and the version of it that was on the page."""
    number, _colon, seen = written.partition(":")
    return asking.whole_number(number), asking.whole_number(seen)


@require_POST
@signed_in
def answer_offer(request: HttpRequest, number: int, answer: str) -> HttpResponse:
    """Accept an offer, or decline or take it back. 404 for whom it is not for."""
    viewer, by = asking.viewer(request), user_of(request)
    offer = Transfer.objects.filter(pk=number).first()
    if offer is None or not (may_accept := _may_answer(viewer, offer)):
        raise Http404
    if answer == "accept" and may_accept != "taker":
        return errors.forbidden(request)
    try:
        (transfers.accept if answer == "accept" else transfers.decline)(offer, by)
    except NotPossible as refusal:
        return errors.problem(request, 409, _("That cannot be done now"), str(refusal))
    messages.success(request, _("The offer is answered."))
    return HttpResponseRedirect("/transfers", status=303)


def _may_answer(viewer: policy.Viewer, offer: Transfer) -> str:
    if policy.may_accept(viewer, offer.taker_id):
        return "taker"
    return "giver" if policy.may_accept(viewer, offer.giver_id) else ""


def _text(sent: Mapping[str, str], name: str) -> str:
    text = sent.get(name, "").strip()
    if len(text) > LONGEST:
        raise NotPossible(_("That is too long: write at most %(most)s characters.") % {"most": LONGEST})
    return text


def _moment(written: str) -> datetime | None:
    """The time that a form's field says, in UTC; None for an empty one."""
    if not written.strip():
        return None
    try:
        moment = datetime.fromisoformat(written.strip())
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise NotPossible(_("Write the time as 2027-01-31T08:00.")) from None
