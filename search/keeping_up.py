"""A server's index follows what other processes write: a thread asks every second whether there is something new."""

import logging
import threading

from django.conf import settings
from django.db import connection

from catalog.signals import changed
from search import follow

_log = logging.getLogger(__name__)
_starting = threading.Lock()
_ending = threading.Event()
_thread: threading.Thread | None = None


def start() -> None:
    """Begin to follow, once a process. Called with the first question, so commands that ask nothing start nothing."""
    global _thread
    if not settings.INDEX_FOLLOWS_EVERY or _thread is not None:
        return
    with _starting:
        if _thread is None:
            _thread = threading.Thread(target=_follow, name="keeping-up", daemon=True)
            _thread.start()


def stop() -> None:
    """End it, and wait until it has ended; `start` may be called again."""
    global _thread
    if _thread is not None:
        _ending.set()
        _thread.join()
        _ending.clear()
        _thread = None


def _follow() -> None:
    while not _ending.wait(settings.INDEX_FOLLOWS_EVERY):
        try:
            once()
        except Exception:  # whatever it is, the thread goes on: it may be well again in a second
            _log.exception("the index cannot follow now")
        finally:
            connection.close_if_unusable_or_obsolete()
    connection.close()


def once() -> bool:
    """Catch up if the index is behind; was it?"""
    behind = follow.lag() > 0
    if behind:
        changed.send_robust(sender=None, number=0, more=False)
    return behind
