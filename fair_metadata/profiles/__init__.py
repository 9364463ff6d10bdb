"""The profiles that Marrow knows by heart."""

from collections.abc import Mapping

from fair_metadata.namespaces import DCT
from fair_metadata.profile import Access, Profile
from fair_metadata.profiles.dcat_ap import DCAT_AP
from fair_metadata.profiles.fair_data_point import FAIR_DATA_POINT
from fair_metadata.profiles.health_dcat_ap import HEALTH_DCAT_AP, HEALTH_DCAT_AP_R5
from fair_metadata.profiles.health_ri import HEALTH_RI
from fair_metadata.profiles.marrow import MARROW_AP
from fair_metadata.record import Record

PROFILES: Mapping[str, Profile] = {
    p.name: p for p in (DCAT_AP, HEALTH_DCAT_AP, HEALTH_DCAT_AP_R5, HEALTH_RI, FAIR_DATA_POINT, MARROW_AP)
}
DEFAULT = MARROW_AP  # what is shown, written and searched
CHECKED = HEALTH_DCAT_AP  # what descriptions are held to
AIMS: Mapping[str, Profile] = {p.name: p for p in (HEALTH_RI, FAIR_DATA_POINT)}  # and what an organisation may add


def level_of(record: Record) -> Access:
    """The access level that a record states, by whatever host its code list has; PUBLIC when it states none."""
    for value in record.values(DCT.accessRights):
        code = value.rstrip(">").rsplit("/", 1)[-1]
        if code in Access.__members__:
            return Access(code)
    return Access.PUBLIC
