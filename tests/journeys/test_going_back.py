"""A published description is changed by mistake and taken back to what it said before, through review where the rules
ask for it; every door follows.
"""

import pytest
from playwright.sync_api import expect

from catalog.models import Draft, Kind, Resource, Revision
from catalog.register import Terms, register
from tests.catalog.editing.people import fit_dataset, titled
from tests.journeys.holder import as_person, outside, people, site
from tests.journeys.steps import has_no_barrier, in_every_look

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
__all__ = ["as_person", "outside", "people", "site"]
WAS, MISTAKE = "Registry quillonite", "Registry brandelusk"  # words that no list of concepts has
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
DOORS = ("Turtle", "FAIR Data Point", "SPARQL", "OAI-PMH, the record", "OAI-PMH, the list")


@pytest.fixture
def mistaken(people, site):
    """A dataset of the holder's under a title by mistake; its name is an address that answers."""
    record = titled(fit_dataset("reg-01", WAS), WAS)
    register(record, Kind.DATASET, Terms(organisation=people.holder, author=people.curator, publish=True))
    register(titled(record, MISTAKE), Kind.DATASET, Terms(author=people.curator, reason="Another title."))
    return Resource.objects.get()


def titles(outside, row):
    """What the doors call it, and by which of the two words search finds it."""
    found = {word: outside.everywhere(row.iri, word) for word in ("quillonite", "brandelusk")}
    graphs = found["quillonite"]
    said = {title for door in DOORS for title in (graphs[door] or {"title": {None}})["title"]}
    return said, {word for word, doors in found.items() if doors["search"]}


def back_to_the_first(page, row):
    """From the page of the dataset through its versions to the first one, and back to it."""
    page.goto(f"/datasets/{row.slug}")
    expect(page.get_by_role("heading", level=1)).to_have_text(MISTAKE)
    page.get_by_role("link", name="Versions", exact=True).click()
    has_no_barrier(page)
    page.get_by_role("link", name="what it said").last.click()
    expect(page.get_by_role("heading", level=1)).to_have_text(WAS)
    has_no_barrier(page)
    page.get_by_label("Why?").fill("The title was a mistake.")
    page.get_by_role("button", name="Restore").click()


@SCRIPTS
def test_who_may_publish_goes_back_and_every_door_follows(as_person, outside, mistaken, scripts):
    row = mistaken
    assert titles(outside, row) == ({MISTAKE}, {"brandelusk"})
    first = Revision.objects.filter(resource=row).earliest("number")
    page = as_person("reviewer", "/curator", java_script_enabled=scripts)
    back_to_the_first(page, row)
    expect(page.get_by_role("status").first).to_contain_text("The description says again what it said then.")
    has_no_barrier(page)
    assert Resource.objects.get().digest == first.digest
    assert titles(outside, row) == ({WAS}, {"quillonite"})
    page.goto(f"/datasets/{row.slug}/diff")
    expect(page.locator(".c-changes ins")).to_have_text("quillonite")
    assert Revision.objects.latest("number").reason == "The title was a mistake."


@SCRIPTS
def test_who_may_not_publish_goes_back_in_a_draft_and_the_doors_wait_for_its_approval(
    as_person, outside, mistaken, scripts
):
    row = mistaken
    page = as_person("contributor", "/curator", java_script_enabled=scripts)
    back_to_the_first(page, row)
    expect(page.get_by_role("status").first).to_contain_text("It is shown once it has been approved.")
    assert titles(outside, row) == ({MISTAKE}, {"brandelusk"})
    page.goto("/curator")
    page.get_by_role("link", name=MISTAKE).or_(page.get_by_role("link", name=WAS)).first.click()
    expect(page.locator("[id='title.0']")).to_have_value(WAS)
    page.get_by_role("button", name="Submit for review").first.click()
    assert titles(outside, row) == ({MISTAKE}, {"brandelusk"})
    reviewer = as_person("reviewer", f"/review/{row.slug}", java_script_enabled=scripts)
    if scripts:
        in_every_look(reviewer)
    change = reviewer.locator(".c-change").first
    assert (change.locator("del").inner_text(), change.locator("ins").inner_text()) == ("brandelusk", "quillonite")
    reviewer.get_by_role("button", name="Approve").click()
    expect(reviewer.get_by_role("status").first).to_contain_text("Approved.")
    assert titles(outside, row) == ({WAS}, {"quillonite"})
    assert Draft.objects.count() == 0
