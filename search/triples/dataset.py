"""One dataset of a server that holds descriptions: what it says of itself, and how it is changed as one.

Any process may write. Each change says which stamp the dataset has that it was made for; where it has another one, the
change does nothing. So of two that write at once one wins, and the other reads again what there is (SPARQL 1.1 Update,
3.1.3: an operation whose WHERE finds nothing changes nothing).
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from uuid import uuid4

from catalog.batching import batched
from catalog.policy import PUBLIC
from fair_metadata.namespaces import MARROW
from fair_metadata.terms import Term, Triple, literal, text
from search.triples.layout import DEFAULT, FOR, STATE, WHO, Change, Quad, audiences_of, is_merge, lines, merge_of
from search.triples.speaking import Server, pattern

ASKED = 500  # graphs, or triples, that one query asks for
EVERYBODYS = MARROW["audience:public"]  # the merge for everybody, where it has to have a name
_STAMP, _POSITION, _BUILDING = MARROW["stamp"], MARROW["position"], MARROW["building"]
MEANWHILE = "Another process writes to the triple store now."


class Meanwhile(OSError):
    """Another process changed the dataset since it was looked at."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What a dataset says of itself: `stamps` are of audiences, `building` is how far a rebuild is."""

    stamp: str = ""
    position: int = 0
    building: int | None = None
    stamps: Mapping[str, str] = field(default_factory=dict)

    @property
    def quads(self) -> set[Quad]:
        said = {(STATE, _STAMP, literal(self.stamp), STATE)} if self.stamp else set()
        said |= {(STATE, _POSITION, literal(str(self.position)), STATE)} if self.stamp else set()
        said |= {(STATE, _BUILDING, literal(str(self.building)), STATE)} if self.building is not None else set()
        return said | {(merge_of([name]), _STAMP, literal(stamp), STATE) for name, stamp in self.stamps.items()}


class Dataset:
    """Descriptions on a server. With `of_members`, the merge for everybody has a name, and others are beside it."""

    def __init__(self, server: Server, *, of_members: bool) -> None:
        self.server, self._of_members = server, of_members

    # What it holds

    def contents(self, graphs: Collection[Term]) -> dict[Term, set[Triple]]:
        found: dict[Term, set[Triple]] = {}
        for some in batched(graphs, ASKED):
            asked = f"SELECT ?g ?s ?p ?o {{ VALUES ?g {{ {' '.join(some)} }} GRAPH ?g {{ ?s ?p ?o }} }}"
            for row in self.server.rows(asked):
                found.setdefault(row["g"], set()).add((row["s"], row["p"], row["o"]))
        return found

    def stating(self, triples: Collection[Triple]) -> dict[Triple, set[Term]]:
        found: dict[Triple, set[Term]] = {triple: {DEFAULT} for triple in triples}
        for some in batched(triples, ASKED):
            values = " ".join(f"({n} {s} {p} {o})" for n, (s, p, o) in enumerate(some))
            asked = f"SELECT ?n ?g {{ VALUES (?n ?s ?p ?o) {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }}"
            for row in self.server.rows(asked):
                found[some[int(text(row["n"]))]].add(DEFAULT if row["g"] == EVERYBODYS else row["g"])
        return found

    def audiences(self, graphs: Collection[Term]) -> dict[Term, str]:
        if not self._of_members:
            return {}
        found: dict[Term, str] = {}
        for some in batched(graphs, ASKED):
            asked = f"SELECT ?g ?a {{ VALUES ?g {{ {' '.join(some)} }} GRAPH {WHO} {{ ?g {FOR} ?a }} }}"
            found |= {row["g"]: text(row["a"]) for row in self.server.rows(asked)}
        return found

    def has_merges(self) -> bool:
        return self._of_members

    def who(self) -> list[tuple[Term, Term]]:
        """Every graph that is not for everybody, with an audience that it is for."""
        return [(row["g"], row["a"]) for row in self.server.rows(f"SELECT ?g ?a {{ GRAPH {WHO} {{ ?g {FOR} ?a }} }}")]

    def names(self, most: int | None = None) -> list[Term]:
        """The graphs of descriptions; not more than `most`."""
        limit = "" if most is None else f"LIMIT {most}"
        asked = f"SELECT DISTINCT ?g {{ GRAPH ?g {{ ?s ?p ?o }} FILTER(?g != {STATE} && ?g != {WHO}) }} {limit}"
        return [row["g"] for row in self.server.rows(asked) if not is_merge(row["g"])]

    def count(self) -> int:
        merge = f"GRAPH {EVERYBODYS} {{ ?s ?p ?o }}" if self._of_members else "?s ?p ?o"
        return int(text(next(self.server.rows(f"SELECT (COUNT(*) AS ?n) {{ {merge} }}"))["n"]))

    def is_empty(self) -> bool:
        asked = "SELECT ?s { { SELECT ?s { ?s ?p ?o } LIMIT 1 } UNION { SELECT ?s { GRAPH ?g { ?s ?p ?o } } LIMIT 1 } }"
        return not any(True for _ in self.server.rows(asked))

    # What it says of itself

    def standing(self) -> Standing:
        said: dict[tuple[Term, Term], str] = {}
        for row in self.server.rows(f"SELECT ?s ?p ?o {{ GRAPH {STATE} {{ ?s ?p ?o }} }}"):
            said[row["s"], row["p"]] = text(row["o"])
        building = said.get((STATE, _BUILDING))
        return Standing(
            said.get((STATE, _STAMP), ""),
            int(said.get((STATE, _POSITION), 0)),
            None if building is None else int(building),
            {next(iter(audiences_of(name))): stamp for (name, _), stamp in said.items() if is_merge(name)},
        )

    # Changing it

    def apply(self, made: Change, standing: Standing, *, anew: bool = False, **known: int | None) -> Standing:
        """All of the change and what is known then, or nothing. `Meanwhile` when another process was quicker.

        With `anew` everybody is told that something may have changed.
        """
        now = replace(standing, **known)  # type: ignore[arg-type]
        if made or anew or not now.stamp:
            stamp = uuid4().hex[:12]
            others = made.audiences - {PUBLIC} if self._of_members else set()
            now = replace(now, stamp=stamp, stamps={**standing.stamps, **dict.fromkeys(others, stamp)})
        if now == standing:
            return standing
        removed, added = self._placed(made.removed), self._placed(made.added)
        removed, added = removed | (standing.quads - now.quads), added | (now.quads - standing.quads)
        self.server.update(_only_if(standing, f"DELETE {{ {pattern(removed)} }} INSERT {{ {pattern(added)} }}"))
        if self.standing().stamp != now.stamp:
            raise Meanwhile(MEANWHILE)
        return now

    def load(self, quads: Iterable[Quad], standing: Standing) -> bool:
        """Put these beside what is there, and tell everybody. False where the server takes none in bulk. Whatever was
        changed meanwhile stays, and has to be looked at afterwards."""
        if not self.server.load(lines(self._placed(quads)).encode()):
            return False
        self.apply(Change(), standing, anew=True)
        return True

    def _placed(self, quads: Iterable[Quad]) -> set[Quad]:
        if not self._of_members:
            return set(quads)
        return {(s, p, o, EVERYBODYS if g == DEFAULT else g) for s, p, o, g in quads}

    def mend_merges(self) -> None:
        """Take out of every merge what no description states."""
        merges = {graph for graph, _ in self.who() if is_merge(graph)} | {EVERYBODYS} if self._of_members else {DEFAULT}
        for merge in merges:
            there = f"GRAPH {merge} {{ ?s ?p ?o }}" if merge else "?s ?p ?o"
            stated = f'GRAPH ?g {{ ?s ?p ?o }} FILTER(!STRSTARTS(STR(?g), "{MARROW["audience:"][1:-1]}"))'
            self.server.update(f"DELETE {{ {there} }} WHERE {{ {there} FILTER NOT EXISTS {{ {stated} }} }}")


def _only_if(standing: Standing, operation: str) -> str:
    if standing.stamp:
        return f"{operation} WHERE {{ GRAPH {STATE} {{ {STATE} {_STAMP} {literal(standing.stamp)} }} }}"
    return f"{operation} WHERE {{ FILTER NOT EXISTS {{ GRAPH {STATE} {{ {STATE} {_STAMP} ?any }} }} }}"
