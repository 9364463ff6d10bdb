"""The process that evaluates queries, one after another, until it is killed or whoever asks is gone."""

import os
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing import parent_process, reduction
from multiprocessing.connection import Connection
from pathlib import Path

import django
from django.apps import apps

if not apps.ready:  # in the process that workers are forked from
    django.setup()

from catalog import confining
from search.triples.protocol import Answer, Failed, Question, Unavailable

INLINE = 1024**2  # bytes of an answer that go through the pipe; more stay in a file without a name

Evaluate = Callable[[Path, Question], Answer]


@dataclass(frozen=True, slots=True)
class Whole:
    """An answer that is all there. `body` is None when it is in the file whose descriptor comes next."""

    media_type: str
    size: int
    body: bytes | None


def work(connection: Connection, evaluate: Evaluate, memory_mb: int) -> None:
    """Until the connection is closed."""
    os.environ["RUST_BACKTRACE"] = "0"  # that memory runs out is no fault to be found
    confining.confine(memory_mb)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    while True:
        try:
            folder, question = connection.recv()
        except (EOFError, OSError):
            return
        confining.end_after(question.deadline)
        _answer(connection, evaluate, folder, question)
        confining.end_after(0)


def _end_with_parent() -> None:
    """Whoever asks is gone, killed perhaps: nobody waits for what is being evaluated."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(0)


def _answer(connection: Connection, evaluate: Evaluate, folder: Path, question: Question) -> None:
    """Says the answer, or what was wrong; ends with the process on what nobody foresaw."""
    # A file that was never named goes when this process does, however it ends.
    with tempfile.SpooledTemporaryFile(max_size=INLINE) as file:
        try:
            answer = evaluate(folder, question)
            for chunk in answer.chunks:
                file.write(chunk)
        except (Failed, Unavailable) as failure:
            return connection.send(failure)
        except MemoryError:
            return connection.send(Failed(OUT_OF_MEMORY, "SPARQL_MEMORY_MB"))
        size = file.tell()
        if size <= INLINE:
            file.seek(0)
            return connection.send(Whole(answer.media_type, size, file.read()))
        file.flush()
        connection.send(Whole(answer.media_type, size, None))
        return reduction.send_handle(connection, file.fileno(), None)


OUT_OF_MEMORY = (
    "It needs more memory than a query may have. Ask for less at once, or without ORDER BY, DISTINCT and GROUP BY."
)
