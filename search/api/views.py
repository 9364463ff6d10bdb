"""Search, suggestions and filters as JSON: the same questions and the same answers as the pages have."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api.describing import ANYTHING, reading
from catalog.api.door import Door, number, viewer_of
from catalog.api.problems import Problem
from catalog.language import current_language
from search import keeping_up
from search.answering import answer
from search.engines import Unavailable, engine
from search.explaining import called
from search.fields import FACET, FACETS, RANGES
from search.pages.asked import query_of
from search.pages.exports import MOST, PATIENTS_BY, as_json
from search.pages.suggestions import suggestions
from search.query import SIZE, SORTS, Query


def _query(name: str, about: str, kind: Any = OpenApiTypes.STR, **more: Any) -> OpenApiParameter:
    return OpenApiParameter(name, kind, OpenApiParameter.QUERY, description=about, **more)


_TEXT = _query("q", "A question in words, names or codes.")
_ASKED = (
    _TEXT,
    *(_query(facet.key, facet.label["en"], many=True) for facet in FACETS),
    *(_query(f"{known.key}_{end}", known.label["en"]) for known in RANGES for end in ("min", "max")),
    _query("sort", "The order.", enum=list(SORTS)),
    _query("page", "Which page.", OpenApiTypes.INT),
    _query("size", f"Datasets on a page, at most {MOST}.", OpenApiTypes.INT),
)


def _while_it_answers(view: Callable[..., Response]) -> Callable[..., Response]:
    """503 when the engine does not answer: everything else of the API works."""

    @wraps(view)
    def answered(*args: Any, **kwargs: Any) -> Response:
        keeping_up.start()
        try:
            return view(*args, **kwargs)
        except Unavailable:
            detail = "Try again in a moment. Everything else of the API works."
            raise Problem(503, detail, headers={"Retry-After": "10"}) from None

    return answered


class Search(Door):
    """One page of results, with counts, what was understood and what may match."""

    @reading(
        "search",
        "Find datasets; the same as /datasets.json",
        answers={200: ANYTHING},
        problems=(503,),
        parameters=_ASKED,
        tag="search",
    )
    @_while_it_answers
    def get(self, request: Request) -> Response:
        query, size = query_of(request._request), max(1, number(request, "size", SIZE, most=MOST))
        found = answer(query, engine(), viewer_of(request).audiences, size=size, patients_by=PATIENTS_BY)
        return Response(as_json(found, query, size))


class Suggest(Door):
    """What one may mean while one types."""

    @reading(
        "suggest",
        "Concepts, organisations, variables and titles that begin so",
        answers={200: ANYTHING},
        problems=(503,),
        parameters=(_TEXT,),
        tag="search",
    )
    @_while_it_answers
    def get(self, request: Request) -> Response:
        query = Query.from_params({"q": request.query_params.getlist("q")})
        found = suggestions(query, engine(), viewer_of(request).audiences)
        return Response({"items": [{"kind": s.kind, "text": s.text, "address": s.address} for s in found]})


class Filters(Door):
    """The filters and ranges that a search can have."""

    @reading("listFacets", "All filters and ranges", answers={200: ANYTHING}, tag="search")
    def get(self, request: Request) -> Response:
        tag = current_language()
        filters = [
            {"key": f.key, "label": f.label.get(tag, f.label["en"]), "vocabulary": f.vocabulary or None} for f in FACETS
        ]
        ranges = [{"key": r.key, "label": r.label.get(tag, r.label["en"]), "is_date": r.is_date} for r in RANGES]
        return Response({"filters": filters, "ranges": ranges})


class OneFilter(Door):
    """The values of one filter among the results of a search, with how many datasets have each."""

    @reading(
        "readFacet",
        "The values of one filter, with counts",
        answers={200: ANYTHING},
        problems=(404, 503),
        parameters=_ASKED,
        tag="search",
    )
    @_while_it_answers
    def get(self, request: Request, key: str) -> Response:
        if key not in FACET:
            raise Problem(404, f"There is no filter “{key}”. There are: {', '.join(FACET)}.")
        found = answer(query_of(request._request), engine(), viewer_of(request).audiences, size=1)
        values = found.results.facets.get(key, ())
        items = [
            {"value": value, "label": called(value, current_language()), "count": count} for value, count in values
        ]
        return Response({"key": key, "items": items})
