"""A report as RDF: one dqv:QualityMeasurement for each figure (W3C Data Quality Vocabulary), with its metric and time.

It stands beside the description, at an address of its own, and never in it: what somebody described stays as it came.
"""

from collections.abc import Iterator

from catalog.fair.reporting import Report
from fair_metadata.namespaces import DCT, DQV, MARROW, PROV, RDF, SKOS, XSD
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, literal, named

# Figure → what it measures, in English, and its datatype.
_METRICS: dict[str, tuple[str, Term]] = {
    "fairPoints": ("FAIR points of the description, of 100", XSD.integer),
    "rdaIndicators": ("Indicators of the RDA FAIR Data Maturity Model that pass, of 41", XSD.integer),
    "findable": ("Share of the indicators of findability that pass, in percent", XSD.integer),
    "accessible": ("Share of the indicators of accessibility that pass, in percent", XSD.integer),
    "interoperable": ("Share of the indicators of interoperability that pass, in percent", XSD.integer),
    "reusable": ("Share of the indicators of reusability that pass, in percent", XSD.integer),
    "signpostingLevel": ("Level of FAIR Signposting that is kept in full", XSD.integer),
}


def measurements(report: Report, page: str, made_at: str) -> Record:
    """The measurements as a record whose subject is the report."""
    subject = named(f"{page}/fair")
    return Record.of(f"{page}/fair", _triples(subject, report, made_at))


def _triples(subject: Term, report: Report, made_at: str) -> Iterator[Triple]:
    about, judged = named(report.resource.iri), report.assessment
    letters = [share.percent for share in judged.letters.values()]
    values = (judged.points, judged.rda.passed, *letters, judged.signposting)
    yield subject, RDF.type, DQV.QualityMetadata
    yield subject, DCT.subject, about
    yield subject, PROV.generatedAtTime, literal(made_at, datatype=XSD.dateTime[1:-1])
    for (name, (words, datatype)), value in zip(_METRICS.items(), values, strict=True):
        node, metric = named(f"{subject[1:-1]}#{name}"), MARROW[name]
        yield about, DQV.hasQualityMeasurement, node
        yield node, RDF.type, DQV.QualityMeasurement
        yield node, DQV.computedOn, about
        yield node, DQV.isMeasurementOf, metric
        yield node, DQV.value, literal(str(value), datatype=datatype[1:-1])
        yield node, PROV.generatedAtTime, literal(made_at, datatype=XSD.dateTime[1:-1])
        yield metric, RDF.type, DQV.Metric
        yield metric, SKOS.definition, literal(words, language="en")
