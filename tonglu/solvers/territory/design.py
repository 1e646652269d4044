"""The words of a territory design: sites to be shared out, and what comes back."""

from __future__ import annotations

from dataclasses import dataclass

from tonglu.solvers.distance import Point
from tonglu.solvers.errors import BadInput


@dataclass(frozen=True, kw_only=True)
class Site:
    """An outlet with its workload (minutes per cycle, or any one unit); `fixed` to a rep, `today` of a rep."""

    id: str
    place: Point
    load: float
    fixed: str | None = None
    today: str | None = None

    def __post_init__(self) -> None:
        if not 0 <= self.load < float("inf"):
            raise BadInput(self.id, "the load is negative or not a number")


@dataclass(frozen=True, kw_only=True)
class Territory:
    """`km` is the sum of the sites' great-circle distances from the `centre` (a site); `pieces` is 1 where the
    territory is connected over neighbouring sites."""

    rep: str
    sites: tuple[str, ...]
    load: float
    centre: str
    km: float
    pieces: int


@dataclass(frozen=True, kw_only=True)
class Handover:
    """A site that changes its rep. `nearer` is by how many km it comes closer to the centre; where that is
    below zero it moved for the balance of loads."""

    site: str
    giver: str
    taker: str
    nearer: float

    @property
    def reason(self) -> str:
        return "nearer" if self.nearer > 0 else "balance"


@dataclass(frozen=True, kw_only=True)
class Design:
    """Every site's rep. `worst` is the largest deviation of a load from the mean, as a share of it; `unmet` says
    in words what could not be had and why."""

    rep_of: dict[str, str]
    territories: tuple[Territory, ...]
    handovers: tuple[Handover, ...]
    worst: float
    unmet: tuple[str, ...]

    @property
    def km(self) -> float:
        return sum(territory.km for territory in self.territories)
