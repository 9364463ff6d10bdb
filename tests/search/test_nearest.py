"""What a question is answered with that nothing answers whole, and what may match beside few results."""

import pytest

from search.explaining import unknown
from tests.relevance.catalogue import asked, documents, engines, named


@pytest.fixture(scope="module", params=["embedded", "elastic"])
def engine(request, tmp_path_factory):
    """The demo in an engine."""
    yield from engines(request.param, tmp_path_factory.mktemp("nearest"))


@pytest.mark.parametrize(
    ("text", "disease"),
    [
        ("high-risk MDS", "MONDO_0018881"),
        ("r/r DLBCL", "MONDO_0018905"),
        ("bone marrow samples AML", "MONDO_0018874"),
        ("SEER lymphoma incidence", "MONDO_0005062"),
    ],
)
def test_who_names_a_disease_is_not_shown_another(engine, text, disease):
    found = asked(engine, text)
    assert found.is_relaxed
    assert found.results.total > 0
    for hit in found.results.hits:
        said = next(document for document in documents() if document.iri == hit.iri)
        assert any(concept.endswith(disease) for concept in said.concepts), hit.iri


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("decitabine response AML", ["cbio-mnm_washu_2016"]),  # the drug says more than the outcome
        ("decitabine trial", ["cbio-mnm_washu_2016"]),
        ("AML drug response assay", ["aws-beataml"]),
        ("HARMONY network AML adults", ["amlsg-harmony"]),  # a part of the name, not a kind of source
        ("HMRN Yorkshire", ["hmrn"]),
        ("breast trastuzumab her2", []),
        ("COVID-19", []),
        ("randomised controlled trial myeloma", []),  # myeloid leukaemia is no myeloma
    ],
)
def test_what_says_least_is_dropped_first(engine, text, expected):
    assert named(asked(engine, text).results) == expected


def test_words_that_stand_nowhere_only_order_beside_filters(engine):
    found = asked(engine, "AML in adults from the US with exome data and matched normals, 200 patients")
    assert found.is_relaxed
    assert named(found.results) == ["cbio-laml_tcga_pub"]


def test_a_filter_that_was_chosen_is_not_mixed_with_less(engine):
    found = asked(engine, "unheardof", filters={"disease": ("http://purl.obolibrary.org/obo/MONDO_0018874",)})
    assert (found.results.total, found.maybe.total) == (0, 0)


def test_beside_few_results_of_a_text_stands_what_does_not_mention_it(engine):
    found = asked(engine, "FLT3 AML")
    assert set(named(found.results)) == {"syn-01", "syn-02"}
    assert len(found.maybe.hits) == 8
    assert unknown(found.maybe.hits[0], found.reading, "en") == ["“flt3”"]
    everything = asked(engine, "FLT3 AML", maybe=True)
    assert everything.results.total == found.maybe.total
    assert not {"syn-01", "syn-02"} & set(named(everything.results))


def test_what_states_only_something_broader_may_match_a_text_too(engine):
    found = asked(engine, "CMML")
    assert named(found.results) == ["syn-10"]
    assert named(found.maybe)[0] == "aws-ohsu-cnl"  # myelodysplastic/myeloproliferative neoplasms
    assert unknown(found.maybe.hits[0], found.reading, "en") == ["Disease: chronic myelomonocytic leukaemia"]


def test_a_text_of_which_nothing_is_understood_has_nothing_beside_it(engine):
    assert asked(engine, "cobimetinib").maybe is None
    assert asked(engine, "cobimetinib", maybe=True).results.total == 0


@pytest.mark.parametrize(
    ("text", "nearest"),
    [
        ("polycythaemia vera", "cbio-mpn_cimr_2013"),
        ("mycosis fungoides", "cbio-ctcl_columbia_2015"),
        ("ET", "cbio-mpn_cimr_2013"),
    ],
)
def test_of_what_may_match_the_nearest_disease_comes_first(engine, text, nearest):
    found = asked(engine, text)
    assert found.results.total == 0
    assert named(found.maybe)[0] == nearest


def test_what_allows_less_is_not_for_general_use(engine):
    assert set(named(asked(engine, "AML for general research use").results)) == {"syn-02", "syn-06"}
    assert set(named(asked(engine, "non-commercial use only CLL").results)) == {"syn-09"}
    assert named(asked(engine, "no restriction on use").results) == []


def test_abbreviations_of_treatments_and_earlier_names_of_genes_are_known(engine):
    assert named(asked(engine, "HSCT").results)[0] == "ebmt"
    assert named(asked(engine, "KMT2A").results) == named(asked(engine, "MLL").results) == ["cbio-all_stjude_2015"]


def test_what_may_match_of_the_nearest_question_is_found_by_its_link_too(engine):
    """“Kidsfirst” is no word of any description; “kids first” are two."""
    beside = asked(engine, "Kidsfirst")
    alone = asked(engine, "Kidsfirst", maybe=True)
    assert (beside.results.total, alone.results.total) == (4, beside.maybe.total)
    assert alone.maybe is None
