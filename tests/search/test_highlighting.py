"""What was found is marked, and nothing but the mark is markup."""

import re

from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from search.pages.highlighting import highlighted
from search.pages.listing import marked
from search.query import Query
from search.understanding import understand


def highlight(description, text):
    return highlighted({"description": {"en": description}}, marked(understand(Query(text=text))))


def test_the_words_asked_for_are_marked_by_their_stem():
    found = highlight("Registries of Leukaemia and others", "registry")
    assert re.findall(r"<mark>(.*?)</mark>", found) == ["Registries"]


def test_nothing_is_marked_without_a_question():
    found = highlight("Registries", "")
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
@settings(max_examples=60, deadline=None)
def test_only_the_mark_is_markup(pieces):
    found = highlight(" ".join(pieces), "registry")
    elements = html.fromstring(f"<div>{found}</div>").iterdescendants()
    assert {element.tag for element in elements} <= {"mark"}
    assert "<script" not in found


def test_what_has_no_text_is_no_trouble():
    assert highlighted({}, marked(understand(Query(text="registry")))) == ""
    assert highlight("", "registry") == ""
