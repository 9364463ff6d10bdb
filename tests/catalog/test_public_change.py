"""What everybody sees of a resource has a last change: harvesters ask for it, and are told of what is gone."""

import pytest

from catalog import policy, workflow
from catalog.models import Change, Kind, Organisation, Resource, State, Visibility
from catalog.register import Terms, register, stand
from tests.catalog.factories import described

pytestmark = pytest.mark.django_db


def put(title="A registry", **terms):
    register(described("https://data.example.org/one", title=title), Kind.DATASET, Terms(**terms))
    return row()


def row():
    return Resource.objects.select_related("revision").get()


def test_a_draft_never_was_public_and_becomes_so_when_it_is_published():
    assert (put().public_number, row().public_at) == (None, None)
    workflow.publish(row(), Terms())
    assert (row().public_number, row().public_at) == (2, row().revision.made_at)


def test_each_change_that_everybody_sees_counts_and_the_same_again_does_not():
    assert put(publish=True).public_number == 1
    assert put(publish=True).public_number == 1
    assert (put("Another", publish=True).public_number, row().public_at) == (2, row().modified_at)
    workflow.withdraw(row(), Terms(), because="Old.")
    assert row().public_number == 3


@pytest.mark.parametrize("visibility", [Visibility.NETWORK, Visibility.ORGANISATION])
def test_what_leaves_the_public_counts_and_what_happens_to_it_afterwards_does_not(visibility):
    mine = Organisation.objects.create(slug="mine", name="Mine")
    put(publish=True, organisation=mine)
    stand(row(), Terms(), Change.STANDING, visibility=visibility)
    left = row()
    assert (left.public_number, left.public_at, policy.is_public(left)) == (2, left.modified_at, False)
    assert put("Changed inside", publish=True, organisation=mine).revision_id == 3
    assert (row().public_number, row().public_at) == (2, left.public_at)
    stand(row(), Terms(), Change.STANDING, visibility=Visibility.EVERYBODY)
    assert (row().public_number, policy.is_public(row())) == (4, True)


def test_a_draft_is_discarded_not_withdrawn_and_nobody_outside_learns_that_it_was(client):
    put()
    with pytest.raises(
        workflow.NotPossible, match="is not published, so there is nothing to withdraw. Discard it instead."
    ):
        workflow.withdraw(row(), Terms(), because="Old.")
    assert (row().state, row().revision_id) == (State.DRAFT, 1)
    workflow.discard(row(), Terms(), because="A mistake.")
    assert (row().state, row().withdrawn_because, row().public_number) == (State.WITHDRAWN, "A mistake.", None)
    assert client.get("/datasets/one").status_code == 404


def test_what_was_published_is_withdrawn_not_discarded():
    put(publish=True)
    with pytest.raises(workflow.NotPossible, match="what was shown is withdrawn, not discarded"):
        workflow.discard(row(), Terms())
    assert (row().state, row().revision_id) == (State.PUBLISHED, 1)
