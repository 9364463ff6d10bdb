"""The Elasticsearch engine: any number of processes ask and write; an alias leads to the index that answers."""

import hashlib
import json
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import reduce
from operator import and_, or_
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.dsl import Q, Search
from elasticsearch.dsl.query import Query as Condition
from elasticsearch.helpers import parallel_bulk

from search.documents import Document
from search.engines.highlighting import highlighted
from search.engines.protocol import Hit, Results, Unavailable
from search.fields import FACETS, SHOWN, WEIGHTS
from search.query import LAST_PAGE, Query
from search.words import ANALYZER, stems, words

ALIAS = "marrow"
CHUNK = 500  # documents in one request
_POSITION = "position"
_PLAIN: Mapping[str, Any] = {
    "settings": {
        "number_of_shards": 1,
        "auto_expand_replicas": "0-1",
        "refresh_interval": -1,  # what is taken in is shown by `commit`
        "analysis": {
            "filter": {"stems": {"type": "stemmer", "language": "english"}},
            "analyzer": {"marrow": {"type": "custom", "tokenizer": "standard", "filter": ["lowercase", "stems"]}},
        },
    },
    "mappings": {
        "dynamic": "strict",
        "properties": {
            **{
                name: {"type": "keyword", "ignore_above": 8191}
                for name in ("iri", "kind", "audience", "exact", "title")
            },
            **{name: {"type": "text", "analyzer": "marrow", "norms": True} for name in WEIGHTS},
            "prefix": {"type": "text", "analyzer": "standard", "index_prefixes": {"min_chars": 2, "max_chars": 12}},
            **{f"f_{facet.key}": {"type": "keyword"} for facet in FACETS},
            **{name: {"type": "long"} for name in ("patients", "newest", "number")},
            "shown": {"type": "object", "enabled": False},
        },
    },
}
# An index that was made for other fields answers until one for these is complete.
SHAPE = hashlib.sha256(json.dumps(_PLAIN, sort_keys=True).encode()).hexdigest()[:8]


class Elastic:
    """Documents by IRI behind an alias. Versions are revision numbers: a late write never wins."""

    def __init__(self, address: str, alias: str = ALIAS) -> None:
        self._client = Elasticsearch(address, request_timeout=30, max_retries=3, retry_on_timeout=True)
        self._alias = alias
        self._taken: int | None = None  # the last revision taken in and not committed
        self._building = ""  # the index that will answer from the next commit on

    # Writing

    def take_in(self, documents: Iterable[Document], gone: Iterable[str], position: int) -> None:
        if not self._building and self._current() is None:
            self.clear()
        target = self._building or self._alias
        self._send(_action(target, document) for document in documents)
        self._send(_removal(target, iri, position) for iri in gone)
        self._taken = position

    def _send(self, actions: Iterator[dict[str, Any]]) -> None:
        """Two requests at a time; what is newer there already, or not there to be removed, is as it should be."""
        with _reachable():
            for is_well, answer in parallel_bulk(
                self._client, actions, thread_count=2, chunk_size=CHUNK, raise_on_error=False
            ):
                [outcome] = answer.values()
                if not is_well and outcome["status"] not in (404, 409):
                    raise Unavailable(f"Elasticsearch refused a document: {outcome.get('error')}")

    def commit(self) -> None:
        if self._taken is None:
            return
        target = self._building or self._alias
        with _reachable():
            mark = {"kind": _POSITION, "number": self._taken}
            self._client.index(index=target, id=_POSITION, document=mark, refresh=False)
            self._client.indices.refresh(index=target)
            if self._building:
                self._switch()
        self._taken = None

    def _switch(self) -> None:
        """From one moment to the next the new index answers; the old ones go."""
        old = self._indices()
        actions = [{"remove": {"index": name, "alias": self._alias}} for name in old]
        self._client.indices.update_aliases(
            actions=[*actions, {"add": {"index": self._building, "alias": self._alias}}]
        )
        self._building = ""
        for name in old:
            self._client.indices.delete(index=name, ignore_unavailable=True)

    def clear(self) -> None:
        with _reachable():
            self._drop_unfinished()
            self._building = f"{self._alias}-{SHAPE}-{time.time_ns()}"
            self._client.indices.create(index=self._building, **_PLAIN)
        self._taken = 0

    def release(self) -> None:
        """Any process may write at any time; an index that was not finished is left to be made again."""
        if self._building:
            with _reachable():
                self._drop_unfinished()
        self._taken = None

    def _drop_unfinished(self) -> None:
        if self._building:
            self._client.indices.delete(index=self._building, ignore_unavailable=True)
            self._building = ""

    def position(self) -> int:
        if self._taken is not None:
            return self._taken
        if (current := self._current()) is None:
            return 0
        with _reachable():
            try:
                return int(self._client.get(index=current, id=_POSITION)["_source"]["number"])
            except NotFoundError:
                return 0

    def _indices(self) -> list[str]:
        """The indices that the alias leads to."""
        try:
            return list(self._client.indices.get_alias(name=self._alias))
        except NotFoundError:
            return []

    def _current(self) -> str | None:
        """The index that answers, when it has the fields that documents have now."""
        with _reachable():
            return next((name for name in self._indices() if name.startswith(f"{self._alias}-{SHAPE}-")), None)

    # Asking

    def search(self, query: Query, audiences: Iterable[str], *, size: int) -> Results:
        with _reachable():
            if not self._indices():
                return Results((), 0, {})
            answer = self._asked(query, list(audiences), size).execute().to_dict()
        marked = stems(query.text)
        hits = tuple(_hit(hit["_source"]["shown"], marked) for hit in answer["hits"]["hits"])
        counts = {facet.key: _counts(answer["aggregations"][facet.key]["values"]) for facet in FACETS}
        return Results(hits, answer["hits"]["total"]["value"], counts)

    def _asked(self, query: Query, audiences: list[str], size: int) -> Search:
        allowed = Q("term", kind=query.kind) & Q("terms", audience=audiences)
        search = Search(using=self._client, index=self._alias).source(["shown"]).extra(track_total_hits=True)
        search = search.query(Q("bool", must=[_text(query.text)] if query.text else [], filter=[allowed]))
        search = search.post_filter(_chosen(query)).sort(*_order(query))
        for facet in FACETS:
            own = search.aggs.bucket(facet.key, "filter", filter=_chosen(query.unfiltered(facet.key)))
            own.bucket("values", "terms", field=f"f_{facet.key}", size=SHOWN)
        start = (min(query.page, LAST_PAGE) - 1) * size
        return search[start : start + size]


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
    source = {
        **document.words,
        "iri": document.iri,
        "kind": document.kind,
        "audience": document.audience,
        "exact": document.exact,
        "prefix": " ".join(document.words.get(name, "") for name in ("high", "middle", "concepts")),
        "title": document.title.casefold()[:200],
        "patients": document.patients,
        "newest": document.newest,
        "shown": document.shown,
        **{f"f_{key}": values for key, values in document.facets.items()},
    }
    return {"_op_type": "index", "_index": index, "_id": _id(document.iri), "_source": source} | _version(
        document.newest
    )


def _removal(index: str, iri: str, position: int) -> dict[str, Any]:
    return {"_op_type": "delete", "_index": index, "_id": _id(iri)} | _version(position)


def _version(number: int) -> dict[str, Any]:
    return {"version": number, "version_type": "external_gte"}


def _chosen(query: Query) -> Condition:
    conditions = [Q("terms", **{f"f_{key}": list(values)}) for key, values in query.filters.items()]
    return reduce(and_, conditions, Q("match_all"))


def _text(text: str) -> Condition:
    """Every word somewhere, the last one perhaps unfinished; or the whole as an identifier, which comes first."""
    asked = words(text)
    exact = Q("constant_score", filter=Q("term", exact=text.lower()), boost=100.0)
    if not asked:
        return exact
    each = [_word(word, is_last=place == len(asked) - 1) for place, word in enumerate(asked)]
    return or_(exact, Q("bool", must=each))


def _word(word: str, *, is_last: bool) -> Condition:
    ways: Sequence[Condition] = [
        Q("match", **{name: {"query": word, "boost": weight}}) for name, weight in WEIGHTS.items()
    ]
    if is_last and len(word) > 2:
        ways = [*ways, Q("prefix", prefix={"value": word, "boost": 0.5})]
    return Q("dis_max", queries=list(ways), tie_breaker=0.1)


def _order(query: Query) -> list[Any]:
    newest = {"newest": "desc"}
    sort = query.sort if query.sort != "relevance" or query.text else "newest"
    first = {"patients": [{"patients": "desc"}], "title": [{"title": "asc"}], "newest": []}.get(sort, ["_score"])
    return [*first, newest]


def _hit(shown: Mapping[str, Any], marked: frozenset[str]) -> Hit:
    return Hit(shown["iri"], shown["address"], shown["card"], highlighted(shown["card"], marked, ANALYZER.analyze))


def _counts(values: Mapping[str, Any]) -> tuple[tuple[str, int], ...]:
    return tuple((bucket["key"], int(bucket["doc_count"])) for bucket in values["buckets"])
