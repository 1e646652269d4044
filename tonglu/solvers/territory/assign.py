"""Sites to reps: prices that share the load out, centres that follow, borders that are tidied."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import NDArray

from tonglu.solvers.distance import Matrix, great_circle_km
from tonglu.solvers.errors import BadInput
from tonglu.solvers.territory.design import Design, Site
from tonglu.solvers.territory.kernel import improve, pieces
from tonglu.solvers.territory.neighbours import Ints, neighbours
from tonglu.solvers.territory.report import report

Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Land:
    """The sites as arrays; `fixed` and `today` are rep numbers, -1 for none; `at`, `to` the neighbours."""

    points: Matrix
    load: Matrix
    fixed: Ints
    today: Ints
    at: Ints
    to: Ints
    k: int
    budget: int
    tolerance: float

    @property
    def mean(self) -> float:
        return float(self.load.sum()) / self.k

    def km_to(self, centres: Ints) -> Matrix:
        """Kilometres from every site to every centre (a site's number)."""
        return great_circle_km(self.points.tolist(), self.points[centres].tolist())

    def worst(self, rep: Ints) -> float:
        """The largest deviation of a load from the mean, as a share of the mean."""
        loads = np.bincount(rep, weights=self.load, minlength=self.k)
        return float(np.abs(loads - self.mean).max()) / (self.mean or 1.0)


def assign(
    *,
    sites: Sequence[Site],
    reps: Sequence[str],
    tolerance: float = 0.05,
    max_moves: int | None = None,
    starts: int = 3,
    seed: int = 1,
    progress: Callable[[float, float], None] | None = None,
) -> Design:
    """Every site to one rep: loads within `tolerance` of their mean, km to the centres small, connected.

    At most `max_moves` sites that belong to one of `reps` today change hands. Without today's reps several
    `starts` are made. `progress` is called after each with (share done, km so far best). Raises `BadInput` naming
    the site or rep.
    """
    land = _land(sites, reps, tolerance, max_moves)
    rng = np.random.default_rng(seed)
    known = int((land.today >= 0).sum())
    best, best_key = None, (inf, inf)
    rounds = 1 if known else max(1, starts)
    for i in range(rounds):
        rep = _attempt(land, rng)
        key = _key(land, rep)
        if best is None or key < best_key:
            best, best_key = rep, key
        if progress:
            progress((i + 1) / rounds, best_key[1])
    assert best is not None  # at least one attempt was made
    return report(
        sites=sites, reps=reps, rep=best, centres=_centres(land, best), land=land, worst=land.worst(best)
    )


def _land(sites: Sequence[Site], reps: Sequence[str], tolerance: float, max_moves: int | None) -> Land:
    if not sites or not reps:
        raise BadInput("sites" if not sites else "reps", "the set is empty")
    if len(set(reps)) < len(reps) or len(reps) > len(sites):
        raise BadInput("reps", "a rep is given twice, or there are more reps than sites")
    if not tolerance > 0 or (max_moves is not None and max_moves < 0):
        raise BadInput("tolerance" if not tolerance > 0 else "max_moves", "must not be below zero")
    number, seen = {rep: i for i, rep in enumerate(reps)}, set()
    for site in sites:
        if site.id in seen:
            raise BadInput(site.id, "is given twice")
        if site.fixed is not None and site.fixed not in number:
            raise BadInput(site.id, f"is fixed to {site.fixed}, who is not among the reps")
        seen.add(site.id)
    points = np.array([site.place for site in sites], dtype=np.float64)
    for site, point in zip(sites, points, strict=True):
        if not (abs(point[0]) <= 90 and abs(point[1]) <= 180):
            raise BadInput(site.id, "latitude and longitude are no place on earth")
    at, to = neighbours(points)
    return Land(
        points=points,
        load=np.array([site.load for site in sites], dtype=np.float64),
        fixed=np.array([number.get(site.fixed or "", -1) for site in sites], np.int32),
        today=np.array([number.get(site.today or "", -1) for site in sites], np.int32),
        at=at,
        to=to,
        k=len(reps),
        budget=len(sites) if max_moves is None else max_moves,
        tolerance=tolerance,
    )


def _key(land: Land, rep: Ints) -> tuple[float, float]:
    """Balance first (nothing below the tolerance counts), then km."""
    km = land.km_to(_centres(land, rep))
    return max(0.0, land.worst(rep) - land.tolerance), float(km[np.arange(len(rep)), rep].sum())


def _attempt(land: Land, rng: np.random.Generator) -> Ints:
    rep = _today(land, rng) if (land.today >= 0).any() else _shared_out(land, _seeds(land, rng))
    km_before = inf
    for _ in range(40):
        centres = _centres(land, rep)
        if land.budget >= len(rep) and not (land.today >= 0).any():
            rep = _shared_out(land, centres)
        rep = _tidy(land, rep, land.km_to(centres))
        km = _key(land, rep)[1]
        if km > km_before * (1 - 1e-4):
            break
        km_before = km
    return rep


def _today(land: Land, rng: np.random.Generator) -> Ints:
    """Today's reps, new sites to the nearest centre, fixed pairs as asked."""
    rep = np.where(land.fixed >= 0, land.fixed, land.today).astype(np.int32)
    moved = int(((rep != land.today) & (land.today >= 0)).sum())
    if moved > land.budget:
        raise BadInput("max_moves", f"the fixed pairs alone move {moved} sites, {land.budget} are allowed")
    seeds = _seeds(land, rng)
    held = np.unique(rep[rep >= 0])
    centres = seeds.copy()
    centres[held] = _centres(land, rep)[held]
    nearest = land.km_to(centres).argmin(axis=1)
    return np.where(rep >= 0, rep, nearest).astype(np.int32)


def _seeds(land: Land, rng: np.random.Generator) -> Ints:
    """First centres: of a rep with fixed sites their middle, then sites far from those before (k-means++)."""
    centres = np.full(land.k, -1, np.int32)
    for rep in np.unique(land.fixed[land.fixed >= 0]):
        centres[rep] = _medoid(land, np.flatnonzero(land.fixed == rep))
    for rep in range(land.k):
        if centres[rep] >= 0:
            continue
        placed = centres[centres >= 0]
        far = land.km_to(placed).min(axis=1) ** 2 if len(placed) else np.ones(len(land.load))
        far = far * (land.load + 1e-9) + 1e-12
        far[placed] = 0.0  # so that no site is the centre of two reps
        chance = far / far.sum()
        centres[rep] = rng.choice(len(land.load), p=chance)
    return centres


def _shared_out(land: Land, centres: Ints) -> Ints:
    """Each site to the centre with the least km + price, prices raised where the load is above the mean.

    The prices are the dual of the transportation problem; steps shrink, so that they settle.
    """
    km = land.km_to(centres)
    price = np.zeros(land.k)
    step = float(np.median(km)) or 1.0
    best, best_worst = None, inf
    for i in range(150):
        rep = (km + price).argmin(axis=1).astype(np.int32)
        rep[centres] = np.arange(land.k)  # so that no rep is without a site
        rep = np.where(land.fixed >= 0, land.fixed, rep).astype(np.int32)
        worst = land.worst(rep)
        if worst < best_worst:
            best, best_worst = rep, worst
        if worst <= land.tolerance / 2:
            break
        loads = np.bincount(rep, weights=land.load, minlength=land.k)
        price += step / (1 + i / 10) * np.clip(loads / (land.mean or 1.0) - 1.0, -1.0, 1.0)
    assert best is not None  # the loop ran
    return best


def _tidy(land: Land, rep: Ints, km: Matrix) -> Ints:
    """Join stray pieces to their surroundings, then move borders until the loads are within the tolerance."""
    rep = rep.copy()
    if land.budget >= len(rep):
        _join(land, rep, km)
    low, high = (land.mean * (1 + sign * 0.95 * land.tolerance) for sign in (-1, 1))
    scale = (float(km.max()) or 1.0) / (land.mean * land.tolerance or 1.0) ** 2
    for steep in (scale, 10 * scale, 100 * scale, 1000 * scale):
        improve(
            km,
            land.load,
            land.fixed >= 0,
            rep,
            land.today,
            land.budget,
            low,
            high,
            steep,
            land.at,
            land.to,
            True,
        )
        if land.worst(rep) <= land.tolerance:
            break
    if land.worst(rep) > land.tolerance:  # a connected border could not give enough
        improve(
            km,
            land.load,
            land.fixed >= 0,
            rep,
            land.today,
            land.budget,
            low,
            high,
            steep,
            land.at,
            land.to,
            False,
        )
    return rep


def _join(land: Land, rep: Ints, km: Matrix) -> None:
    """Sites outside the largest piece of their territory go to the nearest territory next to them."""
    for _ in range(10):
        piece, count = pieces(rep, land.k, land.at, land.to)
        stray = [i for i in range(len(rep)) if land.fixed[i] < 0 and count[rep[i]] > 1]
        largest = {a: np.bincount(piece[rep == a]).argmax() for a in np.unique(rep[stray])}
        stray = [i for i in stray if piece[i] != largest[rep[i]]]
        for i in stray:
            others = {int(b) for b in rep[land.to[land.at[i] : land.at[i + 1]]]} - {int(rep[i])}
            if others:
                rep[i] = min(others, key=lambda b, i=i: float(km[i, b]))  # type: ignore[misc]
        if not stray:
            return


def _centres(land: Land, rep: Ints) -> Ints:
    """The site of every territory from which its sites are nearest in sum; 0 where it has none."""
    return np.array(
        [_medoid(land, np.flatnonzero(rep == a)) if (rep == a).any() else 0 for a in range(land.k)], np.int32
    )


def _medoid(land: Land, members: NDArray[np.intp]) -> int:
    """Exact up to 1,500 sites; of larger sets the candidates are the 1,500 nearest to the mean."""
    points = land.points[members]
    middle = np.abs(points - points.mean(axis=0)).sum(axis=1)
    candidates = members[np.argsort(middle, kind="stable")[:1500]]
    sums = great_circle_km(land.points[candidates].tolist(), points.tolist()).sum(axis=1)
    return int(candidates[sums.argmin()])
