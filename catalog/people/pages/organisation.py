"""An organisation's people and settings."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AbstractUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog import audit, policy
from catalog.language import current_language
from catalog.models import Invitation, Membership, Organisation, Role, Verb
from catalog.people import invitations, names, roles
from catalog.people.asking import of_organisation, posted, user_of
from catalog.people.forms import InviteForm, RolesForm, SettingsForm


@of_organisation(policy.may_see_people)
def people(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Who belongs here and in which roles; for administrators also who is invited, and the form to invite."""
    viewer = policy.viewer_of(request.user)
    may_invite = policy.may_invite(viewer, organisation.pk)
    form = InviteForm(posted(request), initial={"language": settings.LANGUAGE_CODE})
    if request.method == "POST":
        if not may_invite:
            raise PermissionDenied
        if form.is_valid() and _invited(request, organisation, form):
            return redirect("people-of", organisation.slug)
    about = {
        "organisation": organisation,
        "members": _members(organisation),
        "waiting": [(row, invitations.shown_roles(row)) for row in invitations.open_ones(organisation)],
        "may_manage": policy.may_manage(viewer, organisation.pk),
        "form": form,
    }
    return render(request, "people/people.html", about)


def _invited(request: HttpRequest, organisation: Organisation, form: InviteForm) -> bool:
    """An invitation that could not be sent is none; where a worker sends it, it is on its way."""
    said, by = form.cleaned_data, user_of(request)
    with transaction.atomic():
        secret = invitations.invite(said["email"], organisation=organisation, given=said["roles"], by=by)
        invitations.send(secret, said["language"])
    if not invitations.is_open(secret):
        form.add_error(None, _("The mail could not be sent, so nobody was invited. Try again, or tell an operator."))
        return False
    told = _("%(email)s is invited. The link in the mail opens for a week.")
    messages.success(request, told % {"email": said["email"]})
    return True


def _members(organisation: Organisation) -> list[tuple[AbstractUser, str, list[str]]]:
    """Each person once, by name, with their roles."""
    labels = dict(Role.choices)
    found: dict[AbstractUser, list[str]] = {}
    for row in Membership.objects.filter(organisation=organisation).select_related("user").order_by("role"):
        found.setdefault(row.user, []).append(str(labels[row.role]))
    return sorted(((user, names.of(user), said) for user, said in found.items()), key=lambda one: one[1].casefold())


@of_organisation(policy.may_manage)
def person(request: HttpRequest, organisation: Organisation, number: int) -> HttpResponse:
    """One person's roles here. None at all is out."""
    somebody = get_user_model().objects.filter(pk=number, memberships__organisation=organisation).first()
    if somebody is None:
        raise Http404
    has = Membership.objects.filter(user=somebody, organisation=organisation).values_list("role", flat=True)
    form = RolesForm(posted(request), initial={"roles": list(has)})
    if form.is_valid():
        try:
            roles.replace(somebody, organisation, form.cleaned_data["roles"], by=user_of(request))
        except roles.LastAdministrator as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, _("It is kept."))
            is_in = policy.may_see_people(policy.viewer_of(request.user), organisation.pk)
            return redirect("people-of", organisation.slug) if is_in else redirect("people-organisations")
    about = {"organisation": organisation, "form": form, "called": names.of(somebody), "email": somebody.email}
    return render(request, "people/person.html", about)


@require_POST
@of_organisation(policy.may_invite)
def take_back(request: HttpRequest, organisation: Organisation, number: int) -> HttpResponse:
    """An invitation that should not be used any more."""
    invitation = Invitation.objects.filter(pk=number, organisation=organisation).first()
    if invitation is None:
        raise Http404
    invitations.withdraw(invitation, by=user_of(request))
    messages.success(request, _("The invitation opens nothing any more."))
    return redirect("people-of", organisation.slug)


@require_POST
@of_organisation(policy.may_invite)
def send_again(request: HttpRequest, organisation: Organisation, number: int) -> HttpResponse:
    """The mail of an invitation that could not be delivered, once more."""
    invitation = invitations.open_ones(organisation).filter(pk=number).first()
    if invitation is None:
        raise Http404
    with transaction.atomic():
        invitations.send_again(invitation, current_language())
    if invitations.open_ones(organisation).filter(pk=number, undelivered_at=None).exists():
        messages.success(request, _("The mail to %(email)s is on its way again.") % {"email": invitation.email})
    return redirect("people-of", organisation.slug)


@of_organisation(policy.may_manage)
def settings_of(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """What it is called, where its home page is, and how its descriptions are approved."""
    form = SettingsForm(posted(request), instance=organisation)
    if form.is_valid():
        with transaction.atomic():
            form.save()
            if form.changed_data:
                changed = {name: form.cleaned_data[name] for name in form.changed_data}
                audit.note(Verb.SETTINGS_CHANGED, by=user_of(request), organisation=organisation, **changed)
        messages.success(request, _("It is kept."))
        return redirect("people-settings", organisation.slug)
    called = Organisation.objects.get(pk=organisation.pk).name  # the form has written into the other one
    return render(request, "people/settings.html", {"organisation": organisation, "called": called, "form": form})
