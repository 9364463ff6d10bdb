"""A large scheme that all datasets share: time and memory a triple must stay the same as the file grows."""

from pathlib import Path

from catalog.intake.load import load
from catalog.models import Resource
from catalog.register import Terms
from fair_metadata.terms import ntriples
from tests.bench.__main__ import memory, say, timed
from tests.fair_metadata.test_sharing import catalogue


def run(folder: Path) -> None:
    for part in (4, 2, 1):
        triples = catalogue(datasets=1000 // part, concepts=20_000 // part, agents=50)
        path = folder / f"shared-{part}.nt"
        path.write_text(ntriples(triples))
        Resource.objects.update(revision=None)
        Resource.objects.all().delete()
        before = memory()
        seconds, summary = timed(lambda path=path: load([str(path)], Terms(publish=True)))
        say(
            f"{1000 // part} datasets with one scheme of {20_000 // part}",
            f"{seconds:.1f} s, {summary.triples} triples",
            f"{1e6 * seconds / summary.triples:.0f} µs a triple, +{memory() - before} MiB (same for each)",
        )
