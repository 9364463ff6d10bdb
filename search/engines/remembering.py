"""Answers that were worked out and cannot have changed since, the last ones only."""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Any

MOST = 200  # answers


class Remembered:
    """The state of what was asked is part of the key, so nothing has to be forgotten in time."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Any] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, work: Callable[[], Any]) -> Any:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        answer = work()
        with self._lock:
            self._kept[key] = answer
            while len(self._kept) > MOST:
                self._kept.popitem(last=False)
        return answer
