"""Code lists and terminologies: which there are, what stands in them, and what something is called."""

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api import describing
from catalog.api.door import Door, number
from catalog.api.problems import Problem
from catalog.language import current_language
from fair_metadata.vocabularies import Concept, Vocabulary, concept, folded, names, vocabulary

PAGE, LARGEST_PAGE = 50, 1000


class Vocabularies(Door):
    """All of them, with source, licence and credit."""

    @describing.vocabularies
    def get(self, request: Request) -> Response:
        return Response({"items": [_about(vocabulary(name)) for name in names()]})


class Concepts(Door):
    """The concepts of one, all of them or those that are called so."""

    @describing.concepts
    def get(self, request: Request, name: str) -> Response:
        known = _vocabulary(name)
        size, start = (
            max(1, number(request, "limit", PAGE, most=LARGEST_PAGE)),
            number(request, "cursor", 0, most=10**9),
        )
        found = _searched(known, request.query_params.get("q", ""))
        more = start + size if start + size < len(found) else None
        items = [_entry(entry, current_language()) for entry in found[start : start + size]]
        return Response(_about(known) | {"total": len(found), "items": items, "next_cursor": more})


class OneConcept(Door):
    """The concept with an IRI, under whatever host its list is published."""

    @describing.concept
    def get(self, request: Request) -> Response:
        found = concept(request.query_params.get("iri", ""))
        if found is None:
            raise Problem(404, "No list here has a concept with this IRI. “/api/vocabularies” lists them.")
        return Response(_whole(found))


def _vocabulary(name: str) -> Vocabulary:
    if name not in names():
        raise Problem(404, f"There is no list “{name}”. There are: {', '.join(names())}.")
    return vocabulary(name)


def _searched(known: Vocabulary, text: str) -> list[Concept]:
    """What is called or coded exactly so, then what a name of begins so, then what has it in a name."""
    if not text.strip():
        return list(known.concepts.values())
    wanted = folded(text)
    begun = [c for c in known.concepts.values() if any(name.startswith(wanted) for name in _names(c))]
    inside = [c for c in known.concepts.values() if any(wanted in name for name in _names(c))]
    return list(dict.fromkeys([*known.find(text), *known.by_code(text), *begun, *inside]))


def _names(entry: Concept) -> list[str]:
    synonyms = [text for texts in entry.synonyms.values() for text in texts]
    return [folded(text) for text in (*entry.labels.values(), *synonyms, entry.notation)]


def _about(known: Vocabulary) -> dict[str, Any]:
    told = {n: getattr(known, n) for n in ("name", "scheme", "title", "source", "licence", "credit")}
    return told | {"concepts": len(known.concepts)}


def _entry(entry: Concept, tag: str) -> dict[str, Any]:
    return {"iri": entry.iri, "notation": entry.notation, "label": entry.label(tag), "broader": list(entry.broader)}


def _whole(entry: Concept) -> dict[str, Any]:
    synonyms = {tag: list(texts) for tag, texts in entry.synonyms.items()}
    return _entry(entry, current_language()) | {
        "labels": dict(entry.labels),
        "synonyms": synonyms,
        "codes": list(entry.codes),
    }
