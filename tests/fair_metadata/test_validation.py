"""Findings: what is told of a description, in which words, and what is left alone."""

import pytest

from fair_metadata.namespaces import ADMS, DCAT, DCT, FOAF, HEALTHDCATAP, RDF, SKOS, VCARD, XSD
from fair_metadata.profile import Form, Level, Profile, Property, Severity, Shape
from fair_metadata.profiles import PROFILES
from fair_metadata.record import Record
from fair_metadata.terms import Term, Triple, literal
from fair_metadata.validation import broken_rules, check, check_shacl
from fair_metadata.validation.lists import PARTLY_SHIPPED, UNSHIPPED, scheme
from fair_metadata.vocabularies import names

IRI = "http://example.org/dataset/1"
D = f"<{IRI}>"
DCAT_AP, HEALTH = PROFILES["dcat-ap"], PROFILES["healthdcat-ap"]
EU = "http://publications.europa.eu/resource/authority/"


def dataset(*said: tuple[Term, Term], more: tuple[Triple, ...] = ()) -> Record:
    """A dataset with a title and a description, and what is said besides."""
    basic = ((RDF.type, DCAT.Dataset), (DCT.title, literal("Blood", language="en")), (DCT.description, literal("x")))
    return Record.of(IRI, [*((D, p, o) for p, o in (*basic, *said)), *more])


def violations(record: Record, profile: Profile = DCAT_AP) -> list[tuple[Term, str]]:
    return [(f.path, f.component) for f in check(record, profile) if f.severity is Severity.VIOLATION]


def test_a_plain_dataset_breaks_no_rule_of_dcat_ap() -> None:
    assert violations(dataset()) == []


def test_a_missing_title_is_told_in_english_and_spanish() -> None:
    record = Record.of(IRI, [(D, RDF.type, DCAT.Dataset), (D, DCT.description, literal("x"))])

    (finding,) = [f for f in check(record, DCAT_AP) if f.severity is Severity.VIOLATION]

    assert (finding.node, finding.path, finding.component) == (D, DCT.title, "MinCount")
    assert finding.message == {
        "en": f"«{IRI}»: Title is missing. A name that tells people what it is.",
        "es": f"«{IRI}»: Falta Título. Un nombre que diga qué es.",
    }


@pytest.mark.parametrize(
    ("path", "value", "component", "message"),
    [
        (DCT.publisher, literal("The Institute"), "NodeKind", "Publisher is “The Institute”, but should be an address or a nested description."),
        (DCT.issued, literal("last year"), "Node", "Issued is “last year”, which is not a date, such as 2024, 2024-05 or 2024-05-31. Correct it."),
        (DCAT.temporalResolution, literal("daily"), "Datatype", "Temporal resolution is “daily”, which is not a duration, such as P1D for a day (xsd:duration). Correct it."),
        (DCT.accrualPeriodicity, "<http://example.org/often>", "Node", "Update frequency is “http://example.org/often”, which is not in the list “Frequencies”. Choose one of its entries."),
    ],
)  # fmt: skip
def test_a_wrong_value_is_told_once_with_what_to_write(path: Term, value: Term, component: str, message: str) -> None:
    told = [f for f in check(dataset((path, value)), DCAT_AP) if f.value == value]

    assert [f.component for f in told] == [component]
    assert told[0].message["en"] == f"«Blood»: {message}"


def test_the_second_value_of_a_single_property_is_one_too_many() -> None:
    record = dataset((DCAT.version, literal("1")), (DCAT.version, literal("2")))

    (finding,) = [f for f in check(record, DCAT_AP) if f.component == "MaxCount"]

    assert finding.message["en"] == "«Blood»: Version is stated more than once. Keep one value; “2” is one too many."


def test_what_is_wrong_inside_an_agent_is_told_with_the_agent() -> None:
    agent = (("_:a", RDF.type, FOAF.Agent), ("_:a", FOAF.name, literal("Access body")))
    record = dataset((HEALTHDCATAP.hdab, "_:a"), more=agent)

    (finding,) = [f for f in check(record, HEALTH) if f.path == HEALTHDCATAP.hdab]

    assert finding.message["en"] == (
        "«Blood»: Health data access body is not complete: Contact is missing. How to reach the organisation."
    )


def test_access_rights_that_are_missing_are_told_once() -> None:
    told = [f.component for f in check(dataset(), HEALTH) if f.path == DCT.accessRights]

    assert told == ["MinCount"]


def test_the_worst_finding_comes_first_and_the_resource_before_its_nested_nodes() -> None:
    nested = (("_:k", RDF.type, VCARD.Kind), ("_:k", VCARD.hasEmail, literal("x")))
    found = check(dataset((DCAT.contactPoint, "_:k"), more=nested), HEALTH)

    order = [(f.severity is not Severity.VIOLATION, f.node != D) for f in found]
    assert order == sorted(order)


# Conditions and levels


STRUCTURED = literal("true", datatype=XSD.boolean[1:-1])


def test_structured_data_need_their_variables() -> None:
    assert (HEALTHDCATAP.hasVariables, "Or") in violations(
        dataset((HEALTHDCATAP.hasStructuredData, STRUCTURED)), HEALTH
    )
    assert (HEALTHDCATAP.hasVariables, "Or") not in violations(dataset(), HEALTH)


def test_a_record_is_held_to_the_level_that_it_states() -> None:
    stated = dataset((DCT.accessRights, f"<{EU}access-right/NON_PUBLIC>"))

    assert (DCAT.keyword, "MinCount") in violations(stated, HEALTH)
    assert (DCAT.keyword, "MinCount") not in violations(dataset(), HEALTH)


def test_another_level_can_be_asked_for() -> None:
    stated = dataset((DCT.accessRights, f"<{EU}access-right/PUBLIC>"))

    assert (DCT.accessRights, "HasValue") in [
        (b.path, b.component) for b in broken_rules(stated, HEALTH, level="RESTRICTED")
    ]


# Lists and classes: what can be judged, and what cannot


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        (DCT.language, "language/SPA"),
        (DCT.language, "language/XYZ"),  # the list is shipped in part
        (DCT.spatial, "country/ESP"),
        (DCT.spatial, "place/ESP_MAD"),  # the list is not shipped
        (DCT.accrualPeriodicity, "frequency/ANNUAL"),
    ],
)
def test_entries_of_lists_are_taken_where_nobody_here_can_tell(path: Term, entry: str) -> None:
    assert [f for f in check(dataset((path, f"<{EU}{entry}>")), DCAT_AP) if f.path == path] == []


@pytest.mark.parametrize(
    ("path", "entry", "severity"),
    [
        (DCT.accrualPeriodicity, "frequency/SOMETIMES", Severity.VIOLATION),
        (DCT.spatial, "country/NOWHERE", Severity.WARNING),
        (DCT.language, "country/ESP", Severity.VIOLATION),
    ],
)
def test_what_is_in_no_list_is_told_as_badly_as_the_standard_says(path: Term, entry: str, severity: Severity) -> None:
    told = [(f.component, f.severity) for f in check(dataset((path, f"<{EU}{entry}>")), DCAT_AP) if f.path == path]

    assert ("Node", severity) in told or ("Class", Severity.VIOLATION) in told
    assert len(told) == 1


def test_an_entry_may_be_declared_by_the_description_itself() -> None:
    own = "<http://example.org/often>"
    declared = ((own, SKOS.inScheme, f"<{EU}frequency>"), (own, RDF.type, DCT.Frequency))

    assert violations(dataset((DCT.accrualPeriodicity, own), more=declared)) == []


@pytest.mark.parametrize("kind", [FOAF.Agent, FOAF.Organization])
def test_an_organisation_is_an_agent(kind: Term) -> None:
    agent = (("<http://example.org/o>", RDF.type, kind), ("<http://example.org/o>", FOAF.name, literal("O")))

    assert violations(dataset((DCT.publisher, "<http://example.org/o>"), more=agent)) == []


def test_an_organisation_without_a_name_breaks_the_rule_of_agents() -> None:
    agent = (("<http://example.org/o>", RDF.type, FOAF.Organization),)

    assert violations(dataset((DCT.publisher, "<http://example.org/o>"), more=agent)) == [(FOAF.name, "MinCount")]


def test_an_address_that_nobody_describes_may_be_of_any_class() -> None:
    assert violations(dataset((DCT.publisher, "<http://example.org/elsewhere>"))) == []


def test_a_nested_node_of_no_class_is_told() -> None:
    nested = (("_:p", FOAF.name, literal("O")),)

    (finding,) = [f for f in check(dataset((DCT.publisher, "_:p"), more=nested), DCAT_AP) if f.component == "Class"]

    assert finding.message["en"] == (
        "«Blood»: Publisher leads to a nested description, which is not described as foaf:Agent. Give it that type."
    )


def test_entries_of_our_lists_are_not_held_to_the_rules_of_concepts() -> None:
    heal = f"<{EU}data-theme/HEAL>"

    assert violations(dataset((DCAT.theme, heal), more=((heal, RDF.type, SKOS.Concept),))) == []


def test_a_catalogue_is_not_held_to_the_list_of_a_dataset() -> None:
    catalogue = Record.of(
        IRI,
        [
            (D, RDF.type, DCAT.Catalog),
            (D, DCT.title, literal("C")),
            (D, DCT.description, literal("c")),
            (D, DCT.publisher, "<http://example.org/o>"),
        ],
    )

    assert {f.path for f in check(catalogue, HEALTH) if f.severity is Severity.VIOLATION} == {
        PROFILES["healthdcat-ap"].property(DCAT.Catalog, "applicable_legislation").path
    }


def test_nodes_of_unknown_classes_and_empty_records_break_nothing() -> None:
    unknown = Record.of(IRI, [(D, RDF.type, "<http://example.org/Thing>")])

    assert check(unknown, HEALTH) == []
    assert check(Record(D, ()), HEALTH) == []


@pytest.mark.parametrize("profile", PROFILES.values(), ids=lambda profile: profile.name)
def test_every_list_that_a_row_names_is_known(profile: Profile) -> None:
    named = {name for shape in profile.shapes.values() for row in shape.properties for name in row.vocabularies}

    assert named - set(names()) - UNSHIPPED.keys() <= {"geonames"}
    assert PARTLY_SHIPPED <= set(names())
    assert scheme("place") == f"{EU}place"


# Datatypes


@pytest.mark.parametrize(
    ("datatype", "right", "wrong"),
    [
        (XSD.date, ["2024-02-29", "2024-05-31Z", "-0044-03-15", "12024-01-01"], ["2023-02-29", "2024-02-30", "2024-13-01", "31.5.2024", ""]),
        (XSD.dateTime, ["2024-05-31T23:59:59.5+02:00", "2024-05-31T24:00:00"], ["2024-05-31", "2024-05-31T25:00:00", "2024-04-31T10:00:00"]),
        (XSD.gYear, ["2024", "-0044"], ["24", "2024-05"]),
        (XSD.gYearMonth, ["2024-05"], ["2024-13", "2024"]),
    ],
)  # fmt: skip
def test_dates_are_days_of_the_calendar(datatype: Term, right: list[str], wrong: list[str]) -> None:
    assert [text for text in right if _is_told(DCT.issued, text, datatype)] == []
    assert [text for text in wrong if not _is_told(DCT.issued, text, datatype)] == []


@pytest.mark.parametrize(
    ("path", "datatype", "right", "wrong"),
    [
        (HEALTHDCATAP.numberOfRecords, XSD.nonNegativeInteger, ["0", "007", "+5", "-0"], ["-1", "1.0", "1e3", "many", ""]),
        (HEALTHDCATAP.hasStructuredData, XSD.boolean, ["true", "false", "1", "0"], ["True", "yes", ""]),
        (DCAT.spatialResolutionInMeters, XSD.decimal, ["30", "30.5", ".5", "-1."], ["30 m", "1e3", "."]),
        (DCAT.temporalResolution, XSD.duration, ["P1D", "PT15M", "P1Y2M3DT4H5M6.7S"], ["1D", "P", "P1DT", "P1S"]),
    ],
)  # fmt: skip
def test_numbers_and_durations_are_written_as_xsd_says(
    path: Term, datatype: Term, right: list[str], wrong: list[str]
) -> None:
    assert [text for text in right if _is_told(path, text, datatype)] == []
    assert [text for text in wrong if not _is_told(path, text, datatype)] == []


def test_a_number_of_another_datatype_is_told() -> None:
    assert _is_told(HEALTHDCATAP.numberOfRecords, "12", XSD.integer)


def _is_told(path: Term, text: str, datatype: Term) -> bool:
    record = dataset((path, literal(text, datatype=datatype[1:-1])))
    return any(f.component in ("Datatype", "Node") and f.path == path for f in check(record, HEALTH))


# Shapes from elsewhere


SHAPES = """
@prefix sh: <http://www.w3.org/ns/shacl#> .
@prefix dcat: <http://www.w3.org/ns/dcat#> .
@prefix dct: <http://purl.org/dc/terms/> .
@prefix ex: <http://example.org/shapes#> .
ex:D a sh:NodeShape ; sh:targetClass dcat:Dataset ;
  sh:property [ sh:path dct:creator ; sh:minCount 1 ; sh:severity sh:Warning ; sh:message "Who made it?" ] ;
  sh:property [ sh:path dct:relation ; sh:nodeKind sh:IRI ] ;
  sh:property [ sh:or ( [ sh:path dct:issued ; sh:minCount 1 ] [ sh:path dct:modified ; sh:minCount 1 ] ) ] .
"""


def test_foreign_shapes_are_told_in_the_same_form() -> None:
    found = check_shacl(dataset((DCT.relation, "_:r")).triples, SHAPES, title="Blood")

    told = {(f.severity, f.path, f.component) for f in found}
    assert told == {
        (Severity.WARNING, DCT.creator, "MinCount"),
        (Severity.VIOLATION, DCT.relation, "NodeKind"),
        (Severity.VIOLATION, "", "Or"),
    }
    assert next(f for f in found if f.path == DCT.creator).message["en"] == "«Blood»: dct:creator: Who made it?"


def test_the_nodes_of_a_finding_are_those_of_the_record() -> None:
    record = dataset((DCT.relation, "_:r"))

    (finding,) = [f for f in check_shacl(record.triples, SHAPES) if f.component == "NodeKind"]

    assert finding.node == D
    assert finding.value in {o for _, _, o in record.triples}


def test_programs_in_foreign_shapes_are_not_run() -> None:
    asking = (
        SHAPES.rstrip(" .\n")
        + """ ;
  sh:sparql [ sh:select "SELECT $this WHERE { $this ?p ?o }" ] .
"""
    )

    assert {f.component for f in check_shacl(dataset().triples, asking)} == {"MinCount", "Or"}


@pytest.mark.parametrize("shapes", ["ex:D a sh:NodeShape .", "<a> <b> "])
def test_shapes_that_are_not_turtle_are_refused(shapes: str) -> None:
    with pytest.raises(ValueError, match="cannot be read as Turtle"):
        check_shacl(dataset().triples, shapes)


# Rules that only shapes from elsewhere use


def test_only_the_values_of_a_closed_choice_and_of_a_pattern_are_taken() -> None:
    words = {"en": "Status", "es": "Estado"}
    rows = (
        Property(name="status", path=ADMS.status, label=words, help=words, among=(literal("new"), literal("old"))),
        Property(name="code", path=SKOS.notation, label=words, help=words, pattern="^[A-Z]{3}$", form=Form.LITERAL),
        Property(name="note", path=SKOS.note, label=words, help=words, level=Level.RECOMMENDED),
    )
    shape = Shape("dataset", DCAT.Dataset, words, rows)
    profile = Profile("own", "Own", "1", "urn:own", {"dataset": shape})

    wrong = dataset((ADMS.status, literal("odd")), (SKOS.notation, literal("abc")))
    assert sorted((f.component, f.message["en"]) for f in check(wrong, profile)) == [
        ("In", "«Blood»: Status is “odd”. Choose one of: new, old."),
        ("MinCount", "«Blood»: Status is missing. Status"),
        ("Pattern", "«Blood»: Status is “abc”, which does not match ^[A-Z]{3}$. Correct it."),
    ]
    right = dataset((ADMS.status, literal("new")), (SKOS.notation, literal("ABC")), (SKOS.note, literal("x")))
    assert check(right, profile) == []
