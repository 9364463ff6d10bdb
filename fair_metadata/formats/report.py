"""What a profile's document lacks, as a SHACL validation report (SHACL, section 3.6): nothing that is missing is
invented, it is told beside the document."""

from collections.abc import Iterable, Iterator, Sequence

from fair_metadata.formats.description import Description
from fair_metadata.formats.profiles import Projection, broken
from fair_metadata.formats.rdf import turtle
from fair_metadata.namespaces import DCT, RDF, SH, XSD
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, literal
from fair_metadata.validation.findings import Broken, sentence

PROFILE = SH.base


def write(projection: Projection, description: Description) -> bytes:
    found = broken(description, projection)
    triples = tuple(sorted({*_report(found, projection), *_about(description)}))
    return turtle(Description(Record(_ME, triples)))


_ME: Term = "_:report"


def _about(description: Description) -> Iterator[Triple]:
    """Whose document was looked at."""
    yield _ME, DCT.subject, description.record.subject
    yield from ((_ME, DCT.title, title) for title in description.record.values(DCT.title))


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
    yield from _path(node, each.path.split(" | ") if each.path else [])
    if each.value is not None:
        yield node, SH.value, each.value


def _path(node: Term, paths: Sequence[Term]) -> Iterator[Triple]:
    """A property, or several of which one is enough (SHACL, section 2.3.1.3)."""
    if len(paths) == 1:
        yield node, SH.resultPath, paths[0]
    elif paths:
        cells = [f"{node}p{number}" for number, _ in enumerate(paths)]
        yield node, SH.resultPath, f"{node}path"
        yield f"{node}path", SH.alternativePath, cells[0]
        for cell, path, rest in zip(cells, paths, [*cells[1:], RDF.nil], strict=True):
            yield cell, RDF.first, path
            yield cell, RDF.rest, rest
