"""What was just written is submitted with one button, and what came back says why at its fields."""

import pytest
from lxml import html

from catalog.editing import comments, drafts, review
from catalog.models import Stage
from fair_metadata.namespaces import DCAT, DCT
from tests.catalog import factories as make
from tests.catalog.editing.forms import form_of, send
from tests.catalog.editing.people import world, written

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(index):
    return world()


@pytest.fixture
def row(people):
    return make.resource(slug="registry", organisation=people.holder)


@pytest.fixture
def contributor(client, people):
    client.force_login(people.contributor)
    return client


def submit(client, **said):
    return send(client, "/edit/registry", client.get("/edit/registry"), then="submit", **said)


def test_what_was_just_written_is_saved_and_submitted(contributor, row):
    answer = submit(contributor, keyword__0="leukaemia")
    assert (answer.status_code, answer["Location"]) == (303, "/review/registry")
    draft = drafts.of(row)
    assert (draft.stage, draft.record.values(DCAT.keyword)) == (Stage.IN_REVIEW, ('"leukaemia"@en',))


def test_what_is_unclear_is_asked_first_and_is_not_in_review(contributor, row):
    answer = submit(contributor, keyword__0="leukaemia", number_of_unique_individuals__0="about many")
    assert answer.status_code == 422
    draft = drafts.of(row)
    assert (draft.stage, draft.record.values(DCAT.keyword)) == (Stage.WRITING, ('"leukaemia"@en',))


def test_two_who_disagree_are_asked_first(contributor, row, people):
    page = contributor.get("/edit/registry")
    written(row, people.curator, "Theirs")
    answer = send(contributor, "/edit/registry", page, then="submit", title__0="Ours")
    assert (answer.status_code, drafts.of(row).stage) == (409, Stage.WRITING)


def test_nothing_new_is_not_submitted(contributor, row):
    answer = submit(contributor)
    assert answer.status_code == 409
    assert "Change something first." in answer.content.decode()
    assert drafts.of(row).stage == Stage.WRITING


@pytest.fixture
def returned(people, row):
    draft = review.submit(written(row, people.contributor), people.contributor)
    comments.say(row, people.reviewer, "Whose registry?", node=f"<{row.iri}>", path=DCT.title)
    comments.say(row, people.reviewer, "Of which release?", node=f"<{row.iri}>", path=DCAT.version)
    return review.give_back(draft, people.reviewer, because="Name the hospital.")


def remarks(page, place):
    return [text.strip() for text in page.xpath(f"//*[@id='c-{place}']//p[@class='c-remark']/text()") if text.strip()]


def test_comments_stand_at_their_fields_and_the_reasons_on_top(contributor, returned, people, row):
    page = html.fromstring(contributor.get("/edit/registry").content)
    [top] = page.xpath("//section[@aria-labelledby='remarks']")
    assert top.xpath("string(h2)").strip() == "Returned, to be changed"
    assert "Name the hospital." in top.text_content()
    links = dict(zip(top.xpath(".//a/text()"), top.xpath(".//a/@href"), strict=True))
    assert links["Title"] == "#f-title"
    assert links["Version"] == "?form=full&to=version#f-version"  # which the quick form does not have
    assert remarks(page, "title") == ["Whose registry?"]
    assert page.xpath("//input[@id='title.0']/@aria-describedby") == ["h-title m-title c-title"]
    comments.resolve(row, people.contributor, node=f"<{row.iri}>", path=DCT.title)
    assert remarks(html.fromstring(contributor.get("/edit/registry").content), "title") == []


def test_a_field_that_is_shown_anew_keeps_its_comments(contributor, returned):
    page = contributor.get("/edit/registry")
    sent = form_of(page) | {"added": "title@es"}
    answer = contributor.post("/edit/registry", sent, headers={"HX-Request": "true"})
    assert answer["HX-Retarget"] == '[id="f-title"]'
    assert "Whose registry?" in answer.content.decode()
