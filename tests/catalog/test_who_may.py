"""Who may do what, in each state, through each door that has a button or a method for it. One table; what is refused
changes nothing, and who may not know of a description learns nothing.
"""

import json

import pytest
from django.db import transaction
from django.test import Client

from catalog import policy
from catalog.editing import drafts
from catalog.models import Draft, Resource
from tests.catalog.api.asking import Asks
from tests.catalog.editing.people import STATES, standing_as, stood, world
from tests.catalog.fdp.sending import send

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "stranger", "mate", "contributor", "curator", "reviewer", "administrator", "operator")
EDITORS = set(ROLES[3:])
CURATORS = EDITORS - {"contributor"}
REVIEWERS = CURATORS - {"curator"}
ADMINISTRATORS = {"administrator", "operator"}
HIDDEN = {"draft", "in review"}  # of which nobody outside knows; all other states are shown to everybody
DRAFTED = {"draft", "in review", "draft over published", "in review over published"}
REVIEWED = {"in review", "in review over published"}
PUBLISHED = {"published", "draft over published", "in review over published"}
SHOWN = set(STATES) - HIDDEN

# The question → who may, in which states it can be done at all.
PAGES = {
    "submit": (EDITORS, {"draft", "draft over published"}),
    "take-back": (EDITORS, REVIEWED),
    "discard": (EDITORS, {"draft", "in review", "draft over published"}),
    "bring-up": (EDITORS, DRAFTED),
    "approve": (REVIEWERS, REVIEWED),
    "return": (REVIEWERS, REVIEWED),
    "assign": (CURATORS, DRAFTED),
    "comment": (EDITORS, set(STATES)),
    "resolve": (EDITORS, set(STATES)),
    "publish": (REVIEWERS, {"withdrawn"}),
    "withdraw": (REVIEWERS, PUBLISHED),
    "offer": (ADMINISTRATORS, set(STATES)),
}
API = {
    "read": (set(ROLES), set(STATES)),
    "read draft": (EDITORS, DRAFTED),
    "change": {state: REVIEWERS if state in SHOWN else EDITORS for state in STATES},
    "change as a draft": (EDITORS, {"draft", "in review", "published", "withdrawn"}),
    "submit": PAGES["submit"],
    "take-back": PAGES["take-back"],
    "approve": PAGES["approve"],
    "return": PAGES["return"],
    "publish": (REVIEWERS, {"draft", "in review", "withdrawn"}),
    "withdraw": PAGES["withdraw"],
    "show": (REVIEWERS, set(STATES)),
    "delete": {state: set() if state == "withdrawn" else REVIEWERS if state in SHOWN else EDITORS for state in STATES},
    "history": (set(ROLES), set(STATES)),
}
FDP = {
    "change": {state: set() if state == "withdrawn" else API["change"][state] for state in STATES},
    "change as a draft": (EDITORS, {"draft", "in review", "published"}),
    "publish": (REVIEWERS, HIDDEN | {"withdrawn"}),
    "delete": API["delete"],
}


def who_may(table, action, state):
    """Who may and can do it in this state."""
    row = table[action]
    if isinstance(row, dict):
        return row[state]
    may, states = row
    return may if state in states else set()


@pytest.fixture
def people(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    return world()


def tried(state, people, ask, *, doing):
    """The roles that could do it. Of all others nothing is changed, and outsiders are told what `refused` says."""
    standing_as(state, people)
    before, done = stood(), set()
    for role in ROLES:
        with transaction.atomic():
            answer = ask(role)
            if answer.status_code < 400 and not answer.headers.get("Location", "").startswith("/accounts/"):
                done.add(role)
            else:
                assert stood() == before, (role, doing)
                if role in ("stranger", "mate"):
                    assert answer.status_code in ((404,) if state in HIDDEN else (403, 404)), (role, answer.content)
                elif role in EDITORS:
                    assert answer.status_code in (403, 404, 409, 400 if doing == "publish" else 409), (
                        role,
                        answer.content,
                    )
            transaction.set_rollback(True)
    return done


# By the questions themselves.


@pytest.mark.parametrize("state", STATES)
def test_the_policy_says_what_the_table_says(people, state):
    row = standing_as(state, people)
    wrote = drafts.writers(row)
    asked = {
        "submit": policy.may_submit,
        "comment": policy.may_comment,
        "assign": policy.may_assign,
        "return": policy.may_review,
        "withdraw": policy.may_publish,
        "offer": policy.may_transfer,
        "approve": lambda viewer, row: policy.may_approve(viewer, row, four_eyes=True, writers=wrote),
        "change": lambda viewer, row: policy.may_change_directly(viewer, row, four_eyes=False),
    }
    expected = {action: PAGES[action][0] for action in asked if action != "change"} | {"change": API["change"][state]}
    found = {
        action: {role for role in ROLES if question(people.viewer(role), row)} for action, question in asked.items()
    }
    assert found == expected


def test_with_four_eyes_no_writer_approves_and_nobody_changes_what_is_shown_at_once(people):
    row = standing_as("published", people)
    for role in ROLES:
        viewer = people.viewer(role)
        assert not policy.may_approve(viewer, row, four_eyes=True, writers={viewer.user_id})
        assert not policy.may_change_directly(viewer, row, four_eyes=True)


# Through the pages.

SENT = {
    "approve": lambda: {"seen": Draft.objects.values_list("version", flat=True).first() or 1},
    "return": lambda: {"because": "Say more."},
    "comment": lambda: {"text": "Say more."},
    "withdraw": lambda: {"because": "Wrong."},
    "offer": lambda: {"organisation": "others"},
}


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", PAGES)
def test_the_pages_do_what_the_table_says_and_nothing_else(people, state, action):
    room = "edit" if action in ("submit", "take-back", "discard", "bring-up") else "review"
    clients = {role: Client() for role in ROLES}
    for role, user in people.users.items():
        clients.setdefault(role, Client()).force_login(user)
    done = tried(
        state,
        people,
        lambda role: clients[role].post(f"/{room}/one/{action}", SENT.get(action, dict)()),
        doing=action,
    )
    assert done == who_may(PAGES, action, state)


@pytest.mark.parametrize("state", STATES)
def test_the_page_of_a_review_is_for_those_who_write_and_review(people, state):
    standing_as(state, people)
    for role in ROLES:
        client = Client()
        if role in people.users:
            client.force_login(people.users[role])
        outside = 404 if state in HIDDEN else 403
        expected = 302 if role == "anonymous" else 200 if role in EDITORS else outside
        assert client.get("/review/one").status_code == expected, role


# Through the API.


def by_api(asks, action):
    version = Draft.objects.values_list("version", flat=True).first() or 1
    patch = {"title": {"en": "New"}}
    return {
        "read": lambda: asks.get("resources/one/standing"),
        "read draft": lambda: asks.get("resources/one?as=draft"),
        "change": lambda: asks("PATCH", "resources/one", patch, if_match="*"),
        "change as a draft": lambda: asks("PATCH", "resources/one?as=draft", patch, if_match="*"),
        "submit": lambda: asks("POST", "resources/one/submit"),
        "take-back": lambda: asks("POST", "resources/one/take-back"),
        "approve": lambda: asks("POST", "resources/one/approve", {"version": version}),
        "return": lambda: asks("POST", "resources/one/return", {"because": "Say more."}),
        "publish": lambda: asks("POST", "resources/one/publish"),
        "withdraw": lambda: asks("POST", "resources/one/withdraw", {"because": "Wrong."}),
        "show": lambda: asks("POST", "resources/one/visibility", {"visibility": "network"}),
        "delete": lambda: asks("DELETE", "resources/one?reason=Wrong", if_match="*"),
        "history": lambda: asks.get("resources/one/revisions"),
    }[action]()


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", API)
def test_the_api_does_what_the_table_says_and_nothing_else(people, state, action):
    asks = {role: Asks(people.users.get(role)) for role in ROLES}
    done = tried(state, people, lambda role: by_api(asks[role], action), doing=action)
    expected = who_may(API, action, state)
    assert done == (expected - {"anonymous", "stranger", "mate"} if state in HIDDEN else expected)


# Through the FAIR Data Point.

SERIES = """@prefix dcat: <http://www.w3.org/ns/dcat#> . @prefix dct: <http://purl.org/dc/terms/> .
<https://data.example.org/one> a dcat:DatasetSeries ; dct:title "New"@en ; dct:description "About it."@en ."""


def by_fdp(headers, action):
    client, path = Client(), "/datasetseries/one"
    return {
        "change": lambda: send(client, "put", path, SERIES, headers),
        "change as a draft": lambda: send(client, "put", f"{path}?as=draft", SERIES, headers),
        "publish": lambda: send(client, "put", f"{path}/meta/state", '{"current": "PUBLISHED"}', headers, "application/json"),
        "delete": lambda: client.delete(f"/fdp{path}", headers=headers),
    }[action]()  # fmt: skip


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("action", FDP)
def test_the_fair_data_point_does_what_the_table_says_and_nothing_else(people, state, action):
    asks = {role: Asks(people.users.get(role)) for role in ROLES}
    ask = lambda role: by_fdp(asks[role].headers, action)  # noqa: E731
    if state in HIDDEN:
        standing_as(state, people, "other")  # one more, of which nobody outside hears either
    done = tried(state, people, ask, doing=action)
    assert done == who_may(FDP, action, state)


# The four-eyes rule, through every door.


def test_with_four_eyes_no_door_lets_a_writer_publish_what_they_wrote(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "files"
    people = world(four_eyes=True)
    standing_as("in review", people)
    draft = Draft.objects.get()
    draft.writers.add(people.reviewer, people.operator)
    doors = {role: (Client(), Asks(people.users[role])) for role in ("reviewer", "operator")}
    before = stood()
    for role, (client, asks) in doors.items():
        client.force_login(people.users[role])
        line = json.dumps({"@id": "https://data.example.org/two", "@type": "dcat:Dataset"})
        answers = {
            "page": client.post("/review/one/approve", {"seen": draft.version}),
            "API": by_api(asks, "approve"),
            "API, at once": by_api(asks, "publish"),
            "FAIR Data Point": by_fdp(asks.headers, "publish"),
            "many": asks("POST", "bulk?publish=true&organisation=holder", line, media="application/x-ndjson"),
        }
        assert {door: answer.status_code for door, answer in answers.items()} == dict.fromkeys(answers, 403)
        client.post("/review", {"draft": f"{draft.pk}:{draft.version}"})
        assert stood() == before
    second = Client()
    second.force_login(people.second)
    assert second.post("/review/one/approve", {"seen": draft.version}).status_code == 303
    assert Resource.objects.get(slug="one").digest == draft.digest
