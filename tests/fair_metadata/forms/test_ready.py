"""What the quick form calls ready to publish is accepted by the official shapes."""

import pytest

from fair_metadata.forms import View, each, findings, form, ready
from fair_metadata.namespaces import DCAT, DCT, FOAF, RDF, VCARD, short
from fair_metadata.profiles import DEFAULT, PROFILES
from fair_metadata.projecting import PROJECTIONS, projected
from fair_metadata.record import Difference, Record
from fair_metadata.terms import literal, named
from tests.conftest import needs_shared
from tests.fair_metadata import official
from tests.fair_metadata.agreement import theirs
from tests.fair_metadata.forms.filling import QUICK, filled

IRI = "https://data.example.org/id/dataset-1"
# What the form asks at least, then what it asks besides of data that are not public.
ANSWERS = {
    "description.0": "All adults with acute myeloid leukaemia of the region.",
    "hdab.0.name.0": "Access body",
    "hdab.0.contact_point.0.email.0": "access@example.org",
    "health_category.0": "population-based registries",
    "has_structured_data.0": "no",
    "distribution.0.access_url.0": "data.example.org/ask",
}
BESIDES = {
    "contact_point.0.fn.0": "Registry office",
    "contact_point.0.has_email.0": "registry@example.org",
    "keyword.0": "AML",
    "provenance.0.label.0": "Reported by all clinics of the region.",
    "type.0": "personal data",
}
STRUCTURED = {
    "has_variables.0.title.0": "Data dictionary",
    "has_variables.0.table.0.title.0": "Patients",
    "has_variables.0.table.0.column.0.name.0": "age_dx",
    "has_variables.0.table.0.column.0.title.0": "Age at diagnosis",
    "has_variables.0.table.0.column.0.description.0": "In whole years.",
    "has_variables.0.table.0.column.0.datatype.0": "integer",
}
MORE = {
    **BESIDES,
    "alternative.0": "AMLREG",
    "landing_page.0": "www.example.org/registry",
    "publisher.0.name.0": "A hospital",
    "publisher.0.contact_point.0.email.0": "data@example.org",
    "custodian.0.name.0": "A hospital",
    "custodian.0.contact_point.0.contact_page.0": "example.org/contact",
    "source_type.0": "registry",
    "conforms_to.0": "OMOP",
    "has_coding_system.0": "ICD-10",
    "subject.0": "overall survival",
    "is_referenced_by.0": "10.1038/sdata.2016.18",
    "page.0": "https://data.example.org/handbook.pdf",
    "spatial.0": "Germany",
    "temporal.0.start_date.0": "May 2004",
    "temporal.0.end_date.0": "2024",
    "accrual_periodicity.0": "annual",
    "health_theme.0": "climate and health",
    "number_of_unique_individuals.0": "1,250",
    "min_typical_age.0": "18",
    "max_typical_age.0": "99",
    "population_coverage.0": "Adults of the region.",
    "cohort.0.subject.0": "AML",
    "cohort.0.number_of_unique_individuals.0": "1 250",
    "has_policy.0.type.0": "GRU",
    "has_personal_data.0": "age",
    "lead_time.0": "6 weeks",
    "distribution.0.title.0": "Extract on request",
    "distribution.0.description.0": "Tables as CSV.",
    "distribution.0.format.0": "CSV",
    "distribution.0.license.0": "CC BY 4.0",
}


@pytest.fixture
def begun():
    """As `/edit/new` begins it: a class, a title, and what the table begins with."""
    subject, shape = named(IRI), DEFAULT.by_class[DCAT.Dataset]
    said = [(subject, RDF.type, DCAT.Dataset), (subject, DCT.title, literal("Registry of AML", language="en"))]
    said += [(subject, row.path, value) for row in shape.properties for value in row.default]
    return Record.of(IRI, [*said, (subject, DCT.identifier, literal(IRI))])


def quickly(record, answers):
    """The record after the quick form; every answer was understood."""
    after, posted = filled(record, answers, QUICK)
    assert [(each.place, each.heard.because["en"]) for each in posted.unclear] == []
    return after.record


LEVELS = ("public", "restricted", "non-public")
ALL = pytest.mark.parametrize("level", LEVELS)


def violations(record, shapes):
    return sorted({(short(r[1]), r[2]) for r in theirs(record, shapes) if r[3] == "violation"})


@ALL
def test_ready_with_the_least_is_accepted_by_healthdcat_ap_at_its_level_and_by_dcat_ap(begun, level):
    needs_shared("standards")
    least = ANSWERS | {"access_rights.0": level} | (BESIDES if level == "non-public" else {})
    record = quickly(begun, least)
    assert ready(record).is_ready
    shapes = official.HEALTH_R8[level.upper().replace("-", "_")]
    assert violations(record, official.turtle(shapes)) == []
    assert violations(record, official.turtle(official.DCAT_AP)) == []


@ALL
@pytest.mark.parametrize("place", sorted(ANSWERS))
def test_it_is_not_ready_without_any_of_what_is_asked(begun, level, place):
    least = {name: words for name, words in ANSWERS.items() if not name.startswith(place)}
    record = quickly(begun, least | {"access_rights.0": level} | BESIDES)
    found = ready(record)
    assert not found.is_ready
    assert {*place.split(".")} & {getattr(each.broken.rule, "name", "") for each in found.missing}


@ALL
def test_everything_that_the_quick_form_asks_is_understood_and_accepted(begun, level):
    needs_shared("standards")
    record = quickly(begun, ANSWERS | MORE | {"access_rights.0": level})
    assert ready(record).is_ready
    assert violations(record, official.turtle(official.HEALTH_R8[level.upper().replace("-", "_")])) == []
    assert ready(record).fair.points >= 50


def test_structured_data_ask_for_the_variables_on_the_quick_form(begun):
    needs_shared("standards")
    asked = ANSWERS | {"access_rights.0": "restricted", "has_structured_data.0": "yes"}
    record = quickly(begun, asked)
    assert [each.component for each in ready(record).missing] == ["Or"]
    whole = quickly(record, STRUCTURED)
    assert ready(whole).is_ready
    assert violations(whole, official.turtle(official.HEALTH_R8["RESTRICTED"])) == []


# What Health-RI and FAIR Data Points ask besides. An organisation that aims at them finds these on its quick form.
AGENT = {"identifier": "https://ror.org/02mhbdp94", "homepage": "www.example.org", "mbox": "data@example.org"}
AIMED = {
    "version.0": "1.0",
    "creator.0.name.0": "A hospital",
    **{
        f"{who}.0.{name}.0": words
        for who in ("creator", "publisher", "custodian", "hdab")
        for name, words in AGENT.items()
    },
    "distribution.0.byte_size.0": "1,000",
    "distribution.0.rights.0": "https://data.example.org/rights",
}
AIMS = ("health-ri", "fair-data-point")
# Values that are left out one by one.
RECORDED = {
    *(DCT[name] for name in ("title", "publisher", "identifier", "license", "rights", "format", "creator")),
    *(DCAT[name] for name in ("contactPoint", "keyword", "theme", "version", "accessURL", "byteSize", "distribution")),
    *(FOAF.name, FOAF.mbox, FOAF.homepage, VCARD.fn, VCARD.hasEmail),
}
FILES = {
    "health-ri": ["health-ri/ValidationShape/HRI-Datamodel-shapes.ttl"],
    "fair-data-point": [f"fdp/shapes-reset/shape-{name}.ttl" for name in ("resource", "dataset", "distribution")],
}


def asked(record):
    """The record's quick form where its organisation has these aims: with what is wanted besides its own rows."""
    missing = ready(record, AIMS).missing
    return View(
        is_quick=True, wanted=frozenset((each.node, path) for each in missing for path in each.path.split(" | "))
    )


def aimed(record, level):
    """What somebody makes of it who answers what the quick form asks, and then what it asks besides."""
    first = quickly(record, ANSWERS | MORE | {"access_rights.0": level})
    offered = set(form(first, view=asked(first)).seen.values) | {
        value.place
        for section in form(first, view=asked(first)).sections
        for field in each(section.fields)
        for value in field.values
    }
    assert {place for place in AIMED if not place.startswith("creator.0")} - offered == set()
    after, posted = filled(first, AIMED, asked(first))
    assert posted.unclear == ()
    return after.record


def as_theirs(record, name):
    """As the door of that standard writes it, held to be a resource of its own, as a FAIR Data Point does."""
    said = projected(record.triples, PROJECTIONS[name]).triples
    return Record(record.subject, tuple(sorted({*said, (record.subject, RDF.type, DCAT.Resource)})))


@ALL
def test_all_four_standards_accept_what_the_quick_form_calls_ready(begun, level):
    needs_shared("standards")
    record = aimed(begun, level)
    found = ready(record, AIMS)
    assert [(short(each.node), short(each.path), each.component) for each in found.missing] == []
    assert [profile.name for profile in found.standards] == ["healthdcat-ap", "dcat-ap", *AIMS]
    shapes = official.HEALTH_R8[level.upper().replace("-", "_")]
    assert violations(record, official.turtle(shapes)) == []
    assert violations(record, official.turtle(official.DCAT_AP)) == []
    for name, files in FILES.items():
        assert violations(as_theirs(record, name), official.turtle(files)) == [], name


@pytest.mark.parametrize("name", AIMS)
def test_ready_says_before_they_do_what_each_of_them_would_not_accept(begun, name):
    """One answer left out after the other: our verdict on an aim is that of its official shapes."""
    needs_shared("standards")
    record = aimed(begun, "restricted")
    verdicts = []
    for s, p, o in record.triples:
        if p in RECORDED and s in record.nodes:
            less = record.with_difference(Difference(removed=((s, p, o),), added=()))
            ours = {(short(each.path), each.component) for each in findings(less, PROFILES[name])}
            verdicts.append((short(p), ours, set(violations(as_theirs(less, name), official.turtle(FILES[name])))))
    for path, ours, theirs_too in verdicts:
        assert bool(ours) == bool(theirs_too), (path, ours, theirs_too)
    assert any(ours for _, ours, _ in verdicts)


def test_an_aim_that_is_not_reached_is_not_ready_and_says_where(begun):
    record = quickly(begun, ANSWERS | MORE | {"access_rights.0": "restricted"})
    assert ready(record).is_ready
    found = ready(record, ["health-ri"])
    where = {(short(each.path), each.node == record.subject, each.node in record.nodes) for each in found.missing}
    assert {("dct:creator", True, True), ("dcat:byteSize", False, True), ("foaf:homepage", False, True)} <= where
    assert {path for path, _, _ in where} & {"dcat:distribution", "dcat:contactPoint", "dcat:startDate"} == set()


def test_an_aim_that_nobody_knows_any_more_asks_for_nothing(begun):
    assert ready(begun, ["gone"]) == ready(begun)
