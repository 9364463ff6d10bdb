"""The demo's two showcase datasets in the database, and ways to take one thing away from them."""

from dataclasses import replace

import pytest
from django.conf import settings

from catalog.fair import seeing
from catalog.fair.reporting import report
from catalog.intake.load import load
from catalog.models import Organisation, Resource
from catalog.policy import ANYBODY
from catalog.register import Terms, register
from deploy.demo_data import showcase
from fair_metadata.assessment import Outcome
from fair_metadata.record import Difference
from fair_metadata.terms import named

OPEN, RESTRICTED = "aml-open", "aml-restricted"
FILES_OF = {OPEN: ("aml-open-csv", "aml-open-json"), RESTRICTED: ("aml-dictionary", "aml-dictionary-csv")}


@pytest.fixture
def shown(db, tmp_path):
    """Both, published by the demo's organisation."""
    made = showcase.made(pid_base=settings.PID_BASE, base_url=settings.BASE_URL)
    (tmp_path / "showcase.ttl").write_text(made, encoding="utf-8")
    organisation = Organisation.objects.create(slug="demo", name="Demo organisation")
    summary = load([str(tmp_path / "showcase.ttl")], Terms(publish=True, organisation=organisation))
    assert (summary.created, summary.problems) == (6, [])


def row(slug):
    return Resource.objects.select_related("revision").get(slug=slug)


def judged(slug, ask=None):
    return report(row(slug), ask=ask).assessment


def failed(slug, ask=None):
    return {r.indicator.code for r in judged(slug, ask).results if r.outcome is Outcome.FAILED}


def edited(slug, change):
    """The resource says what `change` makes of its record."""
    resource = row(slug)
    register(change(resource.record), resource.kind, Terms(publish=True))


def without(*paths):
    """A record without these properties, wherever they stand in it."""

    def change(record):
        for path in paths:
            record = record.replace(path, [])
        inside = tuple(triple for triple in record.triples if triple[1] in paths)
        return record.with_difference(Difference(inside, ()))

    return change


def saying(path, *values):
    """A record whose resource says just this with a property."""
    return lambda record: record.replace(path, values)


def both(*changes):
    def change(record):
        for one in changes:
            record = one(record)
        return record

    return change


def answering(change):
    """Ask in this process, and get other answers: change(answer, accept) → answer."""
    ask = seeing.inside(ANYBODY)
    return lambda address, accept: change(ask(address, accept), accept)


def with_header(answer, name, value):
    return replace(answer, headers={**answer.headers, name: value})


def address(slug, suffix=""):
    return f"{settings.BASE_URL}/datasets/{slug}{suffix}"


def pid(slug):
    return named(settings.PID_BASE + slug)
