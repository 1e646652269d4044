"""How a company wants its orders suggested."""

from __future__ import annotations

from dataclasses import dataclass, field

from tonglu.solvers.errors import BadInput
from tonglu.solvers.replenish.rule15 import Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """`service` is the share of periods in which the shelf must not run out (0–1, both excluded).

    Below `least_calls` intervals of history `rule` answers instead. `gain` is the share of each surprise that moves
    the level. `dispersion` is what similar outlets show (see `demand`), counted as `dispersion_calls` intervals
    beside the outlet's own. `most` caps the target at so many times the largest demand met, because a lift seen
    once is easily carried too far.
    """

    service: float = 0.95
    least_calls: int = 4
    gain: float = 0.15
    dispersion: float = 0.25
    dispersion_calls: int = 6
    most: float = 1.0
    rule: Rule = field(default_factory=Rule)

    def __post_init__(self) -> None:
        if not 0 < self.service < 1:
            raise BadInput("service", f"is {self.service}; it lies between 0 and 1, both excluded")
        if not 0 < self.gain <= 1:
            raise BadInput("gain", f"is {self.gain}; it is above 0 and at most 1")
        if self.least_calls < 1 or self.dispersion < 0 or self.dispersion_calls < 0 or self.most < 1:
            raise BadInput("policy", "least_calls and most are 1 or more, the dispersions zero or more")
