"""A suggested quantity and why: a code and its numbers for machines, a sentence for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SENTENCES: Mapping[str, tuple[str, str]] = {
    "rule15": (
        "{days_since} 天卖了 {sold}，到下次拜访 {days_to_next} 天，按 {factor_percent}% 应备 {target}；"
        "现有 {count}，在途 {on_the_way}，还差 {need}，按每箱 {pack} 取整，建议 {quantity}。",
        "Sold {sold} in {days_since} days; {days_to_next} days to the next call at {factor_percent}% need {target}; "
        "{count} here and {on_the_way} on the way leave {need} short: order {quantity} in packs of {pack}.",
    ),
    "censored": (
        "货架已空，{days_since} 天卖的 {sold} 少于真实需求，按 {demand} 计；到下次拜访 {days_to_next} 天应备 {target}，"
        "现有 {count}，在途 {on_the_way}，还差 {need}，按每箱 {pack} 取整，建议 {quantity}。",
        "The shelf was empty, so the {sold} sold in {days_since} days is less than was wanted and counts as {demand}; "
        "{days_to_next} days to the next call need {target}; {count} here and {on_the_way} on the way leave {need} "
        "short: order {quantity} in packs of {pack}.",
    ),
    "service": (
        "按最近 {calls} 次拜访，今后 {days} 天预计卖 {expected}（促销等系数 {lift_percent}%），"
        "要 {service_percent}% 不断货应备 {target}；现有 {count}，在途 {on_the_way}，还差 {need}，"
        "按每箱 {pack} 取整，建议 {quantity}。",
        "By the last {calls} calls, {expected} will sell in the coming {days} days (promotions and the like at "
        "{lift_percent}%); {target} keep the shelf filled in {service_percent}% of cases; {count} here and "
        "{on_the_way} on the way leave {need} short: order {quantity} in packs of {pack}.",
    ),
    "shelf_life": (
        "还差 {need}，但保质期 {shelf_life_days} 天内只卖得完 {sellable}；现有 {count}，在途 {on_the_way}，"
        "按每箱 {pack} 取整，建议 {quantity}。",
        "{need} short, but only {sellable} will sell within the shelf life of {shelf_life_days} days; with {count} "
        "here and {on_the_way} on the way: order {quantity} in packs of {pack}.",
    ),
    "enough": (
        "到下次补货应备 {target}；现有 {count}，在途 {on_the_way}，够卖，不用订。",
        "{target} last until the next order comes; {count} here and {on_the_way} on the way are enough: order nothing.",
    ),
    "opening": (
        "没有可参考的销量，按渠道首单 {opening_order}；现有 {count}，在途 {on_the_way}，按每箱 {pack} 取整，建议 {quantity}。",
        "No sales to go by, so the channel's opening order of {opening_order}; with {count} here and {on_the_way} on "
        "the way: order {quantity} in packs of {pack}.",
    ),
    "recount": (
        "上次 {last_count}＋送货 {delivered}－退货 {returned}，少于现有 {count}，销量算出 {sold}：请重新盘点。",
        "Last count {last_count} plus {delivered} delivered less {returned} returned is below the {count} here, so "
        "sales come out at {sold}: please count again.",
    ),
}


@dataclass(frozen=True, slots=True)
class Reason:
    """`code` is a key of `SENTENCES`; `numbers` are whole units, days and percents."""

    code: str
    numbers: Mapping[str, int]

    @property
    def zh(self) -> str:
        return SENTENCES[self.code][0].format_map(self.numbers)

    @property
    def en(self) -> str:
        return SENTENCES[self.code][1].format_map(self.numbers)


@dataclass(frozen=True, slots=True)
class Suggestion:
    """`quantity` units, a multiple of the pack; `reason.code == "recount"` means that the count must be repeated."""

    quantity: int
    reason: Reason
