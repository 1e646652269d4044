"""Every list that can be imported, in the order in which a new company brings them in."""

from __future__ import annotations

from collections.abc import Mapping

from tonglu.exchange.imports.noun import Noun
from tonglu.exchange.imports.nouns.customers import Customers, Handovers
from tonglu.exchange.imports.nouns.dated import Costs, Leaves, MustStocks, Prices
from tonglu.exchange.imports.nouns.filled import FilledForms
from tonglu.exchange.imports.nouns.lines import Lines
from tonglu.exchange.imports.nouns.orders import Deliveries, Orders
from tonglu.exchange.imports.nouns.org import Positions, Units
from tonglu.exchange.imports.nouns.people import People
from tonglu.exchange.imports.nouns.plain import Brands, Categories, Channels, Classes, CompanyDays
from tonglu.exchange.imports.nouns.relations import Credit, KeyPeople
from tonglu.exchange.imports.nouns.skus import Skus
from tonglu.exchange.imports.nouns.targets import Targets
from tonglu.exchange.imports.nouns.visits import Visits
from tonglu.exchange.imports.nouns.written import DayPlans, DayReports

NOUNS: Mapping[str, type[Noun]] = {
    noun.key: noun
    for noun in (
        Units,
        Positions,
        People,
        Leaves,
        CompanyDays,
        Channels,
        Classes,
        Brands,
        Categories,
        Skus,
        Costs,
        MustStocks,
        Customers,
        KeyPeople,
        Credit,
        Prices,
        Handovers,
        Lines,
        Targets,
        Orders,
        Deliveries,
        Visits,
        DayPlans,
        DayReports,
        FilledForms,
    )
}
