"""Who may do what with a DOI, in each state, through its pages; what is refused changes nothing and sends nothing."""

import pytest
from django.test import Client

from catalog.dois import planning
from catalog.dois.steps import STEPS
from catalog.models import Doi, DoiCall
from catalog.register import Terms
from catalog.workflow import withdraw
from tests.catalog.editing.people import stood

ROLES = ("anonymous", "stranger", "mate", "contributor", "curator", "reviewer", "administrator", "operator")
MEMBERS = {"contributor", "curator", "reviewer", "administrator", "operator"}
CURATORS = {"curator", "reviewer", "administrator"}
STATES = ("none", "draft", "registered", "findable", "findable and withdrawn")
# Step → in which states it can be done.
CAN = {
    "reserve": {"none"},
    "publish": {"draft", "registered"},
    "register": {"draft"},
    "update": {"registered", "findable"},
    "hide": {"findable and withdrawn"},
    "give-back": {"draft"},
    "keep": {"registered", "findable", "findable and withdrawn"},
    "leave": {"registered", "findable", "findable and withdrawn"},
    "now": set(),
}


def stand_as(at, state):
    steps = {"none": [], "draft": ["reserve"], "registered": ["reserve", "register"]}
    for step in steps.get(state, ["reserve", "publish"]):
        at.ask(step)
    if "withdrawn" in state:
        withdraw(at.row, Terms(), because="Wrong.")


def all_of(at):
    return stood(), list(at.datacite.asked), list(Doi.objects.values()), list(DoiCall.objects.values())


def sent(at, action):
    if action not in STEPS or planning.why_not(at.row, STEPS[action]):
        return {"seen": "x", "sure": "yes"}
    return {"seen": planning.planned(at.row, STEPS[action]).seen, "sure": "yes"}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", CAN)
def test_a_doi_is_touched_by_curators_of_its_organisation_alone_and_only_when_its_state_allows(at, action, state):
    stand_as(at, state)
    body, before, refused = sent(at, action), all_of(at), set(ROLES) - CURATORS
    for role in [*sorted(refused), *sorted(CURATORS)]:
        answer = at.browser(role).post(f"/review/one/doi/{action}", body)
        if role in refused:
            expected = 302 if role == "anonymous" else 403
            assert (answer.status_code, all_of(at)) == (expected, before), role
        elif state not in CAN[action]:
            assert (answer.status_code, all_of(at)) == (409, before), role
        else:
            assert answer.status_code == 302, role
            break  # once it is done, its state is another one
    done = state in CAN[action]
    assert (all_of(at) != before) == done


@pytest.mark.parametrize("role", ROLES)
def test_the_page_is_for_members_and_what_it_offers_for_curators(at, role):
    answer = at.browser(role).get("/review/one/doi")
    assert answer.status_code == (302 if role == "anonymous" else 200 if role in MEMBERS else 403)
    assert ("/review/one/doi/reserve" in answer.content.decode()) == (role in CURATORS)
    confirm = at.browser(role).get("/review/one/doi/reserve")
    assert confirm.status_code == (302 if role == "anonymous" else 200 if role in CURATORS else 403)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("address", ["datacite", "identifiers"])
def test_accounts_and_patterns_are_for_administrators(at, role, address):
    before = all_of(at), list(type(at.account).objects.values()), list(type(at.people.holder).objects.values())
    browser = at.browser(role)
    may = role in ("administrator", "operator")
    outside = {"anonymous": 302, "stranger": 404, "mate": 404}.get(role, 403)
    assert browser.get(f"/organisations/holder/{address}").status_code == (200 if may else outside)
    if not may:
        body = {"server": "test", "prefix": "10.1", "repository": "A.B", "password": "x", "pid_pattern": "{number}"}
        assert browser.post(f"/organisations/holder/{address}", body).status_code == outside
        after = all_of(at), list(type(at.account).objects.values()), list(type(at.people.holder).objects.values())
        assert after == before


@pytest.mark.parametrize("role", ROLES)
def test_the_list_of_dois_is_for_members(at, role):
    at.ask("reserve")
    answer = at.browser(role).get("/organisations/holder/dois")
    outside = {"anonymous": 302, "stranger": 404, "mate": 404}.get(role)
    assert answer.status_code == (outside or 200)
    assert (at.doi.name in answer.content.decode()) == (outside is None)


@pytest.mark.parametrize("place", ["draft", "organisation"])
def test_nobody_outside_learns_that_something_hidden_has_a_doi(at, place):
    from catalog.models import Change
    from catalog.register import stand

    standing = {"state": "draft"} if place == "draft" else {"visibility": "organisation"}
    stand(at.row, Terms(), Change.STANDING, **standing)
    at.ask("reserve")
    for role in ("stranger", "mate"):
        browser = at.browser(role)
        for address in ("/review/one/doi", "/review/one/doi/publish"):
            there, absent = browser.get(address), browser.get(address.replace("one", "zero"))
            assert (there.status_code, there.content.replace(b"/one", b"/zero")) == (404, absent.content)
    name = at.doi.name
    assert name not in Client().get("/datasets/one", headers={"accept": "text/turtle"}).content.decode()


def test_what_cannot_be_taken_back_has_to_be_known(at):
    at.ask("reserve")
    before = all_of(at)
    answer = at.browser("curator").post("/review/one/doi/publish", sent(at, "publish") | {"sure": ""})
    assert (answer.status_code, all_of(at)) == (409, before)


def test_a_confirmation_that_is_sent_twice_is_done_once(at):
    browser, body = at.browser("curator"), sent(at, "reserve")
    assert [browser.post("/review/one/doi/reserve", body).status_code for _ in range(2)] == [302, 409]
    assert at.datacite.writes == [("POST", "")]


def test_a_form_without_its_token_sends_nothing(at):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(at.people.curator)
    answer = browser.post("/review/one/doi/reserve", sent(at, "reserve"))
    assert (answer.status_code, at.datacite.asked) == (403, [])


def test_what_would_be_sent_is_shown_before(at):
    at.ask("reserve")
    page = at.browser("curator").get("/review/one/doi/publish").content.decode()
    for told in (at.doi.name, "HOLD.DATA", "http://testserver/datasets/one", "&lt;publisher&gt;Data access body"):
        assert told in page
    assert "cannot be taken back" in page
    assert at.datacite.writes == [("POST", "")]


def test_a_step_that_is_none_is_not_there(at):
    assert at.browser("curator").get("/review/one/doi/burn").status_code == 404
