"""Keeping the index in step: it reads the catalogue's revisions from where it stands, in order."""

import time
from collections.abc import Callable

from catalog.beside import beside
from catalog.browse import latest_revision
from catalog.collecting import few_collections
from search import batches
from search.engines import Engine, Rebuilding, Taking, engine

ALLOCATED = 100_000  # values made between two walks of the collector; more would hold very much for it
KEPT = 20  # batches after which a rebuild can be gone on with
BESIDE_FROM = 5_000  # revisions from which another process pays for its start
PATIENCE = 120.0  # seconds that a finished index waits for others to end their writing

Progress = Callable[[str, int], None]


def catch_up(target: Engine | None = None, *, show: bool = True, progress: Progress | None = None) -> int:
    """Take in every revision after the index's position; how many there were. May be called at any time, and twice.

    With `show` false what is taken in is found only after a later call: one commit for many batches is several
    times faster. OSError when another process writes to this index: that process catches up instead.
    """
    target = target or engine()
    done = _take_in_all(target, progress)
    if show:
        target.commit()
    return done


def rebuild(target: Engine | None = None, *, progress: Progress | None = None, afresh: bool = False) -> int:
    """Take in every revision again, into a new index that answers when it is complete; how many were taken in.

    One that was stopped goes on from where it last kept what it had, unless `afresh`. Progress is told by revision.
    OSError when another process is at it, or writes to the index that answers and does not stop.
    """
    new = _begun(target or engine(), afresh=afresh)
    try:
        done = _take_in_all(new, progress)
        until = time.monotonic() + PATIENCE
        while not new.finish(latest_revision):
            if time.monotonic() > until:
                raise OSError("Another process writes to the index and does not stop. Run this again when it has.")
            time.sleep(0.02)
            done += _take_in_all(new, progress)
    finally:
        new.release()
    return done


def _begun(target: Engine, *, afresh: bool) -> Rebuilding:
    """One that was left from before a backup of the database was restored knows what never was."""
    latest = latest_revision()
    new = target.begin(afresh=afresh, expected=latest)
    if new.position() <= latest_revision():
        return new
    new.release()
    return target.begin(afresh=True, expected=latest)


def lag(target: Engine | None = None) -> int:
    """How many revisions the index is behind; less than none where it knows some that the database does not have."""
    return latest_revision() - (target or engine()).position()


def _take_in_all(target: Taking, progress: Progress | None) -> int:
    """Everything after the position of the index; it is kept from time to time, to be gone on with."""
    done = 0
    start = target.position()
    with few_collections(ALLOCATED), beside() as others:
        if latest_revision() - start >= BESIDE_FROM:
            others.start()
        waiting = ((batch, target.say) for batch in batches.after(start))
        for number, batch in enumerate(others.each(batches.ready, waiting), start=1):
            target.take_in(batch.said, batch.gone, batch.position)
            done += batch.size
            if number % KEPT == 0:
                target.keep()
            if progress:
                progress("index", batch.position)
    return done
