"""A store that is one file of quads, read by each worker: the endpoint can be tested whatever the catalogue's store is."""

from io import BytesIO
from pathlib import Path

import pyoxigraph
from pyoxigraph import NamedNode, QueryResultsFormat, RdfFormat

from search.triples.protocol import Answer, Failed, Question, Unavailable

DATA = "data.nq"
_SYNTAXES = {
    "application/sparql-results+json": QueryResultsFormat.JSON,
    "application/sparql-results+xml": QueryResultsFormat.XML,
    "text/csv": QueryResultsFormat.CSV,
    "text/tab-separated-values": QueryResultsFormat.TSV,
}
_open: dict[Path, tuple[str, pyoxigraph.Store]] = {}


def write(folder, quads):
    """The folder holds these quads, and no others."""
    folder.mkdir(exist_ok=True)
    (folder / DATA).write_bytes(pyoxigraph.serialize(quads, format=RdfFormat.N_QUADS))


def stamp(folder: Path) -> str:
    about = (folder / DATA).stat() if folder.exists() else None
    return f"{about.st_mtime_ns}-{about.st_size}" if about else "nothing"


def evaluate(folder: Path, question: Question) -> Answer:
    if not folder.exists():
        raise Unavailable("There is no store here.")
    try:
        found = _store(folder).query(
            question.text,
            base_iri=question.base or None,
            default_graph=_named(question.default_graphs),
            named_graphs=_named(question.named_graphs),
        )
    except (SyntaxError, ValueError, RuntimeError) as error:
        raise Failed(str(error)) from None
    syntax = _SYNTAXES.get(question.media_type) or RdfFormat.from_media_type(question.media_type)
    sink = _Bounded(question.most_bytes)
    try:
        found.serialize(sink, format=syntax)
    except OSError:
        raise Failed("The answer is too long.", "bytes") from None
    except (RuntimeError, ValueError) as error:
        raise Failed(str(error)) from None
    return Answer(question.media_type, iter([sink.getvalue()]))


def _store(folder):
    now = stamp(folder)
    if folder not in _open or _open[folder][0] != now:
        _open.clear()
        store = pyoxigraph.Store()
        store.extend(pyoxigraph.parse(path=str(folder / DATA), format=RdfFormat.N_QUADS))
        _open[folder] = (now, store)
    return _open[folder][1]


def _named(iris):
    return None if iris is None else [NamedNode(iri) for iri in iris]


class _Bounded(BytesIO):
    def __init__(self, most):
        super().__init__()
        self.most = most

    def write(self, data):
        if self.tell() + len(data) > self.most:
            raise OSError("too long")
        return super().write(data)
