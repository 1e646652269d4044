from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tonglu.results.reports.rules import FIRST, HOUR, LAST, InStore, Spell, blocks, day_spells, minutes_of

EIGHT, NINE, TEN = 8 * HOUR, 9 * HOUR, 10 * HOUR


def call(start, stop, *steps, completed=True):
    return InStore(start=start, stop=stop, completed=completed, steps=steps)


def spells(*calls, started=None, ended=None):
    return [(s.activity, s.start, s.stop) for s in day_spells(started=started, ended=ended, calls=calls)]


def test_before_the_first_call_he_prepares_and_after_the_last_he_works():
    assert spells(call(NINE, TEN), started=EIGHT, ended=11 * HOUR) == [
        ("prepare", EIGHT, NINE),
        ("talk", NINE, TEN),
        ("work", TEN, 11 * HOUR),
    ]


def test_between_calls_he_is_under_way():
    assert spells(call(EIGHT, NINE), call(TEN, TEN + 60))[1] == ("travel", NINE, TEN)


def test_steps_part_talk_from_work_and_the_rest_is_talk():
    assert spells(call(EIGHT, EIGHT + 600, ("greet", 60), ("stock", 300), ("order", 120))) == [
        ("talk", EIGHT, EIGHT + 60),
        ("work", EIGHT + 60, EIGHT + 360),
        ("talk", EIGHT + 360, EIGHT + 600),
    ]


def test_steps_longer_than_the_call_are_cut_at_its_end():
    assert spells(call(EIGHT, EIGHT + 60, ("stock", 600))) == [("work", EIGHT, EIGHT + 60)]


def test_a_shut_shop_is_waiting():
    assert spells(call(EIGHT, EIGHT + 300, completed=False)) == [("wait", EIGHT, EIGHT + 300)]


def test_a_day_without_marks_begins_and_ends_with_its_calls():
    assert spells(call(EIGHT, NINE)) == [("talk", EIGHT, NINE)]


def test_a_start_marked_too_late_is_left_out():
    assert spells(call(EIGHT, NINE), started=EIGHT + 60, ended=EIGHT + 120) == [("talk", EIGHT, NINE)]


def test_a_day_of_marks_alone_is_work_and_a_day_of_nothing_is_empty():
    assert spells(started=EIGHT, ended=TEN) == [("work", EIGHT, TEN)]
    assert spells(started=EIGHT) == []


def test_the_picture_is_cut_to_its_hours_and_the_minutes_are_not():
    early = (Spell("talk", FIRST - HOUR, FIRST + HOUR), Spell("work", LAST - 60, LAST + 60))
    drawn = blocks(early)
    assert (drawn[0].left, drawn[0].minutes) == (0, 60)
    assert drawn[-1].left + drawn[-1].width == 1000
    assert minutes_of(early)["talk"] == 120


day_times = st.integers(0, 24 * HOUR)
a_call = st.builds(
    lambda ends, done, steps: InStore(min(ends), max(ends), done, tuple(steps)),
    st.tuples(day_times, day_times),
    st.booleans(),
    st.lists(
        st.tuples(st.sampled_from(["prepare", "greet", "stock", "order", "ours"]), st.integers(0, 7200)),
        max_size=5,
    ),
)


@given(calls=st.lists(a_call, max_size=6), started=st.none() | day_times, ended=st.none() | day_times)
def test_spells_follow_each_other_and_never_overlap(calls, started, ended):
    found = day_spells(started=started, ended=ended, calls=calls)
    assert all(spell.start < spell.stop for spell in found)
    assert all(before.stop <= after.start for before, after in pairwise(found))
    if calls:
        assert sum(s.stop - s.start for s in found) <= 24 * HOUR
        covered = max(c.stop for c in calls) - min(c.start for c in calls)
        assert sum(s.stop - s.start for s in found) >= covered
