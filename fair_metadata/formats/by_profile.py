"""A description in the terms of another standard (`projecting`), as Turtle: content negotiation by profile."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from fair_metadata.formats import rdf
from fair_metadata.formats.description import Description
from fair_metadata.projecting import PROJECTIONS, projected
from fair_metadata.record import Record


def turtle(name: str) -> Callable[[Description], bytes]:
    """Writes one description as the profile of that name has it."""
    return lambda description: rdf.turtle(_theirs(description, name))


def turtles(name: str) -> Callable[[Iterable[Description]], Iterator[bytes]]:
    """Writes many, one at a time."""
    return lambda descriptions: rdf.turtles(_theirs(each, name) for each in descriptions)


def _theirs(description: Description, name: str) -> Description:
    whole = description.joined
    said = projected(whole.triples, PROJECTIONS[name]).triples
    return replace(description, record=Record(whole.subject, said), shared=())
