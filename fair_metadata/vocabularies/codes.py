"""Codes as people write them: `C92.0`, `ICD-10 C92.0`, `ICDO:9861/3`, `ORPHA 519`, `MONDO_0018874`."""

import re
from collections.abc import Iterator

_BETWEEN = re.compile(r"[\s:_\-]+")
# How the name of a code system is written, squeezed → one name; a longer one before its beginning.
_SYSTEMS: tuple[tuple[str, str], ...] = (
    ("icd10who", "icd10"),
    ("icd10cm", "icd10"),
    ("icd10", "icd10"),
    ("cie10", "icd10"),
    ("icd11f", "icd11f"),
    ("icd11", "icd11"),
    ("cie11", "icd11"),
    ("icdo3", "icdo"),
    ("icdo", "icdo"),
    ("cieo3", "icdo"),
    ("cieo", "icdo"),
    ("orphacode", "orpha"),
    ("orphanet", "orpha"),
    ("orpha", "orpha"),
    ("oncotree", "oncotree"),
    ("ncit", "ncit"),
    ("mondo", "mondo"),
    ("doid", "doid"),
    ("mesh", "mesh"),
    ("gard", "gard"),
    ("efo", "efo"),
    ("duo", "duo"),
)
_WRITTEN = frozenset(written for written, _ in _SYSTEMS)
# A code of morphology with the M of the older books; a code of ICD-10 without its dot, as claims have it.
_MORPHOLOGY = re.compile(r"(?<![a-z0-9])m(?=\d{4}/\d)")
_UNDOTTED = re.compile(r"([a-z]\d\d)(\d{1,2})")
_DOTTED = re.compile(r"(?:icd10:)?[a-z]\d\d\.\d{1,4}")
# Codes that nobody takes for a number or a word may stand without their system.
_TELLING = re.compile(r"(?=.*\d)(?=.*[a-z/])[a-z0-9./]+")


def key(text: str) -> str:
    """What is the same for each way of writing a code: `icd10:c92.0`, or `c92.0` when no system is named."""
    squeezed = _MORPHOLOGY.sub("", _BETWEEN.sub("", text.casefold()))
    for written, system in _SYSTEMS:
        rest = squeezed.removeprefix(written).lstrip("/")
        if rest and squeezed.startswith(written):
            # `mondo:MONDO_0018874`: some write the system twice
            return f"{system}:{_MORPHOLOGY.sub('', rest.removeprefix(written) or rest)}"
    return squeezed


def nearest(text: str) -> Iterator[str]:
    """The keys that a code may be meant as, as it is first: with its dot (`C920`), then the categories it is below.

    Countries add digits to ICD-10 (`C92.00`: not having achieved remission), which no list of diseases has.
    """
    whole = key(text)
    yield whole
    system, _, bare = whole.rpartition(":")
    if system in ("", "icd10") and (parts := _UNDOTTED.fullmatch(bare)):
        whole = f"{system}:{parts[1]}.{parts[2]}".lstrip(":")
        yield whole
    while _DOTTED.fullmatch(whole):
        whole = whole[:-1].rstrip(".")
        yield whole


def is_system(text: str) -> bool:
    """Is this how a code system is written (`ICD-O-3`, `orphacode`)?"""
    return _BETWEEN.sub("", text.casefold()) in _WRITTEN


def keys(code: str) -> Iterator[str]:
    """The keys under which a stated code is found: with its system, and without where that can be told."""
    whole = key(code)
    yield whole
    system, _, bare = whole.partition(":")
    if bare and (system == "oncotree" or _TELLING.fullmatch(bare)):
        yield bare
