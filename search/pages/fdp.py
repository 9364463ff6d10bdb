"""The search of the FAIR Data Point: asked as its clients ask, ranked as our own search ranks."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponseBase, JsonResponse

from catalog.browse import SECTIONS
from catalog.pages import asking
from catalog.protocols.fdp import bodies, places
from catalog.protocols.fdp.answering import Refused, door
from catalog.protocols.fdp.definitions import OF_KIND
from fair_metadata.namespaces import DCAT
from fair_metadata.terms import iri
from search import keeping_up
from search.answering import answer
from search.engines import Hit, Unavailable, engine
from search.pages.asked import unavailable
from search.query import Query

MOST = 100  # the reference answers with all at once


def _search(request: HttpRequest) -> HttpResponseBase:
    """`{"q": …}`: the best hundred, the best first; what a member may see is found by their token."""
    words = bodies.json_object(request).get("q")
    if not isinstance(words, str):
        raise Refused(400, "Send “q”: what to look for.")
    keeping_up.start()
    query = Query.from_params({"q": [words[:1000]]})
    try:
        found = answer(query, engine(), asking.viewer(request).audiences, size=MOST, beside=False)
    except Unavailable:
        return unavailable(request)
    return JsonResponse([_as_json(hit) for hit in found.results.hits], safe=False)


def _as_json(hit: Hit) -> dict[str, Any]:
    section, slug = hit.address.strip("/").split("/")
    kind = SECTIONS[section]
    themes = [{"predicate": iri(DCAT.theme), "object": theme} for theme in hit.card.get("themes", ())]
    return {
        "uri": places.address_of(kind, slug),
        "iri": hit.iri,
        "types": [iri(each) for each in OF_KIND[kind].classes],
        "title": _text(hit.card, "title") or hit.iri,
        "description": _text(hit.card, "description"),
        "relations": themes,
    }


def _text(card: Mapping[str, Any], name: str) -> str:
    texts = card.get(name) or {}
    return str(texts.get("en") or next(iter(texts.values()), ""))


search = door({"POST": _search})
