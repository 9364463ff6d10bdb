"""The folder of embedded indexes, whatever happened to it: what was lost comes back, and who writes takes turns."""

import shutil
from contextlib import suppress

import pytest
import tantivy

from search import follow, keeping_up
from search.engines.embedded import Embedded
from tests.search.following import answers, put

pytestmark = pytest.mark.django_db(transaction=True)


def current(index):
    return index._shelf.current()


def test_a_lost_pointer_leads_to_the_index_that_knows_most(index, settings):
    for n in range(3):
        put(f"d{n}-x")
    new = index.begin()
    new.take_in([], [], 1)
    new.keep()
    new.release()
    whole = current(index)
    (settings.SEARCH_INDEX_DIR / "current").unlink()
    assert (len(answers(index)), current(index), follow.lag()) == (3, whole, 0)


@pytest.mark.parametrize("broken", ["meta.json", "a segment", "an empty meta.json", "the folder", "a half pointer"])
def test_whatever_file_is_lost_while_it_runs_the_answers_come_back(index, settings, broken):
    put("one")
    put("two")
    assert len(answers(index)) == 2
    folder = current(index)
    if broken == "the folder":
        shutil.rmtree(folder)
    elif broken == "a half pointer":
        (settings.SEARCH_INDEX_DIR / "current").write_text("012")
    elif broken == "an empty meta.json":
        (folder / "meta.json").write_text("")
    elif broken == "meta.json":
        (folder / "meta.json").unlink()
    else:
        for path in folder.glob("*.store"):
            path.unlink()
    put("three")
    keeping_up.once()
    assert (len(answers(index)), follow.lag()) == (3, 0)
    assert len(answers(Embedded(settings.SEARCH_INDEX_DIR))) == 3


def test_an_index_of_the_layout_before_lies_there_until_the_next_rebuild_and_disturbs_nothing(index, settings):
    folder = settings.SEARCH_INDEX_DIR
    folder.mkdir(parents=True)
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("iri", stored=True)
    old = tantivy.Index(builder.build(), path=str(folder))
    writer = old.writer()
    writer.add_document(tantivy.Document(iri="https://data.example.org/old"))
    writer.commit()
    writer.wait_merging_threads()
    (folder / "README").write_text("Somebody's own.")
    put("one")
    assert (answers(index), (folder / "meta.json").exists()) == (["one"], True)
    follow.rebuild()
    assert answers(index) == ["one"]
    assert sorted(path.name for path in folder.iterdir()) == sorted(["README", "current", current(index).name])


def test_a_process_whose_index_was_replaced_under_it_loses_nothing(index, settings):
    put("one")
    other = Embedded(settings.SEARCH_INDEX_DIR)
    index.take_in([], [], 1)  # it holds the writer
    old = current(index)
    new = other.begin()
    new.take_in([], [], 1)
    assert new.finish(follow.latest_revision) is False  # not while somebody writes
    other._shelf.point(new.folder)  # as if it had not been asked
    new.release()
    shutil.rmtree(old)
    with suppress(OSError):
        index.commit()
    put("two")
    assert follow.rebuild(afresh=True) == 2
    assert (answers(index), answers(other)) == (["one", "two"], ["one", "two"])


def test_two_that_write_at_once_take_turns(index, settings):
    """Each holds the writer for a moment; what one could not take in, one of them takes in later."""
    other = Embedded(settings.SEARCH_INDEX_DIR)
    for n in range(6):
        with suppress(OSError):
            follow.catch_up(other, show=n % 2 == 0)
        put(f"d{n}-x")
    other.release()
    keeping_up.once()
    assert (len(answers(index)), follow.lag()) == (6, 0)
