"""The forms of review, sent what no page of ours would send."""

import pytest

from catalog.editing import review
from tests.catalog.editing.people import series, stood, written

pytestmark = pytest.mark.django_db
ODD = ("", "9999-12-31T23:59-14:00", "²", "-1", "9" * 30, "1:1", "null", "x" * 6000)


@pytest.mark.parametrize("odd", ODD)
def test_what_no_page_of_ours_sends_is_refused_in_words_and_changes_nothing(people, client, odd):
    draft = written(series("one", people.holder), people.contributor)
    review.submit(draft, people.contributor)
    client.force_login(people.reviewer)
    before = stood()
    sent = {
        "/review": {"draft": [odd, f"{odd}:{odd}", f"{draft.pk}:{odd}"]},
        "/review/one/approve": {"seen": odd},
        "/review/one/resolve": {"node": odd, "path": odd},
        "/notices/read": {"newest": odd},
        "/transfers/" + "9" * 30 + "/accept": {},
    }
    if odd:
        sent |= {"/review/one/assign": {"person": odd}, "/review/one/offer": {"organisation": odd}}
        sent |= {"/review/one/approve": {"seen": draft.version, "at": odd}}
    for address, data in sent.items():
        assert client.post(address, data).status_code in (302, 303, 403, 404, 409), address
    assert stood() == before
    for query in (f"?stage={odd}", f"?whose={odd}", f"?page={odd}"):
        assert client.get(f"/review{query}").status_code in (200, 404), query


@pytest.mark.parametrize("action", ["submit", "take-back", "approve", "return"])
def test_a_form_of_another_site_does_nothing(people, action):
    from django.test import Client

    review.submit(written(series("one", people.holder), people.contributor), people.contributor)
    stranger = Client(enforce_csrf_checks=True)
    stranger.force_login(people.reviewer)
    before = stood()
    room = "edit" if action in ("submit", "take-back") else "review"
    assert stranger.post(f"/{room}/one/{action}", {"seen": 2, "because": "x"}).status_code == 403
    assert stood() == before
