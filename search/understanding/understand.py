"""From the words of a question to its filters, concepts and words: what was read is sorted out and filled in."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from fair_metadata.vocabularies import above
from search.fields import FACET
from search.query import CHANGED, Query, Span
from search.understanding.everyday import (
    ASKING,
    CERTAIN,
    EXCLUDING,
    GENERIC,
    NOT,
    SILENT,
    SOFT,
    TITLES,
)
from search.understanding.lexicon import lexicon, plain_words
from search.understanding.reading import ConceptPart, Item, Part, Reading, WordPart
from search.understanding.steps import (
    Words,
    apart,
    by_address,
    by_code_of,
    by_likeness,
    by_name,
    by_order,
    by_rules,
    is_led,
    joined,
    refusal_before,
)
from search.understanding.tokens import identifiers, tokens
from search.words import MOST_READ, MOST_WORDS

# Who says how old or where means only those, however short the question.
_ALWAYS = frozenset({"age_group", "country"})


# So does who names these in several words: “open access”, “general research use”.
_CONDITIONS = frozenset({"access", "data_use"})


_MEANT = frozenset({"disease", "outcome", "data_kind"})


# Who names these and nothing that is no concept means them too; beside other words they may be part of a name.
_SETTLED = frozenset({"source", "data_model", "access", "licence"})


def understand(query: Query, *, today: date | None = None) -> Reading:
    """What the text of a question means: rules, so that the same words always mean the same.

    A text that asks (a number, a year, “with”, “in”, “?”) fills filters; bare names are a text in which concepts are
    known. Phrases in `query.off` are left as words.
    """
    if not query.text:
        return Reading(query, query)
    found = apart(tokens(query.text))[:MOST_READ]
    words = Words(found, frozenset(map(joined, query.off)), [False] * len(found))
    words.is_question = query.text.rstrip().endswith("?") or (bool(found) and found[0].folded in ASKING)
    by_code_of(words, query.text)
    named = by_address(words, query.text)
    by_rules(words, today or date.today())
    by_order(words)
    by_likeness(words)
    by_name(words)
    _forget_generic(words)
    _narrow(words)
    _sort_out(words)
    items = tuple(item for _, item in words.items[:MOST_WORDS])
    asked = replace(query, sort=words.sort) if words.sort and query.sort == "relevance" else query
    filled, (parts, ranking) = _filled(asked, items), _soft_aside(_parts(words, named))
    if not parts and not filled.is_filtered:
        parts, ranking = ranking, ()
    return Reading(query, filled, parts, identifiers(query.text), items, ranking=ranking)


def _forget_generic(words: Words) -> None:
    """Leave out the names that say nothing beside others; their words are used up all the same."""
    if len(words.items) > 1:
        told = [place for place, _ in words.items if is_led(words, place)]
        words.items = [(at, item) for at, item in words.items if item.phrase not in GENERIC or at in told]


def _narrow(words: Words) -> None:
    """Of two names of a kind the narrower: “real-world registries” are registries, “European data, Denmark” Danish.

    Not where “or” joins them.
    """
    alike = [(at, item) for at, (_, item) in enumerate(words.items) if item.key in _NARROWED and item.needs_all]
    for at, item in alike:
        others = {v for _, o in alike if o is not item and _is_beside(o, item) for v in o.values}
        same = tuple(value for value in item.values if value in others)
        is_wider = any(value in above(other) for value in item.values for other in others)
        kept = same if 0 < len(same) < len(item.values) else item.values
        words.items[at] = (words.items[at][0], replace(item, values=() if is_wider else kept))
    words.items = [
        (at, item) for at, item in words.items if item.values or item.is_missing or item.key not in _NARROWED
    ]


_NARROWED = frozenset({"source", "country"})


def _is_beside(other: Item, item: Item) -> bool:
    return other.key == item.key and not other.is_excluded and not item.is_excluded


def as_part(item: Item) -> ConceptPart:
    """What was understood as a part of the text."""
    return ConceptPart(plain_words(item.meant or item.phrase, item.values), item.values)


def as_filters(reading: Reading) -> Reading:
    """The same question with its concepts as filters, so that what may match is found where nothing matches."""
    items = tuple(replace(item, is_filter=True) for item in reading.items)
    words = tuple(part for part in reading.parts if isinstance(part, WordPart))
    return replace(reading, query=_filled(reading.query, items), parts=words, items=items)


def _place(placed: tuple[int, Item]) -> int:
    return placed[0]


def _sort_out(words: Words) -> None:
    """Tell filters from concepts of the text, in the order of the question."""
    chosen = [_filters(words, item) for _, item in words.items]
    # Who says where or how old beside other concepts, and no other word, means all of them.
    all_meant = any(chosen) and not any(_loud(words))
    words.items = [
        (place, replace(item, is_filter=is_chosen or (all_meant and item.key in _MEANT)))
        for (place, item), is_chosen in zip(words.items, chosen, strict=True)
    ]
    words.items.sort(key=_place)


def _filters(words: Words, item: Item) -> bool:
    """Does the item leave out what it does not hold for, or is it a text in which a concept is known?"""
    if words.is_question or item.span != ("", "") or item.is_missing or item.is_excluded:
        return True
    if item.key == "country" and len(item.phrase) < 3 and item.phrase not in CERTAIN:
        return False
    is_access = item.key in _CONDITIONS and " " in item.phrase
    is_settled = item.key in _SETTLED and len(words.items) > 1 and not any(_loud(words)) and item.phrase not in TITLES
    return (item.key in _ALWAYS or is_access or is_settled) and not item.is_corrected


def _filled(query: Query, items: Iterable[Item]) -> Query:
    """The question with the filters of its words; what its address says of the same facet or range goes first."""
    filters: dict[str, tuple[str, ...]] = {}
    excluded: dict[str, tuple[str, ...]] = {}
    ranges: dict[str, Span] = {}
    every, missing = set(query.every), set(query.missing)
    changed = {name: getattr(query, name) for name in CHANGED}
    for item in items:
        if not item.is_filter:
            continue
        if item.is_missing:
            missing.add(item.key)
        elif item.key in CHANGED:
            changed[item.key] = changed[item.key] or "".join(item.span)
        elif item.span != ("", ""):
            ranges[item.key] = _both(ranges.get(item.key, ("", "")), item.span)
        elif item.is_excluded:
            excluded[item.key] = (*excluded.get(item.key, ()), *item.values)
        else:
            every |= {item.key} if item.needs_all and FACET[item.key].needs_all and item.key in filters else set()
            filters[item.key] = (*filters.get(item.key, ()), *_widest(item))
    merged = _merged(filters, query.filters)
    return replace(
        query,
        filters=merged,
        excluded=_merged(excluded, query.excluded),
        ranges=ranges | dict(query.ranges),
        missing=tuple(sorted(missing)),
        **changed,
        every=tuple(sorted(key for key in every if len(merged.get(key, ())) > 1 and _is_wanted(query, key))),
    )


def _both(first: Span, second: Span) -> Span:
    """“Over 18 and under 65”: both ends; of two that say the same end the first."""
    return first[0] or second[0], first[1] or second[1]


def _is_wanted(query: Query, key: str) -> bool:
    """What the address says of a facet goes first, how its values are joined too."""
    return key not in query.filters or key in query.every


def _widest(item: Item) -> tuple[str, ...]:
    """The concepts of a name that are below none of its others: any of them, or the first where all would be wanted."""
    widest = [value for value in item.values if not any(other in above(value) for other in item.values)]
    return tuple(widest[:1] if FACET[item.key].needs_all else widest)


def _merged(read: Mapping[str, tuple[str, ...]], said: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(sorted(dict.fromkeys(values))) for key, values in read.items()} | dict(said)


def _loud(words: Words) -> Iterator[int]:
    """Where words stand that nothing has used and that say something."""
    for place, token in enumerate(words.tokens):
        is_digit = len(token.folded) == 1 and not token.folded.isalpha()
        is_letter = len(token.folded) == 1 and token.is_loud and place > 0 and token.folded != "i"  # Hospital A
        if not words.used[place] and not is_digit and (is_letter or token.folded not in SILENT | NOT):
            yield place


def _soft_aside(parts: tuple[Part, ...]) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
    """The parts that have to be there, and the words that only order."""
    soft = tuple(p for p in parts if isinstance(p, WordPart) and p.word in SOFT and not p.is_unwanted)
    return tuple(part for part in parts if part not in soft), soft


def _is_unwanted(words: Words, place: int) -> bool:
    """Does “not” or “excluding” stand before a plain word? “No” and “non-” are parts of many a name."""
    refusal = refusal_before(words, place)
    return refusal is not None and words.tokens[refusal].folded in EXCLUDING


def _together(words: Words) -> list[list[int]]:
    """Where words stand that are looked for, those of an unwanted name together (“not Broad Institute”)."""
    found: list[list[int]] = []
    for place in _loud(words):
        follows = bool(found) and found[-1][-1] == place - 1 and not words.tokens[place - 1].is_last
        if follows and _is_unwanted(words, found[-1][0]):
            found[-1].append(place)
        else:
            found.append([place])
    return found


def _word_part(words: Words, places: Sequence[int]) -> WordPart:
    word = " ".join(words.tokens[place].folded for place in places)
    if _is_unwanted(words, places[0]):
        return WordPart(word, is_unwanted=True)
    is_unfinished = places[-1] == len(words.tokens) - 1 and len(word) > 2
    return WordPart(word, is_unfinished, lexicon().near(word, is_unfinished=is_unfinished))


def _parts(words: Words, named: Iterable[tuple[int, Part]]) -> tuple[Part, ...]:
    """What is left to be looked for as text: addresses, concepts that are no filters, and words that say something."""
    parts = list(named)
    parts += [(place, as_part(item)) for place, item in words.items if not item.is_filter]
    parts += [(places[0], _word_part(words, places)) for places in _together(words)]
    return tuple(part for _, part in sorted(parts, key=_place_of))[:MOST_WORDS]


def _place_of(placed: tuple[int, Part]) -> int:
    return placed[0]
