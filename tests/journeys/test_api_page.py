"""A developer reads the page of the REST API in a browser, and tries an operation there."""

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_operations_are_shown_and_can_be_tried_with_nothing_loaded_from_elsewhere(visit, site, settings):
    from catalog.api.document import document

    settings.BASE_URL = site
    document.cache_clear()
    page = visit("/about/help")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/api/docs")
    page.set_default_timeout(60_000)  # it draws all operations first
    page.locator("#operations-vocabularies-listVocabularies .opblock-summary-control").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    expect(page.locator(".live-responses-table .response-col_status").nth(1)).to_contain_text("200", timeout=60_000)
    expect(page.locator(".live-responses-table")).to_contain_text("mondo")
    assert {url for url in asked if not url.startswith((site, "data:", "blob:"))} == set()
    assert page.complaints == []
    document.cache_clear()
