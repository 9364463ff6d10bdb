"""The store on servers: whatever speaks SPARQL 1.1 Query and Update, such as Apache Jena Fuseki or Oxigraph.

What everybody may see is in one dataset, which may be shown to the world. What members may see besides is in another,
with everything, when there is one. A rebuild mends the datasets where they are: what is right in them stays, so that
nothing is missing for a moment.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from tempfile import SpooledTemporaryFile
from urllib.parse import urlsplit

import pyoxigraph
from django.db.models import Max, Q
from pyoxigraph import QueryResultsFormat, RdfFormat

from catalog.browse import latest_revision
from catalog.models import Resource, State
from catalog.policy import ANYBODY, PUBLIC, PUBLISHED, audience, visible
from fair_metadata.terms import iri
from search.triples.answers import GRAPHS, INLINE, ROWS, failed, written
from search.triples.dataset import EVERYBODYS, Dataset, Meanwhile
from search.triples.datasets import dataset_of, without
from search.triples.layout import Change, Naming, change, permitted
from search.triples.protocol import Answer, Failed, Graph, Health, Question
from search.triples.speaking import JSON, OTHER_FORM, Server

TOGETHER = 200  # descriptions in one update
NAMED = 10_000  # graphs that a question may mean with GRAPH where not everybody may see all of them
RAW = 4  # times as many bytes as an answer may have: what the server sends is longer than what is made of it
NOTHING = "urn:fdc:vocab:marrow:nothing"
NTRIPLES = "application/n-triples"
_HIDING = re.compile(r"x-arq|\\u", re.IGNORECASE)  # Jena's names for graphs that no dataset names
MANY = "GRAPH without a name may mean more than {:,} descriptions here. Name those that you mean with FROM NAMED."


class Taking:
    """Takes in revisions. `whole`: what seems right is looked at as well."""

    whole, tries = False, 1

    def __init__(self, datasets: Sequence[Dataset], naming: Naming) -> None:
        self._datasets, self._naming = datasets, naming
        self.taken: int | None = None  # the last revision taken in and not kept
        self._dirty = False  # something for everybody was changed since what was kept last

    def take_in(self, graphs: Iterable[Graph], gone: Iterable[str], position: int) -> None:
        left, away = iter(graphs), list(gone)
        with self._whole():
            while (some := list(islice(left, TOGETHER))) or away:
                self._take_in(some, away)
                away = []
        self.taken = position

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """What fails half-way is forgotten, so that all of it is taken in again."""
        try:
            yield
        except BaseException:
            self.release()
            raise

    def _take_in(self, graphs: list[Graph], gone: list[str]) -> None:
        for dataset in self._datasets:
            for left in reversed(range(self.tries)):
                try:
                    self._change(dataset, graphs, gone)
                    break
                except Meanwhile:
                    if not left:
                        raise

    def _change(self, dataset: Dataset, graphs: list[Graph], gone: list[str]) -> None:
        """In this order: what was hidden since it was read is seen here, or whoever hides it there is in our way."""
        standing = dataset.standing()
        shown, away = _still_for(graphs), list(gone)
        is_public = dataset is self._datasets[0]
        if is_public:
            away += [graph.iri for graph in graphs if graph.audience != PUBLIC]
            shown = [graph for graph in shown if graph.audience == PUBLIC]
        made = change(dataset, shown, away, self._naming, whole=self.whole)
        if made:
            dataset.apply(made, standing)
            self._dirty |= is_public

    def keep(self) -> None:
        with self._whole():
            if self.taken is not None:
                self._keep(self.taken)
        self.taken, self._dirty = None, False

    def _keep(self, position: int) -> None:
        """What everybody may read says nothing of changes that not everybody may see."""
        if self._dirty or _newest_public() > self._datasets[0].standing().position:
            self._known(self._datasets[0], position)
        for dataset in self._datasets[1:]:
            self._known(dataset, position)

    def _known(self, dataset: Dataset, position: int) -> None:
        dataset.apply(Change(), dataset.standing(), position=position)

    def release(self) -> None:
        self.taken, self._dirty = None, False


class New(Taking):
    """The same datasets, mended where they are."""

    whole, tries = True, 20  # each change that somebody saves meanwhile may be in its way once

    def position(self) -> int:
        return self.taken if self.taken is not None else self._datasets[0].standing().building or 0

    def _keep(self, position: int) -> None:
        self._datasets[0].apply(Change(), self._datasets[0].standing(), building=position)

    def finish(self, latest: Callable[[], int]) -> bool:
        self.keep()
        position = self.position()
        if position < latest():
            return False
        everybodys, all_there_is = PUBLISHED & visible(ANYBODY), ~Q(state=State.WITHDRAWN)
        for dataset, wanted in zip(self._datasets, (everybodys, all_there_is), strict=False):
            names = set(dataset.names())  # before what the catalogue has now, so that nothing new is taken for lost
            kept = set(Resource.objects.filter(wanted).values_list("iri", flat=True).iterator())
            gone = names - set(map(self._naming.graph, kept))
            standing = dataset.standing()
            standing = dataset.apply(change(dataset, (), map(iri, gone), self._naming), standing)
            dataset.mend_merges()
            dataset.apply(Change(), standing, anew=True, position=max(position, standing.position), building=None)
        return True


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
        return max(known, latest) if _newest_public() <= known else known

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
        asked = dataset_of(question)
        if asked is not None:
            hidden = {iri(graph) for graph, _ in who} - set(mine)
            return _fields(without(asked.default, hidden) or [NOTHING], without(asked.named, hidden))
        named = [*self._public_names(), *mine] if question.uses_graphs else []
        return _fields([iri(EVERYBODYS), *merges], named)

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


def _still_for(graphs: list[Graph]) -> list[Graph]:
    """Those that are still for whom they were when they were read; of the others a later revision says more."""
    rows = Resource.objects.filter(iri__in=[graph.iri for graph in graphs])
    found = rows.only("iri", "organisation_id", "state", "visibility")
    now = {row.iri: None if row.state == State.WITHDRAWN else audience(row) for row in found}
    return [graph for graph in graphs if now.get(graph.iri, graph.audience) == graph.audience]


def _newest_public() -> int:
    """The last revision that changed what everybody sees."""
    return Resource.objects.aggregate(newest=Max("public_number"))["newest"] or 0


def _fields(default: Sequence[str], named: Sequence[str]) -> dict[str, list[str]]:
    fields = {"default-graph-uri": list(default), "named-graph-uri": list(named)}
    return {name: values for name, values in fields.items() if values}
