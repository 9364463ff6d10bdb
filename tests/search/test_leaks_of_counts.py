"""Counts of persons that are too small to be told: no answer, order or bound tells one."""

import itertools
import json
import re

import pytest

from catalog.models import Kind
from catalog.register import Outcome, Terms, register
from fair_metadata.counts import COHORT, PERSONS
from fair_metadata.formats import FORMATS, LISTED
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import literal, named
from search import follow
from search.asking import matching
from search.engines.saying import BAR_FIELDS, FACET_FIELDS, NUMBERS, TERMS
from search.query import Query
from search.understanding import understand
from tests.catalog.factories import described
from tests.search.servers import client
from tests.search.worlds import (
    IRI,
    LYMPHOMA,
    MYELOMA,
    answer,
    behind_pages,
    client_of,
    found,
    put,
)

pytestmark = pytest.mark.django_db(transaction=True)
SUFFIXES = ("csv", "atom", "json", *(FORMATS[name].suffix for name in LISTED))
engine = pytest.fixture(params=["embedded", "elastic"])(behind_pages)


both = pytest.mark.parametrize("engine", ["embedded", "elastic"], indirect=True)


# Counts that are too small to be told.


SMALL = ("seven", 7), ("three", 3)
HIDDEN = range(1, 10)  # what “<10” tells


def counted(name, title, number, *said, nested=(), **terms):
    return put(name, title, (PERSONS, literal(str(number))), *said, nested=nested, **terms)


def cohorts(*numbers):
    """Statements of groups of patients with these numbers, each with a disease of its own."""
    diseases = (MYELOMA, LYMPHOMA, named("http://purl.obolibrary.org/obo/MONDO_0018874"))
    said = [(COHORT, f"_:c{place}") for place in range(len(numbers))]
    nested = [
        triple
        for place, number in enumerate(numbers)
        for triple in (
            (f"_:c{place}", PERSONS, literal(str(number))),
            (f"_:c{place}", DCT.subject, diseases[place]),
            (f"_:c{place}", DCT.title, literal(f"Group {place}")),
        )
    ]
    return said, nested


@both
def test_a_range_of_patients_tells_of_a_small_count_only_that_it_is_small(engine):
    for name, number in SMALL:
        counted(f"{name}-set", "Rare registry", number)
    counted("twelve-set", "Rare registry", 12)
    reader = client_of()
    for least, most in itertools.combinations_with_replacement(range(21), 2):
        bounds = f"patients_min={least}&patients_max={most}"
        told = {"seven-set", "three-set"} if least <= HIDDEN[0] and most >= HIDDEN[-1] else set()
        told |= {"twelve-set"} if least <= 12 <= most else set()
        assert (bounds, found(reader, f"&{bounds}")) == (bounds, told)
        perhaps = {"seven-set", "three-set"} if least <= HIDDEN[-1] and most >= HIDDEN[0] else set()
        assert (bounds, found(reader, f"&match=maybe&{bounds}")) == (bounds, perhaps - told)
    for end in range(21):
        assert len(found(reader, f"&patients_min={end}") & {"seven-set", "three-set"}) == (2 if end <= 1 else 0)
        assert len(found(reader, f"&patients_max={end}") & {"seven-set", "three-set"}) == (2 if end >= 9 else 0)


@both
def test_a_range_tells_of_a_small_group_with_a_disease_only_that_it_is_small(engine):
    for name, numbers in (("one", (3, 4, 53)), ("two", (4, 3, 53))):
        said, nested = cohorts(*numbers)
        counted(f"{name}-set", "Grouped registry", 60, *said, nested=nested)
    reader = client_of()
    for disease, (least, most) in itertools.product(
        (MYELOMA, LYMPHOMA), itertools.combinations_with_replacement(range(12), 2)
    ):
        for match in ("", "&match=maybe"):
            told = found(reader, f"&disease={disease[1:-1]}&patients_min={least}&patients_max={most}{match}")
            assert told in (set(), {"one-set", "two-set"})


@both
def test_patients_counts_bars_facets_orders_and_sums_are_the_same_for_any_small_number(engine):
    """Two catalogues that differ in small numbers alone answer the same in every way."""
    answers = []
    reader = client_of()
    for numbers in ((7, 3, 4), (2, 8, 1)):
        counted("rare-set", "Rare registry", numbers[0])
        said, nested = cohorts(numbers[1], numbers[2], 53)
        counted("grouped-set", "Grouped registry", 60, *said, nested=nested)
        counted("large-set", "Large registry", 45)
        answers.append(
            {
                address: _timeless(answer(reader, address))
                for question in ("", *(f"q={w}" for w in ("rare", "grouped", "large", "rare+large")))
                for ending in ("", ".json", ".csv", ".atom", ".ttl", ".jsonld", ".nq", ".bib", ".ris")
                for sort in ("patients", "relevance")
                for address in (f"/datasets{ending}?{question}&sort={sort}",)
            }
        )
        _forget(engine)
    assert answers[0] == answers[1]


def _timeless(told):
    """Without when it was registered, and how many bytes that takes."""
    status, headers, body = told
    headers = [(name, value) for name, value in headers if name != "Content-Length"]
    return status, headers, re.sub(rb"20\d\d-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:\+00:00|Z)", b"then", body)


def _forget(engine):
    from django.core.management import call_command

    call_command("flush", interactive=False, verbosity=0)
    follow.rebuild(engine, afresh=True)


@both
def test_no_difference_of_two_sums_of_patients_tells_a_small_count(engine):
    for name, number in SMALL:
        counted(f"{name}-set", f"Rare {name}", number, (DCAT.keyword, literal(name)))
    for n, number in enumerate((11, 19, 27, 33)):
        counted(f"known-{n}", "Known", number, (DCAT.keyword, literal(f"known{n}")))
    reader = client_of()

    def summed(question):
        return json.loads(reader.get(f"/datasets.json?{question}").content)["patients_at_least"]

    keys = ["known0", "known1", "known2", "known3"]
    for size in range(len(keys) + 1):
        for chosen in itertools.combinations(keys, size):
            others = "".join(f"&keyword={key}" for key in chosen)
            seven, three = (summed(f"keyword={name}{others}") for name, _ in SMALL)
            assert seven == three
            assert seven % 10 == 0
    assert summed("keyword=seven") == 0
    certain = [
        engine.search(matching(understand(Query(filters={"keyword": (name,)}))), ["public"]).patients
        for name, _ in SMALL
    ]
    assert certain == [1, 1]  # at least one: so much “<10” says


LIMIT, NEEDLE, OTHER, THIRD = 10**9, 471_108_215, 5_823_904_471, 9_118_273_645
WRITTEN = [text.encode() for n in (NEEDLE, OTHER) for text in (str(n), f"{n:,}", f"{n:08x}", f"{n:x}")]
WRITTEN += [n.to_bytes(8, order) for n in (NEEDLE, OTHER) for order in ("little", "big")]
EVERY_WAY = [
    "/datasets", "/datasets?view=table", "/datasets?sort=patients", "/datasets?q=rare&sort=patients", "/suggest?q=rare",
    "/datasets?q=471108215", "/datasets?patients_min=1&patients_max=999999999", "/datasets?match=maybe&patients_min=5",
    "/datasets?like=rare-set", "/datasets?q=rarx", "/suggest?q=47", "/suggest?q=rare+regis", "/datasets?in_keyword=4",
    "/compare?d=rare-set&d=parts-set", "/compare.csv?d=rare-set&d=parts-set", "/datasets/rare-set", "/datasets/parts-set",
    *(f"/datasets.{suffix}" for suffix in SUFFIXES), *(f"/datasets/parts-set.{row.suffix}" for row in FORMATS.values()),
]  # fmt: skip


@both
def test_a_small_number_stands_in_no_answer_and_in_no_byte_of_the_index(engine, settings):
    settings.SMALL_CELL_LIMIT = LIMIT
    counted("rare-set", "Rare registry", NEEDLE, (DCAT.keyword, literal("rare")))
    said, nested = cohorts(NEEDLE, OTHER, THIRD)
    counted("parts-set", "Rare parts", NEEDLE + OTHER + THIRD, *said, nested=nested)
    reader = client_of()
    for address in EVERY_WAY:
        status, headers, body = answer(reader, address)
        assert (address, status) == (address, 200)
        shown = body.replace(b"471108215", b"") if "471108215" in address else body
        assert (address, [needle for needle in WRITTEN if needle in shown or needle in repr(headers).encode()]) == (
            address,
            [],
        )
    held = b"\n".join(_dump(engine))
    assert b"rare-set" in held or b"Rare registry" in held
    assert [needle for needle in WRITTEN if needle in held] == []


def _dump(engine):
    """All that an engine keeps: the bytes of its files; of a cluster its sources, terms and numbers."""
    if engine.health().name == "Tantivy":
        yield from (path.read_bytes() for path in engine._shelf.root.rglob("*") if path.is_file())
        return
    columns = [*NUMBERS, *TERMS, *FACET_FIELDS, *BAR_FIELDS]
    found = client(engine).search(index=engine._shelf.alias, size=100, docvalue_fields=columns, fields=["*"])
    for hit in found["hits"]["hits"]:
        yield json.dumps(hit).encode()
        told = client(engine).termvectors(index=engine._shelf.alias, id=hit["_id"], fields=["*"], term_statistics=True)
        yield json.dumps(told["term_vectors"]).encode()


def test_registering_another_small_number_is_no_change(index):
    counted("rare-set", "Rare registry", 7)
    before = answer(client_of(), "/datasets.json"), index.position()
    record = described(f"{IRI}rare-set", Kind.DATASET, (PERSONS, literal("3")), title="Rare registry")
    assert register(record, Kind.DATASET, Terms(publish=True)) is Outcome.UNCHANGED
    assert (answer(client_of(), "/datasets.json"), index.position()) == before
