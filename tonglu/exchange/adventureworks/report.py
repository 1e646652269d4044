"""What an import did, and what a person should know of it, by name."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Note:
    """Something that a person should know: what it is, and whom or what it concerns."""

    what: str
    names: Sequence[str]

    def __str__(self) -> str:
        count = f"（{len(self.names)}）" if len(self.names) > 1 else ""
        return f"{self.what}{count}：{'；'.join(self.names)}"


@dataclass(frozen=True, slots=True)
class Report:
    """`counts` by what was counted; `sales` and `quotas` in the company's currency.

    `new` is false when the database held it all already; `password` is the accounts', where one was made up.
    """

    counts: Mapping[str, int]
    sales: Decimal
    quotas: Decimal
    notes: Sequence[Note]
    new: bool = True
    password: str | None = None

    def text(self) -> str:
        head = "已导入 AdventureWorks：" if self.new else "数据库里已有全部这些数据，没有改动："
        counts = "，".join(f"{what} {n:,}" for what, n in self.counts.items())
        sums = f"销售额 {self.sales:,.2f} USD，定额 {self.quotas:,.2f} USD"
        notes = [f"- {note}" for note in self.notes]
        login = [f"账号即登录名，密码 {self.password}（只显示这一次）"] if self.password else []
        return "\n".join([head, counts, sums, *(["请知悉："] if notes else []), *notes, *login])
