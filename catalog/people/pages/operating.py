"""For operators: organisations, and the networks that group them."""

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from catalog import audit
from catalog.models import Network, Organisation, Verb
from catalog.people.asking import of_operators, posted, user_of
from catalog.people.forms import NetworkForm, NewOrganisationForm


@of_operators
def networks(request: HttpRequest) -> HttpResponse:
    """All organisations, all networks with who is in them, and a new one."""
    form = NetworkForm(posted(request))
    if form.is_valid():
        return _kept(request, form, Verb.NETWORK_MADE)
    found = Network.objects.prefetch_related("organisations")
    about = {"networks": found, "organisations": Organisation.objects.all(), "form": form}
    return render(request, "people/networks.html", about)


@of_operators
def network(request: HttpRequest, slug: str) -> HttpResponse:
    """One network: its name and who is in it."""
    found = get_object_or_404(Network, slug=slug)
    form = NetworkForm(posted(request), instance=found)
    if form.is_valid():
        return _kept(request, form, Verb.NETWORK_CHANGED)
    called = Network.objects.get(pk=found.pk).name
    return render(request, "people/network.html", {"called": called, "form": form})


def _kept(request: HttpRequest, form: NetworkForm, verb: str) -> HttpResponse:
    with transaction.atomic():
        made: Network = form.save()
        members = sorted(made.organisations.values_list("slug", flat=True))
        audit.note(verb, by=user_of(request), network=made.slug, organisations=members)
    messages.success(request, _("It is kept."))
    return redirect("people-networks")


@of_operators
def new_organisation(request: HttpRequest) -> HttpResponse:
    """One more organisation; whoever shall look after it is invited next."""
    form = NewOrganisationForm(posted(request))
    if form.is_valid():
        with transaction.atomic():
            made: Organisation = form.save()
            audit.note(Verb.ORGANISATION_MADE, by=user_of(request), organisation=made)
        messages.success(request, _("It is there. Invite an administrator for it now."))
        return redirect("people-of", made.slug)
    return render(request, "people/new_organisation.html", {"form": form})
