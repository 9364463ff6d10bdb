"""Checking a description beside pySHACL over the shapes that the same table makes; both are warm."""

import statistics
from pathlib import Path

from fair_metadata.derive.shacl import shapes
from fair_metadata.document import split
from fair_metadata.profiles import DEFAULT
from fair_metadata.reading import read_all
from fair_metadata.validation import check, check_shacl
from tests.bench.__main__ import say, timed

RECORDS = 40


def run(source: Path) -> None:
    head = "".join(source.read_text().partition("<http://example.org/dataset/50>")[0])
    records = split(read_all(head.encode(), name="x.ttl"))[0][:RECORDS]
    derived = shapes(DEFAULT, level="PUBLIC")
    check(records[0], DEFAULT)
    check_shacl(records[0].triples, derived)
    ours = statistics.median(timed(lambda r=r: check(r, DEFAULT))[0] for r in records)
    theirs = statistics.median(timed(lambda r=r: check_shacl(r.triples, derived))[0] for r in records)
    say(
        "check against HealthDCAT-AP",
        f"{1000 * ours:.2f} ms a record",
        f"pySHACL {1000 * theirs:.1f} ms: {theirs / ours:.0f} times as long (goal 10)",
    )
