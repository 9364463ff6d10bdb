"""Hostile documents end with the process that looks at them, and the limit that they ran into has a name."""

import gzip
import logging

import pytest

from catalog.validating.process import judged
from catalog.validating.working import Job, OverLimit
from tests.catalog.validating.conftest import HEAD, POOR, SECRET
from tests.processes import below

MIB = 1024**2


def look(body, *, deadline=60.0, memory_mb=512, **how):
    body = body.encode() if isinstance(body, str) else body
    job = Job(body, "dcat-ap", MIB, **{"media_type": "text/turtle"} | how)
    return judged(job, deadline=deadline, memory_mb=memory_mb)


def test_a_document_is_judged_and_its_process_is_gone():
    look(POOR)
    before = len(below())
    outcome = look(POOR)
    assert (outcome.verdict.looked_at, outcome.verdict.violations) == (1, 2)
    assert len(below()) == before


LARGE = HEAD + "".join(f"<https://e.org/{n}> a dcat:Distribution .\n" for n in range(20_000))
HOSTILE = {
    "a gzip bomb": (gzip.compress(b" " * 300 * MIB), "unpacks to far more"),
    "deep JSON": (b'{"http://e.org/p":' * 50_000 + b"1" + b"}" * 50_000, "nested"),
    "a billion laughs": ('<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><r/>', "DOCTYPE"),
    "a context elsewhere": ('{"@context": "https://evil.example/c", "@id": "https://e.org/a"}', "never fetched"),
    "no end of brackets": (HEAD + "<https://e.org/a> dct:title " + "(" * 100_000, ""),
    "a web page": ("<!DOCTYPE html><html></html>", "web page"),
    "zeros": (b"\0" * 1000, ""),
    "a PDF": (b"%PDF-1.7", "PDF"),
}  # fmt: skip


@pytest.mark.parametrize(("body", "because"), HOSTILE.values(), ids=HOSTILE)
def test_what_is_hostile_is_refused_in_plain_words_or_by_the_name_of_a_limit(body, because):
    try:
        outcome = look(body, media_type="", name="it")
    except OverLimit as over:
        assert over.limit in ("VALIDATE_DEADLINE", "VALIDATE_MEMORY_MB", "depth")
    else:
        assert outcome.verdict is None
        assert because in outcome.refused
    assert look(POOR).verdict.looked_at == 1


def test_a_knot_of_blank_nodes_costs_nothing():
    knot = "".join(f"_:k{a} dct:relation _:k{b} .\n" for a in range(40) for b in range(40) if a != b)
    assert look(HEAD + "<https://e.org/a> a dcat:Dataset .\n" + knot).verdict.looked_at == 1


def test_what_is_nested_deep_in_turtle_costs_nothing():
    deep = HEAD + "<https://e.org/a> dct:relation " + "[ dct:relation " * 60_000 + "[]" + "]" * 60_000 + " ."
    assert look(deep).verdict.statements == 60_001


def test_what_takes_longer_than_it_may_is_ended():
    before = len(below())
    with pytest.raises(OverLimit) as over:
        look(LARGE, deadline=0.01)
    assert over.value.limit == "VALIDATE_DEADLINE"
    assert len(below()) <= before


def test_what_takes_more_memory_than_it_may_is_ended():
    with pytest.raises(OverLimit) as over:
        look(LARGE, memory_mb=16)
    assert over.value.limit == "VALIDATE_MEMORY_MB"


def test_no_document_makes_the_process_ask_anybody():
    """It may open no socket: what a parser would fetch, it cannot."""
    outcome = look('{"@context": {"@import": "http://127.0.0.1:1/c"}, "@id": "https://e.org/a"}', media_type="")
    assert "never fetched" in outcome.refused


def test_nothing_of_a_document_is_noted(caplog):
    with caplog.at_level(logging.DEBUG):
        look(f'{HEAD}<https://e.org/a> a dcat:Dataset ; dct:issued "{SECRET}" .')
        look(f"{SECRET} is no RDF")
    assert SECRET not in caplog.text
