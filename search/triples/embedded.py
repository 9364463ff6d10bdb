"""The embedded store: pyoxigraph under DATA_DIR. One process at a time writes; readers see what was kept last."""

import hashlib
import shutil
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path

from search.disk import bytes_under
from search.triples.evaluating import EMPTY, evaluate, reading_of
from search.triples.layout import LAYOUT, Naming
from search.triples.protocol import Answer, Graph, Health, Question, Unavailable
from search.triples.shelf import BUILDING, CURRENT, Shelf
from search.triples.writing import New, Writing

__all__ = ["Embedded", "evaluate"]

LEAST_FREE = 200 * 1024**2  # bytes on the disk: what is written takes room before what was goes
OTHER_BASE = (
    "The triple store was made for another BASE_URL or another layout, and answers until a new one is complete: "
    "run “manage.py rebuild triples”."
)


class Embedded:
    """Descriptions in two pyoxigraph stores: what everybody may see, and, where there is more, what members may."""

    def __init__(self, folder: Path, base: str) -> None:
        self.folder = folder
        shape = hashlib.sha256(f"{LAYOUT} {base}".encode()).hexdigest()[:8]
        self._shelf, self._naming = Shelf(folder, shape), Naming(base)
        self._lock = threading.RLock()
        self._writing: Writing | None = None  # while something waits to be kept

    # Writing

    def _writer(self) -> Writing:
        """The writer of the store that answers if it is of now, or there is none; else of a new one."""
        if self._writing is None:
            self._writing = Writing(self._shelf, self._naming) if self._is_of_now() else self.begin()
        return self._writing

    def _is_of_now(self) -> bool:
        current = self._shelf.pointed()
        return current is None or self._shelf.is_of_now(current)

    def take_in(self, graphs: Iterable[Graph], gone: Iterable[str], position: int) -> None:
        with self._lock:
            try:
                self._writer().take_in(graphs, gone, position)
            except BaseException:  # what fails half-way is forgotten, so that all of it is taken in again
                self.release()
                raise

    def keep(self) -> None:
        with self._lock:
            try:
                if self._writing is not None:
                    self._writing.keep()
            except BaseException:
                self.release()
                raise

    def commit(self) -> None:
        with self._lock:
            self.keep()
            if isinstance(self._writing, New):
                self._writing.finish(self._writing.position)
            self.release()

    def begin(self, *, afresh: bool = False, expected: int = 0) -> New:
        if afresh:
            with self._shelf.locked(BUILDING):
                self._shelf.forget(BUILDING)
        return New(self._shelf, self._naming)

    def release(self) -> None:
        with self._lock:
            writing, self._writing = self._writing, None
            if writing is not None:
                writing.release()

    def position(self) -> int:
        writing = self._writing
        if writing is not None and writing.taken is not None:
            return writing.taken
        if self._is_of_now():
            return self._shelf.state(CURRENT).position
        # One less, so that there is something to take in even where only the last step is missing.
        return max(0, self._shelf.state(BUILDING).position - 1)

    # Asking

    def stamp(self, audiences: frozenset[str]) -> str:
        stamps = self._shelf.state().stamps
        mine = "".join(f"{audience} {stamps[audience]}\n" for audience in sorted(audiences & stamps.keys()))
        return hashlib.sha256(mine.encode()).hexdigest()[:20]

    def answer(self, question: Question) -> Answer:
        return evaluate(self.folder, question)

    # Health

    def health(self) -> Health:
        copy, built = self._shelf.pointed(), self._shelf.pointed(BUILDING)
        troubles, triples = list(self._troubles()), 0
        try:
            triples = _count(self.folder) if copy is not None else 0
        except Unavailable as error:
            troubles.append(str(error))
        building = self._shelf.state(BUILDING).position if built is not None else None
        size = bytes_under(self._shelf.root)
        return Health("pyoxigraph", triples, self._shelf.state().position, size, tuple(troubles), building)

    def _troubles(self) -> Iterator[str]:
        copy = self._shelf.pointed()
        if copy is None and self.folder.exists():
            yield EMPTY
        if copy is not None and not self._shelf.is_of_now(copy):
            yield OTHER_BASE
        if self.folder.exists() and (free := shutil.disk_usage(self.folder).free) < LEAST_FREE:
            yield f"The disk of the triple store has {free // 1024**2} MiB left. Make room, or nothing new is taken in."


def _count(folder: Path) -> int:
    """How many different triples everybody sees."""
    found = reading_of(folder).everybodys.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
    return int(next(iter(found))[0].value)
