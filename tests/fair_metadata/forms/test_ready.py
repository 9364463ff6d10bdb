"""What the quick form calls ready to publish is accepted by the official shapes."""

import pytest

from fair_metadata.forms import ready
from fair_metadata.namespaces import DCAT, DCT, RDF, short
from fair_metadata.profiles import DEFAULT
from fair_metadata.record import Record
from fair_metadata.terms import literal, named
from tests.conftest import needs_shared
from tests.fair_metadata import official
from tests.fair_metadata.agreement import theirs
from tests.fair_metadata.forms.filling import FULL, QUICK, filled

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


# What Health-RI and the FAIR Data Point ask and HealthDCAT-AP does not; the full form has a field for each.
AGENT = {"identifier": "https://ror.org/02mhbdp94", "homepage": "www.example.org", "mbox": "data@example.org"}
BEYOND = {
    "creator.0.name.0": "A hospital",
    **{
        f"{who}.0.{name}.0": words
        for who in ("creator", "publisher", "custodian", "hdab")
        for name, words in AGENT.items()
    },
    "temporal.0.start_date.0": "2004-05-01T00:00:00Z",
    "temporal.0.end_date.0": "2024-12-31T00:00:00Z",
    "distribution.0.byte_size.0": "1,000",
    "distribution.0.media_type.0": "https://www.iana.org/assignments/media-types/text/csv",
    "distribution.0.rights.0": "https://data.example.org/rights",
}
# (path, component) → why what is described inside the dataset here does not have what they ask.
NOT_HERE = {
    ("dcat:distribution", "NodeKind"): "a distribution is nested here; as a resource of its own it has an IRI",
    ("dcat:contactPoint", "NodeKind"): "a contact is nested here, as HealthDCAT-AP's examples have it",
    ("dcat:mediaType", "NodeKind"): "a text there; DCAT-AP and Health-RI ask for an entry of IANA's list",
}


def test_health_ri_and_fair_data_point_accept_it_with_what_the_full_form_asks_besides(begun):
    standards = needs_shared("standards")
    record = quickly(begun, ANSWERS | MORE | {"access_rights.0": "restricted"})
    whole = filled(record, BEYOND, FULL)[0].record
    hri = (standards / "health-ri" / "ValidationShape" / "HRI-Datamodel-shapes.ttl").read_text()
    fdp = "\n".join(
        (standards / "fdp" / "shapes-reset" / f"shape-{name}.ttl").read_text()
        for name in ("resource", "dataset", "distribution")
    )
    assert [rule for rule in violations(whole, hri) if rule not in NOT_HERE] == []
    assert [rule for rule in violations(whole, fdp) if rule not in NOT_HERE] == []
