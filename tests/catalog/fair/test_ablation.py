"""A description or a page with one thing removed loses exactly the indicators that depend on it: one row for each."""

import re
from dataclasses import replace

import pytest
from django.utils import timezone

from catalog.models import Address, AddressUse
from fair_metadata.assessment import INDICATORS, Set
from fair_metadata.namespaces import CSVW, DCAT, DCT, FOAF, HEALTHDCATAP, ODRL, PROV
from fair_metadata.terms import iri, literal, named
from tests.catalog.fair import showing
from tests.catalog.fair.showing import FILES_OF, OPEN, RESTRICTED, both, saying, without

FILE = "file"  # what is changed are the distributions
NEVER = {"GDS-citation", "GDS-funder", "GDS-isPartOf"}  # nobody wrote about them, paid for them, or made a series
ELSEWHERE = named("https://terms.example.org/own")
ADDRESSES = (DCAT.downloadURL, DCAT.accessURL)
FTP = named("ftp://files.example.org/a.csv")
URN = named("urn:uuid:9b2f0f4e-3b0e-4b38-a1a0-2c9e6f3f4a11")


def nowhere(record):
    return both(saying(DCAT.downloadURL, URN), saying(DCAT.accessURL, URN), saying(DCT.identifier, literal("x")))(
        record
    )


def by_ftp(record):
    return both(saying(DCAT.downloadURL, FTP), saying(DCAT.accessURL, FTP))(record)


def in_words(path):
    return lambda record: record.replace(path, [literal("as agreed", language="en")])


# What is taken away, from the dataset or its file; and what is lost with it.
OF_DESCRIPTION = {
    "identifier": ("", without(DCT.identifier), "RDA-F1-02M RDA-R1.3-01M GDS-identifier"),
    "an identifier that is unique": ("", saying(DCT.identifier, literal("one")), "RDA-F1-02M"),
    "title": ("", saying(DCT.title), "RDA-F2-01M RDA-F4-01M RDA-R1.3-01M GDS-name GDS-page"),
    "a long description": ("", saying(DCT.description, literal("Short.")), "GDS-description"),
    "description": ("", saying(DCT.description), "RDA-F2-01M RDA-F4-01M RDA-R1.3-01M GDS-description GDS-page"),
    "keywords": ("", without(DCAT.keyword), "RDA-F2-01M GDS-keywords"),
    "alternative title": ("", without(DCT.alternative), "GDS-alternateName"),
    "creator": ("", without(DCT.creator), "GDS-creator"),
    "version": ("", without(DCAT.version), "GDS-version"),
    "place": ("", without(DCT.spatial), "GDS-spatialCoverage"),
    "period": ("", without(DCT.temporal), "GDS-temporalCoverage"),
    "landing page": ("", without(DCAT.landingPage), "GDS-sameAs"),
    "access rights": ("", without(DCT.accessRights), "RDA-A1-01M RDA-R1.3-01M GDS-isAccessibleForFree"),
    "the link to the file": ("", without(DCAT.distribution), "RDA-F1-01D RDA-F1-02D RDA-F3-01M RDA-A1-03D RDA-A1-04D RDA-A1-05D RDA-A1.1-01D RDA-A1.2-01D RDA-I1-01D RDA-R1.3-01M RDA-R1.3-02D GDS-contentUrl GDS-encodingFormat aml-open:RDA-I3-01D aml-open:RDA-I3-02D"),
    "addresses on the web": (FILE, nowhere, "RDA-A1-04D RDA-A1.1-01D RDA-A1.2-01D"),
    "an address and a page": ("", both(without(DCAT.landingPage, DCAT.distribution)), "RDA-F1-01D RDA-F1-02D RDA-F3-01M RDA-A1-02D RDA-A1-03D RDA-A1-04D RDA-A1-05D RDA-A1.1-01D RDA-A1.2-01D RDA-I1-01D RDA-R1.3-01M RDA-R1.3-02D GDS-contentUrl GDS-encodingFormat GDS-sameAs aml-open:RDA-I3-01D aml-open:RDA-I3-02D"),
    "a protocol that asks who is there": (FILE, by_ftp, "RDA-A1.2-01D"),
    "download address": (FILE, without(DCAT.downloadURL), "RDA-A1-05D"),
    "formats": (FILE, without(DCAT.mediaType, DCT["format"]), "RDA-I1-01D RDA-R1.3-02D GDS-encodingFormat SP1-item"),
    "types of columns": ("", without(CSVW.datatype), "RDA-I1-02D RDA-R1.3-01M"),
    "terms of columns": ("", without(CSVW.propertyUrl, HEALTHDCATAP.hasCodingSystem), "RDA-I2-01D"),
    "variables": ("", without(HEALTHDCATAP.hasVariables), "RDA-I1-02D RDA-R1.3-01M GDS-variableMeasured aml-restricted:RDA-I3-01D aml-restricted:RDA-I3-02D"),
    "concepts": ("", without(DCAT.theme, DCT.subject, DCT.spatial, DCT.language, DCT.accessRights, HEALTHDCATAP.healthCategory), "RDA-F2-01M RDA-A1-01M RDA-I2-01M RDA-R1.3-01M GDS-isAccessibleForFree GDS-spatialCoverage"),
    "a standard of the dataset": ("", without(DCT.conformsTo), "RDA-I3-01M RDA-I3-03M"),
    "in what way it is related": ("", lambda r: saying(DCT.relation, *r.values(DCT.conformsTo))(without(DCT.conformsTo)(r)), "RDA-I3-03M"),
    "where the data come from": ("", without(DCT.source, PROV.wasDerivedFrom), "RDA-I3-02M RDA-I3-04M"),
    "how they come from there": ("", lambda r: saying(DCT.relation, *r.values(DCT.source))(without(DCT.source, PROV.wasDerivedFrom)(r)), "RDA-I3-04M"),
    "provenance": ("", without(DCT.provenance), "RDA-R1.2-01M"),
    "PROV": ("", without(PROV.wasDerivedFrom, PROV.wasGeneratedBy, PROV.startedAtTime, PROV.qualifiedAttribution, PROV.agent), "RDA-R1.2-02M GDS-measurementTechnique"),
    "access body": ("", without(HEALTHDCATAP.hdab), "RDA-R1.3-01M"),
    "most of what is recommended": ("", without(HEALTHDCATAP.numberOfRecords, HEALTHDCATAP.numberOfUniqueIndividuals, HEALTHDCATAP.minTypicalAge, HEALTHDCATAP.maxTypicalAge, HEALTHDCATAP.populationCoverage, HEALTHDCATAP.hasCodingSystem), "RDA-R1-01M"),
    "a standard of the file": (FILE, without(DCT.conformsTo), "RDA-R1.3-02D"),
}  # fmt: skip
# The same of both records.
OF_BOTH = {
    "licences and conditions": (
        without(DCT.license, ODRL.hasPolicy),
        "RDA-R1.1-01M RDA-R1.1-02M RDA-R1.1-03M GDS-license",
    ),
    "a listed licence": (saying(DCT.license, ELSEWHERE), "RDA-R1.1-02M"),
    "a licence by address": (both(without(ODRL.hasPolicy), in_words(DCT.license)), "RDA-R1.1-02M RDA-R1.1-03M"),
    "standards": (without(DCT.conformsTo), "RDA-I3-01M RDA-I3-03M RDA-R1.3-01D RDA-R1.3-02D"),
}
# Of the open one alone: its file says where it comes from. The other one's dictionary has keys between its tables.
OF_ITS_SOURCE = {
    (OPEN, "source"): (FILE, without(DCT.source), "RDA-I3-01D RDA-I3-02D"),
    (OPEN, "in what way"): (FILE, lambda r: saying(DCT.relation, *r.values(DCT.source))(without(DCT.source)(r)), "RDA-I3-02D"),
    (RESTRICTED, "keys"): ("", without(CSVW.foreignKey), "RDA-I3-01D RDA-I3-02D"),
}  # fmt: skip


def of_one(slug, codes):
    """Those of both, and those that stand behind this one's name."""
    parts = [code.rpartition(":") for code in codes.split()]
    return {code for whose, _, code in parts if whose in ("", slug)}


def change(slug, where, what):
    for each in FILES_OF[slug] if where == FILE else [slug]:
        showing.edited(each, what)


@pytest.mark.parametrize("slug", [OPEN, RESTRICTED])
@pytest.mark.parametrize("name", OF_DESCRIPTION)
def test_what_a_description_does_not_say_any_more_is_lost_and_nothing_else(shown, slug, name):
    where, what, lost = OF_DESCRIPTION[name]
    change(slug, where, what)
    assert showing.failed(slug) - NEVER == of_one(slug, lost)


@pytest.mark.parametrize("slug", [OPEN, RESTRICTED])
@pytest.mark.parametrize("name", OF_BOTH)
def test_what_neither_dataset_nor_file_says_any_more_is_lost(shown, slug, name):
    what, lost = OF_BOTH[name]
    change(slug, "", what)
    change(slug, FILE, what)
    assert showing.failed(slug) - NEVER == set(lost.split())


@pytest.mark.parametrize("case", OF_ITS_SOURCE, ids=lambda case: " ".join(case))
def test_references_between_data_are_lost(shown, case):
    where, what, lost = OF_ITS_SOURCE[case]
    change(case[0], where, what)
    assert showing.failed(case[0]) - NEVER == set(lost.split())


@pytest.mark.parametrize(
    ("code", "path"),
    [("GDS-citation", DCT.isReferencedBy), ("GDS-funder", FOAF.fundedBy), ("GDS-isPartOf", DCAT.inSeries)],
)
def test_what_neither_had_is_won_by_stating_it(shown, code, path):
    showing.edited(OPEN, saying(path, ELSEWHERE))
    assert NEVER - showing.failed(OPEN) == {code}


def broken(slug):
    [url] = showing.row(slug).record.values(DCAT.downloadURL)
    address = Address.objects.create(url=iri(url), host="x", due_at=timezone.now(), is_broken=True)
    AddressUse.objects.create(resource=showing.row(slug), address=address, path=DCAT.downloadURL[1:-1])


def test_broken_links_are_an_object_that_is_not_there_as_soon_as_none_answers(shown):
    first, second = FILES_OF[OPEN]
    broken(first)
    assert showing.failed(OPEN) - NEVER == set()
    broken(second)
    assert showing.failed(OPEN) - NEVER == {"RDA-A1-03D"}


def dropped(header, rel):
    return ", ".join(one for one in re.split(r", (?=<)", header) if f'rel="{rel}"' not in one)


def without_rel(rel):
    """The page's header and its own link elements without a relation."""

    def change(answer, accept):
        if not is_page(answer, accept):
            return answer
        body = re.sub(rb'<link rel="%s"[^>]*>' % rel.encode(), b"", answer.body)
        link = dropped(answer.headers["link"], rel)
        return replace(showing.with_header(answer, "link", link), body=body)

    return change


def is_page(answer, accept):
    return accept == "text/html" and "/datasets/" in answer.address


def on(test, what):
    """what(answer) where test(address, accept)."""
    return lambda answer, accept: what(answer) if test(answer.address, accept) else answer


def page(what):
    return on(lambda address, accept: accept == "text/html" and "/datasets/" in address, what)


def cut(answer, pattern, put=b""):
    return replace(answer, body=re.sub(pattern, put, answer.body, flags=re.DOTALL))


def gone(answer):
    return replace(answer, status=404, body=b"")


def is_turtle(address, accept):
    return accept == "text/turtle"


def asked_for_rdf(address, accept):
    return accept in ("text/turtle", "application/ld+json")


SCHEMA_ORG = rb'<script type="application/ld\+json">\{"@context": "https://schema.org/".*?</script>'
# What the server does not do any more, and what is lost with it.
OF_PAGE = {
    "cite-as": (without_rel("cite-as"), "RDA-F1-01M SP1-cite-as"),
    "describedby": (without_rel("describedby"), "SP1-describedby SP2-types"),
    "type": (without_rel("type"), "SP1-type"),
    "author": (without_rel("author"), "SP1-author"),
    "license": (without_rel("license"), "SP1-license"),
    "item": (without_rel("item"), "SP1-item"),
    "linkset": (without_rel("linkset"), "SP2-linkset SP2-anchors SP2-complete SP2-back"),
    "link elements": (page(lambda a: cut(a, rb"<link rel=\"cite-as\"[^>]*>")), "SP1-elements"),
    "schema.org": (page(lambda a: cut(a, SCHEMA_ORG)), "RDA-F4-01M GDS-page"),
    "robots may index it": (page(lambda a: showing.with_header(a, "x-robots-tag", "noindex")), "RDA-F4-01M"),
    "a heading": (page(lambda a: cut(a, rb"<h1", b"<p")), "RDA-A1-02M"),
    "the link to the policy": (page(lambda a: cut(a, rb'href="[^"]*/about/persistence"')), "RDA-A2-01M"),
    "the policy": (on(lambda address, accept: address.endswith("/persistence"), gone), "RDA-A2-01M"),
    "where the PID leads": (on(lambda address, accept: "/id/" in address, lambda a: showing.with_header(a, "location", "/")), "RDA-A1-03M SP1-cite-as"),
    "HTTP": (on(lambda address, accept: "/id/" in address, lambda a: replace(a, address="gopher" + a.address[4:])), "RDA-A1-03M RDA-A1-04M SP1-cite-as"),
    "reading without a password": (on(lambda address, accept: "/id/" in address, lambda a: replace(a, status=401)), "RDA-A1-03M RDA-A1.1-01M"),
    "RDF": (on(asked_for_rdf, gone), "RDA-I1-01M RDA-I1-02M RDA-R1.3-02M"),
    "what kind of thing it is": (on(is_turtle, lambda a: replace(a, body=b"")), "RDA-I1-02M"),
    "the profile": (on(is_turtle, lambda a: showing.with_header(a, "link", "")), "RDA-R1.3-02M"),
    "a document as promised": (on(lambda address, accept: address.endswith(".ttl"), gone), "SP2-types"),
    "whole anchors": (on(lambda address, accept: address.endswith(".linkset.json"), lambda a: cut(a, rb'"anchor": "https?://[^"]*/datasets/', b'"anchor": "/datasets/')), "SP2-anchors SP2-complete SP2-back"),
    "a link in both sets": (on(lambda address, accept: address.endswith(".linkset"), lambda a: cut(a, rb'<[^>]*>; rel="author"[^,]*,\n')), "SP2-complete"),
    "the way back": (on(lambda address, accept: ".linkset" in address, lambda a: cut(cut(a, rb'"collection"', b'"related"'), rb'rel="collection"', b'rel="related"')), "SP2-back"),
}  # fmt: skip


@pytest.mark.parametrize("slug", [OPEN, RESTRICTED])
@pytest.mark.parametrize("name", OF_PAGE)
def test_what_a_page_does_not_do_any_more_is_lost_and_nothing_else(shown, slug, name):
    what, lost = OF_PAGE[name]
    before = showing.failed(slug)
    assert showing.failed(slug, showing.answering(what)) - before == set(lost.split())


def test_every_indicator_has_something_that_it_depends_on():
    tables = [row[-1] for table in (OF_DESCRIPTION, OF_BOTH, OF_ITS_SOURCE, OF_PAGE) for row in table.values()]
    said = {code for row in tables for code in row.replace(":", " ").split()}
    lost = (said - {OPEN, RESTRICTED}) | {"RDA-A1-03D"} | NEVER
    assert lost == {row.code for row in INDICATORS}
    assert sum(row.set is Set.RDA for row in INDICATORS) == 41
