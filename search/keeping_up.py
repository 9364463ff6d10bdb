"""The index follows the catalogue: after each change, and in a thread that looks for what other processes wrote."""

import logging
import threading
import time
from typing import Any

from django.conf import settings
from django.db import connection

from search import follow
from search.engines import Unavailable

REST = 10.0  # seconds that changes do not ask a cluster that did not answer; the thread goes on asking

_log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()
_starting = threading.Lock()
_ending = threading.Event()
_thread: threading.Thread | None = None
_trouble = ""  # why what changed last could not be taken in
_rest_until = 0.0


def nudged(*, more: bool, **_: Any) -> None:
    """Catch up after a change. Nothing that is wrong with the index spoils the change, or delays many of them."""
    # While more is to come, another thread that is catching up already takes this in as well.
    if time.monotonic() >= _rest_until and _one_at_a_time.acquire(blocking=not more):
        try:
            _catch_up(show=not more)
        finally:
            _one_at_a_time.release()


def _catch_up(*, show: bool) -> None:
    """When another process is writing the index, that one will, or the thread here in a second."""
    global _rest_until
    try:
        follow.catch_up(show=show)
    except OSError as error:
        _rest_until = time.monotonic() + REST if isinstance(error, Unavailable) else 0.0
        _note(str(error))
    else:
        _rest_until = 0.0
        _note("")


def _note(trouble: str) -> None:
    """Said once, however often it is met."""
    global _trouble
    if trouble and trouble != _trouble:
        _log.warning("What changed is taken into the index later: %s", trouble)
    _trouble = trouble


def trouble() -> str:
    """Why this process could not take in what changed last; "" when all is well."""
    return _trouble


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
        except OSError as error:
            _note(str(error))
        except Exception:  # whatever it is, the thread goes on: it may be well again in a second
            _log.exception("the index cannot follow now")
        finally:
            connection.close_if_unusable_or_obsolete()
    connection.close()


def once() -> bool:
    """Catch up if the index is behind; was it?"""
    behind = follow.lag() > 0
    if behind:
        with _one_at_a_time:
            _catch_up(show=True)
    return behind
