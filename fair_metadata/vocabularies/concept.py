"""A concept and the vocabulary that it stands in."""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from fair_metadata.vocabularies import codes

# British and American spellings fold to one.
_ACCENTS = re.compile("[\u0300-\u036f]")
_BETWEEN = re.compile(r"[\s_\-/,]+")
_SPELLINGS = (("leukaemi", "leukemi"), ("haem", "hem"), ("tumour", "tumor"), ("oedema", "edema"), ("anaemi", "anemi"))


@dataclass(frozen=True, slots=True, eq=False)
class Concept:
    """One entry: its IRI, its code, what it is called, what else it is called and coded as."""

    iri: str
    notation: str
    labels: Mapping[str, str]
    synonyms: Mapping[str, tuple[str, ...]]
    codes: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()

    def label(self, language: str) -> str:
        """The label in a language, else in English, else the code."""
        return self.labels.get(language) or self.labels.get("en") or self.notation


@dataclass(frozen=True)
class Vocabulary:
    """A list of concepts with where it is from and on what terms. `groups` are its collections of members."""

    name: str
    scheme: str
    title: str
    source: str
    licence: str
    credit: str
    concepts: Mapping[str, Concept]
    groups: Mapping[str, tuple[str, ...]]

    def get(self, iri: str) -> Concept | None:
        return self.concepts.get(iri)

    def find(self, text: str) -> tuple[Concept, ...]:
        """Concepts that are called or coded exactly so, whatever case, accents or spelling; labels come first."""
        return self._by_text.get(folded(text), ())

    def by_code(self, text: str) -> tuple[Concept, ...]:
        """Concepts with this code, however it is written (`C92.0`, `ICD-10 C92.0`); the broadest come first."""
        return self._by_code.get(codes.key(text), ())

    def by_code_nearly(self, text: str) -> tuple[Concept, ...]:
        """The same; of a code that no concept has, those of the code without its last digits (`C92.00`, `C920`)."""
        return next((found for key in codes.nearest(text) if (found := self._by_code.get(key))), ())

    def ancestors(self, iri: str) -> frozenset[str]:
        """All broader concepts, over any number of steps, without the concept itself."""
        return self._reached(iri, lambda node: self.concepts[node].broader if node in self.concepts else ())

    def descendants(self, iri: str) -> frozenset[str]:
        """All narrower concepts, over any number of steps, without the concept itself."""
        return self._reached(iri, lambda node: self._narrower.get(node, ()))

    def narrower(self, iri: str) -> tuple[str, ...]:
        """The concepts next below."""
        return self._narrower.get(iri, ())

    def members(self, collection: str) -> tuple[str, ...]:
        """The members of a collection, such as a core outcome set."""
        return self.groups.get(collection, ())

    @staticmethod
    def _reached(start: str, step: Callable[[str], Iterable[str]]) -> frozenset[str]:
        found, todo = set[str](), list(step(start))
        while todo:
            node = todo.pop()
            if node not in found:
                found.add(node)
                todo.extend(step(node))
        return frozenset(found)

    @cached_property
    def _narrower(self) -> Mapping[str, tuple[str, ...]]:
        found: dict[str, list[str]] = defaultdict(list)
        for concept in self.concepts.values():
            for broader in concept.broader:
                found[broader].append(concept.iri)
        return {iri: tuple(members) for iri, members in found.items()}

    @cached_property
    def _by_text(self) -> Mapping[str, tuple[Concept, ...]]:
        found: dict[str, dict[Concept, None]] = defaultdict(dict)
        for texts in (_labels, _others):
            for concept in self.concepts.values():
                for text in texts(concept):
                    found[folded(text)][concept] = None
        return {text: tuple(concepts) for text, concepts in found.items()}

    @cached_property
    def _by_code(self) -> Mapping[str, tuple[Concept, ...]]:
        found: dict[str, list[Concept]] = defaultdict(list)
        for concept in self.concepts.values():
            for code in codes_of(concept):
                found[code].append(concept)
        return {code: tuple(sorted(shared, key=self._depth)) for code, shared in found.items()}

    def _depth(self, concept: Concept) -> tuple[int, str]:
        return len(self.ancestors(concept.iri)), concept.notation


def codes_of(concept: Concept) -> tuple[str, ...]:
    """Each code of a concept in the one form that `codes.key` gives: `mondo:0018874`, `icd10:c92.0`, `c92.0`."""
    return tuple(dict.fromkeys(key for code in (concept.notation, *concept.codes) for key in codes.keys(code)))


def _labels(concept: Concept) -> tuple[str, ...]:
    return (concept.notation, *concept.labels.values())


def _others(concept: Concept) -> tuple[str, ...]:
    return (*concept.codes, *(s for texts in concept.synonyms.values() for s in texts))


def folded(text: str) -> str:
    """Lower case without accents, in one spelling, with single spaces for everything between words."""
    return _BETWEEN.sub(" ", unified(text)).strip()


def unified(text: str) -> str:
    """Lower case without accents, in one spelling; what stands between the words stays."""
    plain = text.casefold()
    if not plain.isascii():
        plain = _ACCENTS.sub("", unicodedata.normalize("NFKD", plain)).casefold()
    for british, american in _SPELLINGS:
        plain = plain.replace(british, american)
    return plain
