"""Which entry of a list is meant: by label, synonym, code, either language, and with a letter or two wrong."""

from collections.abc import Iterable, Mapping
from functools import cache

from rapidfuzz import fuzz, process

from fair_metadata.vocabularies import Concept, folded, vocabulary

OFFERED = 8
LIKE = 82  # of 100: how much a misspelt name has to be like the one that is meant


def matches(words: str, lists: Iterable[str]) -> tuple[list[Concept], list[Concept]]:
    """The entries that are called or coded exactly so, else those that are called something like it."""
    known = [vocabulary(name) for name in lists]
    labelled = [
        c for each in known for c in each.find(words) if folded(words) in map(folded, (c.notation, *c.labels.values()))
    ]
    named = labelled or [c for each in known for c in each.find(words)]
    coded = named or [c for each in known for c in each.by_code(words)[:1]]
    exact = list(dict.fromkeys(coded))
    return exact, [] if exact else found(words, [each.name for each in known])


def found(words: str, lists: Iterable[str], most: int = OFFERED) -> list[Concept]:
    """Entries for what is typed so far, the likeliest first: those that begin so, have the word, or are spelt alike."""
    wanted = folded(words)
    if not wanted:
        return []
    concepts: dict[Concept, None] = {}
    for name in lists:
        concepts |= dict.fromkeys([*vocabulary(name).find(words), *vocabulary(name).by_code(words)])
    for name in lists:
        names = _names(name)
        begins = [text for text in names if text.startswith(wanted)]
        within = [text for text in names if f" {wanted}" in text]
        for text in (*sorted(begins, key=len), *sorted(within, key=len)):
            concepts |= dict.fromkeys(names[text])
    if len(wanted) > 3:
        for scorer in (fuzz.ratio, fuzz.partial_ratio):
            for name in lists if len(concepts) < most else ():
                near = process.extract(wanted, list(_names(name)), scorer=scorer, score_cutoff=LIKE, limit=most)
                concepts |= {entry: None for text, _score, _place in near for entry in _names(name)[text]}
            if concepts:
                break
    return list(concepts)[:most]


@cache
def _names(name: str) -> Mapping[str, tuple[Concept, ...]]:
    """What the entries of a list are called, folded → the entries."""
    called: dict[str, dict[Concept, None]] = {}
    for entry in vocabulary(name).concepts.values():
        for text in (entry.notation, *entry.labels.values(), *(s for many in entry.synonyms.values() for s in many)):
            called.setdefault(folded(text), {})[entry] = None
    return {text: tuple(entries) for text, entries in called.items()}
