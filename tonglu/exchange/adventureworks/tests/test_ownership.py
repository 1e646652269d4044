from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tonglu.exchange.adventureworks.ownership import Tenure, tenures
from tonglu.exchange.adventureworks.posts import Held, Posts, Seat, Succession, successions
from tonglu.exchange.adventureworks.source import Stay

MAY, JUNE, JULY, AUGUST = (date(2018, month, 1) for month in (5, 6, 7, 8))
HANDOVER = [Succession(JULY, "T1-a", "T1-b")]


def test_the_latest_order_decides_until_the_next():
    orders = [(MAY, Seat("T1-a", MAY)), (JUNE, Seat("T2-c", JUNE)), (JULY, Seat("T2-c", JULY))]

    assert tenures(orders, []) == [Tenure("T1-a", MAY, JUNE), Tenure("T2-c", JUNE, None)]


def test_a_customer_passes_with_the_position_that_is_taken_up():
    assert tenures([(MAY, Seat("T1-a", MAY))], HANDOVER) == [
        Tenure("T1-a", MAY, JULY),
        Tenure("T1-b", JULY, None),
    ]


def test_an_order_of_one_who_has_left_belongs_to_his_successor():
    late = Seat("T1-a", JULY - timedelta(days=1), vacant=True)

    assert tenures([(AUGUST, late)], HANDOVER) == [Tenure("T1-b", AUGUST, None)]


def test_an_order_on_the_day_of_the_handover_is_the_successors():
    orders = [(MAY, Seat("T1-a", MAY)), (JULY, Seat("T1-b", JULY))]

    assert tenures(orders, HANDOVER) == [Tenure("T1-a", MAY, JULY), Tenure("T1-b", JULY, None)]


days = st.integers(0, 40).map(lambda n: MAY + timedelta(days=n))
codes = st.sampled_from(["a", "b", "c"])


@given(
    st.lists(st.tuples(days, codes), min_size=1),
    st.lists(st.builds(Succession, days, codes, codes)),
)
def test_there_is_one_owner_on_every_day_from_the_first_order_on(orders, handovers):
    seats = [(day, Seat(post, day)) for day, post in sorted(orders)]

    found = tenures(seats, sorted(handovers, key=lambda h: h.on))

    assert found[0].start == seats[0][0]
    assert found[-1].stop is None
    for one, following in pairwise(found):
        assert one.start < one.stop == following.start
        assert one.post != following.post


def test_a_seat_is_the_position_in_force_and_after_the_end_the_last_one():
    posts = Posts({"a": [Held("T1-a", MAY, JUNE), Held("T2-a", JUNE, JULY)]})

    assert posts.seat("a", MAY) == Seat("T1-a", MAY)
    assert posts.seat("a", JUNE) == Seat("T2-a", JUNE)
    assert posts.seat("a", AUGUST) == Seat("T2-a", JULY - timedelta(days=1), vacant=True)
    assert posts.seat("a", date(2018, 4, 1)) == Seat("T1-a", date(2018, 4, 1), vacant=True)


def test_only_one_who_alone_takes_up_what_one_alone_left_succeeds():
    left, taken = Stay("4", "1", MAY, JULY), Stay("5", "1", JULY, None)

    assert successions([left, taken]) == [Succession(JULY, "T01-4", "T01-5")]
    assert successions([left, taken, Stay("6", "1", JULY, None)]) == []
    assert successions([left, Stay("5", "1", AUGUST, None)]) == []
