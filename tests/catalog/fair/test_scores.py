"""Scores are kept over time: one row for a revision and version of the rules, and the same figure wherever it is shown."""

import pytest

from catalog import browse
from catalog.fair import averages, scoring
from catalog.fair.reporting import report
from catalog.models import Resource, Score
from catalog.policy import ANYBODY
from catalog.register import Terms, register
from fair_metadata.assessment import Case, points
from fair_metadata.namespaces import DCAT, DCT
from fair_metadata.terms import literal
from search.batches import after
from search.documents import documents
from search.facts import band
from tests.catalog import factories
from tests.catalog.fair import showing
from tests.catalog.fair.showing import FILES_OF, OPEN, RESTRICTED, without

pytestmark = pytest.mark.django_db


def kept(slug):
    return list(Score.objects.filter(resource__slug=slug).values_list("points", "passed", "signposting"))


def test_what_changed_is_judged_once_and_what_did_not_is_not_judged_again(shown):
    assert [scoring.catch_up(), scoring.catch_up()] == [2, 0]
    assert (kept(OPEN), kept(RESTRICTED)) == ([(96, 41, 2)], [(96, 41, 2)])
    showing.edited(OPEN, without(DCT.provenance))
    assert scoring.catch_up() == 1
    assert kept(OPEN) == [(96, 41, 2), (94, 40, 2)]


def test_a_dataset_is_judged_again_when_its_file_changed(shown):
    scoring.catch_up()
    for each in FILES_OF[OPEN]:
        showing.edited(each, without(DCAT.downloadURL))
    assert scoring.catch_up() == 1
    assert (kept(OPEN), showing.row(OPEN).fair) == ([(94, 40, 2)], 94)


def test_judged_afresh_it_is_written_over_and_some_at_a_time_it_goes_on_where_it_was(shown):
    assert [scoring.catch_up(most=1), scoring.catch_up(afresh=True)] == [2, 2]
    assert Score.objects.count() == 2


def test_what_was_withdrawn_keeps_the_score_that_it_had(shown):
    scoring.catch_up()
    row = showing.row(OPEN)
    factories.revised(row, state="withdrawn")
    assert (scoring.catch_up(), kept(OPEN)) == (0, [(96, 41, 2)])


def test_points_of_a_version_that_was_followed_meanwhile_do_not_become_the_points_of_the_next(shown):
    row = showing.row(OPEN)
    scores = scoring.judged([row.pk, showing.row(RESTRICTED).pk])
    factories.revised(row)
    Resource.objects.update(fair=1)
    assert scoring._keep(scores) == 2
    assert (showing.row(OPEN).fair, showing.row(RESTRICTED).fair) == (1, 96)
    assert (kept(OPEN), kept(RESTRICTED)) == ([(96, 41, 2)], [(96, 41, 2)])


def test_what_is_hidden_while_it_is_judged_is_judged_as_not_there(shown):
    row = browse.whole(showing.row(OPEN))
    Resource.objects.filter(pk=row.pk).update(visibility="organisation")
    found = report(row).assessment
    assert (found.points, found.signposting) == (96, 0)


def test_search_curators_and_report_have_the_same_figure(shown):
    scoring.catch_up()
    found = {each.iri: each for batch in after(0) for each in documents([shown.source() for shown in batch.shown])}
    for slug in (OPEN, RESTRICTED):
        row = showing.row(slug)
        document, figure = found[row.iri], showing.judged(slug).points
        assert (document.numbers["fair"], document.shown["fair"], row.fair) == (figure, figure, figure)
        assert document.facets["fair"] == (band(figure),)


def test_before_it_is_judged_the_column_has_the_points_of_the_description_alone(db):
    record = factories.described("https://data.example.org/d", "dataset", (DCAT.keyword, literal("AML")))
    register(record, "dataset", Terms(publish=True))
    row = Resource.objects.get(iri=record.iri)
    assert row.fair == points(Case(record)) == points(Case(record, violations=row.violations))


def test_what_is_no_dataset_has_no_points(shown):
    scoring.catch_up()
    assert showing.row(FILES_OF[OPEN][0]).fair == 0
    assert not Score.objects.filter(resource__kind="distribution").exists()


def test_averages_are_of_what_the_reader_may_see_listed(shown):
    scoring.catch_up()
    found = averages.catalogue(ANYBODY)
    assert (found.whole.datasets, found.whole.points, dict(found.bands)) == (2, 96, {"high": 2, "middle": 0, "low": 0})
    assert [(one.name, one.datasets, one.points) for one in found.organisations] == [("Demo organisation", 2, 96)]
    row = showing.row(OPEN)
    factories.revised(row, visibility="organisation")
    showing.row(RESTRICTED)
    Resource.objects.filter(slug=RESTRICTED).update(fair=40)
    found = averages.catalogue(ANYBODY)
    assert (found.whole.datasets, found.whole.points) == (1, 40)
    assert [row.slug for row in found.lowest] == [RESTRICTED]


def test_averages_of_nothing_are_none(db):
    found = averages.catalogue(ANYBODY)
    assert (found.whole.datasets, found.whole.points, found.lowest) == (0, None, ())


def test_saying_more_never_takes_points_away(shown):
    whole = showing.row(RESTRICTED).record
    for path in {path for _, path, _ in whole.triples}:
        less = without(path)(whole)
        if less.types():  # what says that it is a dataset is needed to know what is asked of it
            assert points(Case(less)) <= points(Case(whole))


def test_a_dataset_is_judged_once_however_far_its_files_are_from_it(db, monkeypatch):
    monkeypatch.setattr(scoring, "CHUNK", 2)
    files = [factories.resource("distribution") for _ in range(5)]
    early = factories.resource(links={DCAT.distribution: [files[0].iri]})
    late = factories.resource(links={DCAT.distribution: [file.iri for file in files]})
    factories.revised(files[4])
    factories.resource()
    assert scoring.catch_up() == 3
    assert set(Score.objects.values_list("resource", flat=True)) >= {early.pk, late.pk}


def test_other_processes_judge_as_this_one_does(shown):
    pks = [showing.row(slug).pk for slug in (OPEN, RESTRICTED)]
    figures = [(each.resource_id, each.points, each.passed) for each in scoring.judged(pks)]
    assert figures == [(pk, 96, 41) for pk in sorted(pks)]
