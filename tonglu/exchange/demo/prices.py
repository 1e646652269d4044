"""Prices by channel: list, net and floor of a base unit, and a few customers' own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from random import Random

from tonglu.base.money import to_cents
from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Channel
from tonglu.exchange.demo.catalogue import Article, Catalogue
from tonglu.trade.prices.models import PriceRule

# percent of the list price; a channel that is not named pays what everyone pays
NET = {"": 95, "SUPER": 91, "REST": 97, "SCHOOL": 93}
OWN, FLOOR = 88, 92  # percent: of list for a customer with a contract, of net for the lowest allowed


@dataclass(frozen=True, slots=True)
class Price:
    """Per base unit, in yuan."""

    list: Decimal
    net: Decimal
    floor: Decimal


@dataclass(frozen=True, slots=True)
class Prices:
    """`of_channel`: channel code (empty: every other) → SKU id → price; `of_customer`: customer id → the same."""

    of_channel: Mapping[str, Mapping[int, Price]]
    of_customer: Mapping[int, Mapping[int, Price]]

    def for_outlet(self, customer_id: int, channel: str) -> Mapping[int, Price]:
        usual = self.of_channel.get(channel, self.of_channel[""])
        return {**usual, **self.of_customer.get(customer_id, {})}


def prices(random: Random, *, goods: Catalogue, chains: Sequence[Customer], since: date) -> Prices:
    """`chains` are the customers with a contract: each pays less for the articles of a few families."""
    of_channel = {code: _at(goods.articles, net) for code, net in NET.items()}
    of_customer = {chain.pk: _at(random.sample(goods.articles, 12), OWN) for chain in chains}
    rules = [
        _rule(sku, price, since, channel=goods.channels.get(code))
        for code, table in of_channel.items()
        for sku, price in table.items()
    ]
    rules += [
        _rule(sku, price, since, customer=chain)
        for chain in chains
        for sku, price in of_customer[chain.pk].items()
    ]
    PriceRule.objects.bulk_create(rules)
    return Prices(of_channel, of_customer)


def _at(articles: Sequence[Article], percent: int) -> dict[int, Price]:
    return {article.sku.pk: _price(article.price, percent) for article in articles}


def _price(listed: Decimal, percent: int) -> Price:
    net = to_cents(listed * percent / 100)
    return Price(listed, net, to_cents(net * FLOOR / 100))


def _rule(
    sku: int, price: Price, since: date, *, channel: Channel | None = None, customer: Customer | None = None
) -> PriceRule:
    return PriceRule(
        sku_id=sku,
        channel=channel,
        customer=customer,
        list_price=price.list,
        net_price=price.net,
        floor_price=price.floor,
        start=since,
    )
