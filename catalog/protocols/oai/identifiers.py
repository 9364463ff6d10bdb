"""Identifiers by the guideline “oai-identifier”: `oai:<host>:<slug>`. A slug is given once and stays."""

import re
from urllib.parse import urlsplit

from django.conf import settings

from fair_metadata.formats.xml import element

_NAMESPACE = "http://www.openarchives.org/OAI/2.0/oai-identifier"
_DOMAIN = re.compile(r"[a-zA-Z][a-zA-Z0-9-]*(\.[a-zA-Z][a-zA-Z0-9-]*)+")
_SLUG = re.compile(r"[a-z0-9-]{1,120}")


def _host() -> str:
    return urlsplit(settings.BASE_URL).hostname or "localhost"


def identifier(slug: str) -> str:
    return f"oai:{_host()}:{slug}"


def slug_of(name: str) -> str | None:
    """The slug in an identifier of ours; None for what cannot be one."""
    start = identifier("")
    tail = name.removeprefix(start)
    return tail if name.startswith(start) and _SLUG.fullmatch(tail) else None


def description() -> str:
    """How identifiers are made, for Identify; "" while the host is no domain name, which the guideline asks for."""
    if not _DOMAIN.fullmatch(_host()):
        return ""
    said = {
        "scheme": "oai",
        "repositoryIdentifier": _host(),
        "delimiter": ":",
        "sampleIdentifier": identifier("example"),
    }
    head = (
        f'xmlns="{_NAMESPACE}" xsi:schemaLocation="{_NAMESPACE} http://www.openarchives.org/OAI/2.0/oai-identifier.xsd"'
    )
    inside = "".join(element(name, value) for name, value in said.items())
    return f"<description><oai-identifier {head}>{inside}</oai-identifier></description>\n"
