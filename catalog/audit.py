"""The trail of decisions: who decided what, about which description or organisation."""

import logging
from typing import Any

from django.contrib.auth.models import AbstractBaseUser

from catalog.models import Organisation, Resource

_log = logging.getLogger("catalog.audit")


def note(
    verb: str,
    *,
    by: AbstractBaseUser | None,
    resource: Resource | None = None,
    organisation: Organisation | None = None,
    **detail: Any,
) -> None:
    """Keep that somebody did this. Texts that people wrote stay where they are and are not repeated."""
    who, what = by.pk if by else None, resource.slug if resource else organisation and organisation.slug
    _log.info("%s: %s by user %s %s", verb, what, who, detail or "")
