"""What workers do. Each may be run twice, or by two workers at once: the second finds it done."""

from catalog.editing import review
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
