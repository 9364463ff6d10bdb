"""A curator at home: what waits, one click for what is still true, and a conflict with a source settled; in Chromium."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.models import Address, AddressCheck, AddressUse, Arrival, Kind, Layer, Resource
from catalog.register import Terms, register
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import literal, named
from tests.catalog.editing.people import described, titled, world, written
from tests.journeys.steps import barriers
from tests.journeys.test_screens import LOOKS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SOURCE = "https://source.example.org/catalogue.ttl"


def licensed(title, number):
    licence = named(f"https://licences.example.org/{number}")
    return titled(described("lymphoma-registry"), title).replace(DCT.license, [licence])


def comes(record, organisation):
    arrival = Arrival.objects.create(source=SOURCE, sha256="", size=0, arrived_at=timezone.now())
    register(record, Kind.SERIES, Terms(arrival=arrival, organisation=organisation, publish=True))


@pytest.fixture
def made(site):
    """A harvested registry in conflict, one whose check is overdue, one with a broken link, one being written."""
    people = world()
    holder = people.holder
    comes(licensed("Lymphoma registry", 0), holder)
    register(licensed("Lymphoma registry of the north", 1), Kind.SERIES, Terms(author=people.curator))
    comes(licensed("Lymphoma registry", 2), holder)
    for slug, title in (("old", "Myeloma registry"), ("broken", "Biobank"), ("writing", "Leukaemia cohort")):
        register(titled(described(slug), title), Kind.SERIES, Terms(organisation=holder, publish=True))
    Resource.objects.filter(slug="old").update(modified_at=timezone.now() - timedelta(days=400))
    now = timezone.now()
    address = Address.objects.create(
        url="https://gone.example.org/a-file-with-quite-a-long-name-that-does-not-fit-on-a-phone.csv",
        host="gone.example.org",
        due_at=now,
        checked_at=now,
        failing_since=now,
        problem="gone",
        is_broken=True,
    )
    AddressUse.objects.create(
        address=address, resource=Resource.objects.get(slug="broken"), path=DCAT.downloadURL[1:-1]
    )
    moved = Address.objects.create(
        url="https://moved.example.org/a-page-with-quite-a-long-name-that-does-not-fit-on-a-phone",
        host="moved.example.org",
        due_at=now,
        checked_at=now,
        ok_at=now,
        asked=3,
        broke=1,
        leads_to="https://elsewhere.example.org/a-page-with-quite-a-long-name-that-does-not-fit-on-a-phone",
    )
    for status, problem in ((404, "gone"), (200, "")):
        AddressCheck.objects.create(address=moved, checked_at=now, status=status, problem=problem)
    AddressUse.objects.create(address=moved, resource=Resource.objects.get(slug="broken"), path=DCAT.landingPage[1:-1])
    written(Resource.objects.get(slug="writing"), people.reviewer)
    bare = titled(described("bare"), "A bare one").replace(DCT.description, [literal("About.", language="en")])
    register(bare, Kind.DATASET, Terms(organisation=holder))
    return people


@pytest.fixture
def sign_in(client):
    def enter(page, person):
        client.force_login(person)
        session = client.cookies["sessionid"].value
        page.context.add_cookies([{"name": "sessionid", "value": session, "url": page.evaluate("location.origin")}])
        return page

    return enter


SCREENS = {
    "home": "/curator",
    "one list": "/curator?show=checks",
    "empty list": "/curator?show=warnings&organisation=holder",
    "findings": "/curator/findings/bare",
    "links": "/curator/links/broken",
    "no links": "/curator/links/old",
    "layer": "/edit/lymphoma-registry/layer",
    "no layer": "/edit/old/layer",
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_no_page_of_curators_has_a_barrier(visit, made, sign_in, look):
    page = sign_in(visit("/about/help", **look), made.reviewer)
    for name, path in SCREENS.items():
        assert page.goto(path).status == 200, name
        assert barriers(page) == [], name
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the screen"
        assert page.complaints == [], name


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without"])
def test_a_curator_says_that_it_is_still_true_and_settles_a_conflict(visit, made, sign_in, javascript):
    page = sign_in(visit("/about/help", java_script_enabled=javascript), made.reviewer)
    page.goto("/curator")
    waiting = page.get_by_role("region", name="Yearly checks")
    assert "overdue since" in waiting.inner_text()
    waiting.get_by_role("button", name="Still true").click()
    assert page.get_by_role("status").first.inner_text() == "“Myeloma registry” is confirmed for another year."
    assert "Nothing has to be confirmed" in page.get_by_role("region", name="Yearly checks").inner_text()
    page.get_by_role("region", name="The source says otherwise").get_by_role("link").first.click()
    licence = page.get_by_role("group", name="dct:license")
    assert "https://licences.example.org/2" in licence.inner_text()
    licence.get_by_label("Take the source's").check()
    page.get_by_role("button", name="Decide").click()
    assert "1 field is the source's again." in page.get_by_role("status").first.inner_text()
    assert (Layer.objects.get().fields, Layer.objects.get().conflicts) == (1, 0)
    assert Resource.objects.get(slug="lymphoma-registry").record == licensed("Lymphoma registry of the north", 2)


def test_the_conflict_is_settled_by_keyboard_alone(visit, made, sign_in):
    page = sign_in(visit("/about/help"), made.curator)
    page.goto("/edit/lymphoma-registry/layer")
    page.get_by_role("group", name="dct:license").get_by_label("Decide later").focus()
    page.keyboard.press("ArrowDown")
    assert page.get_by_role("group", name="dct:license").get_by_label("Keep ours").is_checked()
    for _ in range(20):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.textContent.trim()") == "Decide":
            break
    page.keyboard.press("Enter")
    page.get_by_text("1 field stays as it is here.").wait_for()
    assert Layer.objects.get().conflicts == 0


def test_a_finding_leads_to_its_field_in_the_editor(visit, made, sign_in):
    page = sign_in(visit("/about/help"), made.curator)
    page.goto("/curator/findings/bare")
    assert "Contact point is missing" in page.locator(".c-lines li").first.inner_text()
    page.get_by_role("link", name="To the field").first.click()
    field = page.locator(f"[id='{page.url.partition('#')[2]}']")
    assert "Contact point" in field.inner_text()
    assert field.is_visible()


def test_the_home_is_whole_on_paper(visit, made, sign_in):
    page = sign_in(visit("/about/help"), made.curator)
    page.goto("/curator")
    page.emulate_media(media="print")
    assert page.get_by_text("Myeloma registry").first.is_visible()
    assert not page.get_by_role("button", name="Still true").is_visible()
    assert page.pdf(format="A4")[:5] == b"%PDF-"
