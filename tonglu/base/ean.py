"""Article numbers 条码: EAN-13 (GTIN-13) and the short EAN-8 (GTIN-8), whose last digit checks those before it.

Source: GS1 General Specifications, 7.9.
"""

from __future__ import annotations

LENGTH = 13
SHORT = 8


def check_digit(twelve: str) -> int:
    """The digit that fills the sum of the digits, every second one times three, up to a multiple of ten.

    Raises ValueError for anything but twelve digits.
    """
    if len(twelve) != LENGTH - 1 or not _digits(twelve):
        raise ValueError(f"{twelve!r} is not twelve digits")
    return _checking(twelve)


def is_ean13(code: str) -> bool:
    return len(code) == LENGTH and _digits(code) and _checking(code[:-1]) == int(code[-1])


def is_ean8(code: str) -> bool:
    return len(code) == SHORT and _digits(code) and _checking(code[:-1]) == int(code[-1])


def _checking(digits: str) -> int:
    """The weights alternate from the right, where the last digit before the check digit counts three times."""
    weighted = sum(int(digit) * (1 if place % 2 else 3) for place, digit in enumerate(reversed(digits)))
    return -weighted % 10


def _digits(text: str) -> bool:
    """ASCII digits only: `str.isdigit` also takes ³ and ٣."""
    return text.isascii() and text.isdigit()
