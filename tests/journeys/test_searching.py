"""A researcher asks which data there are: in words, by filters and ranges, in tables and files, in Spanish."""

import csv
import io
import re

import pytest
from lxml import etree
from playwright.sync_api import expect

from tests.journeys.searching import QUESTION, becomes, beside, count, is_clean
from tests.search.contract import ACCESS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def titles(page, inside="#results > ol.cards"):
    return [text[:15] for text in page.locator(f"{inside} h3").all_inner_texts()]


def test_the_question_in_plain_words_finds_two_and_shows_what_may_match(visit):
    page = visit("/")
    page.get_by_role("combobox").fill(QUESTION)
    page.get_by_role("button", name="Search").click()
    expect(page).to_have_title(re.compile("^which sources have"))
    becomes(page, 2)
    assert sorted(titles(page)) == ["Demo Hospital A", "Demo Hospital B"]
    understood = page.locator(".c-understood li").all_inner_texts()
    assert [re.sub(r"\s+", " ", text).strip(" ×") for text in understood[:4]] == [
        "Search as plain words: at least 100 patients → Patients: 100 or more",
        "Search as plain words: adult → Age group: Adults (18 and over) and 1 kind of it",
        "Search as plain words: AML → Disease: acute myeloid leukaemia and 102 kinds of it",
        "Search as plain words: MRD → Outcome: Measurable residual disease and 1 kind of it",
    ]
    maybe = page.locator(".c-maybe")
    assert maybe.locator("h2").inner_text().endswith("datasets may match")
    assert not {"Demo Hospital A", "Demo Hospital B"} & set(titles(page, ".c-maybe"))
    expect(maybe.locator(".c-unknown").first).to_contain_text("Not stated:")
    is_clean(page)
    # One thing that was understood is taken back: more match.
    page.locator(".c-understood a", has_text="overall survival").click()
    expect(page).to_have_url(re.compile("off=overall[+]survival$"))
    assert not page.locator(".c-understood a", has_text="overall survival").count()
    # All of what may match has a list of its own, and a way back.
    page.goto("/datasets?q=" + QUESTION)
    page.get_by_role("link", name="See all of them").click()
    expect(page.locator(".count")).to_contain_text("may match")
    page.get_by_role("link", name="Show those that match").click()
    becomes(page, 2)


def test_yes_no_and_not_stated_are_three_choices_and_each_count_comes_true(visit):
    page = visit("/datasets")
    everything = count(page)
    box, row, yes = beside(page, "outcome", "Measurable residual disease")
    box.check()
    becomes(page, yes)
    expect(page.locator("#results .c-chips")).to_contain_text("Outcome: Measurable residual disease")
    assert "?outcome=" in page.url
    assert "&q=" not in page.url  # nothing that says nothing
    page.go_back()
    becomes(page, everything)
    unstated, _, silent = beside(page, "outcome", "not stated")
    unstated.check()
    becomes(page, silent)
    assert page.url.endswith("/datasets?missing=outcome")
    page.locator("#results .c-chips a", has_text="not stated").click()
    becomes(page, everything)
    page.locator("#d-access summary").click()
    _, row, public = beside(page, "access", "Public")
    row.hover()
    row.get_by_role("button", name="not Public").click()
    becomes(page, everything - public)
    chip = page.locator("#results .c-chips a", has_text="not Public")
    assert page.url.split("?")[1].startswith("not_access=")
    expect(page.locator("#d-access")).to_have_attribute("open", "")  # what was open stays open
    beside(page, "data_kind", "Registry data")[0].check()
    expect(page).to_have_url(re.compile("data_kind=.*not_access="))  # a filter more does not forget the exclusion
    chip.click()
    expect(page).not_to_have_url(re.compile("not_access"))


def test_several_values_are_any_or_all_of_them(visit):
    page = visit("/datasets")
    _, _, mrd = beside(page, "outcome", "Measurable residual disease")
    beside(page, "outcome", "Measurable residual disease")[0].check()
    becomes(page, mrd)
    beside(page, "outcome", "Response")[0].check()
    expect(page.locator("#d-outcome .every")).to_be_visible()
    either = count(page)
    assert either > mrd
    page.get_by_label("all of these at once").check()
    expect(page).to_have_url(re.compile("every=outcome"))
    expect(page.locator(".count strong")).not_to_have_text(str(either))
    assert count(page) <= mrd


def test_a_range_is_a_bar_or_two_numbers(visit):
    page = visit("/datasets")
    bar = page.locator("#d-patients .c-bars a").first
    number = int(bar.locator(".n").inner_text())
    bar.click()
    becomes(page, number)
    assert "patients_min=1&patients_max=9" in page.url
    page.goto("/datasets")
    page.get_by_label("from", exact=True).first.fill("1,000")
    page.get_by_label("from", exact=True).first.press("Enter")
    expect(page).to_have_url(re.compile(r"/datasets\?patients_min=1000$"))
    expect(page.locator("#results .c-chips")).to_contain_text("Patients: 1000 or more")


def test_searching_in_a_filter_keeps_the_place_and_the_address(visit):
    page = visit("/datasets")
    inside = page.get_by_label("Search in this list: Disease")
    inside.press_sequentially("myeloma", delay=30)
    expect(page.locator("#l-disease li label")).to_have_count(3)
    expect(page.locator("#l-disease li", has_text="Hodgkin")).to_have_count(0)
    expect(inside).to_be_focused()
    assert inside.input_value() == "myeloma"
    assert page.url.endswith("/datasets")
    assert not page.locator("a[href*='in_disease']").count()
    page.locator("#l-disease input").first.check()
    expect(page).to_have_url(re.compile(r"/datasets\?disease=[^&]*$"))
    page.goto("/datasets")
    shown = page.locator("#l-disease li").count()
    page.locator("#l-disease").get_by_role("button", name="Show all").click()
    expect(page.locator("#l-disease").get_by_role("button", name="Show all")).to_have_count(0)
    assert page.locator("#l-disease li").count() > shown
    assert page.url.endswith("/datasets")
    assert page.complaints == []


@pytest.mark.parametrize("path", ["/", "/datasets"])
def test_suggestions_are_chosen_with_the_keyboard(visit, path):
    page = visit(path)
    box = page.get_by_role("combobox", name=re.compile("search|looking", re.I))
    options = page.locator("#suggestions [role=option]")
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press_sequentially("myelo", delay=30)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(page).to_have_url(re.compile("q=myelo$" if path == "/datasets" else "/$"))
    is_clean(page)
    box.press("ArrowDown")
    expect(options.first).to_have_attribute("aria-selected", "true")
    assert box.get_attribute("aria-activedescendant") == options.first.get_attribute("id")
    box.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(page.get_by_role("listbox")).to_be_hidden()
    expect(box).to_have_attribute("aria-expanded", "false")
    assert box.get_attribute("aria-activedescendant") is None
    assert box.input_value() == "myelo"
    box.press_sequentially("m", delay=30)
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(options.first).to_contain_text("myeloma")
    box.press("ArrowDown")
    box.press("Enter")
    expect(page).to_have_url(re.compile(r"/datasets\?disease=.*MONDO_0009693$"))
    page.get_by_role("combobox", name=re.compile("looking")).press_sequentially("flt3", delay=30)
    page.get_by_role("option", name=re.compile("flt3_itd")).click()
    expect(page).to_have_url(re.compile(r"/datasets\?variable=flt3_itd$"))
    assert count(page) == 2


def test_a_table_says_the_same_as_the_list(visit):
    page = visit("/datasets?q=AML")
    listed = page.locator("ol.cards h3").all_inner_texts()
    page.get_by_role("link", name="Table", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(len(listed))
    assert page.locator("tbody th a").all_inner_texts() == listed
    expect(page.get_by_role("link", name="Table", exact=True)).to_have_attribute("aria-current", "true")
    page.get_by_label("Sort by").select_option("title")
    expect(page).to_have_url(re.compile("sort=title&view=table"))
    is_clean(page)


def test_three_are_compared_and_the_differences_go_to_a_spreadsheet(visit):
    page = visit("/datasets?q=SYNTHETIC")
    button = page.locator("[data-compare]")
    button.click()
    expect(button).to_have_text("Choose two to six datasets.")
    for n in (0, 1):
        page.locator("ol.cards .pick input").nth(n).check()
    expect(button).to_have_text("Compare (2)")
    expect(page.locator("#live")).to_have_text("Compare (2)")
    page.goto("/datasets?q=HARMONY")  # what was chosen in another list is remembered
    expect(button).to_have_text("Compare (2)")
    page.locator("ol.cards .pick input:not(:checked)").last.check()
    expect(button).to_have_text("Compare (3)")
    assert page.url.endswith("/datasets?q=HARMONY")  # to tick a box asks nothing
    button.click()
    expect(page).to_have_url(re.compile("/compare[?]d="))
    expect(page.locator("thead th")).to_have_count(4)
    is_clean(page)
    lines = page.locator("tbody tr").count()
    page.get_by_role("button", name="Show differences only").click()
    expect(page.get_by_role("button", name="Show everything")).to_be_visible()
    differing = page.locator("tbody tr").count()
    assert 0 < differing < lines
    assert page.locator("tbody tr:not(.differs)").count() == 0
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV").click()
    rows = list(csv.reader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))
    assert [len(row) for row in rows] == [4] * (differing + 1)


def test_results_go_to_a_spreadsheet_and_to_a_feed_reader(visit):
    page = visit("/datasets?q=AML")
    listed = count(page)
    page.get_by_text("Export", exact=True).click()
    with page.expect_download() as download:
        page.get_by_role("link", name="CSV", exact=True).click()
    assert download.value.suggested_filename == "datasets.csv"
    assert len(list(csv.DictReader(io.StringIO(download.value.path().read_text(encoding="utf-8-sig"))))) == listed
    page.keyboard.press("Escape")
    expect(page.locator(".c-menu ul")).to_be_hidden()
    feed = page.request.get(page.locator("head link[type='application/atom+xml']").get_attribute("href"))
    entries = etree.fromstring(feed.body()).findall("{http://www.w3.org/2005/Atom}entry")
    assert len(entries) == listed


def test_a_page_leads_to_its_like(visit):
    page = visit("/datasets/syn-01")
    title = page.locator("h1").inner_text()
    page.get_by_role("link", name="Similar datasets").click()
    expect(page.locator("h1")).to_have_text(f"Datasets like “{title}”")
    assert count(page) > 0
    assert title not in page.locator("ol.cards h3").all_inner_texts()
    is_clean(page)
    page.locator("#q").fill("registry")
    page.locator("#q").press("Enter")
    expect(page).to_have_url(re.compile("q=registry&like=syn-01"))
    page.locator("#results .c-chips a", has_text="like").click()
    expect(page.locator("h1")).to_have_text("Datasets")


def test_nothing_found_names_the_filter_to_take_away(visit):
    page = visit(f"/datasets?q=leukaemia&publisher=Broad Institute&access={ACCESS}NON_PUBLIC")
    becomes(page, 0)
    drop = page.locator(".c-none a", has_text="without it").first
    promised = int(re.search(r"\((\d+) dataset", drop.inner_text())[1])
    is_clean(page)
    drop.click()
    becomes(page, promised)


def test_a_misspelt_word_is_asked_back(visit):
    page = visit("/datasets?q=epistassis")
    suggestion = page.locator(".c-notice a").first
    words = suggestion.inner_text()
    suggestion.click()
    expect(page.locator("#q")).to_have_value(words)
    assert count(page) > 0


def test_the_question_in_spanish(visit):
    page = visit("/datasets?q=al menos 100 adultos con LMA y EMR después de 2015", locale="es-ES")
    assert count(page) > 0
    expect(page.locator(".c-understood")).to_contain_text("Enfermedad: leucemia mieloide aguda")
    expect(page.locator(".c-understood")).to_contain_text("después de 2015")
    expect(page.get_by_label("¿Qué datos busca?")).to_be_visible()
    expect(page.locator(".c-maybe h2")).to_contain_text("podrían coincidir")
    is_clean(page)
