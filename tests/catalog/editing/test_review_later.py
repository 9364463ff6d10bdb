"""What is approved for later is published then, once, and not before."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from catalog.editing import review
from catalog.models import Draft, Resource, Revision, Stage
from catalog.register import Terms, register
from search import keeping_up
from tests.catalog.editing.people import described, in_review

pytestmark = pytest.mark.django_db


# Later.


def test_what_is_approved_for_later_is_published_then_and_not_before(people):
    draft = in_review(people)
    when = timezone.now() + timedelta(hours=1)
    review.approve(draft, people.reviewer, seen=draft.version, reason="After the congress.", at=when)
    before = Resource.objects.get().digest
    assert (review.publish_due(), Resource.objects.get().digest) == (0, before)
    Draft.objects.update(publish_at=timezone.now())
    assert review.publish_due() == 1
    row = Resource.objects.get()
    assert (row.digest, row.revision.author, row.revision.approver, row.revision.reason) == (
        draft.digest,
        people.contributor,
        people.reviewer,
        "After the congress.",
    )
    assert review.publish_due() == 0
    assert Revision.objects.filter(resource=row).count() == 2


def test_the_command_and_the_task_publish_what_is_due(people, capsys):
    from config.celery import app
    from config.tasks import due

    first, second = in_review(people, "one"), in_review(people, "two")
    for draft in (first, second):
        review.approve(draft, people.reviewer, seen=draft.version, at=timezone.now() + timedelta(hours=1))
    Draft.objects.filter(pk=first.pk).update(publish_at=timezone.now())
    call_command("publish-due", "--json")
    assert json.loads(capsys.readouterr().out) == {"published": 1, "sent": 0}
    Draft.objects.update(publish_at=timezone.now())
    due.delay()
    assert not Draft.objects.exists()
    assert app.conf.beat_schedule["due"]["task"] == due.name


def test_a_server_without_a_broker_publishes_what_is_due_by_itself(people, monkeypatch):
    draft = in_review(people)
    review.approve(draft, people.reviewer, seen=draft.version, at=timezone.now() + timedelta(hours=1))
    Draft.objects.update(publish_at=timezone.now())
    monkeypatch.setattr(keeping_up, "_looked", -keeping_up.DUE_EVERY)
    keeping_up._publish_due()
    assert Resource.objects.get().digest == draft.digest


@pytest.mark.django_db(transaction=True)
def test_two_that_look_at_once_publish_once(people):
    draft = in_review(people)
    review.approve(draft, people.reviewer, seen=draft.version, at=timezone.now() + timedelta(hours=1))
    Draft.objects.update(publish_at=timezone.now())

    def look(_):
        try:
            return review.publish_due()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as several:
        assert sum(several.map(look, range(4))) == 1
    assert Revision.objects.filter(approver=people.reviewer).count() == 1


def test_a_time_that_is_past_means_now(people):
    draft = in_review(people)
    review.approve(draft, people.reviewer, seen=draft.version, at=timezone.now() - timedelta(days=1))
    assert Resource.objects.get().digest == draft.digest


def test_what_was_overtaken_while_it_waited_is_in_review_again(people):
    draft = in_review(people)
    review.approve(draft, people.reviewer, seen=draft.version, at=timezone.now() + timedelta(hours=1))
    Draft.objects.update(publish_at=timezone.now())
    register(described("one", "Another title"), "series", Terms(author=people.reviewer))
    shown = Resource.objects.get().digest
    assert (review.publish_due(), Resource.objects.get().digest) == (0, shown)
    assert Draft.objects.values_list("stage", "publish_at").get() == (Stage.IN_REVIEW, None)


def test_what_waits_can_be_taken_back(people):
    draft = in_review(people)
    review.approve(draft, people.reviewer, seen=draft.version, at=timezone.now() + timedelta(hours=1))
    review.take_back(draft, people.contributor)
    assert Draft.objects.values_list("stage", "publish_at", "approved_by").get() == (Stage.WRITING, None, None)
