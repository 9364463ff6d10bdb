"""An answer to a question: what matches, what may match, and what to do when nothing does."""

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from search.asking import Ask, matching, maybe_matching
from search.conditions import About, All, Any, Condition, Has, Not
from search.engines import Engine, Hit, Results
from search.fields import KNOWN
from search.nearest import aside, nearest
from search.query import CHANGED, SIZE, Query
from search.understanding import Reading, WordPart, understand
from search.understanding.lexicon import lexicon
from search.understanding.tokens import tokens

FEW = 10  # results, below which what may match is shown beside those of a text, and fills them up
MAY_MATCH_SHOWN = 5  # beside many
MOST_CONDITIONS = 60  # concepts that make two datasets alike
CANDIDATES = 2_000  # words that a misspelt one is compared with


@dataclass(frozen=True, slots=True)
class Drop:
    """A filter to take away, the question without it, and how many datasets there are then."""

    key: str
    query: Query
    count: int


@dataclass(frozen=True, slots=True)
class Answer:
    """`results` are what was asked for; `maybe` is what may match beside them, None when nothing can.

    `is_relaxed`: no dataset has all of the words, these have some. `drops`, the most promising first, and
    `did_you_mean` are there when nothing was found.
    """

    reading: Reading
    ask: Ask
    results: Results
    maybe: Results | None = None
    is_relaxed: bool = False
    drops: tuple[Drop, ...] = ()
    did_you_mean: str = ""


def answer(
    query: Query,
    engine: Engine,
    audiences: Collection[str],
    *,
    size: int = SIZE,
    beside: bool = True,
    patients_by: tuple[str, ...] = (),
) -> Answer:
    """What the engine has for a question. `beside`: with what may match, and with help where nothing was found.

    `patients_by`: filters whose values are also counted in patients.
    """
    reading = understand(query)
    if query.like:
        return _alike(reading, engine, audiences, size=size, patients_by=patients_by)
    ask = replace(_asked(reading, size), patients_by=patients_by)
    found = Answer(reading, ask, engine.search(ask, audiences))
    if not beside:
        return found
    if not query.maybe:
        found = replace(found, maybe=_may_match(reading, found.results, engine, audiences))
    if found.results.total:
        return found
    if found.maybe and found.maybe.total:
        return _with_less(found, engine, audiences)
    return _helped(found, engine, audiences)


def asked(query: Query, *, size: int = SIZE) -> Ask:
    """What is asked in words and filters, as an engine is asked it."""
    return _asked(understand(query), size)


def whole(query: Query, engine: Engine, audiences: Collection[str]) -> Ask:
    """The whole question from its first result on, the like of a dataset too, for those who want all that it gives."""
    reading = understand(replace(query, page=1))
    if not query.like:
        return _asked(reading, SIZE)
    model = _model(query.like, engine, audiences)
    return _ask_alike(reading, model, SIZE) if model else Ask(Has("iri", ()))


def _asked(reading: Reading, size: int) -> Ask:
    return maybe_matching(reading, size=size) if reading.query.maybe else matching(reading, size=size)


def _may_match(reading: Reading, found: Results, engine: Engine, audiences: Collection[str]) -> Results | None:
    """What may match beside the results; of a text without filters only where few were found."""
    is_few = bool(reading.items) and 0 < found.total < FEW
    if not (reading.query.is_filtered or is_few):
        return None
    first = replace(reading, query=replace(reading.query, page=1))
    size = max(MAY_MATCH_SHOWN, FEW - found.total)
    return engine.search(maybe_matching(first, size=size), audiences, counted=False)


# Nothing was found.


def _with_less(found: Answer, engine: Engine, audiences: Collection[str]) -> Answer:
    """What matches all filters though not the words beside them goes before what may match."""
    less = () if found.reading.asked.is_filtered else aside(found.reading)  # what was chosen is not mixed with less
    other = _first([(reading, matching(reading).whole) for reading in less], engine, audiences)
    return _answered(found, other, engine, audiences) if other else found


def _helped(found: Answer, engine: Engine, audiences: Collection[str]) -> Answer:
    """The filters to drop, the words that may be meant, and what there is for the nearest question that has answers."""
    found = replace(found, drops=_drops(found, engine, audiences))
    found = replace(found, did_you_mean=_did_you_mean(found.reading, engine, audiences))
    each = nearest(found.reading, found.did_you_mean)
    other = _first([(reading, _shown(reading)) for reading in each], engine, audiences)
    return _answered(found, other, engine, audiences) if other else found


def _first(asked: list[tuple[Reading, Condition]], engine: Engine, audiences: Collection[str]) -> Reading | None:
    """The first that anything is found for. All are counted together, which is little beside one answer."""
    counts = engine.count([condition for _, condition in asked], audiences)
    return next((reading for (reading, _), count in zip(asked, counts, strict=True) if count), None)


def _shown(reading: Reading) -> Condition:
    """What matches, and what may match where that stands beside it, or is all that is asked for."""
    if reading.query.maybe:
        return maybe_matching(reading).whole
    held = matching(reading).whole
    return Any((held, maybe_matching(reading).whole)) if reading.query.is_filtered else held


def _answered(found: Answer, reading: Reading, engine: Engine, audiences: Collection[str]) -> Answer:
    """The answer to a question that asks for a little less."""
    ask = _asked(reading, found.ask.size)
    results = engine.search(ask, audiences)
    maybe = None if reading.query.maybe else _may_match(reading, results, engine, audiences)
    same = reading if reading.asked == found.reading.asked else found.reading
    is_relaxed = bool(results.total) and reading.asked.off == found.reading.asked.off
    return replace(found, reading=same, ask=ask, results=results, maybe=maybe, is_relaxed=is_relaxed)


def _drops(found: Answer, engine: Engine, audiences: Collection[str]) -> tuple[Drop, ...]:
    """What each filter costs: how many datasets there are without it."""
    keys = [key for key in found.ask.filters if key in KNOWN or key in CHANGED]
    counts = engine.count([found.ask.without(key) for key in keys], audiences)
    drops = [Drop(key, without(found.reading, key), n) for key, n in zip(keys, counts, strict=True) if n]
    return tuple(sorted(drops, key=lambda drop: -drop.count))


def without(reading: Reading, key: str) -> Query:
    """The question with nothing asked of one facet or range; the words that asked for it are not in its text."""
    phrases = (item.phrase for item in reading.items if item.key == key and item.is_filter)
    unwanted = Counter(word for phrase in phrases for word in phrase.split())
    left = []
    for piece in reading.asked.text.split():
        said = Counter(token.folded for token in tokens(piece))
        if said and said <= unwanted:
            unwanted -= said
        else:
            left.append(piece)
    return replace(reading.asked.unfiltered(key), text=" ".join(left))


def _did_you_mean(reading: Reading, engine: Engine, audiences: Collection[str]) -> str:
    """The text with words that nobody knows replaced by the likest ones of descriptions that the reader may see."""
    text = reading.asked.text
    for part in reading.parts:
        if isinstance(part, WordPart) and _may_be_misspelt(part):
            like = _like(part.word, engine, audiences)
            if like and like != part.word:
                text = _replaced(text, part.word, like)
    return text if text != reading.asked.text and _finds(text, engine, audiences) else ""


def _may_be_misspelt(part: WordPart) -> bool:
    return not part.is_unwanted and len(part.word) > 3 and not lexicon().knows(part.word)


def _like(word: str, engine: Engine, audiences: Collection[str]) -> str:
    """The likest word of descriptions, or the two that are written as one (“kidsfirst”)."""
    terms = [term for term, _ in engine.beginning("vocabulary", word[:1], audiences, CANDIDATES)]
    like = process.extractOne(word, terms, scorer=OSA.distance, score_cutoff=2 if len(word) > 7 else 1)
    if like:
        return like[0]
    for first in (term for term in terms if word.startswith(term) and len(word) - len(term) > 3):
        rest = word.removeprefix(first)
        if any(term == rest for term, _ in engine.beginning("vocabulary", rest, audiences, 1)):
            return f"{first} {rest}"
    return ""


def _replaced(text: str, word: str, other: str) -> str:
    return " ".join(other if piece.casefold().strip(".,;?") == word else piece for piece in text.split())


def _finds(text: str, engine: Engine, audiences: Collection[str]) -> bool:
    return engine.count([matching(understand(Query(text=text))).whole], audiences) > [0]


# Alike.

# Facet → how much a value in common says.
_TELLING = {
    "disease": 3.0,
    "outcome": 1.5,
    "data_kind": 1.0,
    "source": 1.5,
    "age_group": 1.0,
    "data_model": 1.0,
    "country": 1.0,
}


def _alike(
    reading: Reading, engine: Engine, audiences: Collection[str], *, size: int, patients_by: tuple[str, ...]
) -> Answer:
    model = _model(reading.asked.like, engine, audiences)
    if model is None:
        return Answer(reading, replace(matching(reading, size=size), patients_by=patients_by), Results((), 0))
    ask = replace(_ask_alike(reading, model, size), patients_by=patients_by)
    return Answer(reading, ask, engine.search(ask, audiences))


def _ask_alike(reading: Reading, model: Hit, size: int) -> Ask:
    wanted = All((likeness(model), Not(Has("iri", (model.iri,)))))
    return replace(matching(reading, size=size), must=wanted, sort=reading.asked.sort)


def _model(slug: str, engine: Engine, audiences: Collection[str]) -> Hit | None:
    """The dataset of that slug, if the reader may see it."""
    found = engine.search(Ask(Has("exact", (slug,)), size=20), audiences, counted=False).hits
    return next((hit for hit in found if hit.address.endswith(f"/{slug}")), None)


def likeness(model: Hit) -> Condition:
    """What has concepts in common, rare ones before common ones; of the same disease, if it has one."""
    own = model.shown.get("own", {})
    each = [About((value,), weight) for key, weight in _TELLING.items() for value in own.get(key, ())][:MOST_CONDITIONS]
    alike = Any(tuple(each)) if each else Has("iri", ())
    diseases = tuple(own.get("disease", ()))
    return All((Has("concepts", diseases), alike)) if diseases else alike
