"""DataCite is down, refuses, or its answer is lost: nothing acknowledged is lost, nothing is sent twice."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from catalog.dois import asking, health, planning, sending, settling
from catalog.dois.steps import STEPS
from catalog.models import Account, DoiCall
from catalog.workflow import NotPossible
from config import tasks
from fair_metadata import dois
from tests.catalog.dois.double import REPOSITORY
from tests.catalog.people.test_at_once import at_once


def later(**how_much):
    """The clock of what waits is put back."""
    for call in DoiCall.objects.filter(state__in=["waiting", "sending"]):
        DoiCall.objects.filter(pk=call.pk).update(due_at=call.due_at - timedelta(**how_much))


def last():
    return DoiCall.objects.first()


@pytest.mark.parametrize("trouble", [500, 502, 503, 504, (429, {"Retry-After": "30"}), "silent"])
def test_what_passes_is_tried_again_by_itself(at, trouble):
    at.datacite.troubles = [trouble]
    call = at.ask("reserve")
    assert (call.state, call.tries, at.doi.state) == ("waiting", 1, "asked")
    assert call.said
    assert sending.send_due() == 0  # not before its time
    later(minutes=2)
    assert sending.send_due() == 1
    assert (last().state, last().tries, at.doi.state) == ("done", 2, "draft")
    assert at.datacite.writes == [("POST", "")]


def test_datacite_says_itself_how_long_to_wait(at):
    at.datacite.troubles = [(429, {"Retry-After": "7200"})]
    call = at.ask("reserve")
    assert timedelta(minutes=119) < call.due_at - timezone.now() <= timedelta(hours=2)


def test_waits_grow_and_end(at):
    at.datacite.troubles = [503] * 40
    waits = []
    call = at.ask("reserve")
    while call.state == "waiting":
        waits.append(round((call.due_at - timezone.now()) / timedelta(minutes=1)))
        later(hours=5)
        sending.send_due()
        call = last()
    assert waits[:9] == [1, 2, 4, 8, 16, 32, 64, 128, 240]
    assert (call.state, call.tries) == ("failed", sending.TRIES)
    assert "It was tried 20 times." in call.said
    at.datacite.troubles = []
    assert at.ask("reserve").state == "done"


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (400, "refuses the request"),
        (401, "does not know this repository"),
        (403, "not this repository's"),
        (404, "knows of no such DOI"),
        (422, "does not take the description"),
    ],
)
def test_what_does_not_pass_is_told_and_waits_for_a_curator(at, trouble, words):
    at.datacite.troubles = [trouble]
    call = at.ask("reserve")
    assert (call.state, at.doi.state) == ("failed", "asked")
    assert words in call.said
    later(days=9)
    assert sending.send_due() == 0
    assert at.datacite.writes == []
    name = at.doi.name
    assert at.ask("reserve").state == "done"
    assert (at.doi.name, at.datacite.writes) == (name, [("POST", "")])


def test_a_wrong_password_is_told_without_it(at, caplog):
    from catalog.dois import sealing

    type(at.account).objects.update(sealed=sealing.seal("another secret word"))
    call = at.ask("reserve")
    assert (call.state, at.datacite.asked) == ("failed", [])
    assert "Bad credentials." in call.said
    assert "another secret word" not in call.said + caplog.text + repr(call.attributes)


def test_what_datacite_finds_wrong_is_told_in_its_words(at):
    at.ask("reserve")
    at.datacite.troubles = [422]
    call = at.ask("publish")
    assert "A trouble" in call.said
    assert (at.doi.state, at.row.doi, at.datacite.state(at.doi.name)) == ("draft", "", "draft")


# An answer that is lost.


def test_a_reservation_whose_answer_was_lost_is_found_again_and_not_made_twice(at):
    at.datacite.troubles = ["lost"]
    call = at.ask("reserve")
    assert (call.state, at.doi.state, at.datacite.state(at.doi.name)) == ("waiting", "asked", "draft")
    later(minutes=2)
    assert sending.send_due() == 1
    assert (at.doi.state, len(at.datacite.dois), at.datacite.writes) == ("draft", 1, [("POST", "")])


@pytest.mark.parametrize("step", ["register", "publish", "update"])
def test_a_step_whose_answer_was_lost_is_not_sent_again(at, step):
    at.ask("reserve")
    if step == "update":
        at.ask("publish")
    sent = len(at.datacite.writes)
    at.datacite.troubles = ["lost"]
    assert at.ask(step).state == "waiting"
    later(minutes=2)
    assert sending.send_due() == 1
    assert len(at.datacite.writes) == sent + 1
    assert last().state == "done"
    assert at.row.doi == at.doi.name


def test_a_worker_that_died_while_sending_is_followed_by_another(at):
    at.datacite.troubles = ["silent"]
    call = at.ask("reserve")
    DoiCall.objects.update(state="sending", due_at=timezone.now() + sending.LEASE)
    assert sending.send_due() == 0  # it may still be alive
    later(minutes=6)
    assert sending.send_due() == 1
    assert (DoiCall.objects.get(pk=call.pk).state, at.datacite.writes) == ("done", [("POST", "")])


def test_a_name_that_somebody_else_has_is_given_up_for_another(at, monkeypatch):
    from catalog.dois import asking

    taken = "10.12345/taken-taken"
    at.datacite.dois[taken] = {"doi": taken, "state": "findable", "client": "other.repo"}
    monkeypatch.setattr(asking, "new_name", lambda prefix: taken)
    call = at.ask("reserve")
    assert call.state == "failed"
    assert "already been taken" in call.said
    assert at.doi.name != taken
    assert at.ask("reserve").state == "done"
    assert at.datacite.dois[taken]["client"] == "other.repo"


def test_an_event_that_datacite_passes_over_is_not_taken_for_done(at):
    at.ask("reserve")
    at.datacite.ignores_events = True
    call = at.ask("publish")
    assert (call.state, at.doi.state, at.row.doi) == ("failed", "draft", "")
    assert "still “draft”" in call.said


def test_when_our_own_save_fails_what_datacite_said_is_kept_and_said_later(at, monkeypatch):
    at.ask("reserve")
    with monkeypatch.context() as broken:
        broken.setattr(settling, "register_many", lambda *a: 1 / 0)
        at.ask("publish")
    assert (last().state, at.doi.state, at.doi.is_settled) == ("done", "findable", False)
    assert dois.stated(at.row.record) == []
    call_command("dois")
    assert dois.stated(at.row.record) == [at.doi.name]
    assert at.doi.is_settled
    assert len(at.datacite.writes) == 2


def test_while_a_request_is_open_no_other_is_made(at):
    at.datacite.troubles = [503]
    at.ask("reserve")
    with pytest.raises(NotPossible, match="on its way"):
        at.ask("reserve")
    assert DoiCall.objects.count() == 1


def test_a_request_that_is_sent_by_two_workers_is_sent_once(at):
    at.datacite.troubles = [503]
    call = at.ask("reserve")
    later(minutes=2)
    assert [sending.send(call.pk) for _ in range(3)] == [True, False, False]
    assert at.datacite.writes == [("POST", "")]


def test_curators_who_ask_at_once_ask_once(at):
    step = STEPS["reserve"]
    seen = planning.planned(at.row, step).seen
    asked = [lambda by=by: asking.ask(at.row, step, at.people.users[by], seen=seen) for by in ("curator", "second")]
    answers = at_once(*asked * 2)
    assert sum(isinstance(answer, DoiCall) for answer in answers) == 1
    assert (len(at.datacite.dois), at.datacite.writes) == (1, [("POST", "")])
    assert at.doi.state == "draft"


def test_the_clock_of_workers_sends_what_waits(at):
    at.datacite.troubles = [503]
    at.ask("reserve")
    later(minutes=2)
    tasks.due()
    assert (at.doi.state, at.datacite.writes) == ("draft", [("POST", "")])
    assert tasks.send_doi(last().pk) is False  # it is done


def test_doctor_says_what_waits_and_which_account_cannot_be_used(at, settings):
    at.datacite.troubles = [503]
    at.ask("reserve")
    settings.SECRET_KEY = "another"
    found = {check.name: check for check in health.look()}
    assert found["requests to DataCite"].found == "1 wait to be tried again"
    assert not found["requests to DataCite"].is_well
    account = found["DataCite of holder"]
    assert (account.is_well, account.mend) == (
        False,
        "Type the password in again at http://testserver/organisations/holder/datacite",
    )
    assert f"at {at.datacite.address} (production)" in account.found


def test_the_trouble_is_told_in_the_language_of_who_asked(at):
    Account.objects.create(user=at.people.curator, language="es")
    at.datacite.troubles = [503]
    assert at.ask("reserve", by="curator").said.startswith("DataCite tiene un problema propio.")


def test_an_account_that_was_taken_away_meanwhile_ends_the_request(at):
    at.datacite.troubles = [503]
    at.ask("reserve")
    at.account.delete()
    later(minutes=2)
    sending.send_due()
    assert (last().state, at.datacite.writes) == ("failed", [])
    assert "no account" in last().said


def test_a_doi_of_another_repository_is_not_taken_for_ours(at):
    at.datacite.troubles = ["silent"]
    at.ask("reserve")
    at.datacite.dois[at.doi.name] = {"doi": at.doi.name, "state": "draft", "client": "other.repo"}
    later(minutes=2)
    sending.send_due()
    assert (last().state, at.doi.state) == ("failed", "asked")
    assert at.datacite.dois[last().attributes["doi"]]["client"] != REPOSITORY.lower()


def test_an_address_that_is_not_https_gets_no_password(at, settings):
    settings.FETCH_INNER_HOSTS = []
    call = at.ask("reserve")
    assert (call.state, at.datacite.asked) == ("failed", [])
    assert "https" in call.said
