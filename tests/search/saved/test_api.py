"""Saved searches over the API: of the token's person, within the token's scope."""

import json
from datetime import timedelta

import pytest
from django.test import Client

from catalog import tokens
from catalog.models import Saved, Scope
from tests.catalog import factories
from tests.search.saved.eyes import anybody, eye
from tests.search.worlds import MYELOMA, put

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def reader(index):
    return anybody()


def bearer(person, scope=Scope.WRITE):
    secret = tokens.issue(person, name="t", scope=scope, lifetime=timedelta(days=1))
    return Client(headers={"authorization": f"Bearer {secret}"})


def sent(client, document):
    return client.post("/api/saved", json.dumps(document), content_type="application/json")


def test_what_is_kept_over_the_api_is_what_the_page_keeps(reader):
    row = put("one", "Registry one", organisation=factories.organisation("holder"))
    mine = bearer(reader)
    made = sent(mine, {"search": "/datasets?q=adults with AML&page=2", "name": "AML", "often": "daily"})
    saved = Saved.objects.get()
    assert (made.status_code, made["Location"]) == (201, f"/api/saved/{saved.pk}")
    assert made.json() | {"made_at": "", "due_at": ""} == {
        "id": saved.pk,
        "what": "search",
        "name": "AML",
        "often": "daily",
        "page": "http://testserver/datasets?q=adults+with+AML",
        "finds_too_much": False,
        "made_at": "",
        "due_at": "",
    }
    assert saved.known == set()
    for asked in ({"dataset": row.slug}, {"organisation": "holder"}, {"disease": MYELOMA[1:-1]}):
        assert sent(mine, asked).status_code == 201
    assert sent(mine, {"dataset": row.slug, "often": "never"}).status_code == 201
    listed = bearer(reader, Scope.READ).get("/api/saved").json()["items"]
    assert [(item["what"], item["often"]) for item in listed] == [
        ("dataset", "never"),
        ("disease", "weekly"),
        ("organisation", "weekly"),
        ("search", "daily"),
    ]
    assert mine.get(f"/api/saved/{saved.pk}").json() == made.json()
    assert mine.delete(f"/api/saved/{saved.pk}").status_code == 204
    assert mine.get(f"/api/saved/{saved.pk}").status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        [],
        {"search": 1},
        {"search": "q=a", "dataset": "one"},
        {"dataset": "hidden"},
        {"organisation": "nobody"},
        {"search": "q=a", "often": "hourly"},
        {"search": "q=a", "name": "x" * 201},
        {"search": "q=a", "other": "x"},
        {"search": "q=a", "name": "a\0b"},
    ],
)
def test_what_names_nothing_is_refused_and_nothing_is_kept(reader, wrong):
    row = put("hidden", "Hidden", publish=False, organisation=factories.organisation("holder"))
    type(row).objects.update(slug="hidden")
    answer = sent(bearer(reader), wrong)
    assert (answer.status_code, answer["Content-Type"]) == (422, "application/problem+json")
    assert not Saved.objects.exists()


def test_a_token_that_may_only_read_changes_nothing_and_nobody_reaches_another_s(reader):
    saved = eye(anybody("other"), search="q=a", name="A secret name")
    for client, codes in (
        (Client(), (401, 401, 401, 401)),
        (bearer(reader, Scope.READ), (200, 404, 403, 403)),
        (bearer(reader), (200, 404, 201, 404)),
    ):
        answers = [
            client.get("/api/saved"),
            client.get(f"/api/saved/{saved.pk}"),
            sent(client, {"search": "q=b"}),
            client.delete(f"/api/saved/{saved.pk}"),
        ]
        assert tuple(answer.status_code for answer in answers) == codes
        assert all(b"A secret name" not in answer.content for answer in answers)
    assert list(Saved.objects.filter(person=saved.person).values_list("name", flat=True)) == ["A secret name"]
