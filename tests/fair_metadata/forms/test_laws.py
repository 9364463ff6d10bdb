"""Two laws: what is opened and saved is as it was; an edit changes what it names and nothing else."""

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fair_metadata.forms import Widget, changes, each, form, merged
from fair_metadata.record import Record
from tests.fair_metadata.forms.filling import FULL, QUICK, VIEWS, filled, records, sent

RECORDS = records()


@pytest.mark.parametrize("view", VIEWS, ids=["quick", "full", "quick-es", "full-es"])
def test_a_form_opened_and_saved_leaves_every_record_as_it_was(view):
    assert len(RECORDS) > 70
    for record in RECORDS:
        after, posted = filled(record, {}, view)
        assert (posted.edits, posted.unclear, after.conflicts) == ((), (), ()), record.iri
        assert after.record.digest == record.digest


def test_merging_no_edit_at_all_names_nothing_anew():
    """As above, through the whole of merging: as if one value had been written over itself."""
    for record in RECORDS:
        shown = form(record, view=FULL)
        again = {f"{place}:again": "1" for place in shown.seen.values}
        posted = changes(sent(shown) | again, shown.seen, shown.shape)
        assert merged(record, (), shown.seen).record == record
        fixed = [edit for edit in posted.edits if edit.was == edit.becomes]
        assert fixed == []


texts = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufffe\uffff"), min_size=1, max_size=30
)
TYPED = {
    Widget.NUMBER: st.integers(0, 10**9).map(str),
    Widget.DATE: st.dates().map(str),
    Widget.BOOLEAN: st.sampled_from(["yes", "no"]),
    Widget.ADDRESS: st.integers().map(lambda n: f"https://e.example/{n}"),
    Widget.LINK: st.integers().map(lambda n: f"https://e.example/{n}"),
    Widget.EMAIL: st.integers().map(lambda n: f"data{n}@example.org"),
    Widget.DURATION: st.integers(1, 900).map(lambda n: f"{n} weeks"),
    Widget.PHONE: st.integers(1000, 10**9).map(str),
}


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_an_edit_changes_only_the_value_that_it_names(data):
    record = data.draw(st.sampled_from(RECORDS))
    view = data.draw(st.sampled_from([QUICK, FULL]))
    shown = form(record, view=view)
    fields = [field for field in each(f for s in shown.sections for f in s.fields) if field.node and not field.row.auto]
    choices = [(f, v) for f in fields for v in f.values if v.widget is not Widget.NESTED and not v.is_fixed]
    field, value = data.draw(st.sampled_from(choices))
    words = data.draw(TYPED.get(value.widget, texts))
    after, posted = filled(record, {value.place: words}, view)
    if posted.unclear:
        assert (posted.edits, after.record) == ((), record)
        return
    removed, added = _differences(record, after.record)
    (edit,) = posted.edits or (None,)
    if edit is None:  # the same as it was
        assert (removed, added) == ([], [])
        return
    own = (plain(field.node), field.row.path)
    assert added in ([(*own, edit.becomes)], [])  # said already
    hung = {plain(edit.was)} if edit.was and edit.was not in after.record.nodes else set()
    assert [t for t in removed if t[0] not in hung] in ([(*own, plain(edit.was or ""))], [])


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_what_is_removed_takes_away_only_what_hung_on_it(data):
    record = data.draw(st.sampled_from(RECORDS))
    shown = form(record, view=FULL)
    place = data.draw(st.sampled_from(sorted(shown.seen.values)))
    after, posted = filled(record, {f"{place}:gone": "1"}, FULL)
    assert [edit.was for edit in posted.edits] == [shown.seen.values[place].term]
    assert len(after.record) < len(record)
    loose = _reached(record) - _reached(after.record)
    assert {s for s, _, _ in after.record.triples} & {n for n in loose if not n.startswith("<")} == set()


def plain(term):
    """Blank nodes count as the same: they are named after what they say."""
    return "_:" if term.startswith("_:") else term


def _differences(one: Record, other: Record):
    """What is only in the one and what only in the other, as often as it is."""
    before, after = (Counter(tuple(map(plain, triple)) for triple in record.triples) for record in (one, other))
    return sorted((before - after).elements()), sorted((after - before).elements())


def _reached(record):
    found, todo = {record.subject}, [record.subject]
    while todo:
        for values in record.nodes.get(todo.pop(), {}).values():
            todo += [v for v in values if v not in found and v in record.nodes]
            found |= set(values)
    return found
