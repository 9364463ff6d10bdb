"""Two people in one form: what fits is merged, and what does not is asked."""

import pytest

from fair_metadata.namespaces import DCAT, DCT
from tests.catalog.editing.forms import said, send

pytestmark = pytest.mark.django_db


def test_two_editors_are_merged_and_where_they_disagree_the_second_chooses(curator, registry, client):
    page = curator.get("/edit/registry")
    send(curator, "/edit/registry", page, title__0="Theirs", keyword__0="one")
    answer = send(curator, "/edit/registry", page, title__0="Yours", alternative__0="REG")
    assert answer.status_code == 409
    assert (said(DCT.title), said(DCT.alternative), said(DCAT.keyword)) == (
        ('"Theirs"@en',),
        ('"REG"@en',),
        ('"one"@en',),
    )
    text = answer.content.decode()
    assert all(words in text for words in ("It was:", "A registry", "Theirs", "Yours"))
    (asked,) = {value for name, values in _conflict(answer).items() if name == "asked" for value in values}
    chosen = curator.post("/edit/registry/conflict", {"asked": asked, "answer-title.0": "yours"})
    assert chosen.status_code == 303
    assert said(DCT.title) == ('"Yours"@en',)


@pytest.mark.parametrize(("answer", "stands"), [("theirs", ['"theirs"@en']), ("both", ['"theirs"@en', '"yours"@en'])])
def test_theirs_may_stay_and_both_may_stand_where_there_may_be_several(curator, registry, answer, stands):
    send(curator, "/edit/registry", curator.get("/edit/registry"), keyword__0="first")
    page = curator.get("/edit/registry")
    send(curator, "/edit/registry", page, keyword__0="theirs")
    conflict = send(curator, "/edit/registry", page, keyword__0="yours")
    assert b'value="both"' in conflict.content
    curator.post("/edit/registry/conflict", {"asked": _conflict(conflict)["asked"], "answer-keyword.0": answer})
    assert list(said(DCAT.keyword)) == stands


def test_of_titles_in_one_language_one_stands_and_both_are_not_offered(curator, registry):
    page = curator.get("/edit/registry")
    send(curator, "/edit/registry", page, title__0="Theirs")
    conflict = send(curator, "/edit/registry", page, title__0="Yours")
    assert b'value="both"' not in conflict.content
    asked = _conflict(conflict)["asked"]
    curator.post("/edit/registry/conflict", {"asked": asked, "answer-title.0": "both"})
    assert said(DCT.title) == ('"Theirs"@en',)
    curator.post("/edit/registry/conflict", {"asked": asked, "answer-title.0": "yours"})
    assert said(DCT.title) == ('"Yours"@en',)


def _conflict(response):
    from lxml import html

    document = html.fromstring(response.content.decode())
    return {e.get("name"): [e.get("value")] for e in document.xpath("//form[contains(@class,'c-conflicts')]//input")}


def test_an_answer_to_a_conflict_that_was_not_asked_is_refused(curator, registry):
    answer = curator.post("/edit/registry/conflict", {"asked": "made up", "answer-title.0": "yours"})
    assert answer.status_code == 400
    assert said(DCT.title) == ('"A registry"@en',)
