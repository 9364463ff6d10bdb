"""Changing a flat document: JSON Merge Patch (RFC 7396), and what stays when a client replaces what it knows."""

from typing import Any

from fair_metadata.flat.values import ALSO, Json


def merged(target: Any, patch: Any) -> Any:
    """The target after the patch: members are merged, null takes away, everything else takes its place (section 2)."""
    if not isinstance(patch, dict):
        return patch
    found: Json = dict(target) if isinstance(target, dict) else {}
    for name, value in patch.items():
        if value is None:
            found.pop(name, None)
        else:
            found[name] = merged(found.get(name), value)
    return found


def with_what_is_unknown(document: Any, was: Any) -> Any:
    """The document with the `also` of each node that the old one has too, unless it says something there itself.

    A client that knows the profile only, and replaces a description, does not take away what it never saw.
    """
    if not isinstance(document, dict) or not isinstance(was, dict):
        return document
    kept = {ALSO: was[ALSO]} if ALSO in was and ALSO not in document else {}
    inside = {k: with_what_is_unknown(v, was[k]) for k, v in document.items() if k in was and k != ALSO}
    return document | inside | kept
