"""What a column is called in other people's sheets, and what may stand in its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any, Literal

from django.db.models import TextChoices
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tonglu.base.ean import LENGTH, SHORT, is_ean8, is_ean13
from tonglu.base.money import PLACES
from tonglu.exchange.sheets.sheet import Line

# what a spreadsheet would compute: = and @ always, + and - when more than a number or a telephone follows
_FORMULA = re.compile(r"[=@]|[+-].*[A-Za-z!|(]")


class BadCell(Exception):
    """What is wrong with a cell, for the person who filled it in; `columns` names the cells when it is not plain."""

    def __init__(self, reason: str, columns: Sequence[str] = ()) -> None:
        self.columns = tuple(columns)
        super().__init__(reason)


@dataclass(frozen=True, slots=True)
class Column:
    """`name` is ours; `headers` are the names by which sheets know it, in any case. `read` raises BadCell.

    A `required` column must be there, and no cell of it empty. The first of the headers heads the template (in other languages `english`, or its own name), with the `hint`, an `example` and the `choices` to pick from; `kind` says how
    its cells are formatted there.
    """

    name: str
    headers: tuple[str, ...]
    read: Callable[[str], Any]
    required: bool = False
    hint: str = ""
    example: str = ""
    choices: Sequence[str] = ()
    kind: Literal["text", "number", "day"] = "text"
    english: str = ""

    @property
    def title(self) -> str:
        """What heads it in the template: its first name in Chinese, its own name in any other language."""
        if (get_language() or "zh").startswith("zh"):
            return self.headers[0]
        return self.english or self.name.replace("_", " ")


class FaultKind(TextChoices):
    BAD = "bad", gettext_lazy("错误")
    DUPLICATE = "duplicate", gettext_lazy("重复")


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that is not taken, and why; `places` are the cells that are to blame."""

    line: Line
    kind: FaultKind
    reason: str
    places: tuple[int, ...] = ()


def text(longest: int) -> Callable[[str], str]:
    """Text of at most so many characters, and nothing that a spreadsheet would run."""

    def read(cell: str) -> str:
        if _FORMULA.match(cell):
            raise BadCell(_("{cell!r} 像公式，请改成文字").format(cell=cell))
        if len(cell) > longest:
            raise BadCell(_("超过 {longest} 个字").format(longest=longest))
        return cell

    return read


def number(cell: str) -> Decimal:
    try:
        found = Decimal(cell)
    except InvalidOperation as error:
        raise BadCell(_("{cell!r} 不是数字").format(cell=cell)) from error
    if not found.is_finite():
        raise BadCell(_("{cell!r} 不是数字").format(cell=cell))
    return found


def money(cell: str) -> Decimal:
    """Not negative, to at most four decimals."""
    amount = number(cell)
    if not 0 <= amount < 10**12 or amount != amount.quantize(PLACES):
        raise BadCell(_("{cell!r} 不是金额（不小于 0，至多四位小数）").format(cell=cell))
    return amount


def ean(cell: str, *, short: bool = True) -> str:
    """An EAN-13, or, where `short` ones are taken, an EAN-8 as small packs bear it."""
    if short and len(cell) == SHORT:
        if not is_ean8(cell):
            raise BadCell(_("{cell!r} 的 EAN-8 校验位不对").format(cell=cell))
        return cell
    if len(cell) != LENGTH:
        told = _("{cell!r} 不是 EAN-13 或 EAN-8（要 13 位或 8 位数字，这里 {count} 位）")
        told = told if short else _("{cell!r} 不是 EAN-13（要 13 位数字，这里 {count} 位）")
        raise BadCell(told.format(cell=cell, count=len(cell)))
    if not is_ean13(cell):
        raise BadCell(_("{cell!r} 的 EAN-13 校验位不对").format(cell=cell))
    return cell
