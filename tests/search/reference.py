"""What engines have to answer, worked out in plain Python: conditions over documents, and documents by chance."""

from collections import Counter
from random import Random

from fair_metadata.vocabularies import above, vocabulary
from search import conditions as c
from search.documents import Document, Group
from search.engines.saying import INSIDE, terms
from search.facts import bars
from search.fields import FACETS, RANGES, UNBOUNDED, WEIGHTS
from search.words import stems

ALL_FACETS = [facet.key for facet in FACETS]


def _has(condition, document):
    kept = terms(document)
    found = {*kept.get(condition.field, ()), *kept.get(INSIDE.get(condition.field, ""), ())}
    return not found.isdisjoint(condition.values)


def _between(condition, document):
    number = document.numbers.get(condition.field)
    return number is not None and condition.low <= number <= condition.high


def _cohort(condition, document):
    return any(
        not set(condition.diseases).isdisjoint(group.diseases)
        and group.low >= condition.low
        and group.high <= condition.high
        for group in document.cohorts
    )


def _word(condition, document):
    said = {form for name in WEIGHTS for form in document.words.get(name, "").split()}
    begun = condition.is_unfinished and any(word.startswith(condition.word) for word in document.vocabulary)
    return begun or not said.isdisjoint(stems(condition.word))


_HOLDS = {
    c.Has: _has,
    c.About: lambda condition, document: not set(condition.concepts).isdisjoint(document.about),
    c.Between: _between,
    c.Cohort: _cohort,
    c.Word: _word,
    c.All: lambda condition, document: all(holds(part, document) for part in condition.parts),
    c.Any: lambda condition, document: sum(holds(part, document) for part in condition.parts) >= condition.least,
    c.Best: lambda condition, document: any(holds(part, document) for part in condition.parts),
    c.Not: lambda condition, document: not holds(condition.part, document),
}


def holds(condition, document):
    return _HOLDS[type(condition)](condition, document)


def seen(documents, audiences, kind="dataset"):
    return [document for document in documents if document.audience in audiences and document.kind == kind]


def matches(ask, documents, audiences):
    return [document for document in seen(documents, audiences, ask.kind) if holds(ask.whole, document)]


def counted(ask, documents, audiences):
    """The counts of every filter and range without its own choice, in datasets and where it is asked in patients."""
    found = {"facets": {}, "bars": {}, "stated": {}, "all_but": {}, "patients_of": {}}
    for key in [*ALL_FACETS, *(known.key for known in RANGES)]:
        others = [d for d in seen(documents, audiences, ask.kind) if holds(ask.without(key), d)]
        found["facets"][key] = Counter(value for d in others for value in d.facets.get(key, ()))
        found["bars"][key] = Counter(value for d in others for value in d.bars.get(key, ()))
        found["stated"][key] = sum(key in d.stated for d in others)
        found["all_but"][key] = len(others)
        if key in ask.patients_by:
            found["patients_of"][key] = _patients_of(key, others)
    found["patients"] = sum(d.numbers.get("patients_low", 0) for d in matches(ask, documents, audiences))
    return found


def _patients_of(key, documents):
    """Value → the patients that are certainly in its documents."""
    found = Counter()
    for document in documents:
        for value in document.facets.get(key, ()):
            found[value] += document.numbers.get("patients_low", 0)
    return found


# By chance, but always the same.

_LISTS = {
    "disease": "mondo",
    "outcome": "outcomes",
    "data_kind": "data-kinds",
    "source": "source-types",
    "data_use": "duo",
}
_VALUES = {"access": ("open", "closed", "on request"), "publisher": ("A hospital", "B hospital"), "licence": ("CC0",)}
_WORDS = ("registry", "biobank", "leukaemia", "survival", "trial", "children", "treatment", "genomes")
_LARGEST = (3, 40, 700, 20_000)


def _some(chance, values, most):
    return tuple(dict.fromkeys(chance.choice(values) for _ in range(chance.randrange(most + 1))))


def _span(chance, key):
    low = chance.randrange(chance.choice(_LARGEST))
    if key == "period":
        low = chance.randrange(1975, 2024) * 10_000 + 101
        return low, chance.choice([low + 1130, low + 51_130, UNBOUNDED])
    if key in ("followup", "lead"):
        return low, low
    return chance.choice([(low, low), (low, low), (low, UNBOUNDED), (1, 9), (0, UNBOUNDED), (low, low + 30)])


def _spread(values):
    return values[:: max(1, len(values) // 6)][:6]


def concepts():
    """A few of each list, some above others."""
    chosen = {key: _spread(sorted(vocabulary(name).concepts)) for key, name in _LISTS.items()}
    return {
        key: tuple(dict.fromkeys([*found, *(b for v in found for b in above(v)[:1])])) for key, found in chosen.items()
    }


def generated(number, seed=4):
    chance, lists = Random(seed), concepts()
    return [_generated(chance, lists, place) for place in range(1, number + 1)]


def _generated(chance, lists, place):
    own = {key: _some(chance, values, 2) for key, values in {**lists, **_VALUES}.items()}
    own = {key: values for key, values in own.items() if values}
    about = tuple(value for key, values in own.items() if key in lists for value in values)
    facets = {k: tuple(dict.fromkeys([*vs, *(b for v in vs for b in above(v))])) for k, vs in own.items()}
    spans = {known.key: _span(chance, known.key) for known in RANGES if chance.random() < 0.6}
    words = _some(chance, _WORDS, 4)
    ends = {f"{k}_{end}": n for k, span in spans.items() for end, n in zip(("low", "high"), span, strict=True)}
    day = 20200101 + 10_000 * (place % 6)
    iri = f"https://data.example.org/g-{place}"
    return Document(
        iri=iri,
        kind="dataset" if place % 9 else "series",
        audience="public" if place % 5 else "organisation:7",
        version=place,
        title=f"{chance.choice(_WORDS)} {place:03}",
        words={band: " ".join(f for w in _some(chance, words or _WORDS, 3) for f in stems(w)) for band in WEIGHTS},
        exact=(f"g-{place}", iri),
        facets=facets,
        about=about,
        concepts=tuple(dict.fromkeys([*about, *(b for v in about for b in above(v))])),
        lacks=_some(chance, lists["outcome"] + lists["data_kind"], 3),
        stated=(*facets, *spans),
        numbers=ends | {"newest": place, "revision": 100_000 - place, "changed": day, "fair": chance.randrange(100)},
        bars={key: bars(key, *span) for key, span in spans.items()},
        cohorts=tuple(_cohorts(chance, lists["disease"])),
        names=(f"organisation\ta hospital {place % 3}\tA hospital {place % 3}",),
        vocabulary=words,
        shown={"iri": iri, "address": f"/datasets/g-{place}", "card": {}, "kind": "dataset"},
    )


def _cohorts(chance, diseases):
    for disease in _some(chance, diseases, 3):
        yield Group((disease,), *_span(chance, "patients"))


MANY = generated(45)
BOTH = ("public", "organisation:7")
