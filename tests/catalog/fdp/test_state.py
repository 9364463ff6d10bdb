"""Where a record stands, for whom, and the way up from it."""

import pytest

from catalog.models import State, Visibility
from fair_metadata.namespaces import DCAT
from tests.catalog.factories import resource

pytestmark = pytest.mark.django_db
BASE = "http://testserver/fdp"


def test_the_way_up_leads_to_the_fair_data_point(client, settings):
    file = resource("distribution", slug="file", title="A file")
    row = resource("dataset", slug="set", links={DCAT.distribution: [file.iri]})
    resource("catalog", slug="cat", title="A catalogue", links={DCAT.dataset: [row.iri]})
    path = client.get("/fdp/distribution/file/meta").json()["path"]
    parents = {address: step.get("parent") for address, step in path.items()}
    assert parents == {
        f"{BASE}/distribution/file": f"{BASE}/dataset/set",
        f"{BASE}/dataset/set": f"{BASE}/catalog/cat",
        f"{BASE}/catalog/cat": BASE,
        BASE: None,
    }
    assert [step["title"] for step in path.values()] == ["A file", "A registry", "A catalogue", settings.CATALOGUE_NAME]


def test_what_is_in_no_catalogue_is_below_the_site_s_own(client):
    resource("dataset", slug="alone")
    assert list(client.get("/fdp/dataset/alone/meta").json()["path"]) == [
        f"{BASE}/dataset/alone",
        f"{BASE}/catalog/_all",
        BASE,
    ]


@pytest.mark.parametrize("state", [State.DRAFT, State.IN_REVIEW])
def test_what_is_not_published_is_a_draft_to_members_and_nothing_to_others(client, people, state):
    row = resource("dataset", slug="set", state=state, organisation=people.mine)
    resource("catalog", slug="cat", links={DCAT.dataset: [row.iri]})
    meta = client.get("/fdp/dataset/set/meta", headers=people.bearing("contributor")).json()
    assert (meta["state"]["current"], meta["member"]["membership"]["name"]) == ("DRAFT", "contributor")
    children = client.get("/fdp/catalog/cat/meta", headers=people.bearing("contributor")).json()["state"]["children"]
    assert children == {f"{BASE}/dataset/set": "DRAFT"}
    for headers in ({}, people.bearing("stranger")):
        assert client.get("/fdp/dataset/set/meta", headers=headers).status_code == 404
        assert client.get("/fdp/catalog/cat/meta", headers=headers).json()["state"]["children"] == {}


def test_a_secret_catalogue_is_not_named_as_a_parent(client, people):
    row = resource("dataset", slug="set")
    secret = resource("catalog", slug="secret", visibility=Visibility.ORGANISATION, organisation=people.mine,
                      links={DCAT.dataset: [row.iri]})  # fmt: skip
    for path in ("/fdp/dataset/set", "/fdp/dataset/set/meta", "/fdp/dataset/set/expanded"):
        answer = client.get(path, headers={"accept": "text/turtle"}).content.decode()
        assert secret.iri not in answer
        assert "/catalog/secret" not in answer


def test_everybody_is_no_member(client):
    resource("dataset", slug="set")
    meta = client.get("/fdp/dataset/set/meta").json()
    assert (meta["member"], meta["state"]) == (
        {"user": None, "membership": None},
        {"current": "PUBLISHED", "children": {}},
    )
    assert client.get("/fdp/meta").json()["state"]["current"] == "PUBLISHED"
