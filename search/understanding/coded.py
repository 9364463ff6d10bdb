"""Codes and addresses of concepts in any of their spellings."""

import re

from fair_metadata.vocabularies import concept, vocabulary
from search.understanding.lexicon import SEARCHED, Meaning

_OBO = "http://purl.obolibrary.org/obo/"
_BARE = re.compile(r"(?:[\w-]+\.)+[a-z]{2,}/")  # an address without its scheme
_ADDRESS = re.compile(r"https?://\S*[/#=]([^/#=]+)/?")


def by_iri(text: str) -> Meaning | None:
    """The concept with this address, whether it is written with `https`, as `obo:MONDO_0018874`, or for its code in
    another terminology (`http://www.orpha.net/ORDO/Orphanet_519`).
    """
    whole = _OBO + text[4:] if text[:4].lower() == "obo:" else text
    whole = f"http://{whole}" if _BARE.match(whole) else whole
    known = concept(whole) or concept(whole.replace("https:", "http:", 1))
    lists = (name for name in SEARCHED if known and vocabulary(name).get(known.iri))
    if known and (name := next(lists, "")):
        return Meaning(SEARCHED[name], (known.iri,))
    ending = _ADDRESS.fullmatch(whole)
    return by_code(ending[1]) if ending and not ending[1].isdigit() else None


def by_code(text: str) -> Meaning | None:
    """The concepts with a code (`C92.0`, `ICD-O 9861/3`, `ORPHA:519`, `DUO:0000042`)."""
    for list_name in ("mondo", "duo"):
        if found := vocabulary(list_name).by_code_nearly(text):
            return Meaning(SEARCHED[list_name], (found[0].iri,))
    return None
