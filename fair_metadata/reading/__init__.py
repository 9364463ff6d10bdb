"""Bytes → triples, or a clear refusal: RDF from anybody, read as a stream, trusting nothing."""

import io
import re
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import islice
from operator import itemgetter
from typing import IO, cast

import pyoxigraph
from pyoxigraph import RdfFormat

from fair_metadata.reading import jsonld, xml
from fair_metadata.reading.media import as_utf8, detect
from fair_metadata.reading.refusal import Limits, NothingFound, Unreadable, in_plain_words
from fair_metadata.reading.streams import TRIPLE_TERMS, ByLine, Bytes, Guarded, refuse_deep_triple_terms
from fair_metadata.terms import Term, Triple, read_ntriples

__all__ = ["Batch", "Limits", "NothingFound", "Unreadable", "read", "read_all"]

Quad = tuple[Term, Term, Term, Term]

BATCH = 5_000  # triples: large enough to be fast, small enough to stay in the processor's cache

_HAS_GRAPHS = {RdfFormat.TRIG, RdfFormat.N_QUADS, RdfFormat.JSON_LD}
_QUAD = re.compile(r'(\S+) (\S+) ("(?:[^"\\]|\\.)*"(?:@\S+|\^\^\S+)?|\S+)(?: (\S+))? \.')
_LOCAL_NAME = re.compile(r"[^\W\d][\w.\-\u00b7]*>\Z")  # what an XML element may be called
# Characters that XML 1.0 (section 2.2) cannot hold, as canonical N-Triples escapes them.
_UNWRITABLE = re.compile(r"(?<!\\)(?:\\\\)*(\\u00(?:0[0-8BCEF]|1[0-9A-F])|\\[bf]|[\ufffe\uffff])")


@dataclass(slots=True)
class Batch:
    """Some triples in the order of the document; `graphs` holds those that stand in a named graph.

    `lines` are the lines in which they end, in the order of `flat`, where they were asked for and are known.
    """

    triples: list[Triple] = field(default_factory=list)
    graphs: list[Quad] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)

    @property
    def flat(self) -> list[Triple]:
        """All triples, whatever graph they stood in."""
        return self.triples + [(s, p, o) for s, p, o, _ in self.graphs] if self.graphs else self.triples


def read(
    source: IO[bytes] | bytes,
    *,
    media_type: str = "",
    name: str = "",
    base: str = "",
    limits: Limits | None = None,
    with_lines: bool = False,
) -> Iterator[Batch]:
    """The triples of a document, in batches. Turtle, TriG, N-Triples, N-Quads and RDF/XML are never held whole.

    The syntax is found from `media_type`, the ending of `name` and a look at the bytes. `base` resolves relative
    addresses. Nothing is fetched: JSON-LD contexts are ours or refused. Unreadable, with the line where it is
    known, for what is broken, unsafe, too large, or cannot be written again in every syntax; NothingFound for a
    document without a statement. A seekable stream is read from where it stands. `with_lines` is for documents of
    people: it says where each statement ends, except in JSON-LD, and holds the document whole.
    """
    limits = limits or Limits()
    stream = io.BytesIO(source) if isinstance(source, bytes) else source
    try:
        with ExitStack() as room:
            yield from _read(stream, room, media_type, name, base, limits, with_lines)
    except Unreadable as refusal:
        raise refusal.of(name) from None


def read_all(source: bytes, *, media_type: str = "", name: str = "", base: str = "") -> list[Triple]:
    """All triples of a small document, those of named graphs among them."""
    batches = read(source, media_type=media_type, name=name, base=base)
    return [triple for batch in batches for triple in batch.flat]


def _read(
    stream: Bytes, room: ExitStack, media_type: str, name: str, base: str, limits: Limits, with_lines: bool
) -> Iterator[Batch]:
    syntax, stream = detect(stream, room, media_type=media_type, name=name, limits=limits)
    guarded = Guarded(as_utf8(stream, room, syntax, media_type), limits)
    parsed: Bytes = guarded
    if syntax is RdfFormat.JSON_LD:
        parsed = jsonld.without_remote_contexts(guarded, limits)
    elif syntax is RdfFormat.RDF_XML:
        parsed = xml.checked(guarded, limits)
    else:
        refuse_deep_triple_terms(guarded)
    found = 0
    by_line = ByLine(guarded) if with_lines and parsed is guarded else None
    for batch in _batches(by_line or parsed, guarded, syntax, base):
        found += len(batch.triples) + len(batch.graphs)
        if found > limits.triples:
            raise Unreadable(f"more than {limits.triples} triples, which is the limit. Split the file.")
        yield batch
    if not found:
        raise NothingFound("nothing found: there is no statement in it. For JSON-LD, is there a “@context”?")


def _batches(parsed: Bytes, guarded: Guarded, syntax: RdfFormat, base: str) -> Iterator[Batch]:
    has_graphs = syntax in _HAS_GRAPHS
    output = RdfFormat.N_QUADS if has_graphs else RdfFormat.N_TRIPLES
    checked: set[Term] = set()
    try:
        quads = guarded.watching(pyoxigraph.parse(cast(IO[bytes], parsed), format=syntax, base_iri=base or None))
        lines: list[int] = []
        if isinstance(parsed, ByLine):
            quads = parsed.numbering(quads, lines)
        # Serialising again gives canonical terms as text, three times faster than asking objects for them.
        while said := pyoxigraph.serialize(islice(quads, BATCH), format=output):
            batch = (_split_quads if has_graphs else _split)(said.decode(), lines)
            lines.clear()
            _check(batch, checked, said)
            yield batch
    except MemoryError:
        raise Unreadable("one statement takes more than 16 MiB, which is the limit.") from None
    except (SyntaxError, ValueError, OSError) as error:
        raise (guarded.refusal or in_plain_words(error)) from None


def _split(said: str, lines: list[int]) -> Batch:
    return Batch(list(read_ntriples(said)), lines=list(lines))


def _split_quads(said: str, lines: list[int]) -> Batch:
    batch = Batch()
    places: tuple[list[int], list[int]] = ([], [])
    for number, statement in enumerate(said.split("\n")):
        if match := _QUAD.fullmatch(statement):
            s, p, o, graph = match.groups()
            if graph:
                batch.graphs.append((s, p, o, graph))
            else:
                batch.triples.append((s, p, o))
            places[bool(graph)].extend(lines[number : number + 1])
    batch.lines = places[0] + places[1]
    return batch


def _check(batch: Batch, checked: set[Term], lines: bytes) -> None:
    """Refuse what would be lost or break when it is written again."""
    triples = batch.flat
    for predicate in set(map(itemgetter(1), triples)) - checked:
        if not _LOCAL_NAME.search(re.split(r"[/#:?&=;,@!$'()*+%~]", predicate)[-1]):
            where = next(s for s, p, _ in triples if p == predicate)
            raise Unreadable(
                f"the property {predicate} of {where} cannot be written as RDF/XML. "
                "End its address with a name that begins with a letter."
            )
        checked.add(predicate)
    if b" <<(" in lines and any(o.startswith("<<(") for _, _, o in triples):
        raise Unreadable(TRIPLE_TERMS)
    if _may_be_unwritable(lines):
        _check_texts(triples)


def _may_be_unwritable(lines: bytes) -> bool:
    """A look at the bytes, the quickest questions first: almost no document has any of these."""
    return (
        (b"\\" in lines and any(rare in lines for rare in (b"\\u00", b"\\b", b"\\f")))
        or (not lines.isascii() and any(rare in lines for rare in (b"\xef\xbf\xbe", b"\xef\xbf\xbf")))
        or b"--ltr" in lines
        or b"--rtl" in lines
    )


def _check_texts(triples: list[Triple]) -> None:
    for s, p, o in triples:
        if o[0] != '"':
            continue
        if _UNWRITABLE.search(o):
            raise Unreadable(
                f"the text of {p} of {s} holds a control character that XML and databases cannot keep. "
                "Take it out; it is usually left over from copying."
            )
        if re.search(r'"@[A-Za-z0-9-]*--(?:ltr|rtl)$', o):
            raise Unreadable(f"the text of {p} of {s} states a direction (RDF 1.2). Write its language only, as “@ar”.")
