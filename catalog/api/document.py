"""The OpenAPI 3.1 document, its page, and the entrance that leads to both."""

from functools import cache
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from drf_spectacular.generators import SchemaGenerator
from rest_framework.request import Request
from rest_framework.response import Response

from catalog.api import describing
from catalog.api.door import Door
from catalog.api.problems import Problem
from catalog.api.schemas import SCHEMAS
from catalog.pages.signposting import absolute
from fair_metadata.flat import schemas
from fair_metadata.profiles import DEFAULT


class Entrance(Door):
    """Where everything is."""

    @describing.entrance
    def get(self, request: Request) -> Response:
        names = ("resources", "bulk", "search", "suggest", "facets", "vocabularies", "organisations")
        links = {name: absolute(f"/api/{name}") for name in (*names, "me", "tokens", "saved", "schema", "docs")}
        return Response({"name": settings.CATALOGUE_NAME, "version": settings.SPECTACULAR_SETTINGS["VERSION"], **links})


class Nothing(Door):
    """What is not there is answered as everything else: with problem details."""

    schema = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        raise Problem(404, "There is no such address. “/api/” says what there is.")


@cache
def document() -> dict[str, Any]:
    """The OpenAPI document: made once, as the code does not change while it runs."""
    made: dict[str, Any] = SchemaGenerator().get_schema(request=None, public=True)
    made["servers"] = [{"url": settings.BASE_URL}]
    components = made.setdefault("components", {})
    components["schemas"] = SCHEMAS | schemas(DEFAULT) | components.get("schemas", {})
    components["securitySchemes"] = {"bearer": {"type": "http", "scheme": "bearer"}}
    return made


class Document(Door):
    """The OpenAPI document as JSON."""

    schema = None

    def get(self, request: Request) -> Response:
        return Response(document())


# Swagger UI draws its arrows as pictures inside its styles. All that it loads is from here.
@csp_update({"img-src": [SELF, "data:"]})  # type: ignore[untyped-decorator]
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Every operation on one page, to read and to try."""
    return render(request, "api/docs.html", {"schema": "/api/schema"})
