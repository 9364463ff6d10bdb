"""When the dumps are written: by a worker's schedule where there is a broker, else by a thread of this server.

Nothing begins when modules are read. The thread begins when a harvester asks for something, at most once in
`DUMP_EVERY` hours, and ends when the files are there.
"""

import logging
import threading
from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.utils import timezone

from catalog.protocols.feed import dumps

_log = logging.getLogger(__name__)
_starting = threading.Lock()
_thread: threading.Thread | None = None


def look_after() -> None:
    """Have them written if that is due and this server's to do; does not wait."""
    global _thread
    if settings.CELERY_BROKER_URL or not settings.DUMP_EVERY or is_being_written() or not _is_due():
        return
    with _starting:
        if not is_being_written():
            _thread = threading.Thread(target=_write, name="writing-dumps", daemon=True)
            _thread.start()


def is_being_written() -> bool:
    """By this server?"""
    return _thread is not None and _thread.is_alive()


def wait(seconds: float) -> None:
    """Until the thread is done, if there is one."""
    if _thread is not None:
        _thread.join(seconds)


def _is_due() -> bool:
    found = dumps.manifest()
    is_old = found is None or timezone.now() - found.made_at > timedelta(hours=settings.DUMP_EVERY)
    return is_old and not dumps.are_current(found)


def _write() -> None:
    try:
        dumps.write()
    except dumps.Busy:
        pass  # then the other process does it
    except Exception:  # the server goes on, and the next harvester has it tried again
        _log.exception("the dumps could not be written")
    finally:
        connection.close()
