"""Every page that members have, with something on it, in each look: nothing for axe, nothing that is cut off.

What a page is made of is in WORK. A page that is added has to be added here, which the last test asks for.
"""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import URLPattern, URLResolver, get_resolver, resolve

from catalog.duplicates import finding
from catalog.editing import comments, drafts, review, transfers
from catalog.models import Import, Likeness, Resource, Revision
from catalog.notices import mails
from catalog.people import invitations
from catalog.register import Terms, register
from fair_metadata.namespaces import DCT
from fair_metadata.terms import literal
from tests.catalog.editing.people import titled, world
from tests.journeys.steps import has_no_barrier, sign_in
from tests.journeys.test_screens import LOOKS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# Page → its address. What is in braces is made by `work`.
SCREENS = {
    "curator's home": "/curator",
    "one of its lists": "/curator?show=duplicates",
    "findings": "/curator/findings/syn-02",
    "no layer": "/edit/syn-02/layer",
    "describe something new": "/edit/new",
    "editor": "/edit/syn-02",
    "full form": "/edit/syn-02?form=full",
    "editor while in review": "/edit/syn-01",
    "source": "/edit/syn-02/source",
    "preview": "/edit/syn-02/preview",
    "review": "/review",
    "review, returned": "/review?stage=returned",
    "one in review": "/review/syn-01",
    "one returned": "/review/syn-02",
    "offers": "/transfers",
    "notices": "/notices",
    "mails off": "/notices/off/{off}",
    "duplicates": "/duplicates",
    "a pair": "/duplicates/{pair}",
    "versions": "/datasets/syn-05/versions",
    "difference": "/datasets/syn-05/diff",
    "blame": "/datasets/syn-05/blame",
    "a version": "/datasets/syn-05/versions/{version}",
    "import": "/import",
    "what came in": "/import/{import}",
    "people": "/organisations/holder/people",
    "a person": "/organisations/holder/people/{person}",
    "settings": "/organisations/holder/settings",
    "decisions": "/organisations/holder/decisions",
    "my organisations": "/accounts/organisations",
    "name and language": "/accounts/me",
    "tokens": "/accounts/tokens",
    "invitation": "/invitations/{invitation}",
    "checked dataset": "/datasets/syn-06",
    "its addresses": "/curator/links/syn-06",
    "its DOI": "/review/syn-06/doi",
    "DOIs": "/organisations/holder/dois",
    "account with DataCite": "/organisations/holder/datacite",
    "identifiers": "/organisations/holder/identifiers",
    "saved": "/saved",
    "save a search": "/saved/new?search=q%3DAML",
}
OPERATORS = {
    "networks": "/networks",
    "network": "/networks/ours",
    "new organisation": "/organisation",
    "all decisions": "/decisions",
    "system": "/system",
}


@pytest.fixture
def work(site, client):
    """The demo's descriptions are one organisation's, and each of its lists has something on it."""
    people = world()
    Resource.objects.update(organisation=people.holder)
    rows = {n: Resource.objects.select_related("revision", "organisation").get(slug=f"syn-0{n}") for n in range(1, 8)}
    _in_review(people, rows[1], rows[2])
    for n in (3, 4):
        register(rows[n].record.replace(DCT.identifier, [literal("10.5072/the-same")]), rows[n].kind, Terms())
    finding.find()
    changed = titled(rows[5].record, "A title of today")
    register(changed, rows[5].kind, Terms(author=people.curator, reason="The registry has another name now."))
    client.force_login(people.administrator)
    assert client.post("/edit/syn-06/still-true", {"seen": rows[6].digest}).status_code == 302
    transfers.offer(rows[7], people.mates, people.administrator, "It has moved to you.")
    file = SimpleUploadedFile("t.csv", b"id,title [en],number_of_records\n,A registry,many\n,Another,5\n")
    assert client.post("/import", {"organisation": "holder", "file": file, "way": "file"}).status_code < 400
    made = {
        "pair": Likeness.objects.earliest("pk").pk,
        "version": Revision.objects.filter(resource=rows[5]).earliest("number").number,
        "import": Import.objects.latest("pk").pk,
        "off": mails.off_token(people.administrator, "submitted"),
        "person": people.contributor.pk,
        "invitation": invitations.invite(
            "new@example.org", organisation=people.holder, given=["curator"], by=people.administrator
        ),
    }
    return people, made


def _in_review(people, submitted, returned):
    """Two drafts: one waits, one came back, both with a comment on the title."""
    for row in (submitted, returned):
        draft = drafts.begin(row, people.contributor)
        draft = drafts.save(draft, titled(draft.record, "Another title"), people.contributor, version=draft.version)
        review.submit(draft, people.contributor, "Please look at the title.")
        comments.say(row, people.reviewer, "Whose registry is it?", node=f"<{row.iri}>", path=DCT.title)
    review.give_back(drafts.of(returned), people.reviewer, because="Name the hospital in the title.")


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS.keys())
@pytest.mark.parametrize(("who", "screens"), [("administrator", SCREENS), ("operator", OPERATORS)])
def test_no_page_of_members_has_a_barrier_or_a_complaint(visit, work, who, screens, look):
    people, made = work
    page = sign_in(visit("/about/help", **look), people.users[who])
    for name, address in screens.items():
        assert page.goto(address.format(**made)).status == 200, name
        has_no_barrier(page, name)


# Rooms whose pages are all above, and what in them is no page of its own: steps, pieces of pages, files.
ROOMS = ("edit/", "review", "transfers", "curator", "duplicates", "notices", "import", "organisation/", "networks")
STEPS = (
    "check",
    "concepts",
    "resources",
    "conflict",
    "still-true",
    "look",
    "different",
    "merge",
    "undo",
    "read",
    "mails",
)
STEPS += (
    "accept",
    "decline",
    "progress",
    "discard",
    "template",
    "submit",
    "take-back",
    "bring-up",
    "approve",
    "return",
)
STEPS += (
    "assign",
    "comment",
    "resolve",
    "publish",
    "withdraw",
    "offer",
    "moved",
    "now",
    "keep",
    "leave",
    "<slug:step>",
)


def routes(patterns, above=""):
    for each in patterns:
        route = above + str(each.pattern)
        if isinstance(each, URLResolver):
            yield from routes(each.url_patterns, route)
        elif isinstance(each, URLPattern):
            yield route.removeprefix("^")


def test_every_page_of_these_rooms_is_looked_at():
    paths = (re.sub(r"{\w+}", "1", path.partition("?")[0]) for path in {*SCREENS.values(), *OPERATORS.values()})
    looked_at = {resolve(path).route.removeprefix("^") for path in paths}
    pages = {route for route in routes(get_resolver().url_patterns) if route.startswith(ROOMS)}
    left = {route for route in pages - looked_at if not any(step in route.rsplit("/", 1)[-1] for step in STEPS)}
    assert left == set()
