"""Why a forecast is what it is: a code and its numbers for machines, a sentence for people."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

SENTENCES: Mapping[str, tuple[str, str]] = {
    "combination": (
        "由 {periods} 期销量按四种方法合成（动态 Theta {theta}%、收缩季节 Theta {shrunk_theta}%、阻尼趋势 {damped}%、"
        "复指数平滑 {ces}%）；最近 {held} 期回测误差 {error}%。",
        "Combined from {periods} periods by four methods (dynamic Theta {theta}%, Theta with a shrunk season "
        "{shrunk_theta}%, damped trend {damped}%, complex smoothing {ces}%); error over the last {held} periods held "
        "back: {error}%.",
    ),
    "untested": (
        "由 {periods} 期销量按四种方法平均；历史太短，未能回测。",
        "The mean of four methods over {periods} periods of sales, too few to test it on.",
    ),
    "intermittent": (
        "{periods} 期中只有 {sold} 期有销量，按间断需求估计每期平均量。",
        "Only {sold} of {periods} periods had sales: a mean per period for intermittent demand.",
    ),
    "short": (
        "只有 {periods} 期销量，取最近 {used} 期平均；有同类产品时请按同类推算。",
        "Only {periods} periods of sales: the mean of the last {used}. Where there are similar SKUs, go by them.",
    ),
    "similar": (
        "新品，参照 {analogues} 个同类产品的上市走势，按自身 {periods} 期销量修正为 {scale_percent}%。",
        "A new SKU: the course of {analogues} similar ones after their launch, at {scale_percent}% by its own {periods} "
        "periods.",
    ),
}
LIFTED = (
    "已计促销和工作日：平均为平常的 {lift_percent}%。",
    " With promotions and working days, {lift_percent}% of the usual on average.",
)


@dataclass(frozen=True, slots=True)
class Reason:
    """`code` is a key of `SENTENCES`; `numbers` are whole periods and percents; `lift_percent` where drivers spoke."""

    code: str
    numbers: Mapping[str, int]

    @property
    def zh(self) -> str:
        return self._sentence(0)

    @property
    def en(self) -> str:
        return self._sentence(1)

    def _sentence(self, language: int) -> str:
        lifted = LIFTED[language] if "lift_percent" in self.numbers else ""
        return (SENTENCES[self.code][language] + lifted).format_map(self.numbers)
