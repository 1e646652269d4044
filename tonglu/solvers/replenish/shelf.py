"""What one call knows about one SKU in one outlet."""

from __future__ import annotations

from dataclasses import dataclass

from tonglu.solvers.errors import BadInput


@dataclass(frozen=True, slots=True, kw_only=True)
class Shelf:
    """The facts of this call. Quantities are whole units (bottles, not cases), times whole days.

    `last_count` is None at the first call. `delivered` and `returned` happened since that call; `on_the_way` is
    ordered and not here yet. `shelf_empty` says that the place where shoppers look was empty, even where the back
    room was not; a count of zero implies it. `opening_order` is the channel's first order, 0 for none.
    `shelf_life_days` is how long goods delivered now stay saleable; None for goods that do not spoil.
    """

    sku: str = ""
    last_count: int | None
    count: int
    delivered: int = 0
    returned: int = 0
    days_since: int
    days_to_next: int
    on_the_way: int = 0
    pack: int = 1
    opening_order: int = 0
    shelf_empty: bool = False
    shelf_life_days: int | None = None

    def __post_init__(self) -> None:
        offender = self.sku or "shelf"
        for name in ("last_count", "count", "delivered", "returned", "on_the_way", "opening_order"):
            value = getattr(self, name)
            if value is not None and value < 0:
                raise BadInput(offender, f"{name} is {value}; a quantity is zero or more")
        if self.days_since < 1 and self.last_count is not None:
            raise BadInput(
                offender,
                f"days_since is {self.days_since}; sales need at least one day",
                "for a second call on one day, measure from the call before",
            )
        for name in ("days_to_next", "pack"):
            if getattr(self, name) < 1:
                raise BadInput(offender, f"{name} is {getattr(self, name)}; it is one or more")
        if self.shelf_life_days is not None and self.shelf_life_days < 0:
            raise BadInput(offender, f"shelf_life_days is {self.shelf_life_days}; it is zero or more")

    @property
    def saleable(self) -> int:
        """Units that could have been sold since the last call; below zero where a count or a return was wrong."""
        return (self.last_count or 0) + self.delivered - self.returned

    @property
    def sold(self) -> int:
        """Units sold since the last call; below zero where a count, a delivery or a return was wrong."""
        return self.saleable - self.count

    @property
    def found_empty(self) -> bool:
        return self.shelf_empty or self.count == 0

    @property
    def position(self) -> int:
        """Units here or coming."""
        return self.count + self.on_the_way
