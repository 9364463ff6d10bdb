"""Home, lists by kind, organisations: from the columns, never from RDF."""

from collections.abc import Callable
from typing import Any

from django.core.cache import cache
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from catalog import browse
from catalog.fair import averages
from catalog.language import current_language
from catalog.models import Organisation
from catalog.pages.asking import read_only, viewer
from catalog.pages.paging import page_number, page_of_list
from catalog.policy import ANYBODY, Viewer, may_see_people
from catalog.protocols.feed import finding
from fair_metadata.vocabularies import label

SIZE = 20
NEWEST, TILES = 6, 12
FRESH, SETTLED = 5, 300  # seconds that the home page's counts and its diseases are kept

_TITLES = {
    "catalogs": lambda: _("Catalogues"),
    "series": lambda: _("Dataset series"),
    "distributions": lambda: _("Distributions"),
    "services": lambda: _("Data services"),
    "records": lambda: _("Catalogue records"),
}


@read_only
def home(request: HttpRequest) -> HttpResponse:
    """The first page: search, counts, diseases, what is new."""
    who, language = viewer(request), current_language()
    tiles = _kept("home-diseases", who, SETTLED, lambda: browse.diseases(who, TILES))
    facts = _kept("home", who, FRESH, lambda: _facts(who))
    diseases = [(label(group, language) or group, group, n) for group, n in tiles]
    response = render(request, "home.html", facts | {"diseases": diseases})
    response["Link"] = finding.link()
    return response


def _facts(who: Viewer) -> dict[str, Any]:
    return {"counts": browse.counts(who), "newest": browse.cards(browse.newest(who, NEWEST))}


def _kept(name: str, who: Viewer, seconds: int, make: Callable[[], Any]) -> Any:
    """What anybody may see is kept for a while; what only some may see is made for them each time."""
    return cache.get_or_set(name, make, seconds) if who is ANYBODY else make()


@read_only
def section(request: HttpRequest, section: str) -> HttpResponse:
    """All catalogues, series, distributions, services or records."""
    return _list(request, _TITLES[section](), browse.listing(browse.SECTIONS[section], viewer(request), size=SIZE))


@read_only
def organisations(request: HttpRequest) -> HttpResponse:
    """Who contributes."""
    return render(request, "catalog/organisations.html", {"organisations": browse.organisations(viewer(request))})


@read_only
def organisation(request: HttpRequest, slug: str) -> HttpResponse:
    """What one organisation contributes."""
    found = Organisation.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    who = viewer(request)
    people_of = found.slug if may_see_people(who, found.pk) else ""
    more = {"people_of": people_of, "told": found.told, "homepage": found.homepage}
    more["follow"] = f"/saved/new?organisation={found.slug}"
    rows, average = browse.contributions(found, who, size=SIZE), averages.of_organisation(found, who)
    return _list(request, found.called, rows, average=average, **more)


def _list(request: HttpRequest, title: str, paginator: Paginator, **more: Any) -> HttpResponse:
    page = page_of_list(paginator, page_number(request))
    context = {"title": title, "member_page": page, "members": browse.cards(page), "count": paginator.count}
    return render(request, "catalog/list.html", context | more)
