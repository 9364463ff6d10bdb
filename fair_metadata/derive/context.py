"""The JSON-LD context of a profile: names of its rows and prefixes, written into every document."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from fair_metadata.namespaces import prefixes, short
from fair_metadata.profile import Profile


@cache
def _names(profile_name: str) -> Mapping[str, str]:
    from fair_metadata.profiles import PROFILES

    return names(PROFILES[profile_name])


def names(profile: Profile) -> dict[str, str]:
    """Predicate (without brackets) → the name that its rows have; names that mean two things are left out."""
    found: dict[str, set[str]] = {}
    for shape in profile.shapes.values():
        for row in shape.properties:
            found.setdefault(_camel(row.name), set()).add(row.path[1:-1])
    unique = {next(iter(paths)): name for name, paths in found.items() if len(paths) == 1}
    return {path: name for path, name in unique.items() if name not in prefixes()}


def context(used: Mapping[str, str], bases: Mapping[str, str]) -> dict[str, Any]:
    """The context for the names (predicate → name) and prefixes that a document uses."""
    terms = {name: short(f"<{path}>") for path, name in sorted(used.items(), key=lambda item: item[1])}
    return dict(sorted(bases.items())) | terms


def names_of(profile_name: str) -> Mapping[str, str]:
    return _names(profile_name)


def _camel(name: str) -> str:
    first, *rest = name.split("_")
    return first + "".join(part.title() for part in rest)
