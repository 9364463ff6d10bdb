"""How machines find the doors: what is said is there, and what is there is said."""

import json

import pytest

from catalog.protocols import doors
from tests.catalog import factories
from tests.catalog.protocols.harvester import body

pytestmark = pytest.mark.django_db

PROFILE = "https://www.rfc-editor.org/info/rfc9727"


def test_the_api_catalogue_is_a_link_set_that_names_every_open_door(client):
    response = client.get("/.well-known/api-catalog")
    assert response["Content-Type"] == f'application/linkset+json; profile="{PROFILE}"'
    whole, *each = json.loads(body(response))["linkset"]
    assert whole["anchor"] == "http://testserver/.well-known/api-catalog"
    items = {item["href"] for item in whole["item"]}
    assert items == {door.address for door in doors.open_doors()} == {context["anchor"] for context in each}
    assert {"http://testserver/catalog.ttl", "http://testserver/changes.ttl", "http://testserver/dump.nq.gz"} <= items
    for context in each:
        for link in (link for relation in context.keys() - {"anchor"} for link in context[relation]):
            assert set(link) == {"href", "type"}
            assert link["href"].startswith("http://testserver/")


def test_head_says_where_it_is_and_so_does_the_home_page(client):
    link = f'<http://testserver/.well-known/api-catalog>; rel="api-catalog"; type="application/linkset+json"; profile="{PROFILE}"'
    head = client.head("/.well-known/api-catalog")
    assert (head.status_code, body(head), head["Link"]) == (200, b"", link)
    assert client.get("/")["Link"] == link
    again = client.get("/.well-known/api-catalog", headers={"if-none-match": head["ETag"]})
    assert again.status_code == 304


def test_every_address_that_is_named_is_answered(client, tmp_path, settings):
    settings.DATA_DIR = tmp_path
    from catalog.protocols.feed import dumps

    factories.resource()
    dumps.write()
    named = {
        link["href"]
        for context in json.loads(body(client.get("/.well-known/api-catalog")))["linkset"]
        for links in context.values()
        if isinstance(links, list)
        for link in links
    }
    for address in sorted(named):
        path = address.removeprefix("http://testserver").partition("#")[0]
        assert client.get(path).status_code in (200, 405), path  # 405: it is asked by POST


def test_llms_txt_says_what_this_is_how_to_ask_and_the_rules(client):
    response = client.get("/llms.txt")
    text = body(response).decode()
    assert response["Content-Type"] == "text/plain; charset=utf-8"
    assert text.startswith("# Blood-cancer data catalogue\n\n> ")
    assert "## Doors" in text
    assert "## Rules" in text
    for door in doors.open_doors():
        assert f"]({door.address})" in text
    assert "&" not in text
    assert len(text) < 4000


def test_a_door_that_is_not_there_is_not_named(client, monkeypatch):
    monkeypatch.setattr(
        doors,
        "_ROWS",
        (
            *doors._ROWS,
            doors.Door(name="x", title="X", path="/x-door", says="no", standard="", media_type="text/plain"),
        ),
    )
    assert "x" not in {door.name for door in doors.open_doors()}
    assert "/x-door" not in body(client.get("/llms.txt")).decode()
    assert "/x-door" not in client.get("/about/machines").content.decode()
