"""The trail of decisions: of one organisation for its administrators, of all for operators, as a page and as CSV."""

from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from catalog import audit, policy
from catalog.models import Decision, Organisation
from catalog.pages.paging import page_number, page_of_list
from catalog.people.asking import of_operators, of_organisation

SIZE = 50


@of_operators
def everything(request: HttpRequest, suffix: str = "") -> HttpResponseBase:
    found = audit.shown_to(policy.viewer_of(request.user))
    return _answer(request, found, None, suffix, reverse("decisions-as"))


@of_organisation(policy.may_see_decisions)
def of_one(request: HttpRequest, organisation: Organisation, suffix: str = "") -> HttpResponseBase:
    found = audit.shown_to(policy.viewer_of(request.user)).filter(organisation=organisation)
    return _answer(request, found, organisation, suffix, reverse("people-decisions-as", args=[organisation.slug]))


def _answer(
    request: HttpRequest, found: QuerySet[Decision], organisation: Organisation | None, suffix: str, as_csv: str
) -> HttpResponseBase:
    if suffix:
        response = StreamingHttpResponse(audit.as_csv(found), content_type="text/csv; charset=utf-8")
        response["Content-Disposition"] = 'attachment; filename="decisions.csv"'
        return response
    page = page_of_list(Paginator(found, SIZE), page_number(request))
    about = {"page": page, "rows": page.object_list, "organisation": organisation, "as_csv": as_csv}
    return render(request, "people/decisions.html", about)
