"""What an organisation aims at: standards that its descriptions are to be accepted by, besides those that all are."""

from django.utils.translation import gettext as _

from catalog.models import Resource
from fair_metadata.forms import findings
from fair_metadata.profile import Profile, Severity
from fair_metadata.profiles import AIMS
from fair_metadata.record import Record


def aims_of(resource: Resource) -> tuple[str, ...]:
    """The names of those standards; none that nobody knows any more."""
    return tuple(aim for aim in resource.organisation.aims if aim in AIMS) if resource.organisation else ()


def why_not(resource: Resource, record: Record, *, shown: Record | None) -> str:
    """Why the resource may not say this publicly, in plain words; "" when it may.

    What is `shown` already may be mended bit by bit: nothing more may be wrong than is now.
    """
    for aim in aims_of(resource):
        count = _breaches(record, AIMS[aim])
        if count > (_breaches(shown, AIMS[aim]) if shown else 0):
            return breaking(count, AIMS[aim].title)
    return ""


def breaking(count: int, standard: str) -> str:
    words = _("It breaks %(count)s rules of %(standard)s. Return it, with what is to be mended.")
    return words % {"count": count, "standard": standard}


def _breaches(record: Record, profile: Profile) -> int:
    return sum(each.severity is Severity.VIOLATION for each in findings(record, profile))
