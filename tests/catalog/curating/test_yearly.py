"""The yearly check: when it is due, who confirms it, and who is reminded, how often."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils.formats import date_format
from lxml import html

from catalog.curating import reminding
from catalog.curating.yearly import AHEAD, YEAR, NotAsked, Overtaken, confirm, due, due_at
from catalog.models import Decision, Kind, Quiet, Reminder, Resource, State, Told
from tests.catalog import factories as make
from tests.catalog.editing.people import world

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)


def described(slug, ago, holder, *, checked=None, **more):
    """A published dataset that was changed, or confirmed, so long ago."""
    row = make.resource(slug=slug, organisation=holder, title=f"Registry {slug}", **more)
    at = checked and NOW - checked
    Resource.objects.filter(pk=row.pk).update(modified_at=NOW - ago, checked_at=at)
    row.refresh_from_db()
    return row


@pytest.fixture
def made():
    return world()


def slugs(rows):
    return [row.slug for row in rows]


def test_due_is_what_nobody_changed_or_confirmed_for_a_year_the_longest_first(made):
    described("old", YEAR + timedelta(days=9), made.holder)
    described("older", timedelta(days=900), made.holder, checked=YEAR + timedelta(days=20))
    described("confirmed", timedelta(days=900), made.holder, checked=timedelta(days=3))
    described("changed", timedelta(days=3), made.holder, checked=timedelta(days=900))
    soon = described("soon", YEAR - timedelta(days=10), made.holder)
    everything = Resource.objects.all()
    assert slugs(due(everything, NOW)) == ["older", "old"]
    assert slugs(due(everything, NOW + AHEAD)) == ["older", "old", "soon"]
    assert due_at(soon) == NOW + timedelta(days=10)


@pytest.mark.parametrize(
    "other", [{"state": State.DRAFT}, {"state": State.WITHDRAWN}, {"kind": Kind.DISTRIBUTION}, {"kind": Kind.CATALOG}]
)
def test_only_published_datasets_and_series_are_asked_for(made, other):
    described("old", timedelta(days=900), made.holder, **other)
    assert slugs(due(Resource.objects.all(), NOW)) == []


def test_who_confirms_it_is_noted_and_nothing_that_it_says_changes(made):
    row = described("old", timedelta(days=900), made.holder)
    confirm(row, made.contributor, seen=row.digest)
    after = Resource.objects.get()
    assert (after.checked_by, after.modified_at, after.revision_id) == (
        made.contributor,
        row.modified_at,
        row.revision_id,
    )
    assert after.checked_at > row.modified_at
    assert list(Decision.objects.values_list("verb", "actor")) == [("checked", made.contributor.pk)]
    assert slugs(due(Resource.objects.all(), NOW)) == []


def test_what_was_changed_since_it_was_read_is_not_confirmed(made):
    row = described("old", timedelta(days=900), made.holder)
    with pytest.raises(Overtaken):
        confirm(row, made.curator, seen="0" * 64)
    assert (Resource.objects.get().checked_at, Decision.objects.count()) == (None, 0)


def test_a_draft_is_not_confirmed(made):
    row = described("old", timedelta(days=900), made.holder, state=State.DRAFT)
    with pytest.raises(NotAsked):
        confirm(row, made.curator, seen=row.digest)
    assert Resource.objects.get().checked_at is None


def test_its_page_says_when_it_was_checked_and_kept_copies_are_asked_for_anew(made, client):
    row = described("old", timedelta(days=900), made.holder)
    addresses = ("/datasets/old", "/datasets/old.ttl")
    before = [client.get(address) for address in addresses]
    assert b"Checked on" not in before[0].content
    confirm(row, made.contributor, seen=row.digest)
    known = [
        client.get(address, headers={"if-none-match": was["ETag"]})
        for address, was in zip(addresses, before, strict=True)
    ]
    assert [answer.status_code for answer in known] == [200, 304]  # what it says is the same
    day = date_format(Resource.objects.get().checked_at, "DATE_FORMAT")
    [fact] = html.fromstring(known[0].content).xpath("//dl//dt[.='Checked on']/../dd")
    assert fact.text_content().strip() == day
    assert made.contributor.username not in known[0].content.decode()


def told():
    """Who got a mail, and how many."""
    return sorted(to for sent in mail.outbox for to in sent.to)


def test_curators_and_administrators_get_one_mail_with_the_whole_list(made, settings):
    described("over", YEAR + timedelta(days=9), made.holder)
    described("soon", YEAR - timedelta(days=10), made.holder)
    described("fresh", timedelta(days=3), made.holder)
    described("theirs", timedelta(days=900), made.others)
    assert reminding.remind(NOW) == 3
    assert told() == ["administrator@example.org", "curator@example.org", "stranger@example.org"]
    ours = next(sent for sent in mail.outbox if sent.to == ["curator@example.org"])
    assert ours.subject == f"{settings.CATALOGUE_NAME}: 2 descriptions to check"
    lines = [line for line in ours.body.splitlines() if line.startswith("- ")]
    assert lines == ["- Registry over: overdue since May 23, 2026", "- Registry soon: due by June 11, 2026"]
    assert f"{settings.BASE_URL}/curator?show=checks" in ours.body


def test_run_twice_it_writes_once(made):
    described("over", YEAR + timedelta(days=9), made.holder)
    assert (reminding.remind(NOW), reminding.remind(NOW), reminding.remind(NOW + timedelta(days=1))) == (2, 0, 0)


def test_another_mail_comes_when_something_comes_near_when_it_is_due_and_once_a_month_after_that(made):
    described("one", YEAR - timedelta(days=60), made.holder)
    days = [day for day in range(0, 160) if reminding.remind(NOW + timedelta(days=day))]
    # 30 days before it is due, on the day after that on which it was due, and then every 30 days.
    assert days == [31, 61, 91, 121, 151]


def test_nobody_is_written_to_when_nothing_is_due(made):
    described("fresh", timedelta(days=3), made.holder)
    assert (reminding.remind(NOW), mail.outbox, Reminder.objects.exclude(sent_at=None).count()) == (0, [], 0)


def test_who_has_left_and_who_has_no_address_gets_none(made):
    described("over", YEAR + timedelta(days=9), made.holder)
    made.curator.memberships.all().delete()
    type(made.administrator).objects.filter(pk=made.administrator.pk).update(email="")
    assert (reminding.remind(NOW), mail.outbox) == (0, [])


def test_one_click_switches_it_off_without_signing_in(made, client):
    described("over", YEAR + timedelta(days=9), made.holder)
    reminding.remind(NOW)
    sent = next(sent for sent in mail.outbox if sent.to == ["curator@example.org"])
    off = re.fullmatch(r"<http://testserver(/notices/off/\S+)>", sent.extra_headers["List-Unsubscribe"])[1]
    assert sent.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert client.get(off).status_code == 200
    assert Quiet.objects.count() == 0  # looking changes nothing: scanners of mails open every link
    assert client.post(off, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(Quiet.objects.values_list("person", "kind")) == [(made.curator.pk, Told.CHECK_DUE)]
    mail.outbox.clear()
    assert reminding.remind(NOW + timedelta(days=40)) == 1
    assert told() == ["administrator@example.org"]


def test_a_mail_that_cannot_be_sent_is_tried_again(made, settings, monkeypatch):
    described("over", YEAR + timedelta(days=9), made.holder)
    settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT = (
        "django.core.mail.backends.smtp.EmailBackend",
        "127.0.0.1",
        1,
    )
    assert reminding.remind(NOW) == 0
    assert Reminder.objects.exclude(sent_at=None).count() == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert reminding.remind(NOW) == 2


def test_mails_are_in_the_language_of_the_person(made):
    from catalog.models import Account

    described("over", YEAR + timedelta(days=9), made.holder)
    Account.objects.update_or_create(user=made.curator, defaults={"language": "es"})
    reminding.remind(NOW)
    sent = next(sent for sent in mail.outbox if sent.to == ["curator@example.org"])
    assert "- Registry over: vencida desde el 23 de mayo de 2026" in sent.body


def test_the_command_and_the_task_say_how_many(made, capsys):
    from config.tasks import remind

    described("over", timedelta(days=2000), made.holder)
    call_command("remind", "--json")
    assert json.loads(capsys.readouterr().out) == {"sent": 2}
    assert remind() == 0
