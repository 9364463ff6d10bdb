"""Saved searches in a browser: saved, told of, silenced, read in a feed; with and without JavaScript; nothing for axe."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.core import mail
from django.test import Client
from django.utils import timezone

from catalog.models import Digest, Resource, Saved
from catalog.register import Terms, register, stand
from catalog.saved import keeping
from fair_metadata.namespaces import DCT
from fair_metadata.terms import literal
from search.saved import looking
from tests.catalog import factories
from tests.journeys.steps import barriers
from tests.journeys.test_screens import LOOKS
from tests.search.saved.eyes import anybody, eye

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SCRIPTS = pytest.mark.parametrize("scripts", [True, False], ids=["with JavaScript", "without"])
SLUG = "syn-01"


@pytest.fixture
def visit_as(visit, site):
    def open_page(user, path, **options):
        page = visit("/about/help", **options)
        client = Client()
        client.force_login(user)
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
        page.goto(path)
        return page

    return open_page


def no_barrier(page, name, *, scripts=True):
    if scripts:  # axe needs them
        assert barriers(page) == [], name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is wider than the screen"
    assert page.complaints == [], name


def retitled(title):
    row = Resource.objects.select_related("revision").get(slug=SLUG)
    register(row.record.replace(DCT.title, [literal(title, language="en")], language="en"), row.kind, Terms())


def days(count):
    return timezone.now() + timedelta(days=count, hours=1)


@SCRIPTS
def test_a_reader_saves_a_search_is_told_what_changed_and_ends_it(visit_as, site, scripts):
    retitled("A registry of myeloma in the north")
    page = visit_as(anybody(), "/datasets?q=registry of myeloma in the north", java_script_enabled=scripts)
    no_barrier(page, "results", scripts=scripts)
    page.get_by_role("link", name="Save this search").click()
    no_barrier(page, "save", scripts=scripts)
    page.get_by_label("Name").fill("Myeloma in the north")
    page.get_by_label("Daily").check()
    page.get_by_role("button", name="Save").click()
    assert page.get_by_role("status").first.inner_text() == "It is kept."
    assert page.get_by_role("link", name="Myeloma in the north", exact=True).is_visible()
    no_barrier(page, "list", scripts=scripts)

    retitled("A registry of myeloma in the north and the west")
    assert looking.run(days(1)) == 1
    message = mail.outbox.pop()
    changes = [line for line in message.body.splitlines() if line.startswith("  * ")]
    assert changes == [
        "  * Title (en): “A registry of myeloma in the north” → “A registry of myeloma in the north and the west”"
    ]

    page.goto("/notices")
    page.get_by_role("link", name="What changed in “Myeloma in the north”").click()
    assert page.locator("ins").inner_text() == "A registry of myeloma in the north and the west"
    no_barrier(page, "digest", scripts=scripts)

    (silence,) = re.findall(r"http://testserver(/saved/off/\S+)", message.body)
    page.context.clear_cookies()
    page.goto(silence)
    no_barrier(page, "off", scripts=scripts)
    page.get_by_role("button", name="Send no more").click()
    assert "No more mails about this are sent." in page.inner_text("main")
    no_barrier(page, "it is off", scripts=scripts)
    retitled("A registry of myeloma in the north and the south")
    assert (looking.run(days(3)), mail.outbox) == (0, [])


@SCRIPTS
def test_who_is_not_signed_in_follows_a_dataset_by_way_of_signing_in(visit, site, scripts):
    reader = anybody()
    reader.set_password("a sentence that nobody guesses")
    reader.save()
    EmailAddress.objects.create(user=reader, email=reader.email, verified=True, primary=True)
    page = visit(f"/datasets/{SLUG}", java_script_enabled=scripts)
    page.get_by_role("link", name="Follow").click()
    page.get_by_label("Email").fill(reader.email)
    page.get_by_label("Password").fill("a sentence that nobody guesses")
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("button", name="Follow").click()
    assert Saved.objects.get(person=reader).resource.slug == SLUG
    page.goto(f"/datasets/{SLUG}")
    page.get_by_role("link", name="Follow").click()
    assert "You have this already." in page.inner_text("main")


@SCRIPTS
def test_a_private_feed_is_made_renewed_and_ended(visit_as, site, scripts):
    reader = anybody()
    eye(reader, disease="http://purl.obolibrary.org/obo/MONDO_0018874")
    page = visit_as(reader, "/saved", java_script_enabled=scripts)
    page.get_by_role("button", name="Private feed").click()
    first = page.locator("#secret").inner_text()
    no_barrier(page, "the address", scripts=scripts)
    page.goto("/saved")
    page.get_by_role("button", name="New feed address").click()
    second = page.locator("#secret").inner_text()
    codes = [Client().get(address.removeprefix("http://testserver")).status_code for address in (first, second)]
    assert codes == [404, 200]
    page.goto("/saved")
    page.get_by_role("button", name="End the feed").first.click()
    assert Client().get(second.removeprefix("http://testserver")).status_code == 404


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
def test_no_page_of_this_has_a_barrier(visit_as, site, look):
    reader, holder = anybody(), factories.organisation("holder")
    row = Resource.objects.get(slug=SLUG)
    stand(row, Terms(), "standing", organisation=holder)
    saved = eye(
        reader, search="q=AML&view=table", name="A search with quite a long name, of adults with AML and MRD after 2015"
    )
    eye(reader, dataset=SLUG)
    eye(reader, organisation="holder", often="never")
    Saved.objects.filter(pk=saved.pk).update(is_too_large=True)
    retitled("Another title")
    looking.run(days(8))
    screens = {
        "list": "/saved",
        "one": f"/saved/{saved.pk}",
        "save": "/saved/new?search=q%3DMRD",
        "follow": f"/saved/new?dataset={SLUG}",
        "digest": f"/saved/digests/{Digest.objects.latest('pk').pk}",
        "notices": "/notices",
        "off": f"/saved/off/{keeping.off_token(saved)}",
        "organisation": "/organisations/holder",
    }
    page = visit_as(reader, "/about/help", **look)
    for name, path in screens.items():
        assert page.goto(path).status == 200, name
        no_barrier(page, name)
