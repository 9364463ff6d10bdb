"""Conditional requests: a tag names the very bytes, so nothing is sent twice and nothing stale is kept."""

from datetime import timedelta

import pytest
from django.utils.http import http_date

from catalog.models import Kind, State
from catalog.pages import version
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import literal
from tests.catalog import factories

pytestmark = pytest.mark.django_db

ENDINGS = ["", ".ttl", ".jsonld", ".rdf", ".schema.jsonld", ".linkset.json", ".linkset"]


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_the_client_has_already_is_not_sent_again(client, ending):
    address = factories.page(factories.resource()) + ending
    first = client.get(address)
    assert first["ETag"].startswith('"')  # strong
    again = client.get(address, headers={"if-none-match": f'"other", {first["ETag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    kept = ("ETag", "Cache-Control", "Vary", "Last-Modified", "Content-Location")
    assert [again.get(name) for name in kept] == [first.get(name) for name in kept]
    assert client.get(address, headers={"if-none-match": '"other"'}).status_code == 200


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_time_of_the_last_change_is_a_condition_too(client, ending):
    row = factories.resource()
    address = factories.page(row) + ending
    first = client.get(address)
    assert client.get(address, headers={"if-modified-since": first["Last-Modified"]}).status_code == 304
    earlier = http_date((row.modified_at - timedelta(days=400)).timestamp())
    assert client.get(address, headers={"if-modified-since": earlier}).status_code == 200
    # A tag is the finer condition: with one, the time does not count (RFC 9110, section 13.1.3).
    both = {"if-modified-since": first["Last-Modified"], "if-none-match": '"other"'}
    assert client.get(address, headers=both).status_code == 200


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_change_of_the_description_changes_the_tag(client, ending):
    row = factories.resource()
    address = factories.page(row) + ending
    before = client.get(address)["ETag"]
    factories.revised(row, factories.described(row.iri, title="Another title"))
    after = client.get(address, headers={"if-none-match": before})
    assert (after.status_code, after["ETag"] != before) == (200, True)


def test_each_form_has_a_tag_of_its_own(client):
    row = factories.resource()
    tags = {client.get(factories.page(row) + ending)["ETag"] for ending in ENDINGS}
    assert len(tags) == len(ENDINGS)


def test_two_resources_that_say_the_same_have_different_tags(client):
    one, other = factories.resource(), factories.resource()
    factories.Resource.objects.filter(pk=other.pk).update(digest=one.digest)
    assert client.get(factories.page(one, "ttl"))["ETag"] != client.get(factories.page(other, "ttl"))["ETag"]


def test_a_document_keeps_its_tag_while_others_change(client):
    row = factories.resource()
    before = client.get(factories.page(row, "ttl"))["ETag"]
    factories.revised(factories.resource(), factories.described("https://data.example.org/x"))
    assert client.get(factories.page(row, "ttl"), headers={"if-none-match": before}).status_code == 304


def test_a_change_of_what_is_joined_changes_the_tags_of_what_it_is_joined_to(client):
    agent = factories.shared("https://data.example.org/agent", "An agency")
    file = factories.resource(Kind.DISTRIBUTION, title="A table")
    links = {DCT.publisher: [agent.iri], DCAT.distribution: [file.iri]}
    row = factories.resource(links=links, uses=(agent.iri,))
    for ending in ENDINGS:
        address = factories.page(row) + ending
        for joined, path in ((agent, "http://xmlns.com/foaf/0.1/name"), (file, DCT.title[1:-1])):
            before = client.get(address)["ETag"]
            factories.revised(joined, joined.record.replace(f"<{path}>", [literal("renamed"), literal(ending)]))
            assert client.get(address, headers={"if-none-match": before}).status_code == 200, (ending, path)


def test_a_joined_description_that_is_hidden_changes_the_tag_and_the_bytes(client):
    agent = factories.shared("https://data.example.org/agent", "An agency")
    row = factories.resource(links={DCT.publisher: [agent.iri]}, uses=(agent.iri,))
    before = client.get(factories.page(row, "ttl"))
    factories.revised(agent, state=State.DRAFT)
    after = client.get(factories.page(row, "ttl"), headers={"if-none-match": before["ETag"]})
    assert (after.status_code, b"An agency" in after.content) == (200, False)


def test_the_page_is_new_when_what_it_names_is_withdrawn(client):
    member = factories.resource(title="A cohort")
    row = factories.resource(Kind.CATALOG, links={DCAT.dataset: [member.iri]})
    before = client.get(factories.page(row))
    assert b"A cohort" in before.content
    factories.revised(member, state=State.WITHDRAWN)
    after = client.get(factories.page(row), headers={"if-none-match": before["ETag"]})
    assert (after.status_code, b"A cohort" in after.content) == (200, False)


@pytest.mark.parametrize("ending", ENDINGS)
def test_another_version_of_the_code_or_the_templates_changes_the_tag(client, monkeypatch, ending):
    address = factories.page(factories.resource()) + ending
    before = client.get(address)["ETag"]
    monkeypatch.setattr("catalog.pages.version._of_files", lambda: "another")
    assert client.get(address)["ETag"] != before


def test_the_version_is_made_of_every_file_that_pages_are_made_of():
    names = {path.name for path in version._files()}
    assert {"landing.html", "presentation.py", "signposting.py", "rdf.py", "country.tsv", "settings.py"} <= names


def test_the_theme_and_the_page_of_members_change_the_tag(client):
    members = [factories.resource() for _ in range(21)]
    row = factories.resource(Kind.CATALOG, links={DCAT.dataset: [member.iri for member in members]})
    light = client.get(factories.page(row))
    second = client.get(factories.page(row) + "?page=2")
    client.cookies["theme"] = "dark"
    dark = client.get(factories.page(row))
    client.cookies["theme"] = "nonsense"
    assert client.get(factories.page(row))["ETag"] == light["ETag"]
    assert len({answer["ETag"] for answer in (light, second, dark)}) == 3
    assert b'data-theme="dark"' in dark.content


def test_what_is_gone_stays_gone_whatever_the_condition(client):
    row = factories.resource(state=State.WITHDRAWN)
    for ending in ENDINGS:
        first = client.get(factories.page(row) + ending)
        headers = {"if-none-match": first["ETag"], "if-modified-since": first["Last-Modified"]}
        assert client.get(factories.page(row) + ending, headers=headers).status_code == 410


def test_a_condition_that_fails_is_412(client):
    address = factories.page(factories.resource(), "ttl")
    assert client.get(address, headers={"if-match": '"other"'}).status_code == 412
    assert client.get(address, headers={"if-match": client.get(address)["ETag"]}).status_code == 200
