"""The Elasticsearch engine: any number of processes ask and write; an alias leads to the index that answers."""

import re
import threading
import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from typing import Any

from elastic_transport import ConnectionError as NoConnection
from elastic_transport import ObjectApiResponse
from elasticsearch import ApiError, Elasticsearch, NotFoundError
from elasticsearch.dsl import Q, Search
from elasticsearch.exceptions import HTTP_EXCEPTIONS

from search.asking import Ask
from search.conditions import Condition
from search.engines.elastic_counting import Various, Walk, counts, every_uncounted, terms_of, walks
from search.engines.elastic_health import looked_at
from search.engines.elastic_language import allowed, order, say, within
from search.engines.elastic_writing import BUSY, PASSING, New, Shelf, Writing, position_of, reachable
from search.engines.protocol import ANOTHER_VERSION, REPLACED, Counts, Health, Hit, Results, Unavailable
from search.engines.saying import Said
from search.fields import FACETS, RANGES

PATIENCE = 30.0  # seconds that a request may take while a new index is made
DEADLINE = 5.0  # seconds that a question may take
WAITS = (0.1, 0.3, 1.0)  # seconds before a question is asked again that the cluster had no time for
SCANNED = 1_000  # hits that a scan reads at once
KEPT = "2m"  # how long a scan may wait for its reader between two times


class Elastic:
    """Documents by IRI behind an alias. Versions are revision numbers: a late write never wins."""

    def __init__(self, addresses: str, alias: str = "marrow") -> None:
        """`addresses`: those of one or more nodes, with commas between them."""
        nodes = [address.strip() for address in addresses.split(",") if address.strip()]
        again = {"max_retries": len(nodes) + 1, "retry_on_timeout": len(nodes) > 1, "retry_on_status": (502, 503, 504)}
        self._client = Elasticsearch(nodes, request_timeout=PATIENCE, **again)
        self._has_others = len(nodes) > 1
        self._asking = self._client.options(request_timeout=DEADLINE)
        self._shelf = Shelf(self._client, alias)
        self._writing: Writing | None = None  # while something waits to be committed
        self._was_of_now = False  # this process has seen an index of its own fields answer
        self._one_by_one = Various()
        self._read = threading.local()  # `of`: the index whose position this thread has read last

    # Writing

    def _follower(self) -> Writing:
        """What leads to the index that answers if it has the fields of now, else to a new one."""
        if self._writing is None:
            current = self._of_now()
            if current is None and self._was_of_now and self._shelf.answering():
                raise Unavailable(ANOTHER_VERSION)
            passing = self._client.options(request_timeout=PASSING)
            writing = Writing(passing, current) if current else self.begin()
            if getattr(self._read, "of", None) not in (None, writing.name):
                raise Unavailable(REPLACED)
            self._writing = writing
        return self._writing

    def _of_now(self) -> str | None:
        current = self._shelf.of_now()
        self._was_of_now |= current is not None
        return current

    @contextmanager
    def _whole(self) -> Iterator[None]:
        """What fails half-way is forgotten, so that all of it is taken in again."""
        try:
            with reachable():
                yield
        except BaseException:
            self.release()
            raise

    say = staticmethod(Writing.say)

    def take_in(self, documents: Iterable[Said], gone: Iterable[tuple[str, int]], position: int) -> None:
        with self._whole():
            self._follower().take_in(documents, gone, position)

    def keep(self) -> None:
        with self._whole():
            if self._writing is not None:
                self._writing.keep()

    def commit(self) -> None:
        with self._whole():
            self.keep()
            if isinstance(self._writing, New):
                self._was_of_now |= self._writing.finish(self._writing.position)
            self._writing = None

    def begin(self, *, afresh: bool = False, expected: int = 0) -> New:
        with reachable():
            kept = self._shelf.unfinished()
            if kept is not None and afresh:
                self._shelf.drop(kept)
                kept = None
            return New(self._shelf, kept or self._shelf.make(expected))

    def release(self) -> None:
        """Any process may write at any time; an index that was not finished is gone on with, or made again."""
        self._writing = None

    def position(self) -> int:
        writing = self._writing
        if writing is not None and writing.taken is not None:
            return writing.taken
        with reachable():
            self._read.of = current = self._of_now()
            if current:
                return position_of(self._client, current)
            self._read.of = kept = self._shelf.unfinished()
            # One less, so that there is something to take in even where only the last step is missing.
            return max(0, position_of(self._client, kept) - 1) if kept else 0

    # Asking

    def search(self, ask: Ask, audiences: Collection[str], *, counted: bool = True) -> Results:
        """Hits and counts are questions of their own: without a total fewer have to be looked at for the best hits.
        The cluster remembers all of them until something changes."""
        keys = [known.key for known in (*FACETS, *RANGES)] if counted else []
        asked = walks(ask, keys)
        answers = self._answers(self._best(ask, audiences), *(self._tally(walk, ask, audiences) for walk in asked))
        if answers is None:
            return Results((), 0)
        best, *tallies = answers
        found = [walk.counted(answer) for walk, answer in zip(asked, tallies, strict=True)]
        if others := every_uncounted(found):
            self._one_by_one.add(others)
            return self.search(ask, audiences, counted=counted)
        hits = tuple(map(_hit, best["hits"]["hits"]))
        return Results(hits, found[0].total, **(counts(found, ask, keys) if counted else {}))

    def _best(self, ask: Ask, audiences: Collection[str]) -> Search:
        main = within(ask.whole, audiences, ask.kind)
        if ask.likes is not None:
            main = Q("bool", must=[main], should=[say(ask.likes)])
        search = self._asked(main).source(["shown"]).sort(*order(ask)).extra(track_total_hits=False)
        return search[ask.start : ask.start + ask.size]

    def _tally(self, walk: Walk, ask: Ask, audiences: Collection[str]) -> Search:
        search = self._asked(within(walk.condition, audiences, ask.kind)).extra(size=0, track_total_hits=True)
        return walk.ask(search, ask.patients_by, self._one_by_one.now())

    def _asked(self, query: Any) -> Search:
        return Search().query(query).extra(timeout=f"{DEADLINE:.0f}s")

    def _answer(self, search: Search) -> Mapping[str, Any] | None:
        answers = self._answers(search)
        return answers[0] if answers else None

    def _answers(self, *searches: Search) -> list[Mapping[str, Any]] | None:
        """The cluster answers them side by side. None where there is no index yet."""
        where = {"index": self._shelf.alias, "allow_partial_search_results": False, "request_cache": True}
        lines = [line for search in searches for line in (where, search.to_dict())]
        try:
            answers = self._patiently(lambda: _each(self._asking.msearch(searches=lines)))
        except Unavailable as error:
            if isinstance(error.__cause__, NotFoundError):
                return None
            raise
        if any(answer["timed_out"] for answer in answers):
            raise Unavailable(f"Elasticsearch needs more than {DEADLINE:.0f} seconds for this.")
        return answers

    def _patiently(self, work: Callable[[], Any]) -> Any:
        """Asked again where the cluster had no time, or the index was replaced while it was being asked."""
        for wait in WAITS:
            try:
                with reachable():
                    return work()
            except Unavailable as error:
                if not self._passes(error.__cause__):
                    raise
            time.sleep(wait)
        with reachable():
            return work()

    def _passes(self, cause: BaseException | None) -> bool:
        if isinstance(cause, NotFoundError):
            with reachable():
                return bool(self._shelf.answering())
        if isinstance(cause, NoConnection):  # of several nodes the others may have been busy for a moment
            return self._has_others
        return isinstance(cause, ApiError) and cause.status_code in BUSY

    def values(self, ask: Ask, audiences: Collection[str], key: str, most: int) -> Counts:
        search = self._asked(within(ask.without(key), audiences, ask.kind)).extra(size=0)
        search.aggs.bucket("values", "terms", field=f"f_{key}", size=most)
        answer = self._answer(search)
        return terms_of(answer["aggregations"]["values"]) if answer else ()

    def count(self, conditions: Sequence[Condition], audiences: Collection[str]) -> list[int]:
        if not conditions:
            return []
        each = (self._asked(within(condition, audiences)) for condition in conditions)
        answers = self._answers(*(search.extra(size=0, track_total_hits=True) for search in each))
        return [int(answer["hits"]["total"]["value"]) for answer in answers] if answers else [0] * len(conditions)

    def scan(self, ask: Ask, audiences: Collection[str]) -> Iterator[Hit]:
        """A point in time: what changes meanwhile is neither missed nor given twice."""
        with reachable():
            if not self._shelf.answering():
                return
        point, after = "", None
        try:
            while True:
                point, found = self._scanned(ask, audiences, point, after)
                yield from map(_hit, found)
                if len(found) < SCANNED:
                    return
                after = found[-1]["sort"]
        finally:
            with suppress(Unavailable), reachable():
                self._client.close_point_in_time(id=point)

    def _scanned(
        self, ask: Ask, audiences: Collection[str], point: str, after: list[Any] | None
    ) -> tuple[str, list[Mapping[str, Any]]]:
        """The hits after one. A point that was lost with its node or its index is followed by another."""

        def some() -> tuple[str, list[Mapping[str, Any]]]:
            nonlocal point
            here, point = point, ""  # lost, unless all goes well
            answer = self._asking.search(
                query=within(ask.whole, audiences, ask.kind).to_dict(),
                pit={"id": here or self._point(), "keep_alive": KEPT},
                sort=[*order(ask), {"iri": "asc"}],
                size=SCANNED,
                source=["shown"],
                track_total_hits=False,
                allow_partial_search_results=False,
                **({"search_after": after} if after else {}),
            )
            return answer["pit_id"], answer["hits"]["hits"]

        found: tuple[str, list[Mapping[str, Any]]] = self._patiently(some)
        return found

    def _point(self) -> str:
        return str(self._client.open_point_in_time(index=self._shelf.alias, keep_alive=KEPT)["id"])

    def get(self, iris: Sequence[str], audiences: Collection[str]) -> dict[str, Hit]:
        asked = Q("bool", filter=[Q("terms", audience=sorted(audiences)), Q("terms", iri=list(iris))])
        answer = self._answer(self._asked(asked).source(["shown"])[: max(1, len(iris))])
        hits = map(_hit, answer["hits"]["hits"]) if answer else ()
        return {hit.iri: hit for hit in hits}

    def beginning(self, field: str, prefix: str, audiences: Collection[str], most: int) -> Counts:
        begun = Q("bool", filter=[allowed(audiences), Q("prefix", **{field: prefix})])
        search = self._asked(begun).extra(size=0)
        search.aggs.bucket("values", "terms", field=field, size=most, include=f"{_literally(prefix)}.*")
        answer = self._answer(search)
        return terms_of(answer["aggregations"]["values"]) if answer else ()

    # Health

    def health(self) -> Health:
        with reachable():
            self._of_now()
            return looked_at(self._shelf, is_outdated=self._was_of_now)


def _each(answered: ObjectApiResponse[Any]) -> list[Mapping[str, Any]]:
    """The answer to each question. What went wrong with one is raised as if it had been asked alone."""
    for answer in answered["responses"]:
        if "error" in answer:
            status = answer["status"]
            meta = replace(answered.meta, status=status)
            raise HTTP_EXCEPTIONS.get(status, ApiError)(str(answer["error"]["type"]), meta=meta, body=answer)
    return list(answered["responses"])


def _hit(found: Mapping[str, Any]) -> Hit:
    shown = found["_source"]["shown"]
    return Hit(shown["iri"], shown["address"], shown["card"], shown)


def _literally(prefix: str) -> str:
    """A prefix as a pattern of Lucene, in which it means itself."""
    return re.sub(r"([.?+*|{}\[\]()\"\\#@&<>~^$-])", r"\\\1", prefix)
