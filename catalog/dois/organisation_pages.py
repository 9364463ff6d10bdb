"""An organisation's DOIs and its account at DataCite."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import OuterRef, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables

from catalog import audit, policy
from catalog.dois import accounts
from catalog.dois.forms import AccountForm
from catalog.models import DataciteAccount, Doi, DoiCall, Organisation, Verb
from catalog.notices.wording import title_of
from catalog.pages.paging import page_number, page_of_list
from catalog.people.asking import of_organisation, posted, user_of

SIZE = 50


@of_organisation(policy.may_see_people)
def listed(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Every DOI of the organisation, the newest first: how it stands, and what became of its last request."""
    last = DoiCall.objects.filter(doi=OuterRef("pk")).order_by("-id")
    rows = Doi.objects.filter(organisation=organisation).select_related("resource")
    rows = rows.annotate(last_state=Subquery(last.values("state")[:1]), last_said=Subquery(last.values("said")[:1]))
    page = page_of_list(Paginator(rows.order_by("-id"), SIZE), page_number(request))
    about = {
        "organisation": organisation,
        "page": page,
        "lines": [(doi, title_of(doi.resource)) for doi in page],
        "account": accounts.of(organisation),
        "may_manage": policy.may_manage(policy.viewer_of(request.user), organisation.pk),
    }
    return render(request, "dois/list.html", about)


@sensitive_post_parameters("password")
@sensitive_variables("form")
@of_organisation(policy.may_manage)
def account(request: HttpRequest, organisation: Organisation) -> HttpResponse:
    """Which system, prefix and repository, and the password, which goes in and never comes out."""
    known = DataciteAccount.objects.filter(organisation=organisation).first()
    form = AccountForm(posted(request), instance=known or DataciteAccount(organisation=organisation))
    if form.is_valid():
        with transaction.atomic():
            kept = form.save()
            facts = {name: getattr(kept, name) for name in ("server", "prefix", "repository")}
            is_new = bool(form.cleaned_data["password"])
            by = user_of(request)
            audit.note(Verb.SETTINGS_CHANGED, by=by, organisation=organisation, **facts, new_password=is_new)
        messages.success(request, _("It is kept."))
        return redirect("dois:account", organisation.slug)
    servers = [(server.label, at()) for server, at in accounts.ADDRESSES.items()]
    about = {"organisation": organisation, "form": form, "known": known, "servers": servers}
    return render(request, "dois/account.html", about)
