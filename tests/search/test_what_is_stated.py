"""What a description says to the filters: time to the day, terms without an address, permissions, what is missing."""

import pytest

from search.query import Query
from tests.relevance.catalogue import documents

DUO = "http://purl.obolibrary.org/obo/DUO_"


@pytest.fixture(scope="module")
def said():
    return {document.iri.rsplit(":", 1)[-1]: document for document in documents()}


def test_a_time_to_access_is_kept_to_the_day_and_shown_in_weeks_begun(said):
    assert said["syn-08"].numbers["lead_high"] == 56
    assert said["syn-11"].numbers["lead_low"] == 120
    assert said["syn-11"].shown["spans"]["lead"] == [18, 18]


@pytest.mark.parametrize(
    ("asked", "bounds"),
    [
        ({"lead_max": ["13"]}, (0, 91)),
        ({"lead_max": ["4.3"]}, (0, 30)),
        ({"lead_min": ["5.8"]}, (41, 2**53)),
    ],
)
def test_parts_of_weeks_are_whole_days(asked, bounds):
    assert Query.from_params(asked).bounds("lead") == bounds


def test_a_bar_of_weeks_ends_on_the_day_before_the_next(said):
    assert said["syn-12"].bars["lead"] == ("0",)
    assert said["syn-04"].bars["lead"] == ("28",)


def test_terms_with_a_name_and_no_address_are_a_licence(said):
    assert said["seer"].facets["licence"] == ("SEER Research Data Use Agreement",)
    assert "licence" not in said["gse6891"].stated


def test_who_may_do_health_research_may_not_do_any_research(said):
    assert set(said["syn-01"].facets["data_use"]) == {
        DUO + code for code in ("0000006", "0000001", "0000021", "0000017")
    }
    assert DUO + "0000042" in said["syn-02"].facets["data_use"]


def test_what_has_no_values_to_filter_by_is_stated_or_missing(said):
    assert {"provenance", "description"} <= set(said["seer"].stated)
    assert {"contact", "version"}.isdisjoint(said["seer"].stated)
    assert "distribution" in said["syn-02"].stated
