"""One's own account: who one is, one's tokens and organisations, and the way out."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth import logout
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from catalog import tokens
from catalog.models import Membership, Organisation, Role, Token
from catalog.people import accounts, mails, names
from catalog.people.asking import posted, signed_in, user_of
from catalog.people.forms import CloseForm, PersonForm, TokenForm
from catalog.people.roles import LastAdministrator


@signed_in
def me(request: HttpRequest) -> HttpResponse:
    """Name and language; the menu leads to the rest."""
    person = user_of(request)
    initial = {"name": person.get_full_name(), "language": mails.language_of(person)}
    form = PersonForm(posted(request), initial=initial)
    if form.is_valid():
        form.save(person)
        messages.success(request, _("It is kept."))
        return redirect("people-me")
    return render(request, "people/me.html", {"form": form})


@signed_in
def own_tokens(request: HttpRequest) -> HttpResponse:
    """Tokens for programs: what there is, and a new one."""
    person, secret = user_of(request), ""
    form = TokenForm(posted(request))
    if form.is_valid():
        # Shown in the answer itself: to lead to another page it would have to be kept somewhere in clear.
        secret, form = form.issue(person), TokenForm()
    about = {"form": form, "secret": secret, "tokens": Token.objects.filter(user=person)}
    return render(request, "people/tokens.html", about)


@require_POST
@signed_in
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    token = Token.objects.filter(user=user_of(request), pk=min(number, 2**62)).first()
    if token is None:
        raise Http404
    tokens.revoke(token)
    messages.success(request, _("The token “%(name)s” opens nothing any more.") % {"name": token.name})
    return redirect("people-tokens")


@signed_in
def own_organisations(request: HttpRequest) -> HttpResponse:
    """Where one belongs, in which roles, and what one may do there."""
    labels = dict(Role.choices)
    found: dict[Organisation, list[str]] = {}
    rows = Membership.objects.filter(user=user_of(request)).select_related("organisation")
    for row in rows.order_by("organisation__name", "role"):
        found.setdefault(row.organisation, []).append(str(labels[row.role]))
    return render(request, "people/organisations.html", {"found": found.items()})


@signed_in
@reauthentication_required(allow_get=True)
def close(request: HttpRequest) -> HttpResponse:
    """The way out, after saying who one is once more."""
    person = user_of(request)
    form = CloseForm(posted(request))
    if form.is_valid():
        try:
            accounts.close(person)
        except (LastAdministrator, accounts.LastOperator) as refusal:
            form.add_error(None, str(refusal))
        else:
            logout(request)
            messages.success(request, _("Your account is closed. What you wrote stays, under no name."))
            return redirect("account_login")
    return render(request, "people/close.html", {"form": form, "called": names.of(person)})
