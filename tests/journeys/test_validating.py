"""Somebody who is about to publish a description holds it to a profile, mends it with clicks, and takes the report along."""

import pytest

from tests.catalog.validating.conftest import POOR
from tests.journeys.steps import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(autouse=True)
def _time_enough(settings):
    settings.VALIDATE_DEADLINE = 60


def no_barrier(page):
    assert barriers(page) == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(
    "look",
    [{}, {"color_scheme": "dark", "viewport": {"width": 390, "height": 844}}, {"java_script_enabled": False}],
    ids=["light", "dark on a phone", "without JavaScript"],
)
def test_a_description_is_judged_mended_with_a_click_and_its_report_is_taken(visit, look):
    page = visit("/about/machines", **look)
    page.get_by_role("link", name="Validate a description").click()
    page.get_by_label("Profile").select_option("dcat-ap")
    page.get_by_label("The description").fill(POOR)
    page.get_by_role("button", name="Validate", exact=True).click()
    assert page.get_by_role("heading", name="It does not conform").is_visible()
    assert page.get_by_text("Line 5:").is_visible()
    if look.get("java_script_enabled", True):
        no_barrier(page)
    with page.expect_download() as report:
        page.get_by_role("button", name="Turtle", exact=True).click()
    assert report.value.suggested_filename == "validation-report.ttl"
    page.get_by_role("button", name="Try it with “2020-12-31 (xsd:date)”").click()
    assert page.get_by_text("This is the mended version").is_visible()
    assert "2020-12-31" in page.get_by_label("The description").input_value()
    assert page.get_by_role("button", name="Try it with").count() == 0
    assert page.complaints == []


def test_a_file_that_is_too_large_is_not_sent(visit, tmp_path):
    large = tmp_path / "large.ttl"
    large.write_bytes(b"#" * (1024**2 + 1))
    page = visit("/validate")
    page.get_by_label("RDF in any syntax").set_input_files(large)
    page.get_by_role("button", name="Validate the file").click()
    assert page.get_by_role("alert").filter(has_text="The file is larger than").is_visible()
    no_barrier(page)
