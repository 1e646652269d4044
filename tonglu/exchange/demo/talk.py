"""What is said at a call: what the shopkeeper agrees to and why not, rivals seen, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import TypeVar

from tonglu.exchange.demo.articles import RIVALS
from tonglu.exchange.demo.shelves import Count
from tonglu.fieldwork.visits.reasons import NoOrder, Refusal

R = TypeVar("R")

# how often each reason is heard
REFUSALS = {
    Refusal.NO_SPACE: 24,
    Refusal.SLOW: 22,
    Refusal.CASH: 16,
    Refusal.PRICE: 14,
    Refusal.RIVAL: 10,
    Refusal.NO_DEMAND: 8,
    Refusal.OTHER: 6,
}
NO_ORDER = {
    NoOrder.OWNER_AWAY: 40,
    NoOrder.CASH: 25,
    NoOrder.ENOUGH: 20,
    NoOrder.RIVAL: 10,
    NoOrder.OTHER: 5,
}
TAKES_THE_OFFER = 0.4
DAYS_ENOUGH = 9  # of sales on the shelf, as the shopkeeper feels it
NOTES = (
    "老板希望周三前送到，周末客流大",
    "冰柜第二层被竞品占了，已请老板调回，下次复查",
    "对面新开了一家便利店，老板担心分流",
    "门头灯箱坏了一角，已报修",
    "老板问有没有整箱陈列奖励，答应下次带政策过来",
    "学校放假，近两周销量会低",
    "后仓潮，提醒垫高码放",
    "价签缺 3 个，已补齐",
    "店面转让中，新老板月底接手",
    "临期 6 瓶，已移到前排优先卖",
)
RIVAL_NOTES = ("买二赠一", "堆头陈列，约 2 平米", "新上冰柜一台", "第二瓶半价", "业务员当天在店", "")


@dataclass(frozen=True, slots=True)
class Answer:
    """What was agreed for one article, in base units, and the key of why not all that was suggested."""

    count: Count
    agreed: int
    refusal: str = ""

    @property
    def matters(self) -> bool:
        """Something was suggested, or agreed all the same."""
        return bool(self.agreed or self.count.suggestion.quantity)


@dataclass(frozen=True, slots=True)
class Sighting:
    """A rival's product at the outlet; price per bottle in yuan."""

    brand: str
    product: str
    price: Decimal
    note: str


def chosen(random: Random, weights: Mapping[R, int]) -> R:
    return random.choices(list(weights), weights=list(weights.values()))[0]


def answers(
    random: Random, counts: Sequence[Count], *, missing: int | None = None, offered: str | None = None
) -> list[Answer]:
    """The shopkeeper's answer to each article: mostly yes; sometimes less or no, with a reason; seldom more.

    Of the SKU that is `missing` nothing can be had; of the family that is `offered` he rather takes a pack more.
    """
    said = [_answer(random, count) for count in counts]
    return [_in_such_a_week(random, answer, missing, offered) for answer in said]


def _in_such_a_week(random: Random, answer: Answer, missing: int | None, offered: str | None) -> Answer:
    count = answer.count
    if count.sku == missing:
        return Answer(count, 0, Refusal.OTHER if count.suggestion.quantity else "")
    article = count.slot.article
    if offered and article.family == offered and random.random() < TAKES_THE_OFFER:
        return Answer(count, answer.agreed + article.package.pack)
    return answer


def _answer(random: Random, count: Count) -> Answer:
    pack, suggested = count.slot.article.package.pack, count.suggestion.quantity
    chance = random.random()
    if suggested == 0:
        return Answer(count, pack if _asks_himself(count) and chance < 0.5 else 0)
    if count.suggestion.reason.code == "opening" and not _runs_short(count) and chance < 0.7:
        return Answer(count, 0, Refusal.SLOW)
    if chance < 0.025:
        return Answer(count, 0, chosen(random, REFUSALS))
    if chance < 0.10 and suggested > pack:
        return Answer(count, suggested - pack, chosen(random, REFUSALS))
    return Answer(count, suggested + pack if chance > 0.97 else suggested)


def _asks_himself(count: Count) -> bool:
    """Nothing is suggested where there is no history, or where nothing was there to sell; the shopkeeper knows better."""
    return count.suggestion.reason.code == "opening" and _runs_short(count)


def _runs_short(count: Count) -> bool:
    return count.total < count.slot.pace * DAYS_ENOUGH


def sighting(random: Random) -> Sighting:
    brand, products = random.choice(list(RIVALS.values()))
    price = Decimal(random.randint(15, 55)) / 10
    return Sighting(brand, random.choice(products), price, random.choice(RIVAL_NOTES))
