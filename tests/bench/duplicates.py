"""Looking for duplicates among very many, beside only reading all descriptions in the same run; and half as many."""

from pathlib import Path

from catalog.duplicates import finding
from catalog.intake.load import load
from catalog.models import Resource, Revision
from catalog.register import Terms
from fair_metadata.record import Record
from tests.bench.__main__ import say, timed
from tests.bench.generator import turtle


def run(folder: Path, count: int) -> None:
    source = folder / "datasets.ttl"
    source.write_text("".join(turtle(count)))
    load([str(source)], Terms(publish=True))
    reading, nodes = timed(_read)
    looking, found = timed(finding.find)
    say(f"{count} datasets read", f"{reading:.1f} s, {nodes} nodes")
    say(f"{count} datasets looked through", f"{looking:.1f} s, {looking / reading:.1f}x of reading, {found} pairs")


def _read() -> int:
    rows = Resource.objects.values_list("iri", "revision__packed").iterator(chunk_size=500)
    return sum(len(Record.from_ntriples(iri, Revision.unpack(packed)).nodes) for iri, packed in rows)
