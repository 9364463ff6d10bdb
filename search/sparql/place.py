"""Where the triples are that the endpoint asks, and how one process evaluates a question over them."""

import re
import tempfile
from collections.abc import Iterator
from functools import cache
from hashlib import sha256
from pathlib import Path
from typing import IO

import pyoxigraph
from django.conf import settings
from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat

from search.triples.protocol import Answer, Failed, Question, Unavailable

_CHUNK = 64 * 1024
_MOST_OPEN = 2  # stores: for everybody, and for members
_KEPT = re.compile(r"CURRENT|MANIFEST-.*|.*\.(?:log|sst)")


def folder() -> Path:
    """Of the embedded store."""
    return Path(settings.TRIPLES_DIR)


def stamp(audiences: frozenset[str]) -> str:
    """Another one whenever what these audiences would be answered may have changed."""
    return _stamp(folder())


def _stamp(folder: Path) -> str:
    seen = [f"{path.name} {_looked_at(path)}" for path in sorted(folder.glob("*")) if _KEPT.fullmatch(path.name)]
    return sha256("\n".join(seen).encode()).hexdigest()[:16]


def _looked_at(path: Path) -> tuple[int, int]:
    about = path.stat()
    return about.st_size, about.st_mtime_ns


_open: dict[Path, tuple[str, pyoxigraph.Store]] = {}


def _opened(folder: Path) -> pyoxigraph.Store:
    """The store as it is now: opened again when it has moved."""
    now = _stamp(folder)
    if not (folder / "CURRENT").exists():
        raise Unavailable("The triple store is empty. It is filled when the catalogue is followed.")
    if folder not in _open or _open[folder][0] != now:
        _open.pop(folder, None)
        while len(_open) >= _MOST_OPEN:
            _open.pop(next(iter(_open)))
        _open[folder] = (now, pyoxigraph.Store.read_only(str(folder)))
    return _open[folder][1]


def evaluate(folder: Path, question: Question) -> Answer:
    """`Failed` with the parser's word when it is no SPARQL."""
    try:
        results = _opened(folder).query(
            question.text, default_graph=_named(question.default_graphs), named_graphs=_named(question.named_graphs)
        )
    except (SyntaxError, ValueError, RuntimeError) as error:
        raise Failed(str(error)) from None
    file = _Bounded(question.most_bytes)
    try:
        results.serialize(file, format=_syntaxes()[question.media_type])  # type: ignore[arg-type]
    except (OSError, ValueError, RuntimeError) as error:
        raise (Failed(_TOO_LONG, "SPARQL_ANSWER_MB") if file.is_full else Failed(str(error))) from None
    return Answer(question.media_type, file.chunks())


_TOO_LONG = "The answer is longer than an answer may be. Ask for less: a LIMIT, or fewer variables."


def _named(iris: tuple[str, ...] | None) -> list[NamedNode] | None:
    return None if iris is None else [NamedNode(iri) for iri in iris]


@cache
def _syntaxes() -> dict[str, QueryResultsFormat | RdfFormat]:
    results = (QueryResultsFormat.JSON, QueryResultsFormat.XML, QueryResultsFormat.CSV, QueryResultsFormat.TSV)
    triples = (RdfFormat.TURTLE, RdfFormat.N_TRIPLES, RdfFormat.N_QUADS, RdfFormat.TRIG, RdfFormat.RDF_XML)
    return {row.media_type.split(";")[0]: row for row in (*results, *triples, RdfFormat.JSON_LD)}


class _Bounded:
    """A file that takes so many bytes and no more."""

    def __init__(self, most: int) -> None:
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=1024**2)  # noqa: SIM115 - goes with its chunks
        self._left, self.is_full = most, False

    def write(self, data: bytes) -> int:
        self._left -= len(data)
        if self._left < 0:
            self.is_full = True
            raise OSError(_TOO_LONG)
        return self._file.write(data)

    def flush(self) -> None:
        self._file.flush()

    def chunks(self) -> Iterator[bytes]:
        self._file.seek(0)
        with self._file:
            while chunk := self._file.read(_CHUNK):
                yield chunk
