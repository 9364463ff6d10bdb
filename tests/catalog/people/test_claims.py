"""Groups of a sign-in provider give roles as an operator mapped them, and no others; gone there, gone here."""

import pytest

from catalog.models import Decision, Membership, Role
from catalog.people import claims, roles
from tests.catalog import factories

pytestmark = pytest.mark.django_db
CURATORS = "urn:geant:example.org:group:marrow:role=curator#aai.example.org"
MEMBERS = "urn:geant:example.org:group:marrow#aai.example.org"


@pytest.fixture(autouse=True)
def _mapped(settings):
    settings.OIDC_ROLES = {CURATORS: "mine:curator", MEMBERS: "theirs:contributor", "wrong": "mine:emperor"}


def said(*groups):
    return {"eduperson_entitlement": list(groups)}


def has(person):
    return set(Membership.objects.filter(user=person).values_list("organisation__slug", "role", "by_provider"))


def test_only_what_is_mapped_gives_a_role(cast):
    guest = cast.users["guest"]
    claims.apply(guest, said(CURATORS, "urn:something:else", "wrong", 7))
    assert has(guest) == {("mine", "curator", True)}
    assert Decision.objects.get().actor is None


def test_one_group_may_come_as_a_text(cast):
    claims.apply(cast.users["guest"], {"eduperson_entitlement": CURATORS})
    assert has(cast.users["guest"]) == {("mine", "curator", True)}


def test_what_is_said_no_more_is_taken_and_what_people_gave_stays(cast):
    guest = cast.users["guest"]
    roles.add(guest, cast.mine, {Role.REVIEWER}, by=None)
    claims.apply(guest, said(CURATORS, MEMBERS))
    claims.apply(guest, said(MEMBERS))
    assert has(guest) == {("mine", "reviewer", False), ("theirs", "contributor", True)}
    claims.apply(guest, {})
    assert has(guest) == {("mine", "reviewer", False)}


def test_a_role_that_people_gave_is_not_taken_by_a_provider_that_gave_it_too(cast):
    curator = cast.users["curator"]
    claims.apply(curator, said(CURATORS))
    claims.apply(curator, said())
    assert has(curator) == {("mine", "curator", False)}


def test_without_a_mapping_no_claim_gives_anything(cast, settings):
    settings.OIDC_ROLES = {}
    claims.apply(cast.users["guest"], said(CURATORS))
    assert has(cast.users["guest"]) == set()


def test_the_last_administrator_is_not_taken_by_a_provider(cast, settings):
    settings.OIDC_ROLES = {CURATORS: "new:administrator"}
    factories.organisation("new")
    claims.apply(cast.users["guest"], said(CURATORS))
    claims.apply(cast.users["guest"], said())
    assert has(cast.users["guest"]) == {("new", "administrator", True)}


def test_doctor_names_what_is_mapped_to_nothing(cast):
    assert claims.wrong() == ["mine:emperor"]
