"""A researcher searches without JavaScript, on a phone, by keyboard, on a slow line."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.journeys.searching import PHONE, QUESTION, becomes, beside, count, is_clean

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_the_whole_way_without_javascript(visit):
    page = visit("/", java_script_enabled=False)
    page.get_by_role("searchbox").fill(QUESTION)
    page.get_by_role("button", name="Search").click()
    assert count(page) == 2
    assert page.locator(".c-maybe h2").is_visible()
    page.goto("/datasets")
    everything = count(page)
    box, _, yes = beside(page, "outcome", "Measurable residual disease")
    box.check()
    page.get_by_role("button", name="Apply filters").click()
    assert count(page) == yes
    page.locator("#results .c-chips a").first.click()
    assert count(page) == everything
    page.locator("input[name=in_disease]").fill("hodgkin")
    page.locator("input[name=in_disease]").press("Enter")
    assert count(page) == everything
    assert all("odgkin" in text for text in page.locator("#l-disease label").all_inner_texts())
    page.goto("/datasets")
    page.locator("#d-access summary").click()
    _, row, public = beside(page, "access", "Public")
    row.hover()
    row.get_by_role("button", name="not Public").click()
    assert count(page) == everything - public
    page.get_by_label("Sort by").select_option("title")
    page.get_by_role("button", name="Search").click()
    assert "sort=title" in page.url
    assert count(page) == everything - public
    for n in range(3):
        page.locator("ol.cards .pick input").nth(n).check()
    page.locator("[data-compare]").click()
    assert page.locator("thead th").count() == 4
    page.get_by_role("button", name="Show differences only").click()
    assert page.locator("tbody tr:not(.differs)").count() == 0


@pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
def test_on_a_phone_the_results_come_first_and_the_filters_when_asked_for(visit, scripts):
    page = visit("/datasets?q=AML", java_script_enabled=scripts, **PHONE)
    assert page.locator("#results h3").first.bounding_box()["y"] < 844
    assert not page.locator("#d-disease").is_visible()
    page.locator("#filters > summary").click()
    box, row, yes = beside(page, "outcome", "Measurable residual disease")
    expect(row.get_by_role("button")).to_be_visible()
    box.check()
    if not scripts:
        page.get_by_role("button", name="Apply filters").click()
    becomes(page, yes)
    if scripts:
        expect(page.locator("#filters")).to_have_attribute("open", "")
        is_clean(page)


def test_a_filter_by_keyboard_keeps_the_keyboard_there(visit):
    page = visit("/datasets")
    box, _, yes = beside(page, "outcome", "Response")
    value = box.get_attribute("value")
    box.focus()
    page.keyboard.press("Space")
    becomes(page, yes)
    expect(page.locator(f"#facets input[value='{value}']")).to_be_focused()
    page.keyboard.press("Space")
    expect(page).to_have_url(re.compile("/datasets$"))


def test_a_cold_page_is_small(visit, client):
    page = visit("/about/help")
    loaded = []
    page.on("requestfinished", lambda request: loaded.append(urlsplit(request.url).path))
    page.goto("/datasets", wait_until="networkidle")
    assert len(set(loaded)) <= 5, loaded  # a browser asks for the icon when it likes, twice too
    sizes = {path: len(client.get(path, headers={"Accept-Encoding": "gzip"}).getvalue()) for path in loaded}
    assert sum(sizes.values()) <= 25_000, sizes
