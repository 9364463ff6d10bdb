"""Notices and mails: who is told of what, in which language, and how it is switched off."""

import re

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.test import Client

from catalog.editing import review
from catalog.models import Account, Membership, Notice, Quiet, Resource, Told
from catalog.notices import mails, telling
from tests.catalog.editing.people import series, standing_as, stood, world, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(index):
    return world()


def told(kind):
    return set(Notice.objects.filter(kind=kind).values_list("person__username", flat=True))


def submitted(people, callbacks, by="contributor"):
    row = series("one", people.holder)
    with callbacks(execute=True):
        return review.submit(written(row, people.users[by]), people.users[by], "Please look.")


def test_each_step_tells_those_whose_turn_it_is(people, django_capture_on_commit_callbacks):
    draft = submitted(people, django_capture_on_commit_callbacks)
    assert told(Told.SUBMITTED) == {"reviewer", "second", "administrator"}
    review.give_back(draft, people.reviewer, because="Say more.")
    assert told(Told.RETURNED) == {"contributor"}
    draft.refresh_from_db()
    review.assign(draft, people.second, people.curator)
    Notice.objects.all().delete()
    review.submit(draft, people.contributor)
    assert told(Told.SUBMITTED) == {"second"}
    review.approve(draft, people.second, seen=draft.version)
    assert told(Told.PUBLISHED) == {"contributor"}


def test_mails_go_out_after_the_commit_each_once_in_the_person_s_language(people, django_capture_on_commit_callbacks):
    Account.objects.update_or_create(user=people.second, defaults={"language": "es"})
    submitted(people, django_capture_on_commit_callbacks)
    sent = {message.to[0]: message for message in mail.outbox}
    assert sorted(sent) == ["administrator@example.org", "reviewer@example.org", "second@example.org"]
    english, spanish = sent["reviewer@example.org"], sent["second@example.org"]
    assert "submitted “A series” for review." in english.subject
    assert "Please look." in english.body
    assert "http://testserver/review/one" in english.body
    assert "ha enviado «A series» a revisión." in spanish.subject
    assert mails.send(list(Notice.objects.values_list("pk", flat=True))) == 0
    assert len(mail.outbox) == 3


def test_nothing_is_mailed_when_the_step_did_not_happen(people):
    row = series("one", people.holder)
    draft = written(row, people.contributor)
    review.submit(draft, people.contributor)  # the test's transaction is never committed
    assert mail.outbox == []


def test_a_mail_that_cannot_be_sent_is_tried_again(people, django_capture_on_commit_callbacks, monkeypatch):
    def refuse(self, messages):
        raise OSError("nobody answers")

    with monkeypatch.context() as broken:
        broken.setattr(EmailBackend, "send_messages", refuse)
        submitted(people, django_capture_on_commit_callbacks)
    assert set(Notice.objects.values_list("mailed_at", flat=True)) == {None}
    monkeypatch.setattr(mails, "TRIED_AFTER", mails.TRIED_AFTER * 0)
    assert (mails.send_waiting(), len(mail.outbox)) == (3, 3)


def test_one_click_in_a_mail_switches_off_its_kind_and_no_other(people, django_capture_on_commit_callbacks):
    draft = submitted(people, django_capture_on_commit_callbacks)
    message = next(one for one in mail.outbox if one.to == ["reviewer@example.org"])
    address = re.search(r"<(.*)>", message.extra_headers["List-Unsubscribe"]).group(1)
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert address in message.body
    stranger = Client(enforce_csrf_checks=True)
    path = address.removeprefix("http://testserver")
    assert (stranger.get(path).status_code, Quiet.objects.count()) == (200, 0)
    assert stranger.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert Quiet.objects.values_list("person__username", "kind").get() == ("reviewer", Told.SUBMITTED)
    mail.outbox.clear()
    review.take_back(draft, people.contributor)
    draft.refresh_from_db()
    with django_capture_on_commit_callbacks(execute=True):
        review.submit(draft, people.contributor)
    assert sorted(message.to[0] for message in mail.outbox) == ["administrator@example.org", "second@example.org"]
    assert "reviewer" in told(Told.SUBMITTED)


def test_a_link_that_is_none_switches_nothing_off(people, client):
    assert client.post("/notices/off/nonsense").status_code == 404
    assert not Quiet.objects.exists()


def test_who_has_left_is_told_nothing_any_more(people, client, django_capture_on_commit_callbacks):
    draft = submitted(people, django_capture_on_commit_callbacks)
    Membership.objects.filter(user=people.contributor).delete()
    mail.outbox.clear()
    with django_capture_on_commit_callbacks(execute=True):
        review.give_back(draft, people.reviewer, because="A secret reason.")
    assert (told(Told.RETURNED), mail.outbox) == (set(), [])
    Membership.objects.filter(user=people.reviewer).delete()
    client.force_login(people.reviewer)
    assert "Please look." not in client.get("/notices").content.decode()


def test_of_what_was_handed_over_nothing_is_told_to_who_may_not_see_it(people, client):
    row = standing_as("in review", people)
    Resource.objects.update(organisation=people.others)
    client.force_login(people.reviewer)
    page = client.get("/notices").content.decode()
    assert "contributor" in page
    assert row.words("title", "en") not in page


def test_notices_are_counted_until_they_are_read(people, client, django_capture_on_commit_callbacks):
    submitted(people, django_capture_on_commit_callbacks)
    client.force_login(people.reviewer)
    assert '<span class="c-badge">1<span' in client.get("/datasets").content.decode()
    newest = Notice.objects.get(person=people.reviewer).pk
    client.post("/notices/read", {"newest": newest})
    assert telling.unread(people.viewer("reviewer")) == 0
    assert telling.unread(people.viewer("second")) == 1
    assert "c-badge" not in client.get("/notices").content.decode()


def test_one_chooses_the_kinds_of_mails(people, client):
    client.force_login(people.reviewer)
    client.post("/notices/mails", {"kind": [Told.SUBMITTED, Told.ASSIGNED]})
    off = set(Quiet.objects.filter(person=people.reviewer).values_list("kind", flat=True))
    assert off == set(Told.values) - {Told.SUBMITTED, Told.ASSIGNED}


@pytest.mark.parametrize("address", ["/notices", "/notices/read", "/notices/mails", "/review", "/transfers"])
def test_nobody_in_particular_is_sent_to_sign_in_and_nothing_changes(people, client, address):
    before = stood()
    for answer in (client.get(address), client.post(address)):
        assert answer.status_code in (302, 405)
    assert stood() == before


def test_with_a_broker_the_task_of_that_name_does_it(people, settings, django_capture_on_commit_callbacks):
    settings.CELERY_BROKER_URL = "redis://127.0.0.1:6380/0"  # the tests' own Celery does its tasks in process
    submitted(people, django_capture_on_commit_callbacks)
    assert len(mail.outbox) == 3
