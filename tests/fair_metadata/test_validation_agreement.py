"""Our checks agree with pySHACL: over the shapes made from the table, and over the official ones.

pySHACL takes some 60 to 80 ms for a description, so the default run spoils a few of them; the slow ones some hundreds.
"""

from collections.abc import Iterator
from itertools import islice

import pytest

from fair_metadata.derive.shacl import shapes
from fair_metadata.namespaces import short
from fair_metadata.profile import Profile
from fair_metadata.profiles import JUDGED, PROFILES
from fair_metadata.record import Record
from tests.conftest import needs_shared
from tests.fair_metadata import official
from tests.fair_metadata.agreement import Result, mutants, ours, theirs
from tests.fair_metadata.graphs import corpus

DCAT_AP, HEALTH, HEALTH_R5 = (PROFILES[name] for name in ("dcat-ap", "healthdcat-ap", "healthdcat-ap-r5"))
CASES = {
    "dcat-ap": (DCAT_AP, "", official.DCAT_AP),
    **{level.lower(): (HEALTH, level, files) for level, files in official.HEALTH_R8.items()},
    "release-5": (HEALTH_R5, "NON_PUBLIC", official.HEALTH_R5),
    "dcat-ap-3.0.0": (JUDGED["dcat-ap-3.0.0"], "", official.DCAT_AP_300),
    "dcat-ap-2.1.1": (JUDGED["dcat-ap-2.1.1"], "", official.DCAT_AP_211),
    "dcat-ap-hvd": (JUDGED["dcat-ap-hvd"], "", official.HVD),
    "health-ri": (JUDGED["health-ri"], "", official.HEALTH_RI),
    "fair-data-point": (JUDGED["fair-data-point"], "", official.FAIR_DATA_POINT),
}
QUICK = ("dcat-ap", "non_public")  # the least and the most that is asked
ALL = pytest.mark.parametrize(("profile", "level", "files"), CASES.values(), ids=CASES)
EACH = pytest.mark.parametrize(
    ("profile", "level", "files"),
    [pytest.param(*case, id=name, marks=[] if name in QUICK else [pytest.mark.slow]) for name, case in CASES.items()],
)
LARGE = 400  # triples: whole catalogues, whose parts are met in the smaller files too

# What only the official shapes report: (path, component) → why our checks do not.
ONLY_THEIRS = {
    ("", "Or"): "an empty catalogue; ours names the two properties, as MinCount on either path",
    ("", "MinCount"): "a series that no dataset of the same document says it is in: they are records of their own",
    ("", "Class"): "as above",
    ("adms:status", "Node"): "deprecateduris.ttl asks for the list of DCAT-AP 2.1, against that of 3.0",
    ("adms:status", "NodeKind"): "deprecateduris.ttl asks for the list of DCAT-AP 2.1, against that of 3.0",
    ("dcat:themeTaxonomy", "NodeKind"): "the value that is asked for is an IRI already",
    ("dct:publisher", "Node"): "the lists of corporate bodies and of ADMS publisher types are not shipped",
    ("foaf:primaryTopic", "Node"): "the resource that an entry is about is a record of its own",
    ("dct:relation", "Node"): "the related resource is a record of its own",
    ("spdx:algorithm", "Node"): "DCAT-AP's pattern begins with https:, SPDX's own IRIs with http:",
    ("spdx:algorithm", "NodeKind"): "DCAT-AP's pattern begins with https:, SPDX's own IRIs with http:",
    ("dcat:distribution", "Node"): "a distribution is held to its shape by itself",
    ("adms:sample", "Node"): "a distribution is held to its shape by itself",
    ("healthdcatap:analytics", "Node"): "a distribution is held to its shape by itself",
    ("healthdcatap:hasVariables", "Node"): "a table group is held to its shape by itself",
    ("csvw:column", "Node"): "a column is held to its shape by itself",
    ("healthdcatap:retentionPeriod", "Node"): "a period is held to its shape by itself",
    ("dct:issued", "NodeKind"): "a date is told by its datatype",
    ("dct:modified", "NodeKind"): "a date is told by its datatype",
    ("dct:spatial", "Node"): "HealthDCAT-AP looks for skos:inScheme of GeoNames, where DCAT-AP looks at the IRI",
    ("dcat:mediaType", "Node"): "the pattern ^http.*:// also lets through what is no address of IANA's",
}
# What only our checks report.
ONLY_OURS = {
    ("", "MinCount"): "an empty catalogue; theirs is an sh:or without a path",
    ("dct:issued", "Node"): "the official files write sh:shape for sh:node here, which no validator knows",
    ("dct:modified", "Node"): "the official files write sh:shape for sh:node here, which no validator knows",
    ("dcat:startDate", "Node"): "the official files write sh:shape for sh:node here, which no validator knows",
    ("dcat:endDate", "Node"): "the official files write sh:shape for sh:node here, which no validator knows",
    ("dct:temporal", "Class"): "of a catalogue: in the full list of properties only (test_profiles.ADDED)",
    ("dct:temporal", "NodeKind"): "of a catalogue: in the full list of properties only (test_profiles.ADDED)",
    ("foaf:page", "Class"): "of a service: in the full list of properties only (test_profiles.ADDED)",
    ("foaf:page", "NodeKind"): "of a service: in the full list of properties only (test_profiles.ADDED)",
    ("dcat:hasVersion", "Class"): "in the full list of properties only (test_profiles.ADDED)",
    ("dcat:hasVersion", "NodeKind"): "in the full list of properties only (test_profiles.ADDED)",
    ("dct:alternative", "NodeKind"): "a name is a text (test_profiles.ADDED)",
    ("vcard:fn", "NodeKind"): "a name is a text (test_profiles.ADDED)",
    ("dct:description", "NodeKind"): "a purpose's description is a text (test_profiles.ADDED)",
    ("dct:publisher", "Node"): "sh:extends :Agent_Shape: also the name and type of an agent",
    ("healthdcatap:hdab", "Node"): "sh:extends :Agent_Shape: also the name and type of an agent",
    ("healthdcatap:hdabCoordinator", "Node"): "sh:extends :Agent_Shape: also the name and type of an agent",
    ("geodcatap:custodian", "Node"): "sh:extends :Agent_Shape: also the name and type of an agent",
    ("spdx:algorithm", "Node"): "told by the entry of the list instead of by its class",
    ("spdx:algorithm", "NodeKind"): "told by the entry of the list instead of by its class",
}


# Profile → the same for it alone.
RESOURCE = "everything is a resource (RDF Schema, 2.1)"
ONLY_THEIRS_OF = {
    "dcat-ap-hvd": {
        **{(path, "Class"): RESOURCE for path in ("dcat:accessURL", "dcat:endpointURL", "dcat:endpointDescription")},
        **{(path, "Class"): RESOURCE for path in ("vcard:hasEmail", "vcard:hasURL")},
        ("foaf:primaryTopic", "Class"): "the resource that an entry is about is a record of its own",
        ("dcat:contactPoint", "MinCount"): "the warning of DCAT-AP; asked as a violation in the same release",
        ("dcat:distribution", "MinCount"): "the warning of DCAT-AP; asked as a violation in the same release",
        ("dcatap:hvdCategory", "Node"): "the list of categories is not shipped",
        ("dcatap:applicableLegislation", "NodeKind"): "asked twice: an IRI, and a node",
    },
}
ONLY_OURS_OF = {
    "dcat-ap-2.1.1": {("adms:status", "In"): "the four entries of the list of DCAT-AP 2.1, which is not shipped"},
}


@EACH
def test_every_file_of_the_corpus_is_judged_alike_over_derived_shapes(profile, level, files) -> None:
    assert _differences(_corpus(), profile, level, shapes(profile, level=level)) == (set(), set())


@EACH
def test_spoilt_descriptions_are_judged_alike_over_derived_shapes(profile, level, files) -> None:
    spoilt = _spoilt(profile, each=1, seed=1)

    assert _differences(islice(spoilt, 0, None, 3), profile, level, shapes(profile, level=level)) == (set(), set())


@EACH
def test_every_file_of_the_corpus_is_judged_as_by_the_official_shapes(profile, level, files) -> None:
    needs_shared("standards")

    assert _unexplained(_corpus(), profile, level, files) == (set(), set())


@pytest.mark.slow
@ALL
def test_hundreds_of_spoilt_descriptions_are_judged_alike_over_derived_shapes(profile, level, files) -> None:
    spoilt = _spoilt(profile, each=2, seed=2)

    assert _differences(spoilt, profile, level, shapes(profile, level=level)) == (set(), set())


@pytest.mark.slow
@ALL
def test_hundreds_of_spoilt_descriptions_are_judged_as_by_the_official_shapes(profile, level, files) -> None:
    needs_shared("standards")

    assert _unexplained(_spoilt(profile, each=2, seed=3), profile, level, files) == (set(), set())


def _corpus() -> list[Record]:
    needs_shared("corpus")
    files = [tuple(sorted(set(triples))) for _, triples in corpus()]
    return [Record(triples[0][0], triples) for triples in files if triples and len(triples) <= LARGE]


def _spoilt(profile: Profile, *, each: int, seed: int) -> Iterator[Record]:
    for number, record in enumerate(_corpus()):
        yield from islice(mutants(record, profile, seed=seed * 1000 + number), each)


def _differences(records, profile: Profile, level: str, turtle: str) -> tuple[set[Result], set[Result]]:
    """What only we say, and what only pySHACL says."""
    only_ours, only_theirs = set[Result](), set[Result]()
    for record in records:
        mine, others = ours(record, profile, level), theirs(record, turtle)
        only_ours |= mine - others
        only_theirs |= others - mine
    return only_ours, only_theirs


def _unexplained(records, profile: Profile, level: str, files: list[str]) -> tuple[set[Result], set[Result]]:
    only_ours, only_theirs = _differences(records, profile, level, official.turtle(files))
    our_excuses = {**ONLY_OURS, **ONLY_OURS_OF.get(profile.name, {})}
    their_excuses = {**ONLY_THEIRS, **ONLY_THEIRS_OF.get(profile.name, {})}
    return (
        {r for r in only_ours if _key(r) not in our_excuses and not _is_advice(r, profile)},
        {r for r in only_theirs if _key(r) not in their_excuses},
    )


def _key(result: Result) -> tuple[str, str]:
    return short(result[1]), result[2]


def _is_advice(result: Result, profile: Profile) -> bool:
    """Recommended properties of HealthDCAT-AP are only in part in the files that we have, and so are the code lists
    of release 5 (test_profiles.IN_HEALTH, IN_R5)."""
    _, _, component, severity, _ = result
    if profile is HEALTH_R5:
        return component in ("Node", "NodeKind", "Class", "HasValue") or severity == "warning"
    return profile is HEALTH and (component, severity) == ("MinCount", "warning")
