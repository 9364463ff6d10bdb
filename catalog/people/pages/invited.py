"""The page that an invitation's link opens: for who has an account, and for who makes one now."""

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from catalog.language import current_language
from catalog.pages.errors import problem
from catalog.people import accounts, invitations
from catalog.people.asking import posted, user_of
from catalog.people.forms import NewPersonForm


def invited(request: HttpRequest, secret: str) -> HttpResponse:
    """Accept, sign in to accept, or make an account. A link that opens nothing says why (410)."""
    try:
        response = _opened(request, secret)
    except (invitations.NotOpen, invitations.NotYours) as refusal:
        response = problem(request, 410, _("This invitation opens nothing"), str(refusal))
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = (
        "same-origin"  # the address is the secret; none at all would make the form look like a stranger's
    )
    return response


def _opened(request: HttpRequest, secret: str) -> HttpResponse:
    invitation = invitations.of_secret(secret)
    if request.user.is_authenticated:
        return _known(request, secret)
    about = {"invitation": invitation, "roles": invitations.shown_roles(invitation)}
    if accounts.of_email(invitation.email):
        return render(request, "people/invited.html", about)
    form = NewPersonForm(posted(request), initial={"language": current_language()})
    if form.is_valid():
        person = invitations.accept_as_new(secret, **form.cleaned_data)
        record_authentication(request, person, method="password")
        messages.success(request, _("Welcome. Protect your account with a second factor now."))
        return perform_login(request, person, email_verification="none", redirect_url="/accounts/2fa/")
    return render(request, "people/invited.html", about | {"form": form})


def _known(request: HttpRequest, secret: str) -> HttpResponse:
    """Somebody who is signed in."""
    person, invitation = user_of(request), invitations.of_secret(secret)
    if request.method == "POST" and invitations.is_for(invitation, person):
        invitations.accept(secret, person)
        messages.success(request, _("You have what you were invited to."))
        return redirect("people-organisations")
    about = {
        "invitation": invitation,
        "roles": invitations.shown_roles(invitation),
        "is_known": True,
        "is_mine": invitations.is_for(invitation, person),
    }
    return render(request, "people/invited.html", about, status=403 if request.method == "POST" else 200)
