"""What a column is called in other people's sheets, and what may stand in its cells."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any, Generic, Literal, TypeVar

from django.db.models import TextChoices
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tonglu.base.ean import LENGTH, SHORT, is_ean8, is_ean13
from tonglu.base.errors import Refused
from tonglu.base.money import PLACES
from tonglu.base.sentences import clauses, labelled
from tonglu.exchange.sheets.sheet import Line, Sheet

R = TypeVar("R")
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

    A `required` column must be there, and no cell of it empty; an empty cell of another reads as `empty`. The first
    of the headers heads the template (in other languages `english`, or its own name), with the `hint`, an `example` and the `choices` to pick from; `kind` says how
    its cells are formatted there.
    """

    name: str
    headers: tuple[str, ...]
    read: Callable[[str], Any]
    required: bool = False
    empty: Any = ""
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


@dataclass(slots=True)
class Checked(Generic[R]):
    """Rows that can be read, those that cannot, and the headers that nothing asked for."""

    good: list[tuple[Line, R]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    unused: list[str] = field(default_factory=list)


def check(sheet: Sheet, columns: Sequence[Column], make: Callable[..., R]) -> Checked[R]:
    """Every row through its columns into `make(name=value, …)`, which may raise BadCell too."""
    places = _places(sheet.headers, columns)
    taken = set(places.values())
    checked: Checked[R] = Checked(
        unused=[header for place, header in enumerate(sheet.headers) if place not in taken]
    )
    for line in sheet.lines:
        try:
            checked.good.append((line, make(**_values(line, columns, places, sheet.headers))))
        except BadCell as bad:
            checked.faults.append(Fault(line, FaultKind.BAD, str(bad)))
    return checked


def _places(headers: Sequence[str], columns: Iterable[Column]) -> dict[str, int]:
    """Where each column stands, the first of its names before the later ones.

    Raises Refused for a required column that is missing, or a header that is there twice.
    """
    lowered = [header.casefold() for header in headers]
    places: dict[str, int] = {}
    for column in columns:
        name = next((name for name in column.headers if name in lowered), None)
        if name is None and column.required:
            raise Refused(_("缺少列：{headers} 之一"), headers=" / ".join(column.headers), code="bad_file")
        if name and lowered.count(name) > 1:
            raise Refused(_("列 {name} 出现了两次，请只留一列"), name=name, code="bad_file")
        if name:
            places[column.name] = lowered.index(name)
    return places


def _values(
    line: Line, columns: Sequence[Column], places: Mapping[str, int], headers: Sequence[str]
) -> dict[str, Any]:
    """The row's values. Raises BadCell with all that is wrong, so that it comes back one time only."""
    values, wrong = {column.name: column.empty for column in columns}, []
    if len(line.cells) > len(headers):
        wrong.append(_("单元格比列名多，可能缺引号或多了逗号"))
    for column in columns:
        place = places.get(column.name)
        if place is None:
            continue
        try:
            values[column.name] = _value(line.cells[place], column)
        except BadCell as bad:
            wrong.append(labelled(headers[place], bad))
    if wrong:
        raise BadCell(clauses(wrong))
    return values


def _value(cell: str, column: Column) -> Any:
    if cell:
        return column.read(cell)
    if column.required:
        raise BadCell(_("不能为空"))
    return column.empty


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


def count(cell: str) -> int:
    amount = number(cell)
    if not 1 <= amount < 10**6 or amount != int(amount):
        raise BadCell(_("{cell!r} 不是正整数").format(cell=cell))
    return int(amount)


def ean(cell: str) -> str:
    """An EAN-13, or an EAN-8 as small packs bear it."""
    if len(cell) == SHORT:
        if not is_ean8(cell):
            raise BadCell(_("{cell!r} 的 EAN-8 校验位不对").format(cell=cell))
        return cell
    if len(cell) != LENGTH:
        raise BadCell(
            _("{cell!r} 不是 EAN-13 或 EAN-8（要 13 位或 8 位数字，这里 {count} 位）").format(
                cell=cell, count=len(cell)
            )
        )
    if not is_ean13(cell):
        raise BadCell(_("{cell!r} 的 EAN-13 校验位不对").format(cell=cell))
    return cell
