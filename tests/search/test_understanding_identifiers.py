"""Codes, addresses, DOIs and accessions in the many ways in which people and machines write them."""

import pytest

from search.understanding import NamePart
from search.understanding.tokens import addresses, identifiers
from tests.search.reading import ALL, AML, MDS, MYELOMA, concepts, filters, read, words

OBO = "http://purl.obolibrary.org/obo/"


@pytest.mark.parametrize(
    "text",
    [
        f"{OBO}MONDO_0018874",
        f"<{OBO}MONDO_0018874>",
        "https://purl.obolibrary.org/obo/MONDO_0018874",
        "obo:MONDO_0018874",
        "mondo:MONDO_0018874",
        "https://identifiers.org/mondo:0018874",
        f"{OBO}NCIT_C3171",
        f"{OBO}DOID_9119",
        "http://www.orpha.net/ORDO/Orphanet_519",
        "http://id.nlm.nih.gov/mesh/D015470",
        "http://purl.bioontology.org/ontology/ICD10CM/C92.0",
        "“C92.0”",
        "[ORPHA:519]",
        "C920",
        "C92.00",
        "M9861/3",
        "ICD-10 code C92.0",
        "ICD-O-3/9861/3",
        "Orpha code 519",
        "ICD-O-3 morphology 9861/3",
    ],
)
def test_a_code_means_its_disease_in_any_spelling(text):
    assert concepts(read(text)) == [AML]
    assert words(read(text)) == []


@pytest.mark.parametrize(
    "text", ["C92.0;C90.0", "MONDO:0018874|MONDO:0009693", "C92.0, C90.0", "MONDO_0018874,MONDO_0009693"]
)
def test_codes_beside_each_other_are_each_a_disease(text):
    assert concepts(read(text)) == [AML, MYELOMA]


def test_a_code_without_its_last_digits_is_what_is_meant_where_no_disease_has_it_whole():
    assert concepts(read("D46.9")) == [MDS]
    assert concepts(read("C91.01")) == [ALL]
    assert concepts(read("E11.9")) == []


def test_an_address_of_a_list_is_its_member():
    assert filters(read("http://publications.europa.eu/resource/authority/country/DNK registries")) >= {"country=DNK"}
    assert filters(read("C90.0 in Denmark")) == {f"disease={MYELOMA}", "country=DNK"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://pubmed.ncbi.nlm.nih.gov/23634996", "pmid:23634996"),
        ("https://www.ncbi.nlm.nih.gov/pubmed/24434212", "pmid:24434212"),
        ("PubMed ID 24434212", "pmid:24434212"),
        ("http://dx.doi.org/10.1056/NEJMoa1801445", "10.1056/nejmoa1801445"),
        ("https://www.doi.org/10.2147/CLEP.S99463.", "10.2147/clep.s99463"),
        ("(10.2147/clep.s99463)", "10.2147/clep.s99463"),
        ("10.1101/2024.04.11.24305663v1", "10.1101/2024.04.11.24305663"),
        ("phs000748.v7.p4", "phs000748"),
        ("study.cgi?study_id=phs002187.v1.p1", "phs002187"),
        ("https://pmc.ncbi.nlm.nih.gov/articles/PMC5094596/", "pmc5094596"),
        ("phs000748,phs001175", "phs001175"),
        ("http://eumds.org/", "eumds.org"),
        ("https://catalogue.example.org/datasets/syn-08", "syn-08"),
        ("https://www.cbioportal.org/study?id=mm_broad&tab=summary", "mm_broad"),
        ("www.ebmt.org", "ebmt.org"),
        ("<urn:fdc:demo:dataset:hmrn>.", "urn:fdc:demo:dataset:hmrn"),
        ("cbio-laml_tcga_pub and others", "cbio-laml_tcga_pub"),
        ("«syn-09»", "syn-09"),
    ],
)
def test_an_identifier_is_seen_in_any_spelling(text, expected):
    assert expected in identifiers(text)


def test_the_words_and_numbers_of_an_address_are_not_looked_for():
    reading = read("AML in https://www.example.org/2015/registry/denmark after 2010")
    assert addresses("see https://www.example.org/a, and 10.1234/b.") == ("https://www.example.org/a", "10.1234/b")
    assert filters(reading) == {f"disease={AML}", "period=2011.."}
    assert [part for part in reading.parts if isinstance(part, NamePart)] == list(reading.parts)


def test_an_address_is_plain_words_when_its_phrase_is_off():
    assert words(read("10.1234/abc", off=("10 1234 abc",))) == ["10", "1234", "abc"]
    text = f"{OBO}MONDO_0018874"
    (item,) = read(text).items
    assert concepts(read(text, off=(item.phrase,))) == []
