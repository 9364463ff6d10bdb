"""The OpenAPI document says what the API does: every address, every status; nothing that is sent makes it fail."""

import json
from copy import deepcopy

import pytest
import schemathesis
from django.contrib.staticfiles import finders
from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from catalog.api.document import document
from tests.catalog.api.asking import Asks, people, put

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


LIKELY = {
    "slug": ["one", "holder"],
    "If-Match": ["*", '"old"'],
    "name": ["mondo"],
    "key": ["publisher"],
    "number": [1, 2],
    "iri": ["http://purl.obolibrary.org/obo/MONDO_0009693"],
    "organisation": ["holder"],
}


@schemathesis.serializer("application/x-ndjson")
def as_lines(context, value):
    return b"\n".join(json.dumps(entry).encode() for entry in (value if isinstance(value, list) else [value, value]))


@schemathesis.serializer("text/turtle", "application/rdf+xml", "application/n-triples")
def as_text(context, value):
    return str(value).encode("utf-8", "replace")


def easily_made():
    """The document with a few properties of each shape: to invent all of them at once would take minutes."""
    made = deepcopy(document())
    for schema in made["components"]["schemas"].values():
        if "also" in schema.get("properties", {}):
            few = list(schema["properties"].items())[:8]
            schema["properties"] = {name: one if name == "title" else {} for name, one in few}
    for operation in (op for path in made["paths"].values() for op in path.values()):
        for parameter in operation.get("parameters", ()):
            if parameter["name"] in LIKELY:  # what is there as often as what chance invents
                parameter["schema"] = {"anyOf": [{"enum": LIKELY[parameter["name"]]}, parameter["schema"]]}
    return made


APPLICATION = get_wsgi_application()
SCHEMA = schemathesis.openapi.from_dict(easily_made())
ANY = settings(max_examples=5, derandomize=True, database=None, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.fixture
def world(index, transactional_db, settings):
    """A catalogue with something in it; how often one may ask is not what is asked here."""
    settings.API_RATE = settings.API_RATE_KNOWN = 10**9
    asks = people()
    put(slug="one", organisation=asks.holder)
    return asks


def test_every_address_is_described_and_no_other():
    patterns = [p for part in get_resolver().url_patterns for p in part.url_patterns]
    views = {str(p.pattern).replace("<slug:", "{").replace("<int:", "{").replace(">", "}") for p in patterns}
    ours = {f"/{view}" for view in views if view.startswith("api/")} - {"/api/schema", "/api/docs"}
    assert set(document()["paths"]) == ours


def test_every_reference_leads_somewhere_and_every_operation_says_what_it_is():
    text, known = str(document()), document()["components"]["schemas"]
    used = {part.split("'")[0] for part in text.split("#/components/schemas/")[1:]}
    assert used - known.keys() == set()
    operations = [op for path in document()["paths"].values() for op in path.values()]
    assert len({op["operationId"] for op in operations}) == len(operations)
    assert all(op["summary"] and op["tags"] and {"400", "429"} <= op["responses"].keys() for op in operations)
    assert document()["openapi"].startswith("3.1")


def test_the_page_loads_nothing_from_elsewhere(client):
    page = client.get("/api/docs")
    assert (page.status_code, b"//" in page.content.replace(b"</", b"")) == (200, False)
    assert "unsafe" not in page["Content-Security-Policy"]
    for asset in ("drf_spectacular_sidecar/swagger-ui-dist/swagger-ui-bundle.js", "api/docs.js"):
        assert finders.find(asset), asset


@pytest.mark.slow
@SCHEMA.include(method="GET").parametrize()
@ANY
def test_whatever_nobody_in_particular_asks_is_answered_as_the_document_says(case, world):
    answered_as_described(case, world.nobody)


@pytest.mark.slow
@SCHEMA.parametrize()
@ANY
def test_whatever_a_reviewer_sends_is_answered_as_the_document_says(case, world):
    answered_as_described(case, world.reviewer)


def answered_as_described(case, asks: Asks):
    headers = {name.title(): value for name, value in asks.headers.items()}
    response = case.call(app=APPLICATION, base_url="http://testserver", headers=headers)
    case.validate_response(response, checks=CHECKS)
