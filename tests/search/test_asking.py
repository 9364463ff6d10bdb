"""What is asked of a description whose counts have bounds: it holds, it may hold, or it is known not to."""

from dataclasses import replace

import pytest

from search.asking import matching, maybe_matching
from search.documents import Group
from search.fields import UNBOUNDED
from search.query import Query
from search.understanding import understand
from tests.search.contract import AML, CLL, dataset
from tests.search.reference import holds

REGISTRY = dataset("registry", "A registry", diseases=[AML, CLL], patients=500)
OF_AML = {
    "1 to 9": replace(REGISTRY, cohorts=(Group((AML,), 1, 9),)),
    "exactly 40": replace(REGISTRY, cohorts=(Group((AML,), 40, 40),)),
    "40 or more": replace(REGISTRY, cohorts=(Group((AML,), 40, UNBOUNDED),)),
    "all together": REGISTRY,
}


def answer(document, **ranges):
    """`yes`, `maybe` or `no` to: so many patients with AML?"""
    span = (str(ranges.get("least", "")), str(ranges.get("most", "")))
    query = Query(filters={"disease": (AML,)}, ranges={"patients": span})
    reading, maybe = understand(query), understand(replace(query, maybe=True))
    if holds(matching(reading).whole, document):
        return "yes"
    return "maybe" if holds(maybe_matching(maybe).whole, document) else "no"


@pytest.mark.parametrize(
    ("stated", "asked", "expected"),
    [
        ("1 to 9", {"least": 10}, "no"),
        ("1 to 9", {"least": 5}, "maybe"),
        ("1 to 9", {"least": 1}, "yes"),
        ("1 to 9", {"least": 1, "most": 9}, "yes"),
        ("1 to 9", {"most": 5}, "maybe"),
        ("exactly 40", {"least": 100}, "no"),
        ("exactly 40", {"least": 40}, "yes"),
        ("exactly 40", {"most": 39}, "no"),
        ("40 or more", {"least": 100}, "maybe"),
        ("40 or more", {"least": 30}, "yes"),
        ("40 or more", {"most": 100}, "maybe"),
        ("40 or more", {"most": 39}, "no"),
        ("all together", {"least": 100}, "yes"),
        ("all together", {"least": 501}, "no"),
    ],
)
def test_a_count_of_patients_with_the_disease_goes_before_that_of_all_and_its_bounds_are_kept(stated, asked, expected):
    document = OF_AML[stated]
    assert answer(document, **asked) == expected
