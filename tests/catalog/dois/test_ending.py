"""How DOIs end: a tombstone that says since when, a draft that is given back; and who is told what was not done."""

from base64 import b64decode

import pytest
from django.core import mail
from lxml import etree

from catalog import workflow
from catalog.dois import asking, planning, sending
from catalog.dois.steps import STEPS
from catalog.models import Change, DoiCall, Notice, Quiet, Revision, Told
from catalog.register import Terms, register, stand
from catalog.workflow import NotPossible
from fair_metadata import dois
from tests.catalog.dois.double import KERNEL
from tests.catalog.dois.test_failures import last, later
from tests.catalog.dois.test_life import published
from tests.catalog.editing.people import titled
from tests.conftest import needs_shared
from tests.fair_metadata.xsd import datacite_schema


def sent(at):
    """What DataCite holds of it."""
    return etree.fromstring(b64decode(at.datacite.dois[at.doi.name]["xml"]))


def withdrawn_on(root):
    return [date.text for date in root.iterfind(f".//{KERNEL}date[@dateType='Withdrawn']")]


# The tombstone.


def test_a_hidden_doi_says_on_which_day_its_description_was_withdrawn(at):
    published(at)
    assert withdrawn_on(sent(at)) == []
    workflow.withdraw(at.row, Terms(), because="A consent was withdrawn.")
    day = Revision.objects.get(change=Change.WITHDRAWN).made_at.date().isoformat()
    at.ask("hide")
    assert at.datacite.writes[2:] == [("PUT", "hide")]
    assert (at.datacite.state(at.doi.name), withdrawn_on(sent(at))) == ("registered", [day])
    assert sent(at).findtext(f".//{KERNEL}title") == "A registry"


def test_the_tombstone_is_valid_by_the_schema(at):
    needs_shared("standards/datacite/kernel-4.7")
    published(at)
    workflow.withdraw(at.row, Terms(), because="A consent was withdrawn.")
    plan = planning.planned(at.row, STEPS["hide"])
    datacite_schema().assertValid(etree.fromstring(plan.xml.encode()))


def test_what_is_written_over_a_withdrawn_description_is_not_in_its_tombstone(at):
    published(at)
    workflow.withdraw(at.row, Terms(), because="Wrong.")
    register(titled(at.row.record, "Not for everybody"), "dataset", Terms())
    at.ask("hide")
    assert sent(at).findtext(f".//{KERNEL}title") == "A registry"


@pytest.mark.parametrize("standing", [{"visibility": "network"}, {"visibility": "organisation"}])
def test_of_what_is_not_for_everybody_any_more_nothing_is_sent(at, standing):
    published(at)
    before = sent(at)
    stand(at.row, Terms(), Change.STANDING, **standing)
    register(titled(at.row.record, "Not for everybody"), "dataset", Terms())
    at.ask("hide")
    assert at.datacite.asked[-1][2] == {"event": "hide", "url": "http://testserver/datasets/one", "doi": at.doi.name}
    assert etree.tostring(sent(at)) == etree.tostring(before)


def test_nothing_is_sent_of_a_withdrawal_that_was_kept_inside(at):
    published(at)
    workflow.withdraw(at.row, Terms(), because="Wrong.")
    Revision.objects.filter(change=Change.WITHDRAWN).update(audience="inside")
    assert planning.planned(at.row, STEPS["hide"]).attributes.keys() == {"event", "url"}


def test_what_is_published_again_is_not_withdrawn_any_more(at):
    published(at)
    asking.agree(at.row, at.people.curator, keeps_up=True)
    workflow.withdraw(at.row, Terms(), because="Wrong.")
    at.ask("hide")
    workflow.publish(at.row, Terms())
    assert withdrawn_on(sent(at)) == []  # DataCite is told of each change
    assert (at.doi.state, at.datacite.writes[3:]) == ("registered", [("PUT", "")])


# A draft that is given back.


def test_a_reserved_doi_is_given_back_and_datacite_knows_of_it_no_more(at):
    at.ask("reserve")
    name = at.doi.name
    call = at.ask("give-back")
    assert at.datacite.asked[1:] == [("DELETE", f"/dois/{name.replace('/', '%2F')}", {})]
    assert (call.state, at.doi.state, at.datacite.dois) == ("done", "returned", {})
    assert at.ask("reserve").state == "done"
    assert (at.doi.name, at.datacite.state(name)) == (name, "draft")


@pytest.mark.parametrize("step", ["register", "publish"])
def test_what_leads_anywhere_is_not_given_back(at, step):
    at.ask("reserve")
    at.ask(step)
    with pytest.raises(NotPossible, match="does not stand so"):
        at.ask("give-back")
    assert len(at.datacite.dois) == 1


def test_what_somebody_registered_elsewhere_stays_and_the_curator_is_told(at):
    at.ask("reserve")
    at.datacite.dois[at.doi.name]["state"] = "findable"
    call = at.ask("give-back")
    assert (call.state, at.doi.state, at.datacite.state(at.doi.name)) == ("failed", "draft", "findable")
    assert "Method not allowed" in call.said


@pytest.mark.parametrize("trouble", ["lost", "silent", 503])
def test_a_draft_is_given_back_in_the_end_whatever_happened_on_the_way(at, trouble):
    at.ask("reserve")
    at.datacite.troubles = [trouble]
    assert (at.ask("give-back").state, at.doi.state) == ("waiting", "draft")
    later(minutes=2)
    assert sending.send_due() == 1
    assert (last().state, at.doi.state, at.datacite.dois) == ("done", "returned", {})


def test_what_datacite_deleted_before_counts_as_given_back(at):
    at.ask("reserve")
    at.datacite.dois.clear()
    assert (at.ask("give-back").state, at.doi.state) == ("done", "returned")


def test_the_draft_of_what_got_another_doi_meanwhile_is_given_back(at):
    at.ask("reserve")
    register(dois.with_doi(at.row.record, "10.5555/other"), "dataset", Terms())
    at.ask("give-back")
    assert (at.doi.state, at.datacite.dois) == ("returned", {})


def test_a_name_that_was_given_back_is_asked_for_under_the_account_of_now(at):
    at.ask("reserve")
    at.ask("give-back")
    type(at.account).objects.update(server="test", prefix="10.54321")
    with pytest.raises(NotPossible, match="does not stand so"):
        at.ask("publish")
    plan = planning.planned(at.row, STEPS["reserve"])
    asking.ask(at.row, STEPS["reserve"], at.people.reviewer, seen=plan.seen)
    assert (at.doi.server, at.doi.name.partition("/")[0]) == ("test", "10.54321")


# Who is told.


def told(at):
    rows = Notice.objects.filter(kind=Told.DOI_FAILED).order_by("person__username")
    return list(rows.values_list("person__username", "said"))


def test_curators_are_told_when_a_later_try_fails_for_good(at):
    at.datacite.troubles = [503, 404, 422]  # the second is how it stands
    at.ask("reserve", by="curator")
    assert told(at) == []
    later(minutes=2)
    sending.send_due()
    assert last().state == "failed"
    expected = {"administrator", "curator", "reviewer", "second"}
    assert dict(told(at)) == dict.fromkeys(expected, last().said)


def test_curators_are_told_when_the_tries_are_over(at):
    at.datacite.troubles = [503] * sending.TRIES
    at.ask("reserve", by="curator")
    for _ in range(sending.TRIES - 1):
        assert told(at) == []
        later(hours=5)
        sending.send_due()
    assert "It was tried 20 times." in dict(told(at))["curator"]


def test_what_fails_while_the_curator_waits_is_told_on_the_page_alone(at):
    at.datacite.troubles = [422]
    assert at.ask("reserve").state == "failed"
    assert told(at) == []


def test_what_cannot_be_kept_up_to_date_is_told_once(at):
    published(at)
    asking.agree(at.row, at.people.curator, keeps_up=True)
    at.account.delete()
    register(titled(at.row.record, "A better title"), "dataset", Terms())
    assert asking.follow() == 0
    assert "curator" in dict(told(at))
    assert len(told(at)) == len(set(told(at)))
    assert DoiCall.objects.filter(state="failed").count() == 1


def test_the_notice_leads_to_the_page_of_the_doi_and_its_mail_can_be_switched_off(at):
    Quiet.objects.create(person=at.people.reviewer, kind=Told.DOI_FAILED)
    at.datacite.troubles = [503, 404, 422]  # the second is how it stands
    at.ask("reserve")
    mail.outbox.clear()
    later(minutes=2)
    sending.send_due()
    page = at.browser("curator").get("/notices").content.decode()
    assert 'href="/review/one/doi"' in page
    assert "What was asked of DataCite for “A registry” was not done." in page
    told_of = {letter.to[0]: "/review/one/doi" in letter.body for letter in mail.outbox}
    assert told_of == {at.people.users[name].email: True for name in ("administrator", "curator", "second")}
