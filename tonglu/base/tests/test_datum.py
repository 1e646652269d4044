from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonglu.base.datum import DATUMS, from_wgs84, to_wgs84

CENTIMETRE = 1e-7  # degrees
# clear of the edges of the box, where maps jump from shifted to not
inside = st.tuples(st.floats(72.1, 137.7), st.floats(1, 55.7))


@given(inside, st.sampled_from(DATUMS))
def test_there_and_back_is_the_same_place_to_a_centimetre(point, datum):
    assert to_wgs84(*from_wgs84(*point, datum), datum) == pytest.approx(point, abs=CENTIMETRE)


@given(inside, st.sampled_from(["gcj02", "bd09"]))
def test_a_shifted_map_is_off_by_at_most_a_few_kilometres(point, datum):
    shifted = from_wgs84(*point, datum)

    assert shifted != point
    assert shifted == pytest.approx(point, abs=0.05)


@pytest.mark.parametrize(
    ("datum", "shown"),
    [
        ("wgs84", (116.404, 39.915)),
        ("gcj02", (116.41024449916938, 39.91640428150164)),
        ("bd09", (116.41662724378733, 39.922699552216216)),
    ],
)
def test_a_known_place_in_beijing(datum, shown):
    """The figures that the map trade's own converters give for this place."""
    assert from_wgs84(116.404, 39.915, datum) == pytest.approx(shown, abs=1e-9)


@pytest.mark.parametrize("point", [(2.3522, 48.8566), (-122.3321, 47.6062), (151.2093, -33.8688)])
def test_maps_outside_china_are_not_shifted(point):
    assert from_wgs84(*point, "gcj02") == to_wgs84(*point, "gcj02") == point
