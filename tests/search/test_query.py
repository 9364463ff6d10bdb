"""A question is a value: it goes to the address and comes back the same, and anything else is read as far as it can be."""

from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.fields import FACETS
from search.query import LONGEST_TEXT, SORTS, Query

KEYS = [facet.key for facet in FACETS]
words = st.text(st.characters(exclude_categories=("Cs",)), max_size=40)
values = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=30)
queries = st.builds(
    Query,
    text=words.map(lambda text: " ".join("".join(c if c.isprintable() else " " for c in text).split())),
    filters=st.dictionaries(
        st.sampled_from(KEYS), st.sets(values, min_size=1, max_size=4).map(lambda v: tuple(sorted(v)))
    ),
    sort=st.sampled_from(SORTS),
    page=st.integers(1, 400),
)


def read(address):
    return Query.from_params(parse_qs(urlsplit(address).query, keep_blank_values=True))


@given(queries)
def test_a_question_comes_back_from_its_address(query):
    assert read(query.address()) == query


@given(st.dictionaries(st.one_of(st.sampled_from([*KEYS, "q", "sort", "page"]), words), st.lists(words, max_size=5)))
def test_any_parameters_are_a_question_whose_address_means_the_same(params):
    query = Query.from_params(params)
    assert read(query.address()) == query


@given(queries, st.sampled_from(KEYS), values)
def test_taking_a_value_away_takes_that_away_and_nothing_else(query, key, value):
    left = query.without(key, value)
    assert left.filters.get(key, ()) == tuple(v for v in query.filters.get(key, ()) if v != value)
    assert {k: v for k, v in left.filters.items() if k != key} == {k: v for k, v in query.filters.items() if k != key}
    assert (left.text, left.sort, left.page) == (query.text, query.sort, 1)
    assert key not in query.unfiltered(key).filters


@pytest.mark.parametrize("page", ["0", "-1", "1e3", "٣", "99999999999999", "", "two"])
def test_an_absurd_page_is_the_first(page):
    assert Query.from_params({"page": [page]}).page == 1


def test_what_is_not_known_is_left_out():
    query = Query.from_params({"colour": ["red"], "sort": ["cleverness"], "access": ["", "x" * 600]})
    assert query == Query()
    assert query.address() == "/datasets"


def test_a_long_text_is_read_as_far_as_a_person_writes():
    assert len(Query.from_params({"q": ["x" * 10_000]}).text) == LONGEST_TEXT


def test_equal_questions_have_equal_addresses():
    one = Query.from_params({"q": ["  AML \n registry"], "country": ["b", "a", "b"]})
    other = Query.from_params({"country": ["a", "b"], "q": ["AML registry"], "page": ["1"]})
    assert one.address() == other.address() == "/datasets?q=AML+registry&country=a&country=b"
