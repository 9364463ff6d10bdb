"""What a profile's document lacks, as a SHACL validation report (SHACL, section 3.6): nothing that is missing is
invented, it is told beside the document."""

from collections.abc import Iterable, Iterator

from fair_metadata.formats.description import Description
from fair_metadata.formats.profiles import Projection, broken
from fair_metadata.formats.rdf import turtle
from fair_metadata.namespaces import DCT, RDF, SH, XSD
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, is_blank, literal
from fair_metadata.validation.findings import Broken, sentence

PROFILE = SH.base


def write(projection: Projection, description: Description) -> bytes:
    found = broken(description, projection)
    triples = tuple(sorted(set(_report(found, projection))))
    return turtle(Description(Record(_ME, triples)))


_ME: Term = "_:report"


def _report(found: Iterable[Broken], projection: Projection) -> Iterator[Triple]:
    found = list(found)
    yield _ME, RDF.type, SH.ValidationReport
    yield _ME, SH.conforms, literal(str(not found).lower(), datatype=XSD.boolean[1:-1])
    yield _ME, DCT.conformsTo, f"<{projection.iri}>"
    for number, each in enumerate(found):
        node = f"_:result{number}"
        yield _ME, SH.result, node
        yield from _result(node, each)


def _result(node: Term, each: Broken) -> Iterator[Triple]:
    yield node, RDF.type, SH.ValidationResult
    yield node, SH.focusNode, each.node
    yield node, SH.resultSeverity, SH.Violation
    yield node, SH.sourceConstraintComponent, SH[f"{each.component}ConstraintComponent"]
    yield from ((node, SH.resultMessage, literal(text, language=tag)) for tag, text in sentence(each).items())
    if each.path and not is_blank(each.path):
        yield node, SH.resultPath, each.path
    if each.value is not None:
        yield node, SH.value, each.value
