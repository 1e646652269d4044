"""From a need to a suggestion: whole packs, and no more than sells within the shelf life."""

from __future__ import annotations

from collections.abc import Mapping

from tonglu.solvers.replenish import packs
from tonglu.solvers.replenish.shelf import Shelf
from tonglu.solvers.replenish.suggestion import Reason, Suggestion


def order_up_to(
    shelf: Shelf, *, target: int, sellable: int | None, code: str, numbers: Mapping[str, int]
) -> Suggestion:
    """Order what lifts the stock here and coming to `target` units; `code` is the reason where nothing else decides.

    `sellable` is what sells within the shelf life, None for goods that do not spoil. `numbers` are those of the
    rule that set the target; the ones of stock and order are added here.
    """
    need = max(0, target - shelf.position)
    quantity = packs.up(need, pack=shelf.pack)
    told = {**numbers, "target": target, **stock_numbers(shelf), "need": need, "quantity": quantity}
    if sellable is not None and shelf.shelf_life_days is not None:
        fresh = packs.down(sellable - shelf.position, pack=shelf.pack)
        if fresh < quantity:
            life = {"shelf_life_days": shelf.shelf_life_days, "sellable": sellable, "quantity": fresh}
            return Suggestion(fresh, Reason("shelf_life", told | life))
    return Suggestion(quantity, Reason(code if need else "enough", told))


def opening(shelf: Shelf) -> Suggestion:
    """The channel's first order, less what is here and coming."""
    quantity = packs.up(shelf.opening_order - shelf.position, pack=shelf.pack)
    numbers = {"opening_order": shelf.opening_order, **stock_numbers(shelf), "quantity": quantity}
    return Suggestion(quantity, Reason("opening", numbers))


def recount(shelf: Shelf) -> Suggestion:
    """Nothing can be said: sales below zero mean a wrong count, delivery or return."""
    numbers = {
        "last_count": shelf.last_count or 0,
        "delivered": shelf.delivered,
        "returned": shelf.returned,
        "count": shelf.count,
        "sold": shelf.sold,
    }
    return Suggestion(0, Reason("recount", numbers))


def stock_numbers(shelf: Shelf) -> dict[str, int]:
    return {"count": shelf.count, "on_the_way": shelf.on_the_way, "pack": shelf.pack}
