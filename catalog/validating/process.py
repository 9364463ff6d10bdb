"""A process for each document, as the server sees it: started, waited for until its deadline, ended."""

import signal
from collections.abc import Mapping
from contextlib import suppress
from multiprocessing.connection import wait

from catalog.forking import context, looking, preload
from catalog.validating.working import OUT_OF_MEMORY, Job, Outcome, OverLimit, work

_ENDING = 5.0  # seconds that a process may take to end

preload("catalog.validating.warmed")

# What it died of without a word. An allocation that fails ends the process: the parser is not written in Python.
_DIED: Mapping[int, tuple[str, str]] = {
    -signal.SIGABRT: (OUT_OF_MEMORY, "VALIDATE_MEMORY_MB"),
    -signal.SIGKILL: (OUT_OF_MEMORY, "VALIDATE_MEMORY_MB"),
    -signal.SIGSEGV: ("It is nested too deep. Write it flatter.", "depth"),
    -signal.SIGBUS: ("It is nested too deep. Write it flatter.", "depth"),
}
_OVER_TIME = "Looking at it takes longer than {seconds:g} seconds, and was stopped. Send less at once."


class Stopping(RuntimeError):
    """The server is being ended, and has no process to give."""

    def __init__(self) -> None:
        super().__init__("The server is being stopped or started anew. Ask again in a moment.")


def judged(job: Job, *, deadline: float, memory_mb: int) -> Outcome:
    """OverLimit with the name of the limit, Stopping. Nothing of the document stays: the process is gone."""
    ours, theirs = context.Pipe()
    process = context.Process(target=work, args=(theirs, memory_mb, deadline), name="validation", daemon=True)
    try:
        with looking:
            process.start()
    except (EOFError, OSError) as error:
        raise Stopping from error
    finally:
        theirs.close()
    try:
        with suppress(OSError):  # it died before it heard all; how, is seen below
            ours.send(job)
        if not ours.poll(deadline):
            raise OverLimit(_OVER_TIME.format(seconds=deadline), "VALIDATE_DEADLINE")
        said: Outcome | OverLimit = ours.recv()
    except (EOFError, ConnectionError):
        wait([process.sentinel], _ENDING)
        with looking:
            code = process.exitcode or 0
        if code not in _DIED:
            raise Stopping from None
        raise OverLimit(*_DIED[code]) from None
    finally:
        ours.close()
        with looking:
            process.kill()
        wait([process.sentinel])
    if isinstance(said, OverLimit):
        raise said
    return said
