"""The embedded engine: Tantivy in a folder. One process at a time writes an index; readers see each commit.

A small file names the index that answers, so that a new one can be built beside it and take its place at once.
"""

import json
import shutil
import threading
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import tantivy

from search.asking import Ask
from search.conditions import All, Condition
from search.documents import Document
from search.engines.protocol import Counts, Health, Hit, Results
from search.engines.remembering import Remembered
from search.engines.tantivy_language import Language, fields, order, schema, shape, whitespace
from search.fields import FACETS, RANGES, SHOWN

HEAP = 96_000_000  # bytes that the writer may hold before it writes a segment
MOST_WAITING = 20_000  # documents not committed: beyond, what the writer remembers of them grows with every one
LEAST_FREE = 200 * 1024**2  # bytes on the disk: a commit writes before it deletes
SCANNED = 5_000  # hits that a scan reads at once
_POSITION = "position"
_CURRENT = "current"


class Embedded:
    """Documents by IRI. Cost of a search grows with the hits that are counted, not with the catalogue."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.RLock()
        self._writer: tantivy.IndexWriter | None = None
        self._taken: int | None = None  # the last revision taken in and not committed
        self._waiting = 0  # documents taken in and not committed
        self._building: Path | None = None  # the index that will answer from the next commit on
        self._answering: _Answering | None = None
        self._remembered = Remembered()

    # Which index

    def _reader(self) -> "_Answering":
        """The index that answers now; another process may have put a new one in its place."""
        found = self._answering
        if found is None or found.is_replaced():
            with self._lock:
                found = self._answering = _Answering(self._folder, self._current())
        return found

    def _current(self) -> Path:
        """The index that the pointer names; an empty one where there is none, or where it was lost."""
        pointer = self._folder / _CURRENT
        name = pointer.read_text().strip() if pointer.exists() else ""
        if not name or not (self._folder / name / "meta.json").exists():
            name = _made(self._folder).name
            _point(pointer, name)
        return self._folder / name

    def _target(self) -> Path:
        """The index that is written: the new one, else the one that answers if it has the fields of now."""
        if self._building is None and not self._reader().is_of_now:
            self.begin()
        return self._building or self._reader().folder

    # Writing

    def _writing(self) -> tantivy.IndexWriter:
        """The one writer. OSError when another process holds it: that one will catch up."""
        if self._writer is None:
            try:
                self._writer = _opened(self._target()).writer(HEAP, 1)
            except ValueError as error:
                raise OSError(str(error)) from error
        return self._writer

    def take_in(self, documents: Iterable[Document], gone: Iterable[tuple[str, int]], position: int) -> None:
        with self._lock, _told():
            writer = self._writing()
            for iri, _ in gone:
                writer.delete_documents_by_term("iri", iri)
            for document in documents:
                writer.delete_documents_by_term("iri", document.iri)
                writer.add_document(tantivy.Document.from_dict(fields(document), _SCHEMA))
                self._waiting += 1
            self._taken = position
            if self._waiting >= MOST_WAITING:
                self.keep()

    def keep(self) -> None:
        """The position is a document among the others, so they cannot disagree."""
        with self._lock, _told():
            if self._taken is None:
                return
            writer = self._writing()
            writer.delete_documents_by_term("kind", _POSITION)
            mark = {"kind": [_POSITION], "number": [self._taken]}
            writer.add_document(tantivy.Document.from_dict(mark, _SCHEMA))
            writer.commit()
            self._taken, self._waiting = None, 0
            if self._building is None:
                self._reader().reload()

    def commit(self) -> None:
        with self._lock:
            self.keep()
            if self._building is not None:
                self._switch(self._building)

    def _switch(self, new: Path) -> None:
        """From one moment to the next the new index answers; the others go. Readers keep what they have open."""
        self.release()
        _point(self._folder / _CURRENT, new.name)
        self._answering = None
        for other in self._folder.iterdir():
            if other.is_dir() and other != new:
                shutil.rmtree(other, ignore_errors=True)

    def begin(self, *, afresh: bool = False) -> int:
        with self._lock:
            self.release()
            kept = None if afresh else self._unfinished()
            self._building = kept or _made(self._folder)
            self._taken = _position(_opened(self._building)) if kept else 0
            return self._taken

    def _unfinished(self) -> Path | None:
        current = self._reader().folder
        found = [p for p in self._folder.glob(f"{_SHAPE}-*") if p != current and (p / "meta.json").exists()]
        return max(found, key=lambda path: path.name, default=None)

    def release(self) -> None:
        with self._lock:
            if self._writer is not None:
                writer, self._writer = self._writer, None
                writer.rollback()
                writer.wait_merging_threads()
            self._taken, self._waiting, self._building = None, 0, None

    def position(self) -> int:
        if self._taken is not None:
            return self._taken
        reader = self._reader()
        if not reader.is_of_now:
            return 0
        reader.reload()
        return reader.position

    # Asking

    def search(self, ask: Ask, audiences: Collection[str], *, counted: bool = True) -> Results:
        reader = self._reader()
        say, searcher = reader.language(audiences), reader.searcher
        found = searcher.search(say.ask(ask), ask.size, offset=ask.start, **order(ask, reader.fields))
        hits = tuple(_hit(searcher.doc(place)) for _, place in found.hits)
        plain = Results(hits, found.count or 0)
        return replace(plain, **self._counted(reader, say, ask, plain.total)) if counted else plain

    def _counted(self, reader: "_Answering", say: Language, ask: Ask, total: int) -> Mapping[str, Any]:
        """Counts are remembered until something is committed: pages and sorts of one question share them."""
        key = (reader.state, say.audiences, ask.must, tuple(ask.filters.items()), ask.kind)
        return self._remembered.get(key, lambda: _counts(reader, say, ask, total))

    def values(self, ask: Ask, audiences: Collection[str], key: str, most: int) -> Counts:
        reader = self._reader()
        asked = reader.language(audiences).within(ask.without(key), ask.kind)
        return _terms(reader, asked, {key: f"f_{key}"}, size=most)[key]

    def count(self, conditions: Sequence[Condition], audiences: Collection[str]) -> list[int]:
        reader = self._reader()
        say = reader.language(audiences)
        return [reader.searcher.search(say.within(condition), 1).count or 0 for condition in conditions]

    def scan(self, ask: Ask, audiences: Collection[str]) -> Iterator[Hit]:
        reader = self._reader()
        asked, searcher = reader.language(audiences).ask(ask), reader.searcher
        start = 0
        while found := searcher.search(asked, SCANNED, count=False, offset=start, **order(ask, reader.fields)).hits:
            yield from (_hit(searcher.doc(place)) for _, place in found)
            start += SCANNED

    def get(self, iris: Sequence[str], audiences: Collection[str]) -> dict[str, Hit]:
        reader = self._reader()
        asked = reader.language(audiences).of(iris)
        found = reader.searcher.search(asked, max(1, len(iris))).hits
        hits = (_hit(reader.searcher.doc(place)) for _, place in found)
        return {hit.iri: hit for hit in hits}

    def beginning(self, field: str, prefix: str, audiences: Collection[str], most: int) -> Counts:
        reader = self._reader()
        if field not in reader.fields:
            return ()
        allowed = reader.language(audiences).within(All())
        found = reader.searcher.terms_with_prefix(field, prefix, filter_query=allowed, limit=most)
        return tuple(sorted(found, key=lambda term: (-term[1], term[0])))

    # Health

    def health(self) -> Health:
        reader = self._reader()
        reader.reload()
        size = sum(path.stat().st_size for path in reader.folder.glob("*") if path.is_file())
        documents = max(0, reader.searcher.num_docs - (reader.position > 0))
        return Health("Tantivy", documents, reader.position, size, tuple(self._troubles(reader)))

    def _troubles(self, reader: "_Answering") -> Iterator[str]:
        if not reader.is_of_now:
            yield "The index was made for other fields. Run “manage.py rebuild index”."
        free = shutil.disk_usage(self._folder).free
        if free < LEAST_FREE:
            yield f"The disk of the index has {free // 1024**2} MiB left. Make room, or nothing new will be found."


class _Answering:
    """One index that is read: its folder, its fields, what of it is shown now."""

    def __init__(self, root: Path, folder: Path) -> None:
        self._pointer = root / _CURRENT
        self._seen = self._stamp()
        self.folder = folder
        self.fields = frozenset(entry["name"] for entry in json.loads((folder / "meta.json").read_text())["schema"])
        self.is_of_now = folder.name.startswith(f"{_SHAPE}-")
        self._index = _opened(folder)
        self.reload()

    def _stamp(self) -> tuple[int, int]:
        try:
            found = self._pointer.stat()
        except FileNotFoundError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_ino)

    def is_replaced(self) -> bool:
        return self._stamp() != self._seen or not self.folder.exists()

    def reload(self) -> None:
        """Show what was committed last, by whatever process."""
        self._index.reload()
        self.searcher = self._index.searcher()
        self.position = _position(self._index)

    @property
    def state(self) -> tuple[str, int, int]:
        """Equal states give equal answers."""
        return (self.folder.name, self.position, self.searcher.num_docs)

    def language(self, audiences: Collection[str]) -> Language:
        return Language(self._index.schema, self.fields, frozenset(audiences))


_SCHEMA = schema()
_SHAPE = shape()


def _made(folder: Path) -> Path:
    """A new, empty index."""
    path = folder / f"{_SHAPE}-{time.time_ns()}"
    path.mkdir(parents=True)
    tantivy.Index(_SCHEMA, path=str(path))
    return path


def _opened(path: Path) -> tantivy.Index:
    index = tantivy.Index.open(str(path))
    index.register_tokenizer("stems", whitespace())
    index.config_reader("manual")
    return index


def _point(pointer: Path, name: str) -> None:
    """The pointer is there or not, old or new, and never half written."""
    fresh = pointer.with_suffix(".new")
    fresh.write_text(name)
    fresh.replace(pointer)


def _position(index: tantivy.Index) -> int:
    index.reload()
    searcher = index.searcher()
    found = searcher.search(tantivy.Query.term_query(index.schema, "kind", _POSITION), 1).hits
    return int(searcher.doc(found[0][1])["number"][0]) if found else 0


class _told:
    """What Tantivy says when it cannot write (no room, no rights) as an OSError."""

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, ValueError):
            raise OSError(f"The index cannot be written: {error}") from error


def _hit(found: tantivy.Document) -> Hit:
    shown = json.loads(found["shown"][0])
    return Hit(shown["iri"], shown["address"], shown["card"], shown)


def _counts(reader: _Answering, say: Language, ask: Ask, total: int) -> Mapping[str, Any]:
    """Facets and bars that nothing is asked of share one pass; each of the others has a pass of its own."""
    shared = _asked_for([facet.key for facet in FACETS if facet.key not in ask.filters])
    shared |= {f"h_{known.key}": f"h_{known.key}" for known in RANGES if known.key not in ask.filters}
    whole = say.within(ask.whole, ask.kind)
    found = _terms(reader, whole, shared | {"stated": "stated"})
    stated = dict(found.pop("stated"))
    all_but = dict.fromkeys((*(facet.key for facet in FACETS), *(known.key for known in RANGES)), total)
    for key in ask.filters.keys() & all_but.keys():
        asked = say.within(ask.without(key), ask.kind)
        own = _terms(reader, asked, {**_asked_for([key]), f"h_{key}": f"h_{key}", "stated": "stated"})
        stated[key] = dict(own.pop("stated")).get(key, 0)
        all_but[key] = reader.searcher.search(asked, 1).count or 0
        found |= {name: counts for name, counts in own.items() if counts}
    return {
        "facets": {name: counts for name, counts in found.items() if not name.startswith("h_")},
        "bars": {name[2:]: counts for name, counts in found.items() if name.startswith("h_")},
        "stated": stated,
        "all_but": all_but,
        "patients": _sum(reader, whole, "patients_low"),
    }


def _asked_for(keys: Iterable[str]) -> dict[str, str]:
    return {key: f"f_{key}" for key in keys}


def _terms(reader: _Answering, query: tantivy.Query, names: Mapping[str, str], size: int = SHOWN) -> dict[str, Counts]:
    """Name → terms of a field with their counts; a field that the index does not have yet has none."""
    asked = {name: {"terms": {"field": field, "size": size}} for name, field in names.items() if field in reader.fields}
    answered = reader.searcher.aggregate(query, asked) if asked else {}
    return {
        name: tuple((b["key"], int(b["doc_count"])) for b in answered[name]["buckets"]) if name in asked else ()
        for name in names
    }


def _sum(reader: _Answering, query: tantivy.Query, field: str) -> int:
    if field not in reader.fields:
        return 0
    return int(reader.searcher.aggregate(query, {"sum": {"sum": {"field": field}}})["sum"]["value"] or 0)
