"""Who may see what, as a table: each row of viewers against each state and visibility, by function and by query."""

from itertools import product

import pytest

from catalog import policy
from catalog.models import Kind, Membership, Resource, Role, State, Visibility
from tests.catalog import factories

pytestmark = pytest.mark.django_db

STATES = list(State)
VISIBILITIES = list(Visibility)
VIEWERS = ("anonymous", "stranger", "other", "mate", "member", "operator")

# Who sees a description of the holder's, by its visibility once it is published or withdrawn; drafts are the member's.
SHOWN = {
    Visibility.EVERYBODY: set(VIEWERS),
    Visibility.NETWORK: {"mate", "member", "operator"},
    Visibility.ORGANISATION: {"member", "operator"},
}
HIDDEN = {"member", "operator"}


def expected(state: str, visibility: str) -> set[str]:
    return SHOWN[Visibility(visibility)] if state in (State.PUBLISHED, State.WITHDRAWN) else HIDDEN


@pytest.fixture
def world():
    """A holder and its network mate, another organisation with a network of its own, and people in each."""
    ours, theirs = factories.network("ours"), factories.network("theirs")
    holder = factories.organisation("holder", network=ours)
    mate = factories.organisation("mate", network=ours)
    other = factories.organisation("other", network=theirs)
    people = {
        "stranger": factories.person("stranger"),
        "other": factories.person("other", of=other, role=Role.ADMINISTRATOR),
        "mate": factories.person("mate", of=mate),
        "member": factories.person("member", of=holder, role=Role.CONTRIBUTOR),
        "operator": factories.person("operator", is_operator=True),
    }
    viewers = {name: policy.viewer_of(user) for name, user in people.items()} | {"anonymous": policy.ANYBODY}
    return {"holder": holder, "people": people, "viewers": viewers}


def test_every_viewer_sees_exactly_what_the_table_says(world):
    for state, visibility in product(STATES, VISIBILITIES):
        row = factories.resource(state=state, visibility=visibility, organisation=world["holder"])
        seen = {name for name, viewer in world["viewers"].items() if policy.may_see(viewer, row)}
        assert seen == expected(state, visibility), (state, visibility)


def test_the_query_agrees_with_the_question_for_each_single_resource(world):
    owners = [world["holder"], None]
    for state, visibility, owner, kind in product(STATES, VISIBILITIES, owners, [Kind.DATASET, Kind.REFERENCE]):
        factories.resource(kind, state=state, visibility=visibility, organisation=owner)
    everything = list(Resource.objects.all())
    for name, viewer in world["viewers"].items():
        by_query = set(Resource.objects.filter(policy.visible(viewer)))
        assert by_query == {row for row in everything if policy.may_see(viewer, row)}, name


def test_the_audience_that_followers_store_agrees_with_the_question(world):
    for state, visibility in product(STATES, VISIBILITIES):
        row = factories.resource(state=state, visibility=visibility, organisation=world["holder"])
        for name, viewer in world["viewers"].items():
            by_audience = viewer.is_operator or policy.audience(row) in viewer.audiences
            assert by_audience == (name in expected(state, visibility)), (name, state, visibility)


def test_what_nobody_owns_is_seen_by_operators_alone_unless_it_is_public(world):
    for state, visibility in product(STATES, VISIBILITIES):
        row = factories.resource(state=state, visibility=visibility, organisation=None)
        seen = {name for name, viewer in world["viewers"].items() if policy.may_see(viewer, row)}
        is_public = state in (State.PUBLISHED, State.WITHDRAWN) and visibility == Visibility.EVERYBODY
        assert seen == (set(VIEWERS) if is_public else {"operator"}), (state, visibility)


def test_lists_show_what_is_visible_and_published_and_no_shared_descriptions(world):
    for state, visibility, kind in product(STATES, VISIBILITIES, [Kind.DATASET, Kind.REFERENCE]):
        factories.resource(kind, state=state, visibility=visibility, organisation=world["holder"])
    for name, viewer in world["viewers"].items():
        listed = Resource.objects.filter(policy.listed(viewer))
        wanted = {visibility for visibility in VISIBILITIES if name in SHOWN[visibility]}
        assert {(row.kind, row.state) for row in listed} == {(Kind.DATASET, State.PUBLISHED)}
        assert {row.visibility for row in listed} == wanted, name


def test_a_network_is_left_with_the_last_organisation_that_shares_it(world):
    row = factories.resource(visibility=Visibility.NETWORK, organisation=world["holder"])
    world["holder"].networks.clear()
    assert not policy.may_see(policy.viewer_of(world["people"]["mate"]), row)
    assert policy.may_see(policy.viewer_of(world["people"]["member"]), row)


def test_a_role_that_is_taken_away_shows_at_the_next_request(world):
    row = factories.resource(state=State.DRAFT, organisation=world["holder"])
    Membership.objects.filter(user=world["people"]["member"]).delete()
    assert not policy.may_see(policy.viewer_of(world["people"]["member"]), row)


def test_every_role_edits_and_only_reviewers_and_administrators_publish(world):
    row = factories.resource(state=State.DRAFT, organisation=world["holder"])
    for role in Role:
        viewer = policy.viewer_of(factories.person(f"the {role}", of=world["holder"], role=role))
        assert policy.may_edit(viewer, row)
        assert policy.may_publish(viewer, row) == (role in (Role.REVIEWER, Role.ADMINISTRATOR))


def test_nobody_edits_or_publishes_what_another_organisation_owns(world):
    row = factories.resource(organisation=world["holder"])
    unowned = factories.resource(organisation=None)
    for name in ("anonymous", "stranger", "other", "mate"):
        viewer = world["viewers"][name]
        assert not policy.may_edit(viewer, row)
        assert not policy.may_publish(viewer, row)
        assert not policy.may_edit(viewer, unowned)
        assert not policy.may_publish(viewer, unowned)


def test_a_viewer_costs_two_queries_and_a_visitor_none(world, django_assert_num_queries):
    from django.contrib.auth.models import AnonymousUser

    with django_assert_num_queries(2):
        policy.viewer_of(world["people"]["member"])
    with django_assert_num_queries(0):
        assert policy.viewer_of(AnonymousUser()) is policy.ANYBODY


# Who may what about an organisation's people, by what they are to it: rows are questions, members by their role.
ABOUT_PEOPLE = {
    policy.may_see_people: {*Role, "operator"},
    policy.may_manage: {Role.ADMINISTRATOR, "operator"},
    policy.may_invite: {Role.ADMINISTRATOR, "operator"},
    policy.may_see_decisions: {Role.ADMINISTRATOR, "operator"},
}


@pytest.mark.parametrize("question", ABOUT_PEOPLE, ids=lambda question: question.__name__)
def test_questions_about_people_are_answered_by_role(world, question):
    members = {role: policy.viewer_of(factories.person(f"the {role}", of=world["holder"], role=role)) for role in Role}
    asked = world["viewers"] | members
    del asked["member"]
    assert {name for name, viewer in asked.items() if question(viewer, world["holder"].pk)} == ABOUT_PEOPLE[question]


def test_only_operators_operate(world):
    assert [name for name, viewer in world["viewers"].items() if policy.may_operate(viewer)] == ["operator"]


def test_two_roles_may_what_each_of_them_may(world):
    both = factories.person("both", of=world["holder"], role=Role.CONTRIBUTOR)
    Membership.objects.create(user=both, organisation=world["holder"], role=Role.ADMINISTRATOR)
    assert policy.may_invite(policy.viewer_of(both), world["holder"].pk)
