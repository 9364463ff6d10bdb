"""Roles: given and taken by administrators, noted, and never the last administrator's."""

import pytest
from django.test import Client

from catalog.models import Decision, Invitation, Membership, Network, Organisation, Role
from catalog.people import roles
from tests.catalog import factories

pytestmark = pytest.mark.django_db
INVITE = {"email": "new@example.org", "roles": ["curator"], "language": "en"}
SETTINGS = {"name": "Another name", "homepage": "https://example.org/", "four_eyes": "on"}


def roles_of(user):
    return set(Membership.objects.filter(user=user).values_list("role", flat=True))


def everything():
    """All that the pages could change."""
    return (
        sorted(Membership.objects.values_list("user", "organisation", "role")),
        sorted(Organisation.objects.values_list("slug", "name", "homepage", "four_eyes")),
        sorted(Network.objects.values_list("slug", "name", "organisations")),
        sorted(Invitation.objects.values_list("email", "withdrawn_at", "accepted_at")),
        Decision.objects.count(),
    )


def test_an_administrator_changes_roles(cast):
    curator, admin = cast.users["curator"], cast.browser("administrator")
    assert admin.get(f"/organisations/mine/people/{curator.pk}").status_code == 200
    answer = admin.post(f"/organisations/mine/people/{curator.pk}", {"roles": ["reviewer", "contributor"]})
    assert (answer.status_code, roles_of(curator)) == (302, {"reviewer", "contributor"})
    noted = Decision.objects.order_by("id").values_list("verb", "actor__username", "person__username", "detail")
    assert list(noted) == [
        ("role taken", "administrator", "curator", {"roles": ["curator"]}),
        ("role given", "administrator", "curator", {"roles": ["contributor", "reviewer"]}),
    ]


def test_no_role_at_all_is_out(cast):
    curator = cast.users["curator"]
    cast.browser("administrator").post(f"/organisations/mine/people/{curator.pk}", {})
    assert roles_of(curator) == set()
    assert cast.browser("curator").get("/organisations/mine/people").status_code == 404


def test_the_last_administrator_stays(cast):
    admin = cast.users["administrator"]
    before = everything()
    answer = cast.browser("administrator").post(f"/organisations/mine/people/{admin.pk}", {"roles": ["curator"]})
    assert (answer.status_code, everything()) == (200, before)
    assert "An organisation needs an administrator." in answer.content.decode()


def test_one_of_two_administrators_may_go_and_somebody_without_an_account_is_none(cast):
    admin = cast.users["administrator"]
    second = factories.person("second", of=cast.mine, role=Role.ADMINISTRATOR)
    second.is_active = False
    second.save()
    with pytest.raises(roles.LastAdministrator):
        roles.replace(admin, cast.mine, (), by=None)
    second.is_active = True
    second.save()
    answer = cast.browser("administrator").post(f"/organisations/mine/people/{admin.pk}", {})
    assert (answer["Location"], roles_of(admin)) == ("/accounts/organisations", set())


def test_a_person_of_another_organisation_has_no_page_here(cast):
    stranger = cast.users["stranger"]
    before = everything()
    answer = cast.browser("administrator").post(f"/organisations/mine/people/{stranger.pk}", {"roles": ["curator"]})
    assert (answer.status_code, everything()) == (404, before)


def test_nothing_changes_when_nothing_is_changed(cast):
    roles.replace(cast.users["curator"], cast.mine, {Role.CURATOR}, by=None)
    assert Decision.objects.count() == 0


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


def test_what_is_not_there_and_what_is_not_theirs_are_answered_alike(cast):
    client = cast.browser("stranger")
    pages = [client.get(f"/organisations/{slug}/people") for slug in ("mine", "none")]
    told = [page.content.decode().replace("/none/", "/mine/") for page in pages]
    assert [page.status_code for page in pages] == [404, 404]
    assert told[0] == told[1]


def test_a_token_opens_none_of_these_pages(cast):
    from datetime import timedelta

    from catalog import tokens

    secret = tokens.issue(cast.users["administrator"], name="program", scope="write", lifetime=timedelta(hours=1))
    answer = Client().get("/organisations/mine/people", headers={"authorization": f"Bearer {secret}"})
    assert (answer.status_code, answer["Location"]) == (302, "/accounts/login/?next=/organisations/mine/people")


def test_a_form_of_another_site_changes_nothing(cast):
    client = cast.browser("administrator", enforce_csrf_checks=True)
    before = everything()
    assert client.post("/organisations/mine/settings", SETTINGS).status_code == 403
    assert everything() == before


def test_an_invitation_is_taken_back(cast, invited):
    path = f"/organisations/mine/invitations/{Invitation.objects.get().pk}"
    assert cast.browser("administrator").post(path).status_code == 302
    assert Invitation.objects.get().withdrawn_at is not None
    assert "new@example.org" not in cast.browser("administrator").get("/organisations/mine/people").content.decode()


def test_settings_are_kept_and_noted(cast):
    answer = cast.browser("administrator").post("/organisations/mine/settings", SETTINGS)
    cast.mine.refresh_from_db()
    assert answer.status_code == 302
    assert (cast.mine.name, cast.mine.homepage, cast.mine.four_eyes) == ("Another name", "https://example.org/", True)
    assert Decision.objects.get().detail == {
        "name": "Another name",
        "homepage": "https://example.org/",
        "four_eyes": True,
    }


def test_a_home_page_is_a_web_address(cast):
    said = SETTINGS | {"homepage": "javascript:alert(1)"}
    before = everything()
    assert cast.browser("administrator").post("/organisations/mine/settings", said).status_code == 200
    assert everything() == before


def test_operators_make_organisations_and_networks_and_fill_them(cast):
    operator = cast.browser("operator")
    assert operator.post("/organisation", {"name": "A third one"})["Location"] == "/organisations/a-third-one/people"
    third = Organisation.objects.get(slug="a-third-one")
    said = {"name": "Ours", "organisations": [third.pk, cast.mine.pk]}
    assert operator.post("/networks", said)["Location"] == "/networks"
    assert set(Network.objects.get(slug="ours").organisations.all()) == {third, cast.mine}
    operator.post("/networks/ours", {"name": "Ours", "slug": "ours", "organisations": [cast.mine.pk]})
    assert set(Network.objects.get(slug="ours").organisations.all()) == {cast.mine}
    noted = list(Decision.objects.order_by("id").values_list("verb", flat=True))
    assert noted == ["organisation made", "network made", "network changed"]


def test_a_short_name_that_is_taken_is_refused(cast):
    before = everything()
    answer = cast.browser("operator").post("/organisation", {"name": "Mine"})
    assert (answer.status_code, everything()) == (200, before)
    assert "This short name is taken." in answer.content.decode()
