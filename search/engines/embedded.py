"""The embedded engine: Tantivy in a folder. One process at a time writes an index; readers see each commit."""

import contextlib
import shutil
import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import orjson
import tantivy

from search.asking import Ask
from search.conditions import All, Condition
from search.disk import bytes_under
from search.engines.embedded_counting import counts, values
from search.engines.embedded_writing import New, Shelf, Writing, opened, position_in, position_of
from search.engines.protocol import ANOTHER_VERSION, OTHER_FIELDS, REPLACED, Counts, Health, Hit, Results
from search.engines.remembering import Remembered
from search.engines.saying import Said
from search.engines.tantivy_language import Language, order, shape

LEAST_FREE = 200 * 1024**2  # bytes on the disk: a commit writes before it deletes
SCANNED = 5_000  # hits that a scan reads at once


class Embedded:
    """Documents by IRI. Cost of a search grows with the hits that are counted, not with the catalogue."""

    def __init__(self, folder: Path) -> None:
        self._shelf = Shelf(folder)
        self._lock = threading.RLock()
        self._writing: Writing | None = None  # while something waits to be committed
        self._answering: _Answering | None = None
        self._was_of_now = False  # this process has seen an index of its own fields answer
        self._read = threading.local()  # `of`: the index whose position this thread has read last
        self._remembered = Remembered()

    def _reader(self) -> "_Answering":
        """The index that answers now; another process may have put a new one in its place."""
        found = self._answering
        if found is None or found.is_replaced():
            with self._lock:
                found = self._answering = _Answering(self._shelf)
                self._was_of_now |= found.is_of_now
        return found

    def _reloaded(self) -> "_Answering":
        """The same with all that was committed; where files of it were lost, what is left."""
        try:
            self._reader().reload()
        except ValueError:
            self._answering = None
        return self._reader()

    # Writing

    def _follower(self) -> Writing:
        """The writer of the index that answers if it has the fields of now, else of a new one."""
        if self._writing is None:
            reader = self._reader()
            if not reader.is_of_now and self._was_of_now:
                raise OSError(ANOTHER_VERSION)
            writing = Writing(reader.folder) if reader.is_of_now else self.begin()
            if not self._is_right(writing):
                writing.release()
                raise OSError(REPLACED)
            self._writing = writing
        return self._writing

    def _is_right(self, writing: Writing) -> bool:
        """Is it the index that this thread means, still in its place now that nobody else can write it?"""
        is_in_place = isinstance(writing, New) or self._shelf.current() == writing.folder
        return is_in_place and getattr(self._read, "of", None) in (None, writing.folder)

    @contextlib.contextmanager
    def _whole(self) -> Iterator[None]:
        """What fails half-way is forgotten, so that all of it is taken in again."""
        with self._lock:
            try:
                yield
            except BaseException:
                self.release()
                self._answering = None  # files of it may be lost: it is opened anew
                raise

    say = staticmethod(Writing.say)

    def take_in(self, documents: Iterable[Said], gone: Iterable[tuple[str, int]], position: int) -> None:
        with self._whole():
            writing = self._follower()
            writing.take_in(documents, gone, position)
            if writing.taken is None:  # it was kept already
                self._reloaded()

    def keep(self) -> None:
        with self._whole():
            if self._writing is not None:
                self._writing.keep()
                self._reloaded()

    def commit(self) -> None:
        with self._whole():
            self.keep()
            if isinstance(self._writing, New):
                self._writing.finish(self._writing.position)
            self.release()

    def begin(self, *, afresh: bool = False, expected: int = 0) -> New:
        with self._lock:
            self._reader()
            kept = self._shelf.unfinished()
            if kept is not None and afresh:
                New(self._shelf, kept).release()  # OSError when somebody is at it
                shutil.rmtree(kept, ignore_errors=True)
                kept = None
            return New(self._shelf, kept or self._shelf.make())

    def release(self) -> None:
        with self._lock:
            if self._writing is not None:
                self._writing.release()
                self._writing = None

    def position(self) -> int:
        writing = self._writing
        if writing is not None and writing.taken is not None:
            return writing.taken
        reader = self._reloaded()
        self._read.of = reader.folder
        if reader.is_of_now:
            return reader.position
        self._read.of = kept = self._shelf.unfinished()
        # One less, so that there is something to take in even where only the last step is missing.
        return max(0, position_of(kept) - 1) if kept is not None else 0

    # Asking

    def search(self, ask: Ask, audiences: Collection[str], *, counted: bool = True) -> Results:
        reader = self._reader()
        say, searcher = reader.language(audiences), reader.searcher
        found = searcher.search(say.ask(ask), ask.size, offset=ask.start, **order(ask, reader.fields))
        hits = tuple(_hit(searcher.doc(place)) for _, place in found.hits)
        plain = Results(hits, found.count or 0)
        return replace(plain, **self._counted(reader, say, ask)) if counted else plain

    def _counted(self, reader: "_Answering", say: Language, ask: Ask) -> Mapping[str, Any]:
        """Counts are remembered until something is committed: pages and sorts of one question share them."""
        key = (reader.state, say.audiences, ask.must, tuple(ask.filters.items()), ask.patients_by, ask.kind)
        return self._remembered.get(key, lambda: counts(reader, say, ask))

    def values(self, ask: Ask, audiences: Collection[str], key: str, most: int) -> Counts:
        reader = self._reader()
        asked = reader.language(audiences).within(ask.without(key), ask.kind)
        return values(reader, asked, key, most)

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
        reader = self._reloaded()
        size = bytes_under(self._shelf.root)
        documents = max(0, reader.searcher.num_docs - (reader.position > 0))
        kept = self._shelf.unfinished()
        troubles = tuple(self._troubles(reader))
        return Health("Tantivy", documents, reader.position, size, troubles, position_of(kept) if kept else None)

    def _troubles(self, reader: "_Answering") -> Iterator[str]:
        if not reader.is_of_now:
            yield ANOTHER_VERSION if self._was_of_now else OTHER_FIELDS
        free = shutil.disk_usage(self._shelf.root).free
        if free < LEAST_FREE:
            yield f"The disk of the index has {free // 1024**2} MiB left. Make room, or nothing new will be found."


class _Answering:
    """One index that is read: its folder, its fields, what of it is shown now."""

    def __init__(self, shelf: Shelf) -> None:
        self._shelf = shelf
        self._seen = shelf.stamp()
        self.folder = shelf.current()
        self.fields = frozenset(entry["name"] for entry in orjson.loads(self._meta.read_text())["schema"])
        self.is_of_now = self.folder.name.startswith(f"{shape()}-")
        self._index = opened(self.folder)
        self.reload()

    @property
    def _meta(self) -> Path:
        return self.folder / "meta.json"

    def is_replaced(self) -> bool:
        return self._shelf.stamp() != self._seen or not self._meta.exists()

    def reload(self) -> None:
        """Show what was committed last, by whatever process."""
        self._index.reload()
        self.searcher = self._index.searcher()
        self.position = position_in(self._index)

    @property
    def state(self) -> tuple[str, int, int]:
        """Equal states give equal answers."""
        return (self.folder.name, self.position, self.searcher.num_docs)

    def language(self, audiences: Collection[str]) -> Language:
        return Language(self._index.schema, self.fields, frozenset(audiences))


def _hit(found: tantivy.Document) -> Hit:
    shown = orjson.loads(found["shown"][0])
    return Hit(shown["iri"], shown["address"], shown["card"], shown)
