"""Who may do what, by role and state, through the API; what is refused changes nothing and gives nothing away."""

import pytest
from django.db import transaction
from django.test import Client

from catalog.models import Resource, State, Token, Visibility
from tests.catalog.api.asking import FLAT, TITLED, put, stands

WHO = ("nobody", "stranger", "mate", "reader", "contributor", "curator", "reviewer", "administrator", "operator")
# Where a resource stands → the status of reading it, for each of WHO.
SEEN = {
    (State.PUBLISHED, Visibility.EVERYBODY): [200] * 9,
    (State.PUBLISHED, Visibility.NETWORK): [404, 404, *[200] * 7],
    (State.PUBLISHED, Visibility.ORGANISATION): [404, 404, 404, *[200] * 6],
    (State.DRAFT, Visibility.EVERYBODY): [404, 404, 404, *[200] * 6],
    (State.IN_REVIEW, Visibility.EVERYBODY): [404, 404, 404, *[200] * 6],
    (State.WITHDRAWN, Visibility.EVERYBODY): [410] * 9,
    (State.WITHDRAWN, Visibility.ORGANISATION): [404, 404, 404, *[410] * 6],
}
EDIT = [401, 403, 403, 403, 200, 200, 200, 200, 200]
PUBLISH = [401, 403, 403, 403, 403, 403, 200, 200, 200]
# What is shown already is changed by review: at once only by who could publish it.
CHANGE = {State.PUBLISHED: PUBLISH, State.WITHDRAWN: PUBLISH, State.DRAFT: EDIT, State.IN_REVIEW: EDIT}
MAY = {
    "patch": CHANGE,
    "put": CHANGE,
    "history": [401, 403, 403, 200, 200, 200, 200, 200, 200],
    "publish": PUBLISH,
    "withdraw": PUBLISH,
    "show": PUBLISH,
    "delete": {State.PUBLISHED: PUBLISH, State.WITHDRAWN: PUBLISH, State.DRAFT: EDIT, State.IN_REVIEW: EDIT},
}
# What the state itself does not allow, for those who may.
NOT_POSSIBLE = {
    ("publish", State.PUBLISHED): 409,
    ("withdraw", State.DRAFT): 409,
    ("withdraw", State.IN_REVIEW): 409,
    ("withdraw", State.WITHDRAWN): 409,
    ("delete", State.WITHDRAWN): 409,
}
ASKED = {
    "patch": lambda who: who("PATCH", "resources/one", {"title": {"en": "New"}}, media="application/merge-patch+json", if_match="*"),
    "put": lambda who: who("PUT", "resources/one", TITLED | {"title": {"en": "New"}}, if_match="*"),
    "delete": lambda who: who("DELETE", "resources/one?reason=Old", if_match="*"),
    "publish": lambda who: who("POST", "resources/one/publish"),
    "withdraw": lambda who: who("POST", "resources/one/withdraw", {"because": "Old"}),
    "show": lambda who: who("POST", "resources/one/visibility", {"visibility": "network"}),
    "history": lambda who: who.get("resources/one/revisions"),
}  # fmt: skip


def stood(asks, state, visibility):
    return put(slug="one", organisation=asks.holder, state=state, visibility=visibility)


@pytest.mark.parametrize(("state", "visibility"), SEEN)
def test_a_description_is_read_by_whom_it_is_for(asks, state, visibility):
    stood(asks, state, visibility)
    for part in ("", "/standing", "/findings"):
        expected = [200 if status == 410 and part else status for status in SEEN[state, visibility]]
        found = [getattr(asks, who).get(f"resources/one{part}").status_code for who in WHO]
        assert found == expected, part


@pytest.mark.parametrize("action", MAY)
@pytest.mark.parametrize(("state", "visibility"), SEEN)
def test_each_may_do_what_the_policy_says_in_each_state(asks, action, state, visibility):
    stood(asks, state, visibility)
    before, allowed = stands("one"), MAY[action][state] if isinstance(MAY[action], dict) else MAY[action]
    for place, who in enumerate(WHO):
        expected = allowed[place]
        if SEEN[state, visibility][place] == 404:
            # Who may not see it learns nothing; that nobody in particular may write is said before all else.
            expected = 401 if who == "nobody" and action != "history" else 404
        if expected == 200:
            expected = NOT_POSSIBLE.get((action, state), 200)
        with transaction.atomic():
            answer = ASKED[action](getattr(asks, who))
            assert answer.status_code == expected, (who, answer.content)
            if expected != 200:
                assert (stands("one"), answer["Content-Type"]) == (before, "application/problem+json")
            if expected == 401:
                assert answer["WWW-Authenticate"] == 'Bearer realm="Marrow"'
            transaction.set_rollback(True)


def test_what_is_hidden_is_answered_to_the_byte_as_what_is_not_there(asks):
    stood(asks, State.DRAFT, Visibility.EVERYBODY)
    for who in (asks.stranger, asks.mate):
        for action in ASKED:
            hidden = ASKED[action](who)
            Resource.objects.filter(slug="one").update(slug="moved")
            absent = ASKED[action](who)
            Resource.objects.filter(slug="moved").update(slug="one")
            assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content), action


@pytest.mark.parametrize(
    ("who", "query", "status"),
    [
        ("nobody", "", 401),
        ("reader", "", 403),
        ("contributor", "", 201),
        ("stranger", "?organisation=holder", 403),
        ("stranger", "?organisation=none", 403),
        ("operator", "", 201),  # an operator describes for nobody in particular
        ("operator", "?organisation=holder", 201),
    ],
)
def test_a_description_is_made_for_an_organisation_in_which_one_has_a_role(asks, who, query, status):
    answer = getattr(asks, who)("POST", f"resources{query}", TITLED)
    assert (answer.status_code, Resource.objects.count()) == (status, 1 if status == 201 else 0)


def test_what_no_organisation_owns_only_an_operator_changes(asks):
    put(slug="one", organisation=None)
    before = stands("one")
    assert ASKED["patch"](asks.administrator).status_code == 403
    assert stands("one") == before
    assert ASKED["patch"](asks.operator).status_code == 200


def test_a_session_writes_only_with_its_csrf_token(asks):
    put(slug="one", organisation=asks.holder)
    before, client = stands("one"), Client(enforce_csrf_checks=True)
    client.force_login(asks.reviewer.user)
    given = {"data": '{"title": {"en": "New"}}', "content_type": FLAT, "headers": {"if-match": "*"}}
    refused = client.patch("/api/resources/one", **given)
    assert (refused.status_code, refused["Content-Type"], stands("one")) == (403, "application/problem+json", before)
    client.cookies["csrftoken"] = secret = "a" * 32
    given["headers"] |= {"x-csrftoken": secret}
    assert client.patch("/api/resources/one", **given).status_code == 200


def test_one_makes_lists_and_ends_tokens_of_ones_own(asks):
    made = asks.curator("POST", "tokens", {"name": "nightly", "scope": "read", "days": 5})
    told = made.json()
    assert (made.status_code, told["scope"], made["Cache-Control"]) == (201, "read", "no-store")
    listed = asks.curator.get("tokens").json()["items"]
    assert [token["name"] for token in listed] == ["nightly", "test"]
    assert told["token"] not in str(listed)
    opened = Client().get("/api/me", headers={"authorization": f"Bearer {told['token']}"}).json()
    assert opened == {"user": "curator", "roles": {"holder": ["curator"]}, "is_operator": False, "may_write": False}
    address = f"tokens/{told['id']}"
    assert asks.stranger("DELETE", address).status_code == 404
    assert Token.objects.get(pk=told["id"]).revoked_at is None
    assert asks.curator("DELETE", address).status_code == 204
    closed = Client().get("/api/me", headers={"authorization": f"Bearer {told['token']}"})
    assert closed.status_code == 401


@pytest.mark.parametrize("who", ["nobody", "reader"])
def test_a_token_that_may_only_read_makes_none(asks, who):
    before = Token.objects.count()
    assert getattr(asks, who)("POST", "tokens", {"name": "x"}).status_code in (401, 403)
    assert Token.objects.count() == before


@pytest.mark.parametrize("given", [{}, {"name": ""}, {"name": "x", "days": 0}, {"name": "x", "days": 400}, {"name": "x", "days": True}, {"name": "x", "scope": "all"}, {"name": "x", "odd": 1}, []])  # fmt: skip
def test_a_token_that_cannot_be_made_is_not(asks, given):
    before = Token.objects.count()
    assert asks.curator("POST", "tokens", given).status_code == 422
    assert Token.objects.count() == before
