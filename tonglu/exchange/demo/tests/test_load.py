"""What holds in the demo company, on its smallest size: two reps, forty outlets, ten days."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from django.db.models import Count, F, Q

from tonglu.base.ean import is_ean13
from tonglu.base.errors import Refused
from tonglu.base.journal.models import Entry, Seal
from tonglu.customers.cards.models import Customer
from tonglu.customers.cards.queries import without_owner
from tonglu.directory.catalog.models import Sku
from tonglu.directory.devices.models import Device
from tonglu.directory.org.models import Company, Person, Role
from tonglu.exchange.demo.load import load
from tonglu.exchange.demo.logins import PASSWORD, logins
from tonglu.exchange.demo.size import SIZES
from tonglu.fieldwork.dayplans.models import DayPlan
from tonglu.fieldwork.visits.models import OrderProposal, StockCount, Visit
from tonglu.results.metrics import engine
from tonglu.results.metrics.engine import Cut
from tonglu.results.metrics.register import REGISTER
from tonglu.results.reports.models import DayReport
from tonglu.trade.deliveries.models import Delivery
from tonglu.trade.orders.models import Order, OrderCounter, OrderLine
from tonglu.web.commands import cli
from tonglu.web.phone import bundle

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
TODAY, FRIDAY = date(2026, 11, 23), date(2026, 11, 20)

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module", autouse=True)
def _demo(standing) -> Iterator[None]:
    """Loaded once for the module, and taken back."""
    with standing(lambda: load(size=SIZES["tiny"], seed=7, at=NOW)):
        yield


def test_it_says_that_it_is_made_up():
    company = Company.current()
    assert company.source == "demo"
    assert "演示" in company.name


def test_every_active_outlet_has_an_owner_on_every_day():
    days = [TODAY - timedelta(days=n) for n in range(11)]
    assert {day: without_owner(on=day) for day in days if without_owner(on=day)} == {}


def test_a_handover_left_its_rows_in_the_journal():
    moved = Customer.objects.annotate(owners=Count("ownerships")).filter(owners=2)
    assert moved.count() == Entry.objects.filter(verb="customer.hand_over").count() > 0


def test_no_shelf_sells_more_than_was_on_it():
    before: dict[tuple[int, int], tuple[int, date]] = {}
    delivered = defaultdict(list)
    lines = OrderLine.objects.filter(order__delivery__isnull=False)
    for customer, sku, on, quantity in lines.values_list(
        "order__customer", "sku", "order__delivery__business_date", "quantity"
    ):
        delivered[customer, sku].append((on, quantity))
    counts = StockCount.objects.order_by("visit__started_at")
    for customer, sku, on, shelf, back in counts.values_list(
        "visit__customer", "sku", "visit__business_date", "shelf", "back"
    ):
        if (customer, sku) in before:
            count, day = before[customer, sku]
            came = sum(quantity for at, quantity in delivered[customer, sku] if day <= at < on)
            assert count + came >= shelf + back
        before[customer, sku] = shelf + back, on


def test_what_was_agreed_is_what_was_ordered():
    ordered = {
        (order, sku): quantity
        for order, sku, quantity in OrderLine.objects.values_list("order", "sku", "quantity")
    }
    agreed = OrderProposal.objects.filter(agreed__gt=0).values_list("visit__order", "sku", "agreed")
    assert {(order, sku): quantity for order, sku, quantity in agreed} == ordered


def test_goods_come_on_the_next_working_day_and_never_from_the_future():
    late = Delivery.objects.exclude(business_date__gt=F("order__business_date"))
    assert not late.exists()
    waiting = Order.objects.filter(delivery__isnull=True, cancellation__isnull=True)
    assert set(waiting.values_list("business_date", flat=True)) == {FRIDAY}


def test_the_next_order_number_is_a_new_one():
    for counter in OrderCounter.objects.all():
        numbers = Order.objects.filter(number__startswith=f"O-{counter.key}-")
        assert numbers.count() == counter.last


def test_today_is_signed_and_not_yet_begun():
    plans = DayPlan.objects.filter(day=TODAY)
    assert [plan.state for plan in plans] == [DayPlan.State.SIGNED] * 2
    assert not Visit.objects.filter(business_date__gte=TODAY).exists()


def test_reports_are_signed_but_for_the_last_day():
    earlier = DayReport.objects.filter(day__lt=FRIDAY)
    assert set(earlier.values_list("state", flat=True)) == {DayReport.State.SIGNED}
    assert DayReport.objects.filter(day=FRIDAY).count() == 2


def test_nobody_signed_his_own():
    assert not DayReport.objects.filter(comments__by=F("person__account")).exists()
    assert not DayPlan.objects.filter(decisions__by=F("person__account")).exists()


def test_the_journal_has_a_row_for_every_batch_and_its_chain_holds():
    built = Entry.objects.filter(verb__startswith="demo.").values_list("verb", flat=True)
    assert set(built) == {"demo.build", "demo.history"}
    Seal.seal_all()
    assert Seal.first_broken() is None


def test_every_barcode_has_its_check_digit():
    assert all(is_ean13(barcode) for barcode in Sku.objects.values_list("barcode", flat=True))


def test_every_metric_has_a_value_and_the_rates_are_of_this_world():
    cut = Cut(first=TODAY - timedelta(days=10), last=FRIDAY, as_of=TODAY)
    values = {key: engine.value(key=key, cut=cut) for key in REGISTER}
    assert [key for key, value in values.items() if value is None] == []
    assert 60 < values["successful_call_rate"] < 97
    assert 90 < values["plan_visit_rate"] <= 100
    assert 80 < values["must_stock_compliance"] < 100
    assert 30 < values["gross_margin"] < 50


def test_the_tokens_of_its_phones_are_nobodys_and_a_lost_one_is_revoked():
    assert Device.objects.filter(revoked_at__isnull=False).count() == 1
    assert Device.objects.filter(revoked_at__isnull=True).count() == 2


def test_every_account_opens_with_the_password_that_is_printed():
    assert [login.username for login in logins()][:3] == ["rep01", "rep02", "supervisor1"]
    assert {login.role for login in logins()} == {str(role.label) for role in Role}
    assert Person.objects.get(account__username="rep01").login.check_password(PASSWORD)


def test_a_rep_pulls_his_day_with_something_to_suggest():
    rep = Person.objects.get(account__username="rep02")
    pulled = bundle.pull(person=rep, have={}, at=NOW)
    today = pulled.days[0]
    assert len(today.stops) > 2
    cards = {card.id: card for card in pulled.customers}
    assert any(cards[stop.customer].shelves for stop in today.stops)


def test_orders_below_the_floor_were_held():
    low = OrderLine.objects.filter(order__holds__isnull=False, net_amount__lt=F("list_amount"))
    held = Order.objects.filter(Q(holds__isnull=False)).distinct().count()
    assert low.values("order").distinct().count() == held


def test_money_adds_up_on_every_line():
    line = OrderLine.objects.first()
    assert line.discount_amount == line.list_amount - line.net_amount >= Decimal(0)


def test_a_database_with_a_company_is_refused():
    with pytest.raises(Refused, match="已有公司"):
        load(size=SIZES["tiny"], seed=7, at=NOW)


def test_if_empty_prints_the_accounts_and_does_nothing():
    before = Entry.objects.count()
    told = CliRunner().invoke(cli, ["demo", "--if-empty"])
    assert told.exit_code == 0
    assert "rep01" in told.output
    assert PASSWORD in told.output
    assert Entry.objects.count() == before
