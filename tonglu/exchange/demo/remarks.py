"""What stands under a day: what the rep says of it, and what his supervisor answers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random

GOOD_RATE, POOR_RATE = 0.88, 0.62  # of the calls end with an order
MANY_MISSED = 3

THOUGHTS = (
    "今天跑得顺，新品问的人多，明天多带两张海报",
    "几家老板嫌库存多，下次先看后仓再谈",
    "下午两家没开门，明天路过补",
    "竞品在做买赠，几家小店受影响，建议跟一档",
    "必备品补齐了大部分，学校周边要加量",
    "按建议订单谈，老板更容易接受",
)
EXCUSES = (
    "老板都说天冷卖得慢，劝不动",
    "上午跑得晚了点，后面几家赶时间",
    "这条线不好做，竞品压得厉害",
    "有几家说上次的货还没卖完，没细看后仓",
)
OFFER_THOUGHTS = (
    "活动海报贴了八成，汽水一上午就走了十几箱",
    "买赠老板都认，几家要求再加一箱",
    "堆头位置谈下来三家，照片已传",
)
SHORT_THOUGHTS = (
    "冰红茶还是没货，好几家催，再断下去排面要被康岭占了",
    "冰红茶断货，先用绿茶顶排面，老板不大乐意",
)

PRAISE = (
    "可以，保持住",
    "今天成交率不错，把谈法在晨会上给大家讲讲",
    "已阅。数量上来了，单价也要守住，别轻易让",
    "已阅，辛苦了。未成交的几家明天电话跟一下",
    "图片我看了，排面整齐，价签再补一补",
    "节奏好，A 类店的冰柜顺手查一遍",
)
PLAIN = (
    "已阅",
    "必备品缺的几家明天补上，晚上报给我",
    "未成交的写清原因，不要都写“老板不在”",
    "后仓要看，别只数货架，建议订单才准",
    "学校快放假了，周边几家控制一下量",
    "竞品买赠的照片发我，周一例会带上去说",
)
POOR = (
    "成交率低了，明天我跟你跑半天，先从上午那几家开始",
    "光跑不成交不行。进店先看后仓，拿数字跟老板说话，八步骤一步别省",
    "没成交的比成交的还多，晚上给我打个电话，我们一家一家过",
    "每家店停留时间太短，点库存不能省，明天重点改这一条",
)
MISSED = (
    "漏访太多，明天先补，再走当天的线",
    "计划签了就要走完，走不完提前说。漏的几家本周内补齐",
)


@dataclass(frozen=True, slots=True)
class Round:
    """What came of a day: calls completed, orders, their net amount, planned stops not met."""

    calls: int
    orders: int
    net: Decimal
    missed: int

    @property
    def rate(self) -> float:
        return self.orders / self.calls if self.calls else 0.0


def reflection(random: Random, done: Round, *, offer: bool, short: bool) -> str:
    """What a rep writes under his day; `offer` is on, or the article is `short`."""
    thoughts: tuple[str, ...] = EXCUSES if done.rate < POOR_RATE else THOUGHTS
    if offer and random.random() < 0.4:
        thoughts = OFFER_THOUGHTS
    elif short and random.random() < 0.3:
        thoughts = SHORT_THOUGHTS
    said = f"拜访 {done.calls} 家，成交 {done.orders} 家。{random.choice(thoughts)}。"
    return said + (f"有 {done.missed} 家没拜访成，下次优先。" if done.missed else "")


def remark(random: Random, done: Round) -> str:
    """What a supervisor writes when he signs: to the point where something is wrong."""
    if done.missed >= MANY_MISSED and random.random() < 0.7:
        return random.choice(MISSED)
    if done.rate < POOR_RATE:
        return random.choice(POOR)
    return random.choice(PRAISE if done.rate >= GOOD_RATE else PLAIN)
