"""Writing indexes of a cluster: any process may write at any time; an alias leads to the index that answers.

Each index has a door of its own, an alias that goes with it: a late write through it makes no new index by itself.
"""

import hashlib
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any

from elasticsearch import ApiError, Elasticsearch, NotFoundError, TransportError
from elasticsearch.helpers import streaming_bulk

from search.documents import Document
from search.engines.elastic_language import PLAIN, SHAPE, fields
from search.engines.protocol import Unavailable
from search.engines.saying import Said, written

CHUNK = 500  # documents in one request
BUSY = (429, 502, 503, 504)  # it will be well again soon
TRIES, PATIENT_TRIES = 5, 10  # of what the cluster has no time for: in passing; in a rebuild, for a minute
FIRST_WAIT, LONGEST_WAIT = 0.1, 10.0  # seconds before the next try, each time twice as long
PASSING = 10.0  # seconds that a request may take while somebody waits for a change to be saved
MERGING = 3600.0  # seconds that merging a new index may take
POSITION = "position"
PER_SHARD, MOST_SHARDS = 250_000, 8  # revisions that one is laid out for


class Shelf:
    """The indexes of one alias."""

    def __init__(self, client: Elasticsearch, alias: str) -> None:
        self.client, self.alias = client, alias

    def answering(self) -> list[str]:
        """The indexes that the alias leads to: one, or none."""
        try:
            return list(self.client.options(request_timeout=PASSING).indices.get_alias(name=self.alias))
        except NotFoundError:
            return []

    def of_now(self) -> str | None:
        """The index that answers, when it has the fields that documents have now."""
        return next((name for name in self.answering() if self._is_of_now(name)), None)

    def unfinished(self) -> str | None:
        """An index for the fields of now that was begun after the one that answers."""
        since = max(map(_age, self.answering()), default=0)
        found = [name for name in self._all() if _age(name) > since and self._is_of_now(name)]
        return found[-1] if found else None

    def _is_of_now(self, name: str) -> bool:
        return name.startswith(f"{self.alias}-{SHAPE}-")

    def _all(self) -> list[str]:
        """The oldest first."""
        found = self.client.indices.get(index=f"{self.alias}-*", features=["aliases"])
        return sorted((name for name in found if _age(name)), key=_age)

    def make(self, expected: int = 0) -> str:
        """A new, empty index; a large one in several shards, which are searched side by side."""
        name = f"{self.alias}-{SHAPE}-{time.time_ns()}"
        shards = min(MOST_SHARDS, 1 + expected // PER_SHARD)
        settings = {**PLAIN["settings"], "number_of_shards": shards}
        self.client.indices.create(index=name, aliases={door(name): {}}, settings=settings, mappings=PLAIN["mappings"])
        return name

    def lead_to(self, name: str) -> None:
        """From one moment to the next it answers, and the older ones go."""
        old = [{"remove": {"index": other, "alias": self.alias}} for other in self.answering()]
        self.client.indices.update_aliases(actions=[*old, {"add": {"index": name, "alias": self.alias}}])
        for other in self._all():
            if _age(other) < _age(name):
                self.drop(other)

    def tidy(self, name: str) -> None:
        """One segment a shard: counting over tens of them takes up to twice as long. Before it answers, since merging
        shows what is not committed yet.
        """
        with suppress(TransportError, ApiError):  # it answers without, too
            patient = self.client.options(request_timeout=MERGING, max_retries=0)
            patient.indices.forcemerge(index=name, max_num_segments=1)

    def drop(self, name: str) -> None:
        self.client.indices.delete(index=name, ignore_unavailable=True)

    def close(self, names: Iterable[str]) -> None:
        """Nothing more is taken in; what was begun is finished first."""
        for name in names:
            self.client.indices.add_block(index=name, block="write")

    def open(self, names: Iterable[str]) -> None:
        for name in names:
            self.client.indices.put_settings(index=name, settings={"index.blocks.write": None})


class Writing:
    """Documents that go to one index."""

    def __init__(self, client: Elasticsearch, name: str, tries: int = TRIES) -> None:
        self._client, self.name, self._tries = client, name, tries
        self.taken: int | None = None  # the last revision taken in and not committed

    @staticmethod
    def say(document: Document) -> Said:
        return written(document, fields)

    def take_in(self, documents: Iterable[Said], gone: Iterable[tuple[str, int]], position: int) -> None:
        with reachable():
            self._send(_action(self.name, document) for document in documents)
            self._send(_removal(self.name, iri, version) for iri, version in gone)
        self.taken = position

    def _send(self, actions: Iterator[dict[str, Any]]) -> None:
        """What the cluster has no time for is sent again, later and later; what is newer there is as it should be."""
        sent = streaming_bulk(
            self._client,
            actions,
            chunk_size=CHUNK,
            max_retries=self._tries,
            initial_backoff=FIRST_WAIT,
            max_backoff=LONGEST_WAIT,
            retry_on_status=BUSY,
            raise_on_error=False,
            require_alias=True,
        )
        for _, answer in sent:
            [outcome] = answer.values()
            if "error" in outcome and outcome["status"] != 409:
                raise Unavailable(f"Elasticsearch refused a document: {_reason(outcome['error'])}")

    def keep(self) -> None:
        if self.taken is None:
            return
        with reachable():
            mark = {"kind": POSITION, "number": self.taken}
            self._client.index(index=door(self.name), id=POSITION, document=mark, require_alias=True)
            self._client.indices.refresh(index=self.name)
        self.taken = None

    def position(self) -> int:
        if self.taken is not None:
            return self.taken
        with reachable():
            return position_of(self._client, self.name)

    def release(self) -> None:
        self.taken = None


class New(Writing):
    """An index that is built beside the one that answers."""

    def __init__(self, shelf: Shelf, name: str) -> None:
        super().__init__(shelf.client, name, PATIENT_TRIES)
        self._shelf, self._is_tidy = shelf, False

    def finish(self, latest: Callable[[], int]) -> bool:
        self.keep()
        if not self._is_tidy:  # once: the little that came meanwhile is not worth another time
            self._shelf.tidy(self.name)
            self._is_tidy = True
        with reachable():
            old = [name for name in self._shelf.answering() if name != self.name]
            try:
                self._shelf.close(old)  # nobody can show more there while the new one takes its place
                is_complete = min(max(map(self._known, old), default=0), latest()) <= self.position()
                if is_complete:
                    self._shelf.lead_to(self.name)
            except NotFoundError:  # another process was quicker
                return False
            finally:
                self._shelf.open(set(old).intersection(self._shelf.answering()))
        return is_complete

    def _known(self, name: str) -> int:
        """What cannot be read any more holds up nothing."""
        try:
            return position_of(self._client.options(request_timeout=2), name)
        except (TransportError, ApiError):
            return 0


@contextmanager
def reachable() -> Iterator[None]:
    """What goes wrong between here and the cluster is `Unavailable`, in one sentence."""
    try:
        yield
    except (TransportError, ApiError) as error:
        raise Unavailable(f"Elasticsearch does not answer: {error}") from error


def door(name: str) -> str:
    return f"{name}.in"


def position_of(client: Elasticsearch, name: str) -> int:
    try:
        return int(client.get(index=name, id=POSITION)["_source"]["number"])
    except NotFoundError:
        return 0


def _age(name: str) -> int:
    made = name.rsplit("-", 1)[-1]
    return int(made) if made.isdigit() else 0


def _reason(error: Any) -> str:
    return str(error.get("reason", error) if isinstance(error, Mapping) else error)


def _id(iri: str) -> str:
    """An id of at most 512 bytes, which an IRI may exceed."""
    return hashlib.sha256(iri.encode()).hexdigest()


def _action(name: str, document: Said) -> dict[str, Any]:
    where = {"_op_type": "index", "_index": door(name), "_id": _id(document.iri)}
    return where | {"_source": document.body} | _version(document.version)


def _removal(name: str, iri: str, version: int) -> dict[str, Any]:
    return {"_op_type": "delete", "_index": door(name), "_id": _id(iri)} | _version(version)


def _version(number: int) -> dict[str, Any]:
    return {"version": number, "version_type": "external_gte"}
