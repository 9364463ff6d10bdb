"""Talking to a server with SPARQL 1.1 Protocol and Graph Store Protocol: queries, updates, quads in bulk, and being
asked again later."""

import time
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import IO, TypeVar

import httpx
import pyoxigraph
from pyoxigraph import QueryResultsFormat

from fair_metadata.terms import Term
from search.triples.layout import Quad
from search.triples.protocol import Failed, Unavailable

BUSY = (429, 502, 503, 504)  # it will be well again soon
TRIES = 6  # of what the server has no time for
FIRST_WAIT, LONGEST_WAIT = 0.1, 5.0  # seconds before the next try, each time twice as long
PATIENCE = httpx.Timeout(60.0, connect=5.0)
JSON, NQUADS = "application/sparql-results+json", "application/n-quads"
NO_DATA = (403, 404, 405, 406, 411, 415, 501)  # what a server answers that takes no quads
OTHER_FORM = (
    "This form of query is not answered as was asked: SELECT and ASK give rows, CONSTRUCT and DESCRIBE a graph."
)
_R = TypeVar("_R")


class Server:
    """One dataset of a server: where it is queried, where it is updated, and where it takes quads ("" for nowhere)."""

    def __init__(self, address: str) -> None:
        """`address`: of the dataset, with `/query`, `/update` and `/data` under it; or of two or all three of them, in
        this order, with spaces between them."""
        parts = address.split()
        base = parts[0].rstrip("/")
        if len(parts) == 1:
            parts = [f"{base}/query", f"{base}/update", f"{base}/data"]
        self.query_at, self.update_at, self.data_at = (*parts, "")[:3]
        self._client = httpx.Client(timeout=PATIENCE)

    def rows(self, query: str) -> Iterator[Mapping[str, Term]]:
        """What a SELECT of ours gives: name → term."""
        answer = self._sent(lambda: self._client.post(self.query_at, data={"query": query}, headers={"Accept": JSON}))
        found = pyoxigraph.parse_query_results(answer.content, format=QueryResultsFormat.JSON)
        names = [variable.value for variable in found.variables]
        for row in found:
            yield {name: str(row[name]) for name in names if row[name] is not None}

    def update(self, text: str) -> None:
        """All of it or nothing. It may be sent twice."""
        headers = {"Content-Type": "application/sparql-update"}
        self._sent(lambda: self._client.post(self.update_at, content=text.encode(), headers=headers))

    def load(self, nquads: bytes) -> bool:
        """Put these beside what is there, in bulk (Graph Store Protocol, 5.5); it may be sent twice.

        The standard has it for one graph; Fuseki, Oxigraph and others take a whole dataset. False where one does not.
        """
        if not self.data_at:
            return False
        headers = {"Content-Type": NQUADS}
        answer = self._sent(lambda: self._client.post(self.data_at, content=nquads, headers=headers), but=NO_DATA)
        if answer.status_code in NO_DATA:
            self.data_at = ""
        return bool(self.data_at)

    def _sent(self, send: Callable[[], httpx.Response], *, but: Collection[int] = ()) -> httpx.Response:
        """What the server has no time for is sent again, later and later. `but`: what else it may answer."""
        wait = FIRST_WAIT
        for left in reversed(range(TRIES)):
            try:
                answer = send()
            except httpx.TransportError as error:
                if not left or isinstance(error, httpx.ConnectError):
                    raise Unavailable(f"The SPARQL server does not answer: {error}") from error
            else:
                if answer.status_code in but:
                    return answer
                if answer.status_code not in BUSY or not left:
                    return _well(answer)
            time.sleep(wait)
            wait = min(2 * wait, LONGEST_WAIT)
        raise AssertionError

    def ask(
        self, fields: Mapping[str, str | list[str]], accept: str, deadline: float, into: IO[bytes], most: int
    ) -> str:
        """What a stranger's query gives, written as it comes; its media type. `Failed` beyond the deadline, or beyond
        so many bytes."""
        until, timeout = time.monotonic() + deadline, httpx.Timeout(deadline, connect=5.0)
        try:
            with self._client.stream(
                "POST", self.query_at, data=dict(fields), headers={"Accept": accept}, timeout=timeout
            ) as answer:
                if answer.status_code != 200:
                    answer.read()
                    _refuse(answer)
                for chunk in answer.iter_bytes(64 * 1024):
                    if time.monotonic() > until:
                        raise httpx.ReadTimeout("it goes on")
                    if into.write(chunk) and into.tell() > most:
                        raise Failed(f"The answer has more than {most:,} bytes. Ask for less.", "bytes")
                return answer.headers.get("Content-Type", "").partition(";")[0].strip()
        except httpx.ReadTimeout as error:
            raise Failed(f"It takes longer than {deadline:g} seconds. Ask for less at once.", "deadline") from error
        except httpx.TransportError as error:
            raise Unavailable(f"The SPARQL server does not answer: {error}") from error

    def close(self) -> None:
        self._client.close()


def _well(answer: httpx.Response) -> httpx.Response:
    if answer.is_success:
        return answer
    raise Unavailable(f"The SPARQL server answers {answer.status_code}: {_reason(answer)}")


def _refuse(answer: httpx.Response) -> None:
    if answer.status_code == 406:
        raise Failed(OTHER_FORM)
    if answer.status_code in (408, 503, 504):
        raise Failed(f"The SPARQL server gave up: {_reason(answer)}", "deadline")
    if answer.status_code < 500:
        raise Failed(_reason(answer))
    raise Unavailable(f"The SPARQL server answers {answer.status_code}: {_reason(answer)}")


def _reason(answer: httpx.Response) -> str:
    return " ".join(answer.text.split())[:500]


def pattern(quads: Iterable[Quad]) -> str:
    """Quads as they stand in an update, by graph."""
    by_graph: dict[Term, list[str]] = {}
    for s, p, o, g in quads:
        by_graph.setdefault(g, []).append(f"{s} {p} {o} .")
    parts = (
        "\n".join(said) if not graph else f"GRAPH {graph} {{ " + "\n".join(said) + " }"
        for graph, said in by_graph.items()
    )
    return "\n".join(parts)
