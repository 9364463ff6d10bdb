"""Two people edit one description at once: what only one of them changed is kept, and where both did they are asked."""

import pytest
from playwright.sync_api import expect

from catalog.editing import drafts
from catalog.models import Kind, Resource
from catalog.register import Terms, register
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import text
from tests.catalog.editing.people import fit_dataset
from tests.journeys.holder import as_person, people, site
from tests.journeys.steps import has_no_barrier, in_every_look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["as_person", "people", "site"]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])


@pytest.fixture
def row(people, site):
    register(fit_dataset("reg-01", "A registry"), Kind.DATASET, Terms(organisation=people.holder, publish=True))
    return Resource.objects.get()


@pytest.fixture
def both(as_person, row):
    """both(scripts): the contributor and the curator with the same form open in browsers of their own."""

    def open_pages(scripts):
        return [as_person(name, "/edit/reg-01", java_script_enabled=scripts) for name in ("contributor", "curator")]

    return open_pages


def field(page, place):
    return page.locator(f"[id='{place}']")


def save(page):
    page.get_by_role("button", name="Save", exact=True).first.click()


def said(row, path):
    return {text(value) for value in drafts.of(row).record.values(path)}


@SCRIPTS
@pytest.mark.parametrize(
    ("answer", "title"),
    [("Theirs: Title of the first", "Title of the first"), ("Yours: Title of the second", "Title of the second")],
    ids=["theirs", "yours"],
)
def test_both_people_s_other_changes_survive_whoever_is_followed(both, row, scripts, answer, title):
    one, two = both(scripts)
    field(one, "title.0").fill("Title of the first")
    field(one, "keyword.0").fill("from the first")
    save(one)
    expect(one.locator("#saved").or_(one.get_by_text("Saved.")).first).to_be_visible()
    field(two, "title.0").fill("Title of the second")
    field(two, "description.0").fill("Described by the second.")
    save(two)
    conflict = two.locator(".c-conflicts")
    expect(conflict.get_by_role("heading")).to_have_text("Somebody else changed the same")
    expect(conflict.get_by_text("It was: A registry")).to_be_visible()
    assert conflict.locator("legend").all_inner_texts() == ["Title"]
    if scripts:
        in_every_look(two)
    assert said(row, DCT.title) == {"Title of the first"}
    assert said(row, DCT.description) == {"Described by the second."}
    conflict.get_by_label(answer).check()
    conflict.get_by_role("button", name="Save this").click()
    expect(field(two, "title.0")).to_have_value(title)
    expect(two.locator(".c-conflicts")).to_have_count(0)
    expect(field(two, "keyword.0")).to_have_value("from the first")
    has_no_barrier(two)
    assert [said(row, path) for path in (DCT.title, DCT.description, DCAT.keyword)] == [
        {title},
        {"Described by the second."},
        {"from the first"},
    ]


@SCRIPTS
def test_what_two_say_of_different_things_is_merged_without_a_question(both, row, scripts):
    one, two = both(scripts)
    field(one, "keyword.0").fill("from the first")
    save(one)
    expect(one.locator("#saved").or_(one.get_by_text("Saved.")).first).to_be_visible()
    field(two, "title.0").fill("Title of the second")
    save(two)
    expect(two.locator("#saved").or_(two.get_by_text("Saved.")).first).to_be_visible()
    expect(two.locator(".c-conflicts")).to_have_count(0)
    two.reload()
    expect(field(two, "keyword.0")).to_have_value("from the first")
    assert [said(row, path) for path in (DCT.title, DCAT.keyword)] == [{"Title of the second"}, {"from the first"}]


@SCRIPTS
def test_what_one_took_away_while_the_other_wrote_in_it_is_told(both, row, scripts):
    one, two = both(scripts)
    one.get_by_role("button", name="Remove Contact point").click()
    expect(field(one, "contact_point.0.fn.0")).to_have_count(0)
    field(two, "contact_point.0.fn.0").fill("Office of the second")
    field(two, "keyword.0").fill("from the second")
    save(two)
    conflict = two.locator(".c-conflicts")
    expect(conflict.get_by_text("what it was said of is removed")).to_be_visible()
    expect(conflict.get_by_text("Office of the second")).to_be_visible()
    assert (said(row, DCAT.contactPoint), said(row, DCAT.keyword)) == (set(), {"from the second"})
