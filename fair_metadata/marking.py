"""Which words of a text changed, so that a reader sees them at once."""

import re
from typing import NamedTuple

from rapidfuzz.distance import Indel

MOST_WORDS = 4_000  # of both texts; longer ones are shown whole
_WORDS = re.compile(r"\w+|\s+|[^\w\s]")


class Piece(NamedTuple):
    """A part of two texts: in both (`same`), in the first alone (`removed`) or in the second alone (`added`)."""

    what: str
    text: str


def marked(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces in reading order. Without the added ones they are `before`, without the removed ones `after`."""
    old, new = _WORDS.findall(before), _WORDS.findall(after)
    if len(old) + len(new) > MOST_WORDS:
        return _pieces([("removed", before), ("added", after)])
    found: list[tuple[str, str]] = []
    gone = come = ""
    for step in Indel.opcodes(old, new):
        mine = "".join(old[step.src_start : step.src_end])
        theirs = "".join(new[step.dest_start : step.dest_end])
        if step.tag == "equal":
            found += [("removed", gone), ("added", come), ("same", mine)]
            gone = come = ""
        else:
            gone, come = gone + mine, come + theirs
    return _pieces([*found, ("removed", gone), ("added", come)])


def _pieces(found: list[tuple[str, str]]) -> tuple[Piece, ...]:
    return tuple(Piece(what, text) for what, text in found if text)
