"""A person at a form, without a browser: what is shown comes back, but for what they change."""

from fair_metadata.document import split
from fair_metadata.forms import Widget, changes, each, form, merged, packed, unpacked
from fair_metadata.forms.fields import View
from fair_metadata.profile import Form as Kind
from fair_metadata.reading import read_all
from fair_metadata.record import Record
from tests.conftest import ROOT
from tests.fair_metadata.graphs import corpus

QUICK, FULL = View(is_quick=True), View()
VIEWS = [QUICK, FULL, View(is_quick=True, language="es"), View(language="es")]


def records() -> list[Record]:
    """Every catalogued resource of the corpus and of the demo that there is a form for."""
    demo = ROOT / "deploy" / "demo_data" / "datasets.ttl"
    files = [*corpus(), ("demo", read_all(demo.read_bytes(), name="datasets.ttl"))]
    return [record for _, triples in files for record in split(triples)[0]]


def sent(shown) -> dict[str, str]:
    """What a browser sends of a form that nobody touched."""
    found = {}
    for field in each(field for section in shown.sections for field in section.fields):
        for value in field.values:
            if value.widget is Widget.NESTED or value.is_fixed:
                continue
            found[value.place] = value.shown.replace("\n", "\r\n")
            if field.row.form is Kind.TEXT:
                found[f"{value.place}:lang"] = value.tag
    return found


def filled(record: Record, answers: dict[str, str], view=QUICK):
    """The record after somebody writes at some places of its form, and what was not understood."""
    shown = form(record, view=view)
    posted = changes(sent(shown) | answers, unpacked(packed(shown.seen)), shown.shape)
    return merged(record, posted.edits, shown.seen), posted
