"""What was found is marked, and nothing but the mark is markup."""

import re

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from search.query import Query
from tests.search.contract import Row, dataset


def highlight(index, description, text):
    document = dataset("one", "A registry of blood")
    document.shown["card"]["description"] = {"en": description}
    index.take_in([document], [], 1)
    index.commit()
    return [hit.highlight for hit in index.search(Query(text=text), ["public"], size=1).hits]


def test_the_words_asked_for_are_marked_by_their_stem(index):
    [found] = highlight(index, "Registries of Leukaemia and others", "registry")
    assert re.findall(r"<mark>(.*?)</mark>", found) == ["Registries"]


def test_nothing_is_marked_without_a_question(index):
    [found] = highlight(index, "Registries", "")
    assert "<mark>" not in found


@given(
    st.lists(
        st.one_of(
            st.text(max_size=10),
            st.sampled_from(["<script>", "&", '"', "registry", "<mark>", "</mark>", "<img src=x>"]),
        ),
        max_size=8,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_only_the_mark_is_markup(index, pieces):
    for found in highlight(index, " ".join(pieces), "registry"):
        elements = html.fromstring(f"<div>{found}</div>").iterdescendants()
        assert {element.tag for element in elements} <= {"mark"}
        assert "<script" not in found


def test_rows_without_text_are_no_trouble(index):
    assert Row("x").card == {}
    assert highlight(index, "", "registry") == [""] or "<mark>" in highlight(index, "", "registry")[0]
