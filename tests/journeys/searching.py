"""What journeys through search look at: how many there are, what stands beside a filter, and that nothing is amiss."""

import re

from playwright.sync_api import expect

from tests.journeys.steps import barriers

QUESTION = (
    "which sources have at least 100 adult AML patients with MRD and overall survival after 2015, "
    "mapped to the OMOP CDM"
)
PHONE = {"viewport": {"width": 390, "height": 844}, "has_touch": True}


def count(page):
    return int(re.sub(r"\D", "", page.locator(".count strong").inner_text()))


def becomes(page, number):
    """The list has so many datasets in the end; how many there are beside a filter, read before, comes true."""
    expect(page.locator(".count strong")).to_have_text(f"{number:,}")


def beside(page, facet, label):
    """The box of a value, its row, and its count."""
    row = page.locator(f"#d-{facet} li", has=page.get_by_text(label, exact=True)).first
    return row.locator("input"), row, int(re.sub(r"\D", "", row.locator(".n").inner_text()))


def is_clean(page):
    assert page.complaints == []
    expect(page.locator(".htmx-request")).to_have_count(0)
    assert barriers(page) == []
