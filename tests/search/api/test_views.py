"""Search over REST: the same answers as the pages have, for who is asking."""

import json

import pytest

from search import engines
from search.fields import FACETS
from tests.catalog.api.asking import Asks
from tests.search.worlds import hide, world

QUERIES = ("", "?q=open+registry", "?q=LYMPHOMA&size=2", "?disease=http://purl.obolibrary.org/obo/MONDO_0009693&sort=title", "?page=2&size=3")  # fmt: skip


@pytest.fixture
def made(index, transactional_db):
    found = world()
    hide(found)
    return found


@pytest.mark.parametrize("query", QUERIES)
def test_a_search_says_what_the_page_of_results_says(made, client, query):
    for who in (Asks(), Asks(made.stranger), Asks(made.member)):
        ours = who.get(f"search{query}")
        theirs = client.get(f"/datasets.json{query}", headers=who.headers)
        assert (ours.status_code, ours.json()) == (200, theirs.json())


def test_a_member_finds_by_token_what_a_stranger_does_not(made):
    totals = [
        who.get("search?q=brandelusk").json()["total"] for who in (Asks(), Asks(made.stranger), Asks(made.member))
    ]
    assert totals == [0, 0, 1]
    totals = [
        who.get("search?q=drossalbent").json()["total"] for who in (Asks(), Asks(made.stranger), Asks(made.member))
    ]
    assert totals == [0, 0, 1]


def test_suggestions_and_the_values_of_a_filter(made):
    nobody = Asks()
    assert {"kind": "Dataset", "text": "Open registry 0", "address": "/datasets/sec-openness0-1"} in nobody.get(
        "suggest?q=open+reg"
    ).json()["items"]
    values = nobody.get("facets/publisher").json()["items"]
    assert [(value["value"], value["count"]) for value in values] == [("Open hospital", 3)]
    keys = [entry["key"] for entry in nobody.get("facets").json()["filters"]]
    assert all(nobody.get(f"facets/{key}").status_code == 200 for key in keys)
    assert nobody.get("facets/odd").status_code == 404


def test_a_question_that_asks_too_much_is_refused(made):
    query = "&".join(f"missing={facet.key}" for facet in FACETS)
    refused = Asks().get(f"search?{query}")
    assert (refused.status_code, refused["Content-Type"]) == (400, "application/problem+json")


def test_an_engine_that_does_not_answer_is_told_and_the_rest_works(made, monkeypatch):
    def silent():
        raise engines.Unavailable("down")

    monkeypatch.setattr("search.api.views.engine", silent)
    refused = Asks().get("search")
    assert (refused.status_code, refused["Retry-After"], json.loads(refused.content)["title"]) == (
        503,
        "10",
        "Search does not answer",
    )
    assert Asks().get("resources").status_code == 200
