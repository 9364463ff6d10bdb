"""How complete a description is: 0 to 100, what is missing with its gain, and gains that are kept when mended."""

from hypothesis import given
from hypothesis import strategies as st

from fair_metadata.completeness import completeness, score
from fair_metadata.document import split
from fair_metadata.namespaces import DCAT, DCT, RDF
from fair_metadata.profile import Level
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record
from fair_metadata.terms import literal, named
from tests.fair_metadata.graphs import corpus

IRI = "https://data.example.org/d"
ROWS = [row for row in DEFAULT.shapes["dataset"].properties if not row.is_deprecated and row.path != RDF.type]


SAID = literal("x")


def dataset(paths=(), value=SAID):
    return Record.of(IRI, [(named(IRI), RDF.type, DCAT.Dataset), *((named(IRI), path, value) for path in paths)])


def test_nothing_said_is_nothing_and_everything_said_is_everything():
    assert completeness(dataset(), DEFAULT).score == 0
    whole = completeness(dataset([row.path for row in ROWS]), DEFAULT)
    assert (whole.score, whole.missing) == (100, ())


def test_a_resource_that_the_profile_does_not_know_has_no_points():
    other = Record.of(IRI, [(named(IRI), RDF.type, named("https://example.org/Thing"))])
    assert (completeness(other, DEFAULT).score, completeness(other, DEFAULT).missing) == (0, ())


def test_an_empty_text_states_nothing():
    assert completeness(dataset([DCT.title], literal("  ")), DEFAULT).score == 0


@given(st.sets(st.sampled_from([row.path for row in ROWS])))
def test_what_is_missing_would_make_it_whole(paths):
    found = completeness(dataset(paths), DEFAULT)
    assert {gap.row.path for gap in found.missing} == {row.path for row in ROWS} - paths
    gains = [gap.gain for gap in found.missing]
    assert gains == sorted(gains, reverse=True)
    assert abs(100 - sum(gains) - found.score) <= 1
    assert found.shares[Level.MANDATORY].stated <= found.shares[Level.MANDATORY].of


@given(st.sets(st.sampled_from([row.path for row in ROWS])), st.sampled_from([row.path for row in ROWS]))
def test_saying_more_never_takes_points_away(paths, another):
    assert completeness(dataset(paths | {another}), DEFAULT).score >= completeness(dataset(paths), DEFAULT).score


def test_advice_is_given_in_both_languages_with_its_points():
    first = completeness(dataset([DCT.title]), DEFAULT).missing[0]
    assert first.advice["en"].startswith("+")
    assert " if you add: " in first.advice["en"]
    assert " si añade: " in first.advice["es"]


def test_the_score_alone_is_the_score_of_the_report():
    for record in (record for _, triples in corpus() for record in split(triples)[0]):
        assert score(record, DEFAULT) == completeness(record, DEFAULT).score
