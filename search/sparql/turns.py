"""Whose turn it is: few questions are evaluated at once, clients take turns, and long ones make room for short ones."""

import threading
from collections import OrderedDict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


class Busy(RuntimeError):
    """No turn can be had now, and why; `limit` names the setting that says so."""

    def __init__(self, reason: str, limit: str) -> None:
        super().__init__(reason)
        self.limit = limit


@dataclass(slots=True)
class Turn:
    """A place among those that are evaluated. `is_beside`: it made room for others, and goes on beside them."""

    client: str
    is_beside: bool = False
    given: threading.Event = field(default_factory=threading.Event)


class Turns:
    """`places` at once, `beside` more for those that take long, `waiting` in line.

    Who waits is served client by client, so that a client with a hundred questions waits for its own and not others
    for it. No client has more than half of the long places.
    """

    def __init__(self, places: int, *, beside: int, waiting: int, patience: float) -> None:
        self._free, self._beside = places, beside
        self._share = max(1, beside // 2)
        self._most_waiting, self._patience = waiting, patience
        self._lines: OrderedDict[str, deque[Turn]] = OrderedDict()
        self._long: list[str] = []
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, client: str) -> Iterator[Turn]:
        """The turn of this client, when it comes. `Busy` when too many wait, or it does not come in time."""
        mine = Turn(client)
        self._take(mine)
        try:
            yield mine
        finally:
            self._give_back(mine)

    def make_room(self, mine: Turn) -> bool:
        """Called by what takes long: does it go on beside the others from now on? It stays where it is while nobody
        waits; `Busy` when somebody waits, and there is no room beside."""
        with self._lock:
            if len(self._long) < self._beside and self._long.count(mine.client) < self._share:
                self._long.append(mine.client)
                mine.is_beside = True
                self._next()
                return True
            if not self._lines:
                return False
        raise Busy(
            "Others wait, and as many long questions as may be are being answered already. Ask again in a moment.",
            "SPARQL_LONG_WORKERS",
        )

    @property
    def waiting(self) -> int:
        return sum(map(len, self._lines.values()))

    def _take(self, mine: Turn) -> None:
        with self._lock:
            if self._free:
                self._free -= 1
                return
            if self.waiting >= self._most_waiting:
                raise Busy(f"{self._most_waiting} questions wait already. Ask again in a moment.", "SPARQL_WAITING")
            self._lines.setdefault(mine.client, deque()).append(mine)
        if not mine.given.wait(self._patience) and self._leave(mine):
            raise Busy(f"No turn came within {self._patience:g} seconds. Ask again in a moment.", "SPARQL_DEADLINE")

    def _leave(self, mine: Turn) -> bool:
        """Out of the line; not when its turn has come in the meantime."""
        with self._lock:
            if mine.given.is_set():
                return False
            line = self._lines[mine.client]
            line.remove(mine)
            if not line:
                del self._lines[mine.client]
            return True

    def _give_back(self, mine: Turn) -> None:
        with self._lock:
            if mine.is_beside:
                self._long.remove(mine.client)
            else:
                self._next()

    def _next(self) -> None:
        """A place is free: it goes to the client that has waited longest since it was served last."""
        if not self._lines:
            self._free += 1
            return
        client, line = self._lines.popitem(last=False)
        line.popleft().given.set()
        if line:
            self._lines[client] = line
