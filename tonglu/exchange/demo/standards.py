"""What is expected at the shelf: must-stock lists with opening orders, and the eight steps of a call."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from django.utils.translation import gettext_noop as _

from tonglu.directory.catalog.models import MustStock
from tonglu.exchange.demo.catalogue import Article, Catalogue
from tonglu.fieldwork.visits.models import CallStep

# data of the company, and known to the catalogues, so that an English phone shows them in English
STEPS = {
    "prepare": (_("准备"), _("看上次记录：库存、订单、答应的事；想好今天要谈什么")),
    "greet": (_("打招呼"), _("叫得出老板的名字；说明来意，问问近来生意")),
    "look": (_("看店"), _("店外店内走一圈：门头、货架、冰柜、竞品的价格和活动")),
    "merchandise": (_("理货"), _("补满货架、先进先出、擦干净、贴好价签，把位置让给卖得快的")),
    "stock": (_("点库存"), _("货架和后仓都点；先点必备品，再点老品；看生产日期")),
    "order": (_("建议订单"), _("拿库存和销量说话，说清为什么是这个数；有异议先听完")),
    "close": (_("成交"), _("复述数量、金额和送货时间，请老板确认")),
    "wrapup": (_("收尾"), _("约好下次时间，道谢；出门前补记问题和答应的事")),
}
# families of which a channel must carry the best article, for every class; then more for A and for B
ALL = {
    "TRAD": ("WA", "TE", "SO", "EN"),
    "CVS": ("WA", "TE", "SO", "EN", "EL", "CO"),
    "SUPER": ("WA", "TE", "JU", "SO", "EN", "MI"),
    "REST": ("WA", "TE", "SO", "MI"),
    "SCHOOL": ("WA", "TE", "JU", "EL"),
    "LEISURE": ("WA", "TE", "SO", "EN"),
}
MORE = {"A": 5, "B": 3}

# (channel code, class code) → SKU id → opening order in base units
Standards = Mapping[tuple[str, str], Mapping[int, int]]


def standards(*, goods: Catalogue, since: date) -> Standards:
    """Writes the lists and the steps; returns what each kind of outlet must carry."""
    for sequence, (key, (name, hint)) in enumerate(STEPS.items(), start=1):
        CallStep.objects.create(sequence=sequence, key=key, name=name, hint=hint)
    rules: list[MustStock] = []
    found: dict[tuple[str, str], dict[int, int]] = {}
    for channel, families in ALL.items():
        general = [best for family in families if (best := _best(goods, family))]
        others = sorted((a for a in goods.articles if a not in general), key=lambda a: -a.pull)
        rules += [_rule(goods, article, channel, None) for article in general]
        for code in goods.classes:
            extra = others[: MORE.get(code, 0)]
            rules += [_rule(goods, article, channel, code) for article in extra]
            found[channel, code] = {a.sku.pk: a.package.pack for a in (*general, *extra)}
    for rule in rules:
        rule.start = since
    MustStock.objects.bulk_create(rules)
    return found


def _best(goods: Catalogue, family: str) -> Article:
    return max((a for a in goods.articles if a.family == family), key=lambda a: a.pull)


def _rule(goods: Catalogue, article: Article, channel: str, code: str | None) -> MustStock:
    return MustStock(
        sku=article.sku,
        channel=goods.channels[channel],
        customer_class=goods.classes[code] if code else None,
        opening_quantity=article.package.pack,
    )
