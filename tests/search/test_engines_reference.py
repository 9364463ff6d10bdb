"""Every engine against plain Python over the same documents: hits, counts, orders, bounds."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.asking import Ask, matching, maybe_matching
from search.conditions import Cohort, Has, Not
from search.engines import elastic_counting
from search.engines.embedded import Embedded
from search.fields import KEYS, OTHER, RANGE, SHOWN
from search.query import Query
from search.understanding import understand
from tests.search.asking import asked
from tests.search.reference import ALL_FACETS, BOTH, MANY, counted, holds, matches, seen
from tests.search.servers import elastic


@pytest.fixture(scope="module", params=["embedded", "elastic", "elastic, many sets"])
def full(request, tmp_path_factory):
    """An engine with many documents, made once for all questions by chance; of many sets of values only three are told
    apart, so that most values are counted one by one.
    """
    making = iter([Embedded(tmp_path_factory.mktemp("full"))]) if request.param == "embedded" else elastic()
    with pytest.MonkeyPatch.context() as patched:
        if "many" in request.param:
            patched.setattr(elastic_counting, "MOST_SETS", 3)
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
    params["changed_until"] = draw(st.sampled_from([[], [], ["2023-06-01"]]))
    params["match"] = draw(st.sampled_from([[], ["maybe"]]))
    return Query.from_params(params)


@given(questions(), st.sampled_from([("public",), BOTH, ()]))
@settings(max_examples=200, deadline=None)
def test_an_engine_finds_and_counts_what_plain_python_does(full, query, audiences):
    question = (maybe_matching if query.maybe else matching)(understand(query), size=100)
    question = replace(question, patients_by=("disease", "outcome"))
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
    for key, patients in expected["patients_of"].items():
        shown = [value for value, _ in results.facets[key]]
        assert results.patients_of[key] == {value: patients[value] for value in shown if patients[value]}
    for key, counts in expected["facets"].items():
        got = results.facets.get(key, ())
        assert [count for _, count in got] == sorted(counts.values(), reverse=True)[:SHOWN]
        assert all(counts[value] == count for value, count in got)
    for key in RANGE:
        assert dict(results.bars.get(key, ())) == expected["bars"][key]
    for key in KEYS - OTHER.keys():
        assert results.stated.get(key, 0) == expected["stated"][key]
        assert results.all_but[key] == expected["all_but"][key]


def test_values_are_counted_one_by_one_only_where_there_are_many_sets(full):
    if not hasattr(full, "_one_by_one"):
        pytest.skip("The embedded engine has no sets.")
    full.search(asked(), BOTH)
    many = {f"f_{key}" for key in ("disease", "outcome", "data_kind", "data_use", "source", "access")}
    assert full._one_by_one.now() == ({*many, "h_age", "h_period"} if elastic_counting.MOST_SETS == 3 else set())


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
