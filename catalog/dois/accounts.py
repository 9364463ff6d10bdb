"""An organisation's account at DataCite: a repository with its prefix and password, at one of two systems."""

from collections.abc import Callable, Mapping

from django.conf import settings
from django.utils.translation import gettext as _

from catalog.dois import sealing
from catalog.models import DataciteAccount, Doi, Organisation, Server

ADDRESSES: Mapping[str, Callable[[], str]] = {
    Server.TEST: lambda: settings.DATACITE_TEST_API,
    Server.PRODUCTION: lambda: settings.DATACITE_API,
}


class NoAccount(ValueError):
    """An account that cannot be used, and what to do, in plain words."""


def of(organisation: Organisation | None) -> DataciteAccount | None:
    """The account of an organisation that has one, with its password."""
    rows = DataciteAccount.objects.select_related("organisation")
    return rows.filter(organisation=organisation).exclude(sealed="").first()


def for_doi(doi: Doi) -> DataciteAccount:
    """The account under which a DOI stands. NoAccount where it is gone, or another one is in its place by now."""
    account = of(doi.organisation)
    if account is None:
        raise NoAccount(_("%(name)s has no account with DataCite any more.") % {"name": doi.organisation.name})
    if account.server != doi.server or not doi.name.startswith(f"{account.prefix}/"):
        words = _("The account of %(name)s is another one than that of the DOI: system or prefix are not the same.")
        raise NoAccount(words % {"name": doi.organisation.name})
    return account


def address(account: DataciteAccount) -> str:
    return ADDRESSES[account.server]()


def credentials(account: DataciteAccount) -> tuple[str, str]:
    """Repository and password. NoAccount where the password was sealed with another key."""
    try:
        return account.repository, sealing.opened(account.sealed)
    except sealing.CannotOpen:
        raise NoAccount(_("The password of the DataCite account cannot be read any more. Type it in again.")) from None
