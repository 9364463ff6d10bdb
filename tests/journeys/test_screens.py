"""Every screen, in light and dark, wide and on a phone: nothing for axe-core, nothing on the console, nothing cut off."""

import pytest

from tests.catalog import factories
from tests.journeys.steps import barriers
from tests.search.contract import ACCESS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = {
    "home": "/",
    "search": "/datasets?q=leukaemia&access=http%3A%2F%2Fpublications.europa.eu%2Fresource%2Fauthority%2Faccess-right%2FRESTRICTED",
    "understood": "/datasets?q=at+least+100+adult+AML+patients+with+MRD+after+2015",
    "may match": "/datasets?q=adult+AML+patients+with+MRD&match=maybe",
    "not and not stated": "/datasets?missing=outcome&not_access=http%3A%2F%2Fpublications.europa.eu%2Fresource%2Fauthority%2Faccess-right%2FPUBLIC",
    "a whole filter": "/datasets?all=disease&in_publisher=hospital",
    "table": "/datasets?q=AML&view=table",
    "second page": "/datasets?page=2",
    "like": "/datasets?like=syn-01",
    "compare": "/compare?d=syn-01&d=syn-02&d=syn-03",
    "nothing to compare": "/compare?d=syn-01",
    "filters to drop": f"/datasets?publisher=Broad+Institute&access={ACCESS}NON_PUBLIC",
    "nothing found": "/datasets?q=xyzzy",
    "dataset": "/datasets/syn-01",
    "FAIR report": "/datasets/syn-08/fair",
    "FAIR points": "/fair",
    "catalogue": "/catalogs/catalog",
    "catalogues": "/catalogs",
    "organisations": "/organisations",
    "help": "/about/help",
    "for machines": "/about/machines",
    "accessibility": "/about/accessibility",
    "privacy": "/about/privacy",
    "persistence": "/about/persistence",
    "validate": "/validate",
    "not found": "/nothing-here",
    "styleguide": "/styleguide/",
}
STATUS = {"not found": 404, "nothing to compare": 400}
LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "phone": {"viewport": {"width": 390, "height": 844}, "has_touch": True},
    "Spanish": {"locale": "es-ES"},
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_no_screen_has_a_barrier_or_a_complaint(visit, look):
    page = visit("/", **look)
    for name, path in SCREENS.items():
        answer = page.goto(path)
        assert answer.status == STATUS.get(name, 200), name
        assert barriers(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the screen"
        complaints = [said for said in page.complaints if "404 (Not Found)" not in said and "400 (Bad" not in said]
        assert complaints == [], name


def test_the_pages_are_whole_on_paper(visit):
    page = visit("/datasets/syn-01")
    page.emulate_media(media="print")
    assert not page.locator("header.top nav").is_visible()
    assert not page.locator("footer form").is_visible()
    assert page.locator("h1").is_visible()
    assert page.locator("#citation").is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") in (
        "rgb(255, 255, 255)",
        "rgba(0, 0, 0, 0)",
    )
    assert page.pdf(format="A4")[:5] == b"%PDF-"


def test_a_list_on_paper_has_its_question_and_its_results_and_no_controls(visit):
    page = visit("/datasets?q=adult AML")
    page.emulate_media(media="print")
    for shown in ("#q", ".c-understood", ".count", "ol.cards h3 >> nth=0"):
        assert page.locator(shown).is_visible(), shown
    for hidden in ("#facets", ".tools", ".pick >> nth=0", ".c-understood .x >> nth=0", "#search button >> nth=0"):
        assert not page.locator(hidden).is_visible(), hidden


def test_pictures_for_the_readme(visit, picture):
    question = "at least 100 adults with AML, MRD and overall survival after 2015"
    page = visit(f"/datasets?q={question}", viewport={"width": 1200, "height": 860})
    assert picture(page, "search").stat().st_size > 20_000
    page.goto("/datasets/syn-01")
    assert picture(page, "dataset").stat().st_size > 20_000
    phone = visit("/datasets/syn-01", viewport={"width": 390, "height": 760}, color_scheme="dark")
    assert picture(phone, "phone").stat().st_size > 10_000


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_the_system_page_has_no_barrier_for_operators(visit, client, look):
    client.force_login(factories.person("operator", is_operator=True))
    page = visit("/", **look)
    session = client.cookies["sessionid"].value
    page.context.add_cookies([{"name": "sessionid", "value": session, "url": page.url}])
    assert page.goto("/system").status == 200
    assert page.locator("dl.c-values").is_visible()
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.complaints == []
