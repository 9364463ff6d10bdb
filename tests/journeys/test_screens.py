"""Every screen, in light and dark, wide and on a phone: nothing for axe-core, nothing on the console, nothing cut off."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCREENS = {
    "home": "/",
    "search": "/datasets?q=leukaemia&access=http%3A%2F%2Fpublications.europa.eu%2Fresource%2Fauthority%2Faccess-right%2FRESTRICTED",
    "nothing found": "/datasets?q=xyzzy",
    "dataset": "/datasets/syn-01",
    "catalogue": "/catalogs/catalog",
    "catalogues": "/catalogs",
    "organisations": "/organisations",
    "help": "/about/help",
    "for machines": "/about/machines",
    "accessibility": "/about/accessibility",
    "privacy": "/about/privacy",
    "persistence": "/about/persistence",
    "not found": "/nothing-here",
    "styleguide": "/styleguide/",
}
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
        assert answer.status == (404 if name == "not found" else 200), name
        found = [(rule["id"], rule["nodes"][0]["html"][:120]) for rule in Axe().run(page).response["violations"]]
        assert found == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the screen"
        complaints = [said for said in page.complaints if "404 (Not Found)" not in said]
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


def test_pictures_for_the_readme(visit, picture):
    page = visit("/datasets?q=leukaemia", viewport={"width": 1200, "height": 760})
    assert picture(page, "search").stat().st_size > 20_000
    page.goto("/datasets/syn-01")
    assert picture(page, "dataset").stat().st_size > 20_000
    phone = visit("/datasets/syn-01", viewport={"width": 390, "height": 760}, color_scheme="dark")
    assert picture(phone, "phone").stat().st_size > 10_000
