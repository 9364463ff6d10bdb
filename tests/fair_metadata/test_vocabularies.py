"""Code lists: every row usable in both languages, found under every name, and a tree without cycles."""

import csv

import pytest

from fair_metadata.namespaces import DCAT
from fair_metadata.reading import read_all
from fair_metadata.vocabularies import above, background, codes_of, concept, folded, label, names, official, vocabulary
from tests.conftest import ROOT, needs_shared

MONDO = "http://purl.obolibrary.org/obo/MONDO_"
AML, BLOOD_CANCER = f"{MONDO}0018874", f"{MONDO}0044881"
each = pytest.mark.parametrize("name", names())


@each
def test_a_list_names_its_source_licence_and_credit(name):
    known = vocabulary(name)
    assert all((known.title, known.source, known.licence, known.credit, known.scheme, known.concepts))


@each
def test_every_entry_has_an_address_a_code_and_an_english_label(name):
    known = vocabulary(name)
    poor = [c.iri for c in known.concepts.values() if not (c.notation and c.label("en") and ":" in c.iri)]
    assert poor == []
    assert all(key == entry.iri for key, entry in known.concepts.items())


@pytest.mark.parametrize(
    "name",
    [
        "access-right",
        "frequency",
        "language",
        "data-theme",
        "healthcategories",
        "duo",
        "outcomes",
        "data-kinds",
        "source-types",
        "age-groups",
    ],
)
def test_the_lists_that_people_choose_from_are_in_spanish_too(name):
    entries = vocabulary(name).concepts.values()
    assert sum("es" in entry.labels for entry in entries) >= 0.9 * len(entries)


@each
def test_every_entry_is_found_by_its_label_code_and_synonyms(name):
    known = vocabulary(name)
    for entry in known.concepts.values():
        called = [entry.notation, *entry.labels.values(), *(s for texts in entry.synonyms.values() for s in texts)]
        assert [text for text in called if folded(text) and entry not in known.find(text.upper())] == []


@each
def test_broader_concepts_make_no_cycle_and_meet_narrower_ones(name):
    known = vocabulary(name)
    for iri in known.concepts:
        above = known.ancestors(iri)
        assert iri not in above
        assert all(iri in known.descendants(parent) for parent in above if parent in known.concepts)


def first(name, words):
    """The code of what is found first."""
    return next((found.notation for found in vocabulary(name).find(words)), None)


@pytest.mark.parametrize(
    ("name", "words", "code"),
    [
        ("mondo", "LMA", "MONDO:0018874"),
        ("mondo", "LLC", "MONDO:0004948"),
        ("mondo", "CTCL", "MONDO:0015758"),
        ("mondo", "Hodgkin's", "MONDO:0004952"),
        ("mondo", "blood cancers", "MONDO:0002334"),
        ("mondo", "haematological malignancy", "MONDO:0002334"),
        ("outcomes", "MRD", "mrd"),
        ("outcomes", "minimal residual disease", "mrd"),
        ("outcomes", "measurable residual disease", "mrd"),
        ("outcomes", "quality of life", "HRQoL"),
        ("outcomes", "event free survival", "EFS"),
        ("outcomes", "survival", "survival"),
        ("outcomes", "toxicity", "safety"),
        ("outcomes", "supervivencia global", "OS"),
        ("outcomes", "SLP", "PFS"),
        ("country", "Danish", "DNK"),
        ("country", "danés", "DNK"),
        ("country", "UK", "GBR"),
        ("country", "American", "USA"),
        ("country", "EE. UU.", "USA"),
        ("continent", "European", "EUROPE"),
        ("standard", "OMOP common data model", "OMOP-CDM"),
        ("access-right", "controlled access", "RESTRICTED"),
        ("licence", "CC-BY", "CC_BY_4_0"),
        ("licence", "ODbL", "ODC_BL"),
        ("file-type", "Excel", "XLS"),
        ("data-kinds", "WES", "WXS"),
        ("data-kinds", "whole-exome sequencing", "WXS"),
        ("data-kinds", "transcriptome", "transcriptomic"),
        ("data-kinds", "karyotype", "cytogenetics"),
        ("data-kinds", "biobank samples", "biosample"),
        ("data-kinds", "citometría de flujo", "flow-cytometry"),
        ("source-types", "data mart", "EHR"),
        ("source-types", "ensayo clínico", "clinical-trial"),
        ("age-groups", "children", "paediatric"),
        ("age-groups", "ancianos", "older"),
    ],
)
def test_people_find_a_concept_by_the_words_that_they_use(name, words, code):
    assert first(name, words) == code


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("WXS", "genomic"),
        ("miRNA", "genomic"),
        ("RPPA", "molecular"),
        ("claims", "administrative"),
        ("PET-CT", "imaging"),
    ],
)
def test_a_kind_of_data_is_found_by_the_broader_one(one, other):
    scheme = vocabulary("data-kinds").scheme
    assert f"{scheme}:{other}" in vocabulary("data-kinds").ancestors(f"{scheme}:{one}")


@pytest.mark.parametrize(
    "code",
    [
        "C92.0",
        "c92.0",
        "ICD-10 C92.0",
        "ICD10CM:C92.0",
        "CIE-10 C92.0",
        "ICD-O 9861/3",
        "ICDO:9861/3",
        "ICD-O-3: 9861/3",
        "9861/3",
        "ORPHA:519",
        "ORPHA 519",
        "NCIT:C3171",
        "C3171",
        "MONDO:0018874",
        "MONDO_0018874",
        "DOID:9119",
        "OncoTree AML",
        "AML",
    ],
)
def test_a_disease_is_found_by_its_codes_however_they_are_written(code):
    assert vocabulary("mondo").by_code(code)[0].iri == AML


@pytest.mark.parametrize("text", ["519", "0018874", "2016", "C92.1", "", "icd10"])
def test_numbers_without_a_system_and_unconfirmed_codes_are_no_codes(text):
    assert vocabulary("mondo").by_code(text) == ()


def test_of_diseases_with_one_code_the_broadest_comes_first():
    assert [found.notation for found in vocabulary("mondo").by_code("C85.9")] == ["MONDO:0005062", "MONDO:0018908"]


def test_codes_are_told_with_and_without_their_system():
    assert {"mondo:0018874", "icd10:c92.0", "c92.0", "orpha:519"} <= set(codes_of(vocabulary("mondo").get(AML)))
    assert vocabulary("duo").by_code("DUO_0000042")[0].notation == "DUO:0000042"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("0003864", "0004967"),
        ("0004967", "0018908"),
        ("0009693", "0005170"),
        ("0009693", "0005062"),
        ("0018935", "0004948"),
    ],
)
def test_a_disease_is_not_found_by_a_sister(one, other):
    """CLL is no acute leukaemia, ALL no non-Hodgkin lymphoma, myeloma not myeloid and no lymphoma, HCL no CLL."""
    assert MONDO + other not in vocabulary("mondo").ancestors(MONDO + one)


@pytest.mark.parametrize(
    "words", ["AML", "acute myeloid leukaemia", "Acute Myeloid Leukemia", "leucemia mieloide aguda"]
)
def test_a_disease_is_found_by_its_usual_names(words):
    assert AML in [found.iri for found in vocabulary("mondo").find(words)]


def test_a_disease_hangs_below_what_it_is_a_kind_of():
    mondo = vocabulary("mondo")
    assert any(
        concept(above).label("en") == "leukemia" or "leuk" in concept(above).label("en")
        for above in mondo.ancestors(AML)
        if concept(above)
    )
    assert AML in mondo.descendants(next(iter(mondo.ancestors(AML))))


def test_labels_are_told_in_the_language_asked_for_or_in_english():
    restricted = "http://publications.europa.eu/resource/authority/access-right/RESTRICTED"
    assert (label(restricted, "en"), label(restricted, "es")) == ("Restricted", "Restringido")
    assert label(restricted, "fi") == "Restricted"
    assert label("https://example.org/unknown", "en") is None


def test_addresses_of_other_hosts_lead_to_the_official_one():
    other = "https://publications.europa.eu/resource/authority/access-right/PUBLIC"
    assert official(other) == "http://publications.europa.eu/resource/authority/access-right/PUBLIC"
    assert official("https://example.org/x/") == "https://example.org/x/"


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("https://creativecommons.org/licenses/by/4.0/", "CC BY 4.0"),
        ("http://www.creativecommons.org/licenses/by-nc-sa/4.0/legalcode", "CC BY-NC-SA 4.0"),
        ("http://opendatacommons.org/licenses/odbl/1.0/", "ODbL 1.0"),
        ("https://creativecommons.org/licenses/by/3.0/", None),
    ],
)
def test_a_licence_is_known_by_its_own_address(address, name):
    assert label(address, "en") == name


def test_every_word_of_the_demo_tables_is_a_concept():
    folder = needs_shared("domain")
    words = {"outcomes": set(), "data-kinds": set(), "source-types": set()}
    for file in ("demo-datasets.csv", "demo-synthetic-contributions.csv"):
        for row in csv.DictReader((folder / file).read_text(encoding="utf-8").splitlines()):
            words["outcomes"] |= set(row["outcomes"].split(";"))
            words["data-kinds"] |= set(row["data_types"].split(";"))
            words["source-types"].add(row.get("source_type") or "")
    assert {name: [w for w in said - {""} if not vocabulary(name).find(w)] for name, said in words.items()} == {
        "outcomes": [],
        "data-kinds": [],
        "source-types": [],
    }


def test_a_list_that_is_not_there_is_refused_with_those_that_are():
    with pytest.raises(KeyError, match="There is no vocabulary “colours”"):
        vocabulary("colours")


def test_the_lists_as_triples_say_the_class_of_each_entry():
    triples = list(background(["access-right"]))
    entries = {s for s, p, o in triples if o == "<http://www.w3.org/2004/02/skos/core#Concept>"}
    assert len(entries) == len(vocabulary("access-right").concepts)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Leukaemia", "leukemia"), ("HAEMATOLOGY", "hematology"), ("Tumour-free", "tumor free"), ("Niño", "nino")],
)
def test_spellings_fold_to_one(one, other):
    assert folded(one) == folded(other)


def test_every_disease_of_the_demo_and_what_it_is_a_kind_of_has_a_spanish_name():
    mondo = vocabulary("mondo")
    triples = read_all((ROOT / "deploy" / "demo_data" / "datasets.ttl").read_bytes())
    used = {official(o[1:-1]) for _, p, o in triples if p == DCAT.theme}
    diseases = {iri for iri in used if mondo.get(iri)}
    assert len(diseases) > 20
    everything = diseases.union(*map(mondo.ancestors, diseases))
    assert [iri for iri in everything if mondo.get(iri) and "es" not in mondo.get(iri).labels] == []


def test_countries_are_in_their_continents():
    country, continent = (vocabulary(name).scheme for name in ("country", "continent"))
    assert above(f"{country}/DNK") == (f"{continent}/EUROPE",)
    assert above(f"{country}/TUR") == (f"{continent}/ASIA", f"{continent}/EUROPE")
    assert above(f"{country}/XIN") == ()
    alone = [c.notation for c in vocabulary("country").concepts.values() if c.codes and not c.broader]
    assert alone == ["IOT"]


def test_acute_myeloid_leukaemia_is_no_myeloproliferative_neoplasm_and_chronic_is_one():
    mpn, cml = f"{MONDO}0020076", f"{MONDO}0011996"
    assert mpn not in above(AML)
    assert mpn in above(cml)


@pytest.mark.parametrize("text", ["𝒩𝓗𝓛", "Ⅳ", "ﬁbrosis", "Leukaemia", "ß"])
def test_what_is_folded_stays_as_it_is(text):
    assert folded(folded(text)) == folded(text)
