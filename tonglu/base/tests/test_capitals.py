"""Amounts in capitals."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonglu.base.capitals import DIGITS, in_capitals


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        ("0", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("0.004", "零元整"),
        ("1", "壹元整"),
        ("10", "壹拾元整"),
        ("1005.07", "壹仟零伍元零柒分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("10001", "壹万零壹元整"),
        ("10010000", "壹仟零壹万元整"),
        ("100000000", "壹亿元整"),
        ("100000001", "壹亿零壹元整"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("-12.30", "负壹拾贰元叁角整"),
        ("2000300000000", "贰万亿零叁亿元整"),
    ],
)
def test_an_amount_is_spelt_as_on_a_receipt(amount, said):
    assert in_capitals(amount=Decimal(amount)) == said


def test_what_no_receipt_holds_is_refused():
    with pytest.raises(ValueError, match="too much"):
        in_capitals(amount=Decimal(10) ** 16)


def read(said: str) -> int:
    """Fen, read back by the words alone."""
    whole, yuan, rest = said.rpartition("元")
    parts = re.findall(f"([{DIGITS[1:]}])([角分])", rest if yuan else said)
    fen = sum(DIGITS.index(digit) * {"角": 10, "分": 1}[unit] for digit, unit in parts)
    total = 0
    for unit, size in (("万亿", 10**12), ("亿", 10**8), ("万", 10**4), ("", 1)):
        head, found, tail = whole.partition(unit) if unit else (whole, True, "")
        if found:
            total, whole = total + _group(head) * size, tail
    return total * 100 + fen


def _group(said: str) -> int:
    places = {"": 1, "拾": 10, "佰": 100, "仟": 1000}
    found = re.findall(f"([{DIGITS[1:]}])([拾佰仟]?)", said)
    return sum(DIGITS.index(digit) * places[place] for digit, place in found)


@given(cents=st.integers(min_value=0, max_value=10**18 - 1))
def test_what_is_spelt_can_be_read_back(cents):
    said = in_capitals(amount=Decimal(cents) / 100)
    assert read(said) == cents
    assert "零零" not in said
