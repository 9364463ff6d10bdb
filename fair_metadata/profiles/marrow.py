"""Marrow's own profile: HealthDCAT-AP with what researchers ask first and no standard has a word for yet.

What is measured and what is known to be missing, patients per disease, counts below the limit, time to access.
"""

from dataclasses import replace

from fair_metadata.namespaces import DCT, DQV, FOAF, HEALTHDCATAP, MARROW, ODRL, RDFS, XSD
from fair_metadata.profile import OneOf, Property, Severity, Shape
from fair_metadata.profiles.dcat_ap import IRI, LITERAL, NODE, TEXT, WARNING, _with
from fair_metadata.profiles.health_dcat_ap import COUNT, HEALTH_DCAT_AP
from fair_metadata.profiles.rows import M, row

MEASURED = ("outcomes", "data-kinds")
INFO = Severity.INFO
MEDIAN_FOLLOW_UP = MARROW.medianFollowUpDays  # a metric: days from the first to the last record of a person

SUPPRESSED = row(MARROW.suppressedCount, LITERAL, one=True, pattern=r"^(<[1-9][0-9]*|suppressed)$", group="health")

DATASET: tuple[Property, ...] = (
    row(DCT.subject, NODE, vocabularies=MEASURED, strict=INFO, group="health", quick=True, boost=3),
    row(MARROW.lacks, IRI, vocabularies=MEASURED, strict=WARNING, group="health"),
    row(MARROW.sourceType, IRI, vocabularies=("source-types",), strict=WARNING, group="health", quick=True, boost=1),
    row(MARROW.numberOfSamples, LITERAL, one=True, datatypes=COUNT, group="health", quick=True),
    SUPPRESSED,
    row(MARROW.cohort, NODE, range=MARROW.Cohort, shape="cohort", group="health"),
    row(MARROW.leadTime, LITERAL, one=True, datatypes=(XSD.duration,), group="access", quick=True),
    row(ODRL.hasPolicy, NODE, range=ODRL.Policy, shape="policy", group="access"),
    row(DQV.hasQualityMeasurement, NODE, range=DQV.QualityMeasurement, shape="quality_measurement", group="quality"),
    row(DCT.isPartOf, NODE, shape="network", group="relations", boost=2),
)

_DISEASE = _with(
    row(DCT.subject, IRI, M, one=True, vocabularies=("mondo",), strict=WARNING),
    label={"en": "Disease", "es": "Enfermedad"},
    help={"en": "The disease, as a concept of MONDO.", "es": "La enfermedad, como concepto de MONDO."},
)
_CONDITION = _with(
    row(DCT.type, NODE, vocabularies=("duo",), strict=INFO),
    label={"en": "Condition of use", "es": "Condición de uso"},
    help={"en": "What the data may be used for, as a DUO term.", "es": "Para qué pueden usarse los datos, como término DUO."},
)
_PATIENTS = row(HEALTHDCATAP.numberOfUniqueIndividuals, LITERAL, one=True, datatypes=COUNT)
_COUNTED = OneOf(
    paths=(HEALTHDCATAP.numberOfUniqueIndividuals, MARROW.suppressedCount),
    label={"en": "number of individuals or a count below the limit", "es": "número de personas o un recuento inferior al límite"},
    severity=INFO,
)


def _shape(name: str, target: str | None, en: str, es: str, *rows: Property, rules: tuple[OneOf, ...] = ()) -> Shape:
    return Shape(name, target, {"en": en, "es": es}, rows, rules)


_ORGANISATION = (row(DCT.identifier, LITERAL), row(FOAF.homepage, NODE), row(FOAF.mbox, IRI))

_OWN = (
    _shape("cohort", MARROW.Cohort, "Patients with a disease", "Pacientes con una enfermedad", _DISEASE, _PATIENTS, SUPPRESSED, rules=(_COUNTED,)),
    _shape("policy", ODRL.Policy, "Conditions of use", "Condiciones de uso", _CONDITION),
    _shape(
        "quality_measurement",
        DQV.QualityMeasurement,
        "Measurement",
        "Medición",
        row(DQV.isMeasurementOf, NODE, M, one=True),
        row(DQV.value, LITERAL, M, one=True),
    ),
    _shape("network", None, "Network", "Red", row(FOAF.name, TEXT)),
    # What Health-RI asks of organisations besides, and others say as well.
    *(HEALTH_DCAT_AP.shapes[name].extended(_ORGANISATION) for name in ("health_agent", "health_publisher", "agent")),
    HEALTH_DCAT_AP.shapes["provenance_statement"].extended([row(RDFS.label, TEXT)]),
)

# Class → what its quick form asks; of a class that is not here, what its own rows say. 36 for a dataset: what
# custodians give in practice, and what HealthDCAT-AP insists on at any of its levels.
_QUICK = {
    "dataset": """title alternative description landing_page publisher custodian hdab contact_point is_part_of keyword theme
        type source_type conforms_to has_coding_system subject page is_referenced_by provenance spatial temporal
        accrual_periodicity health_category health_theme has_structured_data number_of_unique_individuals min_typical_age
        max_typical_age population_coverage cohort access_rights applicable_legislation has_policy has_personal_data
        lead_time distribution""",
    "agent": "name type",
    "health_agent": "name contact_point type",
    "health_publisher": "name contact_point description type",
    "contact_point": "email contact_page telephone",
    "period_of_time": "start_date end_date",
}
# Lists that help to write a value which may be something else just as well.
_SUGGESTED = {"license": ("licence",)}


def _asked(shape: Shape) -> Shape:
    """The shape with its quick rows, and with the lists that help."""
    quick = _QUICK.get(shape.name, "").split()
    return replace(shape, properties=tuple(_asked_row(each, quick) for each in shape.properties))


def _asked_row(each: Property, quick: list[str]) -> Property:
    helping = _SUGGESTED.get(each.name)
    lists = {"vocabularies": helping, "strict": INFO} if helping and not each.vocabularies else {}
    return _with(each, quick=each.name in quick if quick else each.quick, **lists)


MARROW_AP = replace(
    HEALTH_DCAT_AP,
    name="marrow",
    title="Marrow",
    version="1, on HealthDCAT-AP release 8",
    iri=MARROW.base,
    shapes={
        name: _asked(shape)
        for name, shape in {
            **HEALTH_DCAT_AP.shapes,
            "dataset": HEALTH_DCAT_AP.shapes["dataset"].extended(DATASET),
            **{shape.name: shape for shape in _OWN},
        }.items()
    },
)
