"""Break a target down: a total, or totals on several margins, over cells of any number of dimensions.

Takes in weights (history, season, working days), margins and what a manager fixed; hands on whole numbers that
keep every margin exactly, with the reason of each cell. See `docs/algorithms/allocate.md`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from tonglu.solvers.allocate.split import split
from tonglu.solvers.on_demand import on_demand

if TYPE_CHECKING:
    from tonglu.solvers.allocate.answer import Allocation, Reason
    from tonglu.solvers.allocate.conflict import Impossible
    from tonglu.solvers.allocate.cube import Cube, Dimension
    from tonglu.solvers.allocate.effort import Effort
    from tonglu.solvers.allocate.limits import Limits, cap, floor, lock
    from tonglu.solvers.allocate.margin import FREE, Margin
    from tonglu.solvers.allocate.season import blend, season
    from tonglu.solvers.allocate.solve import allocate, rebalance
else:
    __getattr__ = on_demand(
        __name__,
        {
            **dict.fromkeys(("Allocation", "Reason"), "answer"),
            "Impossible": "conflict",
            **dict.fromkeys(("Cube", "Dimension"), "cube"),
            "Effort": "effort",
            **dict.fromkeys(("Limits", "cap", "floor", "lock"), "limits"),
            **dict.fromkeys(("FREE", "Margin"), "margin"),
            **dict.fromkeys(("blend", "season"), "season"),
            **dict.fromkeys(("allocate", "rebalance"), "solve"),
        },
    )

__all__ = [
    "FREE",
    "Allocation",
    "Cube",
    "Dimension",
    "Effort",
    "Impossible",
    "Limits",
    "Margin",
    "Reason",
    "allocate",
    "blend",
    "cap",
    "floor",
    "lock",
    "rebalance",
    "season",
    "split",
]
