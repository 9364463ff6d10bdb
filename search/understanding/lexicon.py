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
from search.understanding import foreign
from search.understanding.everyday import SILENT
from search.understanding.tokens import Token
from search.words import SHORT as SHORT_WORD
from search.words import split, stemmed, words_of

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
_AS_WRITTEN = frozenset({"access"})  # controls are not controlled, and no restriction is not restricted
_EVERYDAY = words_of("""
 all it in no is be at me us as or an de es la el en un et ed pd sd hi if of on to by so do re art can may
 access arrow atom bits feather grid libre normal other pass rest secret sensible sensitive tab text texto word world
""")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a phrase means: the facet, and its concepts of that name."""

    key: str
    concepts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Corrected:
    """A name with a word that is written otherwise: where it stands, what it means, and how it is spelt."""

    start: int
    length: int
    meaning: Meaning
    meant: str


class Lexicon:
    """Names by their stems. Looking up costs the same whatever the number of concepts."""

    def __init__(self, names: Iterable[tuple[str, str, Concept]]) -> None:
        self._names: dict[str, dict[str, dict[str, None]]] = defaultdict(lambda: defaultdict(dict))
        self._loud: set[str] = set()
        self._words: dict[str, dict[str, None]] = defaultdict(dict)
        self._plain: dict[str, str] = {}  # name as it is folded → its stems
        self._heard: dict[str, str] = {}  # names of several words as they sound → their stems
        self._turned: dict[str, str] = {}  # words of a name in the order of the alphabet → its stems
        self._known: set[str] = set()
        names = list(names)
        for name, list_name, known in names:
            self._add(name, list_name, known)
        for name, list_name, known in [entry for entry in names if entry[1] == "mondo"]:
            for other in _otherwise(name):
                if "en " + " ".join(stemmed(other)) not in self._names:
                    self._add(other, list_name, known)

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
        if list_name in _TURNED and (turned := _turned(folded)):
            self._turned.setdefault(turned, "en " + " ".join(stemmed(name)))
        self._known.update(folded, stemmed(name))
        for word in folded:
            for stem in _forms(word):
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
                meaning = _first(found)
                return meaning if meaning.key not in _AS_WRITTEN or words in self._plain else None
        if len(tokens) == 1:
            return None
        said = [token.folded for token in tokens]
        other = self._heard.get(" ".join(map(_sound, said))) or self._turned.get(_turned(said))
        return _first(self._names[other]) if other else None

    def corrected(self, tokens: Sequence[Token], place: int) -> Corrected | None:
        """The longest name around a word that stands in none: misspelt, two written as one, or one as two."""
        found: list[Corrected] = []
        for words, length in self._instead(tokens, place):
            here = [replace(tokens[place], folded=word) for word in words]
            tried = [*tokens[:place], *here, *tokens[place + length :]]
            for start in range(max(0, place - 3), place + 1):
                name = self.longest(tried[start:])
                if name and start + name[0] >= place + len(words):
                    meant = " ".join(token.folded for token in tried[start : start + name[0]])
                    found.append(Corrected(start, name[0] - len(words) + length, name[1], meant))
        return max(found, key=lambda name: name.length, default=None)

    def _instead(self, tokens: Sequence[Token], place: int) -> Iterator[tuple[tuple[str, ...], int]]:
        """What may be meant by a word, and how many words of the question it stands for."""
        word = tokens[place].folded
        yield from (((like,), 1) for like in self._like(word))
        if len(word) >= LONG:
            pairs = ((word[:at], word[at:]) for at in range(3, len(word) - 3))
            yield from ((pair, 1) for pair in pairs if pair[0] in self._written and pair[1] in self._written)
        if place + 1 < len(tokens) and (whole := word + tokens[place + 1].folded) in self._written:
            yield (whole,), 2

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
    def _written(self) -> frozenset[str]:
        return frozenset(word for name in self._plain for word in name.split())

    @cached_property
    def _sounds(self) -> Mapping[str, list[str]]:
        found: dict[str, list[str]] = defaultdict(list)
        for word in sorted(self._written):
            if len(word) >= SHORT and word.isalpha():
                found[_sound(word)].append(word)
        return found

    def knows(self, word: str) -> bool:
        """Is this a word of a name, as it is written or in another form of English?"""
        return word in self._known or not self._known.isdisjoint(stemmed(word))

    def near(self, word: str, *, is_unfinished: bool = False) -> tuple[str, ...]:
        """The concepts in whose names the word stands, or begins one; none when they are too many to say anything."""
        forms = dict.fromkeys([*_forms(word), *(self._beginning_with(word) if is_unfinished else ())])
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


# Lists whose names are also known by their words in another order: “lymphoma, Burkitt”.
_TURNED = frozenset({"mondo", "outcomes"})


def _turned(said: Sequence[str]) -> str:
    """The words that say something, in the order of the alphabet; nothing of one, or where others stand at an end."""
    if said[0] in SILENT or said[-1] in SILENT:
        return ""
    telling = sorted(word for word in said if word not in SILENT)
    return " ".join(telling) if len(telling) > 1 else ""


_ALIKE = tuple(
    (re.compile(pattern), sound) for pattern, sound in (("ph", "f"), ("y", "i"), ("ck|k", "c"), (r"(.)\1", r"\1"))
)


@lru_cache(maxsize=20_000)
def _sound(word: str) -> str:
    """The same for spellings that are said alike: lymfoma, mieloma, Burkit, leucemia."""
    for pattern, sound in _ALIKE:
        word = pattern.sub(sound, word)
    return word


def _begins(name: str, asked: Sequence[str]) -> bool:
    if not name.startswith(asked[0]) and f" {asked[0]}" not in name:
        return False
    words = name.split()
    return all(any(word.startswith(part) for word in words) for part in asked)


_NEOPLASM = re.compile(r"\bneoplasms?\b", re.IGNORECASE)


def _otherwise(name: str) -> Iterator[str]:
    """Names of neoplasms as clinicians say them: lymphoid malignancies, T-cell cancers, tumours of mast cells."""
    if _NEOPLASM.search(name):
        yield from (_NEOPLASM.sub(word, name) for word in ("malignancy", "cancer", "tumour"))


def _first(found: Mapping[str, Mapping[str, None]]) -> Meaning:
    """Of facets that know the name, the first in the order above; of its concepts all, what is below another last."""
    key = min(found, key=_ORDER.__getitem__)
    return Meaning(key, tuple(sorted(found[key], key=lambda iri: any(other in above(iri) for other in found[key]))))


_ORDER: Mapping[str, int] = {key: place for place, key in reversed(list(enumerate(SEARCHED.values())))}


@lru_cache(maxsize=10_000)
def _forms(word: str) -> tuple[str, ...]:
    """A word and its stems in the languages of the names: the stems of all together make myeloid of myeloma."""
    return tuple(dict.fromkeys([word, *stemmed(word), *stemmed(word, "es")])) if len(word) > SHORT_WORD else (word,)


def _names() -> Iterator[tuple[str, str, Concept]]:
    for list_name in SEARCHED:
        for known in vocabulary(list_name).concepts.values():
            if list_name == "dataset-type" and not any(known.synonyms.values()):
                continue  # mapping, release, name: words of every day
            # Codes of languages are words of other things (phase III, BAM).
            codes = _countries(known) if list_name == "country" else [known.notation] * (list_name != "language")
            for name in dict.fromkeys([*(code for code in codes if ":" not in code), *_called(known)]):
                if known.iri not in of_age() or not _age(name):
                    yield name, list_name, known


# Codes of countries that people write; most others are abbreviations of something else (GEO, BM, ID).
_CODES = words_of("""
 AT AU BE CA CH CN CZ DE DK ES EU FI FR GB IE IT JP NL NO NZ PL PT SE UK US USA
 AUT AUS BEL CHE CHN CZE DEU DNK ESP FIN FRA GBR IRL ITA JPN NLD NOR NZL POL PRT SWE
""")


def _countries(known: Concept) -> list[str]:
    return [code for code in (known.notation, *known.codes) if code in _CODES]


def _called(known: Concept) -> list[str]:
    others = (name for names in known.synonyms.values() for name in names)
    return [*known.labels.values(), *others, *foreign.NAMES.get(known.iri, ())]


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
