"""Yes, no and not stated: what every engine makes of what a description does not say."""

from dataclasses import replace

import pytest

from search.asking import matching, maybe_matching
from search.documents import Group
from search.fields import UNBOUNDED
from search.query import Query
from search.understanding import understand
from tests.search.asking import named
from tests.search.contract import AML, CLL, MONDO, dataset

# Yes, no and not stated


def stating(name, diseases=(AML,), lacks=(), groups=(), **spans):
    """A dataset that states these spans, and these groups of patients with a disease."""
    made = dataset(name, name, diseases=diseases)
    numbers = {f"{key}_{end}": n for key, span in spans.items() for end, n in zip(("low", "high"), span, strict=True)}
    groups = tuple(Group((disease,), *span) for disease, span in groups)
    return replace(
        made,
        lacks=lacks,
        numbers=made.numbers | numbers,
        stated=(*made.stated, *spans),
        cohorts=groups,
    )


LEUKAEMIA = f"{MONDO}0005059"
EFS, GVHD = "urn:fdc:vocab:outcomes:EFS", "urn:fdc:vocab:outcomes:GVHD"
OPEN = UNBOUNDED
STATED = [
    stating("exact", patients=(250, 250), groups=[(AML, (120, 120)), (CLL, (130, 130))]),
    stating("few-aml", patients=(5000, 5000), groups=[(AML, (40, 40))]),
    stating("no-groups", patients=(300, 300)),
    stating("suppressed", patients=(1, 9)),
    stating("at-least", patients=(100, OPEN)),
    stating("silent"),
    stating("hidden-aml", patients=(400, 400), groups=[(AML, (1, 9))]),
    stating("other", diseases=(CLL,), patients=(900, 900)),
    stating("adults", diseases=(), age=(18, 64), period=(20160101, OPEN)),
    stating("children", diseases=(), age=(0, 17), period=(19900101, 20001231)),
    stating("efs", diseases=(EFS,)),
    stating("no-efs", diseases=(GVHD,), lacks=(EFS,)),
    stating("leukaemia", diseases=(LEUKAEMIA,)),
]
COUNTED, UNSAID = "exact few-aml no-groups suppressed at-least hidden-aml", "adults children efs no-efs"


@pytest.mark.parametrize(
    ("question", "held", "maybe"),
    [
        # A count of the patients with the disease says more than a count of all.
        ({"disease": [AML], "patients_min": ["100"]}, "exact no-groups at-least", f"silent leukaemia {UNSAID}"),
        ({"disease": [AML], "patients_max": ["50"]}, "few-aml suppressed hidden-aml", f"silent leukaemia {UNSAID}"),
        (
            {"patients_min": ["300"], "patients_max": ["900"]},
            "no-groups hidden-aml other",
            f"at-least silent leukaemia {UNSAID}",
        ),
        # Something broader is stated: it may be. Something else is: it is not.
        ({"disease": [AML], "missing": ["patients"]}, "silent", f"leukaemia {UNSAID}"),
        ({"not_disease": [AML]}, "other", f"leukaemia {UNSAID}"),
        ({"disease": [AML, CLL], "every": ["disease"]}, "", f"leukaemia {UNSAID}"),
        # Of an open facet not all is stated: only what is said to be lacking is not there.
        ({"outcome": [EFS]}, "efs", f"{COUNTED} silent other adults children leukaemia"),
        ({"not_outcome": [EFS]}, "no-efs", f"{COUNTED} silent other adults children leukaemia"),
        # Spans match when they overlap, and go on when no end is stated.
        ({"age_min": ["60"], "age_max": ["70"], "missing": ["disease"]}, "adults", "efs no-efs"),
        ({"age_max": ["17"], "missing": ["disease"]}, "children", "efs no-efs"),
        ({"period_min": ["2015"], "missing": ["disease"]}, "adults", "efs no-efs"),
        ({"period_min": ["2000"], "period_max": ["2000"], "missing": ["disease"]}, "children", "efs no-efs"),
    ],
)
def test_what_is_stated_holds_or_not_and_what_is_not_stated_may(bare, question, held, maybe):
    bare.take_in(map(bare.say, STATED), [], 1)
    bare.commit()
    reading = understand(Query.from_params(question))
    assert set(named(bare.search(matching(reading, size=50), ["public"]))) == set(held.split())
    assert set(named(bare.search(maybe_matching(reading, size=50), ["public"]))) == set(maybe.split())
