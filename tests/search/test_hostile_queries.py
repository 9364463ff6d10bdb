"""Questions that nobody means: they are answered or refused, break nothing, and cost no more than a bounded work."""

import random
import re
import time
from datetime import date
from itertools import product

import pytest

from fair_metadata.formats import FORMATS, LISTED
from fair_metadata.vocabularies import vocabulary
from search.answering import answer
from search.asking import matching, maybe_matching
from search.conditions import About, All, Any, Best, Cohort, Has, Not
from search.fields import FACETS, RANGES
from search.pages.suggestions import suggestions
from search.query import LAST_PAGE, LONGEST_TEXT, MOST_ASKED, MOST_FILTERS, SORTS, Query
from search.understanding import rules, understand
from search.understanding.lexicon import MOST_NEAR
from search.words import MOST_WORDS
from tests.search.contract import DOCUMENTS, SECRET
from tests.search.servers import elastic
from tests.search.worlds import behind_pages, world

QUESTIONS = 10_000
DEADLINE = 20.0  # seconds; no benchmark: a machine may be busy with ten other things
MOST_TERMS = MOST_WORDS * (MOST_NEAR + 20) + 60 * MOST_ASKED  # in all that an engine is asked for one question

LUCENE = [
    "AND",
    "OR",
    "NOT",
    "title:x",
    "*",
    "?",
    "a*b?",
    "~2",
    "^9",
    "[a TO z]",
    "{1 TO *}",
    "(((",
    ")",
    "&&",
    "||",
    "\\",
]
LUCENE += [
    "/(a+)+$/",
    "_exists_:iri",
    "shown.iri:*",
    "audience:organisation\\:1",
    '"',
    "'",
    "+-!",
    "<script>",
    "{{7*7}}",
]
BOMBS = ["a" * 600, "(a|a)*" * 50, "(" * 400, "((a+)+)+$" * 30, "1,000" * 100, "10.1000/" * 60, "pmid:" * 90, "é" * 500]
STRANGE = [
    "\x00",
    "\x1b[31m",
    "\r\n",
    "\t",
    "\u202e",
    "\u200f",
    "شلل",
    "ﷺ",
    "אבג",
    "🩸",
    "👨‍👩‍👧‍👦",
    "½",
    "²",
    "١٠٠",
    "ͺ",
    "ﬁ",
    "\ufffd",
]
STRANGE += ["Z\u0351\u0352\u0353" * 30, "\u0345", "İ", "ß", "�", "\ud800", "\U0010ffff", "㋿", "⑴", "　"]
ABSURD = [
    "0000-00-00",
    "9999-99-99",
    "2015-02-30",
    "-1",
    "1e308",
    "NaN",
    "Infinity",
    "9" * 400,
    "0x10",
    "١٩",
    "1" + "0" * 15,
]
ABSURD += [
    "9999-12-31",
    "0001-01-01",
    "2015",
    "99999",
    "1,000",
    " 7 ",
    "7.5",
    "18446744073709551616",
    "9007199254740993",
]
PLAIN = "at least 100 adult AML patients with MRD and overall survival after 2015 mapped to OMOP CDM in Denmark".split()
PLAIN += "without license between from to 1990 aged 18 years or more follow up median weeks access changed since last".split()
PLAIN += "de menos mas al y o no sin en desde hasta cien mil k not stated unknown C92.0 ICD-O 9861/3 ORPHA:519".split()
NAMES = [
    "q",
    "page",
    "size",
    "sort",
    "view",
    "match",
    "every",
    "missing",
    "off",
    "like",
    "changed_since",
    "d",
    "only",
    "x",
]
NAMES += [prefix + facet.key for facet in FACETS for prefix in ("", "not_", "in_")]
NAMES += [f"{known.key}_{end}" for known in RANGES for end in ("min", "max")]
KEYS = [*(facet.key for facet in FACETS), *(known.key for known in RANGES), *SORTS, "maybe", "differences", "table"]


def piece(chance):
    kind = chance.randrange(8)
    if kind == 0:
        return "".join(chr(chance.randrange(0x20, 0x2FFFF)) for _ in range(chance.randrange(12)))
    if kind == 1:
        return "".join(chr(chance.randrange(0x100)) for _ in range(chance.randrange(30)))
    return chance.choice((LUCENE, BOMBS, STRANGE, ABSURD, PLAIN, KEYS, PLAIN)[kind - 1 if kind < 7 else 6])


def text(chance):
    return chance.choice((" ", " ", "", "\0", "/")).join(piece(chance) for _ in range(chance.choice((1, 2, 4, 9, 40))))


def params(chance):
    """Parameters of any name with any values."""
    names = chance.sample(NAMES, chance.choice((0, 1, 2, 4, 8, 30)))
    found = {name: [text(chance) for _ in range(chance.choice((1, 1, 2, 60)))] for name in names}
    return found | ({"q": [text(chance)]} if chance.random() < 0.8 else {})


def terms(condition):
    """How many terms, words and bounds a condition is made of."""
    match condition:
        case All() | Any() | Best():
            return 1 + sum(map(terms, condition.parts))
        case Not():
            return 1 + terms(condition.part)
        case Has():
            return len(condition.values)
        case About():
            return len(condition.concepts)
        case Cohort():
            return 2 * len(condition.diseases)
    return 1


# What is understood


def bounded(query):
    """The question as it is meant; all that is read of it and asked of an engine has its bounds."""
    reading = understand(query)
    assert len(query.text) <= LONGEST_TEXT
    assert query.page < 10**9
    assert len(reading.parts) <= MOST_WORDS
    assert len(reading.items) <= MOST_WORDS
    for ask in (matching(reading), maybe_matching(reading)):
        assert ask.start <= LAST_PAGE * ask.size
        assert query.asks_too_much or terms(ask.whole) <= MOST_TERMS
    return reading


def test_what_is_asked_of_an_engine_is_bounded_whatever_the_question():
    chance = random.Random(20260101)
    for _ in range(QUESTIONS // 10):
        bounded(Query.from_params(params(chance)))


def test_the_worst_of_words_and_filters_is_bounded_too():
    every = [f"{iri}" for iri in vocabulary("mondo").concepts][:MOST_ASKED]
    common = (
        "cancer disease disorder syndrome leukemia lymphoma neoplasm tumor carcinoma type acute chronic".split() * 2
    )
    query = Query.from_params({"q": [" ".join(common)], "disease": every[:50], "not_disease": every[50:]})
    assert not query.asks_too_much
    reading = understand(query)
    assert terms(maybe_matching(reading).whole) <= MOST_TERMS


def test_an_address_is_the_same_question_whatever_was_in_it():
    chance = random.Random(7)
    for _ in range(QUESTIONS // 10):
        query = Query.from_params(params(chance))
        assert Query.from_params(_multi(query.to_params())) == query


def _multi(pairs):
    found = {}
    for name, value in pairs:
        found.setdefault(name, []).append(value)
    return found


def adversaries():
    """Strings of the words of all rules, as long as they are read: repeated, in pairs, and at random."""
    words = sorted({word for rule in rules.RULES for word in re.findall(r"[a-z]{1,}", rule.pattern.pattern)})
    words += ["100", "2015", "18", "1", "999999999", "2015 06", "a", "zz", ">", ">=", "≥", "+", "k", "100k", "a" * 400]
    chance = random.Random(3)
    yield from (" ".join([word] * MOST_WORDS) for word in words)
    for _ in range(1_500):
        few = chance.sample(words, chance.choice((2, 3, 5)))
        yield " ".join(chance.choice(few) for _ in range(MOST_WORDS))
    yield from ("a" * LONGEST_TEXT, "1" * LONGEST_TEXT, "1 " * 250, "a " * 250, "> " * 250, "100 " + "a " * 240)


def test_no_rule_of_understanding_is_slow_on_any_arrangement_of_its_own_words(record_property):
    """Catastrophic backtracking would take minutes; the worst rule on the worst text took 10 ms on a busy machine."""
    worst = (0.0, "", "")
    for line in adversaries():
        for rule in rules.RULES:
            start = time.thread_time()  # of this thread alone
            for match in rule.pattern.finditer(line):
                rule.make(match, date(2026, 1, 1))
            worst = max(worst, (time.thread_time() - start, rule.pattern.pattern, line))
    record_property("worst", worst)
    assert worst[0] < 0.25, worst


# What engines answer


@pytest.fixture
def both(index):
    """Each engine with the same documents in it."""
    for other in elastic():
        for each in (index, other):
            each.take_in(map(each.say, [*DOCUMENTS, SECRET]), [], 6)
            each.commit()
        yield index, other


@pytest.mark.slow
def test_ten_thousand_random_questions_are_answered_by_each_engine_in_time(both):
    """A question is made and understood once for both."""
    chance, slowest, refused = random.Random(1914), 0.0, 0
    for number in range(QUESTIONS):
        query = Query.from_params(params(chance) if number % 3 else {"q": [text(chance)]})
        if query.asks_too_much:
            refused += 1
            continue
        ask = matching(bounded(query)) if number % 50 > 1 else None
        for each in both:
            start = time.perf_counter()
            if number % 50 == 0:
                answer(query, each, ["public"])
            elif number % 50 == 1:
                suggestions(query, each, ["public"])
            else:
                results = each.search(ask, ["public"], counted=False)
                assert results.total >= len(results.hits)
            slowest = max(slowest, time.perf_counter() - start)

    assert slowest < DEADLINE
    assert refused < QUESTIONS / 4


# What pages answer

engine = pytest.fixture(params=["embedded", "elastic"])(behind_pages)
PATHS = ("/datasets", "/datasets.json", "/datasets.csv", "/suggest", "/compare", "/compare.csv", "/datasets.atom")
SUFFIXES = [FORMATS[name].suffix for name in LISTED]


def told(client, path, query):
    """The status of an answer that was read to its end; `query` is the text after the question mark."""
    response = client.generic("GET", path, QUERY_STRING=query)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    assert response.status_code in (200, 400, 404), (path, query[:300], response.status_code)
    assert body or response.status_code == 200
    return response.status_code


@pytest.mark.django_db(transaction=True)
def test_hundreds_of_random_addresses_are_answered_or_refused_in_time(engine, client):
    from urllib.parse import urlencode

    world()
    chance, seen = random.Random(1848), set()
    for number in range(210):
        pairs = [(name, value) for name, values in params(chance).items() for value in values]
        query = urlencode(pairs, errors="surrogatepass")
        if number % 4 == 0:  # bytes that are no text, half a character, a sign of percent alone
            query += chance.choice(
                ("&q=%ff%fe", "&q=%c3", "&q=%", "&q=%zz", "&q=%00", "&&&=;=", "&q[]=1", "&q=%ed%a0%80")
            )
        start = time.perf_counter()
        seen.add(told(client, PATHS[number % len(PATHS)], query))
        assert time.perf_counter() - start < DEADLINE, query[:300]
    assert seen == {200, 400, 404}


HOSTILE = {
    "a megabyte of text": "q=" + "leukaemia+" * 100_000,
    "a megabyte of one word": "q=" + "a" * 1_000_000,
    "a megabyte of brackets": "q=" + "(" * 1_000_000,
    "thousands of parameters": "&".join(f"p{n}=1" for n in range(5_000)),
    "thousands of values": "&".join(f"keyword=w{n}" for n in range(5_000)),
    "a thousand values": "&".join(f"keyword=w{n}" for n in range(999)),
    "all filters at once": "&".join(f"{facet.key}=a&not_{facet.key}=b&in_{facet.key}=c" for facet in FACETS),
    "a search inside every filter": "&".join(f"in_{facet.key}=c" for facet in FACETS),
    "everything missing": "&".join(f"missing={key}" for key in KEYS),
    "null bytes": "q=%00&d=%00a&d=b%00&like=%00&keyword=%00&off=%00&in_publisher=%00",
    "null bytes to compare": "d=%00&d=a%00b",
    "halves of characters": "q=%c3%28%a0%f0%9f&d=%f0%9f&d=%ff&keyword=%c3&in_keyword=%f0",
    "a page beyond all": "page=99999999",
    "huge numbers": "patients_min=" + "9" * 15 + "&samples_max=9007199254740993&size=99999&lead_min=999999999999999",
    "absurd dates": "period_min=9999-12-31&period_max=0001-01-01&changed_since=9999-12-31",
    "words that nobody knows": "q=" + "+".join(f"{chr(97 + n)}zqxv{chr(98 + n)}kw" for n in range(24)),
}


@pytest.mark.django_db(transaction=True)
def test_an_address_that_is_meant_to_hurt_is_answered_or_refused_in_time(engine, client):
    world()
    for kind, path in product(HOSTILE, PATHS):
        start = time.perf_counter()
        told(client, path, HOSTILE[kind])
        assert time.perf_counter() - start < DEADLINE, (kind, path)


@pytest.mark.django_db(transaction=True)
def test_a_question_with_too_many_filters_is_refused_in_plain_words_and_one_at_the_limit_is_not(client, index):
    keys = [facet.key for facet in FACETS]
    within = "&".join(f"{key}=a" for key in keys[:MOST_FILTERS])
    for path in ("/datasets", "/datasets.csv", "/datasets.json"):
        assert told(client, path, within) == 200
        assert told(client, path, f"{within}&missing={keys[MOST_FILTERS]}") == 400
    refused = client.get(f"/datasets?{within}&{keys[MOST_FILTERS]}=a").content.decode()
    assert "Too many filters at once. Use at most 12 filters with 100 values in all." in refused
    values = "&".join(f"{key}=v{n}" for key in keys[:2] for n in range(50))
    assert (told(client, "/datasets", values), told(client, "/datasets", values + "&format=x")) == (200, 400)
