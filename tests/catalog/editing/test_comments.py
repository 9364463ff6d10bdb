"""Comments on fields: threads that stay, and are read by those who write and review."""

import pytest

from catalog.editing import comments, drafts, review
from catalog.models import Comment, Notice, Told
from fair_metadata.namespaces import DCT
from tests.catalog.editing.people import series, stood, written

pytestmark = pytest.mark.django_db


def test_comments_on_one_field_are_a_thread_that_outlives_the_draft(people):
    row = series("one", people.holder)
    draft = review.submit(written(row, people.contributor), people.contributor)
    field = {"node": f"<{row.iri}>", "path": DCT.title}
    comments.say(row, people.reviewer, "Which region?", **field)
    comments.say(row, people.contributor, "All of it.", **field)
    comments.say(row, people.reviewer, "Good.")
    review.approve(draft, people.reviewer, seen=draft.version)
    threads = comments.of(row)
    assert [c.text for c in threads[field["node"], DCT.title].comments] == ["Which region?", "All of it."]
    assert [c.text for c in threads["", ""].comments] == ["Good."]
    assert drafts.of(row) is None


def test_a_thread_that_is_done_is_open_again_with_the_next_comment(people):
    row = series("one", people.holder)
    comments.say(row, people.reviewer, "Which region?", path=DCT.title)
    assert comments.resolve(row, people.contributor, node="", path=DCT.title) == 1
    assert not comments.of(row)["", DCT.title].is_open
    comments.say(row, people.reviewer, "And now?", path=DCT.title)
    assert comments.of(row)["", DCT.title].is_open
    assert Comment.objects.filter(resolved_by=people.contributor).count() == 1


def test_those_who_write_it_or_spoke_before_are_told(people):
    row = series("one", people.holder)
    review.submit(written(row, people.contributor), people.contributor)
    comments.say(row, people.second, "Hm.", path=DCT.title)
    comments.say(row, people.reviewer, "Indeed.", path=DCT.title)
    told = Notice.objects.filter(kind=Told.COMMENTED).values_list("person__username", "said")
    assert set(told) == {("contributor", "Hm."), ("contributor", "Indeed."), ("second", "Indeed.")}


@pytest.mark.parametrize("text", ["", "  ", "x" * 5001])
def test_what_says_nothing_or_too_much_is_not_kept(people, text):
    row = series("one", people.holder)
    before = stood()
    with pytest.raises(ValueError, match=r"Write what|at most"):
        comments.say(row, people.reviewer, text)
    assert stood() == before


def test_comments_stand_at_their_field_in_the_review(people, client):
    row = series("one", people.holder)
    review.submit(written(row, people.contributor, "A <b>better</b> title"), people.contributor)
    client.force_login(people.reviewer)
    client.post("/review/one/comment", {"text": "Which <i>region</i>?", "node": f"<{row.iri}>", "path": DCT.title})
    page = client.get("/review/one").content.decode()
    change = page[page.index('class="c-change"') :]
    assert "Which &lt;i&gt;region&lt;/i&gt;?" in change[: change.index("</article>")]
    assert "<ins>better</ins>" not in page
    assert "&lt;" in change
