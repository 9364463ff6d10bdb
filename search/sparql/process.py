"""One process that evaluates queries, as the server sees it: the pipe to it, its priority, its end."""

import os
import signal
import time
from contextlib import suppress
from io import BytesIO
from multiprocessing import reduction
from multiprocessing.connection import wait
from pathlib import Path
from typing import IO

from catalog.forking import context, looking, preload
from search.sparql.worker import OUT_OF_MEMORY, Evaluate, Whole, work
from search.triples.protocol import Failed, Question, Unavailable

_LAST_IN_LINE = 19  # for the processor
_ENDING = 5.0  # seconds that a process may take to end, which gives back much memory

preload("search.sparql.worker", "search.sparql.place")

STOPPING = "The server is being stopped or started anew. Ask again in a moment."
# Its end when the server ends: told to; by itself, because nobody is left who asked; unknown, since the process that
# knew it, from which workers are forked, is gone as well.
_STOPPED = (-signal.SIGTERM, -signal.SIGINT, -signal.SIGHUP, 0, 255)
# What else it died of. An allocation that fails ends the process: the store is not written in Python.
_KILLED: dict[int, tuple[str, str]] = {
    -signal.SIGABRT: (OUT_OF_MEMORY, "SPARQL_MEMORY_MB"),
    -signal.SIGKILL: (OUT_OF_MEMORY, "SPARQL_MEMORY_MB"),
    -signal.SIGALRM: ("It was not answered in time, and was stopped. Ask for less.", "SPARQL_DEADLINE"),
    -signal.SIGSEGV: ("It is nested too deep to be evaluated. Write it flatter.", "depth"),
    -signal.SIGBUS: ("It is nested too deep to be evaluated. Write it flatter.", "depth"),
}


class Answered:
    """A whole answer: nothing that goes wrong afterwards can cut it in half."""

    def __init__(self, media_type: str, size: int, file: IO[bytes]) -> None:
        self.media_type, self.size, self.file = media_type, size, file


class Worker:
    """One process and the pipe to it."""

    def __init__(self, evaluate: Evaluate, memory_mb: int) -> None:
        self.comes_last = False
        self._asked = 0.0
        self._had: float | None = None  # seconds of a processor before it was asked
        self.connection, theirs = context.Pipe()
        self.process = context.Process(
            target=work, args=(theirs, evaluate, memory_mb), name="sparql-worker", daemon=True
        )
        try:
            with looking:
                self.process.start()
        except (EOFError, OSError) as error:  # what workers are forked from is being ended
            raise Unavailable(STOPPING) from error
        finally:
            theirs.close()

    @property
    def is_idle(self) -> bool:
        """It waits to be asked. Whoever says something unasked is at its end."""
        return not self.connection.poll()

    def ask(self, folder: Path, question: Question) -> None:
        self._asked, self._had = time.monotonic(), _processor_time(self.process.pid)
        try:
            self.connection.send((folder, question))
        except OSError:
            raise self._death() from None

    @property
    def busy(self) -> float:
        """Seconds of a processor that the question had; where that is not told, those since it was asked. On a machine
        with much else to do a short question takes long, and is no long one."""
        now = _processor_time(self.process.pid)
        return time.monotonic() - self._asked if now is None or self._had is None else now - self._had

    def heard(self) -> Whole:
        """What it says. `Failed` and `Unavailable` as it met them, or as they say why it died."""
        try:
            said: Whole | Failed | Unavailable = self.connection.recv()
        except (EOFError, OSError):
            raise self._death() from None
        if isinstance(said, Exception):
            raise said
        return said

    def _death(self) -> Exception:
        wait([self.process.sentinel], _ENDING)
        with looking:
            code = self.process.exitcode or 0
        if code in _STOPPED:
            return Unavailable(STOPPING)
        return Failed(*_KILLED[code]) if code in _KILLED else RuntimeError(f"a SPARQL worker ended with code {code}")

    def whole(self, said: Whole) -> Answered:
        if said.body is not None:
            return Answered(said.media_type, said.size, BytesIO(said.body))
        file = os.fdopen(reduction.recv_handle(self.connection), "rb")
        file.seek(0)
        return Answered(said.media_type, said.size, file)

    def come_last(self) -> None:
        """From now on it takes what processor time the others leave; for good, since a process may not put itself
        forward again."""
        if self.process.pid is not None and not self.comes_last:
            self.comes_last = True
            with suppress(ProcessLookupError):  # it has ended, which is heard of in a moment
                os.setpriority(os.PRIO_PROCESS, self.process.pid, _LAST_IN_LINE)

    def kill(self) -> None:
        """And wait until it is gone, with its memory."""
        self.kill_now()
        wait([self.process.sentinel])
        self.connection.close()

    def kill_now(self) -> None:
        with looking:
            self.process.kill()


def _processor_time(pid: int | None) -> float | None:
    """Seconds that a process evaluated; None where the system does not tell (Linux does, in `schedstat`)."""
    try:
        with open(f"/proc/{pid}/schedstat", encoding="ascii") as file:
            return int(file.read().split()[0]) / 1e9
    except (OSError, IndexError):
        return None
