"""`/label?iri=`: what to call something. Only what is known here: an address that somebody asks for is not fetched."""

from collections.abc import Iterator, Mapping
from functools import cache

from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.utils.cache import patch_vary_headers

from catalog import policy
from catalog.language import current_language
from catalog.models import Resource
from catalog.policy import Viewer
from catalog.protocols.fdp.answering import Refused, viewer
from catalog.protocols.fdp.shapes import profile
from fair_metadata.namespaces import FDP, LDP
from fair_metadata.profile import Words
from fair_metadata.profiles import DEFAULT
from fair_metadata.terms import iri
from fair_metadata.vocabularies import label as label_of_concept

LONGEST = 2000


def label(request: HttpRequest) -> HttpResponseBase:
    """In the language that the client reads, else in English, else as it is called."""
    asked = request.GET.get("iri", "")
    if not asked or len(asked) > LONGEST or "\0" in asked:
        raise Refused(400, "Ask with ?iri=… for the name of something that has an IRI.")
    language = current_language()
    for found in _names(asked, language, viewer(request)):
        response = JsonResponse({"label": found[0], "language": found[1]})
        patch_vary_headers(response, ("Accept-Language", "Authorization", "Cookie"))
        return response
    raise Http404("Nothing here has a name for it.")


def _names(asked: str, language: str, whom: Viewer) -> Iterator[tuple[str, str]]:
    """Names in the order in which they are trusted: a description here, a code list, a term of the profile."""
    row = Resource.objects.filter(policy.visible(whom), iri=asked).first()
    if row is not None and row.card.get("title"):
        yield _chosen(row.card["title"], language)
    if known := label_of_concept(asked, language):
        yield known, language
    if words := _terms().get(asked):
        yield _chosen(words, language)


def _chosen(words: Words, language: str) -> tuple[str, str]:
    tag = next((tag for tag in (language, "en", "") if words.get(tag)), next(iter(words)))
    return words[tag], tag


@cache
def _terms() -> Mapping[str, Words]:
    """Classes and properties of the profiles, and those that only a FAIR Data Point speaks of."""
    found: dict[str, Words] = {
        iri(FDP.FAIRDataPoint): {"en": "FAIR Data Point"},
        iri(LDP.DirectContainer): {"en": "Container"},
    }
    for known in (profile(), DEFAULT):
        for shape in known.shapes.values():
            found |= {iri(row.path): row.label for row in shape.properties}
            found |= {iri(shape.target): shape.label} if shape.target else {}
    return found
