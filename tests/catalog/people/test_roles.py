"""Roles: given and taken by administrators, noted, and never the last administrator's."""

import pytest
from django.test import Client

from catalog.models import Decision, Invitation, Membership, Network, Organisation, Role
from catalog.people import roles
from tests.catalog import factories
from tests.catalog.people.changing import INVITE, SETTINGS, everything

pytestmark = pytest.mark.django_db


def roles_of(user):
    return set(Membership.objects.filter(user=user).values_list("role", flat=True))


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


@pytest.fixture
def invited(cast):
    """Somebody waits."""
    assert cast.browser("administrator").post("/organisations/mine/people", INVITE).status_code == 302


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
