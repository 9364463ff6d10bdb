"""Pages of review: the queue, one description's review, and offers to hand one over."""

from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from catalog import browse, policy, workflow
from catalog.editing import comments, drafts, queue, transfers
from catalog.editing.review import WAITING
from catalog.editing.review_showing import shown
from catalog.language import current_language
from catalog.models import Draft, Organisation, Resource, Stage, State
from catalog.notices.wording import title_of
from catalog.pages import asking
from catalog.pages.paging import page_number, page_of_list
from catalog.people.asking import found, signed_in
from catalog.policy import Viewer

SIZE = 50


@require_safe
@signed_in
def waiting(request: HttpRequest) -> HttpResponse:
    """The queue: drafts of the reader's organisations, by stage, all or the reader's own."""
    viewer = asking.viewer(request)
    if not viewer.is_operator and not viewer.organisations:
        raise PermissionDenied
    stage, whose = request.GET.get("stage", Stage.IN_REVIEW), request.GET.get("whose", queue.ALL)
    if stage not in Stage.values or whose not in (queue.ALL, queue.MINE):
        raise Http404
    page = page_of_list(Paginator(queue.of(viewer, queue.Asked(stage, whose)), SIZE), page_number(request))
    counted = queue.counts(viewer, whose)
    context = {
        "lines": [_line(draft, viewer) for draft in page],
        "page": page,
        "stage": stage,
        "whose": whose,
        "stages": [(value, label, counted[value]) for value, label in Stage.choices],
        "may_approve_some": stage == Stage.IN_REVIEW,
    }
    return render(request, "review/queue.html", context)


@dataclass(frozen=True, slots=True)
class _Line:
    draft: Draft
    title: str
    may_review: bool


def _line(draft: Draft, viewer: Viewer) -> _Line:
    return _Line(draft, title_of(draft.resource), policy.may_review(viewer, draft.resource))


@require_safe
@signed_in
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """One description: its draft beside what is published, what was said, and what the reader may do with it."""
    resource, viewer = found(request, slug, policy.may_comment)
    draft = Draft.objects.select_related("resource", "base", "saved_by", "submitted_by", "assigned_to", "approved_by")
    current = draft.filter(resource=resource).first()
    threads = comments.of(resource)
    language = current_language()
    context = {
        "resource": resource,
        "title": title_of(resource),
        "address": browse.address(resource),
        "draft": current,
        "is_shown": resource.state in policy.SHOWN,
        "shown": shown(resource, current, threads, language=language),
        "may": may(viewer, resource, current),
        "offer": transfers.waiting(viewer).filter(resource=resource).first(),
        "people": _people(resource) if current else (),
        "organisations": Organisation.objects.exclude(pk=resource.organisation_id),
    }
    return render(request, "review/one.html", context)


def may(viewer: Viewer, resource: Resource, draft: Draft | None) -> dict[str, bool]:
    """What the reader may do now: the role and the state both allow it."""
    stage = draft.stage if draft else ""
    is_open, waits = stage in drafts.OPEN, stage in WAITING
    four_eyes = workflow.needs_four_eyes(resource)
    writers = drafts.writers(resource) if four_eyes else ()
    publishes = policy.may_publish(viewer, resource)
    approves = policy.may_approve(viewer, resource, four_eyes=four_eyes, writers=writers)
    return {
        "submit": is_open and policy.may_submit(viewer, resource),
        "take_back": waits and policy.may_submit(viewer, resource),
        "discard": is_open and policy.may_edit(viewer, resource),
        "return": waits and policy.may_review(viewer, resource),
        "approve": stage == Stage.IN_REVIEW and approves,
        "is_own": stage == Stage.IN_REVIEW and policy.may_review(viewer, resource) and not approves,
        "assign": bool(draft) and policy.may_assign(viewer, resource),
        "withdraw": resource.state == State.PUBLISHED and publishes,
        "publish": resource.state == State.WITHDRAWN and publishes,
        "transfer": resource.organisation_id is not None and policy.may_transfer(viewer, resource),
    }


def _people(resource: Resource) -> Any:
    """The people of the organisation, to give a draft to."""
    rows = get_user_model().objects.filter(memberships__organisation=resource.organisation_id, is_active=True)
    return rows.distinct().order_by("pk")


@require_safe
@signed_in
def offers(request: HttpRequest) -> HttpResponse:
    """Descriptions that are offered to the reader's organisations, or by them."""
    viewer = asking.viewer(request)
    lines = [
        {
            "offer": offer,
            "title": title_of(offer.resource),
            "may_accept": policy.may_accept(viewer, offer.taker_id),
            "may_take_back": policy.may_accept(viewer, offer.giver_id),
        }
        for offer in transfers.waiting(viewer)
    ]
    return render(request, "review/offers.html", {"lines": lines})
