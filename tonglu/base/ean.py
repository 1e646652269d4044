"""EAN-13 (GTIN-13) article numbers 条码: twelve digits and a check digit. Source: GS1 General Specifications, 7.9."""

from __future__ import annotations

LENGTH = 13


def check_digit(twelve: str) -> int:
    """The digit that fills the sum of the digits, every second one times three, up to a multiple of ten.

    Raises ValueError for anything but twelve digits.
    """
    if len(twelve) != LENGTH - 1 or not _digits(twelve):
        raise ValueError(f"{twelve!r} is not twelve digits")
    weighted = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return -weighted % 10


def is_ean13(code: str) -> bool:
    return len(code) == LENGTH and _digits(code) and check_digit(code[:-1]) == int(code[-1])


def _digits(text: str) -> bool:
    """ASCII digits only: `str.isdigit` also takes ³ and ٣."""
    return text.isascii() and text.isdigit()
