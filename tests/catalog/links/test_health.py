"""How addresses answer is told to who may mend them, and to nobody else; one that has moved is followed with a click."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone
from lxml import html

from catalog.links import checking
from catalog.links.health import Standing, health
from catalog.models import Address, Draft, Kind, Resource, State
from catalog.register import Terms, register
from fair_metadata.namespaces import DCAT, FOAF
from fair_metadata.terms import literal, named
from tests.catalog.editing.people import world
from tests.catalog.factories import described

pytestmark = pytest.mark.django_db(transaction=True)
IRI = "https://data.example.org/one"


@pytest.fixture
def made(index, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    return world()


def names(made, *said, publish=True):
    record = described(IRI, Kind.DATASET, *said)
    register(record, Kind.DATASET, Terms(publish=publish, organisation=made.holder))
    return Resource.objects.get(iri=IRI)


def come_again():
    Address.objects.update(due_at=timezone.now() - timedelta(seconds=1))
    return checking.check()


@pytest.fixture
def one(made, server):
    """One description: an address that is well, one that broke, one that moved, one that nobody may ask."""
    server.robots = (200, "User-agent: *\nDisallow: /private\n")
    resource = names(
        made,
        (DCAT.landingPage, named(server.url("/page"))),
        (FOAF.page, named(server.url("/ok"))),
        (DCAT.landingPage, named(server.url("/moved"))),
        (FOAF.page, named(server.url("/private"))),
    )
    checking.check()
    server.changed["/page"] = 404
    come_again()
    return resource


def test_each_address_has_since_when_how_often_and_what_happened(one, server):
    rows = {row.url.rpartition("/")[2]: row for row in health(one)}
    assert {name: row.standing for name, row in rows.items()} == {
        "page": Standing.BROKEN,
        "moved": Standing.MOVED,
        "private": Standing.BARRED,
        "ok": Standing.WELL,
    }
    broken = rows["page"]
    assert (broken.status, broken.problem, broken.asked, broken.broke) == (404, "gone", 2, 1)
    assert broken.ok_at < broken.broken_since == broken.checked_at
    assert [(event.status, event.problem) for event in broken.history] == [(404, "gone"), (200, "")]
    assert rows["moved"].leads_to == server.url("/ok")
    assert (rows["private"].asked, rows["private"].broken_since) == (0, None)


def test_the_worst_come_first_in_two_queries(one, django_assert_num_queries):
    with django_assert_num_queries(2):
        rows = health(one)
    assert [row.standing for row in rows] == [Standing.BROKEN, Standing.MOVED, Standing.BARRED, Standing.WELL]


def test_what_was_not_asked_yet_says_so(made, server, settings):
    from catalog.links import following

    resource = names(made, (DCAT.landingPage, named(server.url("/ok"))))
    following.catch_up()
    (row,) = health(resource)
    assert (row.standing, row.asked, row.checked_at) == (Standing.UNASKED, 0, None)


def test_the_addresses_of_its_distributions_are_among_them_and_are_mended_there(client, made, server):
    part = "https://data.example.org/one-csv"
    record = described(part, Kind.DISTRIBUTION, (DCAT.accessURL, named(server.url("/moved"))))
    register(record, Kind.DISTRIBUTION, Terms(publish=True, organisation=made.holder))
    resource = names(made, (DCAT.distribution, named(part)), (DCAT.landingPage, named(server.url("/ok"))))
    checking.check()
    of_part = Resource.objects.get(iri=part)
    assert [(row.slug, row.url) for row in health(resource)] == [
        (of_part.slug, server.url("/moved")),
        (resource.slug, server.url("/ok")),
    ]
    client.force_login(made.curator)
    (form,) = page(client, f"/curator/links/{resource.slug}").xpath("//main//form/@action")
    assert form == f"/curator/links/{of_part.slug}/moved"
    click(client, of_part, server)
    assert Draft.objects.get().resource == of_part


def test_the_distributions_of_others_are_theirs_to_mend(made, server):
    part = "https://data.example.org/one-csv"
    record = described(part, Kind.DISTRIBUTION, (DCAT.accessURL, named(server.url("/moved"))))
    register(record, Kind.DISTRIBUTION, Terms(publish=True, organisation=made.others))
    resource = names(made, (DCAT.distribution, named(part)))
    checking.check()
    assert health(resource) == []


def page(client, address):
    return html.fromstring(client.get(address).content)


def test_a_curator_sees_all_of_it_on_a_page(client, made, one):
    client.force_login(made.curator)
    shown = page(client, f"/curator/links/{one.slug}")
    lines = [" ".join(line.text_content().split()) for line in shown.xpath("//ul[@class='c-lines']/li")]
    assert [line.split()[0] for line in lines] == ["Broken", "Moved", "Not", "Well"]
    assert "It says that nothing is there. (404)" in lines[0]
    assert "Asked 2 times, broke 1 time." in lines[0]
    assert len(shown.xpath("//main//details")) == 1


def test_the_page_of_the_dataset_tells_its_curators_and_nobody_else(client, made, one):
    address = f"/datasets/{one.slug}"
    assert "/curator/links/" not in client.get(address).content.decode()
    client.force_login(made.stranger)
    assert "/curator/links/" not in client.get(address).content.decode()
    client.force_login(made.curator)
    assert "1 address is broken" in client.get(address).content.decode()


def test_the_page_of_the_dataset_is_new_to_its_curators_when_an_address_is_asked(client, made, one, server):
    client.force_login(made.curator)
    address = f"/datasets/{one.slug}"
    tag = client.get(address)["ETag"]
    assert client.get(address, headers={"if-none-match": tag}).status_code == 304
    server.changed["/page"] = 200
    come_again()
    again = client.get(address, headers={"if-none-match": tag})
    assert (again.status_code, "1 address has moved" in again.content.decode()) == (200, True)


def test_at_home_moved_and_broken_links_are_listed(client, made, one):
    client.force_login(made.curator)
    shown = page(client, "/curator")
    for name, words in (("broken", "It broke 1 time."), ("moved", "It has moved for good to")):
        (section,) = shown.xpath(f"//section[@aria-labelledby='{name}']")
        assert words in " ".join(section.text_content().split())


WHO = {"nobody": (None, 302, 401), "stranger": ("stranger", 403, 403), "curator": ("curator", 200, 200)}


@pytest.mark.parametrize(("who", "on_page", "by_api"), WHO.values(), ids=WHO)
def test_who_may_see_how_addresses_answer(client, made, one, who, on_page, by_api):
    if who:
        client.force_login(getattr(made, who))
    assert client.get(f"/curator/links/{one.slug}").status_code == on_page
    assert client.get(f"/api/resources/{one.slug}/links").status_code == by_api


@pytest.mark.parametrize("who", ["stranger", "curator"])
def test_of_what_one_may_not_know_of_there_is_nothing(client, made, server, who):
    resource = names(made, (DCAT.landingPage, named(server.url("/ok"))), publish=False)
    client.force_login(getattr(made, who))
    found = [
        client.get(at).status_code
        for at in (f"/curator/links/{resource.slug}", f"/api/resources/{resource.slug}/links")
    ]
    assert found == ([404, 404] if who == "stranger" else [200, 200])


def test_the_api_says_the_same(client, made, one, server):
    client.force_login(made.curator)
    first = json.loads(client.get(f"/api/resources/{one.slug}/links").content)["items"][0]
    assert {key: first[key] for key in ("property", "url", "standing", "status", "problem", "asked", "broke")} == {
        "property": "http://www.w3.org/ns/dcat#landingPage",
        "url": server.url("/page"),
        "standing": "broken",
        "status": 404,
        "problem": "gone",
        "asked": 2,
        "broke": 1,
    }
    assert [event["problem"] for event in first["history"]] == ["gone", None]


def test_what_was_withdrawn_has_no_links_to_mend(made, one):
    Resource.objects.filter(pk=one.pk).update(state=State.WITHDRAWN)
    assert health(Resource.objects.get(pk=one.pk)) == []


# An address that has moved for good.


def click(client, resource, server, path="/moved"):
    number = Address.objects.get(url=server.url(path)).pk
    return client.post(f"/curator/links/{resource.slug}/moved", {"address": number}, follow=True)


def test_one_click_writes_where_it_has_moved_to_into_the_draft_and_changes_nothing_else(client, made, one, server):
    client.force_login(made.curator)
    before = Resource.objects.get(pk=one.pk).record
    answer = click(client, one, server)
    assert "The new address is in the draft." in answer.content.decode()
    difference = before.diff(Draft.objects.get(resource=one).record)
    assert [triple[2] for triple in difference.removed] == [named(server.url("/moved"))]
    assert [triple[2] for triple in difference.added] == [named(server.url("/ok"))]
    assert Resource.objects.get(pk=one.pk).record == before


def test_a_second_click_says_that_there_is_nothing_to_write(client, made, one, server):
    client.force_login(made.curator)
    click(client, one, server)
    version = Draft.objects.get(resource=one).version
    assert "does not name that address any more" in click(client, one, server).content.decode()
    assert Draft.objects.get(resource=one).version == version


def test_the_part_after_the_sign_stays_and_a_text_stays_a_text(client, made, server):
    resource = names(made, (DCAT.landingPage, literal(server.url("/moved#methods"))))
    checking.check()
    client.force_login(made.curator)
    click(client, resource, server)
    assert Draft.objects.get().record.values(DCAT.landingPage) == (literal(server.url("/ok#methods")),)


@pytest.mark.parametrize(("path", "status"), [("/page", 200), ("/ok", 200)])
def test_what_has_not_moved_is_not_written(client, made, one, server, path, status):
    client.force_login(made.curator)
    assert click(client, one, server, path).status_code == status
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("number", ["", "x", "-1", "999999", "9" * 40])
def test_an_address_that_is_not_of_it_is_not_there(client, made, one, number):
    client.force_login(made.curator)
    assert client.post(f"/curator/links/{one.slug}/moved", {"address": number}).status_code == 404
    assert Draft.objects.count() == 0


@pytest.mark.parametrize(("who", "status"), [(None, 302), ("stranger", 403)])
def test_who_may_not_edit_writes_nothing(client, made, one, server, who, status):
    if who:
        client.force_login(getattr(made, who))
    number = Address.objects.get(url=server.url("/moved")).pk
    assert client.post(f"/curator/links/{one.slug}/moved", {"address": number}).status_code == status
    assert Draft.objects.count() == 0
