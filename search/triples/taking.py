"""Taking revisions into datasets of servers: as they come, and all of them again.

What everybody may see is in the first dataset. What members may see besides is in another, with everything, where there
is one. A rebuild mends the datasets where they are: what is right in them stays, so that nothing is missing for a
moment.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager

from django.db.models import Max, Q

from catalog.batching import batched
from catalog.browse import latest_revision
from catalog.models import Resource, State
from catalog.policy import ANYBODY, PUBLIC, PUBLISHED, audience, visible
from fair_metadata.terms import iri
from search.triples.dataset import Dataset, Meanwhile
from search.triples.layout import DEFAULT, Change, Naming, change
from search.triples.protocol import Graph

TOGETHER = 200  # descriptions in one update


class Taking:
    """Takes in revisions. `whole`: what seems right is looked at as well."""

    whole, tries = False, 1

    def __init__(self, datasets: Sequence[Dataset], naming: Naming) -> None:
        self._datasets, self._naming = datasets, naming
        self.taken: int | None = None  # the last revision taken in and not kept
        self._dirty = False  # something for everybody was changed since what was kept last

    def take_in(self, graphs: Iterable[Graph], gone: Iterable[str], position: int) -> None:
        away = list(gone)
        with self._whole():
            for some in batched(graphs, TOGETHER):
                self._take_in(some, away)
                away = []
            if away:
                self._take_in([], away)
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
        if self._dirty or newest_public() > self._datasets[0].standing().position:
            self._known(self._datasets[0], position)
        for dataset in self._datasets[1:]:
            self._known(dataset, position)

    def _known(self, dataset: Dataset, position: int) -> None:
        dataset.apply(Change(), dataset.standing(), position=position)

    def release(self) -> None:
        self.taken, self._dirty = None, False


class New(Taking):
    """The same datasets, mended where they are. One in which nothing is yet is filled in bulk."""

    whole, tries = True, 20  # each change that somebody saves meanwhile may be in its way once

    def __init__(self, datasets: Sequence[Dataset], naming: Naming) -> None:
        super().__init__(datasets, naming)
        self._empty = {dataset for dataset in datasets if dataset.is_empty()}
        self._filled = set(self._empty)  # those that were empty: nothing in their merges is anybody else's
        self._until = latest_revision()  # until then each description comes once, as it is now

    def take_in(self, graphs: Iterable[Graph], gone: Iterable[str], position: int) -> None:
        if position > self._until:
            self._empty.clear()
        super().take_in(graphs, gone, position)

    def _change(self, dataset: Dataset, graphs: list[Graph], gone: list[str]) -> None:
        if dataset in self._empty and not self._is_filled(dataset, graphs):
            self._empty.discard(dataset)
        if dataset not in self._empty:
            super()._change(dataset, graphs, gone)

    def _is_filled(self, dataset: Dataset, graphs: list[Graph]) -> bool:
        """With what is for everybody; the rest comes in the end, since in which merge it lies depends on all there is.

        A server cannot be told to take quads only if nothing else was changed. So they are sent again when something
        was, and what was hidden while they were on their way is taken out at once.
        """
        shown = [graph for graph in _still_for(graphs) if graph.audience == PUBLIC]
        said = ((self._naming.graph(graph.iri), self._naming.triples(graph.triples)) for graph in shown)
        quads = {(*triple, place) for name, triples in said for triple in triples for place in (DEFAULT, name)}
        if not dataset.load(quads, dataset.standing()):
            return False
        kept = {graph.iri for graph in _still_for(shown)}
        hidden = [graph.iri for graph in shown if graph.iri not in kept]
        if hidden:
            super()._change(dataset, [], hidden)
        return True

    def position(self) -> int:
        return self.taken if self.taken is not None else self._datasets[0].standing().building or 0

    def _keep(self, position: int) -> None:
        self._datasets[0].apply(Change(), self._datasets[0].standing(), building=position)

    def finish(self, latest: Callable[[], int]) -> bool:
        self.keep()
        position = self.position()
        if position < latest():
            return False
        self._empty.clear()
        everybodys, all_there_is = PUBLISHED & visible(ANYBODY), ~Q(state=State.WITHDRAWN)
        for dataset, wanted in zip(self._datasets, (everybodys, all_there_is), strict=False):
            names = set(dataset.names())  # before what the catalogue has now, so that nothing new is taken for lost
            kept = {self._naming.graph(name): name for name in _iris(wanted)}
            self._bring(dataset, [name for graph, name in kept.items() if graph not in names])
            standing = dataset.standing()
            standing = dataset.apply(change(dataset, (), map(iri, names - kept.keys()), self._naming), standing)
            if dataset not in self._filled:
                dataset.mend_merges()
            dataset.apply(Change(), standing, anew=True, position=max(position, standing.position), building=None)
        return True

    def _bring(self, dataset: Dataset, missing: Sequence[str]) -> None:
        """What is not there, as it is now."""
        for some in batched(missing, TOGETHER):
            rows = Resource.objects.filter(iri__in=some).select_related("revision")
            graphs = [Graph(row.iri, audience(row), row.record.triples) for row in rows]
            self._change(dataset, graphs, [])


def _still_for(graphs: list[Graph]) -> list[Graph]:
    """Those that are still for whom they were when they were read; of the others a later revision says more."""
    rows = Resource.objects.filter(iri__in=[graph.iri for graph in graphs])
    found = rows.only("iri", "organisation_id", "state", "visibility")
    now = {row.iri: None if row.state == State.WITHDRAWN else audience(row) for row in found}
    return [graph for graph in graphs if now.get(graph.iri, graph.audience) == graph.audience]


def _iris(wanted: Q) -> Iterator[str]:
    return Resource.objects.filter(wanted).values_list("iri", flat=True).iterator()


def newest_public() -> int:
    """The last revision that changed what everybody sees."""
    return Resource.objects.aggregate(newest=Max("public_number"))["newest"] or 0
