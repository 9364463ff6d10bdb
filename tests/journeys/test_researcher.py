"""A researcher looks for data: with and without JavaScript, with the keyboard only, and in Spanish."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def count(page):
    return int(re.sub(r"\D", "", page.locator(".count strong").inner_text()))


def test_from_a_question_to_the_description_as_turtle(visit):
    page = visit("/")
    page.get_by_role("combobox").fill("AML")
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_url(re.compile(r"/datasets\?q=AML"))
    whole = count(page)
    assert whole > 0
    page.locator("#d-access > summary").click()
    page.locator("#facets input[name=access]").first.check()
    expect(page).to_have_url(re.compile(r"access="))
    expect(page.locator("#results .c-chips li").first).to_be_visible()
    assert 0 < count(page) <= whole
    filtered = page.url
    page.locator("ol.cards a").first.click()
    expect(page).to_have_url(re.compile(r"/datasets/[a-z0-9-]+$"))
    title = page.locator("h1").inner_text()
    turtle = page.get_by_role("link", name="Turtle").first.get_attribute("href")
    body = page.request.get(turtle)
    assert body.headers["content-type"].startswith("text/turtle")
    assert title in body.text()
    page.go_back()
    expect(page).to_have_url(filtered)
    page.locator("#results .c-chips a").first.click()
    expect(page).to_have_url(re.compile(r"/datasets\?q=AML$"))
    assert count(page) == whole


def test_results_follow_what_is_typed(visit):
    page = visit("/datasets")
    everything = count(page)
    page.locator("#q").press_sequentially("myeloma", delay=20)
    expect(page).to_have_url(re.compile(r"q=myeloma"))
    expect(page.locator(".count strong")).not_to_have_text(str(everything))
    assert 0 < count(page) < everything
    expect(page.locator("#live")).to_contain_text("dataset")
    assert page.locator("mark").count() > 0
    expect(page.locator("#q")).to_be_focused()


def test_the_same_without_javascript(visit):
    page = visit("/datasets", java_script_enabled=False)
    everything = count(page)
    page.locator("#q").fill("AML")
    page.locator("#facets input[type=checkbox]").first.check()
    page.get_by_role("button", name="Search").click()
    assert "q=AML" in page.url
    assert 0 < count(page) < everything
    page.locator("ol.cards a").first.click()
    assert page.locator("h1").inner_text()
    assert page.locator("button:visible", has_text="Copy").count() == 0
    page.goto("/datasets?page=2")
    page.get_by_role("link", name="Previous").click()
    assert count(page) == everything


def tab_to(page, selector):
    """Press Tab until the element has the focus; at most twenty times, as a person would."""
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate(f"document.activeElement.matches('{selector}')"):
            return
    raise AssertionError(f"{selector} cannot be reached")


def test_with_the_keyboard_only(visit):
    page = visit("/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("/")
    expect(page.locator("input[type=search]:focus")).to_be_visible()
    page.keyboard.type("lymphoma")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile("q=lymphoma"))
    tab_to(page, "#search .skip")
    page.keyboard.press("Enter")
    expect(page.locator("#results")).to_be_focused()
    tab_to(page, "ol.cards a")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/datasets/[a-z0-9-]+$"))
    assert page.locator("h1").is_visible()


def test_the_language_is_chosen_without_javascript_and_stays(visit):
    page = visit("/", java_script_enabled=False)
    assert page.locator("html").get_attribute("lang") == "en"
    page.locator("footer button[lang=es]").click()
    assert page.locator("html").get_attribute("lang") == "es"
    page.goto("/datasets")
    assert page.locator("html").get_attribute("lang") == "es"


def test_the_dark_look_is_chosen_and_stays(visit):
    page = visit("/")
    page.locator("[data-theme-toggle]").click()
    assert page.locator("html").get_attribute("data-theme") == "dark"
    page.goto("/datasets")
    assert page.locator("html").get_attribute("data-theme") == "dark"
    assert page.locator("[data-theme-toggle]").get_attribute("aria-pressed") == "true"


def test_synthetic_data_say_so_in_lists_and_on_their_page(visit):
    page = visit("/datasets?q=SYNTHETIC")
    cards = page.locator("ol.cards > li", has_text="SYNTHETIC")
    assert cards.count() > 0
    for n in range(cards.count()):
        expect(cards.nth(n).locator(".c-synthetic")).to_be_visible()
    page.goto("/datasets/syn-01")
    expect(page.locator(".c-synthetic")).to_be_visible()


def test_a_reference_is_chosen_and_copied(visit):
    page = visit("/datasets/syn-01", permissions=["clipboard-read", "clipboard-write"])
    shown = page.locator("#citation")
    first = shown.inner_text()
    assert "[Internet]" in first
    page.get_by_role("link", name="APA", exact=True).click()
    expect(shown).to_contain_text("[Data set]")
    expect(page).to_have_url(re.compile(r"/datasets/syn-01$"))
    expect(page.get_by_role("link", name="APA", exact=True)).to_have_attribute("aria-current", "true")
    page.get_by_role("button", name="Copy").click()
    expect(page.locator("#live")).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == shown.inner_text()


def test_a_reference_is_chosen_without_javascript(visit):
    page = visit("/datasets/syn-01", java_script_enabled=False)
    assert "[Internet]" in page.locator("#citation").inner_text()
    page.get_by_role("link", name="APA", exact=True).click()
    assert "[Data set]" in page.locator("body").inner_text()
