"""From rep numbers back to territories, handovers and words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from tonglu.solvers.territory.design import Design, Handover, Site, Territory
from tonglu.solvers.territory.kernel import pieces
from tonglu.solvers.territory.neighbours import Ints

if TYPE_CHECKING:  # `assign` makes the land and calls this module
    from tonglu.solvers.territory.assign import Land


def report(
    *, sites: Sequence[Site], reps: Sequence[str], rep: Ints, centres: Ints, land: Land, worst: float
) -> Design:
    km = land.km_to(centres)
    _, count = pieces(rep, land.k, land.at, land.to)
    handovers = tuple(
        Handover(
            site=site.id, giver=reps[int(was)], taker=reps[int(now)], nearer=float(km[i, was] - km[i, now])
        )
        for i, (site, was, now) in enumerate(zip(sites, land.today, rep, strict=True))
        if was >= 0 and was != now
    )
    territories = []
    for a, name in enumerate(reps):
        members = np.flatnonzero(rep == a)
        territories.append(
            Territory(
                rep=name,
                sites=tuple(sites[int(i)].id for i in members),
                load=float(land.load[members].sum()),
                centre=sites[int(centres[a])].id,
                km=float(km[members, a].sum()),
                pieces=int(count[a]),
            )
        )
    return Design(
        rep_of={site.id: reps[a] for site, a in zip(sites, rep, strict=True)},
        territories=tuple(territories),
        handovers=handovers,
        worst=worst,
        unmet=_unmet(land, territories, len(handovers), worst),
    )


def _unmet(land: Land, territories: Sequence[Territory], moved: int, worst: float) -> tuple[str, ...]:
    found = []
    if worst > land.tolerance + 1e-9:
        why = "fixed pairs or single large sites"
        if moved >= land.budget:
            why = f"all {land.budget} allowed moves are used"
        elif float(land.load.max()) > land.tolerance * land.mean:
            why = f"the largest site alone is {land.load.max() / land.mean:.0%} of a mean load"
        found.append(f"the loads differ by up to {worst:.1%} from their mean: {why}")
    split = [territory.rep for territory in territories if territory.pieces > 1]
    if split:
        found.append(f"not in one piece: {', '.join(split)}")
    return tuple(found)
