"""What several records use: small things travel, large things are kept once, and cost stays linear."""

import pytest

from fair_metadata.document import REFERENCE, SMALL, Document, split
from fair_metadata.namespaces import DCAT, DCT, FOAF, RDF, SKOS
from fair_metadata.terms import literal, named
from tests.fair_metadata.graphs import canonical
from tests.fair_metadata.test_laws import union

SCHEME = named("http://example.org/scheme")


def concept(n):
    return named(f"http://example.org/concept/{n}")


def catalogue(datasets, concepts, agents):
    """Datasets that share one scheme of concepts, which lists them all, and described agents."""
    triples = [(SCHEME, RDF.type, SKOS.ConceptScheme)]
    for n in range(concepts):
        triples += [
            (concept(n), RDF.type, SKOS.Concept),
            (concept(n), SKOS.inScheme, SCHEME),
            (concept(n), SKOS.prefLabel, literal(f"Concept {n}", language="en")),
            (concept(n), SKOS.broader, concept(n // 2)),
            (concept(n), SKOS.narrower, concept((n * 2 + 1) % concepts)),
            (SCHEME, SKOS.hasTopConcept, concept(n)),
        ]
    for n in range(agents):
        agent = named(f"http://example.org/agent/{n}")
        triples += [(agent, RDF.type, FOAF.Agent), (agent, FOAF.name, literal(f"Agent {n}"))]
    for n in range(datasets):
        dataset = named(f"http://example.org/dataset/{n}")
        triples += [
            (dataset, RDF.type, DCAT.Dataset),
            (dataset, DCT.title, literal(f"Dataset {n}", language="en")),
            (dataset, DCAT.theme, concept(n % concepts)),
            (dataset, DCT.publisher, named(f"http://example.org/agent/{n % agents}")),
        ]
    return triples


def test_agents_travel_and_a_large_scheme_is_kept_once():
    triples = catalogue(datasets=50, concepts=300, agents=5)
    records, shared, remainder = split(triples)
    assert len(records) == 50
    assert all(6 <= len(record) <= 6 + SMALL for record in records)
    assert [record.subject for record in shared].count(SCHEME) == 1
    assert all((SCHEME, RDF.type, SKOS.ConceptScheme) not in record.triples for record in records)
    assert remainder == []
    assert canonical(union(triples)) == canonical(triples)


@pytest.mark.slow
def test_a_thousand_datasets_that_share_twenty_thousand_concepts_come_out_whole():
    triples = catalogue(datasets=1000, concepts=20_000, agents=50)
    document = Document()
    document.add(triples)
    kept = 0
    found = set()
    for part in document.parts():
        kept += len(part.triples)
        found.update(part.triples)
    found.update(document.remainder())
    assert found == set(triples)
    # Linear: what travels with a dataset is small, everything else is kept once.
    assert kept <= len(triples) + 1000 * SMALL + 20_000 * SMALL
    assert kept < 3 * len(triples)


def test_a_dataset_with_ten_thousand_distributions_comes_out_whole():
    dataset = named("http://example.org/d")
    triples = [(dataset, RDF.type, DCAT.Dataset)]
    for n in range(10_000):
        part = named(f"http://example.org/d/{n}")
        triples += [(dataset, DCAT.distribution, part), (part, RDF.type, DCAT.Distribution)]
    records, shared, remainder = split(triples)
    assert (len(records), len(shared), len(remainder)) == (10_001, 0, 0)
    assert len(next(r for r in records if r.subject == dataset)) == 10_001


def test_a_record_with_thirty_five_thousand_keywords_comes_out_whole():
    dataset = named("http://example.org/d")
    words = [(dataset, DCAT.keyword, literal(f"word {n}", language="en")) for n in range(35_000)]
    records, _, _ = split([(dataset, RDF.type, DCAT.Dataset), *words])
    assert len(records[0].values(DCAT.keyword)) == 35_000


def test_a_blank_node_that_two_records_mention_is_one_node_in_both():
    a, b = named("http://example.org/a"), named("http://example.org/b")
    triples = [(a, RDF.type, DCAT.Dataset), (b, RDF.type, DCAT.Dataset)]
    triples += [(a, DCT.publisher, "_:p"), (b, DCT.publisher, "_:p"), ("_:p", FOAF.name, literal("A hospital"))]
    first, second = split(triples)[0]
    assert first.values(DCT.publisher) == second.values(DCT.publisher)
    assert len(union(triples)) == len(triples)


def test_a_blank_dataset_stays_inside_the_catalogue_that_mentions_it():
    catalog = named("http://example.org/c")
    triples = [(catalog, RDF.type, DCAT.Catalog), (catalog, DCAT.dataset, "_:d"), ("_:d", RDF.type, DCAT.Dataset)]
    records, _, remainder = split(triples)
    assert [len(record) for record in records] == [3]
    assert remainder == []


def test_what_hangs_off_nothing_is_the_remainder():
    orphan = (named("http://example.org/x"), FOAF.name, literal("Nobody mentions me"))
    records, _, remainder = split([(named("http://example.org/d"), RDF.type, DCAT.Dataset), orphan])
    assert remainder == [orphan]
    assert len(records) == 1


def test_references_are_a_kind_of_their_own():
    document = Document()
    document.add(catalogue(datasets=3, concepts=200, agents=1))
    parts = list(document.parts())
    assert [part.kind for part in parts].count("dataset") == 3
    assert [part.kind for part in parts if part.subject == SCHEME] == [REFERENCE]
