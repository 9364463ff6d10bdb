"""Code lists: every row usable in both languages, found under every name, and a tree without cycles."""

import pytest

from fair_metadata.namespaces import DCAT
from fair_metadata.reading import read_all
from fair_metadata.vocabularies import background, concept, folded, label, names, official, vocabulary
from tests.conftest import ROOT

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
    "name", ["access-right", "frequency", "language", "data-theme", "healthcategories", "duo", "outcomes"]
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
