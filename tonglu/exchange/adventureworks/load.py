"""The import: one transaction into an empty database; into one that holds it already, nothing."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from django.db import transaction
from django.db.models import Sum
from django.utils.translation import gettext as _

from tonglu.base.errors import Refused
from tonglu.base.journal.models import record
from tonglu.customers.cards.models import Customer
from tonglu.directory.approvals.models import RuleBook
from tonglu.directory.catalog.models import Sku
from tonglu.directory.forms.loading import load_shipped
from tonglu.directory.org.models import Company, Person
from tonglu.exchange.adventureworks.customers import owners, write_customers
from tonglu.exchange.adventureworks.join import Joined, join
from tonglu.exchange.adventureworks.notes import notes
from tonglu.exchange.adventureworks.orders import Parties, write_orders
from tonglu.exchange.adventureworks.ownership import Tenure
from tonglu.exchange.adventureworks.people import NAME, write_organisation
from tonglu.exchange.adventureworks.posts import Posts, posts
from tonglu.exchange.adventureworks.products import sku_codes, write_catalogue
from tonglu.exchange.adventureworks.read import read
from tonglu.exchange.adventureworks.report import Report
from tonglu.exchange.adventureworks.source import Source
from tonglu.exchange.adventureworks.targets import QUOTAS, write_targets
from tonglu.planning.targets.models import TargetCell
from tonglu.trade.orders.models import Order, OrderLine

SOURCE = "adventureworks"


@dataclass(frozen=True, slots=True)
class Plan:
    """All that the folder says, decided, before a row is written. `owned`: tenures by ResellerKey."""

    source: Source
    joined: Joined
    posts: Posts
    owned: Mapping[str, Sequence[Tenure]]

    def report(self) -> Report:
        source = self.source
        return Report(
            counts={
                "人员": len(self.joined.superiors),
                "岗位": len(self.posts.territories) + len(self.posts.leaders),
                "任命": sum(map(len, self.posts.held.values())),
                "客户": len(source.resellers),
                "其中有订单": len(self.owned),
                "归属": sum(map(len, self.owned.values())),
                "SKU": len(sku_codes(source, self.joined)),
                "订单": len({line.order for line in source.lines}),
                "订单行": len(source.lines),
                "季度定额": len(source.quotas),
            },
            sales=sum((line.net for line in source.lines), Decimal(0)),
            quotas=sum((quota.amount for quota in source.quotas), Decimal(0)),
            notes=notes(source, self.joined, self.posts, self.owned),
        )


def plan(folder: Path) -> Plan:
    """Reads and joins the folder. Raises Refused for what is missing, unreadable, or could only be guessed."""
    source = read(folder)
    joined = join(source)
    found = posts(source, joined.superiors)
    return Plan(source, joined, found, owners(source, joined, found))


def load(*, folder: Path, password: str | None, at: datetime) -> Report:
    """Imports the folder as the one company of the database. Accounts get `password`, or one that is made up.

    A second import changes nothing. Raises Refused where the database holds another company, or another edition
    of this one.
    """
    company = Company.objects.first()
    if company and company.source != SOURCE:
        raise Refused(
            _("数据库里已有公司“{name}”；公司只能导入空数据库，请另设 TONGLU_HOME 或 DATABASE_URL"),
            name=company.name,
            code="other_company",
        )
    wanted = plan(folder)
    if company:
        _same_or_refused(wanted)
        return replace(wanted.report(), new=False)
    made_up = None if password else secrets.token_urlsafe(9)
    _write(wanted, password=password or made_up or "", at=at)
    return replace(wanted.report(), password=made_up)


@transaction.atomic
def _write(wanted: Plan, *, password: str, at: datetime) -> None:
    """Each batch with its journal row."""
    source, joined = wanted.source, wanted.joined
    company = Company.objects.create(
        code=SOURCE, name=NAME, source=SOURCE, currency="USD", time_zone="UTC", holidays=""
    )

    def note(what: str, **facts: int) -> None:
        record(verb=f"import.{what}", obj=company, by=None, at=at, facts={"source": SOURCE, **facts})

    organisation = write_organisation(source, joined, wanted.posts, password=password)
    note("organisation", people=len(organisation.people), positions=len(organisation.positions))
    catalogue = write_catalogue(source, joined)
    note("catalogue", skus=Sku.objects.count(), prices=len(source.prices), costs=len(source.costs))
    customers = write_customers(source, joined, wanted.owned, organisation)
    note("customers", customers=len(customers), owned=len(wanted.owned))
    parties = Parties(joined, wanted.posts, organisation, customers)
    write_orders(source, parties, catalogue)
    note("orders", orders=len({line.order for line in source.lines}), lines=len(source.lines))
    load_shipped(at=at)
    write_targets(source, organisation, at=at)
    note("targets", cells=len(source.quotas))
    RuleBook.set_up(on=company.business_date(at), by=None, at=at)


def _same_or_refused(wanted: Plan) -> None:
    """All of the folder is in the database; what was added there since is the company's own."""
    source = wanted.source
    orders = {line.order for line in source.lines}
    there = OrderLine.objects.filter(order__source=Order.Source.IMPORT)
    quotas = TargetCell.objects.filter(version__number=1, version__reason=QUOTAS)
    same = (
        orders == set(Order.objects.filter(source=Order.Source.IMPORT).values_list("number", flat=True))
        and there.count() == len(source.lines)
        and there.aggregate(net=Sum("net_amount"))["net"] == sum(line.net for line in source.lines)
        and {r.key for r in source.resellers} <= set(Customer.objects.values_list("code", flat=True))
        and set(wanted.joined.superiors) <= set(Person.objects.values_list("code", flat=True))
        and sku_codes(source, wanted.joined) <= set(Sku.objects.values_list("code", flat=True))
        and quotas.aggregate(sum=Sum("amount"))["sum"] == sum(quota.amount for quota in source.quotas)
    )
    if not same:
        raise Refused(
            _("数据库里的 AdventureWorks 与这个文件夹不是同一版；要换一版，请导入空数据库"),
            code="other_edition",
        )
