"""What people type in a cell: read as the forms read it; and how an entry of a list is shown."""

from functools import lru_cache

from fair_metadata.counts import PERSONS, bounds
from fair_metadata.forms.typed import Heard, heard
from fair_metadata.forms.widgets import lists_of
from fair_metadata.profile import Property, Words
from fair_metadata.terms import Term, iri, literal, named
from fair_metadata.vocabularies import concept, vocabulary

MEANT = {"en": "Write", "es": "Escriba"}
OR = {"en": "or", "es": "o"}
TOLD = 4  # values that may be meant


class Unclear(ValueError):
    """A text that means nothing in its row, or one of several things; `words` say so in each language."""

    def __init__(self, words: Words) -> None:
        super().__init__(words["en"])
        self.words = words


def term_of(said: str, row: Property, tag: str = "") -> Term:
    """What a text means in a row. Unclear says what is wrong and what to write instead."""
    if row.path == PERSONS and bounds(said) is not None and not said.isdigit():
        return literal(said)  # “<10” and “about 500” are counts too
    found = heard(said, row, tag=tag)
    if found.term is None:
        raise Unclear(_told(found))
    return found.term


def _told(found: Heard) -> Words:
    because = found.because or {"en": "This cannot be read.", "es": "Esto no se puede leer."}
    # An entry is written by its name; where several have that name, by its address.
    names = [mend.label["en"] for mend in found.mends]
    meant = [mend.text if names.count(mend.label["en"]) > 1 else mend.label["en"] for mend in found.mends][:TOLD]
    if not meant:
        return because
    return {
        tongue: f"{because[tongue]} {MEANT[tongue]} {f' {OR[tongue]} '.join(f'“{text}”' for text in meant)}."
        for tongue in MEANT
    }


@lru_cache(maxsize=200)
def choices(row: Property, tongue: str = "en") -> tuple[tuple[str, str], ...]:
    """What may be chosen in a row: name and IRI, in the order of the lists."""
    entries = [entry for name in lists_of(row) for entry in vocabulary(name).concepts.values()]
    return tuple((plain_name(named(entry.iri), row, tongue), entry.iri) for entry in entries)


@lru_cache(maxsize=20_000)
def plain_name(value: Term, row: Property, tongue: str = "en") -> str:
    """The name of an entry of the row's lists where it means that entry and no other; else its IRI."""
    known = concept(iri(value)) if lists_of(row) else None
    name = known.label(tongue) if known else ""
    is_plain = bool(name) and "\n" not in name and not name.startswith(("http:", "https:"))
    return name if is_plain and heard(name, row).term == value else iri(value)
