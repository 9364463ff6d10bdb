"""Processes that evaluate queries: made when they are needed, kept while they are well, killed when they go over."""

import threading
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import Any

from catalog.turns import REFUSED, Turn, Turns
from search.sparql.process import Answered, Worker
from search.sparql.worker import INLINE, Evaluate, Whole
from search.triples.protocol import Failed, Question, Store, Unavailable

LONG = 0.05  # seconds of a processor after which a question leaves it to others who ask, and makes room for them
TOO_LONG = 0.3  # by the clock, after which it ends when there is no room beside, and others wait
_READY = 10.0  # seconds that a new worker has to open the store
_FIRST = Question("ASK {}", "application/sparql-results+json", deadline=_READY)


class Workers:
    """Each question is evaluated in a process of its own for as long as that takes."""

    def __init__(self, evaluate: Evaluate, turns: Turns, *, memory_mb: int) -> None:
        self._evaluate, self._turns, self._memory_mb = evaluate, turns, memory_mb
        self._idle: list[Worker] = []
        self._idle_last: list[Worker] = []  # those that take what processor time the others leave
        self._is_stopped = False
        self._count = 0  # of those that are idle, or soon will be again, and come first
        self._lock, self._topping_up = threading.Lock(), threading.Lock()

    def answer(self, folder: Path, question: Question, client: str) -> Answered:
        """`Failed` with the limit that it ran into; `Busy` when there is no turn for this client."""
        with self._turns.turn(client) as turn:
            return self._answered(folder, question, turn)

    def stop(self) -> None:
        self._is_stopped = True
        for shelf in (self._idle, self._idle_last):
            while worker := self._taken(shelf):
                self._lose(worker)

    def _answered(self, folder: Path, question: Question, turn: Turn) -> Answered:
        worker = self._chosen(folder, turn)
        is_well = False
        try:
            worker.ask(folder, question)
            answered = worker.whole(self._heard(worker, question, turn, folder))
            is_well = True
        except Failed as failure:
            # What is no SPARQL spoils nothing; what ran into a limit leaves a worker that nobody trusts.
            is_well = not failure.limit
            turn.charged = REFUSED if failure.limit else 0.0
            raise
        finally:
            turn.seconds = worker.busy
            if is_well:
                self._keep(worker)
            else:
                self._end(worker, folder, is_waited_for=turn.is_beside)
        return answered

    def _chosen(self, folder: Path, turn: Turn) -> Worker:
        """Whose client had much lately comes last from the beginning, unless nobody else asks."""
        if turn.is_beside and not self._turns.is_alone(turn):
            return self._taken(self._idle_last) or self._fresh(folder, comes_last=True)
        return self._taken(self._idle) or self._first(folder)

    def _first(self, folder: Path) -> Worker:
        """There is none, so that one has to be waited for; others will be there when they are needed."""
        worker = self._fresh(folder)
        _beside(self._top_up, folder)
        return worker

    def _end(self, worker: Worker, folder: Path, *, is_waited_for: bool) -> None:
        """Now. A place beside is free when the memory is; nobody waits for what had one of the others' places."""
        worker.kill_now()
        if is_waited_for:
            self._lose(worker)
        _beside(self._replace, worker, folder, is_lost=is_waited_for)

    def _replace(self, worker: Worker, folder: Path, *, is_lost: bool) -> None:
        if not is_lost:
            self._lose(worker)
        self._top_up(folder)

    def _taken(self, shelf: list[Worker]) -> Worker | None:
        """An idle one that is alive."""
        while True:
            with self._lock:
                worker = shelf.pop() if shelf else None
            if worker is None or worker.is_idle:
                return worker
            self._lose(worker)

    def _lose(self, worker: Worker) -> None:
        worker.kill()
        with self._lock:
            self._count -= not worker.comes_last

    def _keep(self, worker: Worker) -> None:
        """Idle until it is asked; not more of them than there are places, and one."""
        with self._lock:
            if worker.comes_last:
                shelf, is_wanted = self._idle_last, len(self._idle_last) < self._turns.beside
            else:
                shelf, is_wanted = self._idle, self._count <= self._enough
            is_wanted = is_wanted and not self._is_stopped
            if is_wanted:
                shelf.append(worker)
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

    def _fresh(self, folder: Path, *, comes_last: bool = False) -> Worker:
        """One that has opened the store already, so that no question is long because of that."""
        worker = Worker(self._evaluate, self._memory_mb)
        if comes_last:
            worker.come_last()
        with self._lock:
            self._count += not comes_last
        try:
            worker.ask(folder, _FIRST)
            if not worker.connection.poll(_READY):
                raise Unavailable("The triple store cannot be opened now. Ask again in a moment.")
            with suppress(Failed, Unavailable):  # the question itself will hear of it
                worker.heard()
        except BaseException:
            self._lose(worker)
            raise
        return worker

    def _heard(self, worker: Worker, question: Question, turn: Turn, folder: Path) -> Whole:
        """What the worker says in time. What takes long lets others go first on its way."""
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
            if worker.busy < LONG:
                continue
            if not worker.comes_last and not self._turns.is_alone(turn):
                self._put_last(worker, folder)
            if not turn.is_beside:
                self._turns.make_room(turn, at_once=now - start > TOO_LONG)
        return worker.heard()

    def _put_last(self, worker: Worker, folder: Path) -> None:
        """It does not come first again, so that another one takes its place."""
        worker.come_last()
        with self._lock:
            self._count -= 1
        _beside(self._top_up, folder)


def _beside(work: Callable[..., None], *what: Any, **how: Any) -> None:
    """While others go on."""
    threading.Thread(target=work, args=what, kwargs=how, daemon=True).start()


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
