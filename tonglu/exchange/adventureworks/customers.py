"""Resellers as customers, and which position owned each of them when."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.text import slugify

from tonglu.base.search import search_text
from tonglu.customers.cards.models import Customer, Ownership
from tonglu.directory.catalog.models import Channel
from tonglu.exchange.adventureworks.join import Joined
from tonglu.exchange.adventureworks.ownership import Tenure, tenures
from tonglu.exchange.adventureworks.people import Organisation
from tonglu.exchange.adventureworks.posts import Posts, Seat
from tonglu.exchange.adventureworks.source import Source


def owners(source: Source, joined: Joined, posts: Posts) -> dict[str, list[Tenure]]:
    """ResellerKey → his owners one after the other."""
    orders = sorted({(line.day, line.order, line.reseller, line.employee_key) for line in source.lines})
    seats: dict[str, list[tuple[date, Seat]]] = defaultdict(list)
    for day, _order, reseller, employee_key in orders:
        seats[reseller].append((day, posts.seat(joined.sellers[employee_key], day)))
    return {reseller: tenures(found, posts.successions) for reseller, found in seats.items()}


def write_customers(
    source: Source, joined: Joined, owned: Mapping[str, Sequence[Tenure]], organisation: Organisation
) -> dict[str, Customer]:
    """The customers by ResellerKey."""
    channels = {
        business: Channel.objects.create(code=slugify(business).upper(), name=business)
        for business in sorted({reseller.business for reseller in source.resellers})
    }
    customers = Customer.objects.bulk_create(
        Customer(
            code=reseller.key,
            name=reseller.name,
            state=Customer.State.ACTIVE if reseller.key in owned else Customer.State.PROSPECT,
            channel=channels[reseller.business],
            unit=organisation.units.get(joined.territories.get(reseller.key, ""), organisation.company),
            address=", ".join((reseller.city, reseller.state, reseller.country)),
            search=search_text(reseller.name, reseller.key),
        )
        for reseller in source.resellers
    )
    by_key = {customer.code: customer for customer in customers}
    Ownership.objects.bulk_create(
        Ownership(
            customer=by_key[reseller],
            position=organisation.positions[tenure.post],
            start=tenure.start,
            stop=tenure.stop,
        )
        for reseller, found in owned.items()
        for tenure in found
    )
    return by_key
