"""From the words of a question to its filters, concepts and words: rules first, then names, then likeness."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import accumulate

from fair_metadata.vocabularies import above
from search.fields import FACET
from search.query import Query
from search.understanding import rules
from search.understanding.lexicon import Meaning, by_code, by_iri, lexicon, plain_words
from search.understanding.reading import ConceptPart, Item, Part, Reading, WordPart
from search.understanding.tokens import Token, identifiers, tokens
from search.words import MOST_WORDS, words_of

# Words that ask, join or stand for what everything here is: they say nothing about a dataset.
_SILENT = words_of("""
 a an the of for and or to in on at by with from as that which what who whose where when how many much is it its are
 was were be been being do does did has have having had can could would should may might must shall will i we you me
 my our us them they he she please find show list give get need want looking look search any some all there here
 about into than their this these those also both each per via using use used if not no nor but only just ever still
 contain contains containing include includes included including hold holds holding cover covers covering covered
 collect collects collected collecting provide provides provided providing offer offers available availability
 mapped convert converted measured measure measures measuring stated state states recorded record records reported
 report reports reporting follow follows followed track tracks tracking treated diagnosed run runs exist exists
 existing know known tell help trying interested suitable useful relevant good best great regarding concerning
 related relating data dataset datasets set sets source sources resource resources database databases collection
 collections catalogue catalog entry entries information info type types kind kinds number numbers total count
 counts study studies research patient patients people person persons participants individuals subjects cases pts
 answer question questions publisher publishers published owner organisation organization organisations
 organizations institution institutions variable variables column columns keyword keywords title titled called named
 disease diseases country countries outcome outcomes licence licences license licenses standardised standardized
 harmonised harmonized s vs versus year years old size recruited enrolled el la los las lo un una unos unas de del
 al y e o u en con por para que cual cuales quien quienes cuando cuantos cuantas donde como es son ser hay tiene
 tienen tengan tener su sus se le les mas busco buscar quiero necesito mostrar dame datos dato conjunto conjuntos
 fuente fuentes base bases paciente pacientes personas casos estudio estudios sin ni pero solo sobre desde entre
 disponible disponibles enfermedad enfermedades pais paises und oder mit von bei der die das den dem ein eine fur
 aus daten anything everything requiring requires required start started starts recent recently fastest
 quickest smallest
""")
_ASKING = words_of("""
 which what who where how when find show list give do does is are can any need looking i we
 que cual cuales quien donde cuantos cuantas hay busco necesito quiero
""")
_LEADING = words_of("with in from having including measuring mapped con en de desde incluyendo mit aus")
_NOT = words_of(
    "without no not excluding exclude except lacking lack lacks outside non sin excepto salvo excluyendo ohne"
)
_EXCLUDING = words_of("without not excluding exclude except outside sin excepto salvo excluyendo ohne")
_BETWEEN = words_of("""
 a an any the in from with to mapped using having have has include including contain containing report reporting state
 stating measure measuring collect collecting el la los las un una de del en con ningun ninguna tener
""")  # may stand between “not” and what is not wanted
_FILLING = words_of(
    "a an any both either some the newly diagnosed known stated measured recorded available el la los las un una"
)
_OR = words_of("or o u oder vs versus")
_AND = words_of("and nor y e ni und")
# Who says how old or where means only those, however short the question.
_ALWAYS = frozenset({"age_group", "country"})
_TITLES = words_of("network networks platform platforms red redes plataforma")  # words of many a title
_MEANT = frozenset({"disease", "outcome", "data_kind"})
_CERTAIN = frozenset({"uk", "us", "eu"})  # of codes of two letters
# Who names these and nothing that is no concept means them too; beside other words they may be part of a name.
_SETTLED = frozenset({"source", "data_model", "access", "licence"})
# Everything here is a cohort with samples: these say something only alone or after “with”.
_GENERIC = words_of("cohort cohorts cohorte cohortes sample samples muestra muestras specimen specimens")
# A word beside a country's name that makes it the name of an organisation.
_ORGANISATION = words_of("university universidad hospital institute instituto college school center centre")


@dataclass(slots=True)
class _Words:
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
        """Is the word used, or part of a name like `os_months`, which is looked for as it is?"""
        return self.used[place] or self.tokens[place].is_part

    def take(self, start: int, length: int, item: Item) -> None:
        self.used[start : start + length] = [True] * length
        self.items.append((start, item))

    def phrase(self, start: int, length: int) -> str:
        return " ".join(token.folded for token in self.tokens[start : start + length])


def understand(query: Query, *, today: date | None = None) -> Reading:
    """What the text of a question means: rules, so that the same words always mean the same.

    A text that asks (a number, a year, “with”, “in”, “?”) fills filters; bare names are a text in which concepts are
    known. Phrases in `query.off` are left as words.
    """
    if not query.text:
        return Reading(query, query)
    found = tokens(query.text)
    words = _Words(found, frozenset(map(_joined, query.off)), [False] * len(found))
    words.is_question = query.text.rstrip().endswith("?") or (bool(found) and found[0].folded in _ASKING)
    _by_code(words, query.text)
    _by_rules(words, today or date.today())
    _by_order(words)
    _by_likeness(words)
    _by_name(words)
    _forget_generic(words)
    _sort_out(words)
    items = tuple(item for _, item in words.items)
    asked = replace(query, sort=words.sort) if words.sort and query.sort == "relevance" else query
    return Reading(query, _filled(asked, items), _parts(words), identifiers(query.text), items)


def _forget_generic(words: _Words) -> None:
    """Leave out the names that say nothing beside others; their words are used up all the same."""
    if len(words.items) > 1:
        told = [place for place, _ in words.items if _is_led(words, place)]
        words.items = [(at, item) for at, item in words.items if item.phrase not in _GENERIC or at in told]


def _joined(phrase: str) -> str:
    """A phrase as it is named in an item: its folded words."""
    return " ".join(token.folded for token in tokens(phrase))


def as_part(item: Item) -> ConceptPart:
    """What was understood as a part of the text."""
    return ConceptPart(plain_words(item.phrase, item.values), item.values)


def as_filters(reading: Reading) -> Reading:
    """The same question with its concepts as filters, so that what may match is found where nothing matches."""
    items = tuple(replace(item, is_filter=True) for item in reading.items)
    words = tuple(part for part in reading.parts if isinstance(part, WordPart))
    return replace(reading, query=_filled(reading.query, items), parts=words, items=items)


def _place(placed: tuple[int, Item]) -> int:
    return placed[0]


def _sort_out(words: _Words) -> None:
    """Tell filters from concepts of the text, in the order of the question."""
    chosen = [_filters(words, item) for _, item in words.items]
    # Who says where or how old beside other concepts, and no other word, means all of them.
    all_meant = any(chosen) and not any(_loud(words))
    words.items = [
        (place, replace(item, is_filter=is_chosen or (all_meant and item.key in _MEANT)))
        for (place, item), is_chosen in zip(words.items, chosen, strict=True)
    ]
    words.items.sort(key=_place)


def _filters(words: _Words, item: Item) -> bool:
    """Does the item leave out what it does not hold for, or is it a text in which a concept is known?"""
    if words.is_question or item.span != ("", "") or item.is_missing or item.is_excluded:
        return True
    if item.key == "country" and len(item.phrase) < 3 and item.phrase not in _CERTAIN:
        return False
    is_access = item.key == "access" and " " in item.phrase
    is_settled = item.key in _SETTLED and len(words.items) > 1 and not any(_loud(words)) and item.phrase not in _TITLES
    return (item.key in _ALWAYS or is_access or is_settled) and not item.is_corrected


def _by_rules(words: _Words, today: date) -> None:
    """Numbers, years, and what is missing."""
    shown = (not words.is_taken(place) for place in range(len(words.tokens)))
    line = " ".join(
        token.folded if is_shown else "x" * len(token.folded)
        for token, is_shown in zip(words.tokens, shown, strict=True)
    )
    lengths = accumulate((len(token.folded) + 1 for token in words.tokens), initial=0)
    starts = {start: place for place, start in enumerate(lengths)}
    for hit in rules.hits(line, today):
        if hit.item.phrase in words.off:
            continue
        words.is_question = True
        for start, end in hit.taken:
            first, length = starts[start], len(line[start:end].split())
            words.used[first : first + length] = [True] * length
        words.items.append((starts[hit.taken[0][0]], hit.item))


def _by_code(words: _Words, text: str) -> None:
    """The whole text as a code, or single words and pairs of it (`C92.0`, `ICD-O 9861/3`, `ORPHA:519`)."""
    written = text.split()[:MOST_WORDS]
    for length in (2, 1):
        for place in range(len(written) - length + 1):
            phrase = " ".join(written[place : place + length]).strip(".,;()?")
            is_code = any(c.isdigit() for c in phrase) or phrase.lower().startswith("oncotree")
            if not is_code or _joined(phrase) in words.off:
                continue
            if meaning := by_iri(phrase) or by_code(phrase):
                _take_code(words, phrase, meaning)


def _take_code(words: _Words, phrase: str, meaning: Meaning) -> None:
    wanted = _joined(phrase).split()
    for start in range(len(words.tokens) - len(wanted) + 1):
        here = slice(start, start + len(wanted))
        if [token.folded for token in words.tokens[here]] == wanted and not any(words.used[here]):
            words.take(start, len(wanted), Item(" ".join(wanted), meaning.key, meaning.concepts))
            return


def _by_name(words: _Words) -> None:
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


def _says_nothing(words: _Words, place: int, length: int) -> bool:
    """A word of every day is a name only in capitals."""
    return length == 1 and words.tokens[place].folded in _SILENT and not words.tokens[place].is_loud


def _take_name(words: _Words, place: int, length: int, meaning: Meaning, *, is_corrected: bool = False) -> None:
    before = [token.folded for token in words.tokens[:place]]
    last = before[-1] if before else ""
    refusal = _refusal(words, place)
    is_excluded = refusal is not None
    is_choice = last in _OR and len(before) > 1 and words.used[place - 2]
    words.is_question |= is_excluded or is_choice or _is_led(words, place)
    phrase = words.phrase(place, length)
    item = Item(phrase, meaning.key, meaning.concepts, is_excluded=is_excluded, is_corrected=is_corrected)
    words.take(place, length, replace(item, needs_all=last not in _OR and not _or_follows(words, place + length)))
    if refusal is not None:
        words.used[refusal] = True


def _is_led(words: _Words, place: int) -> bool:
    """Does “with”, “in” … stand before the name, or before “both” or “any” before it?"""
    at = place - 1
    while at >= 0 and words.tokens[at].folded in _FILLING:
        at -= 1
    return at >= 0 and words.tokens[at].folded in _LEADING


def _refusal(words: _Words, place: int) -> int | None:
    """Where the word stands that says that the concept here is not wanted: “without”, “not mapped to”, “no A or B”."""
    at = place - 1
    while at >= 0 and words.tokens[at].folded in _BETWEEN and not words.used[at]:
        at -= 1
    if at < 0:
        return None
    if words.tokens[at].folded in _NOT and not words.used[at]:
        return at
    joins = words.tokens[at].folded in _OR | _AND and at == place - 1
    ends_here = (item for start, item in words.items if start + len(item.phrase.split()) == at)
    return at if joins and any(item.is_excluded for item in ends_here) else None


def _or_follows(words: _Words, place: int) -> bool:
    return place < len(words.tokens) and words.tokens[place].folded in _OR


def _by_likeness(words: _Words) -> None:
    """Names with a word that is misspelt: one that stands in no name at all."""
    for place, token in enumerate(words.tokens):
        if words.is_taken(place) or not _may_be_misspelt(token):
            continue
        begin = next((at + 1 for at in range(place - 1, -1, -1) if words.is_taken(at)), 0)
        found = lexicon().corrected(words.free(begin), place - begin)
        if found and words.phrase(begin + found[0], found[1]) not in words.off and not _is_organisation(words, place):
            _take_name(words, begin + found[0], found[1], found[2], is_corrected=True)


def _may_be_misspelt(token: Token) -> bool:
    """CoMMpass and other names that are written their own way are meant so."""
    is_own = not token.is_loud and token.written[1:] != token.written[1:].lower()
    return not is_own and token.folded not in _SILENT and not lexicon().knows(token.folded)


def _is_organisation(words: _Words, place: int) -> bool:
    """Columbia University is not in Colombia."""
    around = words.tokens[max(0, place - 2) : place + 2]
    return any(token.folded in _ORGANISATION for token in around)


_ORDERS: Mapping[str, str] = {
    **dict.fromkeys(("largest", "biggest", "mas grande", "mas grandes"), "patients"),
    **dict.fromkeys(("newest", "latest", "most recent", "recently added", "mas reciente", "mas recientes"), "newest"),
    **dict.fromkeys(("recently changed", "recently updated", "last changed", "last updated"), "changed"),
    **dict.fromkeys(("most complete", "best described"), "fair"),
}


def _by_order(words: _Words) -> None:
    """Words beside others that ask for an order; the first of them counts."""
    for length in (2, 1) if len(words.tokens) > 2 else (1,) if len(words.tokens) > 1 else ():
        for place in range(len(words.tokens) - length + 1):
            phrase = words.phrase(place, length)
            if phrase in _ORDERS and phrase not in words.off and not any(words.used[place : place + length]):
                words.sort = words.sort or _ORDERS[phrase]
                words.used[place : place + length] = [True] * length


def _filled(query: Query, items: Iterable[Item]) -> Query:
    """The question with the filters of its words; what its address says of the same facet or range goes first."""
    filters: dict[str, tuple[str, ...]] = {}
    excluded: dict[str, tuple[str, ...]] = {}
    ranges, every, missing, changed = dict(query.ranges), set(query.every), set(query.missing), query.changed_since
    for item in items:
        if not item.is_filter:
            continue
        if item.is_missing:
            missing.add(item.key)
        elif item.key == "changed_since":
            changed = changed or item.span[0]
        elif item.span != ("", ""):
            ranges.setdefault(item.key, item.span)
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
        ranges=ranges,
        missing=tuple(sorted(missing)),
        changed_since=changed,
        every=tuple(sorted(key for key in every if len(merged.get(key, ())) > 1 and _is_wanted(query, key))),
    )


def _is_wanted(query: Query, key: str) -> bool:
    """What the address says of a facet goes first, how its values are joined too."""
    return key not in query.filters or key in query.every


def _widest(item: Item) -> tuple[str, ...]:
    """The concepts of a name that are below none of its others: any of them, or the first where all would be wanted."""
    widest = [value for value in item.values if not any(other in above(value) for other in item.values)]
    return tuple(widest[:1] if FACET[item.key].needs_all else widest)


def _merged(read: Mapping[str, tuple[str, ...]], said: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {key: tuple(sorted(dict.fromkeys(values))) for key, values in read.items()} | dict(said)


def _loud(words: _Words) -> Iterator[int]:
    """Where words stand that nothing has used and that say something."""
    for place, token in enumerate(words.tokens):
        is_digit = len(token.folded) == 1 and not token.folded.isalpha()
        is_letter = len(token.folded) == 1 and token.is_loud and place > 0 and token.folded != "i"  # Hospital A
        if not words.used[place] and not is_digit and (is_letter or token.folded not in _SILENT | _NOT):
            yield place


def _is_unwanted(words: _Words, place: int) -> bool:
    """Does “not” or “excluding” stand before a plain word? “No” and “non-” are parts of many a name."""
    refusal = _refusal(words, place)
    return refusal is not None and words.tokens[refusal].folded in _EXCLUDING


def _parts(words: _Words) -> tuple[Part, ...]:
    """What is left to be looked for as text: concepts that did not become filters, and words that say something."""
    parts: list[tuple[int, Part]] = []
    for place, item in words.items:
        if not item.is_filter:
            parts.append((place, as_part(item)))
    loud = list(_loud(words))
    last = len(words.tokens) - 1
    for place in loud:
        word = words.tokens[place].folded
        if _is_unwanted(words, place):
            parts.append((place, WordPart(word, is_unwanted=True)))
            continue
        is_unfinished = place == last and len(word) > 2
        near = lexicon().near(word, is_unfinished=is_unfinished)
        parts.append((place, WordPart(word, is_unfinished, near)))
    return tuple(part for _, part in sorted(parts, key=lambda placed: placed[0]))
