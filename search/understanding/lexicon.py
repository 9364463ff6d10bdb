"""All names of all concepts that are searched by, to be found in a question by longest match, code or likeness."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from rapidfuzz import process
from rapidfuzz.distance import OSA

from fair_metadata.vocabularies import Concept, vocabulary
from search.understanding.tokens import Token
from search.words import split, stemmed, stems, words_of

# Vocabulary → the facet that its concepts filter, in the order that decides when a name is in two.
SEARCHED: Mapping[str, str] = {
    "mondo": "disease",
    "outcomes": "outcome",
    "source-types": "source",
    "age-groups": "age_group",
    "data-kinds": "data_kind",
    "country": "country",
    "continent": "country",
    "standard": "data_model",
    "access-right": "access",
    "licence": "licence",
    "duo": "data_use",
    "file-type": "format",
    "language": "language",
    "health-theme": "health_theme",
    "healthcategories": "health_category",
}
LONGEST = 12  # words of a name
LONG = 8  # letters from which a name may be misspelt twice
MOST_NEAR = 600  # concepts whose names share a word
# Names of these lists are words of every day unless they are written in capitals (US, IT; CSV is no word).
_LOUD = frozenset({"country", "duo", "language", "file-type", "licence"})
_EVERYDAY = words_of(
    "all it in no is be at me us as or an de es la el en un et ed pd sd hi if of on to by so do re art can may"
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase means: the facet, and its concepts of that name."""

    key: str
    concepts: tuple[str, ...]


class Lexicon:
    """Names by their stems. Looking up costs the same whatever the number of concepts."""

    def __init__(self, names: Iterable[tuple[str, str, Concept]]) -> None:
        self._names: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        self._loud: set[str] = set()
        self._words: dict[str, dict[str, None]] = defaultdict(dict)
        self._plain: dict[str, str] = {}  # name as it is folded → its stems
        self._known: set[str] = set()
        for name, list_name, concept in names:
            self._add(name, list_name, concept)

    def _add(self, name: str, list_name: str, concept: Concept) -> None:
        folded = split(name)
        if not 0 < len(folded) <= LONGEST:
            return
        is_short = len(folded) == 1 and len(folded[0]) <= 3
        for language in ("en", "es"):
            stem = " ".join(stemmed(name, language))
            self._names[stem][SEARCHED[list_name]][concept.iri] = None
            if is_short and (list_name in _LOUD or folded[0] in _EVERYDAY):
                self._loud.add(stem)
        self._plain.setdefault(" ".join(folded), " ".join(stemmed(name)))
        self._known.update(folded, stemmed(name))
        for word in folded:
            for stem in stems(word):
                self._words[stem][concept.iri] = None

    def longest(self, tokens: Sequence[Token]) -> tuple[int, Meaning] | None:
        """The longest name that the tokens begin with: how many words it takes, and what it means."""
        for length in range(min(LONGEST, len(tokens)), 0, -1):
            if meaning := self._meaning(tokens[:length]):
                return length, meaning
        return None

    def _meaning(self, tokens: Sequence[Token]) -> Meaning | None:
        words = " ".join(token.folded for token in tokens)
        for language in ("en", "es"):
            stem = " ".join(stemmed(words, language))
            found = self._names.get(stem)
            if found and (stem not in self._loud or all(token.is_loud for token in tokens)):
                return _first(found)
        return None

    def alike(self, tokens: Sequence[Token]) -> tuple[int, Meaning] | None:
        """The name that the tokens, or the first of them, are a misspelling of."""
        for length in range(min(4, len(tokens)), 0, -1):
            words = " ".join(token.folded for token in tokens[:length])
            if len(words) > 4 and not any(c.isdigit() for c in words):
                most = 2 if len(words) >= LONG else 1
                found = process.extractOne(words, self._plain.keys(), scorer=OSA.distance, score_cutoff=most)
                if found and len(found[0]) > 4:
                    return length, _first(self._names[self._plain[found[0]]])
        return None

    def knows(self, word: str) -> bool:
        """Is this a word of a name, as it is written or in another form of English?"""
        return word in self._known or not self._known.isdisjoint(stemmed(word))

    def near(self, word: str, *, is_unfinished: bool = False) -> tuple[str, ...]:
        """The concepts in whose names the word stands, or begins one; none when they are too many to say anything."""
        forms = dict.fromkeys([*stems(word), *(self._beginning_with(word) if is_unfinished else ())])
        found = {iri: None for stem in forms for iri in self._words.get(stem, ())}
        return tuple(found) if len(found) <= MOST_NEAR else ()

    def _beginning_with(self, word: str) -> list[str]:
        start = bisect_left(self._in_order, word)
        return self._in_order[start : bisect_left(self._in_order, word + "\uffff", start)]

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(self._words)

    def beginning(self, text: str, most: int) -> list[tuple[str, Meaning]]:
        """Names in which each word of the text begins a word, the shortest first: what may be meant while one types."""
        asked = split(text)
        if not asked:
            return []
        found = (name for name in self._plain if _begins(name, asked))
        return [(name, _first(self._names[self._plain[name]])) for name in sorted(found, key=len)[:most]]


def _begins(name: str, asked: Sequence[str]) -> bool:
    if not name.startswith(asked[0]) and f" {asked[0]}" not in name:
        return False
    words = name.split()
    return all(any(word.startswith(part) for word in words) for part in asked)


def _first(found: Mapping[str, Mapping[str, None]]) -> Meaning:
    """Of facets that know the name, the first in the order above; of its concepts, all."""
    key = min(found, key=_ORDER.__getitem__)
    return Meaning(key, tuple(found[key]))


_ORDER: Mapping[str, int] = {key: place for place, key in reversed(list(enumerate(SEARCHED.values())))}


def _names() -> Iterator[tuple[str, str, Concept]]:
    for list_name in SEARCHED:
        for concept in vocabulary(list_name).concepts.values():
            codes = [concept.notation] if ":" not in concept.notation else []
            codes += concept.codes if list_name == "country" else ()
            others = [name for names in concept.synonyms.values() for name in names]
            for name in dict.fromkeys([*codes, *concept.labels.values(), *others]):
                yield name, list_name, concept


@cache
def lexicon() -> Lexicon:
    return Lexicon(_names())


def by_code(text: str) -> Meaning | None:
    """The concepts with a code (`C92.0`, `ICD-O 9861/3`, `ORPHA:519`, `DUO:0000042`)."""
    for list_name in ("mondo", "duo"):
        if found := vocabulary(list_name).by_code(text):
            return Meaning(SEARCHED[list_name], (found[0].iri,))
    return None
