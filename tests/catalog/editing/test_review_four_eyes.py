"""The four-eyes rule: nobody approves what they wrote a part of."""

import pytest

from catalog import workflow
from catalog.editing import drafts, review
from catalog.models import Resource, State
from catalog.register import Terms
from catalog.workflow import FourEyes
from tests.catalog.editing.people import series, stood, titled, world, written

pytestmark = pytest.mark.django_db


# The four-eyes rule.


@pytest.mark.parametrize("state", [State.DRAFT, State.PUBLISHED])
def test_with_four_eyes_who_wrote_a_part_does_not_approve_it(index, state):
    people = world(four_eyes=True)
    row = series("one", people.holder, state=state, by=people.contributor)
    draft = written(row, people.reviewer, "Mine")
    draft = drafts.save(draft, titled(draft.record, "Theirs"), people.contributor, version=draft.version)
    draft = review.submit(draft, people.contributor)
    before = stood()
    with pytest.raises(FourEyes):
        review.approve(draft, people.reviewer, seen=draft.version)
    assert stood() == before
    review.approve(draft, people.second, seen=draft.version)
    assert Resource.objects.get().digest == draft.digest


def test_with_four_eyes_who_changed_a_draft_through_another_door_is_one_who_wrote_it(index):
    people = world(four_eyes=True)
    row = series("one", people.holder, state=State.DRAFT, by=people.reviewer)
    before = stood()
    with pytest.raises(FourEyes):
        workflow.publish(row, Terms(author=people.reviewer))
    assert stood() == before
    workflow.publish(row, Terms(author=people.second))
    assert Resource.objects.get().state == State.PUBLISHED


def test_with_four_eyes_to_discard_and_bring_back_is_no_way_around(index):
    people = world(four_eyes=True)
    row = series("one", people.holder, state=State.DRAFT, by=people.reviewer)
    workflow.discard(row, Terms(author=people.reviewer))
    before = stood()
    with pytest.raises(FourEyes):
        workflow.publish(row, Terms(author=people.reviewer))
    assert stood() == before
    workflow.publish(row, Terms(author=people.second))
    assert Resource.objects.get().state == State.PUBLISHED


def test_without_the_rule_a_reviewer_approves_what_they_wrote(people):
    draft = written(series("one", people.holder), people.reviewer)
    review.submit(draft, people.reviewer)
    review.approve(draft, people.reviewer, seen=draft.version)
    assert Resource.objects.get().digest == draft.digest
