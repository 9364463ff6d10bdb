"""The steps of reading a question: codes, numbers and years, orders, misspelt names, names. No word is used twice."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from itertools import accumulate

from fair_metadata.vocabularies import codes
from search.understanding import rules
from search.understanding.coded import by_code, by_iri
from search.understanding.everyday import (
    AND,
    BETWEEN,
    FILLING,
    HEADS,
    LEADING,
    MEANT,
    NOT,
    OR,
    ORGANISATION,
    SILENT,
    STATES,
)
from search.understanding.lexicon import Meaning, lexicon
from search.understanding.making import turned
from search.understanding.reading import Item, NamePart
from search.understanding.tokens import Token, addresses, identifiers, tokens
from search.words import MOST_READ


@dataclass
class Words:
    """The words of the question on the way: which are used up, and what was made of them."""

    tokens: Sequence[Token]
    off: frozenset[str]
    used: list[bool]
    is_question: bool = False
    items: list[tuple[int, Item]] = field(default_factory=list)
    sort: str = ""

    def free(self, start: int) -> Sequence[Token]:
        """The words from here that nothing has used."""
        end = next((place for place in range(start, len(self.tokens)) if self.is_taken(place)), len(self.tokens))
        return self.tokens[start:end]

    def is_taken(self, place: int) -> bool:
        """Is it settled, or part of a name like `os_months`, which is looked for as it is?"""
        return self.is_settled(place) or self.tokens[place].is_part

    def is_settled(self, place: int) -> bool:
        """Is the word used, or part of a phrase that is off?"""
        return self.used[place] or place in self.plain

    @cached_property
    def plain(self) -> frozenset[int]:
        """Where the phrases stand that are off, so that no part of them is understood either."""
        said = [token.folded for token in self.tokens]
        return frozenset(place for phrase in self.off for place in _places(phrase.split(), said))

    def take(self, start: int, length: int, item: Item) -> None:
        self.used[start : start + length] = [True] * length
        self.items.append((start, item))

    def place_of(self, wanted: Sequence[str]) -> tuple[int, int] | None:
        """Where these words stand and nothing has used them; at the end of what is read, as many as are left."""
        said = [token.folded for token in self.tokens]
        for start in range(len(said)):
            length = len(wanted) if len(said) < MOST_READ else min(len(wanted), len(said) - start)
            is_free = not any(map(self.is_settled, range(start, min(start + length, len(said)))))
            if is_free and said[start : start + length] == list(wanted[:length]):
                return start, length
        return None

    def phrase(self, start: int, length: int) -> str:
        return " ".join(token.folded for token in self.tokens[start : start + length])


def _places(phrase: Sequence[str], said: Sequence[str]) -> list[int]:
    """Where a phrase stands: in one piece, else word after word (“at least 100 … patients”)."""
    for start in range(len(said) - len(phrase) + 1):
        if said[start : start + len(phrase)] == phrase:
            return list(range(start, start + len(phrase)))
    found: list[int] = []
    for word in phrase:
        start = found[-1] + 1 if found else 0
        if word not in said[start:]:
            return []
        found.append(said.index(word, start))
    return found


def joined(phrase: str) -> str:
    """A phrase as it is named in an item: its folded words."""
    return " ".join(token.folded for token in tokens(phrase))


def by_rules(words: Words, today: date) -> None:
    """Numbers, years, and what is missing."""
    shown = (not words.is_taken(place) for place in range(len(words.tokens)))
    line = " ".join(
        token.folded if is_shown else "x" * len(token.folded)
        for token, is_shown in zip(words.tokens, shown, strict=True)
    )
    lengths = accumulate((len(token.folded) + 1 for token in words.tokens), initial=0)
    starts = {start: place for place, start in enumerate(lengths)}
    for hit in rules.hits(line, today):
        if hit.item.phrase in words.off or (hit.item.is_missing and _is_longer_name(words, starts, line, hit)):
            continue
        place = starts[hit.taken[0][0]]
        refusal = refusal_before(words, place)
        item = hit.item if refusal is None else turned(hit.item)
        if item is None:
            continue
        if refusal is not None:
            words.used[refusal] = True
        words.is_question = True
        for start, end in hit.taken:
            first, length = starts[start], len(line[start:end].split())
            words.used[first : first + length] = [True] * length
        words.items.append((place, item))


def _is_longer_name(words: Words, starts: Mapping[int, int], line: str, hit: rules.Hit) -> bool:
    """Is what is said to be missing the beginning of a name (“sin enfermedad residual medible”)?"""
    start, end = hit.taken[0]
    first = starts[start]
    after = first + len(line[start:end].split())
    found = ((at, lexicon().longest(words.free(at))) for at in range(first + 1, after))
    return any(name and at + name[0] > after for at, name in found)


_AROUND = ".,;:()?!<>[]\"'“”«»"


def by_code_of(words: Words, text: str) -> None:
    """The whole text as a code, or a few words of it (`C92.0`, `ICD-O 9861/3`, `ORPHA:519`, an IRI)."""
    written = re.split(r"[\s,;|]+", text)[:MOST_READ]
    for length in (3, 2, 1):
        for place in range(len(written) - length + 1):
            phrase = " ".join(written[place : place + length]).strip(_AROUND)
            is_code = any(c.isdigit() for c in phrase) or phrase.lower().startswith(("oncotree", "http", "urn:"))
            if not is_code or joined(phrase) in words.off:
                continue
            if meaning := by_iri(phrase) or by_code(phrase):
                found = words.place_of(joined(phrase).split())
                if found is not None:
                    place_, length_ = found
                    words.take(place_, length_, Item(joined(phrase), meaning.key, meaning.concepts))
                    _use_system_before(words, place_)


def _use_system_before(words: Words, place: int) -> None:
    """The name of the terminology before a code says nothing more: “ICD-10 code D46”."""
    end = place
    while end and words.tokens[end - 1].folded in SILENT | {"morphology", "morfologia"}:
        end -= 1
    for start in range(max(0, end - 3), end):
        if codes.is_system("".join(token.folded for token in words.tokens[start:end])):
            words.used[start:place] = [True] * (place - start)
            return


def by_address(words: Words, text: str) -> list[tuple[int, NamePart]]:
    """Addresses, DOIs and URNs that are no concept's: where they stand. Numbers and words in them are none."""
    found = []
    for address in addresses(text):
        at = words.place_of(joined(address).split())
        if at is not None and joined(address) not in words.off:
            start, length = at
            words.used[start : start + length] = [True] * length
            found.append((start, NamePart(identifiers(address))))
    return found


def by_name(words: Words) -> None:
    """The longest names of concepts, from left to right."""
    place = 0
    while place < len(words.tokens):
        free = words.free(place)
        found = lexicon().longest(free) if free else None
        if found is None or words.phrase(place, found[0]) in words.off or _says_nothing(words, place, found[0]):
            place += 1
            continue
        length, meaning = found
        _take_name(words, place, length, meaning)
        place += length


def _says_nothing(words: Words, place: int, length: int) -> bool:
    """A word of every day is a name only in capitals; “relapsed” says of patients what no description states."""
    if length > 1:
        return False
    word = words.tokens[place]
    return (word.folded in SILENT and not word.is_loud) or word.folded in _MEANT


def _take_name(words: Words, place: int, length: int, meaning: Meaning, *, meant: str = "") -> None:
    before = [token.folded for token in words.tokens[:place]]
    last = before[-1] if before else ""
    refusal = refusal_before(words, place)
    is_excluded = refusal is not None
    is_choice = last in OR and len(before) > 1 and words.used[place - 2]
    words.is_question |= is_excluded or is_choice or is_led(words, place)
    phrase = words.phrase(place, length)
    item = Item(phrase, meaning.key, meaning.concepts, is_excluded=is_excluded, meant=meant)
    words.take(place, length, replace(item, needs_all=last not in OR and not _or_follows(words, place + length)))
    if refusal is not None:
        words.used[refusal] = True


def is_led(words: Words, place: int) -> bool:
    """Does “with”, “in” … stand before the name, or before “both” or “any” before it?"""
    at = place - 1
    while at >= 0 and words.tokens[at].folded in FILLING:
        at -= 1
    return at >= 0 and words.tokens[at].folded in LEADING


def refusal_before(words: Words, place: int) -> int | None:
    """Where the word stands that says that the concept here is not wanted: “without”, “not mapped to”, “no A or B”."""
    at = place - 1
    while at >= 0 and words.tokens[at].folded in BETWEEN and not words.used[at]:
        at -= 1
    if at < 0:
        return None
    if words.tokens[at].folded in NOT and not words.used[at]:
        return at
    joins = words.tokens[at].folded in OR | AND and at == place - 1
    ends_here = (item for start, item in words.items if start + len(item.phrase.split()) == at)
    return at if joins and any(item.is_excluded for item in ends_here) else None


def _or_follows(words: Words, place: int) -> bool:
    return place < len(words.tokens) and words.tokens[place].folded in OR


def apart(said: Sequence[Token]) -> tuple[Token, ...]:
    """German words that are joined as two: Lymphomregister is a register of lymphoma."""
    return tuple(piece for token in said for piece in _apart(token))


def _apart(token: Token) -> tuple[Token, ...]:
    head = next((head for head in HEADS if token.folded.endswith(head)), "")
    first = token.folded.removesuffix(head)
    if not head or len(first) < 6 or lexicon().knows(token.folded) or not lexicon().knows(first):
        return (token,)
    return (replace(token, folded=first), replace(token, folded=head))


def by_likeness(words: Words) -> None:
    """Names with a word that is misspelt: one that stands in no name at all."""
    for place, token in enumerate(words.tokens):
        if words.is_taken(place) or not _may_be_misspelt(token):
            continue
        begin = next((at + 1 for at in range(place - 1, -1, -1) if words.is_taken(at)), 0)
        found = lexicon().corrected(words.free(begin), place - begin)
        if found is None or _is_organisation(words, place):
            continue
        if words.phrase(begin + found.start, found.length) not in words.off:
            _take_name(words, begin + found.start, found.length, found.meaning, meant=found.meant)


def _may_be_misspelt(token: Token) -> bool:
    """CoMMpass and other names that are written their own way are meant so."""
    is_own = not token.is_loud and token.written[1:] != token.written[1:].lower()
    return not is_own and token.folded not in _NO_NAMES and not lexicon().knows(token.folded)


_NO_NAMES, _MEANT = SILENT | MEANT, STATES | MEANT


def _is_organisation(words: Words, place: int) -> bool:
    """Columbia University is not in Colombia."""
    around = words.tokens[max(0, place - 2) : place + 2]
    return any(token.folded in ORGANISATION for token in around)


_ORDERS: Mapping[str, str] = {
    phrase: sort
    for sort, phrases in {
        "patients": "largest|biggest|largest first|biggest first|most patients|the most patients|most participants|"
        "most people|largest number of patients|highest number of patients|by number of patients|by patients|"
        "by patient count|by size|by cohort size|mas grande|mas grandes|mas pacientes|por numero de pacientes",
        "newest": "newest|latest|most recent|recently added|newest first|latest first|most recent first|by date|mas "
        "reciente|mas recientes",
        "changed": "recently changed|recently updated|recently modified|last changed|last updated|last modified|most "
        "recently changed|most recently updated|most recently modified|by last change|by date of change|cambiados "
        "recientemente|actualizados recientemente",
        "fair": "most complete|best described|best documented|most fair|fairest|fairest first|most fair first|highest "
        "fair score|best fair score|by fair score|by fair points|by fairness|by fair|mas fair|mejor descritos",
        "title": "alphabetically|in alphabetical order|by title|by name|alphabetical|por titulo|por orden alfabetico",
    }.items()
    for phrase in phrases.split("|")
}
_LONGEST_ORDER = max(len(phrase.split()) for phrase in _ORDERS)


def by_order(words: Words) -> None:
    """Words beside others that ask for an order; the first of them counts."""
    for length in range(min(_LONGEST_ORDER, len(words.tokens) - 1), 0, -1):
        for place in range(len(words.tokens) - length + 1):
            phrase = words.phrase(place, length)
            if (
                phrase in _ORDERS
                and phrase not in words.off
                and not any(map(words.is_settled, range(place, place + length)))
            ):
                words.sort = words.sort or _ORDERS[phrase]
                is_led = words.phrase(place + length, 1) == "first"
                words.used[place : place + length + is_led] = [True] * (length + is_led)
