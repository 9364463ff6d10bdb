"""What a form showed: place → the term that stood there. It travels with the form, so that a form never rebuilds.

A place says where a value stands: `contact_point.0.has_email.1` is the second e-mail of the first contact point.
What is posted is compared with how the term at its place is shown; whatever is not named stays as it is.
"""

import json
import re
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from fair_metadata.terms import Term

PLACE = re.compile(r"[\w-]{1,80}\.\d{1,6}(?:\.[\w-]{1,80}\.\d{1,6}){0,20}")
MOST = 4_000_000  # characters that what one form showed may take


class NotSeen(ValueError):
    """What came back is not what a form sent along."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A value as it stood. Of one that was opened as a nested description also the shape of its rows, and the
    property that led there: somebody may have changed it meanwhile, and then it has another name.
    """

    term: Term
    shape: str = ""
    path: Term = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """All values that a form showed, in one language of the interface."""

    language: str = "en"
    values: Mapping[str, Shown] = field(default_factory=dict)

    def beside(self, place: str) -> frozenset[Term]:
        """The terms that were shown in the field of a place."""
        stem = field_of(place)
        return frozenset(shown.term for at, shown in self.values.items() if field_of(at) == stem)

    def joined(self, other: "Seen") -> "Seen":
        """With what another part of the form showed."""
        return replace(self, values={**self.values, **other.values})


def field_of(place: str) -> str:
    """`contact_point.0.has_email` of `contact_point.0.has_email.1`."""
    return place.rpartition(".")[0]


def above(place: str) -> str:
    """The place of the nested description that a place stands in; "" for the resource itself."""
    return field_of(place).rpartition(".")[0]


def packed(seen: Seen) -> str:
    """One short word of letters for a hidden field."""
    rows = [[place, s.term, s.shape, s.path] if s.shape else [place, s.term] for place, s in seen.values.items()]
    text = json.dumps([seen.language, rows], ensure_ascii=False, separators=(",", ":"))
    return urlsafe_b64encode(zlib.compress(text.encode(), 9)).decode().rstrip("=")


def unpacked(word: str) -> Seen:
    """What `packed` wrote. NotSeen for anything else, and for what would not fit into memory."""
    try:
        opened = zlib.decompressobj()
        body = opened.decompress(urlsafe_b64decode(word + "=" * (-len(word) % 4)), MOST)
        if opened.unconsumed_tail:
            raise NotSeen("The form is too large.")
        language, rows = json.loads(body)
        if not all(isinstance(word, str) and word for row in rows for word in row):
            raise NotSeen("The form cannot be read.")
        return Seen(str(language), {place: Shown(*rest) for place, *rest in rows if PLACE.fullmatch(place)})
    except (ValueError, TypeError, zlib.error, RecursionError) as error:
        raise NotSeen("This is not the form that was sent. Load the page again.") from error
