"""Amounts in capitals 大写金额, as a Chinese receipt spells them so that no figure can be altered."""

from __future__ import annotations

from decimal import Decimal

from tonglu.base.money import to_cents

DIGITS = "零壹贰叁肆伍陆柒捌玖"
PLACES = ("", "拾", "佰", "仟")
GROUPS = ("", "万", "亿", "万亿")
MOST = Decimal(10) ** 16


def in_capitals(*, amount: Decimal) -> str:
    """`壹仟零伍元零柒分` for 1005.07, rounded to fen; `整` closes an amount without fen.

    Source: the rules for filling in notes of the People's Bank of China (正确填写票据和结算凭证的基本规定).
    Raises ValueError from ten thousand million million yuan on: there are no words for it on a receipt.
    """
    if abs(amount) >= MOST:
        raise ValueError(f"{amount} is too much to be spelt on a receipt")
    cents = int(to_cents(abs(amount)) * 100)
    yuan, jiao, fen = cents // 100, cents // 10 % 10, cents % 10
    said = f"{_whole(yuan)}元" if yuan or not cents else ""
    if jiao:
        said += f"{DIGITS[jiao]}角"
    elif fen and yuan:
        said += DIGITS[0]
    said += f"{DIGITS[fen]}分" if fen else "整"
    return f"负{said}" if amount < 0 and cents else said


def _whole(number: int) -> str:
    """Groups of four digits; zeros between digits are said once, at the end of a group not at all."""
    if not number:
        return DIGITS[0]
    said, gap = "", False
    for n in reversed(range(len(GROUPS))):
        group = number // 10_000**n % 10_000
        if not group:
            gap = bool(said)
            continue
        if said and (gap or group < 1000):
            said += DIGITS[0]
        said, gap = said + _group(group) + GROUPS[n], False
    return said


def _group(number: int) -> str:
    said, gap = "", False
    for n in reversed(range(len(PLACES))):
        digit = number // 10**n % 10
        if not digit:
            gap = bool(said)
            continue
        said, gap = said + (DIGITS[0] if gap else "") + DIGITS[digit] + PLACES[n], False
    return said
