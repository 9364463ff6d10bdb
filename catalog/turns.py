"""Whose turn it is: few questions are evaluated at once, who had little goes first, what takes long makes room."""

import threading
import time
from collections import OrderedDict, deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

HALVED = 10.0  # seconds in which half of what a client had is forgotten
MUCH = 0.25  # seconds: whoever had more lately asks beside the others; who is not known leaves places for them
ALONE = 1.0  # seconds in which nobody else asked
REFUSED = 30.0  # seconds that a question counts for which was ended, since it would have taken longer
_REMEMBERED = 1_000  # clients


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
    is_strange: bool = False  # it has one of the places that clients may have whom nobody knows
    since: float = 0.0
    seconds: float | None = None  # that it had of a processor, where somebody knows; else those by the clock count
    charged: float = 0.0  # seconds besides those that it had
    given: threading.Event = field(default_factory=threading.Event)


class Turns:
    """`places` at once, `beside` more for those that take long, `waiting` in line, none for longer than `patience`.

    Of those who wait the client comes next that had the least time lately, and of equals the one that waits longest: a
    hundred questions of one client wait for each other, and whoever asks what takes long lets others go first. Who had
    much lately asks in the slow lane, on the places beside, and leaves the others alone; no client has more than half
    of these. Of the other places strangers have half at most, so that those who are known do not wait for them.
    """

    def __init__(
        self,
        places: int,
        *,
        beside: int,
        waiting: int,
        patience: float,
        clock: Callable[[], float] = time.monotonic,
        setting: str = "SPARQL",
    ) -> None:
        self._setting = setting
        self._free, self.places, self.beside = places, places, beside
        self._share = max(1, beside // 2)
        self._for_strangers = places - places // 2
        self._most_waiting, self._patience, self._clock = waiting, patience, clock
        self._lines: OrderedDict[str, deque[Turn]] = OrderedDict()
        self._long: list[str] = []
        self._had: dict[str, tuple[float, float]] = {}  # client → seconds that it had, as of when
        self._lock = threading.Lock()

    @contextmanager
    def turn(self, client: str) -> Iterator[Turn]:
        """The turn of this client, when it comes. `Busy` when too many wait, or it does not come in time."""
        mine = Turn(client)
        self._wait_for(mine)
        mine.since = self._clock()
        try:
            yield mine
        finally:
            self._give_back(mine)

    def make_room(self, mine: Turn, *, at_once: bool = True) -> bool:
        """Called by what takes long: does it go on beside the others from now on? It stays where it is while nobody
        waits. `Busy` when there is no room beside, it has to leave `at_once`, and somebody waits who had less."""
        with self._lock:
            waiting = [client for client in self._lines if not self._is_slow(client)]
            if not waiting:
                return False
            if self._has_room(mine.client):
                self._leave_place(mine)
                self._long.append(mine.client)
                mine.is_beside = True
                self._next()
                return True
            had = self._time_of(mine.client) + self._clock() - mine.since
            if not at_once or not any(self._rank(client) < had for client in waiting):
                return False
            mine.charged = REFUSED
        raise Busy(
            "Others wait, and as many long questions as may be are being answered already. Ask again in a moment.",
            f"{self._setting}_LONG_WORKERS",
        )

    @property
    def waiting(self) -> int:
        return sum(map(len, self._lines.values()))

    def is_alone(self, mine: Turn) -> bool:
        """Does nobody else ask now, and has nobody asked a moment ago?"""
        with self._lock:
            if self._lines or self.places - self._free + len(self._long) > 1:
                return False
            latest = next((at for client, (_, at) in reversed(self._had.items()) if client != mine.client), None)
            return latest is None or self._clock() - latest > ALONE

    def _wait_for(self, mine: Turn) -> None:
        with self._lock:
            if self._is_given(mine):
                return
            if self.waiting >= self._most_waiting:
                raise Busy(
                    f"{self._most_waiting} questions wait already. Ask again in a moment.", f"{self._setting}_WAITING"
                )
            self._lines.setdefault(mine.client, deque()).append(mine)
        if not mine.given.wait(self._patience) and self._leave(mine):
            raise Busy(
                f"No turn came within {self._patience:g} seconds. Ask again in a moment.", f"{self._setting}_WAITING"
            )

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
            self._note(mine)
            if mine.is_beside:
                self._long.remove(mine.client)
            else:
                self._leave_place(mine)
            self._next()

    def _leave_place(self, mine: Turn) -> None:
        self._free += 1
        self._for_strangers += mine.is_strange
        mine.is_strange = False

    def _next(self) -> None:
        """What is free goes to the clients that had the least, of those who may have it."""
        while any(map(self._served, sorted(self._lines, key=self._rank))):
            pass

    def _served(self, client: str) -> bool:
        """The first in this client's line, which goes behind the others then."""
        line = self._lines[client]
        if not self._is_given(line[0]):
            return False
        mine = line.popleft()
        del self._lines[client]
        if line:
            self._lines[client] = line
        mine.given.set()
        return True

    def _is_given(self, mine: Turn) -> bool:
        """A place, if there is one that it may have."""
        mine.is_beside = self._is_slow(mine.client)
        if mine.is_beside:
            has_room = self._has_room(mine.client)
            if has_room:
                self._long.append(mine.client)
            return has_room
        is_strange = self._is_strange(mine.client)
        if not self._free or (is_strange and not self._for_strangers):
            return False
        self._free -= 1
        self._for_strangers -= is_strange
        mine.is_strange = is_strange
        return True

    def _is_slow(self, client: str) -> bool:
        """It had much lately, so that it asks in the slow lane, where there is one."""
        return self.beside > 0 and client in self._had and self._time_of(client) > MUCH

    def _has_room(self, client: str) -> bool:
        """In the slow lane, for this client."""
        return len(self._long) < self.beside and self._long.count(client) < self._share

    def _is_strange(self, client: str) -> bool:
        """Nobody knows it yet, or it had much. Those have half of the places at most, all of them together."""
        return client not in self._had or self._time_of(client) > MUCH

    def _rank(self, client: str) -> float:
        """The least goes first. Whoever had little had nothing, or those who had a little would never come."""
        had = self._time_of(client)
        return had if had > MUCH else 0.0

    def _time_of(self, client: str) -> float:
        """Seconds that this client had lately."""
        had, at = self._had.get(client, (0.0, 0.0))
        return float(had * 0.5 ** ((self._clock() - at) / HALVED))

    def _note(self, mine: Turn) -> None:
        now = self._clock()
        had, at = self._had.pop(mine.client, (0.0, now))
        seconds = now - mine.since if mine.seconds is None else mine.seconds
        self._had[mine.client] = (had * 0.5 ** ((now - at) / HALVED) + seconds + mine.charged, now)
        while len(self._had) > _REMEMBERED:
            del self._had[next(iter(self._had))]
