"""All names of all concepts that are searched by, to be found in a question by longest match, code or likeness."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property, lru_cache

from rapidfuzz import process
from rapidfuzz.distance import OSA

from fair_metadata.vocabularies import Concept, above, concept, folded, vocabulary
from search.understanding import german
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
    "dataset-type": "type",
}
LONGEST = 12  # words of a name
LONG = 8  # letters from which a word may be misspelt twice
SHORT = 6  # letters below which nobody can tell what was meant
TINY = 4  # letters up to which a word is a name only as it is: “can” is not cut from Canada
LIKELY = 4  # words that a misspelt one is taken for, the likest first
MOST_NEAR = 600  # concepts whose names share a word
# Names of these lists are words of every day unless they are written in capitals (US, IT; CSV is no word).
_LOUD = frozenset({"country", "duo", "language", "file-type", "licence"})
_EVERYDAY = words_of("""
 all it in no is be at me us as or an de es la el en un et ed pd sd hi if of on to by so do re art can may
 access arrow atom bits feather grid libre normal other pass rest secret sensible sensitive tab text texto word world
""")


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
        self._heard: dict[str, str] = {}  # names of several words as they sound → their stems
        self._known: set[str] = set()
        for name, list_name, known in names:
            self._add(name, list_name, known)

    def _add(self, name: str, list_name: str, concept: Concept) -> None:
        folded = split(name)
        if not 0 < len(folded) <= LONGEST:
            return
        is_word, is_short = len(folded) == 1, len(folded) == 1 and len(folded[0]) <= 3
        for language in ("en", "es"):  # apart: “preparing” is no form of “preparación”
            stem = f"{language} {' '.join(stemmed(name, language))}"
            self._names[stem][SEARCHED[list_name]][concept.iri] = None
            if (is_short and list_name in _LOUD) or (is_word and folded[0] in _EVERYDAY):
                self._loud.add(stem)
        self._plain.setdefault(" ".join(folded), "en " + " ".join(stemmed(name)))
        if len(folded) > 1:
            self._heard.setdefault(" ".join(map(_sound, folded)), "en " + " ".join(stemmed(name)))
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
        if len(words) <= TINY and words not in self._plain:
            return None
        for language in ("en", "es"):
            stem = f"{language} {' '.join(stemmed(words, language))}"
            found = self._names.get(stem)
            if found and (stem not in self._loud or all(token.is_loud for token in tokens)):
                return _first(found)
        heard = self._heard.get(" ".join(_sound(token.folded) for token in tokens)) if len(tokens) > 1 else None
        return _first(self._names[heard]) if heard else None

    def corrected(self, tokens: Sequence[Token], place: int) -> tuple[int, int, Meaning] | None:
        """The longest name around a misspelt word: where it begins, how many words it takes, what it means."""
        found: list[tuple[int, int, Meaning]] = []
        for word in self._like(tokens[place].folded):
            tried = [*tokens[:place], replace(tokens[place], folded=word), *tokens[place + 1 :]]
            for start in range(max(0, place - 3), place + 1):
                name = self.longest(tried[start:])
                if name and start + name[0] > place:
                    found.append((start, *name))
        return max(found, key=lambda name: name[1], default=None)

    def _like(self, word: str) -> list[str]:
        """Words of names that sound like this one, the likest first."""
        if len(word) < SHORT or any(c.isdigit() for c in word):
            return []
        sound = _sound(word)
        most = 2 if len(sound) >= LONG else 1
        found = process.extract(sound, self._sounds.keys(), scorer=OSA.distance, score_cutoff=most, limit=2 * LIKELY)
        each = (like for name, _, _ in found for like in self._sounds[name])
        # Few misspell how a word begins: a “decision” is no remission.
        return [like for like in each if abs(len(like) - len(word)) <= most and _sound(like)[:1] == sound[:1]]

    @cached_property
    def _sounds(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in sorted({word for name in self._plain for word in name.split()}):
            if len(word) >= SHORT and word.isalpha():
                found[_sound(word)].append(word)
        return found

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


_ALIKE = tuple(
    (re.compile(pattern), sound) for pattern, sound in (("ph", "f"), ("y", "i"), ("ck", "k"), (r"(.)\1", r"\1"))
)


@lru_cache(maxsize=20_000)
def _sound(word: str) -> str:
    """The same for spellings that are said alike: lymfoma, mieloma, Burkit."""
    for pattern, sound in _ALIKE:
        word = pattern.sub(sound, word)
    return word


def _begins(name: str, asked: Sequence[str]) -> bool:
    if not name.startswith(asked[0]) and f" {asked[0]}" not in name:
        return False
    words = name.split()
    return all(any(word.startswith(part) for word in words) for part in asked)


def _first(found: Mapping[str, Mapping[str, None]]) -> Meaning:
    """Of facets that know the name, the first in the order above; of its concepts all, what is below another last."""
    key = min(found, key=_ORDER.__getitem__)
    return Meaning(key, tuple(sorted(found[key], key=lambda iri: any(other in above(iri) for other in found[key]))))


_ORDER: Mapping[str, int] = {key: place for place, key in reversed(list(enumerate(SEARCHED.values())))}


def _names() -> Iterator[tuple[str, str, Concept]]:
    for list_name in SEARCHED:
        for known in vocabulary(list_name).concepts.values():
            if list_name == "dataset-type" and not any(known.synonyms.values()):
                continue  # mapping, release, name: words of every day
            codes = _countries(known) if list_name == "country" else [known.notation]
            for name in dict.fromkeys([*(code for code in codes if ":" not in code), *_called(known)]):
                if known.iri not in of_age() or not _age(name):
                    yield name, list_name, known


# Codes of countries that people write; most others are abbreviations of something else (GEO, BM, ID).
_CODES = words_of("AT AU BE CA CH CN CZ DE DK ES EU FI FR GB IE IT JP NL NO NZ PL PT SE UK US USA")


def _countries(known: Concept) -> list[str]:
    return [code for code in (known.notation, *known.codes) if code in _CODES]


def _called(known: Concept) -> list[str]:
    others = (name for names in known.synonyms.values() for name in names)
    return [*known.labels.values(), *others, *german.NAMES.get(known.iri, ())]


_AGES = "urn:fdc:vocab:age-groups:"
_AGE_OF: Mapping[str, str] = {
    **dict.fromkeys(("childhood", "children", "pediatric", "paediatric", "pediatrica"), _AGES + "paediatric"),
    **dict.fromkeys(("adult", "adults", "adulto"), _AGES + "adult"),
}


def _age(name: str) -> str:
    """The age group that the name of a disease speaks of."""
    return next((_AGE_OF[word] for word in split(name) if word in _AGE_OF), "")


@cache
def of_age() -> Mapping[str, str]:
    """Diseases that are another one in people of an age (childhood AML is AML in children) → the age group.

    Such a name is read as both, since most descriptions state the disease and the ages.
    """
    found = {}
    for known in vocabulary("mondo").concepts.values():
        label = known.label("en")
        if group := _age(label):
            ageless = folded(" ".join(word for word in split(label) if word not in _AGE_OF and word != "in"))
            others = (other for iri in above(known.iri) if (other := concept(iri)))
            if any(ageless in map(folded, _called(other)) for other in others):
                found[known.iri] = group
    return found


@cache
def lexicon() -> Lexicon:
    return Lexicon(_names())


def plain_words(phrase: str, concepts: Sequence[str]) -> tuple[str, ...]:
    """The words by which a text tells of a concept: those that were asked, or its label for words of every day."""
    known = concept(concepts[0]) if phrase in _EVERYDAY else None
    return tuple(split(known.label("en")) if known else phrase.split())


def by_iri(text: str) -> Meaning | None:
    """The concept with this address."""
    known = concept(text)
    lists = (name for name in SEARCHED if known and vocabulary(name).get(known.iri))
    name = next(lists, "")
    return Meaning(SEARCHED[name], (known.iri,)) if known and name else None


def by_code(text: str) -> Meaning | None:
    """The concepts with a code (`C92.0`, `ICD-O 9861/3`, `ORPHA:519`, `DUO:0000042`)."""
    for list_name in ("mondo", "duo"):
        if found := vocabulary(list_name).by_code(text):
            return Meaning(SEARCHED[list_name], (found[0].iri,))
    return None
