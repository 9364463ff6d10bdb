"""What lies where in a store: a graph for each description, and what they say together, each triple once.

- Each description is a named graph; its name is the IRI that it describes.
- The merge of all that is for everybody is the default graph (in the store of members on a server, where a query names
  what it reads, a graph that has a name).
- What only some may see is merged by *who* may see it: a triple lies in exactly one merge, that of all audiences of the
  descriptions that state it, or of everybody when one of them is for everybody. So nobody counts a triple twice,
  whatever audiences they belong to.
- Blank nodes have skolem IRIs (RDF 1.1 Concepts, 3.5): SPARQL Update can neither take out a blank node nor mean the
  same one in two requests. Answers that are graphs have their blank nodes back.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Protocol

import pyoxigraph

from catalog.policy import PUBLIC
from fair_metadata.namespaces import MARROW
from fair_metadata.terms import Term, Triple, iri, literal, named, text
from search.triples.protocol import Graph

LAYOUT = "1"  # another one when what lies where changes
GENID = "/.well-known/genid/"

Quad = tuple[Term, Term, Term, Term]  # the last is the graph's name, "" for the default graph
DEFAULT: Term = ""
FOR = MARROW["for"]  # graph → an audience that it is for; nothing is said of what is for everybody
WHO = MARROW["who"]  # the graph that says so, where members ask
_MERGES = MARROW["audience:"][:-1]  # what the names of merges begin with
_NUMBERED = re.compile(r'"\^\^<http://www\.w3\.org/2001/XMLSchema#(?!string>)')


def is_merge(graph: Term) -> bool:
    return graph == DEFAULT or graph.startswith(_MERGES)


def is_description(graph: Term) -> bool:
    return not is_merge(graph) and graph != WHO and graph != STATE


STATE = MARROW["store"]  # the graph, on a server, that says how far the store is


def merge_of(audiences: Iterable[str]) -> Term:
    """The merge in which a triple lies that descriptions for these audiences state."""
    them = sorted(set(audiences))
    return DEFAULT if PUBLIC in them else f"{_MERGES}{'+'.join(them)}>"


def audiences_of(merge: Term) -> frozenset[str]:
    return frozenset([PUBLIC]) if merge == DEFAULT else frozenset(merge[len(_MERGES) : -1].split("+"))


class Naming:
    """Blank nodes ↔ IRIs under this address, `BASE/.well-known/genid/LABEL`."""

    def __init__(self, base: str) -> None:
        self.start = f"{base}{GENID}"

    def term(self, term: Term) -> Term:
        return f"<{self.start}{term[2:]}>" if term[0] == "_" else term

    def graph(self, name: str) -> Term:
        """The name of a description's graph; a shared description may be of a blank node."""
        return self.term(name) if name.startswith("_:") else f"<{name}>"

    def triples(self, triples: Iterable[Triple]) -> set[Triple]:
        return {(self.term(s), p, canonical(self.term(o))) for s, p, o in triples}


def canonical(term: Term) -> Term:
    """Numbers and dates as stores keep them, by their value: “01” comes back as “1”."""
    return _canonical(term) if term[0] == '"' and _NUMBERED.search(term) else term


@lru_cache(maxsize=20_000)
def _canonical(term: Term) -> Term:
    store = pyoxigraph.Store()
    store.load(f"<urn:s> <urn:p> {term} .".encode(), pyoxigraph.RdfFormat.N_TRIPLES)
    return str(next(iter(store)).object)


def lines(quads: Iterable[Quad]) -> str:
    """N-Quads."""
    return "".join([f"{s} {p} {o} {g} .\n" for s, p, o, g in quads])


@dataclass(slots=True)
class Change:
    """What to take out of a store, then what to put in; and for whom something is different then."""

    removed: set[Quad] = field(default_factory=set)
    added: set[Quad] = field(default_factory=set)
    audiences: set[str] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.removed or self.added)


class Held(Protocol):
    """What a store says of what it holds."""

    def contents(self, graphs: Collection[Term]) -> Mapping[Term, set[Triple]]:
        """Of these graphs, those that are there."""
        ...

    def stating(self, triples: Collection[Triple]) -> Mapping[Triple, set[Term]]:
        """Every graph in which each of these lies."""
        ...

    def audiences(self, graphs: Collection[Term]) -> dict[Term, str]:
        """Whom these are for, of those that are not for everybody."""
        ...

    def has_merges(self) -> bool:
        """May there be merges that are not for everybody?"""
        ...


def change(held: Held, graphs: Sequence[Graph], gone: Iterable[str], naming: Naming, *, whole: bool = False) -> Change:
    """What makes a store say these descriptions, and none that is gone. Nothing when it does already.

    With `whole` what stays is looked at as well, so that whatever is wrong in the merges is mended.
    """
    new = {naming.graph(graph.iri): naming.triples(graph.triples) for graph in graphs}
    who = {naming.graph(graph.iri): graph.audience for graph in graphs}
    names = {*new, *map(naming.graph, gone)}
    old = held.contents(names)
    was = dict.fromkeys(old, PUBLIC) | held.audiences(names)
    made, leaving, coming = Change(), set[Triple](), set[Triple]()
    for name in names:
        before, after = old.get(name, set()), new.get(name, set())
        if not whole and before == after and was.get(name) == who.get(name):
            continue
        made.removed |= {(*triple, name) for triple in before - after}
        made.added |= {(*triple, name) for triple in after - before}
        made.audiences |= {audience for audience in (was.get(name), who.get(name)) if audience}
        made.removed |= _said_of(name, was.get(name)) - _said_of(name, who.get(name))
        made.added |= _said_of(name, who.get(name)) - _said_of(name, was.get(name))
        is_same = was.get(name) == who.get(name) and not whole
        leaving |= before - after if is_same else before
        coming |= after - before if is_same else after
    _merge(made, held, leaving, coming, names=names, new=new, who=who)
    return made


def _said_of(name: Term, audience: str | None) -> set[Quad]:
    return set() if audience in (None, PUBLIC) else {(name, FOR, literal(audience or ""), WHO)}


def _merge(
    made: Change,
    held: Held,
    leaving: set[Triple],
    coming: set[Triple],
    *,
    names: Collection[Term],
    new: Mapping[Term, set[Triple]],
    who: Mapping[Term, str],
) -> None:
    """Where each triple that leaves a description or comes to one lies from now on."""
    mine: dict[Triple, set[str]] = {}
    touched = leaving | coming
    for name, triples in new.items():
        for triple in triples & touched:
            mine.setdefault(triple, set()).add(who[name])
    everybodys = {triple for triple in coming if PUBLIC in mine[triple]}
    made.added |= {(*triple, DEFAULT) for triple in everybodys}
    # Where there is no other merge, there is nothing that it would have to leave.
    unsure = touched if held.has_merges() else touched - everybodys
    if not unsure:
        return
    stating = held.stating(unsure)
    others = {graph for graphs in stating.values() for graph in graphs if is_description(graph)} - set(names)
    theirs = dict.fromkeys(others, PUBLIC) | held.audiences(others)
    for triple in unsure:
        graphs = stating.get(triple, set())
        audiences = mine.get(triple, set()) | {theirs[graph] for graph in graphs if graph in theirs}
        wanted = merge_of(audiences) if audiences else None
        made.removed |= {(*triple, graph) for graph in graphs if is_merge(graph) and graph != wanted}
        if wanted is not None:
            made.added.add((*triple, wanted))
            made.added |= {(wanted, FOR, literal(audience), WHO) for audience in audiences if wanted != DEFAULT}


def permitted(quads: Iterable[tuple[Term, Term]], audiences: Collection[str]) -> tuple[list[str], list[str]]:
    """Of graphs and whom each is for: the merges of these audiences, and their descriptions; as IRIs."""
    mine = {graph for graph, audience in quads if text(audience) in audiences}
    merges = sorted(iri(graph) for graph in mine if is_merge(graph))
    return merges, sorted(iri(graph) for graph in mine if is_description(graph))


def checked(name: str) -> Term:
    """The term of an IRI that somebody gave. ValueError when it is none."""
    return named(name)
