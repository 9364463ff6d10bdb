"""A document from an address that somebody names: fetched as everything is, and no host more often than is polite."""

from threading import BoundedSemaphore
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _

from catalog.clients import counted
from catalog.intake.arriving import ACCEPT
from catalog.intake.fetching import Unreachable, fetched
from catalog.policy import Viewer
from catalog.turns import Busy

SECONDS = 15.0
OF_A_HOST, WINDOW = 10, 60  # documents of one host, and in how many seconds
AT_ONCE = 4  # in this process: a server that answers slowly holds a thread
_places = BoundedSemaphore(AT_ONCE)


def document(address: str, viewer: Viewer) -> tuple[bytes, str, str]:
    """The bytes, what they are called, and the address that they came from in the end. Unreachable, Busy.

    Hosts inside that are allowed by name are so for our own people only.
    """
    host = _host(address)
    if counted(f"validate-host:{host}", WINDOW) > OF_A_HOST:
        raise Unreachable(_("%(host)s was asked often just now. Try again in a minute.") % {"host": host})
    limit, is_ours = settings.VALIDATE_BYTES, viewer.is_operator or bool(viewer.organisations)
    how = {"limit": limit, "setting": "VALIDATE_BYTES", "seconds": SECONDS, "accept": ACCEPT, "inner": is_ours}
    if not _places.acquire(blocking=False):
        raise Busy(f"{AT_ONCE} addresses are being fetched already. Ask again in a moment.", "addresses")
    try:
        with fetched(address, **how) as found:
            return found.body.read(), found.media_type, found.address
    finally:
        _places.release()


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "")[:255]
    except ValueError:
        return ""
