"""Laws of what a digest is made of."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog.models import Saved
from catalog.policy import ANYBODY
from catalog.saved import comparing, keeping, telling
from catalog.saved.comparing import compared

SECONDS = st.integers(0, 200_000_000)
NUMBERS = st.integers(1, 30)


@given(SECONDS, SECONDS, st.sampled_from(sorted(keeping.EVERY)))
def test_what_is_due_next_is_due_after_now_and_no_later_than_it_must(when, late, often):
    due_at, every = datetime.fromtimestamp(when, UTC), keeping.EVERY[often]
    now = due_at + timedelta(seconds=late)
    following = keeping.following(due_at, often, now)
    assert now < following <= now + every
    assert (following - due_at) % every == timedelta()


@given(st.sets(st.integers(1, 2**62)))
def test_members_are_kept_as_they_are(members):
    assert Saved(members=Saved.pack(members)).known == members


@given(st.text(max_size=600), st.text(max_size=600), st.text(max_size=600))
def test_what_differs_still_differs_when_it_is_cut(same, one, other):
    field = telling._field("Title", same + one, same + other)
    assert (field.before == field.after) == (
        one == other or not same + one == same + other and field.before == field.after
    )
    assert max(len(field.before), len(field.after)) <= telling.LONGEST


@given(known=st.sets(NUMBERS), found=st.dictionaries(NUMBERS, st.integers(1, 50)), upto=st.integers(1, 50))
def test_what_came_and_went_leads_from_what_was_known_to_what_is_known(known, found, upto):
    with pytest.MonkeyPatch.context() as patched:  # none of these is in a database
        patched.setattr(comparing, "_changed_after", lambda *_: set())
        patched.setattr(comparing, "_versions", lambda *_, **__: ())
        patched.setattr(comparing, "_files", lambda *_: ())
        told = compared(known, found, ANYBODY, since=0, upto=upto)
    assert (known | set(told.came)) - set(told.went) == told.members
    assert not set(told.came) & known
    assert set(told.went) == known - found.keys()
    assert {n for n in told.came if found[n] > upto} == set()
