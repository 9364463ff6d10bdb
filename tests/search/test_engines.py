"""What every engine does. A second engine is one more name in the fixture."""

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.asking import matching
from search.engines import Unavailable
from search.query import Query
from search.understanding import understand
from tests.search.asking import asked, counts, names, total
from tests.search.contract import ACCESS, AML, DOCUMENTS, MYELOMA, SECRET, dataset
from tests.search.reference import BOTH, MANY


@pytest.fixture
def engine(bare):
    """An engine that has taken in the documents, the secret one too."""
    bare.take_in(map(bare.say, [*DOCUMENTS, SECRET]), [], 6)
    bare.commit()
    return bare


# Taking in


def test_the_position_moves_with_what_is_taken_in_and_stays(engine):
    assert engine.position() == 6
    engine.take_in([], [], 9)
    assert engine.position() == 9
    engine.commit()
    engine.release()
    assert engine.position() == 9


def test_nothing_is_found_before_it_is_committed_and_what_is_not_is_forgotten(engine):
    engine.take_in(map(engine.say, [dataset("new", "Newest myeloma data")]), [], 7)
    assert "new" not in names(engine, "myeloma")
    engine.release()
    assert (engine.position(), names(engine, "newest")) == (6, [])
    engine.take_in(map(engine.say, [dataset("new", "Newest myeloma data")]), [], 7)
    engine.commit()
    assert "new" in names(engine, "myeloma")


def test_a_document_replaces_the_one_with_its_iri(engine):
    engine.take_in(map(engine.say, [dataset("mm-1", "Something else", day=7)]), [], 7)
    engine.commit()
    assert names(engine, "registry") == []
    assert names(engine, "something") == ["mm-1"]


def test_what_is_gone_is_gone(engine):
    engine.take_in([], [(DOCUMENTS[0].iri, 7)], 7)
    engine.commit()
    assert "mm-1" not in names(engine)


def test_a_new_index_answers_when_it_is_finished_and_not_before(engine):
    new = engine.begin()
    assert (new.position(), engine.position()) == (0, 6)
    new.take_in(map(new.say, DOCUMENTS[:1]), [], 1)
    new.keep()
    assert (len(names(engine)), new.position(), engine.position()) == (5, 1, 6)
    assert not new.finish(lambda: 6)  # the one that answers knows more
    assert len(names(engine)) == 5
    new.take_in([], [], 6)
    assert new.finish(lambda: 6)
    assert (names(engine), engine.position()) == (["mm-1"], 6)


# Asking


def test_values_of_one_filter_are_or_and_filters_are_and(engine):
    restricted, public = ACCESS + "RESTRICTED", ACCESS + "PUBLIC"
    assert sorted(names(engine, access=[restricted])) == ["aml-1", "cll-1"]
    assert sorted(names(engine, access=[restricted, public])) == ["aml-1", "aml-2", "cll-1", "mm-1"]
    assert names(engine, access=[restricted], publisher=["B hospital"]) == ["cll-1"]


def test_a_filter_counts_without_its_own_choice_and_with_the_others(engine):
    restricted = ACCESS + "RESTRICTED"
    everything = {ACCESS + "PUBLIC": 2, restricted: 2, ACCESS + "NON_PUBLIC": 1}
    assert counts(engine, "access") == everything
    assert counts(engine, "access", access=[restricted]) == everything
    assert counts(engine, "publisher", access=[restricted]) == {"A hospital": 1, "B hospital": 1}
    assert counts(engine, "access", publisher=["B hospital"], access=[restricted]) == {
        ACCESS + "PUBLIC": 1,
        restricted: 1,
    }


def test_what_others_may_not_see_is_in_no_hit_no_total_and_no_count(engine):
    assert "secret" not in names(engine, "leukaemia")
    assert total(engine, "hidden") == 0
    assert "Secret hospital" not in counts(engine, "publisher")
    assert counts(engine, "disease")[AML] == 2
    assert names(engine, "hidden", audiences=("public", "organisation:7")) == ["secret"]
    assert counts(engine, "disease", audiences=("public", "organisation:7"))[AML] == 3
    assert total(engine, audiences=()) == 0


def test_the_orders_are_what_they_say(engine):
    assert names(engine, sort="patients")[:3] == ["aml-2", "mm-1", "aml-1"]
    assert names(engine, sort="newest") == ["aml-2", "cll-1", "mm-1", "aml-1", "other"]
    assert names(engine, sort="title") == ["aml-2", "cll-1", "other", "aml-1", "mm-1"]
    assert names(engine) == names(engine, sort="newest")


def test_pages_do_not_overlap_and_cover_everything(engine):
    found = [name for page in (1, 2, 3) for name in names(engine, size=2, page=page)]
    assert sorted(found) == sorted(names(engine))
    assert len(set(found)) == 5
    assert names(engine, size=2, page=4) == []


@pytest.mark.parametrize("text", ["EUPAS-101", "eupas-101", "mm-1", "https://data.example.org/mm-1"])
def test_identifiers_are_found_as_they_are_written(engine, text):
    assert names(engine, text)[0] == "mm-1"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("leukaemia", {"aml-1", "aml-2", "cll-1"}),
        ("leukemia", {"aml-1", "aml-2", "cll-1"}),
        ("LEUKÆMIA".replace("Æ", "AE"), {"aml-1", "aml-2", "cll-1"}),
        ("plasma cell myeloma", {"mm-1"}),
        ("registries", {"mm-1"}),
        ("myel", {"mm-1", "aml-1", "aml-2"}),
        ("acute leukemia bio", {"aml-2"}),
        ("fractures leukaemia", set()),
    ],
)
def test_words_are_found_by_spelling_synonym_kind_and_beginning(engine, text, expected):
    assert set(names(engine, text)) == expected


def test_the_title_counts_more_than_what_it_is_a_kind_of(engine):
    assert names(engine, "leukaemia")[:2] in (["aml-1", "aml-2"], ["aml-2", "aml-1"])
    assert names(engine, "leukaemia")[-1] == "cll-1"


def test_a_disease_counts_for_all_that_it_is_a_kind_of(engine):
    found = counts(engine, "disease")
    assert found[MYELOMA] == 1
    assert any(count == 4 for count in found.values())


@given(
    st.one_of(
        st.text(max_size=500),
        st.sampled_from(['"', "a AND", "(", "title:x", "*", "~", "^9", "\\", "🩸", "+-!", "[a TO", "' OR 1=1"]),
    )
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_answered(engine, text):
    query = Query.from_params({"q": [text]})
    results = engine.search(matching(understand(query)), ["public"])
    assert results.total >= len(results.hits)


# While it changes


def test_an_export_gives_what_was_there_when_it_began(bare, monkeypatch):
    monkeypatch.setattr("search.engines.embedded.SCANNED", 7)
    monkeypatch.setattr("search.engines.elastic.SCANNED", 7)
    bare.take_in(map(bare.say, MANY), [], 45)
    bare.commit()
    expected = [hit.iri for hit in bare.search(asked(size=100, sort="newest"), BOTH).hits]
    scan = bare.scan(asked(sort="newest"), BOTH)
    got = [next(scan).iri for _ in range(10)]
    late = [replace(document, version=100, numbers={**document.numbers, "newest": 99}) for document in MANY[:20]]
    bare.take_in(map(bare.say, [*late, dataset("late", "Late", day=101)]), [(MANY[25].iri, 102)], 102)
    bare.commit()
    assert got + [hit.iri for hit in scan] == expected


def test_an_export_goes_on_when_a_new_index_takes_the_place_of_the_old(bare, monkeypatch):
    monkeypatch.setattr("search.engines.embedded.SCANNED", 7)
    monkeypatch.setattr("search.engines.elastic.SCANNED", 7)
    bare.take_in(map(bare.say, MANY), [], 45)
    bare.commit()
    scan = bare.scan(asked(sort="newest"), BOTH)
    got = [next(scan).iri for _ in range(10)]
    new = bare.begin()
    new.take_in(map(new.say, MANY), [], 45)
    assert new.finish(lambda: 45)
    assert got + [hit.iri for hit in scan] == [
        hit.iri for hit in bare.search(asked(size=100, sort="newest"), BOTH).hits
    ]


def test_what_waits_is_bounded(index, monkeypatch):
    from search.engines import embedded_writing

    monkeypatch.setattr(embedded_writing, "MOST_WAITING", 3)
    index.take_in(map(index.say, DOCUMENTS[:2]), [], 2)
    assert names(index) == []
    index.take_in(map(index.say, DOCUMENTS[2:4]), [], 4)
    assert len(names(index)) == 4
    index.release()
    assert index.position() == 4


def test_a_cluster_that_does_not_answer_is_told_in_one_sentence():
    from search.engines.elastic import Elastic

    engine = Elastic("http://127.0.0.1:9")
    with pytest.raises(Unavailable, match="Elasticsearch does not answer"):
        engine.search(asked(), ["public"])
    engine._client.close()
