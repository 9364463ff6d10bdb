"""A harvester over SPARQL as the page “For machines” says it: by names in order, then what each description says."""

from collections.abc import Callable, Iterator

import httpx

DATASET = "http://www.w3.org/ns/dcat#Dataset"
NAMES = """SELECT ?d {{ ?d a <{kind}> FILTER(STR(?d) > "{after}") }} ORDER BY STR(?d) LIMIT {page}"""
SAID = "CONSTRUCT {{ ?s ?p ?o }} {{ VALUES ?d {{ {names} }} GRAPH ?d {{ ?s ?p ?o }} }}"
Asked = Callable[[str, str], str]  # query and media type → what is answered


def names(ask: Asked, *, page: int, kind: str = DATASET) -> Iterator[list[str]]:
    """Pages of names. A name that comes or goes meanwhile moves no other to another page."""
    after = ""
    while found := ask(NAMES.format(kind=kind, after=after, page=page), "text/csv").split()[1:]:
        yield found
        after = found[-1]


def harvest(ask: Asked, *, page: int = 10_000, batch: int = 250) -> Iterator[tuple[list[str], str]]:
    """The names that were asked for together, and what they say as N-Triples; nothing of what has gone meanwhile."""
    for found in names(ask, page=page):
        for start in range(0, len(found), batch):
            some = found[start : start + batch]
            yield some, ask(SAID.format(names=" ".join(f"<{name}>" for name in some)), "application/n-triples")


def asking(client: httpx.Client) -> Asked:
    """Of an endpoint; whoever has to wait does."""

    def ask(query: str, accept: str) -> str:
        return client.post("/sparql", data={"query": query}, headers={"Accept": accept}).raise_for_status().text

    return ask
