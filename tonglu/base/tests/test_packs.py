from __future__ import annotations

import pytest

from tonglu.base.packs import in_packs


@pytest.mark.parametrize(
    ("quantity", "size", "words"),
    [(49, 15, "3箱4瓶"), (45, 15, "3箱"), (4, 15, "4瓶"), (0, 15, "无"), (7, 1, "7瓶"), (-16, 15, "−1箱1瓶")],
)
def test_a_quantity_is_said_in_packs_and_units(quantity, size, words):
    assert in_packs(quantity=quantity, size=size, pack="箱", unit="瓶", none="无") == words
