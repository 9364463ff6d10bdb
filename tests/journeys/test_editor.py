"""The editor's fields: checked as they change, mended with one click, added and removed where one is."""

from urllib.parse import parse_qs

import pytest
from django.contrib.auth import get_user_model
from playwright.sync_api import expect

from catalog.editing import drafts
from catalog.models import Resource, Stage
from fair_metadata.namespaces import DCAT, DCT
from tests.catalog import factories as make
from tests.journeys.steps import has_no_barrier, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hospital():
    return make.organisation("hospital")


@pytest.fixture
def as_person(visit, hospital):
    """as_person(name, path): a page of somebody of the hospital who has signed in."""

    def open_page(name, path, **options):
        user = get_user_model().objects.filter(username=name).first() or make.person(
            name, of=hospital, role="contributor"
        )
        page = visit("/about/help", **options)
        sign_in(page, user).goto(path)
        return page

    return open_page


def test_a_field_says_what_is_unclear_and_one_click_mends_it(as_person, hospital):
    make.resource(slug="registry", organisation=hospital)
    page = as_person("contributor", "/edit/registry")
    field = page.locator('[id="spatial.0"]')
    field.fill("Germny")
    field.blur()
    trouble = page.locator('[id="m-spatial"]')
    expect(trouble).to_contain_text("Germny")
    expect(field).to_have_attribute("aria-invalid", "true")
    trouble.get_by_role("button", name="Write: Germany").click()
    expect(page.locator('[id="spatial.0"]')).to_have_value("Germany")
    record = drafts.of(Resource.objects.get(slug="registry")).record
    assert record.values(DCT.spatial) == ("<http://publications.europa.eu/resource/authority/country/DEU>",)


def test_parts_are_added_and_removed_where_one_is(as_person, hospital):
    make.resource(slug="registry", organisation=hospital)
    page = as_person("contributor", "/edit/registry")
    page.locator('[id="keyword.0"]').fill("leukaemia")
    page.get_by_role("button", name="Add Contact point").click()
    name = page.locator('[id="contact_point.0.fn.0"]')
    expect(name).to_be_focused()
    name.fill("Registry office")
    with page.expect_response(lambda a: a.url.endswith("/edit/registry") and "office" in (a.request.post_data or "")):
        name.blur()
    page.reload()
    page.get_by_role("button", name="Remove Contact point").click()
    expect(page.locator('[id="contact_point.0.fn.0"]')).to_have_count(0)
    record = drafts.of(Resource.objects.get(slug="registry")).record
    assert (record.values(DCAT.contactPoint), record.values(DCAT.keyword)) == ((), ('"leukaemia"@en',))
    assert page.complaints == []


def test_a_button_that_one_only_rests_on_is_not_pressed_when_all_is_saved(as_person, hospital):
    row = make.resource(slug="registry", organisation=hospital)
    page = as_person("contributor", "/edit/registry")
    page.get_by_role("button", name="Add in Español Title").click()
    expect(page.locator('[id="title.1"]')).to_be_focused()
    page.keyboard.type("Un registro")
    for resting_on in ("Remove", "Submit for review"):
        sent = lambda answer: answer.request.method == "POST" and answer.url.endswith("/edit/registry")  # noqa: E731
        with page.expect_response(sent) as coming:
            page.locator('[id="title.0"]').press("End")
            page.keyboard.type("!")
            page.get_by_role("button", name=resting_on).first.focus()
        assert not {"gone", "then", "added"} & set(parse_qs(coming.value.request.post_data))
        expect(page.locator("#saved")).to_contain_text("Saved at")
        assert page.evaluate("document.activeElement.textContent").strip().startswith(resting_on)
    draft = drafts.of(row)
    titles = {'"A registry!!"@en', '"Un registro"@es'}
    assert (set(draft.record.values(DCT.title)), draft.stage) == (titles, Stage.WRITING)


LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "small": {"viewport": {"width": 390, "height": 844}},
    "Spanish": {"locale": "es-ES"},
}


@pytest.mark.parametrize("options", LOOKS.values(), ids=LOOKS)
def test_nobody_is_left_out_of_any_page_of_the_editor(as_person, hospital, options, picture, request):
    row = Resource.objects.get(slug="syn-01")
    Resource.objects.filter(pk=row.pk).update(organisation=hospital)
    page = as_person("contributor", "/edit/syn-01", **options)
    picture(page, f"editor-{request.node.callspec.id}")
    for path in ("/edit/syn-01", "/edit/syn-01?form=full", "/edit/syn-01/source", "/edit/syn-01/preview", "/edit/new"):
        page.goto(path)
        has_no_barrier(page, path)
