"""The search of the FAIR Data Point: its clients' question, our ranking, and nobody's secrets."""

import json
from datetime import timedelta

import pytest

from catalog import tokens
from catalog.models import Visibility
from fair_metadata.namespaces import DCT
from fair_metadata.terms import literal
from search import follow
from tests.catalog import factories

pytestmark = pytest.mark.django_db


def ask(client, q, **headers):
    return client.post("/fdp/search", json.dumps({"q": q}), content_type="application/json", headers=headers)


@pytest.fixture
def found(index):
    """The word is in the title of one and in the description of another; a third is about something else."""
    factories.resource(
        "dataset",
        (DCT.description, literal("About brandelusk too.", language="en")),
        slug="second",
        title="Registry of remissions",
    )
    factories.resource("dataset", slug="first", title="Brandelusk sampling of adults")
    factories.resource("dataset", slug="other", title="Myeloma cohort")
    follow.catch_up()


def test_the_best_comes_first_with_the_words_in_any_order(client, found):
    answer = ask(client, "sampling brandelusk")
    assert [hit["uri"] for hit in answer.json()][:1] == ["http://testserver/fdp/dataset/first"]
    first = ask(client, "brandelusk").json()
    assert [hit["uri"].rsplit("/", 1)[1] for hit in first] == ["first", "second"]
    assert first[0] == {
        "uri": "http://testserver/fdp/dataset/first",
        "iri": "https://data.example.org/first",
        "types": ["http://www.w3.org/ns/dcat#Dataset"],
        "title": "Brandelusk sampling of adults",
        "description": "",
        "relations": [],
    }


def test_a_secret_is_found_by_its_organisation_alone(client, index):
    holder = factories.organisation("holder")
    factories.resource(
        "dataset", slug="secret", title="Quillonite trial", visibility=Visibility.ORGANISATION, organisation=holder
    )
    follow.catch_up()
    member, stranger = (
        factories.person("member", of=holder),
        factories.person("stranger", of=factories.organisation("x")),
    )
    secrets = {user: tokens.issue(user, name="t", lifetime=timedelta(hours=1)) for user in (member, stranger)}
    assert ask(client, "quillonite").json() == []
    assert ask(client, "quillonite", authorization=f"Bearer {secrets[stranger]}").json() == []
    assert len(ask(client, "quillonite", authorization=f"Bearer {secrets[member]}").json()) == 1


@pytest.mark.parametrize("body", ["{", "[]", "{}", '{"q": 1}'])
def test_what_is_no_question_is_refused(client, index, body):
    assert client.post("/fdp/search", body, content_type="application/json").status_code == 400
