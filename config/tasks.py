"""What workers do. Each may be run twice, or by two workers at once: the second finds it done."""

from typing import Any

from celery import Task

from catalog.curating import reminding
from catalog.dois import asking, sending
from catalog.editing import review
from catalog.fair import scoring
from catalog.links import checking
from catalog.notices import mails
from catalog.people import invitations
from catalog.protocols.feed import dumps
from config.celery import app
from search.saved import looking


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


class _Inviting(Task):
    def on_failure(self, exc: Exception, task_id: str, args: Any, kwargs: Any, einfo: Any) -> None:
        """After the last try; each before it is a retry."""
        invitations.give_up(args[0])


@app.task(base=_Inviting, autoretry_for=(OSError,), retry_backoff=60, max_retries=7)  # about two hours
def invite(number: int, language: str) -> bool:
    """Mail the link of an invitation; was it sent? Sent twice, it is the same link."""
    return invitations.mail(number, language)


@app.task
def send_doi(number: int) -> bool:
    """Send one request to DataCite that a curator asked for."""
    return sending.send(number)


@app.task
def due() -> int:
    """Publish what was approved for a time that has come, and send what could not be sent; how many came out."""
    mails.send_waiting()
    asking.follow()
    sending.send_due()
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


@app.task
def digest() -> int:
    """Look at what people saved and follow, where it is time to, and mail what changed; how many mails."""
    return looking.run()
