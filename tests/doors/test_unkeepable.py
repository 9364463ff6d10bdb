"""Every form of a page: a character that no text may have (NUL) is refused in plain words, and nothing is changed."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from catalog.editing import review
from catalog.editing.review_actions import ACTIONS
from catalog.models import Import
from tests.catalog.editing.people import series, stood, world, written
from tests.catalog.people.changing import INVITE, SETTINGS, everything

pytestmark = pytest.mark.django_db
SAID = "What was sent holds a character that no text may have (NUL). Write it anew."
FORMS = {
    "/accounts/login/": {"login": "somebody@example.org", "password": "a registry of registries"},
    "/accounts/me": {"name": "Somebody", "language": "en"},
    "/accounts/tokens": {"name": "Harvester", "scope": "read", "days": "9"},
    "/accounts/close": {"sure": "on"},
    "/curator": {"next": "/"},
    "/decisions": {"by": "x"},
    "/duplicates/look": {"again": "1"},
    "/duplicates/1/different": {"why": "two"},
    "/duplicates/1/merge": {"keep": "1", "take": "0", "seen": "1:1", "reason": "The same"},
    "/duplicates/1/undo": {"reason": "Not the same"},
    "/edit/new": {"kind": "dataset", "organisation": "holder", "title": "New"},
    "/edit/one": {"seen": "", "title.0": "New"},
    "/edit/one/check": {"field": "title", "seen": "", "title.0": "New"},
    "/edit/one/conflict": {"asked": "", "answer-title.0": "yours", "form": "quick"},
    "/edit/one/source": {"turtle": "<x> a <y> .", "version": "1"},
    "/edit/one/layer": {"field-title": "ours", "seen": ""},
    "/edit/one/still-true": {"seen": "", "next": "/curator"},
    "/import": {"way": "address", "address": "https://data.example.org/x.ttl", "organisation": "holder"},
    "/notices/read": {"newest": "9"},
    "/notices/mails": {"kind": "commented"},
    "/organisations/holder/people": INVITE,
    "/organisations/holder/settings": SETTINGS,
    "/review": {"draft": "1:1", "reason": "Good"},
    "/series/one/versions/1/restore": {"reason": "It was right"},
    "/series/one/versions/1/keep-inside": {"reason": "x"},
    "/transfers/1/accept": {"note": "x"},
}
# What any step of a review reads.
STEP = {"note": "Ready", "because": "Say more", "reason": "Good", "text": "Which region?", "node": "", "path": ""}
STEP |= {"seen": "2", "at": "", "person": "1", "organisation": "mates"}
FORMS |= {reverse(f"review:{name}", args=["one"]): STEP for name in ACTIONS}


@pytest.fixture
def people(index):
    made = world()
    review.submit(written(series("one", made.holder), made.contributor), made.contributor)
    return made


def _broken(form):
    """The form with the character in one of its fields, each in turn, and in the name of one."""
    for name, said in form.items():
        yield form | {name: [*said[:-1], f"{said[-1]}\0"] if isinstance(said, list) else f"{said}\0"}
    yield form | {"odd\0": "x"}


@pytest.mark.parametrize("address", FORMS)
def test_a_form_with_a_character_that_cannot_be_kept_is_refused_in_words_and_changes_nothing(people, client, address):
    client.force_login(people.administrator)
    before = stood(), everything(), Import.objects.count()
    for sent in _broken(FORMS[address]):
        answer = client.post(address, sent)
        assert (answer.status_code, SAID in answer.content.decode()) == (400, True), sent
    assert (stood(), everything(), Import.objects.count()) == before


def test_a_file_may_hold_it_since_it_is_no_text_of_a_form(people, client):
    client.force_login(people.administrator)
    file = SimpleUploadedFile("x.ttl", b"\0", content_type="text/turtle")
    assert client.post("/import", {"way": "file", "organisation": "holder", "file": file}).status_code == 422


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/curator?organisation=%00&show=%00", 404),
        ("/curator?organisation=%00", 404),
        ("/edit/resources?q=series%00", 200),
        ("/edit/concepts?q=%00&vocabulary=%00", 200),
        ("/compare?d=one%00&d=%00", 404),
        ("/review?stage=%00", 404),
        ("/duplicates?page=%00", 404),
        ("/series/one/diff?from=%00", 404),
        ("/id/one%00", 404),
    ],
)
def test_an_address_with_it_leads_nowhere(people, client, address, status):
    client.force_login(people.administrator)
    assert client.get(address).status_code == status
