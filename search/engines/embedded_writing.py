"""Writing embedded indexes: each is a folder with one writer at a time; a pointer names the one that answers."""

import contextlib
import re
import shutil
import time
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import tantivy

from search.documents import Document
from search.engines.saying import Said, written
from search.engines.tantivy_language import analyzers, fields, schema, shape

HEAP = 96_000_000  # bytes that the writer may hold before it writes a segment
LEAST_HEAP = 15_000_000  # of a writer that is there so that nobody else writes
MOST_WAITING = 20_000  # documents not committed: beyond, what the writer remembers of them grows with every one
POSITION = "position"
_CURRENT = "current"
_INDEX = re.compile(r"[0-9a-f]{8}-(\d+)")  # the fields it was made for, and when
# Left by a pointer that was half written, and by the first layout, which was one index without folders.
_STRAY = re.compile(r"current\.\d+|[0-9a-f]{32}\..+|meta\.json|\.managed\.json|\.tantivy-.+\.lock")


class Shelf:
    """The folder with all indexes, and the pointer to the one that answers."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._pointer = root / _CURRENT

    def current(self) -> Path:
        """The index that answers; where it or the pointer was lost, the one that knows most, else an empty one."""
        named = self._named()
        if named is not None and opens(named):
            return named
        found = max((path for path in self._all() if opens(path)), key=position_of, default=None)
        return self.point(found or self.make())

    def _named(self) -> Path | None:
        try:
            return self.root / (self._pointer.read_text().strip() or "nothing")
        except FileNotFoundError:
            return None

    def _all(self) -> list[Path]:
        """The oldest first."""
        return sorted((p for p in self.root.glob("*-*") if _INDEX.fullmatch(p.name)), key=_age)

    def point(self, folder: Path) -> Path:
        """The pointer is there or not, old or new, and never half written."""
        fresh = self.root / f"{_CURRENT}.{time.time_ns()}"
        fresh.write_text(folder.name)
        fresh.replace(self._pointer)
        return folder

    def stamp(self) -> tuple[int, int]:
        """Another one when something else was pointed to."""
        try:
            found = self._pointer.stat()
        except FileNotFoundError:
            return (0, 0)
        return (found.st_mtime_ns, found.st_ino)

    def make(self) -> Path:
        """A new, empty index for the fields of now."""
        path = self.root / f"{shape()}-{time.time_ns()}"
        path.mkdir(parents=True)
        tantivy.Index(schema(), path=str(path))
        return path

    def unfinished(self) -> Path | None:
        """An index for the fields of now that was begun after the one that answers."""
        current = self._named()
        since = _age(current) if current is not None else 0
        found = [path for path in self._all() if _age(path) > since and path.name.startswith(shape()) and opens(path)]
        return found[-1] if found else None

    def sweep(self) -> None:
        """Away with what is older than the index that answers. Readers keep what they have open."""
        current = self.current()
        for path in self._all():
            if _age(path) < _age(current):
                shutil.rmtree(path, ignore_errors=True)
        for path in self.root.iterdir():
            if path.is_file() and _STRAY.fullmatch(path.name):
                path.unlink(missing_ok=True)


class Writing:
    """The one writer of an index, from the moment it is made until it is released."""

    def __init__(self, folder: Path, heap: int = HEAP) -> None:
        """OSError when another process writes this index, or it cannot be written."""
        self.folder = folder
        self.taken: int | None = None  # the last revision taken in and not committed
        self._waiting = 0  # documents taken in and not committed
        self._schema = schema()
        with _told():
            self._writer: tantivy.IndexWriter | None = opened(folder).writer(heap, 1)

    @staticmethod
    def say(document: Document) -> Said:
        return written(document, fields)

    def take_in(self, documents: Iterable[Said], gone: Iterable[tuple[str, int]], position: int) -> None:
        writer = self._held()
        with _told():
            for iri, _ in gone:
                writer.delete_documents_by_term("iri", iri)
            for document in documents:
                writer.delete_documents_by_term("iri", document.iri)
                writer.add_json(document.body)
                self._waiting += 1
        self.taken = position
        if self._waiting >= MOST_WAITING:
            self.keep()

    def keep(self) -> None:
        """The position is a document among the others, so they cannot disagree."""
        if self.taken is None:
            return
        writer = self._held()
        with _told():
            writer.delete_documents_by_term("kind", POSITION)
            mark = {"kind": [POSITION], "number": [self.taken]}
            writer.add_document(tantivy.Document.from_dict(mark, self._schema))
            writer.commit()
        self.taken, self._waiting = None, 0

    def position(self) -> int:
        return position_of(self.folder) if self.taken is None else self.taken

    def _held(self) -> tantivy.IndexWriter:
        if self._writer is None:
            raise OSError("The index was given back to be written by others.")
        return self._writer

    def release(self) -> None:
        """Whatever state the writer is in: after a full disk it can do nothing but go. Twice is once."""
        writer, self._writer = self._writer, None
        self.taken, self._waiting = None, 0
        if writer is not None:
            with contextlib.suppress(ValueError):
                writer.rollback()
            with contextlib.suppress(ValueError):
                writer.wait_merging_threads()


class New(Writing):
    """An index that is built beside the one that answers."""

    def __init__(self, shelf: Shelf, folder: Path) -> None:
        super().__init__(folder)
        self._shelf = shelf

    def finish(self, latest: Callable[[], int]) -> bool:
        self.keep()
        old = self._shelf.current()
        try:
            lock = Writing(old, LEAST_HEAP)  # nobody can show more there while the new one takes its place
        except OSError:
            return False
        try:
            if self._shelf.current() != old or min(lock.position(), latest()) > self.position():
                return False
            self._shelf.point(self.folder)
        finally:
            lock.release()
        self.release()
        self._shelf.sweep()
        return True


@contextlib.contextmanager
def _told() -> Iterator[None]:
    """What Tantivy says when it cannot write (no room, no rights, another writer) as an OSError."""
    try:
        yield
    except ValueError as error:
        if "Lock" in str(error):
            raise OSError("Another process writes to this index now.") from error
        raise OSError(f"The index cannot be written: {error}") from error


def opened(folder: Path) -> tantivy.Index:
    index = tantivy.Index.open(str(folder))
    for name, analyzer in analyzers().items():
        index.register_tokenizer(name, analyzer)
    index.config_reader("manual")
    return index


def opens(folder: Path) -> bool:
    """Is it there, and whole?"""
    try:
        index = opened(folder)
        index.reload()
        index.searcher()
    except (ValueError, OSError):
        return False
    return True


def position_of(folder: Path) -> int:
    """The last revision of which what was taken in is kept."""
    return position_in(opened(folder))


def position_in(index: tantivy.Index) -> int:
    index.reload()
    searcher = index.searcher()
    try:
        found = searcher.search(tantivy.Query.term_query(index.schema, "kind", POSITION), 1).hits
    except ValueError:  # another layout
        return 0
    return int(searcher.doc(found[0][1])["number"][0]) if found else 0


def _age(path: Path) -> int:
    match = _INDEX.fullmatch(path.name)
    return int(match[1]) if match else 0
