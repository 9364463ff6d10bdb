"""Drafts: what is being written touches nothing until it is taken in."""

import pytest

from catalog.editing import drafts
from catalog.models import Draft, Revision, Stage, State
from fair_metadata.namespaces import DCT
from fair_metadata.terms import literal
from tests.catalog import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def registry():
    return make.resource(slug="registry", title="A registry")


def titled(record, title):
    return record.replace(DCT.title, [literal(title, language="en")], language="en")


def test_a_new_draft_says_what_the_resource_says(registry):
    draft = drafts.begin(registry, None)
    assert (draft.record, draft.base_id, draft.version) == (registry.record, registry.revision_id, 1)
    assert not draft.has_changes


def test_two_who_begin_meet_in_one_draft(registry):
    mine = drafts.begin(registry, make.person("one"))
    assert drafts.begin(registry, make.person("two")) == mine
    assert Draft.objects.count() == 1


def test_saving_changes_the_draft_and_not_the_published_description(registry):
    author, before = make.person("author"), (registry.digest, registry.revision_id, registry.state)
    draft = drafts.begin(registry, None)
    saved = drafts.save(draft, titled(draft.record, "A better title"), author, version=1)
    assert (saved.version, saved.saved_by, saved.has_changes) == (2, author, True)
    assert drafts.of(registry).record == titled(registry.record, "A better title")
    registry.refresh_from_db()
    assert (registry.digest, registry.revision_id, registry.state) == before == (registry.record.digest, *before[1:])
    assert registry.state == State.PUBLISHED
    assert Revision.objects.count() == 1


def test_saving_what_is_there_already_writes_nothing(registry):
    draft = drafts.begin(registry, None)
    assert drafts.save(draft, draft.record, make.person("author"), version=1).version == 1
    assert drafts.of(registry).saved_by is None


def test_who_saw_an_older_version_is_told_and_nothing_is_written(registry):
    draft = drafts.begin(registry, None)
    drafts.save(draft, titled(draft.record, "Theirs"), None, version=1)
    with pytest.raises(drafts.Conflict) as told:
        drafts.save(draft, titled(draft.record, "Mine"), None, version=1)
    assert told.value.theirs.record == titled(registry.record, "Theirs") == drafts.of(registry).record


@pytest.mark.parametrize("stage", [Stage.IN_REVIEW, Stage.APPROVED])
def test_what_is_in_review_is_not_written_to(registry, stage):
    draft = drafts.begin(registry, None)
    Draft.objects.update(stage=stage)
    with pytest.raises(drafts.NotOpen):
        drafts.save(draft, titled(draft.record, "Later"), None, version=1)
    assert drafts.of(registry).record == registry.record


def test_a_draft_that_is_thrown_away_leaves_the_resource_as_it_was(registry):
    draft = drafts.begin(registry, None)
    drafts.save(draft, titled(draft.record, "Never mind"), None, version=1)
    drafts.throw_away(draft)
    registry.refresh_from_db()
    assert (drafts.of(registry), registry.record) == (None, make.described(registry.iri))
