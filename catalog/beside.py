"""Work on batches that needs no database, done in other processes beside the writing of this one."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar

PROCESSES = min(4, (os.cpu_count() or 1) - 1)  # more than this one can write for do not help
AHEAD = 2 * (PROCESSES + 1)  # batches that others are given before this process helps
MOST = 4 * AHEAD  # batches that are held, so that memory is bounded
_COLLECTED = 200_000  # values made between two walks of the collector there: few are part of a cycle

R = TypeVar("R")
Work = Callable[..., R]  # a function that is found by its name, and pure


class Beside:
    """Other processes, once they are started (about a second). Until then this process does the work."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def start(self) -> None:
        """Called again it does nothing; nor where there is no processor for it."""
        if self._pool is None and PROCESSES:
            # Spawned, not forked: the server that calls this may have threads.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(PROCESSES, mp_context=context, initializer=_set_up)
            self._pool.submit(os.getpid)

    def each(self, work: Work[R], batches: Iterable[tuple[Any, ...]]) -> Iterator[R]:
        """What `work` makes of the arguments in each batch, in their order."""
        if self._pool is None:
            return (work(*batch) for batch in batches)
        return _shared(self._pool, work, batches)

    def close(self) -> None:
        """End them."""
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


_open: ContextVar[Beside | None] = ContextVar("beside", default=None)


@contextmanager
def beside() -> Iterator[Beside]:
    """For a piece of work, and for all that is done within it: a load and the index that follows it share them."""
    outer = _open.get()
    if outer is not None:
        yield outer
        return
    mine = Beside()
    token = _open.set(mine)
    try:
        yield mine
    finally:
        _open.reset(token)
        mine.close()


def _shared(pool: ProcessPoolExecutor, work: Work[R], batches: Iterable[tuple[Any, ...]]) -> Iterator[R]:
    waiting: deque[Future[R]] = deque()
    for batch in batches:
        if sum(not each.done() for each in waiting) < AHEAD:
            waiting.append(pool.submit(work, *batch))
        else:  # the others have enough to do: this process helps
            waiting.append(_done(work(*batch)))
        while waiting and (waiting[0].done() or len(waiting) >= MOST):
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _done(result: R) -> Future[R]:
    future: Future[R] = Future()
    future.set_result(result)
    return future


def _set_up() -> None:
    """What another process runs first; until then nothing of Django's is imported there."""
    import gc

    import django

    django.setup()
    gc.set_threshold(_COLLECTED)
