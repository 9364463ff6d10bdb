"""Counts of persons: what each way of writing them promises, and that no small one is left, however it is written."""

import gzip
import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fair_metadata.counts import COHORT, PERSONS, SUPPRESSED, Bounds, Door, are_named_in, bounds, bounds_of, suppressed
from fair_metadata.document import Document, split
from fair_metadata.namespaces import DCAT, DCT, HEALTHDCATAP, MARROW, RDF, XSD
from fair_metadata.record import Record
from fair_metadata.terms import literal, named
from tests.fair_metadata.graphs import canonical, corpus, graphs

LIMIT = 10
IRI = "http://example.org/a"
D = named(IRI)
READ = {
    "412": (412, 412),
    " 412 ": (412, 412),
    "0": (0, 0),
    "007": (7, 7),
    "+7": (7, 7),
    "7.0": (7, 7),
    "٧": (7, 7),
    "７": (7, 7),
    "7 patients": (7, 7),
    "1,234": (1234, 1234),
    "1.234": (1234, 1234),
    "1 234": (1234, 1234),
    "1\u202f234\u202f567": (1_234_567, 1_234_567),
    "<10": (1, 9),
    "< 10": (1, 9),
    "fewer than 10": (1, 9),
    "menos de 10": (1, 9),
    "<1": (0, 0),
    "≤10": (1, 10),
    ">700000": (700_001, None),
    "over 100000": (100_001, None),
    "more than 100": (101, None),
    "más de 100": (101, None),
    "≥100": (100, None),
    ">=100": (100, None),
    "at least 100": (100, None),
    "100+": (100, None),
    "100-200": (100, 200),
    "100–200": (100, 200),
    "100 to 200": (100, 200),
    "~540": (540, 540),
    "about 540": (540, 540),
    "approximately 1,200 patients": (1200, 1200),
}
NO_COUNTS = ["", "n/a", "-7", "<0", "200-100", "1,23", "1,234.567", "0,123", "12 centres", "9" * 20, "9" * 5000]

# Ways to write the number of a few persons, each with what is stated instead.
SPELLINGS = {
    "{n}": "<10",
    " {n} ": "<10",
    "00{n}": "<10",
    "+{n}": "<10",
    "{n}.0": "<10",
    "{n},00": "<10",
    "~{n}": "<10",
    "approx. {n}": "<10",
    "≤{n}": "<10",
    "1-{n}": "<10",
    "{n} patients": "<10",
    "n={n}": "suppressed",
    "{n} (of 200)": "suppressed",
    "{n}E0": "suppressed",
    "1,200 in {n} centres": "suppressed",
}
WHOLE = [XSD.integer, XSD.nonNegativeInteger, XSD.string, XSD.decimal, XSD.double, named("http://example.org/odd")]
small_literals = st.one_of(
    st.builds(
        lambda n, spelling, datatype: literal(spelling.format(n=n), datatype=datatype[1:-1]),
        st.integers(1, LIMIT - 1),
        st.sampled_from(sorted(SPELLINGS)),
        st.sampled_from(WHOLE),
    ),
    st.builds(lambda n: literal(str(n), language="en"), st.integers(1, LIMIT - 1)),
    st.builds(lambda n: literal(f"{n}.000", datatype=XSD.decimal[1:-1]), st.integers(1, LIMIT - 1)),
    st.builds(lambda n: literal(f"{n}e0", datatype=XSD.double[1:-1]), st.integers(1, LIMIT - 1)),
)
open_literals = st.one_of(
    st.builds(lambda n: literal(str(n), datatype=XSD.integer[1:-1]), st.one_of(st.just(0), st.integers(LIMIT, 10**9))),
    st.sampled_from([literal(text) for text in ("n/a", ">700000", "≤10", "unknown", "0", "-1", "1,200", "≥7")]),
)
nodes = st.sampled_from([D, named("http://example.org/agent/1"), "_:b0", "_:b1"])
counted = st.lists(st.tuples(nodes, st.just(PERSONS), st.one_of(small_literals, open_literals)), max_size=6)
TYPED = (D, RDF.type, DCAT.Dataset)


@pytest.mark.parametrize(("text", "expected"), READ.items())
def test_a_count_is_read_as_it_is_written(text, expected):
    assert bounds(text) == Bounds(*expected)


@pytest.mark.parametrize("text", NO_COUNTS)
def test_what_is_no_count_is_not_read_as_one(text):
    assert bounds(text) is None


@given(st.text(max_size=60))
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_or_not_and_never_fails(text):
    found = bounds(text)
    assert found is None or (found.low >= 0 and (found.high is None or found.high >= found.low))


@pytest.mark.parametrize(
    ("text", "datatype", "expected"),
    [
        ("7.000", XSD.decimal, (7, 7)),
        ("7.000", XSD.string, (7000, 7000)),
        ("4.12E2", XSD.double, (412, 412)),
        ("0.5", XSD.decimal, (0, 1)),
        ("INF", XSD.double, None),
        ("NaN", XSD.double, None),
        ("1E999999999", XSD.double, None),
        ("-3", XSD.decimal, None),
    ],
)
def test_a_dot_in_a_decimal_is_not_between_thousands(text, datatype, expected):
    assert bounds_of(literal(text, datatype=datatype[1:-1])) == (Bounds(*expected) if expected else None)


@pytest.mark.parametrize(("spelling", "instead"), SPELLINGS.items())
def test_each_spelling_of_a_small_count_has_its_text_instead(spelling, instead):
    record = Record(D, ((D, PERSONS, literal(spelling.format(n=7))),))
    assert suppressed(record, LIMIT).triples == ((D, SUPPRESSED, literal(instead)),)


@given(graphs, counted)
@settings(max_examples=300, deadline=None)
def test_no_small_count_is_left_and_all_else_is_untouched_and_twice_is_once(triples, counts):
    [record, *_] = split([TYPED, *triples, *counts])[0]
    clean = suppressed(record, LIMIT)
    is_small = {t: t[1] == PERSONS and t[2] in SMALL for t in record.triples}
    expected = [(t[0], SUPPRESSED, literal(SMALL[t[2]])) if small else t for t, small in is_small.items()]
    assert canonical(clean.triples) == canonical(expected)
    assert [o for _, p, o in clean.triples if p == PERSONS and o in SMALL] == []
    assert suppressed(clean, LIMIT) == clean
    assert any(is_small.values()) or clean is record


def _small():
    """Each literal that `small_literals` makes, and what is stated instead: written down, not worked out."""
    found = {}
    for n in range(1, LIMIT):
        for spelling, instead in SPELLINGS.items():
            for datatype in WHOLE:
                is_number = datatype in (XSD.decimal, XSD.double) and spelling == "{n}E0"
                found[literal(spelling.format(n=n), datatype=datatype[1:-1])] = "<10" if is_number else instead
        found[literal(str(n), language="en")] = "<10"
        found[literal(f"{n}.000", datatype=XSD.decimal[1:-1])] = "<10"
        found[literal(f"{n}e0", datatype=XSD.double[1:-1])] = "<10"
    return found


SMALL = _small()


@pytest.mark.parametrize(("name", "triples"), corpus())
def test_nothing_changes_in_a_corpus_file(name, triples):
    door = Door(LIMIT)
    assert (door.admit(triples) is triples, door.suppressed) == (True, 0)
    for record in split(triples)[0]:
        assert suppressed(record, LIMIT) is record


def test_rows_are_no_persons():
    record = Record(D, ((D, HEALTHDCATAP.numberOfRecords, '"3"'),))
    assert suppressed(record, LIMIT) is record


def test_the_name_of_a_blank_node_does_not_tell_the_number():
    def with_count(n):
        cohort = [(D, COHORT, "_:x"), ("_:x", PERSONS, literal(str(n))), ("_:x", DCT.title, '"AML"@en')]
        return suppressed(Record.of(IRI, cohort), LIMIT)

    assert len({with_count(n).digest for n in range(1, LIMIT)}) == 1


def cohorts(total, *sizes, dataset=IRI, limit=LIMIT):
    """A dataset divided into cohorts, and what is shown of each: its number or the text instead."""
    d = named(dataset)
    triples = [(d, PERSONS, literal(str(total)))] if total is not None else []
    for n, size in enumerate(sizes):
        node = named(f"{dataset}/{n}")
        triples += [(d, COHORT, node), (node, RDF.type, MARROW.Cohort), (node, PERSONS, literal(str(size)))]
    clean = suppressed(Record.of(dataset, triples), limit)
    assert suppressed(clean, limit) == clean
    found = [(clean.value(PERSONS, node) or clean.value(SUPPRESSED, node))[1:-1] for _, p, node in clean if p == COHORT]
    stated = clean.value(PERSONS) or clean.value(SUPPRESSED)
    return stated and stated[1:-1], found


@pytest.mark.parametrize(
    ("total", "sizes", "shown"),
    [
        (107, (7, 40, 60), ["<10", "suppressed", "60"]),
        (107, (7, 0, 40, 60), ["<10", "0", "suppressed", "60"]),  # hiding nobody would hide nothing
        (87, (7, 40, 40), ["<10", "suppressed", "suppressed"]),  # which of two equals is first is chance
        (47, (7, 40), ["<10", "suppressed"]),
        (110, (7, 3, 40, 60), ["<10", "<10", "40", "60"]),  # two hidden ones hide each other
        (102, (1, 1, 40, 60), ["<10", "<10", "suppressed", "60"]),  # unless both must be 1
        (118, (9, 9, 40, 60), ["<10", "<10", "suppressed", "60"]),  # or both must be 9
        ("suppressed", (9, 9), ["<10", "<10"]),  # with no other to hide, the total goes
        (500, (7, 40, 60), ["<10", "40", "60"]),  # no partition: much is left over
        (90, (7, 40, 60), ["<10", "40", "60"]),  # no partition: they overlap
        (None, (7, 40, 60), ["<10", "40", "60"]),  # no total to take anything from
        (100, (40, 60), ["40", "60"]),
    ],
)
def test_no_difference_of_totals_gives_a_cohort_away(total, sizes, shown):
    stated = sum(sizes) if total == "suppressed" else total
    assert cohorts(stated, *sizes) == (total and str(total), shown)


@given(st.lists(st.integers(0, 60), min_size=1, max_size=6))
@settings(max_examples=200, deadline=None)
def test_what_is_shown_of_a_partition_fits_more_than_one_number_for_each_hidden_cohort(sizes):
    total = sum(sizes)
    if 0 < total < LIMIT:
        return
    stated, shown = cohorts(total, *sizes)
    hidden = [text for text in shown if not text.isdigit()]
    left = total - sum(int(text) for text in shown if text.isdigit())
    if not any(0 < size < LIMIT for size in sizes):
        assert hidden == []
    if stated == "suppressed":
        assert len({*sizes} - {0}) == 1  # nothing else was left to hide
        return
    for place, text in enumerate(hidden):
        others = [*hidden[:place], *hidden[place + 1 :]]
        most = sum(LIMIT - 1 if other == "<10" else left for other in others)
        fits = [n for n in range(1, LIMIT if text == "<10" else left + 1) if len(others) <= left - n <= most]
        assert len(fits) > 1


@pytest.mark.parametrize("memory", [0, 10_000])
def test_at_the_door_a_cohort_of_two_datasets_is_hidden_in_both(memory):
    a, b, c = (named(f"http://example.org/{name}") for name in "abc")
    small = named("http://example.org/small")
    triples = [(a, RDF.type, DCAT.Dataset), (b, RDF.type, DCAT.Dataset), (a, PERSONS, '"47"'), (b, COHORT, c)]
    triples += [(a, COHORT, c), (c, PERSONS, '"40"'), (a, COHORT, small), (small, PERSONS, '"7"')]
    door, document = Door(LIMIT), Document(memory_triples=memory)
    document.add(door.admit(triples))
    door.close(document)
    said = {triple for part in document.parts() for triple in part.triples}
    document.close()
    assert door.suppressed == 2
    assert {t for t in said if t[1] in (PERSONS, SUPPRESSED)} == {
        (a, PERSONS, '"47"'),
        (c, SUPPRESSED, '"suppressed"'),
        (small, SUPPRESSED, '"<10"'),
    }


NAME = "<http://healthdataportal.eu/ns/health#numberOfUniqueIndividuals>"


@pytest.mark.parametrize(
    ("body", "is_named"),
    [
        (NAME.encode(), True),
        (NAME.encode("utf-16"), True),
        (NAME.replace("U", "\\u0055").encode(), True),
        (b"x" * ((1 << 20) - 70) + NAME.encode(), True),
        (gzip.compress(NAME.encode(), mtime=0), True),
        (gzip.compress(NAME.encode(), mtime=0)[:-9], True),
        (gzip.compress(b"nothing of the kind" * 50, mtime=0)[:-9], False),
        (b"<http://e.org/x> a nowhere:C .", False),
    ],
)
def test_bytes_that_name_counts_of_persons_are_recognised(body, is_named):
    assert are_named_in(io.BytesIO(body)) is is_named
