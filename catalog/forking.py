"""Processes for what strangers ask: forked from one that has all loaded, and neither thread nor connection."""

import multiprocessing
import threading
from multiprocessing.context import ForkServerContext

context: ForkServerContext = multiprocessing.get_context("forkserver")
# Each start looks at all processes, and how one ended can be read once: two threads that read are told different ends.
looking = threading.Lock()
_preloaded: list[str] = []


def preload(*modules: str) -> None:
    """Load these once, in the process that others are forked from; called where the modules' users are imported."""
    _preloaded.extend(module for module in modules if module not in _preloaded)
    context.set_forkserver_preload(_preloaded)
