"""Which addresses a page may link: never one that a browser would run."""

import re

_SAFE = re.compile(r"(?:https?://|mailto:|tel:)[^\s\"'<>`]+", re.IGNORECASE)
_RESOLVERS = (
    ("doi:", "https://doi.org/"),
    ("urn:doi:", "https://doi.org/"),
    ("pmid:", "https://pubmed.ncbi.nlm.nih.gov/"),
)


def safe_link(address: str) -> str | None:
    """The address to put into a link, None when it should be shown as text only (`javascript:`, `data:`, `urn:` …)."""
    for scheme, resolver in _RESOLVERS:
        if address.lower().startswith(scheme):
            return resolver + address[len(scheme) :]
    return address if _SAFE.fullmatch(address) else None
