"""What a query gave, as bytes of the media type that was asked for, within limits."""

from collections.abc import Callable, Iterable, Iterator
from tempfile import SpooledTemporaryFile
from typing import IO

import pyoxigraph
from pyoxigraph import QueryResultsFormat, RdfFormat

from fair_metadata.formats import FORMATS, json_ld
from fair_metadata.namespaces import prefixes
from fair_metadata.terms import Triple
from search.triples.protocol import Answer, Failed, Question

ROWS = {
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
    "application/json": QueryResultsFormat.JSON,
    "application/xml": QueryResultsFormat.XML,
}
GRAPHS = {
    row.media_type: found
    for row in FORMATS.values()
    if row.is_rdf and (found := RdfFormat.from_media_type(row.media_type)) is not None
}
INLINE = 1024**2  # bytes of an answer that are held in memory; more go to a file
CHUNK = 64 * 1024
TOO_LONG = "The answer has more than {:,} {}. Ask for less, with LIMIT and OFFSET or a narrower question."

# What stands once in each row or between two rows, and how many rows there are before the first of it: no text holds
# it unescaped, except in CSV, where a text that has line ends of its own counts for more rows.
_MARKS = {
    QueryResultsFormat.XML: (b"<result>", 0),
    QueryResultsFormat.JSON: (b'"}},{"', 1),
    QueryResultsFormat.CSV: (b"\r\n", -1),
    QueryResultsFormat.TSV: (b"\n", -1),
}


class Sink:
    """Takes what is written, counts it, and ends the writing when it is too much."""

    def __init__(self, question: Question, mark: bytes = b"", rows: int = 0) -> None:
        self.file: IO[bytes] = SpooledTemporaryFile(INLINE)  # noqa: SIM115  (closed when it was read)
        self.failure: Failed | None = None
        self._question, self._mark = question, mark
        self._bytes, self._rows = 0, rows
        self._end = b""  # of what was written before, where a mark may have begun

    def write(self, written: bytes) -> int:
        self._bytes += len(written)
        if self._mark:
            seen = self._end + written
            self._rows += seen.count(self._mark)
            self._end = seen[len(seen) - len(self._mark) + 1 :] if len(self._mark) > 1 else b""
        self._refuse(self._bytes, self._question.most_bytes, "bytes")
        self._refuse(self._rows, self._question.most_rows, "rows")
        self.file.write(written)
        return len(written)

    def take(self, parts: Iterable[bytes]) -> None:
        for part in parts:
            self.write(part)

    def count(self) -> None:
        """One more triple of an answer that is a graph."""
        self._rows += 1
        self._refuse(self._rows, self._question.most_rows, "rows")

    def _refuse(self, number: int, most: int, what: str) -> None:
        if number > most:
            self.failure = Failed(TOO_LONG.format(most, what), limit=what)
            raise self.failure

    def flush(self) -> None:
        pass

    def chunks(self) -> Iterator[bytes]:
        self.file.seek(0)
        with self.file:
            while chunk := self.file.read(CHUNK):
                yield chunk


Rows = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean
Triples = Iterable[pyoxigraph.Triple]
Found = pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean | pyoxigraph.QueryTriples


def written(found: Rows | Triples, question: Question, genid: str) -> Answer:
    """The whole answer, so that whatever fails is an error and not half an answer. `Failed` beyond a limit."""
    if isinstance(found, pyoxigraph.QuerySolutions | pyoxigraph.QueryBoolean):
        return Answer(question.media_type, _rows_in(found, question).chunks())
    return Answer(question.media_type, _graph_in(found, question, genid).chunks())


def _rows_in(found: Rows, question: Question) -> Sink:
    wanted = ROWS.get(question.media_type)
    if wanted is None:
        raise Failed(f"A SELECT or ASK cannot be answered as {question.media_type}. There are: {', '.join(ROWS)}.")
    sink = Sink(question, *(_MARKS[wanted] if isinstance(found, pyoxigraph.QuerySolutions) else ()))
    return _kept(lambda: found.serialize(output=sink, format=wanted), sink)


def _graph_in(triples: Triples, question: Question, genid: str) -> Sink:
    """A graph with its blank nodes back, as exports have them."""
    wanted = GRAPHS.get(question.media_type)
    if wanted is None:
        refused = (
            f"A CONSTRUCT or DESCRIBE cannot be answered as {question.media_type}. There are: {', '.join(GRAPHS)}."
        )
        raise Failed(refused)
    sink = Sink(question)
    given = with_blank_nodes(triples, genid, sink.count)
    if wanted == RdfFormat.JSON_LD:
        return _kept(lambda: sink.take(json_ld.flat(map(_said, given))), sink)
    return _kept(lambda: pyoxigraph.serialize(given, output=sink, format=wanted, prefixes=prefixes()), sink)


def _said(triple: pyoxigraph.Triple) -> Triple:
    return str(triple.subject), str(triple.predicate), str(triple.object)


def _kept(write: Callable[[], object], sink: Sink) -> Sink:
    try:
        write()
    except MemoryError:
        raise
    except Exception as error:  # pyoxigraph says what its output raised in words of its own
        sink.file.close()
        raise sink.failure or failed(error) from error
    return sink


def failed(error: Exception) -> Failed:
    """What pyoxigraph could not read or evaluate."""
    return error if isinstance(error, Failed) else Failed(" ".join(str(error).split()) or type(error).__name__)


def with_blank_nodes(
    triples: Iterable[pyoxigraph.Triple], genid: str, count: Callable[[], None]
) -> Iterator[pyoxigraph.Triple]:
    named, blank, length = pyoxigraph.NamedNode, pyoxigraph.BlankNode, len(genid)
    for triple in triples:
        count()
        s, o = triple.subject, triple.object
        is_s = type(s) is named and s.value.startswith(genid)
        is_o = type(o) is named and o.value.startswith(genid)
        if is_s or is_o:
            s = blank(s.value[length:]) if is_s else s
            o = blank(o.value[length:]) if is_o else o
            triple = pyoxigraph.Triple(s, triple.predicate, o)
        yield triple
