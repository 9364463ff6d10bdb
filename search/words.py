"""Words of a question and of a text, the same for every engine: folded, split, cut to their stems by language.

Engines are given stems and look for stems, so that none of them finds another word than the other.
"""

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from tantivy import Filter, TextAnalyzer, TextAnalyzerBuilder, Tokenizer

from fair_metadata.vocabularies import unified

MOST_WORDS = 24  # words of a question that are looked up
MOST_READ = 64  # words of a question that are read: a long one has many that only join the others
SHORT = 3  # letters
LONGEST_WORD = 60  # characters; longer ones are addresses and sequences
_WORD = re.compile(r"[^\W_]+")
_NAMES: Mapping[str, str] = {
    "ar": "arabic",
    "da": "danish",
    "de": "german",
    "el": "greek",
    "en": "english",
    "es": "spanish",
    "fi": "finnish",
    "fr": "french",
    "hu": "hungarian",
    "it": "italian",
    "nb": "norwegian",
    "nl": "dutch",
    "no": "norwegian",
    "pt": "portuguese",
    "ro": "romanian",
    "ru": "russian",
    "sv": "swedish",
    "tr": "turkish",
}


def _analyzer(language: str) -> TextAnalyzer:
    builder = TextAnalyzerBuilder(Tokenizer.whitespace()).filter(Filter.remove_long(LONGEST_WORD))
    return builder.filter(Filter.stemmer(language)).build()


_ANALYZERS: Mapping[str, TextAnalyzer] = {tag: _analyzer(name) for tag, name in _NAMES.items()}
_ENGLISH = _ANALYZERS["en"]


def words_of(line: str) -> frozenset[str]:
    """A set of words written as a line."""
    return frozenset(line.split())


def split(text: str) -> list[str]:
    """The folded words of a text."""
    return _WORD.findall(unified(text))


def words(text: str) -> list[str]:
    """The folded words of a question, as many as are looked up."""
    return split(text)[:MOST_WORDS]


def stemmed(text: str, language: str = "") -> list[str]:
    """The stems of a text in its language; a text that does not say its language is read as English."""
    return _ANALYZERS.get(language[:2], _ENGLISH).analyze(" ".join(split(text)))


@lru_cache(maxsize=10_000)
def stems(word: str) -> tuple[str, ...]:
    """What a folded word may have become in a text, whatever the text's language: itself, and its stem in each.

    Short words are abbreviations, of which a stem would be another one; so is what is left of a longer one (time: t).
    """
    if len(word) <= SHORT:
        return (word,)
    cut = (stem for analyzer in _ANALYZERS.values() for stem in analyzer.analyze(word))
    return tuple(dict.fromkeys([word, *(stem for stem in cut if len(stem) >= SHORT)]))


def all_stems(words: Iterable[str]) -> frozenset[str]:
    """The stems of several folded words: what words of a text are compared with to be marked."""
    return frozenset(stem for word in words for stem in stems(word))
