"""Versions in a browser: compared, restored, blamed; with and without JavaScript; nothing for axe on any step."""

import pytest
from django.conf import settings
from django.test import Client

from catalog.duplicates import finding
from catalog.models import Draft, Likeness, Resource, Role
from catalog.register import Terms, register, stand
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import literal
from tests.catalog import factories
from tests.journeys.steps import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SLUG = "syn-01"
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])


def no_barrier(page, name):
    assert barriers(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), name


@pytest.fixture
def written(site):
    """A dataset of an organisation, its title and keywords changed twice; and people with a role in it."""
    holder = factories.organisation("holder")
    row = Resource.objects.get(slug=SLUG)
    stand(row, Terms(), "standing", organisation=holder)
    was = row.record
    now = was.replace(DCT.title, [literal("A title by mistake", language="en")])
    register(now, row.kind, Terms(reason="A new title."))
    register(now.replace(DCAT.keyword, [literal("mistaken")]), row.kind, Terms(reason="Another keyword."))
    people = {role: factories.person(role, of=holder, role=role) for role in (Role.CONTRIBUTOR, Role.REVIEWER)}
    return was, people


@pytest.fixture
def visit_as(visit, site):
    def open_page(user, path, **options):
        page = visit("/", **options)
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        page.goto(path)
        return page

    return open_page


def checked(page, name, *, scripts):
    """axe needs scripts; without them the same pages are looked at by eye elsewhere."""
    if scripts:
        no_barrier(page, name)


@SCRIPTS
def test_a_reviewer_finds_what_changed_and_goes_back(written, visit_as, scripts):
    was, people = written
    page = visit_as(people[Role.REVIEWER], f"/datasets/{SLUG}", java_script_enabled=scripts)
    page.get_by_role("link", name="Versions", exact=True).click()
    assert page.get_by_role("row").count() >= 4
    assert "Another keyword." in page.inner_text("main")
    checked(page, "versions", scripts=scripts)
    page.get_by_role("radio", name="From the version of").last.check()
    page.get_by_role("button", name="Compare the two that are chosen").click()
    assert "A title by mistake" in page.inner_text(".c-changes")
    assert "mistaken" in page.locator(".c-changes ins").all_inner_texts()
    checked(page, "difference", scripts=scripts)
    page.get_by_role("link", name="The first of them").click()
    assert "This is what the description said from" in page.inner_text(".c-notice")
    checked(page, "version", scripts=scripts)
    page.get_by_label("Why?").fill("The title was a mistake.")
    page.get_by_role("button", name="Restore").click()
    assert page.url.endswith(f"/datasets/{SLUG}/versions")
    assert "The description says again what it said then." in page.inner_text("[role=status] >> nth=0")
    assert "The title was a mistake." in page.inner_text("tbody tr >> nth=0")
    assert Resource.objects.get(slug=SLUG).digest == was.digest
    page.get_by_role("link", name="Since when it says what").click()
    assert page.get_by_role("row").count() > 10
    checked(page, "blame", scripts=scripts)
    assert page.complaints == []


def test_a_contributor_s_going_back_waits_for_approval(written, visit_as):
    was, people = written
    stands = Resource.objects.get(slug=SLUG).revision_id
    page = visit_as(people[Role.CONTRIBUTOR], f"/datasets/{SLUG}/versions")
    page.get_by_role("link", name="what it said").last.click()
    assert "A draft will say" in page.inner_text(".c-restore >> nth=0")
    assert page.get_by_role("button", name="Keep inside").count() == 0
    page.get_by_role("button", name="Restore").click()
    assert "It is shown once it has been approved." in page.inner_text("[role=status] >> nth=0")
    assert (Draft.objects.get().digest, Resource.objects.get(slug=SLUG).revision_id) == (was.digest, stands)


@pytest.mark.parametrize(
    "look",
    [{"viewport": {"width": 390, "height": 844}}, {"color_scheme": "dark"}, {"locale": "es-ES"}],
    ids=["phone", "dark", "Spanish"],
)
def test_everybody_reads_the_history_on_any_screen(written, visit, look):
    page = visit(f"/datasets/{SLUG}/versions", **look)
    for name, tail in (("versions", "/versions"), ("difference", "/diff"), ("blame", "/blame")):
        page.goto(f"/datasets/{SLUG}{tail}")
        no_barrier(page, name)
    page.goto(f"/datasets/{SLUG}/versions")
    page.locator("tbody a[href*='/versions/']").first.click()
    no_barrier(page, "version")
    assert page.get_by_role("button", name="Restore").count() == 0
    assert page.complaints == []


@SCRIPTS
def test_two_descriptions_of_one_dataset_become_one(written, visit_as, scripts):
    _, people = written
    one, other = Resource.objects.get(slug=SLUG), Resource.objects.get(slug="syn-02")
    stand(other, Terms(), "standing", organisation=one.organisation)
    doi = [literal("10.5072/the-same")]
    for row in (one, other):
        register(row.record.replace(DCT.identifier, doi), row.kind, Terms())
    finding.find()
    row = Likeness.objects.get(one__slug__in=[SLUG, "syn-02"], other__slug__in=[SLUG, "syn-02"])
    page = visit_as(people[Role.REVIEWER], "/duplicates", java_script_enabled=scripts)
    checked(page, "duplicates", scripts=scripts)
    page.locator(f"a[href='/duplicates/{row.pk}']").click()
    assert "10.5072/the-same" in page.inner_text("main")
    checked(page, "pair", scripts=scripts)
    page.get_by_role("button", name="Merge").click()
    assert "They were merged." in page.inner_text("main")
    kept, gone = row.one, row.other
    page.goto(f"/datasets/{gone.slug}")
    assert page.url.endswith(f"/datasets/{kept.slug}")
    page.goto(f"/duplicates/{row.pk}")
    page.get_by_role("button", name="Undo the merge").click()
    page.goto(f"/datasets/{gone.slug}")
    assert page.url.endswith(f"/datasets/{gone.slug}")
