"""Processes that tests started: each may end while it is looked at, which is no failure."""

from contextlib import suppress

import psutil


def are_alive(processes, name=""):
    """Those that are there and no zombies, and whose program is called so."""
    found = []
    for process in processes:
        with suppress(psutil.NoSuchProcess):
            if process.status() != psutil.STATUS_ZOMBIE and process.name().startswith(name) and process.is_running():
                found.append(process)
    return found


def below(name=""):
    """All that this process and those that it started have started."""
    return are_alive(psutil.Process().children(recursive=True), name)
