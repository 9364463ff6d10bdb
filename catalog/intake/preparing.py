"""The columns of a document's parts, worked out beside the writing when the document is large."""

from collections.abc import Callable, Iterable, Iterator

from catalog.beside import Beside
from catalog.columns import Prepared, columns_of_parts
from fair_metadata.document import Part
from fair_metadata.terms import iri

BATCH_TRIPLES = 20_000  # a batch is one transaction and one message to another process
BESIDE_FROM = 100_000  # triples from which another process pays for its start

Known = Callable[[list[str]], dict[str, str]]  # IRIs → the digests that need no work


class Preparing:
    """Batches of columns, in other processes when there are many triples."""

    def __init__(self, others: Beside) -> None:
        self._others = others

    def expect(self, triples: int) -> None:
        """So many triples there are so far: other processes start while the rest is still being read."""
        if triples >= BESIDE_FROM:
            self._others.start()

    def prepared(self, parts: Iterable[Part], known: Known) -> Iterator[list[Prepared]]:
        """The columns of each batch, in the order of the parts."""
        batches = ((batch, known([iri(part.subject) for part in batch])) for batch in _batches(parts))
        return self._others.each(columns_of_parts, batches)


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
