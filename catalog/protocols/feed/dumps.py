"""The whole public catalogue as files, in one pass: all of them hold the same descriptions.

A set of files is complete or is not there: they are written beside the ones that are served, and the manifest, which
names them, is replaced last. The files of the set before stay until the next one, for those who are reading them.
"""

import fcntl
import gzip
import json
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import sha256
from itertools import tee
from pathlib import Path
from typing import IO, Any, cast

from django.conf import settings
from django.utils import timezone

from catalog.export import descriptions
from catalog.pages.version import version
from catalog.protocols.feed.answering import newest_change
from catalog.protocols.feed.statistics import Statistics, counted
from fair_metadata.formats import FORMATS, Description, Format

WRITTEN_AS: tuple[Format, ...] = tuple(FORMATS[name] for name in ("n-quads", "turtle", "json-ld"))
_IN_STEP = 200  # descriptions that one writer may be ahead of another

Progress = Callable[[str, int], None]


class Busy(Exception):
    """Another process is writing them."""


@dataclass(frozen=True, slots=True)
class Dump:
    """One file: under which suffix it is served, where it is, and what it is."""

    suffix: str
    media_type: str
    file: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """A complete set of files: of which public change, written when, by which version, and what they hold."""

    number: int
    made_at: datetime
    made_by: str
    dumps: tuple[Dump, ...]
    statistics: Statistics

    def as_json(self) -> dict[str, Any]:
        said = {"number": self.number, "made_at": self.made_at.isoformat(), "made_by": self.made_by}
        return said | {"dumps": [asdict(dump) for dump in self.dumps], "statistics": self.statistics.as_json()}

    def of(self, suffix: str) -> Dump | None:
        return next((dump for dump in self.dumps if dump.suffix == suffix), None)


def folder() -> Path:
    return Path(settings.DATA_DIR) / "dumps"


def manifest() -> Manifest | None:
    """The set that is served; None before the first was written."""
    path = folder() / "manifest.json"
    try:
        return _read(path, path.stat().st_mtime_ns)
    except FileNotFoundError:
        return None


@lru_cache(maxsize=2)
def _read(path: Path, written_at: int) -> Manifest:
    said = json.loads(path.read_text(encoding="utf-8"))
    return Manifest(
        number=said["number"],
        made_at=datetime.fromisoformat(said["made_at"]),
        made_by=said["made_by"],
        dumps=tuple(Dump(**dump) for dump in said["dumps"]),
        statistics=Statistics.of_json(said["statistics"]),
    )


def are_current(found: Manifest | None) -> bool:
    """Would writing them again give the same?"""
    return found is not None and (found.number, found.made_by) == (newest_change().number, version())


def write(progress: Progress = lambda label, count: None, *, afresh: bool = False) -> Manifest | None:
    """Write them all; None when nothing public changed since they were written. Busy while another process does.

    What changes while they are written may be in them already, and has them written again the next time.
    """
    with _alone():
        before = manifest()
        if are_current(before) and not afresh:
            return None
        number, statistics = newest_change().number, Statistics()
        made = tuple(_write_all(number, statistics, progress))
        found = Manifest(number, timezone.now(), version(), made, statistics)
        _replace(folder() / "manifest.json", json.dumps(found.as_json(), indent=1).encode())
        _sweep(found, before)
        return found


@contextmanager
def _alone() -> Iterator[None]:
    folder().mkdir(parents=True, exist_ok=True)
    with (folder() / "lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            raise Busy("The dumps are being written by another process; wait until it is done.") from error
        yield


class _Written:
    """A file on its way to the disk, packed, with its size and checksum; no time in it, so equal dumps are equal."""

    def __init__(self, row: Format, source: Iterable[Description], name: str, room: ExitStack) -> None:
        self.row, self.name, self.taken = row, f"{name}.{row.suffix}.gz", 0
        self.size, self._sum = 0, sha256()
        self._raw = room.enter_context((folder() / f"{self.name}.part").open("wb"))
        self._packed = gzip.GzipFile("", "wb", 6, cast(IO[bytes], self), 0)
        self._chunks = row.stream(self._noted(source))

    def write(self, packed: bytes) -> int:
        self.size += len(packed)
        self._sum.update(packed)
        return self._raw.write(packed)

    def flush(self) -> None:
        self._raw.flush()

    def up_to(self, count: int) -> bool:
        """Write until so many descriptions were taken; False when there are no more."""
        while self.taken < count:
            chunk = next(self._chunks, None)
            if chunk is None:
                return False
            self._packed.write(chunk)
        return True

    def done(self) -> Dump:
        self._packed.close()
        self._raw.flush()
        os.fsync(self._raw.fileno())
        os.replace(folder() / f"{self.name}.part", folder() / self.name)
        return Dump(self.row.suffix, self.row.media_type, self.name, self.size, self._sum.hexdigest())

    def _noted(self, source: Iterable[Description]) -> Iterator[Description]:
        for description in source:
            self.taken += 1
            yield description


def _write_all(number: int, statistics: Statistics, progress: Progress) -> list[Dump]:
    everything = counted(descriptions(WRITTEN_AS[0]), statistics)
    name = f"{number}-{datetime.now(UTC):%Y%m%d%H%M%S%f}"
    with ExitStack() as room:
        sources = tee(everything, len(WRITTEN_AS))
        files = [_Written(row, source, name, room) for row, source in zip(WRITTEN_AS, sources, strict=True)]
        del sources  # what all of them have taken is let go
        count = _IN_STEP
        while _all_up_to(count, files):
            progress("descriptions", statistics.entities)
            count += _IN_STEP
        return [file.done() for file in files]


def _all_up_to(count: int, files: list[_Written]) -> bool:
    """Have each writer come so far; False when all are at the end."""
    is_more = [file.up_to(count) for file in files]
    return any(is_more)


def _replace(path: Path, body: bytes) -> None:
    beside = path.with_suffix(".part")
    beside.write_bytes(body)
    os.replace(beside, path)


def _sweep(*kept: Manifest | None) -> None:
    """Away with older sets, and with what a killed process left unfinished."""
    names = {dump.file for found in kept if found for dump in found.dumps} | {"manifest.json", "lock"}
    for path in folder().iterdir():
        if path.name not in names:
            path.unlink(missing_ok=True)
