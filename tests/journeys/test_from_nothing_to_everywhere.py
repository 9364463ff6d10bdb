"""A contributor describes a restricted registry from nothing; a reviewer returns it and approves the second version.

Once with the keyboard alone, once without JavaScript. No door has it before it is approved; then each has what was typed.
"""

import re

import pytest
from playwright.sync_api import expect

from catalog.editing import drafts
from catalog.models import Draft, Resource, Stage, State
from fair_metadata.forms import ready
from tests.journeys.holder import as_person, outside, people, site
from tests.journeys.steps import choose, has_no_barrier, in_every_look, press, tab_to, tab_until, write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["as_person", "outside", "people", "site"]

TITLE, TITULO = "Registry of AML in adults", "Registro de LMA en adultos"
ABOUT = "All adults with acute myeloid leukaemia of the region."
MENDED = "All adults with acute myeloid leukaemia of the region, diagnosed by WHO 2022."
ACCESS = "http://publications.europa.eu/resource/authority/access-right/RESTRICTED"
NOTE = "Say by which classification, and count anew."
COMMENTS = {"Description": "By which classification?", "Number of individuals": "Without those who moved away?"}
TYPED = {
    "title": {TITLE, TITULO},
    "description": {MENDED},
    "keyword": {"AML"},
    "access": {ACCESS},
    "patients": {"1198"},
    "begin": {"2015"},
    "end": {"2024-06"},
    "contact": {"mailto:registry@example.org"},
}
# Plain answers of the quick form: place → what is typed.
ANSWERS = {
    "keyword.0": "AML",
    "publisher.0.contact_point.0.email.0": "data@example.org",
    "hdab.0.name.0": "Access body",
    "hdab.0.contact_point.0.email.0": "access@example.org",
    "custodian.0.contact_point.0.email.0": "data@example.org",
    "lead_time.0": "6 weeks",
    "distribution.0.access_url.0": "data.example.org/ask",
}


def resource():
    return Resource.objects.get(card__title__en=TITLE)


def nowhere(outside):
    """No door has it."""
    return set(outside.everywhere(resource().iri, "AML").values()) == {None}


def everywhere(outside):
    """Every door has it, with the values that were typed."""
    row = resource()
    found = outside.everywhere(row.iri, "LMA")
    graphs = {door: found.pop(door) for door in list(found) if isinstance(found[door], dict)}
    assert graphs == dict.fromkeys(
        ("Turtle", "FAIR Data Point", "SPARQL", "OAI-PMH, the record", "OAI-PMH, the list"), TYPED
    )
    assert found == {"page": 200, "PID": 200, "search": row.slug, "FAIR Data Point, its index": row.iri}


def saved(page):
    expect(page.locator("#saved")).to_contain_text("Saved at")


def returned_with_comments(page):
    """The reviewer goes from the notice to the description, comments on two fields, and returns it."""
    page.get_by_role("link", name=re.compile(f"submitted.*{TITLE}|{TITLE}.*submitted")).first.click()
    for label, words in COMMENTS.items():
        change = page.locator(".c-change").filter(has=page.get_by_role("heading", name=re.compile(f"^{label}"))).first
        change.locator("summary").click()
        change.get_by_label("Your comment").fill(words)
        change.get_by_role("button", name="Comment").click()
        expect(page.locator(".c-thread").filter(has_text=words)).to_be_visible()
    page.get_by_label("What is to be changed").fill(NOTE)
    page.get_by_role("button", name="Return", exact=True).click()
    expect(page.get_by_role("status").first).to_contain_text("Returned")
    assert Draft.objects.get().stage == Stage.RETURNED


def comments_stand_at_their_fields(page):
    expect(page.get_by_role("heading", name="Returned, to be changed")).to_be_visible()
    expect(page.locator(".c-remarks")).to_contain_text(NOTE)
    for place, words in zip(("description", "number_of_unique_individuals"), COMMENTS.values(), strict=True):
        expect(page.locator(f"[id='c-{place}']")).to_contain_text(words)
        expect(page.locator(f"[id='{place}.0']")).to_have_attribute("aria-describedby", re.compile(f"c-{place}$"))


def approved(page):
    expect(page.locator(".c-change").filter(has_text="WHO 2022").first).to_be_visible()
    page.get_by_label("Reason, for the history").fill("Checked.")
    page.get_by_role("button", name="Approve").click()
    expect(page.get_by_role("status").first).to_contain_text("Approved.")
    assert (resource().state, Draft.objects.count()) == (State.PUBLISHED, 0)


def test_a_registry_is_described_with_the_keyboard_alone_and_is_everywhere_once_it_is_approved(as_person, outside):
    page = as_person("contributor", "/edit/new")
    in_every_look(page)
    write(page, "title", TITLE)
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"/edit/dataset-"))
    in_every_look(page)
    describe_by_keyboard(page)
    in_every_look(page)
    assert ready(drafts.of(resource()).record).is_ready
    assert nowhere(outside)
    press(page, "Submit for review")
    page.wait_for_url(re.compile(r"/review/dataset-"))
    has_no_barrier(page)
    assert (Draft.objects.get().stage, resource().state) == (Stage.IN_REVIEW, State.IN_REVIEW)
    assert nowhere(outside)

    reviewer = as_person("reviewer", "/notices")
    in_every_look(reviewer)
    returned_with_comments(reviewer)
    in_every_look(reviewer)
    assert nowhere(outside)

    page.goto("/curator")
    in_every_look(page)
    press(page, TITLE)
    page.wait_for_url(re.compile(r"/edit/dataset-"))
    comments_stand_at_their_fields(page)
    in_every_look(page)
    press(page, "Description")
    write(page, "description.0", MENDED)
    write(page, "number_of_unique_individuals.0", "1,198")
    press(page, "Submit for review")  # nothing that was typed a moment ago is lost
    page.wait_for_url(re.compile(r"/review/dataset-"))
    assert nowhere(outside)

    reviewer.goto("/review")
    has_no_barrier(reviewer)
    reviewer.get_by_role("link", name=TITLE).click()
    approved(reviewer)
    has_no_barrier(reviewer)
    everywhere(outside)
    reader = as_person("contributor", f"/datasets/{resource().slug}")
    in_every_look(reader)
    for words in (TITLE, MENDED, "AML", "1,198", "Restricted"):
        expect(reader.locator("main").get_by_text(words).first).to_be_visible()


def describe_by_keyboard(page):
    """The quick form from above to below: texts in two languages, nested parts, lists, a period, a list of words."""
    write(page, "description.0", ABOUT)
    press(page, "Add in Español Title")
    expect(page.locator("[id='title.1']")).to_be_focused()
    page.keyboard.type(TITULO)
    only_one_language_is_shown(page)
    choose(page, "health_category.0", "registries")
    tab_to(page, "has_structured_data.0")
    page.keyboard.type("No")
    write(page, "number_of_unique_individuals.0", "1,250")
    press(page, "Add Contact point")
    expect(page.locator("[id='contact_point.0.fn.0']")).to_be_focused()
    page.keyboard.type("Registry office")
    write(page, "contact_point.0.has_email.0", "registry@example.org")
    press(page, "Add Period covered")
    expect(page.locator("[id='temporal.0.start_date.0']")).to_be_focused()
    page.keyboard.type("2015")
    write(page, "temporal.0.end_date.0", "June 2024")
    tab_to(page, "access_rights.0")
    page.keyboard.type("Restr")
    for place, words in ANSWERS.items():
        write(page, place, words)
    page.keyboard.press("Tab")
    expect(page.locator("#standing .ready")).to_be_visible()
    saved(page)


def only_one_language_is_shown(page):
    """The tabs of languages hide what is in the others."""
    tab_until(page, "wanted => document.activeElement.matches('[data-languages] button[lang=es]')", "Español")
    page.keyboard.press("Enter")
    expect(page.locator("[id='title.0']")).to_be_hidden()
    expect(page.locator("[id='title.1']")).to_be_visible()
    tab_until(page, "wanted => document.activeElement.matches('[data-languages] button[value=\"\"]')", "All languages")
    page.keyboard.press("Enter")
    expect(page.locator("[id='title.0']")).to_be_visible()


def test_the_same_without_javascript(as_person, outside):
    page = as_person("contributor", "/edit/new", java_script_enabled=False)
    page.locator("#title").fill(TITLE)
    page.get_by_role("button", name="Begin").click()
    describe_without_scripts(page)
    assert ready(drafts.of(resource()).record).is_ready
    page.get_by_role("link", name="Preview").click()
    expect(page.locator("main")).to_contain_text("registry@example.org")
    page.get_by_role("link", name="Back to the form").click()
    page.get_by_role("button", name="Submit for review").first.click()
    assert (Draft.objects.get().stage, resource().state) == (Stage.IN_REVIEW, State.IN_REVIEW)
    assert nowhere(outside)

    reviewer = as_person("reviewer", "/notices", java_script_enabled=False)
    returned_with_comments(reviewer)
    page.goto("/curator")
    page.get_by_role("link", name=TITLE).first.click()
    comments_stand_at_their_fields(page)
    page.locator("[id='description.0']").fill(MENDED)
    page.locator("[id='number_of_unique_individuals.0']").fill("about many")
    page.get_by_role("button", name="Submit for review").first.click()
    expect(page.locator("#summary")).to_contain_text("about many")  # unclear, so it is not in review yet
    assert Draft.objects.get().stage == Stage.RETURNED
    page.locator("[id='number_of_unique_individuals.0']").fill("1,198")
    page.get_by_role("button", name="Submit for review").first.click()
    assert nowhere(outside)

    reviewer.goto("/review")
    reviewer.get_by_role("link", name=TITLE).click()
    approved(reviewer)
    everywhere(outside)


def describe_without_scripts(page):
    """Every part that is added is a page of its own; what is typed before is kept."""
    page.locator("[id='description.0']").fill(ABOUT)
    for button, place, words in (
        ("Add in Español Title", "title.1", TITULO),
        ("Add Contact point", "contact_point.0.fn.0", "Registry office"),
        ("Add Period covered", "temporal.0.start_date.0", "2015"),
    ):
        page.get_by_role("button", name=button, exact=True).click()
        expect(page.locator(f"[id='{place}']")).to_be_in_viewport()
        page.locator(f"[id='{place}']").fill(words)
    page.locator("[id='contact_point.0.has_email.0']").fill("registry@example.org")
    page.locator("[id='temporal.0.end_date.0']").fill("June 2024")
    page.locator("[id='has_structured_data.0']").select_option(label="No")
    page.locator("[id='access_rights.0']").select_option(label="Restricted")
    for place, words in {
        "health_category.0": "registries",
        "number_of_unique_individuals.0": "1 250",
        **ANSWERS,
    }.items():
        page.locator(f"[id='{place}']").fill(words)
    page.get_by_role("button", name="Save", exact=True).first.click()
    expect(page.locator("#summary")).to_contain_text("registries")
    page.get_by_role("button", name=re.compile("^Write:")).first.click()
    expect(page.locator("#standing .ready")).to_be_visible()
