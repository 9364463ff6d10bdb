"""The list page: search, filters, counts, pages. It reads the index and parses no RDF."""

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import policy
from catalog.pages import errors
from fair_metadata.vocabularies import label, vocabulary
from search import keeping_up
from search.engines import Results, Unavailable, engine
from search.fields import DISEASE, FACETS, Facet
from search.query import LAST_PAGE, SIZE, SORTS, Query

SHOWN_FACETS = 12  # values of a filter that the page lists


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: its text, its count, whether it is chosen, how long its bar is."""

    value: str
    label: str
    count: int
    is_chosen: bool
    width: int


@require_safe
def datasets(request: HttpRequest) -> HttpResponse:
    """Datasets that answer the question in the address. The address is the whole state."""
    keeping_up.start()
    query = Query.from_params({name: request.GET.getlist(name) for name in request.GET})
    viewer = policy.viewer_of(request.user)
    try:
        results = engine().search(query, viewer.audiences, size=SIZE)
    except Unavailable:
        return errors.problem(
            request, 503, _("Search does not answer"), _("Try again in a moment. Pages and lists work.")
        )
    last = max(1, -(-results.total // SIZE))
    if query.page > min(last, LAST_PAGE):
        raise Http404(
            _("There is no page “%(page)s” here: the pages are 1 to %(last)s.") % {"page": query.page, "last": last}
        )
    return render(request, "search/list.html", _context(query, results))


def _context(query: Query, results: Results) -> dict[str, Any]:
    return {
        "query": query,
        "hits": results.hits,
        "total": results.total,
        "facets": [facet for facet in (_facet(f, query, results) for f in FACETS) if facet["choices"]],
        "chips": [_chip(facet, value, query) for facet in FACETS for value in query.filters.get(facet.key, ())],
        "sorts": [(sort, _sort_label(sort)) for sort in SORTS],
        "result_page": Paginator(range(results.total), SIZE).get_page(query.page),
        "plain_address": replace(query, filters={}, page=1).address(),
    }


def _facet(facet: Facet, query: Query, results: Results) -> dict[str, Any]:
    chosen = query.filters.get(facet.key, ())
    counts = dict(results.facets.get(facet.key, ()))
    most = max(counts.values(), default=1)
    listed = (
        sorted(counts, key=lambda value: value not in _diseases_of_the_network()) if facet.key == DISEASE else counts
    )
    values = [*chosen, *(value for value in listed if value not in chosen)][:SHOWN_FACETS]
    choices = [
        Choice(v, _label(facet, v), counts.get(v, 0), v in chosen, round(100 * counts.get(v, 0) / most)) for v in values
    ]
    return {"key": facet.key, "label": facet.label.get(_language()), "choices": choices, "chosen": len(chosen)}


@cache
def _diseases_of_the_network() -> frozenset[str]:
    """The diseases that the network speaks of; what is above and between them in the tree comes after them."""
    known = vocabulary("mondo")
    return frozenset(member for group in known.groups for member in known.members(group))


def _chip(facet: Facet, value: str, query: Query) -> dict[str, str]:
    words = {"label": facet.label.get(_language(), ""), "value": _label(facet, value)}
    return words | {"address": query.without(facet.key, value).address()}


def _label(facet: Facet, value: str) -> str:
    return label(value, _language()) or value.rstrip("/").rsplit("/", 1)[-1]


def _sort_label(sort: str) -> str:
    names = {"relevance": _("Relevance"), "newest": _("Newest"), "patients": _("Patients"), "title": _("Title")}
    return names[sort]


def _language() -> str:
    return (get_language() or "en")[:2]
