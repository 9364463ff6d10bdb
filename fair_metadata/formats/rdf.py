"""The RDF syntaxes, written by pyoxigraph: one record at once, many as a stream that holds one at a time."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import pyoxigraph
from pyoxigraph import RdfFormat

from fair_metadata.formats.description import CannotWrite, Description
from fair_metadata.namespaces import prefixes

_PREFIXES = prefixes()
_LOCAL_NAME = re.compile(r"[^\W\d][\w.\-·]*>\Z")
_NOT_IN_XML = re.compile(r"(?<!\\)(?:\\\\)*(?:\\u00(?:0[0-8BCEF]|1[0-9A-F])|\\[bf]|[\ufffe\uffff])")
_SUSPECTS = ("\\u00", "\\b", "\\f", "\ufffe", "\uffff")  # without any of these there is nothing to look for
# Triples of the stream written in one go: fewer calls, and memory that does not grow.
CHUNK = 200


def turtle(description: Description) -> bytes:
    return _written(description.ntriples, RdfFormat.TURTLE)


def trig(description: Description) -> bytes:
    return _written(description.ntriples, RdfFormat.TRIG)


def n_triples(description: Description) -> bytes:
    """N-Triples; N-Quads without a graph name is the same text."""
    return description.ntriples.encode()


def rdf_xml(description: Description) -> bytes:
    """RDF/XML. CannotWrite for what XML cannot hold; reading refuses such descriptions before they are kept."""
    _refuse_what_xml_cannot_hold(description)
    return _written(description.ntriples, RdfFormat.RDF_XML)


def _written(ntriples: str, syntax: RdfFormat) -> bytes:
    triples = pyoxigraph.parse(ntriples, format=RdfFormat.N_TRIPLES)
    written: bytes | None = pyoxigraph.serialize(triples, format=syntax, prefixes=_used(ntriples))
    return written or b""


def _used(ntriples: str) -> dict[str, str]:
    return {prefix: base for prefix, base in _PREFIXES.items() if base in ntriples}


def turtles(descriptions: Iterable[Description]) -> Iterator[bytes]:
    """One Turtle document of many records: all prefixes first, then record after record."""
    yield "".join(f"@prefix {prefix}: <{base}> .\n" for prefix, base in _PREFIXES.items()).encode()
    for chunk in _chunks(descriptions):
        text = pyoxigraph.serialize(
            pyoxigraph.parse(chunk, format=RdfFormat.N_TRIPLES), format=RdfFormat.TURTLE, prefixes=_PREFIXES
        )
        yield re.sub(rb"\A(?:@prefix [^\n]*\n)+", b"", text or b"")


def n_triples_stream(descriptions: Iterable[Description]) -> Iterator[bytes]:
    for chunk in _chunks(descriptions):
        yield chunk.encode()


def rdf_xmls(descriptions: Iterable[Description]) -> Iterator[bytes]:
    """One RDF/XML document of many records; every part declares what it uses."""
    yield b'<?xml version="1.0" encoding="UTF-8"?>\n<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"'
    yield "".join(f' xmlns:{p}="{base}"' for p, base in _PREFIXES.items() if p != "rdf").encode() + b">\n"
    for chunk in _chunks(descriptions):
        text = pyoxigraph.serialize(
            pyoxigraph.parse(chunk, format=RdfFormat.N_TRIPLES), format=RdfFormat.RDF_XML, prefixes=_PREFIXES
        )
        yield re.sub(rb"\A.*?<rdf:RDF[^>]*>\s*|</rdf:RDF>\s*\Z", b"", text or b"", flags=re.DOTALL)
    yield b"</rdf:RDF>\n"


def _chunks(descriptions: Iterable[Description]) -> Iterator[str]:
    texts: list[str] = []
    for description in descriptions:
        texts.append(description.ntriples)
        if len(texts) >= CHUNK:
            yield "".join(texts)
            texts = []
    if texts:
        yield "".join(texts)


def _refuse_what_xml_cannot_hold(description: Description) -> None:
    for predicate in {p for _, p, _ in description.record.triples}:
        if not _has_local_name(predicate):
            raise CannotWrite(f"The property {predicate} has no name that XML can write. Ask for Turtle instead.")
    text = description.ntriples
    if any(sign in text for sign in _SUSPECTS) and _NOT_IN_XML.search(text):
        raise CannotWrite("A text holds a control character that XML cannot write. Ask for Turtle instead.")


@lru_cache(maxsize=5_000)
def _has_local_name(predicate: str) -> bool:
    return bool(_LOCAL_NAME.search(re.split(r"[/#:?&=;,@!$'()*+%~]", predicate)[-1]))
