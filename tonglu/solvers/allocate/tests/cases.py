"""Small cubes for the tests: products × regions × months, with a level on each."""

from __future__ import annotations

import numpy as np

from tonglu.solvers.allocate import FREE, Cube, Dimension, Limits, Margin

OVER = [("product", "month"), ("region", "month"), ("product.line", "region"), ("region.area", "month.half")]


def dimensions(products: int, regions: int, months: int) -> tuple[Dimension, ...]:
    return (
        Dimension("product", tuple(f"p{at}" for at in range(products)), {"line": labels("line", products)}),
        Dimension("region", tuple(f"r{at}" for at in range(regions)), {"area": labels("area", regions)}),
        Dimension("month", tuple(f"m{at}" for at in range(months)), {"half": labels("half", months)}),
    )


def labels(name: str, size: int) -> tuple[str, ...]:
    return tuple(f"{name}{at // 2}" for at in range(size))


def totals(values: np.ndarray, over: tuple[str, ...]) -> np.ndarray:
    """Sums by numpy alone: pairs of neighbours make a level."""
    asked = dict(name.partition(".")[::2] for name in over)
    for axis, name in reversed(list(enumerate(("product", "region", "month")))):
        if name not in asked:
            values = values.sum(axis=axis)
        elif asked[name]:
            values = np.add.reduceat(values, range(0, values.shape[axis], 2), axis=axis)
    return values


def feasible(
    shape: tuple[int, int, int], seed: int, over: list[tuple[str, ...]]
) -> tuple[Cube, list, Limits, np.ndarray]:
    """A cube, margins and limits that a hidden table satisfies, and that table."""
    draw = np.random.default_rng(seed)
    weights = draw.lognormal(0, 1, shape) * (draw.random(shape) < 0.8)
    weights[0, 0, 0] = 1.0
    hidden = draw.poisson(weights * draw.choice([1, 10, 1000])) * (weights > 0)
    cube = Cube.dense(dimensions(*shape), weights)
    margins = [Margin.exact(names, totals(hidden, names)) for names in over]
    places = cube.places[draw.random(len(cube.places)) < 0.3]
    value = hidden.ravel()[places]
    kind = draw.integers(0, 4, len(places))
    floors = np.where(kind == 0, value, np.where(kind == 1, 0, np.maximum(value - 2, 0)))
    caps = np.where(kind == 0, value, np.where(kind == 2, FREE, value + 2))
    return cube, margins, Limits.columns(cube, places, floors, caps), hidden
