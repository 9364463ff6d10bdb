"""Who may write what, for whom, and below what."""

import pytest

from catalog.models import Resource, State, Visibility
from fair_metadata.namespaces import DCT as T
from fair_metadata.terms import literal
from tests.catalog.fdp.conftest import kept
from tests.catalog.fdp.sending import DATASET, create, path_of, saying, send

pytestmark = pytest.mark.django_db(transaction=True)


# Who may.


def _tries(client, people, role):
    """Each way to write, tried on a draft and on a published dataset of the organisation: the status codes."""
    draft = kept("dataset", (T.description, literal("d")), state=State.DRAFT, organisation=people.mine)
    shown = kept("dataset", (T.description, literal("d")), organisation=people.mine)
    headers = people.bearing(role) if role else {}
    publish = ("put", f"/dataset/{draft.slug}/meta/state", '{"current": "PUBLISHED"}', headers, "application/json")
    done = {
        "create": send(client, "post", "/dataset", DATASET, headers),
        "change draft": send(client, "put", f"/dataset/{draft.slug}", DATASET, headers),
        "change published": send(client, "put", f"/dataset/{shown.slug}", DATASET, headers),
        "withdraw published": client.delete(f"/fdp/dataset/{shown.slug}", headers=headers),
        "publish": send(client, *publish),
    }
    return {name: answer.status_code for name, answer in done.items()}


ALL = {"create": 201, "change draft": 200, "change published": 200, "withdraw published": 204, "publish": 200}
NONE = {"create": 403, "change draft": 403, "change published": 403, "withdraw published": 403, "publish": 403}
OUTSIDE = NONE | {"change draft": 404, "publish": 404}


@pytest.mark.parametrize(
    ("role", "may"),
    [
        ("contributor", ALL | {"change published": 403, "withdraw published": 403, "publish": 403}),
        ("curator", ALL | {"change published": 403, "withdraw published": 403, "publish": 403}),
        ("reviewer", ALL),
        ("administrator", ALL),
        ("operator", ALL),
        ("stranger", OUTSIDE | {"create": 201}),
        ("guest", OUTSIDE),
        ("", NONE),
    ],
)
def test_what_each_role_may_write(client, people, role, may):
    assert _tries(client, people, role) == may


def test_a_token_that_may_only_read_writes_nothing(client, people):
    answer = send(
        client, "post", "/dataset", DATASET, people.bearing("administrator", scope="read"), accept="application/json"
    )
    assert (answer.status_code, "This token may only read" in answer.json()["detail"]) == (403, True)
    assert not Resource.objects.exists()


def test_a_session_alone_opens_nothing_for_writing(client, people):
    """Another site's page could send a form with the cookie; it cannot send the token."""
    client.force_login(people.users["administrator"])
    assert send(client, "post", "/dataset", DATASET, {}).status_code == 403
    assert not Resource.objects.exists()


def test_nobody_puts_a_description_below_another_organisation_s(client, people):
    theirs = kept("catalog", slug="theirs", organisation=people.theirs)
    answer = create(client, people, saying(f" ; dct:isPartOf <{theirs.iri}>"))
    assert answer.status_code == 403
    assert Resource.objects.count() == 1


def test_who_is_in_several_organisations_says_which(client, people):
    both = people.users["curator"]
    both.memberships.create(organisation=people.theirs, role="curator")
    assert create(client, people).status_code == 400
    assert create(client, people, query="?organisation=theirs").status_code == 201
    assert Resource.objects.get().organisation == people.theirs
    assert create(client, people, query="?organisation=unknown").status_code == 403


def test_the_parent_s_organisation_is_the_one_that_is_meant(client, people):
    people.users["curator"].memberships.create(organisation=people.theirs, role="curator")
    catalogue = kept("catalog", slug="c", organisation=people.theirs)
    create(client, people, saying(f" ; dct:isPartOf <{catalogue.iri}>"))
    assert Resource.objects.get(kind="dataset").organisation == people.theirs


def test_a_draft_that_is_deleted_leaves_nothing_for_outsiders_to_find(client, people):
    path = path_of(create(client, people))
    assert client.delete(f"/fdp{path}", headers=people.bearing("contributor")).status_code == 204
    row = Resource.objects.get()
    assert (row.state, row.visibility, row.public_number) == (State.WITHDRAWN, Visibility.ORGANISATION, None)
    for address in (f"/fdp{path}", f"/datasets/{row.slug}"):
        assert client.get(address, headers={"accept": "text/turtle"}).status_code == 404
        assert client.get(address, headers={"accept": "text/turtle"} | people.bearing("stranger")).status_code == 404


def test_what_is_withdrawn_is_not_written_to(client, people):
    kept("dataset", slug="gone", state=State.WITHDRAWN, organisation=people.mine)
    assert send(client, "put", "/dataset/gone", DATASET, people.bearing("administrator")).status_code == 409
    assert client.delete("/fdp/dataset/gone", headers=people.bearing("administrator")).status_code == 409


def test_what_the_site_says_of_itself_is_in_its_settings(client, people):
    for path in ("", "/catalog/_all"):
        answer = send(client, "put", path, DATASET, people.bearing("operator"), accept="application/json")
        assert (answer.status_code, "is in its settings" in answer.json()["detail"]) == (403, True)
