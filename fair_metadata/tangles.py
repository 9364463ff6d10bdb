"""Telling apart blank nodes that do not hang in trees: rings, shared nodes, doubly linked lists.

Colour refinement with bounded search, as in RDFC-1.0's hash-n-degree step but with a budget: a graph of eight
symmetric nodes took a canonicaliser 3.4 s and one of ten did not end.
"""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from fair_metadata.terms import Term

Edges = Mapping[Term, list[tuple[Term, Term]]]
Colours = dict[Term, str]

BUDGET = 300_000  # colourings of single nodes, about a second


class TooTangled(ValueError):
    """Blank nodes that refer to each other so symmetrically that telling them apart would take too long."""


def places(tangled: Iterable[Term], *, out: Edges, into: Edges, contents: Mapping[Term, str]) -> dict[Term, str]:
    """Tangled node (and each blank node above one) → a text that isomorphic graphs share. TooTangled over BUDGET."""
    nodes = _with_those_above(tangled, out, into)
    budget = [BUDGET]
    found = [_Knot(knot, out, into, contents, budget) for knot in _knots(nodes, out)]
    result: dict[Term, str] = {}
    seen: Counter[str] = Counter()
    for signature, colours in sorted(((knot.solve()) for knot in found), key=lambda solved: solved[0]):
        # Knots with one signature are copies of each other; their order may be any.
        result |= {node: f"{colour} {signature} {seen[signature]}" for node, colour in colours.items()}
        seen[signature] += 1
    return result


def _with_those_above(tangled: Iterable[Term], out: Edges, into: Edges) -> set[Term]:
    found = set(tangled)
    todo = list(found)
    while todo:
        for _, parent in into.get(todo.pop(), ()):
            if parent in out and parent not in found:
                found.add(parent)
                todo.append(parent)
    return found


def _knots(nodes: set[Term], out: Edges) -> list[set[Term]]:
    """The nodes in groups that are joined through one another."""
    near: dict[Term, list[Term]] = defaultdict(list)
    for node in nodes:
        for _, other in out.get(node, ()):
            if other in nodes:
                near[node].append(other)
                near[other].append(node)
    knots, left = [], set(nodes)
    while left:
        knot, todo = set[Term](), [left.pop()]
        while todo:
            node = todo.pop()
            if node not in knot:
                knot.add(node)
                todo.extend(near[node])
        left -= knot
        knots.append(knot)
    return knots


class _Knot:
    """One group of nodes: the search for the smallest colouring in which every node has a colour of its own."""

    def __init__(
        self, nodes: set[Term], out: Edges, into: Edges, contents: Mapping[Term, str], budget: list[int]
    ) -> None:
        # What hangs below in trees is known by its content alone.
        self.says = {n: [(p, o if o in nodes else contents.get(o, o)) for p, o in out.get(n, ())] for n in nodes}
        self.said = {n: list(into.get(n, ())) for n in nodes}
        self.budget = budget

    def solve(self) -> tuple[str, Colours]:
        colours = self._solved(dict.fromkeys(self.says, ""))
        return _hash(self._signature(colours)), colours

    def _solved(self, colours: Colours) -> Colours:
        colours = self._refined(colours)
        while tied := _smallest_tie(colours):
            if not self._are_twins(tied):
                tries = [self._solved(colours | {node: _hash([colours[node], "first"])}) for node in tied]
                return min(tries, key=self._signature)
            # Swapping twins changes nothing, so there is no need to try each of them first.
            numbered = {node: _hash([colours[node], str(number)]) for number, node in enumerate(tied)}
            colours = self._refined(colours | numbered)
        return colours

    def _refined(self, colours: Colours) -> Colours:
        """Give nodes with different surroundings different colours, until that tells no more apart."""
        while True:
            self._spend()
            finer = {node: self._colour(node, colours) for node in self.says}
            if len(set(finer.values())) == len(set(colours.values())):
                return finer
            colours = finer

    def _spend(self) -> None:
        self.budget[0] -= len(self.says)
        if self.budget[0] < 0:
            raise TooTangled(
                f"{len(self.says)} blank nodes refer to each other in a knot that cannot be told apart in time. "
                "Give these nodes addresses (IRIs) of their own."
            )

    def _colour(self, node: Term, colours: Colours) -> str:
        says = (f"+{p} {colours.get(o, o)}" for p, o in self.says[node])
        said = (f"-{p} {colours.get(s, s)}" for p, s in self.said[node])
        return _hash([colours[node], *sorted([*says, *said])])

    def _are_twins(self, tied: list[Term]) -> bool:
        """All say and are said the very same things, so that swapping two of them changes nothing."""
        first, *others = [(sorted(self.says[node]), sorted(self.said[node])) for node in tied]
        return all(other == first for other in others)

    def _signature(self, colours: Colours) -> list[str]:
        return sorted(
            [f"{colours[node]} {p} {colours.get(o, o)}" for node in self.says for p, o in self.says[node]]
            + [f"{s} {p} {colours[node]}" for node in self.says for p, s in self.said[node] if s not in colours]
        )


def _smallest_tie(colours: Colours) -> list[Term]:
    tied = [(count, colour) for colour, count in Counter(colours.values()).items() if count > 1]
    if not tied:
        return []
    _, smallest = min(tied)
    return [node for node, colour in colours.items() if colour == smallest]


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
