"""The endpoint for people: a form that needs no script, and results as a table with links."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import urlencode

import pyoxigraph
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from pyoxigraph import Literal, NamedNode, QueryResultsFormat, RdfFormat

from catalog import browse, policy
from catalog.language import current_language
from catalog.models import Resource
from catalog.pages import asking
from fair_metadata.namespaces import short
from fair_metadata.negotiation import Choice, choose
from fair_metadata.vocabularies import label
from search.sparql import answering, examples, protocol
from search.sparql.formats import HTML, TABLES, TRIPLES, forms_of
from search.sparql.protocol import Asked
from search.sparql.troubles import Trouble
from search.sparql.workers import Answered

SHOWN = 200  # rows on a page
COUNTED = 10_000  # rows that are counted for a page; of more it is said that there are more
_ADDRESS = 3_000  # characters of a query that an address may carry to any server
_DETAILS = Choice("json", ("application/problem+json", "application/json", "application/sparql-results+json"))
_TRIPLE = ("subject", "predicate", "object")


@dataclass(frozen=True, slots=True)
class Cell:
    """A term as people read it: `here` is the page that we have of it, `there` its own address on the web."""

    text: str = ""
    label: str = ""
    here: str = ""
    there: str = ""
    language: str = ""
    datatype: str = ""


@dataclass(frozen=True, slots=True)
class Results:
    """What is shown of an answer: some rows of all, or yes or no. `more`: there are more rows than were counted."""

    names: tuple[str, ...] = ()
    rows: tuple[tuple[Cell, ...], ...] = ()
    total: int = 0
    more: bool = False
    is_true: bool | None = None


def is_liked_best(request: HttpRequest) -> bool:
    """Is HTML what the client likes better than what programs read?"""
    return choose((_DETAILS, HTML), accept=request.headers.get("Accept", "") or "*/*") is HTML


def form(request: HttpRequest, text: str, *, trouble: Trouble | None = None) -> HttpResponse:
    """The form with the query that was asked, or the example that the address names, and what went wrong."""
    example = examples.by_name(request.GET.get("example", ""))
    return _page(request, {"text": text or (example.query if example else ""), "trouble": trouble})


def results(request: HttpRequest, asked: Asked, viewer: policy.Viewer) -> HttpResponse:
    """`Failed`, `Busy` and `Unavailable` as for programs."""
    media_type = RdfFormat.N_TRIPLES.media_type if asked.query.gives_triples else TABLES[0].media_type
    start = time.perf_counter()
    answered = answering.answer(asked, media_type, viewer, answering.client_of(request, viewer))
    seconds = time.perf_counter() - start
    shown = _shown(answered, viewer)
    return _page(
        request,
        {
            "text": asked.query.text,
            "results": shown,
            "seconds": seconds,
            "forms": forms_of(asked.query.form),
            "graphs": _graphs(asked),
            "address": _address(asked),
        },
    )


def _page(request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
    context |= {
        "examples": examples.EXAMPLES,
        "limits": limits(),
        "endpoint": protocol.endpoint(),
        "yasgui": _yasgui(context["text"]),
        "triple_forms": TRIPLES,
        "shown": SHOWN,
        "counted": COUNTED,
    }
    response = render(request, "search/sparql.html", context)
    whose = "public" if asking.viewer(request).user_id is None else "private"
    patch_cache_control(response, no_cache=True, **{whose: True})
    patch_vary_headers(response, ("Accept", "Accept-Language", "Authorization", "Cookie"))
    return response


def limits() -> dict[str, Any]:
    """What an answer may take."""
    return {
        "seconds": f"{settings.SPARQL_DEADLINE:g}",
        "rows": settings.SPARQL_ROWS,
        "megabytes": settings.SPARQL_ANSWER_MB,
        "memory": settings.SPARQL_MEMORY_MB,
    }


def _address(asked: Asked) -> str:
    """The address of this question, to be kept and sent on; none when it would be too long for some server."""
    address = "/sparql?" + urlencode([("query", asked.query.text), *_graphs(asked)])
    return address if len(address) <= _ADDRESS else ""


def _graphs(asked: Asked) -> list[tuple[str, str]]:
    default, named = asked.default_graphs or (), asked.named_graphs or ()
    return [("default-graph-uri", iri) for iri in default] + [("named-graph-uri", iri) for iri in named]


def _yasgui(text: str) -> str:
    """The editor that the operators chose, told what to ask and where; "" unless they chose one."""
    if not settings.SPARQL_YASGUI:
        return ""
    return f"{settings.SPARQL_YASGUI}?{urlencode({'endpoint': protocol.endpoint(), 'query': text})}"


# Results.


def _shown(answered: Answered, viewer: policy.Viewer) -> Results:
    with answered.file as file:
        if answered.media_type == RdfFormat.N_TRIPLES.media_type:
            triples = pyoxigraph.parse(file, format=RdfFormat.N_TRIPLES)
            return _table(_TRIPLE, ((t.subject, t.predicate, t.object) for t in triples), viewer)
        found = pyoxigraph.parse_query_results(file, format=QueryResultsFormat.JSON)
        if isinstance(found, pyoxigraph.QueryBoolean):
            return Results(is_true=bool(found))
        assert isinstance(found, pyoxigraph.QuerySolutions)
        names = tuple(variable.value for variable in found.variables)
        return _table(names, ([row[name] for name in names] for row in found), viewer)


def _table(names: tuple[str, ...], rows: Iterator[Iterable[Any]], viewer: policy.Viewer) -> Results:
    first = [tuple(row) for row in islice(rows, SHOWN)]
    others = sum(1 for _ in islice(rows, COUNTED - SHOWN))
    more = next(rows, None) is not None
    pages = _pages({term.value for row in first for term in row if isinstance(term, NamedNode)}, viewer)
    shown = tuple(tuple(_cell(term, pages) for term in row) for row in first)
    return Results(names, shown, len(first) + others, more)


def _pages(iris: set[str], viewer: policy.Viewer) -> dict[str, str]:
    """The landing page of each of these IRIs that has one for this viewer."""
    shown = policy.visible(viewer) & ~policy.REFERENCES
    rows = Resource.objects.filter(shown, iri__in=sorted(iris)).only("iri", "kind", "slug")
    return {row.iri: browse.address(row) for row in rows}


def _cell(term: Any, pages: dict[str, str]) -> Cell:
    if isinstance(term, NamedNode):
        iri = term.value
        there = iri if iri.startswith(("https://", "http://")) else ""
        return Cell(short(f"<{iri}>"), label(iri, current_language()) or "", pages.get(iri, ""), there)
    if isinstance(term, Literal):
        datatype = "" if term.language or term.datatype.value.endswith("#string") else str(term.datatype)
        return Cell(term.value, language=term.language or "", datatype=short(datatype) if datatype else "")
    return Cell("" if term is None else str(term))
