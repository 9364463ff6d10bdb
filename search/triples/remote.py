"""The store on servers: whatever speaks SPARQL 1.1 Query and Update, such as Apache Jena Fuseki or Oxigraph.

What everybody may see is in one dataset, which may be shown to the world. What members may see besides is in another,
with everything, when there is one.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from tempfile import SpooledTemporaryFile
from urllib.parse import urlsplit

import pyoxigraph
from pyoxigraph import QueryResultsFormat, RdfFormat

from catalog.browse import latest_revision
from catalog.policy import PUBLIC
from fair_metadata.terms import iri
from search.triples.answers import GRAPHS, INLINE, ROWS, failed, written
from search.triples.dataset import EVERYBODYS, Dataset
from search.triples.datasets import dataset_of, named_in, without
from search.triples.layout import Change, Naming, permitted
from search.triples.protocol import Answer, Failed, Health, Question
from search.triples.speaking import JSON, OTHER_FORM, Server
from search.triples.taking import New, Taking, newest_public

NAMED = 10_000  # graphs that a question may mean with GRAPH where not everybody may see all of them
RAW = 4  # times as many bytes as an answer may have: what the server sends is longer than what is made of it
NOTHING = "urn:fdc:vocab:marrow:nothing"
NTRIPLES = "application/n-triples"
_HIDING = re.compile(r"x-arq|\\u", re.IGNORECASE)  # Jena's names for graphs that no dataset names
MANY = (
    "GRAPH without a name may mean more than {:,} descriptions here. "
    "Name those that you mean: by VALUES beside it in the same group, or with FROM NAMED."
)


class Remote(Taking):
    """Descriptions on one server, or two."""

    def __init__(self, everybodys: str, members: str, base: str) -> None:
        """`members`: the address of the dataset with what not everybody may see; "" where there is none."""
        addresses = [address for address in (everybodys, members) if address]
        made = [Dataset(Server(address), of_members=place > 0) for place, address in enumerate(addresses)]
        super().__init__(made, Naming(base))
        self._name = urlsplit(made[0].server.query_at).netloc

    def commit(self) -> None:
        self.keep()

    def begin(self, *, afresh: bool = False, expected: int = 0) -> New:
        first = self._datasets[0]
        standing = first.standing()
        if afresh and standing.building is not None:
            first.apply(Change(), standing, building=None)
        return New(self._datasets, self._naming)

    def position(self) -> int:
        if self.taken is not None:
            return self.taken
        return min([self._public_position(), *(dataset.standing().position for dataset in self._datasets[1:])])

    def _public_position(self) -> int:
        """What was changed since, but nothing that everybody sees, is no reason to write."""
        known, latest = self._datasets[0].standing().position, latest_revision()
        return max(known, latest) if newest_public() <= known else known

    # Asking

    def stamp(self, audiences: frozenset[str]) -> str:
        first = self._datasets[0].standing()
        others = self._members(audiences)
        stamps = others.standing().stamps if others else {}
        return ".".join([first.stamp, *(stamps[name] for name in sorted(audiences & stamps.keys()))])

    def _members(self, audiences: frozenset[str]) -> Dataset | None:
        """The dataset that answers these audiences more than everybody; None where there is no more."""
        return self._datasets[1] if len(self._datasets) > 1 and audiences - {PUBLIC} else None

    def answer(self, question: Question) -> Answer:
        others = self._members(question.audiences)
        fields = self._of_everybody(question) if others is None else self._of_members(others, question)
        dataset = others or self._datasets[0]
        base = f"BASE <{question.base}> " if question.base else ""
        return self._answered(dataset, question, {"query": base + question.text} | fields)

    def _of_everybody(self, question: Question) -> dict[str, list[str]]:
        """There is nothing in this dataset that not everybody may see."""
        return _fields(question.default_graphs or (), question.named_graphs or ())

    def _of_members(self, dataset: Dataset, question: Question) -> dict[str, list[str]]:
        """The dataset always names something, since one that names nothing means all there is."""
        if _HIDING.search(question.text):
            raise Failed("Names that begin with “urn:x-arq:”, and escapes with \\u, are not asked of this store.")
        who = dataset.who()
        merges, mine = permitted(who, question.audiences)
        hidden = {iri(graph) for graph, _ in who} - set(mine)
        asked = dataset_of(question)
        if asked is not None:
            return _fields(without(asked.default, hidden) or [NOTHING], without(asked.named, hidden))
        return _fields([iri(EVERYBODYS), *merges], self._named(question, mine, hidden))

    def _named(self, question: Question, mine: Collection[str], hidden: Collection[str]) -> Sequence[str]:
        """The graphs that GRAPH may mean: those that the text names, where it names each, else all for this member."""
        if not question.uses_graphs:
            return []
        told = named_in(question)
        return [*self._public_names(), *mine] if told is None else without(sorted(told), hidden)

    def _public_names(self) -> Iterator[str]:
        names = self._datasets[0].names(NAMED + 1)
        if len(names) > NAMED:
            raise Failed(MANY.format(NAMED), limit="GRAPH")
        return map(iri, names)

    def _answered(self, dataset: Dataset, question: Question, fields: dict[str, str | list[str]]) -> Answer:
        """Servers write in different ways; here what they say is written as everywhere else, within the same limits."""
        is_rows = question.media_type in ROWS
        if not is_rows and question.media_type not in GRAPHS:
            raise Failed(f"Nothing can be answered as {question.media_type}. There are: {', '.join([*ROWS, *GRAPHS])}.")
        with SpooledTemporaryFile(INLINE) as raw:
            given = dataset.server.ask(
                fields, JSON if is_rows else NTRIPLES, question.deadline, raw, RAW * question.most_bytes
            )
            if given != (JSON if is_rows else NTRIPLES):
                raise Failed(OTHER_FORM)
            raw.seek(0)
            try:
                read = pyoxigraph.parse_query_results if is_rows else pyoxigraph.parse
                found = read(raw, format=QueryResultsFormat.JSON if is_rows else RdfFormat.N_TRIPLES)
                return written(found, question, self._naming.start)
            except (SyntaxError, ValueError) as error:
                raise failed(error) from error

    # Health

    def health(self) -> Health:
        first = self._datasets[0]
        return Health(self._name, first.count(), self.position(), building=first.standing().building)


def _fields(default: Sequence[str], named: Sequence[str]) -> dict[str, list[str]]:
    fields = {"default-graph-uri": list(default), "named-graph-uri": list(named)}
    return {name: values for name, values in fields.items() if values}
