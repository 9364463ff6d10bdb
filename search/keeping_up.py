"""Index and triple store follow the catalogue: after each change, and in a thread that looks for what others wrote."""

import logging
import threading
import time
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db import connection

from catalog.editing import review
from catalog.notices import mails
from search import follow
from search.engines import Unavailable
from search.projections import INDEX, TRIPLES, Projection

DUE_EVERY = 5.0  # seconds between looks at what is to be published
REST = 10.0  # seconds that changes do not ask a server that did not answer; the thread goes on asking
PATIENCE = 5.0  # seconds that a change waits for another that is being taken in
TOGETHER = 20_000  # revisions of one piece of work that are taken in at once
MOST_IN_PASSING = 5_000  # revisions that a change takes in on its way; more, as after a loss, are the thread's
MOST_TRIPLES_IN_PASSING = (
    500  # the same for the triple store, in which a load would spend more than a fifth of its time
)

_log = logging.getLogger(__name__)
_starting = threading.Lock()
_ending, _woken = threading.Event(), threading.Event()
_thread: threading.Thread | None = None
_looked = 0.0


class Keeper:
    """Keeps one projection in step, one thread at a time."""

    def __init__(self, projection: Projection) -> None:
        self.of = projection
        self._one_at_a_time = threading.Lock()
        self.trouble = ""  # why what changed last could not be taken in
        self._resting: tuple[Any, float] = (None, 0.0)  # what did not answer, and until when it is left alone

    def nudged(self, *, more: bool, together: int | None, most: int | None) -> None:
        """Catch up after a change. Nothing that is wrong spoils the change, or delays many of them.

        While more is to come, only if there are `together` revisions; in the end, if there are no more than `most`.
        """
        tired, until = self._resting
        if tired is self.of.target() and time.monotonic() < until:
            return
        if more and (together is None or follow.lag(of=self.of) < together):
            return
        # While more is to come, another thread that is catching up already takes this in as well.
        if self._one_at_a_time.acquire(timeout=0 if more else PATIENCE):
            try:
                self._catch_up(show=not more, most=most)
            finally:
                self._one_at_a_time.release()

    def once(self) -> bool:
        """Catch up if it is behind; was it?"""
        behind = follow.lag(of=self.of) > 0
        if behind:
            with self._one_at_a_time:
                self._catch_up(show=True)
        return behind

    def _catch_up(self, *, show: bool, most: int | None = None) -> None:
        """When another process is writing, that one will, or the thread here in a second."""
        try:
            if most is None or follow.lag(of=self.of) <= most:
                follow.catch_up(of=self.of, show=show)
        except OSError as error:
            if isinstance(error, Unavailable):
                self._resting = (self.of.target(), time.monotonic() + REST)
            self.note(str(error))
        else:
            self._resting = (None, 0.0)
            self.note("")

    def note(self, trouble: str) -> None:
        """Said once, however often it is met."""
        if trouble and trouble != self.trouble:
            _log.warning("What changed is taken into %s later: %s", self.of.place, trouble)
        self.trouble = trouble


_index, _triples = Keeper(INDEX), Keeper(TRIPLES)


def _keepers() -> Iterator[Keeper]:
    yield _index
    if settings.TRIPLES_FOLLOW:
        yield _triples


def nudged(*, more: bool, **_: Any) -> None:
    """Catch up after a change. The triple store is left to the thread, where there is one: to keep it costs 0.1 s."""
    _index.nudged(more=more, together=TOGETHER, most=None if _thread is None else MOST_IN_PASSING)
    if _thread is not None:
        _woken.set()
    elif settings.TRIPLES_FOLLOW:
        _triples.nudged(more=more, together=None, most=MOST_TRIPLES_IN_PASSING)


def trouble(of: Projection = INDEX) -> str:
    """Why this process could not take in what changed last; "" when all is well."""
    return (_triples if of is TRIPLES else _index).trouble


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
        _woken.set()
        _thread.join()
        _ending.clear()
        _thread = None


def _follow() -> None:
    while True:
        _woken.wait(settings.INDEX_FOLLOWS_EVERY)
        _woken.clear()
        if _ending.is_set():
            break
        for keeper in _keepers():
            _look(keeper)
        _publish_due()
        connection.close_if_unusable_or_obsolete()
    connection.close()


def _publish_due() -> None:
    """What was approved for later comes out when its time has come; workers see to it where there is a broker."""
    global _looked
    if settings.CELERY_BROKER_URL or time.monotonic() - _looked < DUE_EVERY:
        return
    _looked = time.monotonic()
    try:
        review.publish_due()
        mails.send_waiting()
    except Exception:  # the thread goes on, and tries again
        _log.exception("what is due could not be published now")


def _look(keeper: Keeper) -> None:
    try:
        keeper.once()
    except OSError as error:
        keeper.note(str(error))
    except Exception:  # whatever it is, the thread goes on: it may be well again in a second
        _log.exception("%s cannot follow now", keeper.of.place)


def once() -> bool:
    """Catch up with what is behind; was anything?"""
    behind = [keeper.once() for keeper in _keepers()]
    return any(behind)
