"""Generated HealthDCAT-AP datasets of about 50 triples, with distributions, agents and nested nodes."""

import random
from collections.abc import Iterator

PREFIXES = """@prefix dct: <http://purl.org/dc/terms/> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix vcard: <http://www.w3.org/2006/vcard/ns#> .
@prefix h: <http://healthdataportal.eu/ns/health#> .
@prefix cv: <http://data.europa.eu/m8g/> .
@prefix r5r: <http://data.europa.eu/r5r/> .
@prefix eu: <http://publications.europa.eu/resource/authority/> .
@prefix hd: <https://hdeu-dcat.data.health.europa.eu/resource/authority/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
DISEASES = ("0018874", "0004967", "0004948", "0009693", "0018881", "0011996", "0018906", "0018905")
COUNTRIES = ("ESP", "DEU", "FRA", "ITA", "NLD", "DNK", "SWE", "PRT")
WORDS = "registry cohort trial survival remission relapse marrow transplant cytogenetics sequencing imaging biobank follow-up".split()


def dataset(n: int) -> str:
    """One dataset and its distribution as Turtle: the same for the same number."""
    chance = random.Random(n)
    words = [chance.choice(WORDS) for _ in range(12)]
    keywords = ", ".join(f'"{word}"@en' for word in sorted({*words[:6]}))
    patients = chance.randint(10, 20_000)
    start = chance.randint(1990, 2015)
    return f"""
<http://example.org/dataset/{n}> a dcat:Dataset ;
  dct:title "{words[0].title()} {words[1]} number {n}"@en, "Conjunto de datos {n}"@es ;
  dct:description "Generated description {n}: a {words[2]} with {words[3]}, {words[4]} and {words[5]} of adults."@en ;
  dct:identifier "generated-{n}" ; dct:accessRights <http://publications.europa.eu/resource/authority/access-right/{chance.choice(("PUBLIC", "RESTRICTED", "NON_PUBLIC"))}> ;
  r5r:applicableLegislation <http://data.europa.eu/eli/reg/2025/327/oj> ;
  dcat:theme <http://publications.europa.eu/resource/authority/data-theme/HEAL>, <http://purl.obolibrary.org/obo/MONDO_{chance.choice(DISEASES)}> ;
  dct:publisher <http://example.org/agent/{n % 50}> ; dcat:keyword {keywords} ;
  h:hdab [ a foaf:Agent ; foaf:name "Access body {n % 8}"@en ; cv:contactPoint [ a cv:ContactPoint ; cv:email "access@example.org" ] ] ;
  dcat:contactPoint [ a vcard:Kind ; vcard:fn "Data office" ; vcard:hasEmail <mailto:office{n % 50}@example.org> ] ;
  h:healthCategory hd:healthcategories\\/{chance.choice(("EHRS", "MRMR", "HGPD"))} ; h:hasStructuredData false ;
  h:numberOfUniqueIndividuals "{patients}"^^xsd:nonNegativeInteger ; h:minTypicalAge "18"^^xsd:nonNegativeInteger ;
  dct:spatial eu:country\\/{chance.choice(COUNTRIES)} ; dct:language eu:language\\/ENG ;
  dct:temporal [ a dct:PeriodOfTime ; dcat:startDate "{start}"^^xsd:gYear ; dcat:endDate "{start + 9}"^^xsd:gYear ] ;
  dct:issued "{start + 10}-01-31"^^xsd:date ; dcat:distribution <http://example.org/dataset/{n}/csv> .
<http://example.org/dataset/{n}/csv> a dcat:Distribution ; dct:title "Tables"@en ;
  dcat:accessURL <http://example.org/access/{n}> ; r5r:applicableLegislation <http://data.europa.eu/eli/reg/2025/327/oj> ;
  dct:format eu:file-type\\/CSV ; dct:license eu:licence\\/CC_BY_4_0 ; dcat:byteSize "{patients * 100}"^^xsd:nonNegativeInteger .
"""


def turtle(count: int) -> Iterator[str]:
    """A catalogue of `count` datasets, published by 50 described agents."""
    yield PREFIXES
    for n in range(50):
        yield f'<http://example.org/agent/{n}> a foaf:Agent ; foaf:name "Hospital {n}"@en .\n'
    for n in range(count):
        yield dataset(n)
