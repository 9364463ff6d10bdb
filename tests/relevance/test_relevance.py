"""Questions of researchers, machines and curators over the demo catalogue, on both engines."""

from statistics import fmean

import pytest

from tests.relevance.catalogue import asked, documents, engines, named
from tests.relevance.judging import ndcg, questions

QUESTIONS = questions()
LEAST = 0.9  # mean nDCG@10
each = pytest.mark.parametrize("question", QUESTIONS, ids=[question.ask for question in QUESTIONS])


@pytest.fixture(scope="module", params=["embedded", "elastic"])
def engine(request, tmp_path_factory):
    """The demo in an engine."""
    yield from engines(request.param, tmp_path_factory.mktemp("relevance"))


def shown(found):
    """What a reader sees: what matches, then what may match."""
    return [*named(found.results), *named(found.maybe)]


def test_the_questions_are_of_the_three_groups_and_about_datasets_that_are_there():
    there = {document.iri.rsplit(":", 1)[-1] for document in documents()}
    named = {name for q in QUESTIONS for name in (*q.grades, *(q.exactly or ()), *q.may, *q.never)}
    assert named - there == set()
    counts = {who: sum(q.who == who for q in QUESTIONS) for who in ("researcher", "machine", "curator")}
    assert sum(counts.values()) == len(QUESTIONS) >= 60
    assert min(counts.values()) >= 12


def test_what_was_asked_for_comes_first(engine, figures):
    found = [(ndcg(q.grades, shown(asked(engine, q.ask))), q) for q in QUESTIONS]
    groups = {who: fmean(n for n, q in found if q.who == who) for who in ("researcher", "machine", "curator")}
    mean, name = fmean(n for n, _ in found), type(engine).__name__
    told = ", ".join(f"{who} {value:.3f}" for who, value in groups.items())
    figures.append(f"{name}: mean nDCG@10 {mean:.3f} over {len(found)} questions ({told})")
    worst = sorted(found, key=lambda pair: pair[0])[:3]
    figures.append(f"{name}: the worst are " + ", ".join(f"{n:.3f} “{q.ask}”" for n, q in worst))
    assert mean >= LEAST
    assert min(groups.values()) >= LEAST


@each
def test_filters_give_exactly_what_holds_and_what_may_hold(engine, question):
    found = asked(engine, question.ask)
    if question.exactly is not None:
        assert set(named(found.results)) == question.exactly
    assert question.never & set(named(found.results)) == set()
    if question.may:
        assert question.may - set(named(asked(engine, question.ask, maybe=True).results)) == set()


@pytest.mark.parametrize("question", [q for q in QUESTIONS if q.first], ids=lambda question: question.ask)
def test_an_identifier_is_found_first(engine, question):
    assert named(asked(engine, question.ask).results)[:1] == [question.first]


def test_every_dataset_is_found_first_by_its_title(engine):
    found = {document.title: shown(asked(engine, document.title))[:1] for document in documents()}
    expected = {document.title: [document.iri.rsplit(":", 1)[-1]] for document in documents()}
    assert found == expected
