"""DCAT-AP and HealthDCAT-AP on the way out: official names, one dataset, described citations; what is missing is told."""

from dataclasses import replace

import pytest
from rdflib import Graph

from fair_metadata.formats import FORMATS, Description
from fair_metadata.formats.profiles import CONFORMING, broken, conforming
from fair_metadata.formats.report import turtle
from fair_metadata.namespaces import CV, DCAT, DCATAP, DCT, FOAF, HEALTHDCATAP, MARROW, RDF, SH, SKOS, XSD, short
from fair_metadata.reading import read_all
from fair_metadata.record import Record
from fair_metadata.terms import literal, named
from fair_metadata.validation import Severity
from fair_metadata.validation.judging import judge
from fair_metadata.validation.source import stated
from fair_metadata.validation.standards import STANDARDS
from fair_metadata.vocabularies import EHDS
from tests.conftest import needs_shared
from tests.fair_metadata import official
from tests.fair_metadata.graphs import canonical
from tests.fair_metadata.test_exports import violations

IRI = "https://data.example.org/registry"
ME, PLACE = named(IRI), "http://publications.europa.eu/resource/authority"
HEAL = named(f"{PLACE}/data-theme/HEAL")
AML = named("http://purl.obolibrary.org/obo/MONDO_0018874")
CATEGORY = "https://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/EHRS"
WHOLE = [
    (ME, RDF.type, DCAT.Dataset),
    (ME, DCT.title, literal("A registry", language="en")),
    (ME, DCT.description, literal("About patients.", language="en")),
    (ME, DCT.accessRights, named(f"{PLACE}/access-right/RESTRICTED")),
    (ME, DCATAP.applicableLegislation, EHDS),
    (ME, DCAT.distribution, named(f"{IRI}/csv")),
    (ME, DCAT.theme, HEAL),
    (ME, HEALTHDCATAP.hdab, "_:h"),
    ("_:h", RDF.type, FOAF.Agent),
    ("_:h", FOAF.name, literal("A body", language="en")),
    ("_:h", CV.contactPoint, "_:c"),
    ("_:c", RDF.type, CV.ContactPoint),
    ("_:c", CV.email, literal("data@example.org")),
    (ME, HEALTHDCATAP.healthCategory, named(CATEGORY)),
    (ME, HEALTHDCATAP.hasStructuredData, literal("false", datatype=XSD.boolean[1:-1])),
    (ME, MARROW.leadTime, literal("P42D", datatype=XSD.duration[1:-1])),
]
FILE = named(f"{IRI}/csv")
PART = Record.of(
    f"{IRI}/csv",
    [
        (FILE, RDF.type, DCAT.Distribution),
        (FILE, DCAT.accessURL, named("https://ask.example.org/")),
        (FILE, DCATAP.applicableLegislation, EHDS),
    ],
)


def said(*more, without=()):
    triples = [t for t in [*WHOLE, *more] if t[1] not in without]
    return Description(Record.of(IRI, triples), "https://catalogue.example.org/datasets/registry", parts=(PART,))


def of(name, description):
    return conforming(description, CONFORMING[name])


def health(description):
    return of("healthdcat-ap", description)


def missing(description, name="healthdcat-ap"):
    return {(short(b.path), b.component) for b in broken(description, CONFORMING[name])}


@pytest.mark.parametrize("name", ["dcat-ap", "healthdcat-ap"])  # Health-RI: test_ready.py
def test_the_official_shapes_accept_what_states_all_that_is_asked_without_loading_any_list(name):
    needs_shared("standards")
    files = official.DCAT_AP if name == "dcat-ap" else official.HEALTH_R8["RESTRICTED"]
    for syntax in ("turtle", "json-ld", "rdf-xml"):
        row = FORMATS[f"{name}-{syntax}"]
        triples = read_all(row.write(said()), media_type=row.media_type)
        assert violations(triples, files) == set()
    assert missing(said(), name) == set()


def test_the_three_syntaxes_say_the_same():
    rows = [FORMATS[f"healthdcat-ap-{syntax}"] for syntax in ("turtle", "json-ld", "rdf-xml")]
    graphs = [canonical(read_all(row.write(said()), media_type=row.media_type)) for row in rows]
    assert graphs[0] == graphs[1] == graphs[2] == canonical(health(said()).triples)


@pytest.mark.parametrize(
    ("path", "told"),
    [
        (DCATAP.applicableLegislation, {("dcatap:applicableLegislation", "MinCount")}),
        (HEALTHDCATAP.hdab, {("healthdcatap:hdab", "MinCount")}),
        (HEALTHDCATAP.healthCategory, {("healthdcatap:healthCategory", "MinCount")}),
        (HEALTHDCATAP.hasStructuredData, {("healthdcatap:hasStructuredData", "MinCount")}),
        (DCAT.theme, {("dcat:theme", "MinCount"), ("dcat:theme", "HasValue")}),
        (DCT.title, {("dct:title", "MinCount")}),
        (DCT.description, {("dct:description", "MinCount")}),
    ],
)
def test_a_mandatory_value_that_is_missing_is_told_and_not_invented(path, told):
    needs_shared("standards")
    description = said(without=(path,))
    record = health(description)
    assert record.values(path) == ()
    assert missing(description) == told
    assert violations(record.triples, official.HEALTH_R8["RESTRICTED"]) == told
    graph = Graph().parse(data=FORMATS["healthdcat-ap-report"].write(description), format="turtle")
    assert (None, None, None) in graph
    assert str(next(graph.objects(None, _uri(SH.conforms)))) == "false"
    assert len(list(graph.objects(None, _uri(SH.result)))) == len(told)


def test_a_report_of_what_is_whole_conforms():
    graph = Graph().parse(data=FORMATS["healthdcat-ap-report"].write(said()), format="turtle")
    assert str(next(graph.objects(None, _uri(SH.conforms)))) == "true"
    assert list(graph.objects(None, _uri(SH.result))) == []


@pytest.mark.parametrize("name", CONFORMING)
def test_the_report_of_a_document_has_the_results_that_the_validator_has_of_it(name):
    """Of all that forbids, but for the names of nodes; in HealthDCAT-AP and Health-RI something is wrong in a value."""
    description = said(
        (ME, DCT.publisher, "_:p"), ("_:p", RDF.type, FOAF.Agent), without=(DCT.title, HEALTHDCATAP.hdab)
    )
    document = conforming(description, CONFORMING[name])
    verdict = judge(stated(dict.fromkeys(document.triples, 0)), STANDARDS[name])
    forbidden = tuple(each for each in verdict.broken if each.severity is Severity.VIOLATION)
    ours = read_all(FORMATS[f"{name}-report"].write(description), media_type="text/turtle")
    theirs = read_all(turtle(replace(verdict, broken=forbidden)), media_type="text/turtle")
    assert canonical(_results(ours)) == canonical(_results(theirs))
    assert any(p == SH.detail for _, p, _ in ours) == (name != "dcat-ap")


def _results(triples):
    return [(s, p, o) for s, p, o in triples if p not in (DCT.description, DCT.conformsTo, DCT.subject, DCT.title)]


def _uri(term):
    from rdflib import URIRef

    return URIRef(term[1:-1])


def test_lists_are_named_as_their_publishers_name_them():
    elsewhere = "http://13.81.34.152:1101/resource/authority/healthcategories/DIOH"
    official_name = "https://hdeu-dcat.data.health.europa.eu/resource/authority/healthcategories/DIOH"
    record = health(said((ME, HEALTHDCATAP.healthCategory, named(elsewhere))))
    assert set(record.values(HEALTHDCATAP.healthCategory)) == {named(CATEGORY), named(official_name)}
    assert elsewhere not in record.ntriples
    assert missing(said((ME, HEALTHDCATAP.healthCategory, named(elsewhere)))) == set()


def test_a_member_of_a_list_comes_with_its_name_and_list():
    record = health(said())
    right = named(f"{PLACE}/access-right/RESTRICTED")
    assert set(record.types(right)) == {SKOS.Concept, DCT.RightsStatement}
    assert record.values(SKOS.inScheme, right) == (named(f"{PLACE}/access-right"),)
    assert record.values(SKOS.prefLabel, right) == (literal("Restricted", language="en"),)


def test_what_is_cited_has_the_class_of_the_range_unless_it_is_catalogued_by_itself():
    page, other = named("https://example.org/page"), named("https://example.org/other")
    record = health(
        said(
            (ME, FOAF.page, page),
            (ME, DCT.source, other),
            (ME, DCT.temporal, "_:t"),
            ("_:t", DCAT.startDate, literal("2010", datatype=XSD.gYear[1:-1])),
        )
    )
    assert record.types(page) == (FOAF.Document,)
    assert record.types(other) == ()
    [period] = record.values(DCT.temporal)
    assert record.types(period) == (DCT.PeriodOfTime,)


def test_a_theme_that_the_list_does_not_hold_is_a_subject_where_the_list_is_closed():
    description = said((ME, DCAT.theme, AML))
    assert health(description).values(DCAT.theme) == (HEAL,)
    assert health(description).values(DCT.subject) == (AML,)
    assert set(of("dcat-ap", description).values(DCAT.theme)) == {HEAL, AML}
    assert description.record.values(DCT.subject) == ()


def test_words_of_other_vocabularies_stay_in_the_documents_that_have_everything():
    assert "marrow" not in health(said()).ntriples.replace(IRI, "")
    assert health(said()).values(HEALTHDCATAP.hasStructuredData) != ()
    assert of("dcat-ap", said()).values(HEALTHDCATAP.hasStructuredData) == ()
    assert MARROW.leadTime in FORMATS["n-triples"].write(said()).decode()


def test_a_resource_without_identifier_is_identified_by_its_iri():
    assert health(said()).values(DCT.identifier) == (literal(IRI),)
    own = said((ME, DCT.identifier, literal("REG-7")))
    assert health(own).values(DCT.identifier) == (literal("REG-7"),)


def test_a_document_holds_the_dataset_with_its_distributions_and_no_other_dataset():
    record = health(said())
    assert [s for s in record.nodes if DCAT.Dataset in record.types(s)] == [ME]
    assert [s for s in record.nodes if DCAT.Distribution in record.types(s)] == [FILE]
    assert health(replace(said(), parts=())).types(FILE) == ()


def test_a_dataset_is_held_to_the_level_that_it_states():
    said_non_public = [(ME, DCT.accessRights, named(f"{PLACE}/access-right/NON_PUBLIC"))]
    description = said(*said_non_public, without=())
    only = replace(
        description, record=Record(ME, tuple(t for t in description.record.triples if "RESTRICTED" not in t[2]))
    )
    assert missing(only) == {
        (path, "MinCount") for path in ("dcat:contactPoint", "dcat:keyword", "dct:type", "dct:provenance")
    }
