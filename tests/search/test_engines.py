"""What every engine does. A second engine is one more name in the fixture."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.asking import Ask, matching, maybe_matching
from search.conditions import Cohort, Has, Not
from search.documents import Group
from search.engines import Unavailable
from search.engines.embedded import Embedded
from search.fields import KEYS, RANGE, SHOWN, UNBOUNDED
from search.query import Query
from search.understanding import understand
from tests.search.contract import ACCESS, AML, CLL, DOCUMENTS, MONDO, MYELOMA, SECRET, dataset
from tests.search.reference import ALL_FACETS, counted, generated, holds, matches, seen
from tests.search.servers import elastic


@pytest.fixture(params=["embedded", "elastic"])
def bare(request):
    """An empty engine."""
    if request.param == "embedded":
        yield request.getfixturevalue("index")
    else:
        yield from elastic()


@pytest.fixture
def engine(bare):
    """An engine that has taken in the documents, the secret one too."""
    bare.take_in(map(bare.say, [*DOCUMENTS, SECRET]), [], 6)
    bare.commit()
    return bare


def asked(text="", size=20, sort="relevance", page=1, maybe=False, **filters):
    """A question, with its filters as keywords, as an engine is asked it."""
    query = Query(text=text, filters={key: tuple(values) for key, values in filters.items()}, sort=sort, page=page)
    return (maybe_matching if maybe else matching)(understand(query), size=size)


def names(engine, text="", audiences=("public",), **question):
    return named(engine.search(asked(text, **question), audiences))


def named(results):
    return [hit.iri.rsplit("/", 1)[-1] for hit in results.hits]


def total(engine, text="", audiences=("public",)):
    return engine.search(asked(text), audiences).total


def counts(engine, key, text="", audiences=("public",), **filters):
    return dict(engine.search(asked(text, **filters), audiences).facets.get(key, ()))


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


# Yes, no and not stated


def stating(name, diseases=(AML,), lacks=(), groups=(), **spans):
    """A dataset that states these spans, and these groups of patients with a disease."""
    made = dataset(name, name, diseases=diseases)
    numbers = {f"{key}_{end}": n for key, span in spans.items() for end, n in zip(("low", "high"), span, strict=True)}
    groups = tuple(Group((disease,), *span) for disease, span in groups)
    return replace(
        made,
        lacks=lacks,
        numbers=made.numbers | numbers,
        stated=(*made.stated, *spans),
        cohorts=groups,
    )


LEUKAEMIA = f"{MONDO}0005059"
EFS, GVHD = "urn:fdc:vocab:outcomes:EFS", "urn:fdc:vocab:outcomes:GVHD"
OPEN = UNBOUNDED
STATED = [
    stating("exact", patients=(250, 250), groups=[(AML, (120, 120)), (CLL, (130, 130))]),
    stating("few-aml", patients=(5000, 5000), groups=[(AML, (40, 40))]),
    stating("no-groups", patients=(300, 300)),
    stating("suppressed", patients=(1, 9)),
    stating("at-least", patients=(100, OPEN)),
    stating("silent"),
    stating("hidden-aml", patients=(400, 400), groups=[(AML, (1, 9))]),
    stating("other", diseases=(CLL,), patients=(900, 900)),
    stating("adults", diseases=(), age=(18, 64), period=(20160101, OPEN)),
    stating("children", diseases=(), age=(0, 17), period=(19900101, 20001231)),
    stating("efs", diseases=(EFS,)),
    stating("no-efs", diseases=(GVHD,), lacks=(EFS,)),
    stating("leukaemia", diseases=(LEUKAEMIA,)),
]
COUNTED, UNSAID = "exact few-aml no-groups suppressed at-least hidden-aml", "adults children efs no-efs"


@pytest.mark.parametrize(
    ("question", "held", "maybe"),
    [
        # A count of the patients with the disease says more than a count of all.
        ({"disease": [AML], "patients_min": ["100"]}, "exact no-groups at-least", f"silent leukaemia {UNSAID}"),
        ({"disease": [AML], "patients_max": ["50"]}, "few-aml suppressed hidden-aml", f"silent leukaemia {UNSAID}"),
        (
            {"patients_min": ["300"], "patients_max": ["900"]},
            "no-groups hidden-aml other",
            f"at-least silent leukaemia {UNSAID}",
        ),
        # Something broader is stated: it may be. Something else is: it is not.
        ({"disease": [AML], "missing": ["patients"]}, "silent", f"leukaemia {UNSAID}"),
        ({"not_disease": [AML]}, "other", f"leukaemia {UNSAID}"),
        ({"disease": [AML, CLL], "every": ["disease"]}, "", f"leukaemia {UNSAID}"),
        # Of an open facet not all is stated: only what is said to be lacking is not there.
        ({"outcome": [EFS]}, "efs", f"{COUNTED} silent other adults children leukaemia"),
        ({"not_outcome": [EFS]}, "no-efs", f"{COUNTED} silent other adults children leukaemia"),
        # Spans match when they overlap, and go on when no end is stated.
        ({"age_min": ["60"], "age_max": ["70"], "missing": ["disease"]}, "adults", "efs no-efs"),
        ({"age_max": ["17"], "missing": ["disease"]}, "children", "efs no-efs"),
        ({"period_min": ["2015"], "missing": ["disease"]}, "adults", "efs no-efs"),
        ({"period_min": ["2000"], "period_max": ["2000"], "missing": ["disease"]}, "children", "efs no-efs"),
    ],
)
def test_what_is_stated_holds_or_not_and_what_is_not_stated_may(bare, question, held, maybe):
    bare.take_in(map(bare.say, STATED), [], 1)
    bare.commit()
    reading = understand(Query.from_params(question))
    assert set(named(bare.search(matching(reading, size=50), ["public"]))) == set(held.split())
    assert set(named(bare.search(maybe_matching(reading, size=50), ["public"]))) == set(maybe.split())


# Against plain Python

MANY = generated(45)
BOTH = ("public", "organisation:7")


@pytest.fixture(scope="module", params=["embedded", "elastic"])
def full(request, tmp_path_factory):
    """An engine with many documents, made once for all questions by chance."""
    making = iter([Embedded(tmp_path_factory.mktemp("full"))]) if request.param == "embedded" else elastic()
    for made in making:
        made.take_in(map(made.say, MANY), [], 45)
        made.commit()
        yield made


def one_of(values, most=2):
    return st.lists(st.sampled_from(sorted(values)), min_size=1, max_size=most, unique=True).map(sorted).map(tuple)


_VALUES = {key: {v for d in MANY for v in d.facets.get(key, ())} for key in ALL_FACETS}
_FILTERED = st.sampled_from(sorted(key for key, values in _VALUES.items() if values))
_CHOICES = st.lists(_FILTERED.flatmap(lambda key: one_of(_VALUES[key]).map(lambda v: (key, v))), max_size=2).map(dict)
_ENDS = st.one_of(st.just(""), st.integers(0, 120).map(str), st.sampled_from(["9", "10", "700", "20000", "0"]))
_YEARS = st.one_of(st.just(""), st.integers(1970, 2026).map(str))
_SPANS = st.dictionaries(st.sampled_from(sorted(RANGE)), st.tuples(_ENDS, _ENDS, _YEARS, _YEARS), max_size=2).map(
    lambda found: {
        f"{key}_{end}": [span[place + 2 * (key == "period")]]
        for key, span in found.items()
        for place, end in enumerate(("min", "max"))
    }
)
_TEXTS = st.lists(st.sampled_from(["registry", "biobank", "leukaemia", "g-7", "child", "survi", "trial"]), max_size=2)


@st.composite
def questions(draw):
    """Any question that an address can hold."""
    chosen, others = draw(_CHOICES), draw(_CHOICES)
    params = {**chosen, **{f"not_{key}": values for key, values in others.items() if draw(st.booleans())}}
    params |= draw(_SPANS) | {"q": [" ".join(draw(_TEXTS))], "every": draw(st.lists(_FILTERED, max_size=2))}
    params["missing"] = draw(st.lists(st.sampled_from(sorted(KEYS)), max_size=1))
    params["changed_since"] = draw(st.sampled_from([[], [], ["2022-06-01"], ["2025-01-01"]]))
    params["match"] = draw(st.sampled_from([[], ["maybe"]]))
    return Query.from_params(params)


@given(questions(), st.sampled_from([("public",), BOTH, ()]))
@settings(max_examples=200, deadline=None)
def test_an_engine_finds_and_counts_what_plain_python_does(full, query, audiences):
    question = (maybe_matching if query.maybe else matching)(understand(query), size=100)
    expected, results = matches(question, MANY, audiences), full.search(question, audiences)
    assert sorted(hit.iri for hit in results.hits) == sorted(document.iri for document in expected)
    assert results.total == len(expected)
    assert full.count([question.whole, Not(question.whole)], audiences) == [
        len(expected),
        len(seen(MANY, audiences)) - len(expected),
    ]
    same_counts(results, counted(question, MANY, audiences))


def same_counts(results, expected):
    assert results.patients == expected["patients"]
    for key, counts in expected["facets"].items():
        got = results.facets.get(key, ())
        assert [count for _, count in got] == sorted(counts.values(), reverse=True)[:SHOWN]
        assert all(counts[value] == count for value, count in got)
    for key in RANGE:
        assert dict(results.bars.get(key, ())) == expected["bars"][key]
    for key in KEYS:
        assert results.stated.get(key, 0) == expected["stated"][key]
        assert results.all_but[key] == expected["all_but"][key]


@given(st.data())
@settings(max_examples=100, deadline=None)
def test_a_count_of_patients_is_that_of_their_own_disease_whatever_the_bounds(full, data):
    diseases = data.draw(one_of({disease for d in MANY for g in d.cohorts for disease in g.diseases}, most=3))
    edges = sorted(
        {n + by for d in MANY for g in d.cohorts for n in (g.low, g.high) for by in (-1, 0, 1) if n + by >= 0}
    )
    bounds = st.one_of(st.integers(0, 2**40), st.sampled_from(edges))
    low, high = sorted((data.draw(bounds), data.draw(bounds)))
    for condition in (Cohort(diseases, low), Cohort(diseases, low, high), Cohort(diseases, 0, high)):
        expected = sum(holds(condition, document) for document in seen(MANY, BOTH))
        assert full.count([condition], BOTH) == [expected]


SORTED = {
    "newest": lambda d: -d.numbers["newest"],
    "changed": lambda d: -d.numbers["revision"],
    "patients": lambda d: -d.numbers.get("patients_low", -1),
    "fair": lambda d: -d.numbers["fair"],
    "title": lambda d: d.title,
}


@pytest.mark.parametrize("sort", sorted(SORTED))
def test_hits_pages_and_exports_are_in_the_order_that_is_asked_for(full, sort):
    by_iri = {document.iri: document for document in MANY}
    rank = [SORTED[sort](document) for document in sorted(seen(MANY, BOTH), key=SORTED[sort])]
    question = asked(size=100, sort=sort)
    listed = full.search(question, BOTH).hits
    exported = list(full.scan(question, BOTH))
    assert [SORTED[sort](by_iri[hit.iri]) for hit in listed] == rank
    assert [SORTED[sort](by_iri[hit.iri]) for hit in exported] == rank
    assert len({hit.iri for hit in exported}) == len(rank)


def test_pages_of_equals_hold_each_once(full):
    """Most datasets of a filter score the same."""
    found = [hit.iri for page in range(1, 12) for hit in full.search(asked("registry", size=4, page=page), BOTH).hits]
    assert len(found) == len(set(found)) == full.search(asked("registry"), BOTH).total


def test_the_best_hit_comes_first_and_what_is_liked_is_lifted(full):
    first, *_ = full.search(asked("g-7"), BOTH).hits
    assert first.iri.endswith("/g-7")
    lifted = Ask(sort="relevance", likes=Has("exact", ("g-8",), 5.0))
    assert full.search(lifted, BOTH).hits[0].iri.endswith("/g-8")
    assert full.search(lifted, BOTH).total == len(seen(MANY, BOTH))


def test_the_values_of_one_filter_are_counted_without_its_own_choice(full):
    question = asked(access=["open"], size=1)
    expected = counted(question, MANY, ("public",))["facets"]["access"]
    assert dict(full.values(question, ("public",), "access", 100)) == expected
    assert [n for _, n in full.values(question, ("public",), "access", 1)] == [max(expected.values())]
    assert full.values(question, (), "access", 100) == ()


def test_resources_are_given_by_iri_to_those_who_may_see_them(full):
    hidden, series = MANY[4], MANY[8]
    wanted = [MANY[0].iri, hidden.iri, series.iri, "https://data.example.org/none"]
    assert set(full.get(wanted, ("public",))) == {MANY[0].iri, series.iri}
    assert set(full.get(wanted, BOTH)) == {MANY[0].iri, hidden.iri, series.iri}
    assert full.get(wanted, ()) == full.get([], BOTH) == {}


def test_names_and_words_are_completed_from_what_one_may_see(full):
    for prefix in ("organisation\ta", "organisation\tb", "organisation\ta hospital 1"):
        expected = Counter(n for d in seen(MANY, ("public",)) for n in d.names if n.startswith(prefix))
        assert dict(full.beginning("names", prefix, ("public",), 10)) == expected
    counts = [count for _, count in full.beginning("vocabulary", "", BOTH, 50)]
    assert counts == sorted(counts, reverse=True)
    assert full.beginning("vocabulary", "tr", (), 10) == ()
    assert full.beginning("vocabulary", "t.*", BOTH, 10) == ()


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
