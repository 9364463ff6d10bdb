"""The DOI of one description: how it stands, what a step would send, and the curator's word for it."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from catalog import browse, policy
from catalog.dois import asking, planning
from catalog.dois.steps import STEPS
from catalog.models import Doi, DoiCall, Resource
from catalog.notices.wording import title_of
from catalog.pages import errors, signposting
from catalog.people.asking import found, signed_in, user_of
from catalog.workflow import NotPossible

MOST = 50  # requests that are shown


@require_safe
@signed_in
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """The PID and the DOI, what was asked of DataCite so far, and what could be next."""
    resource, viewer = found(request, slug, policy.may_edit)
    doi = Doi.objects.select_related("organisation", "agreed_by").filter(resource=resource).first()
    calls = DoiCall.objects.select_related("by").filter(doi=doi)[:MOST] if doi else ()
    shown = _about(resource) | {
        "doi": doi,
        "calls": [(call, STEPS[call.step]) for call in calls],
        "may": policy.may_give_dois(viewer, resource),
        "choices": _choices(resource),
    }
    return render(request, "dois/one.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def step(request: HttpRequest, slug: str, step: str) -> HttpResponse:
    """What would be sent, to be confirmed; a POST that says what was seen sends it, once."""
    if step not in STEPS:
        raise Http404
    resource, _viewer = found(request, slug, policy.may_give_dois)
    row = STEPS[step]
    try:
        plan = planning.planned(resource, row)
        if request.method == "POST":
            _refuse_unsure(request, is_final=row.is_final)
            asking.ask(resource, row, user_of(request), seen=request.POST.get("seen", ""))
            messages.success(request, _("It is asked of DataCite. Its answer stands below as soon as it is there."))
            return redirect("dois:one", slug)
    except NotPossible as refusal:
        return errors.problem(request, 409, _("That cannot be done now"), str(refusal))
    return render(request, "dois/confirm.html", _about(resource) | {"plan": plan, "doi": plan.doi})


def _refuse_unsure(request: HttpRequest, *, is_final: bool) -> None:
    if is_final and not request.POST.get("sure"):
        raise NotPossible(_("Tick that you know that it cannot be taken back."))


@require_POST
@signed_in
def now(request: HttpRequest, slug: str) -> HttpResponse:
    """The next try of a request that waits is made now."""
    resource, _viewer = found(request, slug, policy.may_give_dois)
    try:
        asking.try_now(resource)
    except NotPossible as refusal:
        return errors.problem(request, 409, _("That cannot be done now"), str(refusal))
    return redirect("dois:one", slug)


@require_POST
@signed_in
def keep(request: HttpRequest, slug: str, *, keeps_up: bool) -> HttpResponse:
    """The curator's word, given once, that DataCite may be told of later changes; or its end."""
    resource, _viewer = found(request, slug, policy.may_give_dois)
    try:
        asking.agree(resource, user_of(request), keeps_up=keeps_up)
    except NotPossible as refusal:
        return errors.problem(request, 409, _("That cannot be done now"), str(refusal))
    kept, left = _("DataCite is told of later changes by itself."), _("DataCite is told of nothing by itself any more.")
    messages.success(request, kept if keeps_up else left)
    return redirect("dois:one", slug)


def _about(resource: Resource) -> dict[str, Any]:
    return {
        "resource": resource,
        "title": title_of(resource),
        "address": browse.address(resource),
        "pid": signposting.cited_as(resource.iri, resource.slug),
    }


def _choices(resource: Resource) -> list[tuple[Any, str]]:
    """Each step that the state of the DOI allows, with what else stands in its way."""
    doi = Doi.objects.filter(resource=resource).first()
    here = [step for step in STEPS.values() if (doi.state if doi else "") in step.begins]
    return [(step, planning.why_not(resource, step)) for step in here]
