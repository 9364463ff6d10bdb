"""Review: what is shown changes when a reviewer approves it, then and not before."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog import workflow
from catalog.editing import drafts, review
from catalog.models import Change, Comment, Draft, Notice, Resource, Revision, Stage, State, Told
from catalog.register import Terms, register
from catalog.workflow import NotPossible
from fair_metadata.namespaces import DCT
from fair_metadata.terms import literal
from tests.catalog.editing.people import described, in_review, series, stood, titled, written

pytestmark = pytest.mark.django_db


# Submitted.


def test_what_is_shown_stays_as_it_is_while_a_draft_over_it_is_in_review(people):
    row = series("one", people.holder)
    before = row.digest, row.state, row.revision_id
    draft = review.submit(written(row, people.contributor), people.contributor, "Please look.")
    row.refresh_from_db()
    assert (row.digest, row.state, row.revision_id) == before
    assert (draft.stage, draft.note, draft.submitted_by) == (Stage.IN_REVIEW, "Please look.", people.contributor)


def test_what_was_never_published_says_what_the_draft_says_and_is_in_review(people):
    row = series("one", people.holder, state=State.DRAFT, by=people.curator)
    draft = review.submit(written(row, people.contributor), people.contributor)
    row.refresh_from_db()
    assert (row.state, row.digest, row.public_number) == (State.IN_REVIEW, draft.digest, None)
    changes = list(row.revisions.order_by("number").values_list("change", "author__username"))
    assert changes == [(Change.CREATED, "curator"), (Change.UPDATED, "contributor"), (Change.STANDING, "contributor")]


def test_what_says_nothing_new_is_not_submitted(people):
    draft = drafts.begin(series("one", people.holder), people.curator)
    before = stood()
    with pytest.raises(NotPossible, match="says what is published already"):
        review.submit(draft, people.curator)
    assert stood() == before


@pytest.mark.parametrize("state", [State.DRAFT, State.PUBLISHED])
def test_what_is_in_review_is_not_submitted_again_and_not_written_to(people, state):
    draft = in_review(people, state=state)
    before = stood()
    with pytest.raises(NotPossible, match="in review already"):
        review.submit(draft, people.curator)
    with pytest.raises(drafts.NotOpen):
        drafts.save(draft, titled(draft.record, "Later"), people.curator, version=draft.version)
    assert stood() == before


@pytest.mark.parametrize(("state", "after"), [(State.DRAFT, State.DRAFT), (State.PUBLISHED, State.PUBLISHED)])
def test_what_is_taken_back_is_written_on(people, state, after):
    draft = review.take_back(in_review(people, state=state), people.curator)
    assert (draft.stage, Resource.objects.get().state) == (Stage.WRITING, after)
    assert drafts.save(draft, titled(draft.record, "Later"), people.curator, version=draft.version).record


# Returned.


def test_a_draft_is_returned_with_reasons_that_stay(people):
    draft = review.give_back(in_review(people, state=State.DRAFT), people.reviewer, because="Say who collects it.")
    assert (draft.stage, draft.note, Resource.objects.get().state) == (
        Stage.RETURNED,
        "Say who collects it.",
        State.DRAFT,
    )
    assert Comment.objects.values_list("text", "author__username").get() == ("Say who collects it.", "reviewer")
    again = drafts.save(draft, titled(draft.record, "Better"), people.contributor, version=draft.version)
    assert review.submit(again, people.contributor).stage == Stage.IN_REVIEW


def test_nothing_is_returned_without_reasons(people):
    draft = in_review(people)
    before = stood()
    with pytest.raises(NotPossible, match="Say what is to be changed"):
        review.give_back(draft, people.reviewer, because="  ")
    assert stood() == before


# Approved.


def test_what_is_approved_is_published_with_who_wrote_it_who_approved_it_and_why(people):
    draft = in_review(people)
    review.approve(draft, people.reviewer, seen=draft.version, reason="Checked with the registry.")
    row = Resource.objects.get()
    newest = row.revision
    assert (row.state, row.digest, row.public_number) == (State.PUBLISHED, draft.digest, newest.number)
    assert (newest.author, newest.approver, newest.reason) == (
        people.contributor,
        people.reviewer,
        "Checked with the registry.",
    )
    assert drafts.of(row) is None


def test_a_first_publication_is_public_from_then_on(people):
    draft = in_review(people, state=State.DRAFT)
    before = Revision.objects.count()
    row = review.approve(draft, people.reviewer, seen=draft.version)
    row.refresh_from_db()
    assert (row.state, row.public_number, row.revision.approver) == (State.PUBLISHED, before + 1, people.reviewer)


def test_nobody_approves_another_version_than_they_read(people):
    draft = in_review(people)
    before = stood()
    with pytest.raises(NotPossible, match="changed since you opened it"):
        review.approve(draft, people.reviewer, seen=draft.version - 1)
    assert stood() == before


def test_what_breaks_rules_that_the_published_does_not_break_is_not_approved(people):
    row = series("one", people.holder)
    draft = drafts.begin(row, people.contributor)
    worse = draft.record.replace(DCT.description, [])
    draft = drafts.save(draft, worse, people.contributor, version=1)
    review.submit(draft, people.contributor)
    before = stood()
    with pytest.raises(NotPossible, match="breaks 1 rules"):
        review.approve(draft, people.reviewer, seen=draft.version)
    assert stood() == before


def test_a_description_that_was_changed_in_between_is_brought_up_to_date_first(people):
    draft = in_review(people)
    register(described("one").replace(DCT.identifier, [literal("S-1")]), "series", Terms(author=people.reviewer))
    before = stood()
    with pytest.raises(NotPossible, match="Bring the draft up to date"):
        review.approve(draft, people.reviewer, seen=draft.version)
    assert stood() == before
    assert drafts.bring_up_to_date(draft).clashes == ()
    found = Draft.objects.get()
    assert (found.version, found.is_overtaken) == (draft.version + 1, False)
    row = review.approve(found, people.reviewer, seen=found.version)
    row.refresh_from_db()
    assert row.record.values(DCT.identifier) == (literal("S-1"),)
    assert row.record.values(DCT.title) == (literal("A better title", language="en"),)


def test_two_changes_of_one_property_are_left_to_people(people):
    draft = in_review(people)
    register(described("one", "Another title"), "series", Terms(author=people.reviewer))
    before = stood()
    carried = drafts.bring_up_to_date(draft)
    assert [path for _, path in carried.clashes] == [DCT.title]
    assert stood() == before


def test_of_many_each_is_approved_on_its_own(people):
    good, stale = in_review(people, "one"), in_review(people, "two")
    outcomes = review.approve_many([(good, good.version), (stale, stale.version + 1)], people.reviewer, "Read.")
    assert outcomes == {good_id(outcomes, 0): "", good_id(outcomes, 1): review.CHANGED}
    assert [row.slug for row in Resource.objects.filter(draft=None)] == ["one"]


def good_id(outcomes, place):
    return list(outcomes)[place]


# Other ways.


@pytest.mark.parametrize("is_approved", [False, True])
def test_a_withdrawal_sends_the_draft_back(people, is_approved):
    draft = in_review(people)
    if is_approved:
        review.approve(draft, people.reviewer, seen=draft.version, at=timezone.now() + timedelta(hours=1))
    workflow.withdraw(Resource.objects.get(), Terms(author=people.reviewer), because="Wrong.")
    assert Draft.objects.values_list("stage", "publish_at").get() == (Stage.RETURNED, None)
    Draft.objects.update(publish_at=timezone.now())
    assert (review.publish_due(), Resource.objects.get().state) == (0, State.WITHDRAWN)


def test_what_was_withdrawn_comes_back_with_an_approved_draft(people):
    row = series("one", people.holder, state=State.WITHDRAWN)
    draft = review.submit(written(row, people.contributor), people.contributor)
    review.approve(draft, people.reviewer, seen=draft.version)
    row.refresh_from_db()
    assert (row.state, row.withdrawn_because, row.digest) == (State.PUBLISHED, "", draft.digest)


def test_publishing_directly_closes_the_review_of_what_is_published(people):
    in_review(people, state=State.DRAFT)
    workflow.publish(Resource.objects.get(), Terms(author=people.reviewer))
    assert not Draft.objects.exists()


def test_discarding_takes_the_draft_with_it(people):
    in_review(people, state=State.DRAFT)
    workflow.discard(Resource.objects.get(), Terms(author=people.contributor))
    assert (Draft.objects.exists(), Resource.objects.get().state) == (False, State.WITHDRAWN)


def test_a_draft_is_given_to_somebody_of_the_organisation_and_nobody_else(people):
    draft = in_review(people)
    before = stood()
    with pytest.raises(NotPossible, match="has no role"):
        review.assign(draft, people.stranger, people.curator)
    assert stood() == before
    review.assign(draft, people.second, people.curator)
    assert Draft.objects.get().assigned_to == people.second
    told = Notice.objects.filter(kind=Told.ASSIGNED).values_list("person__username", flat=True)
    assert list(told) == ["second"]
