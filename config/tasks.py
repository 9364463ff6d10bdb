"""What workers do. Each may be run twice, or by two workers at once: the second finds it done."""

from catalog.curating import reminding
from catalog.links import checking
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


@app.task
def check_links() -> int | None:
    """Ask the addresses that are due, where the operator wants it; how many were asked."""
    try:
        return checking.check().asked
    except (checking.NotSwitchedOn, checking.Busy):
        return None


@app.task
def remind() -> int:
    """Mail those whose yearly checks are due; how many."""
    return reminding.remind()
