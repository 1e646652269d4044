"""Units of measure 计量单位: quantities are whole base units; a pack is a factor."""

from __future__ import annotations


def in_packs(*, quantity: int, size: int, pack: str, unit: str, none: str = "0") -> str:
    """A quantity as people say it: `3箱4瓶`. `size` is the number of base units in the pack."""
    if quantity == 0:
        return none
    sign, rest = ("−", -quantity) if quantity < 0 else ("", quantity)
    packs, units = divmod(rest, size) if size > 1 else (0, rest)
    return sign + (f"{packs}{pack}" if packs else "") + (f"{units}{unit}" if units else "")
