"""Break a target down: a total, or totals on several margins, over cells of any number of dimensions.

Takes in weights (history, season, working days), margins and what a manager fixed; hands on whole numbers that
keep every margin exactly, with the reason of each cell. See `docs/algorithms/allocate.md`.
"""

from __future__ import annotations

from tonglu.solvers.allocate.split import split

__all__ = ["split"]
