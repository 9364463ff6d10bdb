"""Suggestions while one types: concepts, organisations, variables and titles, of what the reader may see."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from catalog.language import current_language
from catalog.pages import asking
from search.answering import asked
from search.engines import Engine, Unavailable, engine
from search.explaining import called
from search.fields import FACET
from search.pages.keeping import for_its_reader
from search.query import Query
from search.understanding.lexicon import lexicon
from search.words import split

EACH = 4  # of one kind
SHORTEST = 2  # letters


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something to choose: what it is, its text, and where it leads."""

    kind: str
    text: str
    address: str


@require_safe
@for_its_reader
def suggest(request: HttpRequest) -> HttpResponse:
    """A list for the search box, as HTML or (by Accept) as JSON."""
    query = Query.from_params({"q": request.GET.getlist("q")})
    try:
        found = suggestions(query, engine(), asking.viewer(request).audiences)
    except Unavailable:
        found = []
    if "application/json" in request.headers.get("Accept", ""):
        return JsonResponse([{"kind": s.kind, "text": s.text, "address": s.address} for s in found], safe=False)
    return render(request, "search/suggestions.html", {"suggestions": found})


def suggestions(query: Query, engine: Engine, audiences: Collection[str]) -> list[Suggestion]:
    """The most likely first of each kind; nothing for what is too short to mean something."""
    if len(query.text.strip()) < SHORTEST:
        return []
    found = [*_concepts(query), *_names(query, engine, audiences), *_titles(query, engine, audiences)]
    return list({(s.kind, s.text): s for s in found}.values())


def _concepts(query: Query) -> Iterator[Suggestion]:
    seen: set[str] = set()
    for _name, meaning in lexicon().beginning(query.text, 4 * EACH):
        value = meaning.concepts[0]
        if value in seen or len(seen) == EACH:
            continue
        seen.add(value)
        label = FACET[meaning.key].label.get(current_language()) or FACET[meaning.key].label["en"]
        address = "/datasets?" + urlencode({meaning.key: value})
        yield Suggestion(label, called(value, current_language()), address)


def _names(query: Query, engine: Engine, audiences: Collection[str]) -> Iterator[Suggestion]:
    begun = " ".join(split(query.text))
    for kind, key, label in (("organisation", "publisher", _("Organisation")), ("variable", "variable", _("Variable"))):
        for term, _count in engine.beginning("names", f"{kind}\t{begun}", audiences, EACH):
            name = term.split("\t", 2)[-1]
            yield Suggestion(label, name, "/datasets?" + urlencode({key: name}))


def _titles(query: Query, engine: Engine, audiences: Collection[str]) -> Iterator[Suggestion]:
    ask = replace(asked(replace(query, sort="relevance"), size=EACH), filters={})
    for hit in engine.search(ask, audiences, counted=False).hits:
        titles = hit.card.get("title") or {}
        text = titles.get(current_language()) or titles.get("en") or next(iter(titles.values()), hit.iri)
        yield Suggestion(_("Dataset"), str(text), hit.address)
