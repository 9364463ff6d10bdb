"""What `doctor` says of DOIs, and following what changes where no clock does."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings

from catalog.doctor import Check
from catalog.dois import accounts, asking
from catalog.models import CallState, DataciteAccount, DoiCall, Organisation
from catalog.signals import changed


def look() -> Iterator[Check]:
    """Each with what to do when it is not well."""
    own = Organisation.objects.exclude(pid_base="", pid_pattern="").count()
    also = f", also {', '.join(settings.PID_BASES)}" if settings.PID_BASES else ""
    yield Check(
        "identifiers", True, f"begin with {settings.PID_BASE}{also}; {own} organisations have a form of their own"
    )
    for account in DataciteAccount.objects.select_related("organisation").exclude(sealed=""):
        found = f"{account.repository}, prefix {account.prefix}, at {accounts.address(account)} ({account.server})"
        mend = f"Type the password in again at {settings.BASE_URL}/organisations/{account.organisation.slug}/datacite"
        yield Check(f"DataCite of {account.organisation.slug}", _opens(account), found, mend)
    waiting = DoiCall.objects.filter(state=CallState.WAITING, tries__gt=0).count()
    mend = "DataCite did not take them yet. They are tried again by the clock of Celery or by “manage.py dois”."
    yield Check("requests to DataCite", not waiting, f"{waiting} wait to be tried again", mend)


def _opens(account: DataciteAccount) -> bool:
    try:
        accounts.credentials(account)
    except accounts.NoAccount:
        return False
    return True


def stand_by() -> None:
    """Without a broker DataCite is told of changes as they come; with one, by the clock (`config.tasks.due`)."""
    changed.connect(_follow, dispatch_uid="dois")


def _follow(more: bool = False, **_about: Any) -> None:
    if not (more or settings.CELERY_BROKER_URL):
        asking.follow()
