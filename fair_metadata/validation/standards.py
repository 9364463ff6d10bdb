"""What a document may be held to: a profile, and for profiles that have them an access level. One row each."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from fair_metadata.profile import Access, Profile, Words
from fair_metadata.profiles import JUDGED


@dataclass(frozen=True, slots=True)
class Standard:
    """`level` is empty where the data say it themselves (dct:accessRights), or where there are no levels."""

    name: str
    profile: Profile
    level: str = ""

    @property
    def title(self) -> Words:
        """Its name with the version, in each language."""
        named = f"{self.profile.title} {self.profile.version}"
        english, spanish = _LEVELS[self.level] if self.level or self.profile.levelled else ("", "")
        return {"en": f"{named}{english}", "es": f"{named}{spanish}"}


_LEVELS: Mapping[str, tuple[str, str]] = {
    "": (", at the level that the data state", ", en el nivel que indican los datos"),
    Access.PUBLIC: (", public data", ", datos públicos"),
    Access.RESTRICTED: (", restricted data", ", datos restringidos"),
    Access.NON_PUBLIC: (", data that are not public", ", datos no públicos"),
}
_FIRST = ("healthdcat-ap", "healthdcat-ap-r5", "dcat-ap")  # in the order of those who ask most
_BY_LEVEL = ("healthdcat-ap",)


def _rows() -> Iterable[Standard]:
    for name in [*_FIRST, *(name for name in JUDGED if name not in _FIRST)]:
        yield Standard(name, JUDGED[name])
        if name in _BY_LEVEL:
            for level in Access:
                yield Standard(f"{name}-{level.lower().replace('_', '-')}", JUDGED[name], level)


STANDARDS: Mapping[str, Standard] = {standard.name: standard for standard in _rows()}
