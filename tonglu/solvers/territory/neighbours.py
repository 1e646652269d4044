"""Which sites are neighbours: the edges of the Delaunay triangulation, with the nearest sites added."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import Delaunay, QhullError, cKDTree

from tonglu.solvers.distance import EARTH_KM, Matrix

Ints = NDArray[np.int32]
NEAREST = 4  # so that sites at one spot, which a triangulation drops, have neighbours too


def plane_km(degrees: Matrix) -> Matrix:
    """Points (latitude, longitude) on a plane around their mean, in km; good for a city or a province."""
    middle = degrees.mean(axis=0)
    east = np.radians(degrees[:, 1] - middle[1]) * np.cos(np.radians(middle[0]))
    north = np.radians(degrees[:, 0] - middle[0])
    return np.asarray(EARTH_KM * np.column_stack([east, north]))


def neighbours(degrees: Matrix) -> tuple[Ints, Ints]:
    """The graph as (pointers, neighbours), symmetrical, without loops."""
    plane = plane_km(degrees)
    n = len(plane)
    pairs = [_near(plane)]
    if n > 3:
        try:
            corners = Delaunay(plane).simplices
            pairs += [corners[:, [0, 1]], corners[:, [1, 2]], corners[:, [2, 0]]]
        except QhullError:
            pass  # all on one line: the nearest must do
    both = np.vstack(pairs).astype(np.int64)
    both = np.vstack([both, both[:, ::-1]])
    both = np.unique(both[both[:, 0] != both[:, 1]], axis=0)
    at = np.searchsorted(both[:, 0], np.arange(n + 1)).astype(np.int32)
    return at, both[:, 1].astype(np.int32)


def _near(plane: Matrix) -> NDArray[np.int64]:
    n = len(plane)
    k = min(NEAREST + 1, n)
    _, found = cKDTree(plane).query(plane, k=range(1, k + 1))
    return np.column_stack([np.repeat(np.arange(n), k), found.ravel()]).astype(np.int64)
