"""The profiles that Marrow knows by heart."""

from collections.abc import Iterable, Mapping

from fair_metadata.namespaces import DCT
from fair_metadata.profile import Access, Profile
from fair_metadata.profiles.dcat_ap import DCAT_AP
from fair_metadata.profiles.earlier import DCAT_AP_211, DCAT_AP_300
from fair_metadata.profiles.fair_data_point import FAIR_DATA_POINT
from fair_metadata.profiles.health_dcat_ap import HEALTH_DCAT_AP, HEALTH_DCAT_AP_R5
from fair_metadata.profiles.health_ri import HEALTH_RI
from fair_metadata.profiles.hvd import DCAT_AP_HVD
from fair_metadata.profiles.marrow import MARROW_AP
from fair_metadata.record import Record
from fair_metadata.terms import Term

PROFILES: Mapping[str, Profile] = {
    p.name: p for p in (DCAT_AP, HEALTH_DCAT_AP, HEALTH_DCAT_AP_R5, HEALTH_RI, FAIR_DATA_POINT, MARROW_AP)
}
# What others' descriptions are held to besides, when somebody asks.
_OTHERS = (DCAT_AP_300, DCAT_AP_211, DCAT_AP_HVD)
JUDGED: Mapping[str, Profile] = {**PROFILES, **{p.name: p for p in _OTHERS}}
DEFAULT = MARROW_AP  # what is shown, written and searched
CHECKED = HEALTH_DCAT_AP  # what descriptions are held to
AIMS: Mapping[str, Profile] = {p.name: p for p in (HEALTH_RI, FAIR_DATA_POINT)}  # and what an organisation may add

# Texts that stand once in each language: where one standard says so, the others mean it, too (DCAT-AP 3.0.1, dct:title:
# “can be repeated for parallel language versions”).
PARALLEL: frozenset[Term] = frozenset(
    row.path
    for profile in PROFILES.values()
    for shape in profile.shapes.values()
    for row in shape.properties
    if row.one_per_language
)


def level_of(record: Record) -> Access:
    """The access level that a record states, by whatever host its code list has; PUBLIC when it states none."""
    return stated_level(record.values(DCT.accessRights)) or Access.PUBLIC


def stated_level(rights: Iterable[Term]) -> Access | None:
    """The access level that values of dct:accessRights state."""
    for value in rights:
        code = value.rstrip(">").rsplit("/", 1)[-1]
        if code in Access.__members__:
            return Access(code)
    return None
