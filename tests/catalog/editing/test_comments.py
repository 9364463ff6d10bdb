"""Comments on fields: threads that stay, and are read by those who write and review."""

import pytest

from catalog.editing import comments, drafts, review
from catalog.models import Comment, Kind, Notice, Resource, Told
from catalog.register import Terms, register
from fair_metadata.namespaces import DCAT, DCT, VCARD
from fair_metadata.terms import literal
from tests.catalog.editing.forms import send
from tests.catalog.editing.people import fit_dataset, series, stood, written

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


# On a nested part, which is named after what it says.


@pytest.fixture
def contact(people):
    """A dataset with one contact point, and a comment on its name."""
    register(fit_dataset("one", "A registry"), Kind.DATASET, Terms(organisation=people.holder, publish=True))
    row = Resource.objects.select_related("revision", "organisation").get()
    (node,) = row.record.values(DCAT.contactPoint)
    comments.say(row, people.reviewer, "Which office?", node=node, path=VCARD.fn)
    return row


def renamed(record, name):
    (node,) = record.values(DCAT.contactPoint)
    return record.replace(VCARD.fn, [literal(name, language="en")], node=node)


def commented(record):
    """The name at which the one comment stands."""
    comment = Comment.objects.get(path=VCARD.fn)
    return record.value(VCARD.fn, comment.node)


def test_a_comment_on_a_part_stays_at_it_when_the_part_is_edited_again_and_again(people, contact):
    draft = drafts.begin(contact, people.curator)
    for name in ("First office", "Second office"):
        draft = drafts.save(draft, renamed(draft.record, name), people.curator, version=draft.version)
        assert commented(draft.record) == literal(name, language="en")
    draft = review.submit(draft, people.curator)
    row = review.approve(draft, people.reviewer, seen=draft.version)
    assert commented(Resource.objects.get(pk=row.pk).record) == literal("Second office", language="en")


def test_a_comment_on_a_part_is_back_where_it_was_when_the_draft_is_thrown_away(people, contact):
    draft = drafts.begin(contact, people.curator)
    draft = drafts.save(draft, renamed(draft.record, "First office"), people.curator, version=draft.version)
    drafts.throw_away(draft)
    assert commented(contact.record) == literal("Data office", language="en")


def test_of_two_parts_the_comment_stays_at_the_one_that_it_is_about(people, contact):
    more = [(contact.record.subject, DCAT.contactPoint, "_:new"), ("_:new", VCARD.fn, literal("Help", language="en"))]
    draft = drafts.begin(contact, people.curator)
    draft = drafts.save(draft, draft.record.with_triples(more), people.curator, version=draft.version)
    spoken_of = Comment.objects.get(path=VCARD.fn).node
    new = draft.record.replace(VCARD.fn, [literal("Office of data", language="en")], node=spoken_of)
    draft = drafts.save(draft, new, people.curator, version=draft.version)
    assert commented(draft.record) == literal("Office of data", language="en")


def test_a_comment_on_a_part_that_was_removed_is_still_in_the_review(people, contact, client):
    draft = drafts.begin(contact, people.curator)
    draft = drafts.save(draft, draft.record.replace(DCAT.contactPoint, []), people.curator, version=draft.version)
    client.force_login(people.reviewer)
    assert "Which office?" in client.get("/review/one").content.decode()


def test_in_the_editor_a_comment_stands_at_the_part_before_and_after_it_is_changed(people, contact, client):
    client.force_login(people.curator)
    page = client.get("/edit/one?form=full&opened=contact_point.0")
    stands = "Which office?"
    assert page.content.decode().count(stands) == 1
    send(client, "/edit/one", page, contact_point__0__fn__0="First office")
    assert commented(drafts.of(contact).record) == literal("First office", language="en")
    assert client.get("/edit/one?form=full&opened=contact_point.0").content.decode().count(stands) == 1
