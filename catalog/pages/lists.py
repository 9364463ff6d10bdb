"""Home, lists by kind, organisations: from the columns, never from RDF."""

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import browse, policy
from catalog.models import Kind, Organisation, Resource
from catalog.pages.landing import page_or_404

SIZE = 20

_TITLES = {
    "catalogs": lambda: _("Catalogues"),
    "series": lambda: _("Dataset series"),
    "distributions": lambda: _("Distributions"),
    "services": lambda: _("Data services"),
    "records": lambda: _("Catalogue records"),
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The first page: search, counts, diseases, what is new."""
    viewer = policy.viewer_of(request.user)
    facts = cache.get("home") if viewer is policy.ANYBODY else None
    if facts is None:
        facts = {
            "counts": browse.counts(viewer),
            "diseases": browse.diseases(viewer),
            "newest": browse.cards(browse.newest(viewer, 6)),
        }
        if viewer is policy.ANYBODY:
            cache.set("home", facts, 5)
    return render(request, "home.html", facts)


@require_safe
def section(request: HttpRequest, section: str) -> HttpResponse:
    """All catalogues, series, distributions, services or records."""
    paginator = browse.listing(browse.SECTIONS[section], policy.viewer_of(request.user), size=SIZE)
    return _list(request, _TITLES[section](), paginator)


@require_safe
def organisations(request: HttpRequest) -> HttpResponse:
    return render(request, "catalog/organisations.html", {"organisations": Organisation.objects.all()})


@require_safe
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """What one organisation contributes."""
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    rows = Resource.objects.filter(policy.listed(policy.viewer_of(request.user)), organisation=found)
    rows = rows.filter(kind=Kind.DATASET).order_by("slug").only("iri", "kind", "slug", "card")
    return _list(request, found.name, Paginator(rows, SIZE))


def _list(request: HttpRequest, title: str, paginator: Paginator) -> HttpResponse:
    page = page_or_404(paginator, request.GET.get("page", "1"))
    context = {"title": title, "member_page": page, "members": browse.cards(page), "count": paginator.count}
    return render(request, "catalog/list.html", context)
