"""The Elasticsearch engine: any number of processes ask and write; an alias leads to the index that answers."""

import hashlib
import re
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.dsl import Q, Search
from elasticsearch.helpers import streaming_bulk

from search.asking import Ask
from search.conditions import Condition
from search.documents import Document
from search.engines.elastic_health import looked_at
from search.engines.elastic_language import PLAIN, SHAPE, allowed, fields, order, say, within
from search.engines.protocol import Counts, Health, Hit, Results, Unavailable
from search.fields import FACETS, RANGES, SHOWN

ALIAS = "marrow"
CHUNK = 500  # documents in one request
PATIENCE = 30.0  # seconds that a request may take while writing
DEADLINE = 5.0  # seconds that a question may take
TRIES = 8  # of a document that the cluster has no time for, each after twice the wait of the one before
SCANNED = 1_000  # hits that a scan reads at once
_BUSY = (429, 502, 503, 504)
_POSITION = "position"


class Elastic:
    """Documents by IRI behind an alias. Versions are revision numbers: a late write never wins."""

    def __init__(self, addresses: str, alias: str = ALIAS) -> None:
        """`addresses`: those of one or more nodes, with commas between them."""
        nodes = [address.strip() for address in addresses.split(",") if address.strip()]
        again = {"max_retries": 2 * len(nodes) + 2, "retry_on_timeout": True, "retry_on_status": _BUSY}
        self._client = Elasticsearch(nodes, request_timeout=PATIENCE, **again)
        self._asking = self._client.options(request_timeout=DEADLINE)
        self._alias = alias
        self._taken: int | None = None  # the last revision taken in and not committed
        self._building = ""  # the index that will answer from the next commit on

    # Writing

    def take_in(self, documents: Iterable[Document], gone: Iterable[tuple[str, int]], position: int) -> None:
        if not self._building and self._current() is None:
            self.begin()
        target = self._building or self._alias
        with _reachable():
            self._send(_action(target, document) for document in documents)
            self._send(_removal(target, iri, version) for iri, version in gone)
        self._taken = position

    def _send(self, actions: Iterator[dict[str, Any]]) -> None:
        """What the cluster has no time for is sent again, later and later; what is newer there is as it should be."""
        sent = streaming_bulk(
            self._client,
            actions,
            chunk_size=CHUNK,
            max_retries=TRIES,
            initial_backoff=0.1,
            max_backoff=10,
            retry_on_status=_BUSY,
            raise_on_error=False,
        )
        for is_well, answer in sent:
            [outcome] = answer.values()
            if not is_well and outcome["status"] not in (404, 409):
                raise Unavailable(f"Elasticsearch refused a document: {outcome.get('error')}")

    def commit(self) -> None:
        self.keep()
        if self._building:
            with _reachable():
                self._switch()

    def keep(self) -> None:
        if self._taken is None:
            return
        target = self._building or self._alias
        with _reachable():
            mark = {"kind": _POSITION, "number": self._taken}
            self._client.index(index=target, id=_POSITION, document=mark, refresh=False)
            self._client.indices.refresh(index=target)
        self._taken = None

    def _switch(self) -> None:
        """From one moment to the next the new index answers; the others go, and what was left unfinished with them."""
        old = self._indices()
        remove = [{"remove": {"index": name, "alias": self._alias}} for name in old]
        self._client.indices.update_aliases(actions=[*remove, {"add": {"index": self._building, "alias": self._alias}}])
        for name in self._ours():
            if name != self._building:
                self._client.indices.delete(index=name, ignore_unavailable=True)
        self._building = ""

    def begin(self, *, afresh: bool = False) -> int:
        with _reachable():
            unfinished = sorted(set(self._ours()) - set(self._indices()))
            kept = [name for name in unfinished if name.startswith(self._prefix)]
            self._building = kept[-1] if kept and not afresh else self._made()
            self._taken = self._position_of(self._building)
        return self._taken

    def _made(self) -> str:
        name = f"{self._prefix}{time.time_ns()}"
        self._client.indices.create(index=name, **PLAIN)
        return name

    @property
    def _prefix(self) -> str:
        return f"{self._alias}-{SHAPE}-"

    def release(self) -> None:
        """Any process may write at any time; an index that was not finished is gone on with, or made again."""
        self._taken, self._building = None, ""

    def position(self) -> int:
        if self._taken is not None:
            return self._taken
        current = self._current()
        with _reachable():
            return self._position_of(current) if current else 0

    def _position_of(self, index: str) -> int:
        try:
            return int(self._client.get(index=index, id=_POSITION)["_source"]["number"])
        except NotFoundError:
            return 0

    def _indices(self) -> list[str]:
        """The indices that the alias leads to."""
        try:
            return list(self._client.indices.get_alias(name=self._alias))
        except NotFoundError:
            return []

    def _ours(self) -> list[str]:
        return list(self._client.indices.get(index=f"{self._alias}-*", features=["aliases"]))

    def _current(self) -> str | None:
        """The index that answers, when it has the fields that documents have now."""
        with _reachable():
            return next((name for name in self._indices() if name.startswith(self._prefix)), None)

    # Asking

    def search(self, ask: Ask, audiences: Collection[str], *, counted: bool = True) -> Results:
        search = self._asked(ask, audiences)[ask.start : ask.start + ask.size]
        keys = [known.key for known in (*FACETS, *RANGES)]
        if counted:
            _ask_counts(search, ask, keys)
        answer = self._answer(search)
        if answer is None:
            return Results((), 0)
        hits, total = tuple(map(_hit, answer["hits"]["hits"])), answer["hits"]["total"]["value"]
        return (
            Results(hits, total, **_counts(answer["aggregations"], ask, keys, total))
            if counted
            else Results(hits, total)
        )

    def _asked(self, ask: Ask, audiences: Collection[str]) -> Search:
        """Filters come after the query, so that each facet can count without its own."""
        main = within(ask.must, audiences, ask.kind)
        if ask.likes is not None:
            main = Q("bool", must=[main], should=[say(ask.likes)])
        search = Search(using=self._asking, index=self._alias).source(["shown"]).query(main).sort(*order(ask))
        search = search.extra(track_total_hits=True, timeout=f"{DEADLINE:.0f}s")
        return search.post_filter(_every(ask.filters.values())) if ask.filters else search

    def _answer(self, search: Search) -> Mapping[str, Any] | None:
        """None where there is no index yet."""
        try:
            with _reachable():
                return search.execute().to_dict()
        except Unavailable as error:
            if isinstance(error.__cause__, NotFoundError):
                return None
            raise

    def values(self, ask: Ask, audiences: Collection[str], key: str, most: int) -> Counts:
        search = self._counting(within(ask.without(key), audiences, ask.kind))
        search.aggs.bucket("values", "terms", field=f"f_{key}", size=most)
        answer = self._answer(search)
        return _terms(answer["aggregations"]["values"]) if answer else ()

    def _counting(self, query: Any) -> Search:
        return Search(using=self._asking, index=self._alias).query(query).extra(size=0, timeout=f"{DEADLINE:.0f}s")

    def count(self, conditions: Sequence[Condition], audiences: Collection[str]) -> list[int]:
        if not conditions:
            return []
        search = self._counting(allowed(audiences))
        named = {f"n{place}": say(condition).to_dict() for place, condition in enumerate(conditions)}
        search.aggs.bucket("each", "filters", filters=named)
        answer = self._answer(search)
        found = answer["aggregations"]["each"]["buckets"] if answer else {}
        return [int(found[name]["doc_count"]) if name in found else 0 for name in named]

    def scan(self, ask: Ask, audiences: Collection[str]) -> Iterator[Hit]:
        """A point in time: what changes meanwhile is neither missed nor given twice."""
        with _reachable():
            if not self._indices():
                return
            point = self._client.open_point_in_time(index=self._alias, keep_alive="2m")["id"]
        try:
            yield from self._scanned(ask, audiences, point)
        finally:
            with _reachable():
                self._client.close_point_in_time(id=point)

    def _scanned(self, ask: Ask, audiences: Collection[str], point: str) -> Iterator[Hit]:
        asked = within(ask.whole, audiences, ask.kind).to_dict()
        place: dict[str, Any] = {}
        while True:
            with _reachable():
                answer = self._client.search(
                    query=asked,
                    pit={"id": point, "keep_alive": "2m"},
                    sort=[*order(ask), {"_shard_doc": "asc"}],
                    size=SCANNED,
                    source=["shown"],
                    track_total_hits=False,
                    **place,
                )
            found = answer["hits"]["hits"]
            yield from map(_hit, found)
            if len(found) < SCANNED:
                return
            place = {"search_after": found[-1]["sort"]}

    def get(self, iris: Sequence[str], audiences: Collection[str]) -> dict[str, Hit]:
        asked = Q("bool", filter=[Q("terms", audience=sorted(audiences)), Q("terms", iri=list(iris))])
        search = Search(using=self._asking, index=self._alias).source(["shown"]).query(asked)[: max(1, len(iris))]
        answer = self._answer(search)
        hits = map(_hit, answer["hits"]["hits"]) if answer else ()
        return {hit.iri: hit for hit in hits}

    def beginning(self, field: str, prefix: str, audiences: Collection[str], most: int) -> Counts:
        begun = Q("bool", filter=[allowed(audiences), Q("prefix", **{field: prefix})])
        search = self._counting(begun)
        search.aggs.bucket("values", "terms", field=field, size=most, include=f"{_literally(prefix)}.*")
        answer = self._answer(search)
        return _terms(answer["aggregations"]["values"]) if answer else ()

    # Health

    def health(self) -> Health:
        with _reachable():
            return looked_at(self._client, self._alias, self._indices(), self.position())


@contextmanager
def _reachable() -> Iterator[None]:
    """What goes wrong between here and the cluster is `Unavailable`, in one sentence."""
    try:
        yield
    except (TransportError, ApiError) as error:
        raise Unavailable(f"Elasticsearch does not answer: {error}") from error


def _id(iri: str) -> str:
    """An id of at most 512 bytes, which an IRI may exceed."""
    return hashlib.sha256(iri.encode()).hexdigest()


def _action(index: str, document: Document) -> dict[str, Any]:
    where = {"_op_type": "index", "_index": index, "_id": _id(document.iri)}
    return where | {"_source": fields(document)} | _version(document.version)


def _removal(index: str, iri: str, version: int) -> dict[str, Any]:
    return {"_op_type": "delete", "_index": index, "_id": _id(iri)} | _version(version)


def _version(number: int) -> dict[str, Any]:
    return {"version": number, "version_type": "external_gte"}


def _hit(found: Mapping[str, Any]) -> Hit:
    shown = found["_source"]["shown"]
    return Hit(shown["iri"], shown["address"], shown["card"], shown)


def _every(conditions: Iterable[Condition]) -> Any:
    return reduce(lambda one, other: one & other, (Q("bool", filter=[say(condition)]) for condition in conditions))


def _ask_counts(search: Search, ask: Ask, keys: Sequence[str]) -> None:
    """All facets and bars of which nothing is asked in one bucket, each of the others in one of its own."""
    free = [key for key in keys if key not in ask.filters]
    shared = search.aggs.bucket(
        "shared", "filter", filter=_every(ask.filters.values()) if ask.filters else Q("match_all")
    )
    _ask_terms(shared, free)
    shared.metric("patients", "sum", field="patients_low")
    for key in ask.filters.keys() & set(keys):
        others = [part for name, part in ask.filters.items() if name != key]
        _ask_terms(
            search.aggs.bucket(f"own-{key}", "filter", filter=_every(others) if others else Q("match_all")), [key]
        )


def _ask_terms(bucket: Any, keys: Iterable[str]) -> None:
    bucket.bucket("stated", "terms", field="stated", size=len(FACETS) + len(RANGES))
    for key in keys:
        for kind in "fh":
            if f"{kind}_{key}" in PLAIN["mappings"]["properties"]:
                bucket.bucket(f"{kind}_{key}", "terms", field=f"{kind}_{key}", size=SHOWN)


def _counts(answered: Mapping[str, Any], ask: Ask, keys: Sequence[str], total: int) -> dict[str, Any]:
    shared = answered["shared"]
    found = {name: _terms(values) for name, values in shared.items() if name[:2] in ("f_", "h_")}
    stated, all_but = dict(_terms(shared["stated"])), dict.fromkeys(keys, total)
    for key in ask.filters.keys() & set(keys):
        own = answered[f"own-{key}"]
        found |= {name: _terms(values) for name, values in own.items() if name[:2] in ("f_", "h_")}
        stated[key], all_but[key] = dict(_terms(own["stated"])).get(key, 0), int(own["doc_count"])
    return {
        "facets": {name[2:]: counts for name, counts in found.items() if name.startswith("f_")},
        "bars": {name[2:]: counts for name, counts in found.items() if name.startswith("h_")},
        "stated": stated,
        "all_but": all_but,
        "patients": int(shared["patients"]["value"] or 0),
    }


def _terms(values: Mapping[str, Any]) -> Counts:
    return tuple((bucket["key"], int(bucket["doc_count"])) for bucket in values["buckets"])


def _literally(prefix: str) -> str:
    """A prefix as a pattern of Lucene, in which it means itself."""
    return re.sub(r"([.?+*|{}\[\]()\"\\#@&<>~^$-])", r"\\\1", prefix)
