"""A new SKU goes the way of its likes."""

from __future__ import annotations

import pytest

from tonglu.solvers.errors import BadInput
from tonglu.solvers.forecast import Launch, forecast_new

LIKES = [
    Launch(key="A", values=[10, 20, 30, 30]),
    Launch(key="B", values=[30, 60, 90, 90]),
]


def test_on_the_day_of_the_launch_the_likes_alone_speak() -> None:
    got = forecast_new("N", like=LIKES, horizon=3)
    assert got.mean.tolist() == [20, 40, 60]
    assert "2 个同类产品" in got.reason.zh


def test_the_likelier_weighs_more() -> None:
    near = [Launch(key="A", values=[10, 20], likeness=3), Launch(key="B", values=[30, 60])]
    assert forecast_new("N", like=near, horizon=2).mean.tolist() == [15, 30]


def test_its_own_sales_scale_the_curve_the_more_the_longer() -> None:
    """The curve of five periods has mean 48; two of them are believed beforehand."""
    got = forecast_new("N", like=LIKES, own=[10, 20], horizon=3)
    assert got.reason.numbers["scale_percent"] == round(100 * (30 + 96) / (60 + 96))
    assert got.mean[0] == pytest.approx(60 * 126 / 156)


def test_beyond_the_oldest_like_the_curve_stays() -> None:
    assert forecast_new("N", like=LIKES, horizon=6).mean[3:].tolist() == [60, 60, 60]


def test_likes_far_apart_give_wide_bounds() -> None:
    close = [Launch(key="A", values=[20, 40]), Launch(key="B", values=[21, 42])]
    wide, narrow = (forecast_new("N", like=like, horizon=1).bounds[0.8] for like in (LIKES, close))
    assert wide[1] - wide[0] > narrow[1] - narrow[0]


def test_without_a_like_that_sold_there_is_no_forecast() -> None:
    with pytest.raises(BadInput, match="N: has no similar SKU"):
        forecast_new("N", like=[Launch(key="A", values=[0, 0])], horizon=2)
    with pytest.raises(BadInput, match="A: period 0 is -1"):
        Launch(key="A", values=[-1])
    with pytest.raises(BadInput, match="A: likeness"):
        Launch(key="A", values=[1], likeness=0)
