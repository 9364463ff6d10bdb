"""Whatever is asked or sent, the answer is one that the door knows: never a failure, and nothing is kept."""

import json

import pytest
from django.test import RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from catalog.models import IndexEntry, Resource, Token
from catalog.protocols.fdp.urls import urlpatterns
from tests.catalog.factories import resource

pytestmark = pytest.mark.django_db
KNOWN = {200, 303, 400, 401, 403, 404, 405, 412, 413, 429}
ODD = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", "-1", "0", "9" * 15, "9" * 40, "1e9", "²", "\0", "x" * 3000, "https://data.example.org/\0", "page"]
    ),
)
PATHS = [
    "/fdp", "/fdp/expanded", "/fdp/spec", "/fdp/meta", "/fdp/page/catalog", "/fdp/catalog", "/fdp/dataset/set", "/fdp/catalog/_all",
    "/fdp/dataset/set/page/distribution", "/fdp/catalog/_all/page/dataset", "/fdp/label", "/fdp/index/entries", "/fdp/index/entries/all",
    "/fdp/resource-definitions", "/fdp/metadata-schemas/public", "/fdp/profile/00000000-0000-0000-0000-000000000000", "/fdp/users/current",
]  # fmt: skip
CALM = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@CALM
@given(
    path=st.sampled_from(PATHS),
    query=st.dictionaries(st.sampled_from(["page", "size", "after", "iri", "permit"]), ODD),
    accept=ODD,
)
def test_no_question_makes_it_fail(client, path, query, accept):
    if not Resource.objects.exists():
        resource("dataset", slug="set")
    accept = accept.encode("ascii", "ignore").decode().replace("\n", "").replace("\r", "")
    assert client.get(path, query, headers={"accept": accept}).status_code in KNOWN


@CALM
@given(body=st.one_of(st.binary(max_size=200), ODD.map(str.encode), st.dictionaries(st.text(max_size=12), ODD).map(lambda d: json.dumps(d).encode())),
       path=st.sampled_from(["/fdp", "/fdp/tokens", "/fdp/search", "/fdp/dataset", "/fdp/catalog"]),
       media_type=st.sampled_from(["application/json", "text/turtle", "application/ld+json", "application/rdf+xml", "text/plain", "x"]))  # fmt: skip
def test_no_body_makes_it_fail_and_none_is_kept(client, people, body, path, media_type):
    before = Token.objects.count()
    headers = people.bearing("curator") if "tokens" not in path else {}
    answer = client.post(path, body, content_type=media_type, headers=headers)
    assert answer.status_code in KNOWN
    assert not Resource.objects.exists()
    assert not IndexEntry.objects.exists()
    assert Token.objects.count() == before + ("tokens" not in path)


@pytest.mark.parametrize("query", ["organisation=%00", "organisation=" + "x" * 3000])
def test_an_odd_organisation_is_one_that_nobody_is_in(client, people, query):
    assert client.post(f"/fdp/dataset?{query}", "<> a <http://www.w3.org/ns/dcat#Dataset>.", content_type="text/turtle",
                       headers=people.bearing("curator")).status_code == 403  # fmt: skip


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: str(pattern.pattern))
def test_every_address_answers_options_and_refuses_what_it_has_not(client, pattern):
    for method, status in (("options", 204), ("trace", 405)):
        assert pattern.callback(getattr(RequestFactory(), method)("/fdp")).status_code == status
