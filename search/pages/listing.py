"""The list page: search, filters, counts, pages. It reads the index and parses no RDF."""

from dataclasses import replace
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog import policy
from catalog.language import current_language
from catalog.models import Kind, Resource
from catalog.pages import asking
from catalog.templatetags.marrow import facts, words
from search import keeping_up
from search.answering import Answer, answer
from search.engines import Engine, Hit, Unavailable, engine
from search.explaining import reasons, unknown
from search.fields import FACET, OTHER
from search.pages import exports, filters
from search.pages.asked import at_least, query_of, unavailable
from search.pages.highlighting import highlighted
from search.pages.keeping import for_its_reader
from search.query import LAST_PAGE, SIZE, SORTS, Query
from search.saved import offering
from search.understanding import Reading
from search.words import all_stems


@require_safe
@for_its_reader
def datasets(request: HttpRequest) -> HttpResponse:
    """Datasets that answer the question in the address. The address is the whole state."""
    keeping_up.start()
    query = query_of(request)
    viewer = asking.viewer(request)
    try:
        whole = tuple(key for key in request.GET.getlist("all") if key in FACET)
        found = answer(query, engine(), viewer.audiences, patients_by=whole)
        context = _context(request, query, found, engine(), viewer)
    except Unavailable:
        return unavailable(request)
    last = max(1, -(-found.results.total // SIZE))
    if query.page > min(last, LAST_PAGE):
        raise Http404(
            _("There is no page “%(page)s” here: the pages are 1 to %(last)s.") % {"page": query.page, "last": last}
        )
    response = render(request, "search/list.html", context)
    if request.headers.get("HX-Target") == "results":
        response["HX-Push-Url"] = query.address()  # without what the form leaves empty
    return response


def _context(request: HttpRequest, query: Query, found: Answer, asked: Engine, viewer: policy.Viewer) -> dict[str, Any]:
    inside = {key[3:]: text for key, text in request.GET.items() if key.startswith("in_") and text.strip()}
    facets = filters.facets(found, asked, viewer.audiences, inside, request.GET.getlist("all"))
    return {
        **_question(query, found, viewer),
        **_hits(query, found),
        "say": filters.sayings(),
        "facets_before": [facet for facet in facets if facet["key"] in BEFORE_RANGES],
        "ranges": filters.ranges(found),
        "facets_after": [facet for facet in facets if facet["key"] not in BEFORE_RANGES],
        "sorts": [(sort, _sort_label(sort)) for sort in SORTS],
        "views": [(view, replace(query, view=view).address(), name) for view, name in _views()],
        "exports": exports.links(query),
        "save": offering.to_save(query),
        "follow": offering.to_follow(found.reading),
        "atom": query.address(".atom"),
        "canonical": settings.BASE_URL + query.address(),
    }


def _question(query: Query, found: Answer, viewer: policy.Viewer) -> dict[str, Any]:
    """What is asked, in words, each with the address that takes it back."""
    chips, reading = filters.chips(query), found.reading
    model = _called_like(query.like, viewer) if query.like else ""
    return {
        "query": query,
        "title": _title(query, model, chips),
        "model": model,
        "model_address": f"/datasets/{query.like}" if model else "",
        "unlike_address": replace(query, like="", page=1).address(),
        "understood": filters.understood(reading),
        "as_words": filters.as_words(reading),
        "understand_address": replace(query, off=(), page=1).address(),
        "chips": chips,
        "in_use": len(chips) + len(reading.items),
        "plain_address": Query(text=query.text, off=query.off, view=query.view).address(),
        "drops": filters.drops(found),
        "did_you_mean": replace(query, text=found.did_you_mean, page=1) if found.did_you_mean else None,
        "kept": [(name, value) for name, value in query.to_params() if _is_kept(name, value)],
    }


def _hits(query: Query, found: Answer) -> dict[str, Any]:
    """What was found, and what may match beside it."""
    results, maybe, stems = found.results, found.maybe, marked(found.reading)
    return {
        "answer": found,
        "hits": [shown(hit, found.reading, stems, is_certain=not query.maybe) for hit in results.hits],
        "total": results.total,
        "patients": at_least(results.patients),
        "result_page": Paginator(range(results.total), SIZE).get_page(query.page),
        "maybe": [shown(hit, found.reading, stems, is_certain=False) for hit in maybe.hits] if maybe else [],
        "maybe_total": maybe.total if maybe else 0,
        "maybe_address": replace(query, maybe=True, page=1).address(),
        "certain_address": replace(query, maybe=False, page=1).address(),
    }


# What the form sends on that has no control of its own; with what is excluded.
_KEPT = ("off", "match", "view", "like", "changed_until")


def _is_kept(name: str, value: str) -> bool:
    return name in _KEPT or name.startswith("not_") or (name == "missing" and value in OTHER)


BEFORE_RANGES = filters.OPEN[:3]
TITLE_CHIPS = 3  # filters that a title names


def _title(query: Query, model: str, chips: list[dict[str, str]]) -> str:
    """What tells this list from others, for the window and for bookmarks."""
    asked = [query.text] if query.text else [chip["value"] for chip in chips[:TITLE_CHIPS]]
    parts = [", ".join(asked), _("like “%(title)s”") % {"title": model} if model else "", _("Datasets")]
    parts += [_("page %(n)s") % {"n": query.page}] if query.page > 1 else []
    return " – ".join(part for part in parts if part)


def _called_like(slug: str, viewer: policy.Viewer) -> str:
    """The title of the dataset whose like is wanted; "" when there is none for this reader."""
    found = Resource.objects.filter(policy.listed(viewer), kind=Kind.DATASET, slug=slug).first()
    return words(found.card.get("title")) or found.iri if found else ""


def shown(hit: Hit, reading: Reading, stems: frozenset[str], *, is_certain: bool = True) -> dict[str, Any]:
    """A hit as a card or a row shows it, with the words of these stems marked."""
    language = current_language()
    # The card has the address of a data model; the index has its name.
    card = dict(hit.card) | {"model": next(iter(hit.shown.get("own", {}).get("data_model", ())), hit.card.get("model"))}
    return {
        "address": hit.address,
        "slug": hit.address.rsplit("/", 1)[-1],
        "iri": hit.iri,
        "card": card,
        "title": words(hit.card.get("title")) or hit.iri,
        "by": words(hit.card.get("publisher")),
        "about": highlighted(hit.card, stems) or words(hit.card.get("description")),
        "facts": facts(card),
        "fair": hit.shown.get("fair"),
        "reasons": reasons(hit, reading, language),
        "unknown": [] if is_certain else unknown(hit, reading, language),
    }


def marked(reading: Reading) -> frozenset[str]:
    """The stems that are marked in a description: those of the words that are searched, as text or as concepts."""
    said: list[str] = []
    for part in reading.parts:
        said += part.words
    for item in reading.items:
        said += item.phrase.split() if item.values else []
    return all_stems(word for word in said if len(word) > 1)


def _sort_label(sort: str) -> str:
    names = {
        "relevance": _("Relevance"),
        "newest": _("Newest"),
        "changed": _("Last changed"),
        "patients": _("Patients"),
    }
    names |= {"title": _("Title"), "fair": _("FAIR points")}
    return names[sort]


def _views() -> list[tuple[str, str]]:
    return [("list", _("List")), ("table", _("Table"))]
