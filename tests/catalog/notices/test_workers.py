"""Mails, invitations and publications that wait are done by a real worker, each once."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from catalog.editing import review
from catalog.models import Draft, Kind, Notice, Resource, Revision, Role, State, Told
from catalog.people import invitations
from catalog.register import Terms, register
from tests.catalog.editing.people import fit_dataset, world, written
from tests.catalog.worker import working

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people(index):
    return world()


def dataset(people):
    register(fit_dataset("reg-01", "A registry"), Kind.DATASET, Terms(organisation=people.holder, publish=True))
    return Resource.objects.get()


def unsent(people, row, **more):
    """A notice to the contributor that nobody mailed."""
    about = {"kind": Told.RETURNED, "resource": row, "organisation": people.holder, "actor": people.reviewer}
    return Notice.objects.create(person=people.contributor, **about, **{"made_at": timezone.now()} | more)


def test_a_worker_mails_the_notices_that_it_is_handed_and_no_others(people, tmp_path):
    row = dataset(people)
    handed, other = unsent(people, row, said="Say which leukaemia."), unsent(people, row, said="Not this one.")
    with working(tmp_path) as worker:
        worker.call("mail", [handed.pk])
        worker.call("mail", [handed.pk])
        worker.until(worker.sent)
        worker.call("mail", [])  # what comes after it is done after it
        worker.until(lambda: worker.notes.read_text().count("succeeded") == 3)
    assert worker.sent().count("To: contributor@example.org") == 1
    assert ("Say which leukaemia." in worker.sent(), "Not this one." in worker.sent()) == (True, False)
    assert [Notice.objects.get(pk=one.pk).mailed_at is not None for one in (handed, other)] == [True, False]


def test_a_worker_publishes_what_is_due_and_mails_what_could_not_be_mailed(people, tmp_path):
    row = dataset(people)
    draft = review.submit(written(row, people.contributor, "A registry of leukaemia"), people.contributor)
    review.approve(draft, people.reviewer, seen=draft.version, at=timezone.now() + timedelta(days=1))
    Draft.objects.update(publish_at=timezone.now() - timedelta(seconds=1))
    late = unsent(people, row, said="Say which.", made_at=timezone.now() - timedelta(hours=1))
    with working(tmp_path) as worker:
        worker.call("due")
        worker.until(lambda: not Draft.objects.exists())
        worker.until(lambda: "Say which." in worker.sent())
    stands = Resource.objects.get()
    assert (stands.state, stands.card["title"]) == (State.PUBLISHED, {"en": "A registry of leukaemia"})
    assert Revision.objects.latest("number").approver == people.reviewer
    assert Notice.objects.get(pk=late.pk).mailed_at is not None


def test_a_worker_mails_the_link_of_an_invitation_and_it_opens(people, tmp_path):
    given = [Role.CURATOR]
    invitations.invite("new@example.org", organisation=people.holder, given=given, by=people.administrator)
    with working(tmp_path) as worker:
        worker.call("invite", invitations.open_ones().get().pk, "es")
        worker.until(worker.sent)
    [link] = re.findall(r"/invitations/\S+", worker.sent())
    assert Client().get(link).status_code == 200
    assert mail.outbox == []
