"""What workers do. Each may be run twice, or by two workers at once: the second finds it done."""

from catalog.protocols.feed import dumps
from config.celery import app


@app.task
def dump() -> int | None:
    """Write the dumps if something public changed; the number of the change that they hold."""
    try:
        written = dumps.write()
    except dumps.Busy:
        return None
    return written.number if written else None
