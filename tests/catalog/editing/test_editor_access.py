"""The editor's pages: who may come in, what is refused, and what never comes out."""

from urllib.parse import quote

import pytest

from catalog.editing import drafts
from catalog.models import Draft, State
from fair_metadata.namespaces import DCT
from tests.catalog import factories as make
from tests.catalog.editing.forms import form_of, said, send

pytestmark = pytest.mark.django_db


def test_resources_to_link_to_are_only_those_that_the_reader_may_see(curator, registry):
    make.resource(slug="hidden", title="A secret registry", state=State.DRAFT, organisation=make.organisation("other"))
    answer = curator.get("/edit/resources?q=registry").content.decode()
    assert registry.iri in answer
    assert "hidden" not in answer


def test_looking_begins_no_draft(curator, registry):
    for address in PAGES:
        assert curator.get(address).status_code == 200
    assert Draft.objects.count() == 0


PAGES = ["/edit/registry", "/edit/registry?form=full", "/edit/registry/source", "/edit/registry/preview"]
POSTS = ["/edit/registry", "/edit/registry/check", "/edit/registry/source", "/edit/registry/conflict"]


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize(("state", "status"), [(State.PUBLISHED, 403), (State.DRAFT, 404), (State.IN_REVIEW, 404)])
@pytest.mark.parametrize("who", ["nobody", "stranger"])
def test_who_may_not_edit_reads_nothing_and_changes_nothing(client, hospital, method, state, status, who):
    make.resource(slug="registry", title="Unguessable", state=state, organisation=hospital)
    if who == "stranger":
        client.force_login(make.person("stranger", of=make.organisation("other")))
    for address in PAGES if method == "get" else POSTS:
        answer = getattr(client, method)(address)
        assert answer.status_code == (302 if who == "nobody" else status), address
        assert b"Unguessable" not in answer.content
    assert Draft.objects.count() == 0


@pytest.mark.parametrize("address", ["/edit/new", "/edit/registry?form=full", "/edit/registry/source", "/edit/absent"])
def test_who_is_not_signed_in_is_led_to_sign_in_and_back(client, registry, address):
    answer = client.get(address)
    assert (answer.status_code, answer["Location"]) == (302, f"/accounts/login/?next={quote(address)}")
    assert client.get(answer["Location"]).status_code == 200


@pytest.mark.parametrize("header", [{"sec-fetch-dest": "empty"}, {"hx-request": "true"}])
def test_a_script_whose_session_ended_is_told_so_where_it_asked(client, registry, header):
    for address in POSTS:
        answer = client.post(address, headers=header)
        assert (answer.status_code, b"password" in answer.content) == (403, False), address


def test_who_is_signed_in_and_describes_nothing_is_told_why_not(client, registry):
    client.force_login(make.person("nobody"))
    answer = client.get("/edit/new", headers={"accept": "text/html"})
    assert (answer.status_code, b"This is not for you to edit" in answer.content) == (403, True)


def test_a_form_without_its_token_is_refused(registry, hospital):
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    client.force_login(make.person("curator", of=hospital))
    page = client.get("/edit/registry")
    sent = form_of(page) | {"title.0": "Changed"}
    sent.pop("csrfmiddlewaretoken")
    assert client.post("/edit/registry", sent).status_code == 403
    assert Draft.objects.count() == 0


def test_what_is_no_form_of_ours_is_refused(curator, registry):
    page = form_of(curator.get("/edit/registry"))
    for seen in ("", "nonsense", page["seen"][0][:-9]):
        answer = curator.post("/edit/registry", page | {"seen": seen, "title.0": "Changed"})
        assert answer.status_code == 400
    assert said(DCT.title) == ('"A registry"@en',)


def test_a_draft_in_review_cannot_be_changed(curator, registry):
    drafts.begin(registry, None)
    page = curator.get("/edit/registry")
    Draft.objects.update(stage="in-review")
    answer = send(curator, "/edit/registry", page, title__0="Changed")
    assert answer.status_code == 409
    assert b"This draft cannot be changed now: In review." in curator.get("/edit/registry").content
    assert said(DCT.title) == ('"A registry"@en',)


def test_landing_pages_lead_to_the_editor_only_who_may_edit(client, hospital, registry):
    link = b'href="/edit/registry"'
    assert link not in client.get("/datasets/registry").content
    client.force_login(make.person("stranger", of=make.organisation("other")))
    assert link not in client.get("/datasets/registry").content
    client.force_login(make.person("curator", of=hospital))
    assert link in client.get("/datasets/registry").content


@pytest.mark.parametrize(
    "address", ["/edit/registry", "/edit/registry?form=full", "/edit/registry/source", "/edit/new"]
)
def test_a_page_of_the_editor_in_spanish_has_no_english_sentence(curator, registry, address):
    from lxml import html

    from tests.test_translation import written

    page = curator.get(address, headers={"accept-language": "es"})
    document = html.fromstring(page.content)
    for element in document.xpath("//script | //textarea | //*[@lang and not(self::html)]"):
        element.drop_tree()
    shown = " ".join(document.text_content().split())
    sentences = [
        msgid
        for (msgid, _), texts in written().items()
        if msgid.count(" ") > 1 and "%" not in msgid and texts[0] != msgid
    ]
    assert [sentence for sentence in sentences if sentence in shown] == []


def test_what_is_edited_by_members_is_never_read_by_others(client, hospital, registry):
    """Through every door of the editor: the draft of a published description is for its organisation alone."""
    secret = "unguessable-word"
    client.force_login(make.person("curator", of=hospital))
    send(client, "/edit/registry", client.get("/edit/registry"), keyword__0=secret)
    assert secret in client.get("/edit/registry").content.decode()
    client.logout()
    for who in (None, make.person("stranger", of=make.organisation("other"))):
        if who:
            client.force_login(who)
        for address in (*PAGES, "/datasets/registry", "/datasets/registry.ttl", "/edit/resources?q=unguessable"):
            assert secret not in client.get(address).content.decode(), address


def test_the_page_repeats_nothing_of_its_address(curator, registry):
    """It is compressed, and holds what others must not guess (BREACH)."""
    page = curator.get("/edit/registry?form=quick&opened=guess.1&added=guess&to=guess&other=guess")
    assert b"guess" not in page.content
