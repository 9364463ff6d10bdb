"""The profile table against the official shapes: nothing asked there is missing here, and nothing is added unsaid."""

from collections.abc import Mapping

import pytest

from fair_metadata.derive.shacl import shapes
from fair_metadata.namespaces import DCAT, DCT, FOAF, HEALTHDCATAP, MARROW, RDF, SKOS, XSD, short
from fair_metadata.profile import Access, Form, Level, Profile
from fair_metadata.profiles import CHECKED, DEFAULT, JUDGED, PROFILES, level_of
from fair_metadata.profiles.health_dcat_ap import HEAL
from fair_metadata.record import Record
from fair_metadata.terms import literal
from fair_metadata.validation import broken_rules
from tests.conftest import needs_shared
from tests.fair_metadata import official
from tests.fair_metadata.official import Fact

DCAT_AP, HEALTH, HEALTH_R5 = (PROFILES[name] for name in ("dcat-ap", "healthdcat-ap", "healthdcat-ap-r5"))
CASES = [
    pytest.param(DCAT_AP, "", official.DCAT_AP, id="dcat-ap"),
    *(pytest.param(HEALTH, level, files, id=level.lower()) for level, files in official.HEALTH_R8.items()),
    pytest.param(HEALTH_R5, "NON_PUBLIC", official.HEALTH_R5, id="release-5"),
]

# What the official files ask and the table does not: (class, path, what), "" for any → the reason.
NOT_ASKED: Mapping[tuple[str, str, str], str] = {
    ("", "dct:publisher", "list"): "the list of corporate bodies (200,000 entries) is not shipped",
    (
        "",
        "dct:publisher/dct:type",
        "",
    ): "the ADMS list of publisher types is not shipped, and HealthDCAT-AP has its own",
    ("dcat:Catalog", "dcat:themeTaxonomy", "kind"): "the value that it asks for is an IRI already",
    ("dcat:DatasetSeries", "^dcat:inSeries", ""): "the members are records of their own, which say so",
    ("dcat:DatasetSeries", "dct:issued", "kind"): "the datatype says that it is a literal",
    ("dcat:DatasetSeries", "dct:modified", "kind"): "the datatype says that it is a literal",
    ("dcat:Distribution", "adms:status", "list"): "the list of DCAT-AP 2.1, against that of 3.0 in the same release",
    ("dcat:Distribution", "adms:status", "kind"): "the list of DCAT-AP 2.1, against that of 3.0 in the same release",
    ("dcat:Dataset", "dcat:isVersionOf", "path"): "names a deprecated path and asks nothing of it",
    ("dcat:Dataset", "dct:isVersionOf", "path"): "names a deprecated path and asks nothing of it",
    ("dcat:Dataset", "owl:versionInfo", "path"): "names a deprecated path and asks nothing of it",
    ("dct:PeriodOfTime", "http://schema.org/endDate", "path"): "names a deprecated path and asks nothing of it",
    ("dct:PeriodOfTime", "http://schema.org/startDate", "path"): "names a deprecated path and asks nothing of it",
    ("", "", "node"): "the value has a class with a shape of its own and is held to it by itself, not once more here",
    ("dcat:Dataset", "healthdcatap:hasCodeValues/dct:identifier", "kind"): "the datatype says that it is a literal",
}

# The same for what others' descriptions are held to.
OTHERS = {
    "dcat-ap-3.0.0": official.DCAT_AP_300,
    "dcat-ap-2.1.1": official.DCAT_AP_211,
    "dcat-ap-hvd": official.HVD,
    "health-ri": official.HEALTH_RI,
    "fair-data-point": official.FAIR_DATA_POINT,
}
OTHERS_NOT_ASKED: Mapping[str, Mapping[tuple[str, str, str], str]] = {
    "dcat-ap-hvd": {
        ("", "", "class rdfs:Resource"): "everything is a resource (RDF Schema, 2.1)",
        ("dcat:CatalogRecord", "foaf:primaryTopic", "class"): "the resource is a record of its own",
        ("", "dcatap:hvdCategory", "list"): "the list of categories is not shipped",
        ("", "dcatap:applicableLegislation", "kind"): "DCAT-AP 3.0.0 asks for an IRI, which is more",
        ("", "dcat:contactPoint", "min Warning"): "asked as a violation in the same release",
        ("", "dcat:distribution", "min Warning"): "asked as a violation in the same release",
    },
    "health-ri": {
        ("", path, "kind sh:Literal"): "the datatype says that it is a literal"
        for path in (
            *("adms:schemaAgency", "skos:notation", "dcat:temporalResolution", "dct:issued", "dct:modified"),
            *("healthdcatap:maxTypicalAge", "healthdcatap:minTypicalAge", "healthdcatap:numberOfRecords"),
            *("healthdcatap:numberOfUniqueIndividuals", "dcat:byteSize", "dcat:endDate", "dcat:startDate"),
        )
    },
}
OTHERS_ADDED: Mapping[str, Mapping[tuple[str, str, str], str]] = {
    "dcat-ap-hvd": {
        (kind, path, "min"): "the official file says it by sh:or on the class"
        for kind, path in (
            ("dcat:DataService", "dct:license|dct:rights"),
            ("dcat:Distribution", "dct:license|dct:rights"),
            ("vcard:Kind", "vcard:hasEmail|vcard:hasURL"),
            (
                "dct:LicenseDocument",
                "owl:sameAs|rdfs:seeAlso|skos:broadMatch|skos:closeMatch|skos:exactMatch|skos:narrowMatch",
            ),
        )
    },
}

# What the table asks and the official files that we have do not → the reason.
ADDED: Mapping[tuple[str, str, str], str] = {
    ("dcat:Catalog", "dcat:dataset|dcat:service", "min"): "shapes_recommended.ttl says it by sh:or on the class",
    ("dcat:Catalog", "dct:temporal", ""): "in the full list of properties, dcat-ap-SHACL.ttl",
    ("dcat:DataService", "foaf:page", ""): "in the full list of properties, dcat-ap-SHACL.ttl",
    ("dcat:Dataset", "dcat:hasVersion", ""): "in the full list; the shapes have the deprecated dct:hasVersion instead",
    ("dcat:Dataset", "dct:alternative", "kind"): "HealthDCAT-AP's row, kept for every dataset: a name is a text",
    ("vcard:Kind", "vcard:fn", "kind"): "a name is a text (vCard ontology)",
    ("dpv:Purpose", "dct:description", "kind"): "a description is a text (DCMI terms)",
    ("spdx:Checksum", "spdx:algorithm", "list"): "told by the entry of the list instead of by its class",
    ("spdx:Checksum", "spdx:algorithm", "kind"): "told by the entry of the list instead of by its class",
}
IN_HEALTH: Mapping[tuple[str, str, str], str] = {
    **{
        ("dcat:Dataset", f"{agent}/{path}", ""): "sh:extends :Agent_Shape, which is no SHACL but meant so"
        for agent in ("dct:publisher", "geodcatap:custodian", "healthdcatap:hdab", "healthdcatap:hdabCoordinator")
        for path in ("foaf:name", "dct:type")
    },
    ("", "", "min Warning"): "recommended by DCAT-AP, or in the release's cardinality rules (STANDARDS 1.1)",
}
R5_LISTS = "the code lists and ranges of release 5 are gone: those of release 8, as DCAT-AP asks or as advice"
IN_R5: Mapping[tuple[str, str, str], str] = {
    **IN_HEALTH,
    **{("", "", what): R5_LISTS for what in ("list", "class", "has", "kind Warning")},
    **{("", "", what): R5_LISTS for what in ("kind sh:IRI",)},
    ("dcat:Dataset", "dct:publisher/healthdcatap:trustedDataHolder", "kind"): "the datatype says it",
}


@pytest.mark.parametrize(("profile", "level", "files"), CASES)
def test_the_table_asks_all_that_the_official_shapes_ask(profile: Profile, level: str, files: list[str]) -> None:
    asked, ours = _both(profile, level, files)

    assert [fact for fact in sorted(asked - ours) if not _is_excused(fact, NOT_ASKED)] == []


@pytest.mark.parametrize(("profile", "level", "files"), CASES)
def test_the_table_asks_nothing_more_without_a_reason(profile: Profile, level: str, files: list[str]) -> None:
    asked, ours = _both(profile, level, files)
    excuses = {**ADDED, **(IN_R5 if profile is HEALTH_R5 else IN_HEALTH if profile is HEALTH else {})}
    added = [fact for fact in sorted(ours - asked) if fact[2] != "path"]

    assert [fact for fact in added if not _is_excused(fact, excuses)] == []


@pytest.mark.parametrize("name", OTHERS)
def test_the_tables_for_others_ask_all_that_their_shapes_ask_and_nothing_more(name: str) -> None:
    asked, ours = _both(JUDGED[name], "", OTHERS[name])
    excuses = {**NOT_ASKED, **OTHERS_NOT_ASKED.get(name, {})}
    added = {**ADDED, **OTHERS_ADDED.get(name, {})}

    assert [fact for fact in sorted(asked - ours) if not _is_excused(fact, excuses) and _is_plain(fact)] == []
    assert [f for f in sorted(ours - asked) if f[2] != "path" and not _is_excused(f, added) and _is_plain(f)] == []


def _is_plain(fact: Fact) -> bool:
    """Left to the test of agreement: paths of several steps, and what is asked of the values of a property. Values are
    held to the shape of a class, also when nobody calls them so; the table says that shape once more, without the class.
    """
    path = fact[1]
    return "/" not in path.replace("http://", "") and not any(
        len(step) > 30 for step in path.split("|") if ":" not in step
    )


def test_each_reason_not_to_ask_something_is_still_needed() -> None:
    left = set()
    for case in CASES:
        asked, ours = _both(*case.values)
        left |= asked - ours

    assert [key for key in NOT_ASKED if not any(_is_excused(fact, {key: ""}) for fact in left)] == []


def test_the_table_knows_every_property_of_the_full_list_of_dcat_ap() -> None:
    needs_shared("standards")
    listed = official.facts(official.turtle(["dcat-ap-3.0.1/shacl/dcat-ap-SHACL.ttl"]))
    known = {
        (short(shape.target), short(row.path))
        for shape in DCAT_AP.shapes.values()
        if shape.target
        for row in shape.properties
    }

    assert {(kind, path) for kind, path, *_ in listed} - known == set()


def _both(profile: Profile, level: str, files: list[str]) -> tuple[set[Fact], set[Fact]]:
    needs_shared("standards")
    return official.facts(official.turtle(files)), official.facts(shapes(profile, level=level))


def _is_excused(fact: Fact, excuses: Mapping[tuple[str, str, str], str]) -> bool:
    kind, path, what, value, severity = fact
    keys = ((kind, path), ("", path), (kind, ""), ("", ""))
    return any((*key, w) in excuses for key in keys for w in ("", what, f"{what} {severity}", f"{what} {value}"))


@pytest.mark.parametrize("profile", JUDGED.values(), ids=lambda profile: profile.name)
def test_rows_are_complete_in_both_languages_and_their_names_are_unique(profile: Profile) -> None:
    for shape in profile.shapes.values():
        names = [row.name for row in shape.properties]
        assert len(names) == len(set(names)), shape.name
        for row in shape.properties:
            assert set(row.label) == set(row.help) == {"en", "es"}
            assert all(row.label.values())
            assert all(row.help.values())
            assert row.shape == "" or row.shape in profile.shapes


def test_a_mandatory_property_of_a_nested_shape_can_be_reached_from_a_form() -> None:
    named = {row.shape for shape in HEALTH.shapes.values() for row in shape.properties}
    untargeted = {name for name, shape in HEALTH.shapes.items() if shape.target is None}

    assert untargeted <= named


def test_non_public_data_ask_for_four_properties_more() -> None:
    rows = HEALTH.by_class[DCAT.Dataset].properties
    more = {
        row.name
        for row in rows
        if row.level_for(Access.NON_PUBLIC) is Level.MANDATORY and row.level_for(Access.PUBLIC) is not Level.MANDATORY
    }

    assert more == {"contact_point", "keyword", "type", "provenance"}


def test_release_5_has_neither_structure_nor_custodian() -> None:
    gone = HEALTH.by_class[DCAT.Dataset].by_path.keys() - HEALTH_R5.by_class[DCAT.Dataset].by_path.keys()

    assert {short(path) for path in gone} == {
        "healthdcatap:hasStructuredData",
        "healthdcatap:hasVariables",
        "healthdcatap:hdabCoordinator",
        "geodcatap:custodian",
    }
    assert HEALTH_R5.by_class[DCAT.Dataset].by_path[HEALTHDCATAP.hasCodeValues].form is Form.NODE


def test_the_theme_of_health_data_includes_health() -> None:
    assert HEALTH.property(DCAT.Dataset, "theme").includes == HEAL


@pytest.mark.parametrize(
    ("stated", "level"),
    [
        ("http://publications.europa.eu/resource/authority/access-right/NON_PUBLIC", Access.NON_PUBLIC),
        ("http://example.org/lists/access-right/RESTRICTED", Access.RESTRICTED),
        ("http://example.org/lists/access-right/SECRET", Access.PUBLIC),
    ],
)
def test_the_access_rights_choose_the_level(stated: str, level: Access) -> None:
    record = Record.of("http://example.org/d", [("<http://example.org/d>", DCT.accessRights, f"<{stated}>")])

    assert level_of(record) is level


def test_a_description_without_access_rights_is_held_to_the_public_list() -> None:
    record = Record.of("http://example.org/d", [("<http://example.org/d>", DCT.title, literal("d"))])

    assert level_of(record) is Access.PUBLIC


def test_a_profile_knows_the_properties_of_a_class_and_of_nodes_without_class() -> None:
    assert DCAT_AP.known(DCAT.Dataset, DCT.title)
    assert DCAT_AP.known(DCAT.Dataset, RDF.type)
    assert not DCAT_AP.known(DCAT.Dataset, FOAF.name)
    assert DCAT_AP.known("", FOAF.name)
    assert not DCAT_AP.known("", SKOS.altLabel)


OUTCOME, KIND = "<urn:fdc:vocab:outcomes:mrd>", "<urn:fdc:vocab:data-kinds:WGS>"


def test_our_own_profile_is_the_standard_with_ten_rows_more_for_a_dataset():
    ours, standard = DEFAULT.shapes["dataset"], CHECKED.shapes["dataset"]

    assert [row.path for row in ours.properties[: len(standard.properties)]] == [r.path for r in standard.properties]
    assert [row.name for row in ours.properties[len(standard.properties) :]] == [
        "subject",
        "lacks",
        "source_type",
        "number_of_samples",
        "suppressed_count",
        "cohort",
        "lead_time",
        "has_policy",
        "has_quality_measurement",
        "is_part_of",
    ]
    assert {row.level for row in ours.properties[len(standard.properties) :]} == {Level.OPTIONAL}
    assert {name for name in DEFAULT.shapes if name not in CHECKED.shapes} == {
        "cohort",
        "policy",
        "quality_measurement",
        "network",
    }


def broken_by_own_terms(*said):
    """What our own profile says of a dataset beyond what the standard does: path and severity."""
    me = "<http://example.org/d>"
    triples = [(me, RDF.type, DCAT.Dataset), *((me if s == "" else s, p, o) for s, p, o in said)]
    record = Record.of("http://example.org/d", triples)
    found = {(b.node, b.path, b.severity) for b in broken_rules(record, DEFAULT)}
    known = {(b.node, b.path, b.severity) for b in broken_rules(record, CHECKED)}
    return sorted((short(path), str(severity)) for _, path, severity in found - known)


def test_what_researchers_ask_first_can_be_said():
    cohort = "_:c"
    assert (
        broken_by_own_terms(
            ("", DCT.subject, OUTCOME),
            ("", DCT.subject, KIND),
            ("", MARROW.lacks, OUTCOME),
            ("", MARROW.sourceType, "<urn:fdc:vocab:source-types:registry>"),
            ("", MARROW.numberOfSamples, literal("12", datatype=XSD.nonNegativeInteger[1:-1])),
            ("", MARROW.suppressedCount, literal("<10")),
            ("", MARROW.leadTime, literal("P42D", datatype=XSD.duration[1:-1])),
            ("", MARROW.cohort, cohort),
            (cohort, RDF.type, MARROW.Cohort),
            (cohort, DCT.subject, "<http://purl.obolibrary.org/obo/MONDO_0018874>"),
            (cohort, MARROW.suppressedCount, literal("<10")),
        )
        == []
    )


def test_a_suppressed_count_is_never_a_number_and_what_is_lacking_is_of_a_list():
    assert broken_by_own_terms(
        ("", MARROW.suppressedCount, literal("7")), ("", MARROW.lacks, "<http://example.org/mrd>")
    ) == [("marrow:lacks", "warning"), ("marrow:suppressedCount", "violation")]


def test_a_cohort_names_its_disease_and_its_number():
    assert broken_by_own_terms(("", MARROW.cohort, "_:c"), ("_:c", RDF.type, MARROW.Cohort)) == [
        ("dct:subject", "violation"),
        (f"{short(HEALTHDCATAP.numberOfUniqueIndividuals)}> | {MARROW.suppressedCount[:-1]}", "info"),
    ]
