"""The list page: search, filters, counts, pages. It reads the index and parses no RDF."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.exceptions import BadRequest
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import policy
from catalog.pages import errors
from search import keeping_up
from search.answering import Answer, answer
from search.engines import Engine, Hit, Unavailable, engine
from search.explaining import reasons, unknown
from search.pages import exports, filters
from search.pages.highlighting import highlighted
from search.pages.keeping import for_its_reader
from search.query import LAST_PAGE, MOST_ASKED, MOST_FILTERS, SIZE, SORTS, Query
from search.understanding import ConceptPart, Reading
from search.words import all_stems


def query_of(request: HttpRequest) -> Query:
    """The question in the address. Of one that asks too much nothing is left out: another answer would be wrong."""
    query = Query.from_params({name: request.GET.getlist(name) for name in request.GET})
    if query.asks_too_much:
        raise BadRequest(
            _("Too many filters at once. Use at most %(filters)s filters with %(values)s values in all.")
            % {"filters": MOST_FILTERS, "values": MOST_ASKED}
        )
    return query


@require_safe
@for_its_reader
def datasets(request: HttpRequest) -> HttpResponse:
    """Datasets that answer the question in the address. The address is the whole state."""
    keeping_up.start()
    query = query_of(request)
    audiences = policy.viewer_of(request.user).audiences
    try:
        found = answer(query, engine(), audiences)
        context = _context(request, query, found, engine(), audiences)
    except Unavailable:
        return unavailable(request)
    last = max(1, -(-found.results.total // SIZE))
    if query.page > min(last, LAST_PAGE):
        raise Http404(
            _("There is no page “%(page)s” here: the pages are 1 to %(last)s.") % {"page": query.page, "last": last}
        )
    return render(request, "search/list.html", context)


def unavailable(request: HttpRequest) -> HttpResponse:
    return errors.problem(request, 503, _("Search does not answer"), _("Try again in a moment. Pages and lists work."))


def _context(
    request: HttpRequest, query: Query, found: Answer, asked: Engine, audiences: frozenset[str]
) -> dict[str, Any]:
    results = found.results
    inside = {key[3:]: text for key, text in request.GET.items() if key.startswith("in_") and text.strip()}
    return {
        "query": query,
        "answer": found,
        "hits": [shown(hit, found.reading, is_certain=not query.maybe) for hit in results.hits],
        "total": results.total,
        "patients": rounded(results.patients),
        "maybe": [shown(hit, found.reading, is_certain=False) for hit in found.maybe.hits] if found.maybe else [],
        "maybe_total": found.maybe.total if found.maybe else 0,
        "maybe_address": replace(query, maybe=True, page=1).address(),
        "certain_address": replace(query, maybe=False, page=1).address(),
        "facets": filters.facets(found, asked, audiences, inside),
        "ranges": filters.ranges(found),
        "chips": filters.chips(query),
        "understood": filters.understood(found.reading),
        "as_words": filters.as_words(found.reading),
        "drops": filters.drops(found),
        "did_you_mean": replace(query, text=found.did_you_mean, page=1) if found.did_you_mean else None,
        "sorts": [(sort, _sort_label(sort)) for sort in SORTS],
        "views": [(view, replace(query, view=view).address(), name) for view, name in _views()],
        "exports": exports.links(query),
        "atom": query.address(".atom"),
        "result_page": Paginator(range(results.total), SIZE).get_page(query.page),
        "plain_address": Query(text=query.text, off=query.off, view=query.view).address(),
        "kept": [(name, value) for name, value in query.to_params() if name in _KEPT],
    }


# What the form sends on that has no control of its own.
_KEPT = ("off", "match", "view", "like")


def shown(hit: Hit, reading: Reading, *, is_certain: bool = True) -> dict[str, Any]:
    """A hit as a card or a row shows it."""
    language = language_of_page()
    return {
        "address": hit.address,
        "slug": hit.address.rsplit("/", 1)[-1],
        "iri": hit.iri,
        "card": hit.card,
        "fair": hit.shown.get("fair"),
        "highlight": highlighted(hit.card, marked(reading)),
        "reasons": reasons(hit, reading, language),
        "unknown": [] if is_certain else unknown(hit, reading, language),
    }


def marked(reading: Reading) -> frozenset[str]:
    """The stems that are marked in a description: those of the words that are searched, as text or as concepts."""
    words: list[str] = []
    for part in reading.parts:
        words += part.words if isinstance(part, ConceptPart) else [part.word]
    for item in reading.items:
        words += item.phrase.split() if item.values else []
    return all_stems(word for word in words if len(word) > 1)


def rounded(total: int) -> int:
    """A sum of certain counts, down to a multiple of the limit below which counts are not shown."""
    return total - total % settings.SMALL_CELL_LIMIT


def _sort_label(sort: str) -> str:
    names = {
        "relevance": _("Relevance"),
        "newest": _("Newest"),
        "changed": _("Last changed"),
        "patients": _("Patients"),
    }
    names |= {"title": _("Title"), "fair": _("Completeness")}
    return names[sort]


def _views() -> list[tuple[str, str]]:
    return [("list", _("List")), ("table", _("Table"))]


def language_of_page() -> str:
    return (get_language() or "en")[:2]
