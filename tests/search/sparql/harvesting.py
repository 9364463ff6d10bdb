"""A harvester over SPARQL as the page “For machines” says it: names by parts, then what each description says."""

from collections.abc import Callable, Iterator

import httpx

DATASET = "http://www.w3.org/ns/dcat#Dataset"
NAMES = 'SELECT ?d {{ ?d a <{kind}> FILTER(STRSTARTS(MD5(STR(?d)), "{part}")) }}'
PARTS = "0123456789abcdef"
SAID = "CONSTRUCT {{ ?s ?p ?o }} {{ VALUES ?d {{ {names} }} GRAPH ?d {{ ?s ?p ?o }} }}"
Asked = Callable[[str, str], str]  # query and media type → what is answered


def names(ask: Asked, *, kind: str = DATASET) -> Iterator[list[str]]:
    """Names, in sixteen parts. Each is in one part for good, so whatever comes or goes moves no other."""
    for part in PARTS:
        yield ask(NAMES.format(kind=kind, part=part), "text/csv").split()[1:]


def harvest(ask: Asked, *, batch: int = 250) -> Iterator[tuple[list[str], str]]:
    """The names that were asked for together, and what they say as N-Triples; nothing of what has gone meanwhile."""
    for found in names(ask):
        for start in range(0, len(found), batch):
            some = found[start : start + batch]
            yield some, ask(SAID.format(names=" ".join(f"<{name}>" for name in some)), "application/n-triples")


def asking(client: httpx.Client) -> Asked:
    """Of an endpoint; whoever has to wait does."""

    def ask(query: str, accept: str) -> str:
        return client.post("/sparql", data={"query": query}, headers={"Accept": accept}).raise_for_status().text

    return ask
