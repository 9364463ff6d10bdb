"""The demo's descriptions: made from their tables, nothing of the first ones lost, and no small number told."""

from deploy.demo_data.build import made
from deploy.demo_data.turtle import turtle
from fair_metadata.document import split
from fair_metadata.namespaces import CSVW, DCAT, DCT, DQV, HEALTHDCATAP, MARROW, ODRL, RDF
from fair_metadata.profiles import CHECKED, DEFAULT
from fair_metadata.reading import read_all
from fair_metadata.terms import literal
from fair_metadata.validation import broken_rules
from tests.conftest import ROOT, needs_shared
from tests.fair_metadata.graphs import canonical

FILE = ROOT / "deploy" / "demo_data" / "datasets.ttl"
RECORDS = {record.iri.rsplit(":", 1)[-1]: record for record in split(read_all(FILE.read_bytes()))[0]}
MRD, CONTINENT = "<urn:fdc:vocab:outcomes:mrd>", "<http://publications.europa.eu/resource/authority/continent/EUROPE>"


def test_the_file_is_as_its_tables_make_it():
    assert FILE.read_text(encoding="utf-8") == made(needs_shared("domain"))


def test_nothing_of_the_first_descriptions_is_lost():
    first = read_all((needs_shared("domain") / "demo-datasets.ttl").read_bytes())
    was = {record.iri: record for record in split(first)[0]}
    now = {record.iri: record for record in RECORDS.values()}
    assert was.keys() - now.keys() == set()
    lost = [
        (path, value)
        for iri, record in was.items()
        for _, path, value in record.triples
        if value[0] != "_" and value not in {o for _, p, o in now[iri].triples if p == path}
    ]
    assert lost == []


def test_what_is_written_reads_back():
    triples = read_all(FILE.read_bytes())
    assert canonical(read_all(turtle(triples).encode(), media_type="text/turtle")) == canonical(triples)


def test_our_own_rows_are_used_as_the_profile_says():
    def broken(record, profile):
        return {(b.node, b.path, b.component, b.value) for b in broken_rules(record, profile)}

    assert [found for r in RECORDS.values() if (found := broken(r, DEFAULT) - broken(r, CHECKED))] == []
    stated = {path for record in RECORDS.values() for path in record.nodes.get(record.subject, {})}
    assert {row.path for row in DEFAULT.shapes["dataset"].properties[-10:]} - stated == set()


def test_the_places_are_those_of_the_table():
    stated = {name: record.values(DCT.spatial) for name, record in RECORDS.items()}
    assert stated["dmmr"] == ("<http://publications.europa.eu/resource/authority/country/DNK>",)
    assert stated["hmrn"] == ("<http://publications.europa.eu/resource/authority/country/GBR>",)
    assert stated["eumds"] == (CONTINENT,)
    assert stated["cbio-mds_iwg_2022"] == ()


def test_what_is_measured_is_told_from_what_is_missing_and_from_what_nobody_knows():
    def measured(name):
        return MRD in RECORDS[name].values(DCT.subject), MRD in RECORDS[name].values(MARROW.lacks)

    assert (measured("syn-01"), measured("syn-06"), measured("cbio-laml_tcga_pub")) == (
        (True, False),
        (False, True),
        (False, False),
    )


def test_a_count_below_the_limit_is_a_text_and_no_number_is_stated():
    record = RECORDS["syn-12"]
    assert record.values(MARROW.suppressedCount) == (literal("<10"),)
    assert [o for _, p, o in record.triples if p == HEALTHDCATAP.numberOfUniqueIndividuals] == []
    [cohort] = record.values(MARROW.cohort)
    assert record.values(MARROW.suppressedCount, cohort) == (literal("<10"),)


def test_what_is_made_up_is_said_of_synthetic_records_only():
    invented = (MARROW.leadTime, MARROW.cohort, DQV.hasQualityMeasurement, HEALTHDCATAP.hasVariables, DCAT.distribution)
    for name, record in RECORDS.items():
        if not name.startswith("syn-"):
            assert [path for path in invented if record.values(path)] == [], name
    columns = [s for s, p, o in RECORDS["syn-01"].triples if (p, o) == (RDF.type, CSVW.Column)]
    assert len(columns) == 8


def test_conditions_of_use_are_terms_of_a_list():
    [policy] = RECORDS["syn-02"].values(ODRL.hasPolicy)
    assert RECORDS["syn-02"].values(DCT.type, policy) == ("<http://purl.obolibrary.org/obo/DUO_0000042>",)
