"""What kind of series it is decides the method; every answer has bounds and says why."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tonglu.solvers.errors import BadInput
from tonglu.solvers.forecast import Series, forecast
from tonglu.solvers.forecast.combination import combine, smape
from tonglu.solvers.forecast.members import MEMBERS
from tonglu.solvers.forecast.tests.months import rare, seasonal, series

PAGE = Path(__file__).parents[4] / "docs" / "algorithms" / "forecast.md"


def test_a_seasonal_series_is_met_closely() -> None:
    whole = seasonal(54)
    got = forecast([Series(key="K1", values=whole[:48])], horizon=6)[0]
    assert got.reason.code == "combination"
    assert smape(np.array(whole[48:]), got.mean) < 8


def test_the_combination_beats_most_of_its_members_on_many_series() -> None:
    wholes = [np.array(seasonal(42, noise=0.15, seed=seed)) for seed in range(8)]
    mixed = np.mean([smape(each[36:], combine(each[:36], season=12, horizon=6).mean) for each in wholes])
    alone = [
        np.mean([smape(each[36:], member(each[:36], 12, 6)) for each in wholes])
        for member in MEMBERS.values()
    ]
    assert sum(mixed < one for one in alone) >= 2


def test_the_same_series_give_the_same_figures_alone_and_among_others() -> None:
    many = [series(f"K{seed}", 40, seed=seed) for seed in range(3)]
    together = forecast(many, horizon=3)
    for each, got in zip(many, together, strict=True):
        assert (forecast([each], horizon=3)[0].mean == got.mean).all()


def test_bounds_enclose_the_mean_and_widen_with_level_and_time() -> None:
    got = forecast([series()], horizon=6)[0]
    low, high = got.bounds[0.8]
    lower, higher = got.bounds[0.95]
    assert (lower < low).all()
    assert (low < got.mean).all()
    assert (got.mean < high).all()
    assert (high < higher).all()
    assert np.all(np.diff(high / got.mean) > 0)


def test_rare_sales_are_a_rate_with_whole_bounds() -> None:
    past = rare()
    got = forecast([Series(key="K1", values=past)], horizon=3)[0]
    assert got.reason.code == "intermittent"
    assert got.mean == pytest.approx(np.full(3, np.mean(past)), rel=0.6)
    assert got.bounds[0.95][0].tolist() == [0, 0, 0]


def test_a_sku_that_died_is_let_die() -> None:
    alive, dead = [0.0, 4.0] * 12, [0.0, 4.0] * 12 + [0.0] * 24
    means = [
        got.mean[0]
        for got in forecast([Series(key="A", values=alive), Series(key="D", values=dead)], horizon=1)
    ]
    assert means[1] < 0.7 * means[0]
    assert forecast([Series(key="N", values=[0.0] * 12)], horizon=2)[0].mean.tolist() == [0, 0]


def test_a_few_months_are_averaged_and_it_says_so() -> None:
    got = forecast([Series(key="K1", values=[10.0, 20.0, 30.0, 40.0])], horizon=2)[0]
    assert got.mean.tolist() == [30, 30]
    assert got.reason.code == "short"
    assert "最近 3 期" in got.reason.zh


def test_months_too_few_to_test_on_say_so() -> None:
    got = forecast([Series(key="K1", values=[10.0, 12.0, 11.0, 13.0, 12.0, 14.0, 13.0])], horizon=3)[0]
    assert got.reason.code == "untested"
    assert 9 < got.mean[0] < 18


def test_a_constant_stays() -> None:
    got = forecast([Series(key="K1", values=[7.0] * 30)], horizon=3)[0]
    assert got.mean.tolist() == pytest.approx([7, 7, 7])


def test_weeks_have_their_season_too() -> None:
    weeks = [100 + 40 * math.sin(2 * math.pi * week / 52) for week in range(130)]
    got = forecast([Series(key="K1", values=weeks[:117], season=52)], horizon=13)[0]
    assert smape(np.array(weeks[117:]), got.mean) < 10


def test_progress_is_told_series_by_series() -> None:
    told: list[tuple[int, int]] = []
    forecast(
        [series(f"K{n}", 8) for n in range(3)], horizon=1, progress=lambda done, of: told.append((done, of))
    )
    assert told == [(1, 3), (2, 3), (3, 3)]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.integers(0, 2000), min_size=1, max_size=40),
    st.integers(1, 6),
    st.sampled_from([1, 4, 12, 52]),
)
def test_any_sales_have_a_finite_answer_that_is_not_negative(
    past: list[int], horizon: int, season: int
) -> None:
    got = forecast([Series(key="K1", values=past, season=season)], horizon=horizon)[0]
    figures = np.concatenate([got.mean, *(np.concatenate(both) for both in got.bounds.values())])
    assert np.isfinite(figures).all()
    assert (figures >= 0).all()
    assert got.mean.max() <= 10 * max(past) + 1
    assert got.reason.zh
    assert got.reason.en


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ({"values": []}, "has no sales"),
        ({"values": [1.0, -2.0]}, "period 1 is -2.0"),
        ({"values": [1.0, math.nan]}, "period 1 is nan"),
        ({"values": [1.0], "season": 0}, "season is 0"),
        ({"values": [1.0], "working_days": [0.0, 20.0]}, "without working days"),
        ({"values": [1.0], "drivers": [[math.inf]]}, "not a number"),
    ],
)
def test_sales_that_cannot_be_are_refused_by_name(wrong: dict[str, list[float]], named: str) -> None:
    with pytest.raises(BadInput, match=f"K7: .*{named}"):
        Series(key="K7", **wrong)  # type: ignore[arg-type]


def test_the_call_itself_is_checked() -> None:
    with pytest.raises(BadInput, match="needs a series"):
        forecast([], horizon=3)
    with pytest.raises(BadInput, match="K1: is there twice"):
        forecast([series(), series()], horizon=3)
    with pytest.raises(BadInput, match="K1: has 5 working_days for 4 periods and 3 ahead"):
        forecast([Series(key="K1", values=[1.0] * 4, working_days=[20.0] * 5)], horizon=3)


def test_the_worked_table_of_the_page_holds() -> None:
    text = PAGE.read_text("utf-8")
    past = [float(number) for number in re.search(r"^    ([\d ]+)$", text, re.M).group(1).split()]
    got = forecast([Series(key="K1", values=past, season=4)], horizon=4, levels=(0.8,))[0]
    rows = re.findall(r"^\| (\d) \| (\d+) \| (\d+) \| (\d+) \|$", text, re.M)
    assert len(rows) == 4
    low, high = got.bounds[0.8]
    for step, *figures in rows:
        place = int(step) - 1
        assert [round(low[place]), round(got.mean[place]), round(high[place])] == [
            int(each) for each in figures
        ]
    assert got.reason.en in " ".join(text.split())
