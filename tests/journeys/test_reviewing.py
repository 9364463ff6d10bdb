"""A review in a real browser, and the same without JavaScript: returned with a comment, approved the second time."""

import pytest
from django.conf import settings
from django.test import Client

from catalog.editing import drafts, review
from catalog.models import Draft, Kind, Resource, Stage
from catalog.register import Terms, register
from tests.catalog.editing.people import fit_dataset, titled, world, written
from tests.journeys.steps import barriers

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def people(index, tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    return world()


@pytest.fixture
def site(live_server, people):
    return live_server.url


def signed_in(page, user, site):
    """The browser's session is this person's."""
    client = Client()
    client.force_login(user)
    secret = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": secret, "url": site}])


def submitted(people):
    register(fit_dataset("reg-01", "A registry"), Kind.DATASET, Terms(organisation=people.holder, publish=True))
    row = Resource.objects.get()
    return review.submit(
        written(row, people.contributor, "A registry of leukaemia"), people.contributor, "Please look."
    )


@pytest.mark.parametrize(
    "options",
    [{}, {"java_script_enabled": False}, {"viewport": {"width": 390, "height": 844}}, {"color_scheme": "dark"}],
    ids=["desktop", "without JavaScript", "phone", "dark"],
)
def test_a_reviewer_returns_a_draft_with_a_comment_and_approves_the_second(visit, site, people, picture, options):
    submitted(people)
    page = visit("/", **options)
    has_script = options.get("java_script_enabled", True)
    found = []
    signed_in(page, people.reviewer, site)
    page.goto("/notices")
    found += barriers(page) if has_script else []
    page.goto("/review")
    found += barriers(page) if has_script else []
    page.get_by_role("link", name="A registry").first.click()
    assert "registry of leukaemia" in page.locator(".c-change").first.inner_text()
    found += barriers(page) if has_script else []
    picture(page, "review")
    change = page.locator(".c-change").first
    change.locator("summary").click()
    change.get_by_label("Your comment").fill("Which leukaemia?")
    change.get_by_role("button", name="Comment").click()
    assert "Which leukaemia?" in page.locator(".c-change").first.inner_text()
    page.get_by_label("What is to be changed").fill("Say which leukaemia.")
    page.get_by_role("button", name="Return").click()
    assert Draft.objects.get().stage == Stage.RETURNED

    draft = drafts.of(Resource.objects.get())
    drafts.save(draft, titled(draft.record, "A registry of AML"), people.contributor, version=draft.version)
    signed_in(page, people.contributor, site)
    page.goto("/review/reg-01")
    assert "Say which leukaemia." in page.locator("main").inner_text()
    found += barriers(page) if has_script else []
    page.get_by_label("Note to the reviewers").fill("AML it is.")
    page.get_by_role("button", name="Submit for review").click()
    assert Draft.objects.get().stage == Stage.IN_REVIEW

    signed_in(page, people.reviewer, site)
    page.goto("/review/reg-01")
    page.get_by_label("Reason, for the history").fill("Checked.")
    page.get_by_role("button", name="Approve").click()
    assert "Approved." in page.locator("main").inner_text()
    page.goto("/datasets/reg-01")
    assert "A registry of AML" in page.locator("h1").inner_text()
    assert (found, page.complaints) == ([], [])


def test_several_are_approved_at_once_and_the_queue_says_what_is_left(visit, site, people):
    submitted(people)
    register(fit_dataset("reg-02", "Another"), Kind.DATASET, Terms(organisation=people.holder, publish=True))
    review.submit(written(Resource.objects.get(slug="reg-02"), people.contributor, "Another one"), people.contributor)
    page = visit("/")
    signed_in(page, people.reviewer, site)
    page.goto("/review")
    for box in page.locator(".c-queue input[type=checkbox]").all():
        box.check()
    page.get_by_role("button", name="Approve what is ticked").click()
    assert "Approved: 2 of 2." in page.locator("main").inner_text()
    assert "Nothing is waiting here." in page.locator("main").inner_text()
    assert not Draft.objects.exists()


def test_a_description_is_offered_and_taken_over(visit, site, people):
    submitted(people)
    page = visit("/")
    signed_in(page, people.administrator, site)
    page.goto("/review/reg-01")
    page.get_by_text("Offer it to another organisation").click()
    page.get_by_label("Organisation").select_option("mates")
    page.get_by_role("button", name="Offer").click()
    signed_in(page, people.mate, site)
    page.goto("/transfers")
    assert barriers(page) == []
    page.get_by_role("button", name="Accept").click()
    assert Resource.objects.get().organisation == people.mates
