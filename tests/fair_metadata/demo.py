"""The demo's resources as the catalogue hands them to formats: with the shared descriptions that they mention, and the
descriptions of their distributions."""

from collections.abc import Mapping
from functools import cache

from fair_metadata.document import split
from fair_metadata.formats import Description
from fair_metadata.namespaces import DCAT
from fair_metadata.reading import read_all
from fair_metadata.record import Record
from fair_metadata.terms import Term, iri
from tests.conftest import ROOT

PAGES = "https://catalogue.example.org/datasets/"


@cache
def demo() -> Mapping[str, Description]:
    """Name → description, of every dataset."""
    records = split(read_all((ROOT / "deploy" / "demo_data" / "datasets.ttl").read_bytes()))[0]
    by_subject = {record.subject: record for record in records}
    datasets = [record for record in records if DCAT.Dataset in record.types()]
    return {iri(record.subject).rsplit(":", 1)[-1]: _described(record, by_subject) for record in datasets}


def _described(record: Record, known: Mapping[Term, Record]) -> Description:
    mentioned = [known[o] for o in dict.fromkeys(o for _, _, o in record.triples) if o in known]
    parts = tuple(each for each in mentioned if DCAT.Distribution in each.types())
    shared = [t for each in mentioned if not each.types() or not _is_resource(each) for t in each.triples]
    return Description(record, PAGES + record.iri.rsplit(":", 1)[-1], tuple(shared), parts)


def _is_resource(record: Record) -> bool:
    return any(kind in DCAT for kind in record.types())
