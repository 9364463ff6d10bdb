"""A contributor describes a registry: with the keyboard only, with somebody else at it, and without JavaScript."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import expect

from catalog.editing import drafts
from catalog.models import Resource, Stage, State
from fair_metadata.forms import ready
from fair_metadata.namespaces import DCAT, DCT
from tests.catalog import factories as make

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def hospital():
    return make.organisation("hospital")


@pytest.fixture
def as_person(visit, hospital, site):
    """as_person(name, path): a page of somebody of the hospital who has signed in."""

    def open_page(name, path, **options):
        from django.contrib.auth import get_user_model

        user = get_user_model().objects.filter(username=name).first() or make.person(
            name, of=hospital, role="contributor"
        )
        client = Client()
        client.force_login(user)
        cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": site}
        page = visit("/about/help", **options)
        page.context.add_cookies([cookie])
        page.goto(path)
        return page

    return open_page


def faults(page):
    found = Axe().run(page).response["violations"]
    return [(fault["id"], [node["target"] for node in fault["nodes"]][:3]) for fault in found]


def focused(page):
    return page.evaluate(
        "document.activeElement.id || document.activeElement.name || document.activeElement.textContent.trim()"
    )


def tab_to(page, wanted, most=400):
    """Press Tab until the element with this id has the focus, as a person does; back to the top when it is above."""
    for _ in range(most):
        if page.evaluate("document.activeElement.id") == wanted:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{wanted} cannot be reached by the keyboard; the focus is on {focused(page)}")


def write(page, place, words):
    """Go to a field by the keyboard and type."""
    tab_to(page, place)
    page.keyboard.type(words)


def draft_of(title):
    row = Resource.objects.get(card__title__en=title)
    return drafts.of(row).record


def test_a_restricted_registry_is_described_with_the_keyboard_only(as_person):
    page = as_person("contributor", "/edit/new")
    assert faults(page) == []
    tab_to(page, "kind")
    page.keyboard.press("Tab")
    write(page, "title", "Registry of AML in adults")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/edit/dataset-"))
    assert faults(page) == []
    write(page, "description.0", "All adults with acute myeloid leukaemia of the region.")
    tab_to(page, "health_category.0")
    page.keyboard.type("registries")
    expect(page.locator("#options [role=option]").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.locator("#options")).to_be_hidden()
    tab_to(page, "has_structured_data.0")
    page.keyboard.type("No")
    write(page, "number_of_unique_individuals.0", "1,250")
    write(page, "keyword.0", "AML")
    write(page, "publisher.0.contact_point.0.email.0", "data@example.org")
    write(page, "hdab.0.name.0", "Access body")
    write(page, "hdab.0.contact_point.0.email.0", "access@example.org")
    write(page, "custodian.0.contact_point.0.email.0", "data@example.org")
    tab_to(page, "access_rights.0")
    page.keyboard.type("Restr")
    write(page, "lead_time.0", "6 weeks")
    page.keyboard.press("Tab")
    expect(page.locator('[id="m-lead_time"]')).to_contain_text("P42D")
    write(page, "distribution.0.access_url.0", "data.example.org/ask")
    page.keyboard.press("Tab")
    expect(page.locator("#standing .ready")).to_be_visible()
    expect(page.locator("#saved")).to_contain_text("Saved at")
    assert faults(page) == []
    assert page.complaints == []
    record = draft_of("Registry of AML in adults")
    assert ready(record).is_ready
    assert record.values(DCT.accessRights) == (
        "<http://publications.europa.eu/resource/authority/access-right/RESTRICTED>",
    )
    row = Resource.objects.get(iri=record.iri)
    assert row.state == State.DRAFT
    tab_to(page, "submit")
    page.keyboard.press("Enter")
    page.wait_for_load_state()
    assert drafts.of(row).stage == Stage.IN_REVIEW


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


def test_two_editors_at_once_keep_both_and_choose_where_they_disagree(as_person, hospital):
    row = make.resource(slug="registry", organisation=hospital)
    one, two = as_person("one", "/edit/registry"), as_person("two", "/edit/registry")
    one.locator('[id="title.0"]').fill("Title of the first")
    one.locator('[id="title.0"]').blur()
    expect(one.locator("#saved")).to_contain_text("Saved at")
    two.locator('[id="keyword.0"]').fill("from the second")
    two.locator('[id="title.0"]').fill("Title of the second")
    two.locator('[id="title.0"]').blur()
    conflict = two.locator(".c-conflicts")
    expect(conflict).to_contain_text("Title of the first")
    assert faults(two) == []
    assert drafts.of(row).record.values(DCT.title) == ('"Title of the first"@en',)
    conflict.get_by_label("Yours: Title of the second").check()
    conflict.get_by_role("button", name="Save this").click()
    expect(two.locator('[id="title.0"]')).to_have_value("Title of the second")
    record = drafts.of(row).record
    assert record.values(DCT.title) == ('"Title of the second"@en',)
    assert record.values(DCAT.keyword) == ('"from the second"@en',)


def test_the_same_without_javascript(as_person):
    page = as_person("contributor", "/edit/new", java_script_enabled=False)
    page.locator("#title").fill("Registry without scripts")
    page.get_by_role("button", name="Begin").click()
    answers = {
        "description.0": "All adults.",
        "health_category.0": "registries",
        "number_of_unique_individuals.0": "1 250",
        "publisher.0.contact_point.0.email.0": "data@example.org",
        "custodian.0.contact_point.0.email.0": "data@example.org",
        "hdab.0.name.0": "Access body",
        "hdab.0.contact_point.0.email.0": "access@example.org",
        "distribution.0.access_url.0": "data.example.org/ask",
    }
    for place, words in answers.items():
        page.locator(f'[id="{place}"]').fill(words)
    page.locator('[id="has_structured_data.0"]').select_option(label="No")
    page.locator('[id="access_rights.0"]').select_option(label="Restricted")
    page.get_by_role("button", name="Save").first.click()
    expect(page.locator("#summary")).to_contain_text("registries")
    page.get_by_role("button", name=re.compile("^Write:")).first.click()
    expect(page.locator("#standing .ready")).to_be_visible()
    page.get_by_role("button", name="Add Contact point").click()
    page.locator('[id="contact_point.0.has_email.0"]').fill("office@example.org")
    page.get_by_role("button", name="Save").first.click()
    record = draft_of("Registry without scripts")
    assert ready(record).is_ready
    assert len(record.values(DCAT.contactPoint)) == 1
    page.get_by_role("link", name="Preview").click()
    expect(page.locator("main")).to_contain_text("office@example.org")


LOOKS = {
    "light": {"color_scheme": "light"},
    "dark": {"color_scheme": "dark"},
    "small": {"viewport": {"width": 390, "height": 844}},
}


@pytest.mark.parametrize("options", LOOKS.values(), ids=LOOKS)
def test_nobody_is_left_out_of_any_page_of_the_editor(as_person, hospital, options, picture, request):
    row = Resource.objects.get(slug="syn-01")
    Resource.objects.filter(pk=row.pk).update(organisation=hospital)
    page = as_person("contributor", "/edit/syn-01", **options)
    picture(page, f"editor-{request.node.callspec.id}")
    for path in ("/edit/syn-01", "/edit/syn-01?form=full", "/edit/syn-01/source", "/edit/syn-01/preview", "/edit/new"):
        page.goto(path)
        assert faults(page) == [], path
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, (
            path,
            page.evaluate(
                "[...document.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > innerWidth + 1).slice(0, 5).map(e => e.outerHTML.slice(0, 150))"
            ),
        )
