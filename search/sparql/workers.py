"""Processes that evaluate queries: made when they are needed, kept while they are well, killed when they go over."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from multiprocessing import reduction
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import IO, Any

from search.sparql.turns import REFUSED, Turn, Turns
from search.sparql.worker import INLINE, OUT_OF_MEMORY, Evaluate, Whole, work
from search.triples.protocol import Failed, Question, Store, Unavailable

LONG = 0.1  # seconds after which a question takes what processor time the others leave, and makes room
TOO_LONG = 3 * LONG  # after which it ends when there is no room beside, and others wait
_READY = 10.0  # seconds that a new worker has to open the store
_LAST_IN_LINE = 19  # for the processor

_context = multiprocessing.get_context("forkserver")
# What a worker needs is loaded once, in the process that workers are forked from; it has no thread and no connection.
_context.set_forkserver_preload(["search.sparql.worker", "search.sparql.place"])


class Answered:
    """A whole answer: nothing that goes wrong afterwards can cut it in half."""

    def __init__(self, media_type: str, size: int, file: IO[bytes]) -> None:
        self.media_type, self.size, self.file = media_type, size, file


class Workers:
    """Each question is evaluated in a process of its own for as long as that takes."""

    def __init__(self, evaluate: Evaluate, turns: Turns, *, memory_mb: int) -> None:
        self._evaluate, self._turns, self._memory_mb = evaluate, turns, memory_mb
        self._idle: list[_Worker] = []
        self._is_stopped = False
        self._count = 0  # of those that are idle, or soon will be again
        self._lock, self._topping_up = threading.Lock(), threading.Lock()

    def answer(self, folder: Path, question: Question, client: str) -> Answered:
        """`Failed` with the limit that it ran into; `Busy` when there is no turn for this client."""
        with self._turns.turn(client) as turn:
            return self._answered(folder, question, turn)

    def stop(self) -> None:
        self._is_stopped = True
        while worker := self._taken():
            self._lose(worker)

    def _answered(self, folder: Path, question: Question, turn: Turn) -> Answered:
        worker = self._taken() or self._first(folder)
        is_well = False
        try:
            worker.connection.send((folder, question))
            answered = worker.whole(self._heard(worker, question, turn, folder))
            is_well = True
        except Failed as failure:
            # What is no SPARQL spoils nothing; what ran into a limit leaves a worker that nobody trusts.
            is_well = not failure.limit
            turn.charged = REFUSED if failure.limit else 0.0
            raise
        finally:
            if is_well and not worker.comes_last:
                self._keep(worker)
            else:
                worker.process.kill()  # now; nobody waits until it is gone
                _beside(self._replace, worker, folder, is_counted=not turn.is_beside)
        return answered

    def _first(self, folder: Path) -> "_Worker":
        """There is none, so that one has to be waited for; others will be there when they are needed."""
        worker = self._fresh(folder)
        _beside(self._top_up, folder)
        return worker

    def _replace(self, worker: "_Worker", folder: Path, *, is_counted: bool) -> None:
        self._lose(worker) if is_counted else worker.kill()
        self._top_up(folder)

    def _taken(self) -> "_Worker | None":
        """An idle one that is alive."""
        while True:
            with self._lock:
                worker = self._idle.pop() if self._idle else None
            if worker is None or worker.process.is_alive():
                return worker
            self._lose(worker)

    def _lose(self, worker: "_Worker") -> None:
        worker.kill()
        with self._lock:
            self._count -= 1

    def _keep(self, worker: "_Worker") -> None:
        """Idle until it is asked; not more of them than there are places, and one."""
        with self._lock:
            is_wanted = self._count <= self._enough and not self._is_stopped
            if is_wanted:
                self._idle.append(worker)
        if not is_wanted:
            self._lose(worker)

    def _top_up(self, folder: Path) -> None:
        """As many as there are places, and one more, so that nobody waits for a new one."""
        if not self._topping_up.acquire(blocking=False):
            return  # another thread is at it
        try:
            while self._count < self._enough and not self._is_stopped:
                self._keep(self._fresh(folder))
        except (RuntimeError, Unavailable):
            pass  # who asks next will hear of it
        finally:
            self._topping_up.release()

    @property
    def _enough(self) -> int:
        return self._turns.places + 1

    def _fresh(self, folder: Path) -> "_Worker":
        """One that has opened the store already, so that no question is long because of that."""
        with self._lock:
            worker = _Worker(self._evaluate, self._memory_mb)
            self._count += 1
        try:
            worker.connection.send((folder, _FIRST))
            if not worker.connection.poll(_READY):
                raise Unavailable("The triple store cannot be opened now. Ask again in a moment.")
            with suppress(Failed, Unavailable):  # the question itself will hear of it
                worker.heard()
        except BaseException:
            self._lose(worker)
            raise
        return worker

    def _heard(self, worker: "_Worker", question: Question, turn: Turn, folder: Path) -> Whole:
        """What the worker says in time. What takes long makes room for others on its way."""
        start = time.monotonic()
        over = start + question.deadline
        while not worker.connection.poll(max(0.0, min(LONG, over - time.monotonic()))):
            now = time.monotonic()
            if now >= over:
                raise Failed(
                    f"It was not answered within {question.deadline:g} seconds, and was stopped. Ask for less: "
                    "fewer patterns, a LIMIT, or values where variables are.",
                    "SPARQL_DEADLINE",
                )
            worker.come_last()
            if not turn.is_beside and self._turns.make_room(turn, at_once=now - start > TOO_LONG):
                with self._lock:
                    self._count -= 1
                _beside(self._top_up, folder)
        return worker.heard()


def _beside(work: Callable[..., None], *what: Any, **how: Any) -> None:
    """While others go on."""
    threading.Thread(target=work, args=what, kwargs=how, daemon=True).start()


_FIRST = Question("ASK {}", "application/sparql-results+json", deadline=_READY)


class _Worker:
    """One process and the pipe to it."""

    def __init__(self, evaluate: Evaluate, memory_mb: int) -> None:
        self.comes_last = False
        self.connection, theirs = _context.Pipe()
        self.process = _context.Process(
            target=work, args=(theirs, evaluate, memory_mb), name="sparql-worker", daemon=True
        )
        self.process.start()
        theirs.close()

    def heard(self) -> Whole:
        """What it says. `Failed` and `Unavailable` as it met them; `Failed` says why it died."""
        try:
            said: Whole | Failed | Unavailable = self.connection.recv()
        except (EOFError, OSError):
            self.process.join(1)
            raise self._death() from None
        if isinstance(said, Exception):
            raise said
        return said

    def _death(self) -> Exception:
        code = self.process.exitcode or 0
        return Failed(*_KILLED[-code]) if -code in _KILLED else RuntimeError(f"a SPARQL worker ended with code {code}")

    def whole(self, said: Whole) -> Answered:
        if said.body is not None:
            return Answered(said.media_type, said.size, BytesIO(said.body))
        file = os.fdopen(reduction.recv_handle(self.connection), "rb")
        file.seek(0)
        return Answered(said.media_type, said.size, file)

    def come_last(self) -> None:
        """From now on it takes what processor time the others leave."""
        if self.process.pid is not None and not self.comes_last:
            self.comes_last = True  # for good: a process may not put itself forward again
            os.setpriority(os.PRIO_PROCESS, self.process.pid, _LAST_IN_LINE)

    def kill(self) -> None:
        self.process.kill()
        self.process.join()
        self.connection.close()


# What a worker died of. An allocation that fails ends the process: the store is not written in Python.
_KILLED: dict[int, tuple[str, str]] = {
    signal.SIGABRT: (OUT_OF_MEMORY, "SPARQL_MEMORY_MB"),
    signal.SIGKILL: (OUT_OF_MEMORY, "SPARQL_MEMORY_MB"),
    signal.SIGALRM: ("It was not answered in time, and was stopped. Ask for less.", "SPARQL_DEADLINE"),
    signal.SIGSEGV: ("It is nested too deep to be evaluated. Write it flatter.", "depth"),
    signal.SIGBUS: ("It is nested too deep to be evaluated. Write it flatter.", "depth"),
}


def directly(store: Store, turns: Turns, question: Question, client: str) -> Answered:
    """The same turns for a store on another server, which has processes and limits of its own."""
    with turns.turn(client):
        answer = store.answer(question)
        file = SpooledTemporaryFile(max_size=INLINE)  # noqa: SIM115 - whoever sends it closes it
        for chunk in answer.chunks:
            file.write(chunk)
    size = file.tell()
    file.seek(0)
    return Answered(answer.media_type, size, file)
