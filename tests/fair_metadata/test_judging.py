"""A document of somebody else: what is wrong with it, in which line, what one click would mend, and the report."""

import gzip

import pytest
from rdflib import Graph, Namespace
from rdflib.namespace import RDF

from fair_metadata.formats.report import jsonld, turtle
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.reading import Limits, Unreadable, read
from fair_metadata.terms import iri
from fair_metadata.validation import broken_rules
from fair_metadata.validation.judging import MOST, judge
from fair_metadata.validation.mending import mends
from fair_metadata.validation.source import replaced, source, stated
from fair_metadata.validation.standards import STANDARDS
from tests.catalog.validating.conftest import graph_of

SH = Namespace("http://www.w3.org/ns/shacl#")
DCAT_AP, HEALTH = STANDARDS["dcat-ap"], STANDARDS["healthdcat-ap"]
HEAD = """@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
POOR = f"""{HEAD}
<https://e.org/a> a dcat:Dataset ;
  dct:title "Blood"@en ;
  dct:issued "31/12/2020" ;
  dct:publisher [
    a foaf:Agent
  ] .
"""


def of(text, media_type="text/turtle"):
    return source(text.encode() if isinstance(text, str) else text, media_type=media_type, limits=Limits())


def findings(text, standard=DCAT_AP, **how):
    return [told for node in judge(of(text, **how), standard).nodes for told in node.told]


def lines(text, **how):
    return {(iri(t.path).rsplit("/", 1)[-1].rsplit("#", 1)[-1], t.component): t.line for t in findings(text, **how)}


def test_a_finding_names_the_line_of_its_value_and_what_is_missing_the_line_where_its_node_begins():
    assert lines(POOR)["issued", "Node"] == 8
    assert lines(POOR)["description", "MinCount"] == 6
    assert lines(POOR)["name", "MinCount"] == 10


@pytest.mark.parametrize(
    ("media_type", "text", "line"),
    [
        ("application/n-triples", '<https://e.org/a> <http://purl.org/dc/terms/title> "x" .\n<https://e.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> .\n<https://e.org/a> <http://purl.org/dc/terms/issued> "soon" .\n', 3),
        ("application/n-quads", '<https://e.org/a> <http://www.w3.org/1999/02/22-rdf-syntax-ns#type> <http://www.w3.org/ns/dcat#Dataset> <https://e.org/g> .\n<https://e.org/a> <http://purl.org/dc/terms/issued> "soon" .\n', 2),
        ("application/trig", f'{HEAD}<https://e.org/g> {{\n<https://e.org/a> a dcat:Dataset ;\n  dct:issued "soon" .\n}}\n', 7),
        ("application/rdf+xml", '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"\n xmlns:dct="http://purl.org/dc/terms/" xmlns:dcat="http://www.w3.org/ns/dcat#">\n<dcat:Dataset rdf:about="https://e.org/a">\n  <dct:issued>soon</dct:issued>\n</dcat:Dataset>\n</rdf:RDF>', 4),
        ("application/ld+json", '{"@context": {"dct": "http://purl.org/dc/terms/"},\n "@id": "https://e.org/a",\n "@type": "http://www.w3.org/ns/dcat#Dataset",\n "dct:issued": "soon"}', 2),
    ],
    ids=["N-Triples", "N-Quads", "TriG", "RDF/XML", "JSON-LD, the node"],
)  # fmt: skip
def test_lines_are_told_in_every_syntax(media_type, text, line):
    assert lines(text, media_type=media_type)["issued", "Node"] == line


def test_a_text_over_several_lines_and_lists_and_comments_do_not_shift_the_lines():
    text = f'{HEAD}# one\n<https://e.org/a> a dcat:Dataset ; dct:description """\n\n\nlong""" ; # two\n  dct:issued "soon" .\n'
    assert lines(text)["issued", "Node"] == 10


def test_lines_are_those_of_the_document_when_it_is_packed_or_in_other_characters():
    assert lines(gzip.compress(POOR.encode()))["issued", "Node"] == 8
    assert lines(POOR.encode("utf-16"))["issued", "Node"] == 8


def test_reading_with_lines_reads_the_same_triples():
    plain = [t for batch in read(POOR.encode(), media_type="text/turtle") for t in batch.flat if "_:" not in str(t)]
    with_lines = list(read(POOR.encode(), media_type="text/turtle", with_lines=True))
    assert [t for batch in with_lines for t in batch.flat if "_:" not in str(t)] == plain
    assert [len(batch.lines) for batch in with_lines] == [len(batch.flat) for batch in with_lines]


def test_the_verdict_is_alike_at_each_reading_also_of_blank_nodes():
    first, second = (judge(of(POOR), HEALTH) for _ in range(2))
    assert first == second
    assert [node.node for node in first.nodes] == ["<https://e.org/a>", "_:b1"]
    assert [node.name["en"] for node in first.nodes] == ["Blood", "Publisher of Blood"]
    assert [node.name["es"] for node in first.nodes] == ["Blood", "Editor de Blood"]


def test_nodes_come_in_the_order_of_the_document_and_the_worst_of_each_first():
    text = f"{HEAD}<https://e.org/z> a dcat:Dataset . <https://e.org/b> a dcat:Distribution . <https://e.org/c> a dcat:Dataset ."
    verdict = judge(of(text), DCAT_AP)
    assert [node.name["en"] for node in verdict.nodes] == [f"https://e.org/{name}" for name in "zbc"]
    for node in verdict.nodes:
        ranks = [["violation", "warning", "info"].index(told.severity) for told in node.told]
        assert ranks == sorted(ranks)


def test_every_dataset_is_held_to_the_level_that_it_states_itself():
    level = "<http://publications.europa.eu/resource/authority/access-right/%s>"
    text = f"{HEAD}<https://e.org/a> a dcat:Dataset ; dct:accessRights {level % 'NON_PUBLIC'} . <https://e.org/b> a dcat:Dataset ; dct:accessRights {level % 'PUBLIC'} ."
    missing = {
        (node.node, told.path)
        for node in judge(of(text), HEALTH).nodes
        for told in node.told
        if told.severity == "violation"
    }
    assert ("<https://e.org/a>", DCAT.keyword) in missing
    assert ("<https://e.org/b>", DCAT.keyword) not in missing
    assert ("<https://e.org/b>", DCAT.keyword) in {
        (node.node, told.path)
        for node in judge(of(text), STANDARDS["healthdcat-ap-non-public"]).nodes
        for told in node.told
        if told.severity == "violation"
    }


def test_where_no_node_is_spoken_of_nothing_was_looked_at():
    verdict = judge(of("<https://e.org/a> a <http://schema.org/Dataset> ."), DCAT_AP)
    assert (verdict.looked_at, verdict.conforms, verdict.statements) == (0, True, 1)


def test_entries_of_our_lists_are_not_judged_and_not_counted():
    text = f"{HEAD}<http://publications.europa.eu/resource/authority/data-theme/HEAL> a <http://www.w3.org/2004/02/skos/core#Concept> ."
    assert judge(of(text), DCAT_AP).looked_at == 0


def test_all_findings_are_counted_and_some_are_told():
    many = HEAD + "".join(f"<https://e.org/{n}> a dcat:Distribution .\n" for n in range(MOST))
    verdict = judge(of(many), DCAT_AP)
    told = sum(len(node.told) for node in verdict.nodes)
    assert (verdict.violations, told, told + verdict.left_out) == (MOST, MOST, sum(verdict.counts.values()))


# Mends.


@pytest.mark.parametrize(
    ("said", "path", "offered"),
    [
        ('dct:issued "31/12/2020"', "issued", ["2020-12-31 (xsd:date)"]),
        ('dct:issued "03/04/2020"', "issued", ["2020-04-03 (xsd:date)", "2020-03-04 (xsd:date)"]),
        ('dct:spatial "Spain"', "spatial", ["Spain (http://publications.europa.eu/resource/authority/country/ESP)"]),
        ('dcat:landingPage "https://e.org/page"', "landingPage", ["https://e.org/page"]),
        ("dct:accrualPeriodicity <http://publications.europa.eu/resource/authority/frequency/annual>", "accrualPeriodicity", ["Annual (http://publications.europa.eu/resource/authority/frequency/ANNUAL)"]),
        ('dcat:temporalResolution "6 weeks"', "temporalResolution", ["P42D (xsd:duration)"]),
        ('dct:issued "soon"', "issued", []),
        ('dcat:version "1", "2"', "version", []),
    ],
    ids=["a day", "which is the month", "a country", "an address", "a code", "a duration", "nobody knows", "which of two"],
)  # fmt: skip
def test_what_one_click_would_write_is_what_the_editor_would_have_understood(said, path, offered):
    found = [t for t in findings(f"{HEAD}<https://e.org/a> a dcat:Dataset ; {said} .") if t.path.endswith(f"{path}>")]
    assert [mend.label["en"] for told in found for mend in told.mends] == offered


def test_what_has_to_be_among_the_values_is_added_and_nothing_is_taken_away():
    text = f"{HEAD}<https://e.org/a> a dcat:Dataset ; dcat:theme <http://publications.europa.eu/resource/authority/data-theme/AGRI> ."
    (told,) = [t for t in findings(text, HEALTH) if t.component == "HasValue"]
    (mend,) = told.mends
    found = of(text)
    mended = stated(dict.fromkeys(replaced(found, mend.was, mend.now), 0))
    assert set(mended.record.triples) - set(found.record.triples) == {mend.now}
    assert mend.was is None


def test_a_mend_that_mends_nothing_is_not_offered():
    """Of two dates the second is one too many, whatever it says."""
    text = f'{HEAD}<https://e.org/a> a dcat:Distribution ; dcat:mediaType "nonsense" .'
    assert [mend for told in findings(text) for mend in told.mends if told.path == DCAT.mediaType] == []


@pytest.mark.parametrize("standard", STANDARDS.values(), ids=STANDARDS)
def test_after_each_mend_less_is_wrong_by_every_standard(standard):
    text = f"""{HEAD}<https://e.org/a> a dcat:Dataset ; dct:title "x" ; dct:issued "31/12/2020" ; dct:spatial "Spain" ;
      dct:accessRights "public" ; dcat:theme "Health" ; dct:accrualPeriodicity "monthly" ; dcat:landingPage "https://e.org/" ;
      dct:license "CC BY 4.0" ; dct:language "Spanish" ."""
    found = of(text)
    before = broken_rules(found.record, standard.profile, level=standard.level)
    offered = [mend for each in before for mend in mends(each, found.record, standard)]
    for mend in offered:
        after = stated(dict.fromkeys(replaced(found, mend.was, mend.now), 0)).record
        assert len(broken_rules(after, standard.profile, level=standard.level)) < len(before)
    assert offered or standard.name == "fair-data-point"


def test_the_mended_version_of_a_knot_of_blank_nodes_is_judged_as_soon_as_another():
    knot = "".join(f"_:k{a} dct:relation _:k{b} . " for a in range(12) for b in range(12) if a != b)
    assert [t.path for t in findings(f'{HEAD}<https://e.org/a> a dcat:Dataset ; dct:title "x"@en . {knot}')][:1] == [
        DCT.description
    ]


# The report.


@pytest.mark.parametrize("write", [turtle, jsonld])
@pytest.mark.parametrize("standard", STANDARDS.values(), ids=STANDARDS)
def test_the_report_has_one_result_for_each_rule_that_is_broken(write, standard):
    verdict = judge(of(POOR), standard)
    graph = graph_of(write(verdict), "turtle" if write is turtle else "json-ld")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert graph.value(report, SH.conforms).toPython() is False
    results = list(graph.objects(report, SH.result))
    assert len(results) == len(verdict.broken)
    for result in results:
        assert graph.value(result, SH.focusNode) is not None
        assert graph.value(result, SH.resultSeverity) in (SH.Violation, SH.Warning, SH.Info)
        assert str(graph.value(result, SH.sourceConstraintComponent)).endswith("ConstraintComponent")
        assert {message.language for message in graph.objects(result, SH.resultMessage)} == {"en", "es"}


def test_results_of_the_report_lead_to_what_is_wrong():
    graph = Graph().parse(data=turtle(judge(of(POOR), DCAT_AP)), format="turtle")
    DCTERMS = Namespace("http://purl.org/dc/terms/")
    (result,) = graph.subjects(SH.resultPath, DCTERMS.issued)
    assert str(graph.value(result, SH.focusNode)) == "https://e.org/a"
    assert str(graph.value(result, SH.value)) == "31/12/2020"
    assert graph.value(result, SH.sourceConstraintComponent) == SH.NodeConstraintComponent


def test_what_is_wrong_inside_a_value_is_told_as_detail():
    graph = Graph().parse(data=turtle(judge(of(POOR), HEALTH)), format="turtle")
    (detail,) = set(graph.objects(None, SH.detail))
    assert graph.value(detail, SH.resultPath) is not None


def test_a_path_of_several_ways_is_written_as_shacl_writes_it():
    text = f"{HEAD}<https://e.org/a> a dcat:Dataset ."
    graph = Graph().parse(data=turtle(judge(of(text), STANDARDS["dcat-ap-hvd"])), format="turtle")
    (ways,) = set(graph.objects(None, SH.alternativePath))
    (back,) = set(graph.subjects(SH.inversePath, None))
    assert list(graph.items(ways))[0] == back
    assert [str(step).rsplit("#", 1)[-1] for step in graph.items(list(graph.items(ways))[1])] == [
        "distribution",
        "accessService",
    ]


def test_what_conforms_has_a_report_that_says_so():
    text = f'{HEAD}<https://e.org/a> a dct:ProvenanceStatement . <https://e.org/b> a <http://www.w3.org/2004/02/skos/core#ConceptScheme> ; dct:title "x" .'
    verdict = judge(of(text), DCAT_AP)
    graph = Graph().parse(data=turtle(verdict), format="turtle")
    (report,) = graph.subjects(RDF.type, SH.ValidationReport)
    assert (verdict.looked_at, verdict.conforms) == (2, True)
    assert graph.value(report, SH.conforms).toPython() is True
    assert list(graph.objects(report, SH.result)) == []


def test_with_warnings_alone_it_does_not_conform_and_nothing_has_to_be_mended():
    text = f'{HEAD}<https://e.org/a> a foaf:Agent ; foaf:name "A hospital" .'
    verdict = judge(of(text), DCAT_AP)
    assert (verdict.conforms, verdict.violations, verdict.counts["warning"]) == (False, 0, 1)


def test_what_is_no_rdf_is_refused_with_its_line():
    with pytest.raises(Unreadable) as refusal:
        of("@prefix dcat: <http://www.w3.org/ns/dcat#> .\n<https://e.org/a> a x:Dataset .")
    assert (refusal.value.line, "prefix x:" in refusal.value.reason) == (2, True)
