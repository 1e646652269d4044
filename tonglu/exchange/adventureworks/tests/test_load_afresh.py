"""The import into a database of the test's own: another company's, an empty one, and the published files whole."""

from __future__ import annotations

import os
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import pytest
from django.db.models import Sum

from tonglu.base.errors import Refused
from tonglu.customers.cards.queries import without_owner
from tonglu.directory.org.models import Person
from tonglu.exchange.adventureworks.load import load
from tonglu.trade.orders.models import Order, OrderLine

DATA = Path(__file__).parent / "data"
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)

pytestmark = pytest.mark.django_db


def test_a_database_that_holds_another_company_is_refused(cast):
    with pytest.raises(Refused, match="通路测试饮品"):
        load(folder=DATA, password=None, at=AT)

    assert Order.objects.count() == 0


def test_a_password_that_was_not_given_is_made_up_and_told(db):
    report = load(folder=DATA, password=None, at=AT)

    assert report.password
    assert report.password in report.text()
    assert Person.objects.get(code="4").login.check_password(report.password)


@pytest.mark.slow
@pytest.mark.skipif(
    not os.environ.get("TONGLU_ADVENTUREWORKS"), reason="TONGLU_ADVENTUREWORKS names no folder"
)
def test_the_published_files_load_whole(db):
    report = load(folder=Path(os.environ["TONGLU_ADVENTUREWORKS"]), password="tonglu-test", at=AT)

    assert OrderLine.objects.count() == 30129
    assert OrderLine.objects.aggregate(net=Sum("net_amount"))["net"] == Decimal("44408822.13")
    assert report.counts["其中有订单"] == 428
    assert without_owner(on=date(2026, 11, 23)) == []
