"""The work on records that needs no database, done beside the writing when a document is large."""

import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor

from catalog.columns import Prepared, columns_of_parts
from catalog.intake import worker
from fair_metadata.document import Part
from fair_metadata.terms import iri

BATCH_TRIPLES = 20_000  # a batch is one transaction and one message to another process
BESIDE_FROM = 100_000  # triples from which a second process pays for its start (0.4 s)
BESIDE = min(4, (os.cpu_count() or 1) - 1)  # other processes; more than this one can write for do not help
AHEAD = 2 * (BESIDE + 1)  # batches under way, so that memory is bounded

Known = Callable[[list[str]], dict[str, str]]  # IRIs → the digests that need no work


class Preparing:
    """Batches of columns, in other processes when there are many triples. Closing it ends the processes."""

    def __init__(self) -> None:
        self._pool: ProcessPoolExecutor | None = None

    def expect(self, triples: int) -> None:
        """So many triples there are so far: other processes start while the rest is still being read."""
        if self._pool is None and triples >= BESIDE_FROM and BESIDE:
            # Spawned, not forked: the server that calls this may have threads.
            context = multiprocessing.get_context("spawn")
            self._pool = ProcessPoolExecutor(BESIDE, mp_context=context, initializer=worker.set_up)
            self._pool.submit(worker.columns_of, [], {})

    def prepared(self, parts: Iterable[Part], known: Known) -> Iterator[list[Prepared]]:
        """The columns of each batch, in the order of the parts."""
        batches = ((batch, known([iri(part.subject) for part in batch])) for batch in _batches(parts))
        if self._pool is None:
            return (columns_of_parts(*batch) for batch in batches)
        return _beside(self._pool, batches)

    def close(self) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)


def _beside(
    pool: ProcessPoolExecutor, batches: Iterable[tuple[list[Part], dict[str, str]]]
) -> Iterator[list[Prepared]]:
    waiting: deque[Future[list[Prepared]]] = deque()
    for batch in batches:
        if len(waiting) < AHEAD:
            waiting.append(pool.submit(worker.columns_of, *batch))
        else:  # the others have enough to do: this process helps
            waiting.append(_done(columns_of_parts(*batch)))
        while waiting and waiting[0].done():
            yield waiting.popleft().result()
    while waiting:
        yield waiting.popleft().result()


def _done(result: list[Prepared]) -> Future[list[Prepared]]:
    future: Future[list[Prepared]] = Future()
    future.set_result(result)
    return future


def _batches(parts: Iterable[Part]) -> Iterator[list[Part]]:
    batch: list[Part] = []
    triples = 0
    for part in parts:
        batch.append(part)
        triples += len(part.triples)
        if triples >= BATCH_TRIPLES:
            yield batch
            batch, triples = [], 0
    if batch:
        yield batch
