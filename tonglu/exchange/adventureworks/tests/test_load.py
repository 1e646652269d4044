"""The whole import on a folder of a few rows in the published formats, made for this test."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import F, Sum

from tonglu.base.errors import Refused
from tonglu.base.journal.models import Entry
from tonglu.customers.cards.models import Customer, Ownership
from tonglu.customers.cards.queries import without_owner
from tonglu.directory.catalog.models import Sku
from tonglu.directory.org.models import Company, Person, Position, Role
from tonglu.exchange.adventureworks.load import load
from tonglu.planning.targets.models import TargetDay
from tonglu.results.metrics import engine
from tonglu.trade.deliveries.models import Delivery
from tonglu.trade.orders.models import Order, OrderLine

DATA = Path(__file__).parent / "data"
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
MOVED = date(2018, 7, 1)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def _report(standing):
    with standing(lambda: load(folder=DATA, password="tonglu-test", at=AT)) as told:
        yield told


@pytest.fixture
def report(_report, db):
    return _report


def test_the_company_keeps_dollars_and_utc_and_every_batch_its_journal_row(report):
    company = Company.current()

    assert (company.source, company.currency, company.time_zone) == ("adventureworks", "USD", "UTC")
    verbs = [f"import.{batch}" for batch in ("organisation", "catalogue", "customers", "orders", "targets")]
    assert sorted(Entry.objects.filter(verb__startswith="import.").values_list("verb", flat=True)) == sorted(
        verbs
    )
    assert Entry.objects.get(verb="import.orders").facts["lines"] == 6


def test_people_are_the_sellers_and_everyone_above_them(report):
    assert set(Person.objects.values_list("code", flat=True)) == {"1", "2", "3", "4", "5", "7"}
    assert Person.objects.get(code="4").login.check_password("tonglu-test")


def test_who_reports_to_whom_comes_from_the_organisation_nodes(report):
    line = dict(Position.objects.values_list("code", "superior__code"))

    assert line["T01-4"] == line["T02-4"] == line["T01-5"] == "L2-3"
    assert (line["L2-3"], line["L1-2"], line["L0-1"]) == ("L1-2", "L0-1", None)


def test_a_leader_of_one_group_heads_it_and_those_above_lead_the_company_or_it(report):
    head = Position.objects.get(code="L2-3")

    assert (head.unit.name, head.role) == ("North America", Role.HEAD)


def test_a_rep_who_moved_holds_one_territory_up_to_the_day_and_the_next_from_it(report):
    rep = Person.objects.get(code="4")

    assert rep.position(on=date(2018, 6, 30)).code == "T01-4"
    assert rep.position(on=MOVED).code == "T02-4"


def test_orders_belong_to_their_rep_and_the_position_that_he_held_that_day(report):
    placed = dict(Order.objects.values_list("number", "position__code"))

    assert placed == {"SO1": "T01-4", "SO2": "T02-7", "SO3": "T02-4", "SO4": "T02-7", "SO5": "L2-3"}


def test_orders_are_delivered_on_their_day(report):
    assert Delivery.objects.exclude(business_date=F("order__business_date")).count() == 0
    assert Order.objects.get(number="SO1").delivery.business_date == date(2017, 7, 1)


def test_lines_add_up_to_the_cent_and_their_discount_is_taken_from_the_list_price_of_the_day(report):
    total = OrderLine.objects.aggregate(net=Sum("net_amount"))["net"]
    line = OrderLine.objects.get(order__number="SO3")

    assert total == report.sales == Decimal("519.45")
    assert line.list_amount == Decimal("241.01")
    assert line.discount_amount == Decimal("96.41")


def test_a_line_without_total_cost_takes_the_standard_cost_times_its_quantity(report):
    costs = dict(OrderLine.objects.filter(order__number="SO1").values_list("sku__code", "cost_amount"))

    assert costs == {"BK-R52": Decimal("120.36"), "SO-M": Decimal("33.96")}


def test_a_product_that_no_name_meets_becomes_a_sku_of_its_own_without_a_discount(report):
    line = OrderLine.objects.get(sku__code="K300")

    assert (line.sku.name, line.discount_amount) == ("Mystery Wheel", 0)
    assert set(Sku.objects.values_list("code", flat=True)) == {"BK-R52", "SO-M", "K300"}


def test_customers_pass_to_the_one_who_takes_up_the_territory(report):
    alpha = Customer.objects.get(name="Alpha Bikes")

    assert [(o.position.code, o.start, o.stop) for o in alpha.ownerships.all()] == [
        ("T01-4", date(2017, 7, 1), MOVED),
        ("T01-5", MOVED, None),
    ]


def test_every_customer_with_orders_has_an_owner_and_one_without_is_a_prospect(report):
    assert without_owner(on=date(2026, 11, 23)) == []
    prospects = Customer.objects.filter(state=Customer.State.PROSPECT)
    assert set(prospects.values_list("name", flat=True)) == {
        "Delta, Bikes & Co",
        "Epsilon Bikes",
        "Zeta Bikes",
    }
    assert not Ownership.objects.filter(customer__in=prospects).exists()


def test_a_customer_without_orders_stands_where_his_country_or_state_does(report):
    units = dict(Customer.objects.values_list("name", "unit__code"))

    assert (units["Delta, Bikes & Co"], units["Epsilon Bikes"], units["Zeta Bikes"]) == ("T03", "T01", "AW")


def test_quotas_fall_on_days_exactly_and_on_the_position_of_each_day(report):
    days = TargetDay.objects.filter(cell__person__code="4")

    assert days.filter(cell__period="2018Q3").aggregate(sum=Sum("amount"))["sum"] == 30001
    assert set(days.filter(business_date__lt=MOVED).values_list("position__code", flat=True)) == {"T01-4"}
    assert set(days.filter(business_date__gte=MOVED).values_list("position__code", flat=True)) == {"T02-4"}


def test_the_metrics_give_the_figures_of_the_file(report):
    cut = engine.Cut(first=date(2017, 7, 1), last=date(2019, 6, 30), as_of=date(2026, 11, 23))
    cells = engine.values(key="sales_amount", by=("rep", "quarter"), cut=cut)

    assert {cell.key: cell.value for cell in cells if cell.value is not None} == {
        ("3", "2018Q3"): Decimal("10"),
        ("4", "2017Q3"): Decimal("237"),
        ("4", "2018Q3"): Decimal("144.6"),
        ("7", "2017Q3"): Decimal("55.55"),
        ("7", "2018Q3"): Decimal("72.3"),
    }


def test_the_report_names_what_did_not_join(report):
    text = report.text()

    assert "3 Gamma Bikes（有订单）" in text
    assert "'Gamma Bikes '" in text
    assert "7 → T02-7：1 单" in text


def test_a_second_import_changes_nothing(report):
    before = Entry.objects.count()

    again = load(folder=DATA, password=None, at=AT)

    assert (again.new, again.password, dict(again.counts)) == (False, None, dict(report.counts))
    assert Entry.objects.count() == before
    assert OrderLine.objects.count() == 6


def test_another_edition_of_the_folder_is_refused(report, tmp_path):
    folder = shutil.copytree(DATA, tmp_path / "other")
    lines = folder / "FactResellerSales.csv"
    lines.write_text(lines.read_text().replace("55.55,40.12,55.55", "55.55,40.12,55.56"))

    with pytest.raises(Refused, match="不是同一版"):
        load(folder=folder, password=None, at=AT)
