"""SHACL validation reports as documents: of a profile's document, what it lacks, since nothing that is missing is
invented; of somebody else's document, the verdict."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from fair_metadata.formats import json_ld, rdf
from fair_metadata.formats.description import Description
from fair_metadata.formats.profiles import Conforming, broken
from fair_metadata.namespaces import DCT, SH
from fair_metadata.record import Record
from fair_metadata.terms import Triple, literal
from fair_metadata.validation.judging import Verdict
from fair_metadata.validation.report import REPORT, triples
from fair_metadata.validation.standards import STANDARDS

PROFILE = SH.base
MOST = 10_000  # results of a verdict that are written


def write(kind: Conforming, description: Description) -> bytes:
    """What the document of this profile lacks, with whose it is."""
    return _turtle([*triples(broken(description, kind)), *_whose(description, kind)])


def _whose(description: Description, kind: Conforming) -> Iterator[Triple]:
    yield REPORT, DCT.conformsTo, f"<{kind.iri}>"
    yield REPORT, DCT.subject, description.record.subject
    yield from ((REPORT, DCT.title, title) for title in description.record.values(DCT.title))


def turtle(verdict: Verdict) -> bytes:
    return _turtle(_of(verdict))


def jsonld(verdict: Verdict) -> bytes:
    return b"".join(json_ld.flat(sorted(set(_of(verdict)))))


WRITERS: Mapping[str, Callable[[Verdict], bytes]] = {"text/turtle": turtle, "application/ld+json": jsonld}


def _of(verdict: Verdict) -> list[Triple]:
    said = ((REPORT, DCT.description, literal(words, language=tag)) for tag, words in _about(verdict).items())
    return [*triples(verdict.broken[:MOST]), *said]


def _about(verdict: Verdict) -> Mapping[str, str]:
    title, n = STANDARDS[verdict.standard].title, verdict.looked_at
    more = len(verdict.broken) - MOST
    left = {"en": f" {more} more results are not written.", "es": f" No se escriben otros {more} resultados."}
    said = {"en": f"{title['en']}: {n} nodes looked at.", "es": f"{title['es']}: {n} nodos examinados."}
    return {tag: words + (left[tag] if more > 0 else "") for tag, words in said.items()}


def _turtle(said: Iterable[Triple]) -> bytes:
    return rdf.turtle(Description(Record(REPORT, tuple(sorted(set(said))))))
