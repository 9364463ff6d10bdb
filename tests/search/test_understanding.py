"""What a question means: exact claims on phrasings of people, and laws that hold for any text."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fair_metadata.vocabularies import folded
from search.query import Query
from search.understanding import WordPart, understand
from search.understanding.lexicon import of_age
from search.understanding.tokens import identifiers, tokens
from search.words import MOST_READ
from tests.search.reading import (
    ALL,
    AML,
    CLL,
    DLBCL,
    DUO,
    FORMS,
    HODGKIN,
    LEUKAEMIA,
    LYMPHOMA,
    MDS,
    MONDO,
    MYELOMA,
    REAL_WORLD,
    TODAY,
    concepts,
    filters,
    read,
    words,
)


@pytest.fixture(scope="module", autouse=True)
def _names_are_loaded():
    """Names, likenesses and codes are read once a process, which takes longer than one question may."""
    read("lymfoma C92.0 in Denmark after 2015")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "which sources have at least 100 adult AML patients with MRD and overall survival after 2015, mapped to the OMOP CDM?",
            {
                "patients=100..",
                "age_group=adult",
                f"disease={AML}",
                "outcome=mrd",
                "outcome=OS",
                "every outcome",
                "period=2016..",
                "data_model=OMOP-CDM",
            },
        ),
        (
            "¿Qué fuentes tienen al menos 100 pacientes adultos con LMA y EMR desde 2015?",
            {"patients=100..", "age_group=adult", f"disease={AML}", "outcome=mrd", "period=2015.."},
        ),
        # Numbers of people and samples: “more than” is more.
        ("AML with at least 200 patients", {f"disease={AML}", "patients=200.."}),
        ("AML with more than 200 patients", {f"disease={AML}", "patients=201.."}),
        ("AML n>200", {f"disease={AML}", "patients=201.."}),
        ("AML n ≥ 200", {f"disease={AML}", "patients=200.."}),
        ("≥ 500 pts AML", {f"disease={AML}", "patients=500.."}),
        ("AML >1k patients", {f"disease={AML}", "patients=1001.."}),
        ("500+ patients with CLL", {"patients=500..", f"disease={CLL}"}),
        ("1,000 or more people with myeloma", {"patients=1000..", f"disease={MYELOMA}"}),
        ("1.000 pacientes con mieloma", {"patients=1000..", f"disease={MYELOMA}"}),
        ("a hundred patients with MDS", {"patients=100..", f"disease={MDS}"}),
        ("between 100 and 500 patients with AML", {"patients=100..500", f"disease={AML}"}),
        ("fewer than 50 patients", {"patients=..49"}),
        ("at most 50 participants", {"patients=..50"}),
        ("no more than 50 cases", {"patients=..50"}),
        ("más de 300 pacientes", {"patients=301.."}),
        ("mindestens 300 Patienten", {"patients=300.."}),
        ("DLBCL with at least 100 samples", {f"disease={DLBCL}", "samples=100.."}),
        ("menos de 40 muestras", {"samples=..39"}),
        ("at least 100 C92.0 patients", {"patients=100..", f"disease={AML}"}),
        ("300 adults with AML", {"patients=300..", "age_group=adult", f"disease={AML}"}),
        # Numbers in words, of several words, and between two ends.
        ("at least five hundred adults with AML", {"patients=500..", "age_group=adult", f"disease={AML}"}),
        ("tens of thousands of patients with MDS", {"patients=20000..", f"disease={MDS}"}),
        ("over one million patients", {"patients=1000001.."}),
        ("100-500 patients with MDS", {"patients=100..500", f"disease={MDS}"}),
        ("between 100 and 500 adults with AML", {"patients=100..500", "age_group=adult", f"disease={AML}"}),
        ("at least 100 but fewer than 400 patients", {"patients=100..399"}),
        ("a sample size of at least 400", {"patients=400.."}),
        ("n >= 500, AML, adults", {"patients=500..", f"disease={AML}", "age_group=adult"}),
        ("data collected since 2010, adults", {"period=2010..", "age_group=adult"}),
        ("data up to 2015 for myeloma patients", {"period=..2015", f"disease={MYELOMA}"}),
        # Ages.
        ("AML in people aged 60 and older", {f"disease={AML}", "age=60.."}),
        ("0-17 years, AML", {f"disease={AML}", "age=0..17"}),
        ("AML, patients between 18 and 60", {f"disease={AML}", "age=18..60"}),
        ("over 18 years and under 65 years with MDS", {f"disease={MDS}", "age=18..64"}),
        ("patients under 18 with ALL", {"age=..17", f"disease={ALL}"}),
        ("AML patients over 65", {f"disease={AML}", "age=65.."}),
        ("aged 18 to 60 with AML", {"age=18..60", f"disease={AML}"}),
        ("65 years or older with MDS", {"age=65..", f"disease={MDS}"}),
        ("mayores de 65 con MDS", {"age=65..", f"disease={MDS}"}),
        ("kids with leukemia", {"age_group=paediatric", f"disease={LEUKAEMIA}"}),
        ("niños con leucemia", {"age_group=paediatric", f"disease={LEUKAEMIA}"}),
        ("AML in the elderly", {f"disease={AML}", "age_group=older"}),
        ("paediatric AML", {"age_group=paediatric", f"disease={AML}"}),
        ("childhood acute lymphoblastic leukaemia", {"age_group=paediatric", f"disease={ALL}"}),
        # Years.
        ("AML after 2015", {f"disease={AML}", "period=2016.."}),
        ("AML since 2015", {f"disease={AML}", "period=2015.."}),
        ("AML before 2010", {f"disease={AML}", "period=..2009"}),
        ("AML from 2005 to 2014", {f"disease={AML}", "period=2005..2014"}),
        ("AML 2005–2014", {f"disease={AML}", "period=2005..2014"}),
        ("AML en 2012", {f"disease={AML}", "period=2012..2012"}),
        ("AML prior to 2010", {f"disease={AML}", "period=..2009"}),
        ("AML in the last 10 years", {f"disease={AML}", "period=2016.."}),
        ("data in the last ten years on CLL", {f"disease={CLL}", "period=2016.."}),
        ("the past decade, AML", {f"disease={AML}", "period=2016.."}),
        ("in the 1990s, lymphoma", {f"disease={LYMPHOMA}", "period=1990..1999"}),
        ("2020 to present, AML", {f"disease={AML}", "period=2020.."}),
        ("ongoing registries", {"source=registry", "period=2026.."}),
        ("AML since January 2015", {f"disease={AML}", "period=2015-01.."}),
        # Follow-up and time to access.
        ("median follow-up of at least five years", {"followup=60.."}),
        ("less than 2 years of follow-up", {"followup=..23"}),
        ("followed for three years or more", {"followup=36.."}),
        ("available within 30 days", {"lead=..4.3"}),
        ("access in less than six weeks", {"lead=..5.9"}),
        ("lead time below 3 weeks", {"lead=..2.9"}),
        ("approval within 3 months", {"lead=..13"}),
        ("excluding what takes more than 40 days to get", {"lead=..5.8"}),
        ("MDS with at least 3 years of follow-up", {f"disease={MDS}", "followup=36.."}),
        ("median follow-up of 18 months", {"followup=18.."}),
        ("more than 5 years follow-up", {"followup=61.."}),
        ("available within 3 months", {"lead=..13"}),
        ("data on AML that I can get within 6 weeks", {f"disease={AML}", "lead=..6"}),
        # Places, sources, access.
        ("myeloma in Denmark", {f"disease={MYELOMA}", "country=DNK"}),
        ("European registries", {"country=continent/EUROPE", "source=registry"}),
        ("registros daneses de mieloma", {"source=registry", "country=DNK", f"disease={MYELOMA}"}),
        ("Register für Myelom in Dänemark", {"source=registry", "country=DNK", f"disease={MYELOMA}"}),
        ("lymphoma in the US", {f"disease={LYMPHOMA}", "country=USA"}),
        ("Scandinavian data", {"country=DNK", "country=NOR", "country=SWE"}),
        ("European Union", {"country=continent/EUROPE"}),
        ("European registries, Denmark", {"source=registry", "country=DNK"}),
        ("in Europe or Denmark", {"country=continent/EUROPE", "country=DNK"}),
        ("real-world evidence on AML with OS", {f"disease={AML}", "outcome=OS", *REAL_WORLD}),
        ("real-world registries in Denmark", {"source=registry", "country=DNK"}),
        ("external control arm for an AML trial", {f"disease={AML}", "source=clinical-trial", *REAL_WORLD}),
        ("adverse events in children", {"outcome=safety", "age_group=paediatric"}),
        # Conditions of use.
        ("commercial use allowed, with AML", {f"disease={AML}", "-data_use=" + DUO + "0000018"}),
        ("with data that may be used commercially", {"-data_use=" + DUO + "0000018"}),
        ("with AML, no commercial use", {f"disease={AML}", "data_use=" + DUO + "0000018"}),
        ("with AML, no ethics approval needed", {f"disease={AML}", "-data_use=" + DUO + "0000021"}),
        ("with general research use", {"data_use=" + DUO + "0000042"}),
        ("open data lymphoma", {"access=PUBLIC", f"disease={LYMPHOMA}"}),
        ("AML registry vs trial", {f"disease={AML}", "source=registry", "source=clinical-trial"}),
        # Or, and, not.
        ("AML or MDS", {f"disease={AML}", f"disease={MDS}"}),
        ("with AML and MDS", {f"disease={AML}", f"disease={MDS}", "every disease"}),
        ("AML without MRD", {f"disease={AML}", "-outcome=mrd"}),
        ("AML without any MRD or OS", {f"disease={AML}", "-outcome=mrd", "-outcome=OS"}),
        ("AML not mapped to OMOP", {f"disease={AML}", "-data_model=OMOP-CDM"}),
        ("myeloma excluding children", {f"disease={MYELOMA}", "-age_group=paediatric"}),
        ("lymphoma outside Europe", {f"disease={LYMPHOMA}", "-country=continent/EUROPE"}),
        ("LMA sin EMR", {f"disease={AML}", "-outcome=mrd"}),
        ("neither trials nor registries with OS", {"-source=clinical-trial", "-source=registry", "outcome=OS"}),
        ("registries that are not on the OMOP common data model", {"source=registry", "-data_model=OMOP-CDM"}),
        ("real data on AML", {f"disease={AML}", "-type=dataset-type/SYNTHETIC_DATA"}),
        ("AML, not more than 120 patients", {f"disease={AML}", "patients=..120"}),
        # What is missing, what changed.
        ("licence not stated", {"licence missing"}),
        ("no license", {"licence missing"}),
        ("sin licencia", {"licence missing"}),
        ("AML datasets without an age", {f"disease={AML}", "age missing"}),
        ("unknown number of patients", {"patients missing"}),
        ("datasets that do not state a country", {"country missing"}),
        ("no description of outcomes", {"outcome missing"}),
        ("without contact point", {"contact missing"}),
        ("datasets with no publisher", {"publisher missing"}),
        ("unlicensed, in Denmark", {"licence missing", "country=DNK"}),
        ("records where the country has not been given", {"country missing"}),
        ("descriptions that do not say which country they are from", {"country missing"}),
        ("unknown number of participants", {"patients missing"}),
        ("without variables described", {"variable missing"}),
        ("no landing page", {"landing_page missing"}),
        ("records without conditions of use", {"data_use missing"}),
        ("low FAIR score", {"fair=low"}),
        ("changed since 1 January 2026", {"changed=2026-01-01"}),
        ("not updated since March 2025", {"unchanged=2025-02-28"}),
        ("not updated in the last six months", {"unchanged=2025-12-16"}),
        ("last changed before 2026", {"unchanged=2025-12-31"}),
        ("changed since 2026-05-01", {"changed=2026-05-01"}),
        ("updated in the last 2 weeks", {"changed=2026-06-01"}),
        ("changed this month", {"changed=2026-05-16"}),
        ("actualizados en el último mes", {"changed=2026-05-16"}),
    ],
)
def test_a_question_fills_the_filters(text, expected):
    reading = read(text)
    assert filters(reading) == expected
    assert words(reading) == []


@pytest.mark.parametrize(
    ("text", "expected", "left"),
    [
        ("AML", [AML], []),
        ("acute myelogenous leukaemia", [AML], []),
        ("acute mieloid leukemia", [AML], []),
        ("akute myeloische Leukämie", [AML], []),
        ("leucemia mieloide aguda", [AML], []),
        ("C92.0", [AML], []),
        ("ICD-10 C92.0", [AML], []),
        ("ICD-O 9861/3", [AML], []),
        ("ORPHA:519", [AML], []),
        ("NCIT:C3171", [AML], []),
        ("MONDO_0018874", [AML], []),
        (MONDO + "0018874", [AML], []),
        ("OncoTree AML", [AML], []),
        ("ALL", [ALL], []),
        ("all", [], []),
        ("lymfoma", [LYMPHOMA], []),
        ("hogkin lymphoma", [HODGKIN], []),
        ("Hodgkin-Lymphom", [HODGKIN], []),
        ("multipel mieloma", [MYELOMA], []),
        ("Beat AML", [AML], ["beat"]),
        ("MMRF CoMMpass", [], ["mmrf", "commpass"]),
        ("Columbia University", [], ["columbia", "university"]),
        ("GEO:GSE6891", [], ["geo", "gse6891"]),
        ("os_months", [], ["os", "months"]),
        ("preparing a decision", [], ["preparing", "decision"]),
        ("publications", [], ["publications"]),
        ("relapsed AML", [AML], []),
        ("tumour/normal pairs", [], ["tumor", "normal", "pairs"]),
        ("publisher Memorial Sloan Kettering", [], ["memorial", "sloan", "kettering"]),
        ("can I get it", [], []),
        ("phase III", [], ["phase", "iii"]),  # no language
        ("case-control", [], ["case", "control"]),  # not controlled
        ("nationwide", [], ["nationwide"]),
    ],
)
def test_names_are_known_in_a_text_and_other_words_are_left(text, expected, left):
    reading = read(text)
    assert (concepts(reading), words(reading), filters(reading)) == (expected, left, set())


@pytest.mark.parametrize("text", ["AML excluding TCGA", "AML not TCGA", "AML without the TCGA", "LMA excepto TCGA"])
def test_a_plain_word_may_be_unwanted(text):
    part = read(text).parts[-1]
    assert (part.word, part.is_unwanted) == ("tcga", True)
    assert words(read(text)) == ["tcga"]


def test_a_name_of_several_words_is_unwanted_as_a_whole_up_to_a_stop():
    parts = read("CLL excluding Broad Institute, exomes of tumours").parts
    unwanted = [part.word for part in parts if isinstance(part, WordPart) and part.is_unwanted]
    assert unwanted == ["broad institute"]
    assert "tumors" in words(read("CLL excluding Broad Institute, tumors")) or "tumours" in words(
        read("CLL excluding Broad Institute, tumours")
    )


def test_a_long_question_is_read_to_its_end():
    asked = (
        "what data are there on adults with multiple myeloma that can be reused for general research, with at least "
        "1000 patients, with quality of life and with PFS, and with a median follow-up of over three years in Denmark?"
    )
    reading = read(asked)
    assert len(asked.split()) > 30
    assert {"followup=37..", "country=DNK", "patients=1000..", f"disease={MYELOMA}"} <= filters(reading)
    assert words(reading) == ["reused"]


def test_a_stage_and_a_share_are_no_counts_of_patients():
    assert filters(read("stage 3 or 4 Hodgkin lymphoma in Danish patients")) == {f"disease={HODGKIN}", "country=DNK"}
    assert filters(read("over 60% of patients with MRD")) == {"outcome=mrd"}


def test_a_state_of_patients_orders_what_is_found_and_leaves_nothing_out():
    reading = read("in relapsed AML")
    assert (words(reading), [part.words for part in reading.ranking]) == ([], [("relapsed",)])


@pytest.mark.parametrize("text", ["lymfoma registries", "hogkin lymphoma", "lukemia"])
def test_a_correction_is_told(text):
    corrected = [item.phrase for item in read(text).items if item.is_corrected]
    assert len(corrected) == 1


def test_a_phrase_that_is_switched_off_is_plain_words_again():
    reading = read("adults with AML in Denmark", off=("aml", "in denmark", "denmark"))
    assert filters(reading) == {"age_group=adult"}
    assert words(reading) == ["aml", "denmark"]
    assert filters(read("AML after 2015", off=("after 2015",))) == set()
    assert filters(read("AML without MRD", off=("mrd",))) == set()


def test_an_address_goes_before_the_words():
    reading = read(
        "AML in Denmark with at least 100 patients", filters={"country": ("x",)}, ranges={"patients": ("5", "")}
    )
    assert reading.query.filters["country"] == ("x",)
    assert reading.query.ranges["patients"] == ("5", "")


@pytest.mark.parametrize(
    ("text", "sort"),
    [
        ("largest AML registry", "patients"),
        ("most recent lymphoma data", "newest"),
        ("recently updated AML", "changed"),
        ("most patients, AML", "patients"),
        ("AML datasets sorted by number of patients", "patients"),
        ("most FAIR registries", "fair"),
        ("AML registries by title", "title"),
        ("newest", "relevance"),
        ("AML", "relevance"),
    ],
)
def test_words_beside_others_ask_for_an_order(text, sort):
    assert read(text).query.sort == sort
    assert read(text, sort="title").query.sort == "title"


def test_a_disease_of_an_age_is_the_disease_and_the_age():
    assert of_age()[MONDO + "0000870"] == FORMS["age_group"] + "paediatric"
    assert MONDO + "0011908" not in of_age()  # juvenile myelomonocytic leukaemia is none of adults
    assert MONDO + "0019471" not in of_age()  # adult T-cell leukaemia/lymphoma is not T-cell leukaemia in adults


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("PMID:30333627", "pmid:30333627"),
        ("pubmed 30333627", "30333627"),
        ("see https://doi.org/10.2147/CLEP.S99486.", "10.2147/clep.s99486"),
        ("phs000748", "phs000748"),
        ("syn-08", "syn-08"),
    ],
)
def test_identifiers_are_seen(text, expected):
    assert expected in identifiers(text)


# Laws.

SAID = st.lists(
    st.one_of(
        st.sampled_from(
            "AML ALL MRD OS with without not no or and in after before at least more than 100 2015 2015-01 patients adults "
            "Denmark registry open data licence stated missing under 18 years OMOP C92.0 n > >= lymfoma mielóma os_months "
            "follow-up within 3 months changed since last week ¿ ? leucemia sin con desde hasta leucémie sans Lymphomregister ohne "
            "bambini nonhodgkin myelo dysplastic https://doi.org/10.2147/CLEP.S99470 <http://purl.obolibrary.org/obo/MONDO_0018874> "
            "C920 C91.0|C92.0 entre 2005 y 2010 enero de no indican la licencia".split()
        ),
        st.text(max_size=12),
    ),
    max_size=25,
).map(" ".join)
ANY = st.one_of(SAID, st.text(max_size=600), st.text("0123456789<>=≥ .,-kK", max_size=300))


@given(ANY)
def test_any_text_is_read_and_always_in_the_same_way(text):
    query = Query.from_params({"q": [text]})
    first = understand(query, today=TODAY)
    assert understand(query, today=TODAY) == first
    assert len(first.parts) <= 24
    assert len(first.items) <= 24
    assert first.query == Query.from_params(_params(first.query))


def _params(query):
    found = {}
    for name, value in query.to_params():
        found.setdefault(name, []).append(value)
    return found


@given(SAID)
def test_what_is_switched_off_is_never_understood(text):
    query = Query.from_params({"q": [text]})
    phrases = {item.phrase for item in understand(query, today=TODAY).items}
    again = understand(Query(text=query.text, off=tuple(sorted(phrases))), today=TODAY)
    assert phrases & {item.phrase for item in again.items} == set()


@given(st.text(max_size=200))
def test_words_are_folded_and_few(text):
    found = tokens(text)
    assert len(found) <= MOST_READ
    assert all(token.folded == folded(token.folded) for token in found)


def test_a_question_is_read_in_milliseconds():
    questions = [
        "which sources have at least 100 adult AML patients with MRD and overall survival after 2015, mapped to the OMOP CDM?",
        "acute mieloid leukemia in Denmrak with unknwon words everywhere qwertyuiop",
        "x" * 500,
        "1 2 3 4 5 6 7 8 9 " * 25,
        "at least " * 60,
        "aged from between 1 to " * 20,
    ]
    for question in questions:
        read(question)
        times = []
        for _ in range(5):
            start = time.thread_time()  # of this thread alone: a machine may be busy with ten other things
            read(question)
            times.append(time.thread_time() - start)
        assert min(times) < 0.02, question
