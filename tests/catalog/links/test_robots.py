"""What a robots.txt allows, as RFC 9309 reads it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.links.robots import MOST_PAUSE, Rules, rules

URL = "https://e.org"
CASES = {
    "nothing said": ("", "/a", True),
    "all": ("User-agent: *\nDisallow: /", "/a", False),
    "an empty line allows all": ("User-agent: *\nDisallow:", "/a", True),
    "another one's rules": ("User-agent: other\nDisallow: /", "/a", True),
    "ours before everybody's": ("User-agent: *\nDisallow: /\nUser-agent: marrow\nDisallow: /b", "/a", True),
    "our name in any case": ("User-agent: MARROW/2.0\nDisallow: /", "/a", False),
    "a name that begins like ours": ("User-agent: marrowbone\nDisallow: /", "/a", True),
    "several names for one group": ("User-agent: other\nUser-agent: marrow\nDisallow: /", "/a", False),
    "two groups of ours": ("User-agent: marrow\nDisallow: /a\nUser-agent: marrow\nDisallow: /b", "/b", False),
    "the longest wins": ("User-agent: *\nDisallow: /data\nAllow: /data/open", "/data/open/1", True),
    "of two as long the one that allows": ("User-agent: *\nDisallow: /page\nAllow: /page", "/page", True),
    "anything between": ("User-agent: *\nDisallow: /*/private", "/a/private/b", False),
    "the end": ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf", False),
    "not the end": ("User-agent: *\nDisallow: /*.pdf$", "/a.pdf?x=1", True),
    "the end without anything between": ("User-agent: *\nDisallow: /a$", "/ab", True),
    "a question": ("User-agent: *\nDisallow: /*?", "/a?x=1", False),
    "comments and spaces": ("# hello\n  user-agent : *  # all\n disallow : /a # no", "/a", False),
    "rules before any name": ("Disallow: /\nUser-agent: other\nDisallow: /", "/a", True),
    "a mark at the beginning": ("\ufeffUser-agent: *\nDisallow: /", "/a", False),
    "a site map in between": ("User-agent: *\nSitemap: https://e.org/s\nDisallow: /a", "/a", False),
}


@pytest.mark.parametrize(("text", "path", "is_allowed"), CASES.values(), ids=CASES)
def test_what_may_be_asked(text, path, is_allowed):
    assert rules(text).allow(URL + path) is is_allowed


@pytest.mark.parametrize(
    ("said", "pause"), [("5", 5.0), ("0.5", 0.5), ("86400", MOST_PAUSE), ("soon", 0.0), ("-3", 0.0), ("", 0.0)]
)
def test_a_pause_is_kept_to_within_reason(said, pause):
    assert rules(f"User-agent: *\nCrawl-delay: {said}").pause == pause


@given(st.text(alphabet="Uu*$:/ab\n# -gertndisalow", max_size=300), st.text(alphabet="ab/*$?", max_size=30))
def test_whatever_it_says_it_is_read_and_an_answer_comes(text, path):
    assert rules(f"User-agent: *\n{text}").allow(f"{URL}/{path}") in (True, False)


@given(st.text(alphabet="ab/", max_size=8), st.text(alphabet="ab/", max_size=8))
def test_a_pattern_without_signs_forbids_what_begins_with_it(pattern, path):
    found = Rules(((False, f"/{pattern}"),)).allow(f"{URL}/{path}")
    assert found is not f"/{path}".startswith(f"/{pattern}")


def test_a_pattern_of_many_stars_takes_no_time():
    assert Rules(((False, "/" + "*a" * 500 + "b$"),)).allow(f"{URL}/{'a' * 2000}") is True
