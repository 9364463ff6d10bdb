"""What lies on the disk, as the system page tells it."""

import os
from contextlib import suppress
from pathlib import Path


def bytes_under(folder: Path) -> int:
    """How much the files under a folder take; one that has several names counts once.

    What is written or swept meanwhile may be counted or not: a folder that goes away while it is read is no error.
    """
    sizes: dict[int, int] = {}
    for where, _, names in os.walk(folder):
        for name in names:
            with suppress(FileNotFoundError):
                found = os.stat(os.path.join(where, name))
                sizes[found.st_ino] = found.st_size
    return sum(sizes.values())
