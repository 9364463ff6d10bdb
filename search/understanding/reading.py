"""What was read in a question: its filters, the parts of its text, and an account of it that can be taken back."""

from dataclasses import dataclass

from search.query import Query, Span


@dataclass(frozen=True, slots=True)
class WordPart:
    """A word that is searched as it is, or words that must not be there together; `concepts` have it in their names.

    `is_extra`: it need not be there, and comes first where it is.
    """

    word: str
    is_unfinished: bool = False
    concepts: tuple[str, ...] = ()
    is_unwanted: bool = False
    is_extra: bool = False


@dataclass(frozen=True, slots=True)
class ConceptPart:
    """A phrase that means a concept (or several of one name); its words are good enough too."""

    words: tuple[str, ...]
    concepts: tuple[str, ...]


Part = WordPart | ConceptPart


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was understood: a phrase of the question and what it became.

    `key` is a facet or a range (or one of `CHANGED`); `values` are concepts; `is_filter` tells a filter from a concept
    of the text. `is_corrected`: the phrase was written otherwise.
    """

    phrase: str
    key: str
    values: tuple[str, ...] = ()
    span: Span = ("", "")
    is_filter: bool = True
    is_excluded: bool = False
    is_missing: bool = False
    is_corrected: bool = False
    needs_all: bool = True  # joined to others of its key by “and”, not by “or”


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was asked and as it is meant. `query` holds the filters of both its address and its words.

    `exact` are the identifiers that the text may be. `is_loose`: the parts of the text order what is found, and need
    not all be there.
    """

    asked: Query
    query: Query
    parts: tuple[Part, ...] = ()
    exact: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    is_loose: bool = False
