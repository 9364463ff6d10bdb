"""Duplicates: found by what they share, with a reason and a score; releases of two years are none."""

from itertools import count

from hypothesis import given, settings
from hypothesis import strategies as st

from fair_metadata.likeness import BLOCK, COMMON, alike, traits
from fair_metadata.namespaces import ADMS, DCAT, DCT, HEALTHDCATAP, RDF, SKOS
from fair_metadata.record import Record
from fair_metadata.terms import literal, named


def described(number, title, *said, nested=()):
    iri = f"http://example.org/d/{number}"
    own = [(RDF.type, DCAT.Dataset), (DCT.title, literal(title, language="en")), *said]
    return Record.of(iri, [*((named(iri), p, o) for p, o in own), *nested])


def found(*records):
    return [(a.one, a.other, a.score, a.reasons) for a in alike([traits(n, r) for n, r in enumerate(records)])]


def test_one_doi_in_four_ways_of_writing_is_one():
    node = [("_:i", SKOS.notation, literal("doi:10.5072/ABC.1"))]
    records = (
        described(1, "Acute", (DCT.identifier, literal("https://doi.org/10.5072/abc.1"))),
        described(2, "Blood", (ADMS.identifier, "_:i"), nested=node),
        described(3, "Cells", (ADMS.identifier, named("http://dx.doi.org/10.5072/ABC.1"))),
        described(4, "Drugs", (DCAT.landingPage, named("https://doi.org/10.5072/abc.1"))),
        described(5, "Other", (DCT.identifier, literal("10.5072/abc.2"))),
    )
    pairs = found(*records)
    assert {(one, other) for one, other, *_ in pairs} == {(0, 1), (0, 2), (0, 3), (1, 2), (1, 3), (2, 3)}
    assert {reasons[0] for *_, reasons in pairs} == {("doi", "10.5072/abc.1")}
    assert {score for _, _, score, _ in pairs} == {95}


def test_an_address_is_the_same_with_another_scheme_and_a_stroke_at_its_end():
    one = described(1, "Acute", (DCAT.landingPage, named("http://www.example.org/Data/")))
    other = described(2, "Blood", (DCAT.landingPage, named("https://example.org/data")))
    assert found(one, other) == [(0, 1, 60, (("landing page", "example.org/data"),))]


def test_a_page_that_many_share_identifies_none():
    portal = (DCAT.landingPage, named("https://example.org/"))
    assert found(*(described(n, f"{chr(65 + n) * 5}", portal) for n in range(COMMON + 1))) == []


def test_titles_that_differ_in_a_letter_are_told_and_two_years_are_not():
    titles = ("Registro de Leucemia aguda 2019", "Registro de leucémia agudas 2019", "Registro de Leucemia aguda 2020")
    ((one, other, score, reasons),) = found(*(described(n, title) for n, title in enumerate(titles)))
    assert (one, other, reasons[0][0]) == (0, 1, "title")
    assert 60 <= score < 70


def test_what_was_made_from_the_same_source_with_the_same_counts_is_told():
    source = (DCT.source, named("http://example.org/source"))
    counted = [(HEALTHDCATAP.numberOfUniqueIndividuals, literal("200"))]
    same = found(described(1, "Acute", source, *counted), described(2, "Blood", source, *counted))
    assert [reason for reason, _ in same[0][3]] == ["same source and counts", "same counts"]
    assert found(described(1, "Acute", source), described(2, "Blood", source)) == []
    assert found(described(1, "Acute", *counted), described(2, "Blood", *counted)) == []


def test_reasons_add_up():
    both = [(DCT.identifier, literal("REG-2019-7"))]
    ((*_, alone, _),) = found(described(1, "Acute", *both), described(2, "Blood", *both))
    ((*_, together, _),) = found(described(1, "Acute leukaemia", *both), described(2, "Acute leukaemia", *both))
    assert (alone, together) == (90, 97)


def test_those_that_say_how_they_are_related_are_none():
    same = (DCT.identifier, literal("REG-2019-7"))
    later = named("http://example.org/d/2")
    assert found(described(1, "Acute", same, (DCAT.hasVersion, later)), described(2, "Acute", same)) == []
    series = (DCAT.inSeries, named("http://example.org/series"))
    assert found(described(1, "Acute", same, series), described(2, "Acute", same, series)) == []


def test_short_identifiers_identify_none():
    for words in ("1", "main", "2019", "20190101"):
        said = (DCT.identifier, literal(words))
        assert found(described(1, "Acute", said), described(2, "Blood", said)) == []


@given(
    st.lists(
        st.sampled_from(["a registry", "registry a", "b registry", "c study", "d study 1", "d study 2"]), max_size=12
    )
)
@settings(max_examples=100, deadline=None)
def test_each_pair_is_told_once_in_the_same_order_whatever_order_they_came_in(titles):
    known = [traits(n, described(n, title)) for n, title in zip(count(), titles, strict=False)]
    pairs = alike(known)
    assert len({(a.one, a.other) for a in pairs}) == len(pairs)
    assert all(a.one < a.other for a in pairs)
    assert alike(known[::-1]) == pairs


def test_no_more_pairs_are_compared_than_grow_with_their_number(monkeypatch):
    from fair_metadata import likeness

    def compared(many):
        asked = []
        monkeypatch.setattr(likeness, "ratio", lambda a, b, score_cutoff: asked.append(a) or 0)
        titles = [f"acute registry {'abcdefghij'[n % 10]}{n // 10:x} of {n // 20:x}x" for n in range(many)]
        alike(
            [
                traits(n, described(n, title.translate(str.maketrans("0123456789", "ghijklmnop"))))
                for n, title in enumerate(titles)
            ]
        )
        return len(asked)

    few, many = compared(500), compared(2_000)
    assert 0 < many <= few * 4 * 1.1 <= 2_000 * BLOCK
