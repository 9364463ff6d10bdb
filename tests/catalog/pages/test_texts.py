"""The texts, the language switch, and what crawlers and probes read."""

import xml.etree.ElementTree as ElementTree

import pytest

from catalog.models import Kind, State, Visibility
from catalog.pages import machines
from catalog.pages.texts import PAGES
from tests.catalog import factories

pytestmark = pytest.mark.django_db

SITEMAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


@pytest.mark.parametrize("name", PAGES)
def test_each_text_is_there_in_both_languages(client, name):
    for language in ("en", "es"):
        response = client.get(f"/about/{name}", headers={"accept-language": language})
        assert (response.status_code, response["Content-Language"]) == (200, language)


def test_a_text_that_nobody_wrote_is_404(client):
    assert client.get("/about/nothing").status_code == 404


def test_the_style_guide_is_there(client):
    assert client.get("/styleguide/").status_code == 200


def test_the_language_that_was_chosen_stays_and_one_comes_back(client):
    client.handler.enforce_csrf_checks = True  # pages are kept for everybody, so the form has no token
    response = client.post("/language", {"language": "es", "next": "/catalogs?page=1"})
    assert (response.status_code, response["Location"]) == (303, "/catalogs?page=1")
    assert client.get("/catalogs")["Content-Language"] == "es"


@pytest.mark.parametrize(
    "place", ["https://evil.example.org/", "//evil.example.org/", "/\\evil.example.org", "javascript:alert(1)", "", "x"]
)
def test_the_language_switch_leads_to_paths_of_ours_alone(client, place):
    assert client.post("/language", {"language": "en", "next": place})["Location"] == "/"


def test_a_language_that_is_not_offered_is_not_kept(client):
    response = client.post("/language", {"language": "xx", "next": "/"})
    assert not response.cookies


def test_robots_may_read_every_page_and_find_the_site_map(client):
    assert client.get("/robots.txt").content.decode() == (
        "User-agent: *\nAllow: /\nDisallow: /compare\nDisallow: /suggest\nSitemap: http://testserver/sitemap.xml\n"
    )


def test_the_site_map_lists_every_public_page_with_its_last_change(client, monkeypatch):
    monkeypatch.setattr(machines, "PER_SITEMAP", 4)
    shown = [factories.resource(kind) for kind in factories.KINDS]
    factories.resource(state=State.DRAFT)
    factories.resource(state=State.WITHDRAWN)
    factories.resource(visibility=Visibility.NETWORK)
    factories.resource(Kind.REFERENCE)
    index = ElementTree.fromstring(client.get("/sitemap.xml").content)
    parts = [loc.text.removeprefix("http://testserver") for loc in index.iterfind("s:sitemap/s:loc", SITEMAP)]
    assert parts == ["/sitemap-1.xml", "/sitemap-2.xml"]
    newest = [max(row.public_at for row in some) for some in (shown[:4], shown[4:])]
    assert [time.text for time in index.iterfind("s:sitemap/s:lastmod", SITEMAP)] == [
        f"{at:%Y-%m-%dT%H:%M:%SZ}" for at in newest
    ]
    listed = {}
    for part in parts:
        for url in ElementTree.fromstring(client.get(part).content).iterfind("s:url", SITEMAP):
            listed[url.find("s:loc", SITEMAP).text] = url.find("s:lastmod", SITEMAP).text
    assert listed == {f"http://testserver{factories.page(row)}": f"{row.public_at:%Y-%m-%dT%H:%M:%SZ}" for row in shown}


@pytest.mark.parametrize("number", [0, 2, 999])
def test_a_part_of_the_site_map_that_is_not_there_is_404(client, number):
    factories.resource()
    assert client.get(f"/sitemap-{number}.xml").status_code == 404


def test_the_probes_answer_and_are_not_kept(client):
    for address in ("/-/livez", "/-/readyz"):
        response = client.get(address)
        assert (response.json(), response["Cache-Control"]) == ({"status": "ok"}, "no-store")
