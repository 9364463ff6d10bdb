"""Names for blank nodes made from content and place, so that the same description is always the same text.

A blank node is named after what it says and where it hangs. Adding a nested node adds lines and changes none;
re-reading gives the same names in every syntax. Labels that RDFC-1.0 would give shift (one more nested node
changed 36 of 38 lines of a difference). Names are blank-node labels, so every export has its blank nodes back.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Set
from itertools import groupby

from fair_metadata import tangles
from fair_metadata.namespaces import RDF
from fair_metadata.tangles import Edges, TooTangled
from fair_metadata.terms import Term, Triple

__all__ = ["TooDeep", "TooTangled", "contents", "is_shared", "name", "names_of", "shared"]

SHARED = "_:s"


def name(triples: Iterable[Triple], *, keep_shared: bool = False) -> list[Triple]:
    """The same triples with every blank node named by content and place; isomorphic graphs get equal triples.

    With `keep_shared`, names that `shared` gave are kept: several records hold that node. Cost is linear for
    blank nodes that hang in trees and bounded for all others: TooTangled, a ValueError, is raised for the
    graphs that are made to be hard (`tangles.BUDGET`).
    """
    plain = list(dict.fromkeys(triples))
    if not any(s[0] == "_" or o[0] == "_" for s, _, o in plain):
        return plain
    names = names_of(plain, keep_shared=keep_shared)
    return [(names.get(s, s), p, names.get(o, o)) for s, p, o in plain]


def shared(term: Term) -> Term:
    """The name of a blank node that several records hold, made from the name it has in the whole document."""
    return SHARED + term[3:]


def is_shared(term: Term) -> bool:
    return term.startswith(SHARED)


def names_of(triples: Iterable[Triple], *, keep_shared: bool = False) -> dict[Term, Term]:
    """Old label → stable name, for every blank node of the graph."""
    out, into = _edges(triples, keep_shared)
    nodes = out.keys() | into.keys()
    contents = _contents(out, nodes)
    tangled = [node for node in nodes if node not in contents or _hangs_twice(into.get(node, ()), nodes)]
    places = tangles.places(tangled, out=out, into=into, contents=contents) if tangled else {}
    names = {node: _label(place) for node, place in places.items()}
    _name_trees([node for node in nodes if node not in names], into, contents, names)
    return names


def contents(triples: Iterable[Triple]) -> dict[Term, str]:
    """Blank node → a text that is the same for nodes that say the same, with all that hangs below them.

    Nodes on or above a ring have none.
    """
    out, into = _edges(triples, keep_shared=False)
    return _contents(out, out.keys() | into.keys())


def _edges(triples: Iterable[Triple], keep_shared: bool) -> tuple[Edges, Edges]:
    """Blank node → (predicate, what it says), and blank node → (predicate, who mentions it)."""
    kept = SHARED if keep_shared else "\0"
    out: dict[Term, list[tuple[Term, Term]]] = defaultdict(list)
    into: dict[Term, list[tuple[Term, Term]]] = defaultdict(list)
    for s, p, o in triples:
        if s[0] == "_" and not s.startswith(kept):
            out[s].append((p, o))
        if o[0] == "_" and not o.startswith(kept):
            into[o].append((p, s))
    return dict(out), dict(into)


def _hangs_twice(mentions: Iterable[tuple[Term, Term]], nodes: Set[Term]) -> bool:
    """A blank node that a blank node and something else besides mention hangs in no tree."""
    subjects = [s for _, s in mentions]
    return len(subjects) > 1 and any(s in nodes for s in subjects)


def _contents(out: Edges, nodes: Set[Term]) -> dict[Term, str]:
    """Node → hash of everything below it, bottom up and without recursion; nodes on or above a cycle have none."""
    contents: dict[Term, str] = {}
    waiting: dict[Term, set[Term]] = {}
    above: dict[Term, list[Term]] = defaultdict(list)
    ready: list[Term] = []
    for node in nodes:
        below = {o for _, o in out.get(node, ()) if o[0] == "_" and o in nodes}
        if not below:
            ready.append(node)
            continue
        waiting[node] = below
        for child in below:
            above[child].append(node)
    while ready:
        node = ready.pop()
        contents[node] = digest(f"{p} {contents.get(o, o)}" for p, o in out.get(node, ()))
        for parent in above.get(node, ()):
            waiting[parent].discard(node)
            if not waiting[parent]:
                ready.append(parent)
    return contents


class TooDeep(ValueError):
    """Blank nodes nested more than DEEPEST levels; nothing that people describe is."""


DEEPEST = 500  # levels of nesting; the items of a list count as one level


def _name_trees(nodes: list[Term], into: Edges, contents: Mapping[Term, str], names: dict[Term, Term]) -> None:
    """Name nodes from the top of each tree down; twins (same content, same place) are numbered."""
    below: dict[Term, list[Term]] = defaultdict(list)
    level: list[Term] = []
    depths: dict[Term, int] = {}
    unnamed = set(nodes)
    for node in nodes:
        above = next(((p, s) for p, s in into.get(node, ()) if s in unnamed), None)
        if above is None:
            level.append(node)
        else:
            path, parent = above
            below[parent].append(node)
            depths[node] = 0 if path == RDF.rest else 1
    if below:
        _refuse_depth(level, below, depths)
    while level:
        placed = sorted((_place(node, into, contents, names), node) for node in level)
        for place, twins in groupby(placed, key=lambda item: item[0]):
            for number, (_, node) in enumerate(twins):
                names[node] = _label(f"{place} {number}")
        level = [child for node in level for child in below.get(node, ())]


def _refuse_depth(tops: list[Term], below: Mapping[Term, list[Term]], steps: Mapping[Term, int]) -> None:
    todo = [(node, 0) for node in tops]
    while todo:
        node, depth = todo.pop()
        if depth > DEEPEST:
            raise TooDeep(f"blank nodes are nested more than {DEEPEST} deep. Give inner nodes addresses (IRIs).")
        todo.extend((child, depth + steps[child]) for child in below.get(node, ()))


def _place(node: Term, into: Edges, contents: Mapping[Term, str], names: Mapping[Term, Term]) -> str:
    return contents[node] + digest(f"{p} {names.get(s, s)}" for p, s in into.get(node, ()))


def digest(parts: Iterable[str]) -> str:
    """The hash of a set of texts, whatever their order."""
    return hashlib.sha256("\n".join(sorted(parts)).encode()).hexdigest()


def _label(place: str) -> Term:
    return f"_:n{hashlib.sha256(place.encode()).hexdigest()[:24]}"
