"""Every page about an organisation's people: refused to who may not, and then nothing is changed."""

import pytest

from catalog.models import Invitation
from tests.catalog import factories
from tests.catalog.people.changing import INVITE, SETTINGS, everything
from tests.catalog.people.conftest import cast

pytestmark = pytest.mark.django_db
__all__ = ["cast"]


def paths(cast):
    invitation = Invitation.objects.get()
    return {
        "/organisations/mine/people": INVITE,
        f"/organisations/mine/people/{cast.users['curator'].pk}": {"roles": ["administrator"]},
        f"/organisations/mine/invitations/{invitation.pk}": {},
        "/organisations/mine/settings": SETTINGS,
        "/organisations/mine/decisions": {},
        "/organisations/mine/decisions.csv": {},
    }


OPERATORS = {
    "/networks": {"name": "New", "organisations": []},
    "/networks/ours": {"name": "Changed"},
    "/organisation": {"name": "New one"},
    "/decisions": {},
    "/decisions.csv": {},
}


@pytest.fixture
def invited(cast):
    """Somebody waits, and there is a network."""
    assert cast.browser("administrator").post("/organisations/mine/people", INVITE).status_code == 302
    factories.network("ours")


@pytest.mark.parametrize("who", ["anybody", "guest", "stranger", "contributor", "curator", "reviewer"])
def test_every_page_of_an_organisation_s_people_is_refused_to_who_may_not_and_changes_nothing(cast, invited, who):
    before = everything()
    client = cast.browser(who)
    is_member = who in ("contributor", "curator", "reviewer")
    refused = {"anybody": 302}.get(who, 403 if is_member else 404)
    for path, said in paths(cast).items():
        assert client.post(path, said).status_code == refused, path
        reads = 405 if "/invitations/" in path else 200 if is_member and path.endswith("people") else refused
        assert client.get(path).status_code == reads, path
    for path, said in OPERATORS.items():
        wanted = 302 if who == "anybody" else 404
        assert [client.get(path).status_code, client.post(path, said).status_code] == [wanted] * 2, path
    assert everything() == before


@pytest.mark.parametrize("who", ["administrator", "operator"])
def test_who_may_is_answered(cast, invited, who):
    client = cast.browser(who)
    for path in paths(cast):
        assert client.get(path).status_code == (405 if "/invitations/" in path else 200), path
    for path in OPERATORS:
        assert client.get(path).status_code == (200 if who == "operator" else 404), path
