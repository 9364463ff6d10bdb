"""Evaluating a question over the copy of an embedded store that answers now; in any process."""

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import pyoxigraph
from pyoxigraph import DefaultGraph, NamedNode

from catalog.policy import PUBLIC
from fair_metadata.terms import iri, named
from search.triples.answers import Found, failed, written
from search.triples.datasets import Dataset, dataset_of, named_in, without
from search.triples.layout import permitted
from search.triples.protocol import Answer, Failed, Question, Unavailable
from search.triples.shelf import Reading, Shelf

Name = NamedNode | DefaultGraph
MERGED = 500_000  # triples of graphs that FROM names which are put together for one question
NOTHING = NamedNode("urn:fdc:vocab:marrow:nothing")
EMPTY = "The triple store is empty or was lost. A server fills it within seconds, or “manage.py rebuild triples” does."

_read: dict[Path, Reading] = {}  # the copy that this process has open, by folder


def evaluate(folder: Path, question: Question) -> Answer:
    """The answer as these audiences may have it. `Failed` for what cannot be read, or is beyond a limit."""
    reading = reading_of(folder)
    try:
        found = _asked(reading, question)
        return written(found, question, reading.state.genid)
    except (SyntaxError, ValueError, RuntimeError, OSError) as error:
        raise failed(error) from error


def reading_of(folder: Path) -> Reading:
    """The copy that the pointer names now. Another process may have put a new one in its place."""
    for _ in range(5):
        current = Shelf(folder, "").pointed()
        if current is None:
            if folder.exists():  # it is being filled, or was lost
                raise Unavailable(EMPTY)
            return _nothing()
        found = _read.get(folder)
        if found is not None and found.copy == current:
            return found
        try:
            found = _read[folder] = Reading(current)
        except FileNotFoundError:  # swept away between two looks
            continue
        return found
    raise Unavailable(EMPTY)


@cache
def _nothing() -> Reading:
    """What is read where nothing was ever taken in."""
    return Reading(None)


def _asked(reading: Reading, question: Question) -> Found:
    asked = dataset_of(question)
    if reading.members is None or question.audiences <= {PUBLIC}:
        return _of_everybody(reading.everybodys, question, asked)
    return _of_members(reading, reading.members, question, asked)


def _of_everybody(store: pyoxigraph.Store, question: Question, asked: Dataset | None) -> Found:
    """There is nothing in this store that not everybody may see."""
    if asked is None:
        return store.query(question.text, base_iri=question.base or None)
    return _of_graphs(store, question, asked.default, asked.named)


def _of_members(reading: Reading, store: pyoxigraph.Store, question: Question, asked: Dataset | None) -> Found:
    merges, mine = permitted(reading.who, question.audiences)
    hidden = {iri(graph) for graph, _ in reading.who} - set(mine)
    if asked is not None:
        return _of_graphs(store, question, without(asked.default, hidden), without(asked.named, hidden))
    default: list[Name] = [DefaultGraph(), *map(NamedNode, merges)]
    told = named_in(question) if question.uses_graphs else frozenset[str]()
    known = (*reading.public, *map(NamedNode, mine)) if told is None else _nodes(without(sorted(told), hidden))
    return store.query(question.text, base_iri=question.base or None, default_graph=default, named_graphs=list(known))


def _of_graphs(store: pyoxigraph.Store, question: Question, default: Iterable[str], names: Iterable[str]) -> Found:
    """Only of these graphs. Several default graphs are merged first, since pyoxigraph counts a triple once a graph."""
    wanted: list[Name] = [*_nodes(default)]
    others = _nodes(names)
    if len(wanted) > 1:
        store, wanted = _merged(store, wanted, others), [DefaultGraph()]
    return store.query(
        question.text, base_iri=question.base or None, default_graph=wanted or [NOTHING], named_graphs=others
    )


def _nodes(names: Iterable[str]) -> list[NamedNode]:
    try:
        return [NamedNode(iri(named(name))) for name in dict.fromkeys(names)]
    except ValueError as error:
        raise Failed(f"A graph that is named is no IRI: {error}") from error


def _merged(store: pyoxigraph.Store, default: Iterable[Name], others: Iterable[NamedNode]) -> pyoxigraph.Store:
    merged, left = pyoxigraph.Store(), MERGED
    for graph, target in [*((graph, DefaultGraph()) for graph in default), *((graph, graph) for graph in others)]:
        quads = list(store.quads_for_pattern(None, None, None, graph))
        left -= len(quads)
        if left < 0:
            raise Failed(f"The graphs after FROM have more than {MERGED:,} triples. Name fewer.", limit="FROM")
        merged.extend(pyoxigraph.Quad(quad.subject, quad.predicate, quad.object, target) for quad in quads)
    return merged
