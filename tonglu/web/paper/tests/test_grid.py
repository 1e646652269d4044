"""Blocks of different columns on one grid."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonglu.web.paper.grid import spread

positive = st.floats(min_value=0.1, max_value=50)


@given(widths=st.lists(positive, min_size=1, max_size=30), data=st.data())
def test_the_spans_cover_every_column_once_in_order(widths, data):
    shares = data.draw(st.lists(positive, min_size=1, max_size=len(widths)))
    spans = spread(widths, shares)
    assert [n for first, last in spans for n in range(first, last + 1)] == list(range(len(widths)))


def test_more_shares_than_columns_do_not_fit():
    with pytest.raises(ValueError, match="do not fit"):
        spread([1.0], [1, 1])
