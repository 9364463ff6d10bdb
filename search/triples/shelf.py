"""The folder of embedded stores: whole copies that are only read, one copy that is written, and pointers.

pyoxigraph says that what happens is undefined where one process reads what another writes. So nobody reads what is
written: what is kept is a copy of its own. RocksDB makes one in milliseconds, since its files are linked and not
copied, and a pointer names the one that answers. A process that is killed leaves what it wrote behind, which nobody
uses.
"""

import fcntl
import json
import os
import shutil
import time
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from functools import cached_property
from pathlib import Path

import pyoxigraph

from fair_metadata.terms import Term, iri
from search.triples.layout import WHO
from search.triples.protocol import Unavailable

CURRENT, BUILDING = "current", "building"  # pointers: what answers; what will
EVERYBODYS, MEMBERS = "public", "inside"  # the two stores of a copy; the second only where something is not public
_STATE = "state.json"
MOVING = "The copies of the triple store change too quickly to be read. Ask again in a moment."
BUSY = "Another process writes to the triple store now."
DAMAGED = "The triple store cannot be read ({}). Run “manage.py rebuild triples --afresh”; what is asked waits for it."


@dataclass(slots=True)
class State:
    """How far a copy is; what the IRIs of its blank nodes begin with; audience → the copy with which what it is
    answered changed last."""

    position: int = 0
    genid: str = ""
    stamps: dict[str, str] = field(default_factory=dict)


class Shelf:
    """`shape`: copies of another one answer until a new one is complete, and are not written."""

    def __init__(self, root: Path, shape: str) -> None:
        self.root, self.shape = root, shape

    def pointed(self, pointer: str = CURRENT) -> Path | None:
        """The copy that a pointer names; for a lost one that answers, the newest there is."""
        with suppress(FileNotFoundError):
            found = self.root / (self.root / pointer).read_text().strip()
            if found != self.root and _is_whole(found):
                return found
        if pointer == BUILDING:
            return None
        unfinished = self.pointed(BUILDING)
        return next((path for path in reversed(self._copies()) if path != unfinished and _is_whole(path)), None)

    def state(self, pointer: str = CURRENT) -> State:
        """Of the copy that a pointer names; one that is not there knows nothing."""
        for _ in range(5):
            with suppress(FileNotFoundError):  # swept away between two looks
                copy = self.pointed(pointer)
                return State() if copy is None else state_of(copy)
        raise Unavailable(MOVING)

    def is_of_now(self, copy: Path) -> bool:
        return copy.name.startswith(f"{self.shape}-")

    def _copies(self) -> list[Path]:
        """The oldest first."""
        return sorted((path for path in self.root.glob("*-*") if _age(path)), key=_age)

    def point(self, pointer: str, copy: Path) -> None:
        """The pointer is there or not, old or new, and never half written."""
        fresh = self.root / f"{pointer}.{time.time_ns()}"
        fresh.write_text(copy.name)
        fresh.replace(self.root / pointer)

    def forget(self, pointer: str) -> None:
        (self.root / pointer).unlink(missing_ok=True)

    def locked(self, pointer: str) -> "Lock":
        """Held until it is closed, by one process at a time. OSError when another has it."""
        self.root.mkdir(parents=True, exist_ok=True)
        return Lock(self.root / f"{pointer}.lock", fcntl.LOCK_EX)

    def name(self) -> str:
        return f"{self.shape}-{time.time_ns()}"

    def sweep(self) -> None:
        """Away with copies that nobody points to and nobody reads."""
        kept = {self.pointed(CURRENT), self.pointed(BUILDING)}
        newest = max((_age(path) for path in kept if path), default=0)
        for path in self._copies():
            if path not in kept and _age(path) < newest:
                with suppress(OSError), Lock(path / _STATE, fcntl.LOCK_EX):
                    shutil.rmtree(path, ignore_errors=True)


def state_of(copy: Path) -> State:
    return State(**json.loads((copy / _STATE).read_text()))


def written(state: State, folder: Path) -> None:
    """On the disk, whatever happens to the machine."""
    with open(folder / _STATE, "w", encoding="utf-8") as file:
        file.write(json.dumps(asdict(state)))
        file.flush()
        os.fsync(file.fileno())


def linked(source: Path, target: Path) -> None:
    """A copy of a store that is only read, to be written: files that RocksDB never changes are linked."""
    target.mkdir(parents=True)
    for path in source.iterdir():
        (os.link if path.suffix == ".sst" else shutil.copy2)(path, target / path.name)


class Lock:
    """A lock on a file: of one process, or shared. It ends with `close`, or with whoever holds it."""

    def __init__(self, path: Path, how: int) -> None:
        self._file: int | None = os.open(path, os.O_RDWR | os.O_CREAT if how == fcntl.LOCK_EX else os.O_RDONLY)
        try:
            fcntl.flock(self._file, how | fcntl.LOCK_NB)
        except OSError as error:
            self.close()
            raise OSError(BUSY) from error

    def close(self) -> None:
        file, self._file = self._file, None
        if file is not None:
            os.close(file)

    __del__ = close

    def __enter__(self) -> "Lock":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class Reading:
    """A copy while it is read: it is not swept away. None is one in which nothing is."""

    def __init__(self, copy: Path | None) -> None:
        self.copy = copy
        self.members: pyoxigraph.Store | None = None
        if copy is None:
            self.state, self.everybodys = State(), pyoxigraph.Store()
            return
        self._lock = Lock(copy / _STATE, fcntl.LOCK_SH)
        self.state = state_of(copy)
        self.everybodys = opened(copy / EVERYBODYS)
        if (copy / MEMBERS).exists():
            self.members = opened(copy / MEMBERS)

    @cached_property
    def public(self) -> list[pyoxigraph.NamedNode]:
        """The names of all descriptions that are for everybody."""
        return [name for name in self.everybodys.named_graphs() if isinstance(name, pyoxigraph.NamedNode)]

    @cached_property
    def who(self) -> list[tuple[Term, Term]]:
        """Every graph that is not for everybody, with an audience that it is for."""
        said = self.members.quads_for_pattern(None, None, None, pyoxigraph.NamedNode(iri(WHO))) if self.members else ()
        return [(str(quad.subject), str(quad.object)) for quad in said]


def opened(folder: Path) -> pyoxigraph.Store:
    """A store to be read. `Unavailable` when its files are lost or damaged."""
    try:
        return pyoxigraph.Store.read_only(str(folder))
    except (OSError, RuntimeError) as error:
        raise Unavailable(DAMAGED.format(error)) from error


def _is_whole(copy: Path) -> bool:
    return (copy / _STATE).exists() and (copy / EVERYBODYS / "CURRENT").exists()


def _age(path: Path) -> int:
    made = path.name.rpartition("-")[2]
    return int(made) if made.isdigit() else 0
