"""The doors for machines as people meet them in a browser: readable, without a barrier, and led on to where they are explained."""

import pytest
from playwright.sync_api import expect

from tests.journeys.steps import barriers
from tests.journeys.test_screens import LOOKS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
# Rows that need no store, one of them with a word that is wider than a phone.
ROWS = f'SELECT * {{ VALUES (?thing ?word) {{ (<https://data.example.org/{"a" * 80}> "{"b" * 80}"@en) (UNDEF 7) }} }}'
PAGES = {
    "for machines": "/about/machines",
    "SPARQL": "/sparql",
    "the FAIR Data Point": "/fdp",
    "the feed": "/catalog",
    "the changes": "/changes",
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_the_pages_of_the_doors_have_no_barrier(visit, look):
    page = visit("/", **look)
    for name, path in PAGES.items():
        assert page.goto(path).status == 200, name
        assert barriers(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the screen"
        assert page.complaints == [], name


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_an_answer_of_sparql_has_no_barrier_and_fits(visit, look):
    page = visit("/sparql", **look)
    page.locator("textarea").fill(ROWS)
    page.locator("form:has(textarea) button[type=submit]").first.click()
    expect(page.locator("table tbody tr")).to_have_count(2)
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.complaints == []


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_a_list_of_oai_pmh_can_be_read_in_a_browser(visit, look):
    """XML with a style sheet: each record in a box of its own, nothing wider than the screen."""
    page = visit("/", **look)
    page.goto("/oai?verb=ListRecords&metadataPrefix=oai_dc")
    first = page.locator("record").first
    assert first.evaluate("each => getComputedStyle(each).display") == "block"
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != "rgba(0, 0, 0, 0)"


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_the_page_of_the_api_fits(visit, look):
    page = visit("/", **look)
    assert page.goto("/api/docs").status == 200
    page.set_default_timeout(60_000)  # it draws all operations first
    page.locator(".opblock").first.wait_for()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
