"""What workers do. Each may be run twice, or by two workers at once: the second finds it done."""

from catalog.curating import reminding
from catalog.editing import review
from catalog.fair import scoring
from catalog.links import checking
from catalog.notices import mails
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
def mail(numbers: list[int]) -> int:
    """Mail these notices; how many were sent."""
    return mails.send(numbers)


@app.task
def due() -> int:
    """Publish what was approved for a time that has come, and send mails that could not be sent; how many came out."""
    mails.send_waiting()
    return review.publish_due()


@app.task
def check_links() -> int | None:
    """Ask the addresses that are due, where the operator wants it; how many were asked."""
    try:
        return checking.check().asked
    except (checking.NotSwitchedOn, checking.Busy):
        return None


@app.task
def score() -> int:
    """Judge how FAIR the datasets are that changed, some at a time; how many."""
    return scoring.catch_up(most=1_000)


@app.task
def remind() -> int:
    """Mail those whose yearly checks are due; how many."""
    return reminding.remind()
