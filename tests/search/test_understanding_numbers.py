"""Numbers, ages, times and diseases as researchers write them: in words, ranges and abbreviations."""

import pytest

from tests.search.reading import ALL, AML, CLL, HODGKIN, LYMPHOMA, MDS, MYELOMA, filters, read, words

D = "disease="


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # Counts.
        ("100-500 patients with AML", {"patients=100..500", D + AML}),
        ("AML cohorts of 100 to 500 patients", {"patients=100..500", D + AML}),
        ("more than 100 but less than 500 AML patients", {"patients=101..499", D + AML}),
        ("100 or fewer patients with AML", {"patients=..100", D + AML}),
        ("two hundred or more AML patients", {"patients=200..", D + AML}),
        ("five hundred patients with myeloma", {"patients=500..", D + MYELOMA}),
        ("over one thousand samples of CLL", {"samples=1001..", D + CLL}),
        ("sixty-five patients with myeloma", {"patients=65..", D + MYELOMA}),
        ("1.5k patients", {"patients=1500.."}),
        ("more than half a million patients", {"patients=500001.."}),
        ("a few hundred AML patients", {"patients=200..", D + AML}),
        ("hundreds of AML patients", {"patients=200..", D + AML}),
        ("1.2 million patients", {"patients=1200000.."}),
        # Ages.
        ("AML in patients aged 60 or older", {"age=60..", D + AML}),
        ("AML 65+", {"age=65..", D + AML}),
        ("18-65 years old with AML", {"age=18..65", D + AML}),
        ("adolescents and young adults with Hodgkin lymphoma", {"age=15..39", D + HODGKIN}),
        ("AYA ALL", {"age=15..39", D + ALL}),
        ("young adults with ALL", {"age=18..39", D + ALL}),
        # Years, months and decades.
        ("AML diagnosed between Jan 2016 and Dec 2020", {"period=2016-01..2020-12", D + AML}),
        ("AML since January 2015", {"period=2015-01..", D + AML}),
        ("AML desde marzo de 2015", {"period=2015-03..", D + AML}),
        ("AML since 2010-03", {"period=2010-03..", D + AML}),
        ("MDS 2010s", {"period=2010..2019", D + MDS}),
        ("lymphoma since the 1990s", {"period=1990..", D + LYMPHOMA}),
        ("last 10 years AML", {"period=2016..", D + AML}),
        ("AML in the past decade", {"period=2016..", D + AML}),
        ("AML before the year 2010", {"period=..2009", D + AML}),
        # Follow-up and time to access.
        ("median FU 5 years AML", {"followup=60..", D + AML}),
        ("five-year follow-up AML", {"followup=60..", D + AML}),
        ("AML followed for at least 3 years", {"followup=36..", D + AML}),
        ("AML follow-up longer than 24 months", {"followup=25..", D + AML}),
        ("access in under a month", {"lead=..4.2"}),
        ("data available within four weeks", {"lead=..4"}),
        ("AML, time to access max 8 weeks", {"lead=..8", D + AML}),
        ("lead time ≤ 6 weeks", {"lead=..6"}),
        # Names that clinicians use, and words that only order.
        ("lymphoid malignancies with MRD", {"disease=0005157", "outcome=mrd"}),
        ("lymphoid cancers with MRD", {"disease=0005157", "outcome=mrd"}),
        ("T-cell lymphoma in Denmark", {"disease=0015760", "country=DNK"}),
        ("aggressive lymphoma in Denmark", {"disease=0017595", "country=DNK"}),
        ("nationwide lymphoma registry Denmark", {D + LYMPHOMA, "source=registry", "country=DNK"}),
        ("newly diagnosed MDS with detailed data in Denmark", {D + MDS, "country=DNK"}),
        ("publicly available CML", {"disease=0011996", "access=PUBLIC"}),
    ],
)
def test_what_is_said_in_words_is_understood_whole(text, expected):
    reading = read(text)
    assert filters(reading) == expected
    assert words(reading) == []


@pytest.mark.parametrize("text", ["phs000218.v1.p1", "COVID-19", "1-2 COVID", "clinicaltrials 2016-01-05", "MF-1 12-3"])
def test_what_only_looks_like_a_range_fills_no_filter(text):
    assert filters(read(text)) == set()


def test_who_asks_for_two_trials_does_not_ask_for_two_patients():
    assert not [key for key in filters(read("AML trials from two centres with patients")) if key.startswith("patients")]
