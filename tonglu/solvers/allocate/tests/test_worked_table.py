"""The worked table of `docs/algorithms/allocate.md` is what the solver answers."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from tonglu.solvers.allocate import (
    Allocation,
    Cube,
    Dimension,
    Impossible,
    Limits,
    Margin,
    Reason,
    allocate,
    cap,
    lock,
    rebalance,
)

PAGE = Path(__file__).parents[4] / "docs" / "algorithms" / "allocate.md"
WATER, TEA = ("水", "北京", "上半年"), ("茶", "上海", "下半年")
FIXED = {WATER: lock(120), TEA: cap(140)}

CUBE = Cube.dense(
    (
        Dimension("品种", ("水", "茶")),
        Dimension("区域", ("北京", "天津", "上海"), {"大区": ("华北", "华北", "华东")}),
        Dimension("时间", ("上半年", "下半年")),
    ),
    np.array([[[20, 30], [10, 10], [40, 30]], [[10, 20], [5, 15], [20, 30]]]),
)
MARGINS = [
    Margin.exact(("品种",), np.array([700, 500])),
    Margin.exact(("区域.大区", "时间"), np.array([[250, 330], [320, 300]])),
]


def answer() -> Allocation:
    return allocate(cube=CUBE, margins=MARGINS, limits=Limits.named(CUBE, FIXED))


def row(reason: Reason) -> str:
    pulls = [f"{factor:.2f}" for *_, factor in reason.pulls]
    figures = [f"{reason.weight:.0f}", f"{reason.proportional:.0f}", *pulls, f"{reason.ideal:.1f}"]
    return f"| {' | '.join(['/'.join(reason.cell), *figures, reason.binding, str(reason.value)])} |"


def test_the_page_shows_what_the_solver_answers():
    page = PAGE.read_text(encoding="utf-8").splitlines()
    found = answer()
    shown = [line for line in page if line.startswith(("| 水/", "| 茶/"))]
    assert shown == [row(found.reason(CUBE.name(cell))) for cell in range(12)]


def test_the_edit_on_the_page_moves_one_other_cell():
    before = answer()
    after = rebalance(before, limits=Limits.named(CUBE, {**FIXED, ("茶", "天津", "上半年"): lock(60)}))
    moved = {
        CUBE.name(int(cell)): int(after.values[cell])
        for cell in np.flatnonzero(after.values != before.values)
    }
    assert moved == {("茶", "天津", "上半年"): 60, ("茶", "北京", "上半年"): 22}


def test_the_conflict_on_the_page_names_three_locks():
    limits = {**FIXED, ("水", "天津", "上半年"): lock(80), ("茶", "北京", "上半年"): lock(60)}
    with pytest.raises(Impossible) as refusal:
        allocate(cube=CUBE, margins=MARGINS, limits=Limits.named(CUBE, limits))
    assert set(refusal.value.limits) == {WATER, ("水", "天津", "上半年"), ("茶", "北京", "上半年")}
    assert refusal.value.smallest
