"""The index follows the catalogue: after each change, and in a thread that looks for what other processes wrote."""

import logging
import threading
import time
from typing import Any

from django.conf import settings
from django.db import connection

from search import follow
from search.engines import Engine, Unavailable, engine

REST = 10.0  # seconds that changes do not ask a cluster that did not answer; the thread goes on asking
PATIENCE = 5.0  # seconds that a change waits for another that is being taken in
TOGETHER = 20_000  # revisions of one piece of work that are taken in at once
MOST_IN_PASSING = 5_000  # revisions that a change takes in on its way; more, as after a loss, are the thread's

_log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()
_starting = threading.Lock()
_ending = threading.Event()
_thread: threading.Thread | None = None
_trouble = ""  # why what changed last could not be taken in
_resting: tuple[Engine | None, float] = (None, 0.0)  # what did not answer, and until when it is left alone


def nudged(*, more: bool, **_: Any) -> None:
    """Catch up after a change. Nothing that is wrong with the index spoils the change, or delays many of them."""
    tired, until = _resting
    if tired is engine() and time.monotonic() < until:
        return
    if more and follow.lag() < TOGETHER:
        return
    # While more is to come, another thread that is catching up already takes this in as well.
    if _one_at_a_time.acquire(timeout=0 if more else PATIENCE):
        try:
            _catch_up(show=not more, most=None if _thread is None else MOST_IN_PASSING)
        finally:
            _one_at_a_time.release()


def _catch_up(*, show: bool, most: int | None = None) -> None:
    """When another process is writing the index, that one will, or the thread here in a second."""
    global _resting
    try:
        if most is None or follow.lag() <= most:
            follow.catch_up(show=show)
    except OSError as error:
        if isinstance(error, Unavailable):
            _resting = (engine(), time.monotonic() + REST)
        _note(str(error))
    else:
        _resting = (None, 0.0)
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
