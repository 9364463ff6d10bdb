"""Full marks, honestly earned: for data that anybody may have, and for data that are given on request."""

import pytest

from catalog.pages import embedded
from fair_metadata.assessment import Outcome, Priority, Set
from fair_metadata.namespaces import DCT, PROV, RDF, short
from fair_metadata.terms import iri
from tests.catalog.fair import showing
from tests.catalog.fair.showing import OPEN, RESTRICTED

BOTH = pytest.mark.parametrize("slug", [OPEN, RESTRICTED])


@BOTH
def test_41_of_41_indicators_and_signposting_level_2(shown, slug):
    found = showing.judged(slug)
    assert (found.rda.passed, found.rda.of, found.signposting) == (41, 41, 2)
    assert {each.name: share.of for each, share in found.priorities.items()} == {
        "ESSENTIAL": 20,
        "IMPORTANT": 14,
        "USEFUL": 7,
    }
    assert {letter: share.of for letter, share in found.letters.items()} == {"F": 7, "A": 12, "I": 12, "R": 10}
    assert {share.percent for share in found.letters.values()} == {100}


@BOTH
def test_every_result_says_what_was_tested_and_has_evidence_or_a_reason(shown, slug):
    for each in showing.judged(slug).results:
        row = each.indicator
        assert set(row.tested) == set(row.repair) == {"en", "es"}
        assert row.weight == {Priority.ESSENTIAL: 3, Priority.IMPORTANT: 2, Priority.USEFUL: 1}[row.priority]
        assert each.evidence or each.reason or each.outcome is Outcome.FAILED, row.code
        assert each.outcome is not Outcome.NOT_SEEN


@BOTH
def test_the_evidence_is_a_triple_of_the_description_or_what_was_served(shown, slug):
    said = {triple for each in (slug, *showing.FILES_OF[slug]) for triple in showing.row(each).record.triples}
    derived = {"RDA-F1-01D", "RDA-R1.3-01M", "RDA-I1-02M"}  # what a catalogue says of it
    for each in showing.judged(slug).results:
        if each.indicator.set is Set.RDA and each.indicator.code not in derived:
            triples = [one for one in each.evidence if not isinstance(one, str)]
            assert set(triples) <= said
            assert triples or each.indicator.is_of_page


def test_which_data_are_open_and_which_are_given_on_request_is_stated(shown):
    rights = {
        slug: iri(showing.row(slug).record.value(DCT.accessRights)).rsplit("/", 1)[-1] for slug in (OPEN, RESTRICTED)
    }
    assert rights == {OPEN: "PUBLIC", RESTRICTED: "RESTRICTED"}
    assert all(showing.row(slug).violations == 0 for slug in (OPEN, RESTRICTED))
    assert all(showing.row(slug).card["is_synthetic"] for slug in (OPEN, RESTRICTED))


REGISTERED = (
    "dcat",
    "dct",
    "foaf",
    "vcard",
    "prov",
    "adms",
    "skos",
    "rdf",
    "rdfs",
    "odrl",
    "spdx",
    "time",
    "locn",
    "doc",
)


@BOTH
def test_what_the_page_holds_for_harvesters_is_in_public_registries_of_vocabularies(shown, slug):
    core = embedded.core(showing.row(slug).record)
    classes = {value for _, path, value in core.triples if path == RDF.type}
    terms = {path for _, path, _ in core.triples} | classes
    assert {short(term).split(":")[0] for term in terms} <= set(REGISTERED)
    assert {PROV.wasGeneratedBy, DCT.creator, DCT.license, DCT.accessRights, DCT.identifier} <= terms
