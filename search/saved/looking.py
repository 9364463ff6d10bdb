"""Looking at what is due: what changed since its person was told last becomes a digest, and digests become mails."""

import logging
import time
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from catalog import policy
from catalog.browse import latest_revision
from catalog.models import Digest, Notice, Often, Saved, Told
from catalog.policy import Viewer
from catalog.saved import comparing, keeping, mails, telling
from catalog.saved.comparing import Difference
from search import follow
from search.engines import Unavailable
from search.saved.members import ASKED, Members, members

PATIENCE = 10.0  # seconds that another process is waited for to take in what changed
KEPT_FOR = timedelta(days=90)  # that a digest can be read among the notices
_log = logging.getLogger(__name__)


def run(now: datetime | None = None) -> int:
    """Look at what is due, and mail what there is to tell; how many mails were sent. Run twice, it tells once."""
    now = now or timezone.now()
    upto = latest_revision()
    Digest.objects.filter(made_at__lt=now - KEPT_FOR).delete()
    due = Saved.objects.filter(due_at__lte=now, person__is_active=True).order_by("due_at")
    is_followed = due.filter(what__in=ASKED).exists() and _follows(upto)
    for number in list(due.values_list("pk", flat=True)):
        saved = due.select_related("person").filter(pk=number).first()
        if saved is not None and (is_followed or saved.what not in ASKED):
            _looked_at(saved, upto, now)
    return mails.send_waiting()


def _follows(upto: int) -> bool:
    """Does the engine know the revisions up to this one? While it does not, what asks it stays due."""
    until = time.monotonic() + PATIENCE
    try:
        while follow.lag() > latest_revision() - upto and time.monotonic() < until:
            _catch_up()
        return follow.lag() <= latest_revision() - upto
    except Unavailable as error:
        _log.warning("Saved searches are looked at later: %s", error)
        return False


def _catch_up() -> None:
    """Where another process writes to the index, that one catches up."""
    try:
        follow.catch_up()
    except Unavailable:
        raise
    except OSError:
        time.sleep(0.2)


def _looked_at(saved: Saved, upto: int, now: datetime) -> None:
    try:
        look(saved, upto, now)
    except Unavailable as error:
        _log.warning("A saved search is looked at later: %s", error)


def begin(saved: Saved) -> None:
    """Take what is there now as known: what changes from now on is told. Without an answer the first look does this."""
    if saved.often == Often.NEVER or saved.position:
        return
    upto = latest_revision()
    try:
        found = members(saved, policy.viewer_of(saved.person))
    except Unavailable:
        return
    _keep(saved, found, _difference(saved, found, upto), upto)


def look(saved: Saved, upto: int, now: datetime) -> Digest | None:
    """The digest of what changed up to a revision; None when nothing did, or another process was first."""
    assert saved.due_at is not None
    viewer = policy.viewer_of(saved.person)
    found = members(saved, viewer)
    difference = _difference(saved, found, upto)
    due_at = keeping.following(saved.due_at, saved.often, now)
    with transaction.atomic():
        is_first = _keep(saved, found, difference, upto, due_at=due_at)
        return _told(saved, difference, viewer, now) if is_first and difference else None


def _difference(saved: Saved, found: Members | None, upto: int) -> Difference | None:
    """None where there is nothing to compare with, or too much."""
    known = saved.known
    if found is None or known is None:
        return None
    return comparing.compared(known, found, policy.viewer_of(saved.person), since=saved.position, upto=upto)


def _keep(
    saved: Saved, found: Members | None, difference: Difference | None, upto: int, *, due_at: datetime | None = None
) -> bool:
    """Move its position; False when somebody else did so meanwhile."""
    known = difference.members if difference else found
    row = Saved.objects.filter(pk=saved.pk, position=saved.position, due_at=saved.due_at)
    moved = row.update(
        position=upto,
        members=None if known is None else Saved.pack(known),
        is_too_large=found is None,
        due_at=due_at or saved.due_at,
    )
    return bool(moved)


def _told(saved: Saved, difference: Difference, viewer: Viewer, now: datetime) -> Digest | None:
    """None too when what is different is not shown, as with counts that are too small."""
    digest = Digest(saved=saved, made_at=now, **telling.kept(difference))
    if not telling.section(digest, viewer, settings.LANGUAGE_CODE):
        return None
    digest.save()
    # Its mail is the digest's own, together with the others of its person.
    Notice.objects.create(person=saved.person, kind=Told.FOLLOWED, digest=digest, made_at=now, mailed_at=now)
    return digest
