"""What was read in a question: its filters, the parts of its text, and an account of it that can be taken back."""

from dataclasses import dataclass

from search.query import Query, Span


@dataclass(frozen=True, slots=True)
class WordPart:
    """A word that is searched as it is, or words that must not be there together; `concepts` have it in their names."""

    word: str
    is_unfinished: bool = False
    concepts: tuple[str, ...] = ()
    is_unwanted: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(self.word.split())


@dataclass(frozen=True, slots=True)
class ConceptPart:
    """A phrase that means a concept (or several of one name); its words are good enough too."""

    words: tuple[str, ...]
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NamePart:
    """An address, DOI or URN: what it names is found, in any of its spellings; its words say nothing."""

    names: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return ()


Part = WordPart | ConceptPart | NamePart


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that was understood: a phrase of the question and what it became.

    `key` is a facet or a range (or one of `CHANGED`); `values` are concepts; `is_filter` tells a filter from a concept
    of the text. `meant`: how the phrase is spelt, where it was written otherwise.
    """

    phrase: str
    key: str
    values: tuple[str, ...] = ()
    span: Span = ("", "")
    is_filter: bool = True
    is_excluded: bool = False
    is_missing: bool = False
    meant: str = ""
    needs_all: bool = True  # joined to others of its key by “and”, not by “or”

    @property
    def is_corrected(self) -> bool:
        return bool(self.meant)


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was asked and as it is meant. `query` holds the filters of both its address and its words.

    `exact` are the identifiers that the text may be. `least`: so many of the parts are enough, all where it is 0.
    `ranking`: parts that need not be there and only order what is found, but for so many as `least_ranking`.
    """

    asked: Query
    query: Query
    parts: tuple[Part, ...] = ()
    exact: tuple[str, ...] = ()
    items: tuple[Item, ...] = ()
    least: int = 0
    ranking: tuple[Part, ...] = ()
    least_ranking: int = 0
