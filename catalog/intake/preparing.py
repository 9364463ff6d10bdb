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
AHEAD = 4  # batches under way, so that memory is bounded


Known = Callable[[list[str]], dict[str, str]]  # IRIs → the digests that need no work


def prepared(parts: Iterable[Part], known: Known, *, size: int) -> Iterator[list[Prepared]]:
    """Batches of columns in the order of the parts; in other processes when the document has many triples."""
    batches = ((batch, known([iri(part.subject) for part in batch])) for batch in _batches(parts))
    if size < BESIDE_FROM or (os.cpu_count() or 1) < 2:
        yield from (columns_of_parts(*batch) for batch in batches)
    else:
        yield from _beside(batches)


def _beside(batches: Iterator[tuple[list[Part], dict[str, str]]]) -> Iterator[list[Prepared]]:
    # Spawned, not forked: the server that calls this may have threads.
    workers = max(1, (os.cpu_count() or 1) - 1)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=worker.set_up) as pool:
        waiting: deque[Future[list[Prepared]]] = deque()
        for batch in batches:
            waiting.append(pool.submit(worker.columns_of, *batch))
            if len(waiting) > AHEAD * workers:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


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
