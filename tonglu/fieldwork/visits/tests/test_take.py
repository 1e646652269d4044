from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import MONDAY, NOW
from tonglu.base.journal.models import Entry
from tonglu.directory.org.models import Appointment
from tonglu.fieldwork.dayplans.models import Call, DayPlan
from tonglu.fieldwork.visits.models import MustStockCheck, Visit
from tonglu.fieldwork.visits.queries import shelves
from tonglu.results.reports.models import DayReport
from tonglu.trade.deliveries.models import Delivery


@pytest.fixture
def take(cast):
    def take(document, *, who="sun"):
        answer = cast.device(who).post("documents", {"sent_at": NOW.isoformat(), "documents": [document]})
        return answer.json()["answers"][0]

    return take


def test_a_call_becomes_its_facts_its_order_and_the_days_report(cast, take, visit_document):
    take(visit_document("sun1", minutes=12))
    visit = Visit.objects.get()
    assert (visit.seconds, visit.business_date, visit.outcome) == (720, MONDAY, Visit.Outcome.COMPLETED)
    assert (visit.position, visit.order.number, visit.distance_m) == (
        cast.positions["sun"],
        "O-TX1-261123-001",
        0,
    )
    assert [row.total for row in visit.stock.all()] == [4, 0]
    assert dict(MustStockCheck.objects.values_list("sku__code", "present")) == {"S001": True, "S002": False}
    assert visit.competitors.get().brand == "冰露"
    assert visit.proposals.get().refusal == "cash"
    assert visit.photos.get().sha256 == "a" * 64
    assert DayReport.objects.get().person == cast.sun
    verbs = list(Entry.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["device.register", "order.place", "visit.record", "document.accepted"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ended_at": (NOW - timedelta(days=1)).isoformat()}, "结束时间早于开始时间"),
        ({"started_at": "昨天"}, "started_at"),
        ({"customer": 10**9}, "客户 1000000000 不存在"),
        ({"stock": [{"sku": 1, "shelf": -1}]}, "stock.0.shelf"),
        ({"outcome": "vanished"}, "outcome"),
    ],
)
def test_a_bad_document_says_where_it_is_wrong_and_stores_nothing(cast, take, visit_document, change, words):
    sent = visit_document("sun1")
    sent["body"] |= change
    answer = take(sent)
    assert answer["outcome"] == "refused"
    assert words in answer["reason"]
    assert not Visit.objects.exists()


def test_a_shut_shop_is_no_must_stock_check(cast, take, visit_document):
    sent = visit_document("sun1", order=False)
    sent["body"] |= {"outcome": "shut", "stock": []}
    assert take(sent)["outcome"] == "accepted"
    assert not MustStockCheck.objects.exists()


def test_a_deputy_calls_in_the_position_of_the_one_who_is_away(cast, take, visit_document):
    Appointment.objects.create(
        person=cast.zhou,
        position=cast.positions["sun"],
        start=MONDAY,
        stop=MONDAY + timedelta(days=2),
        deputy=True,
    )
    assert take(visit_document("sun1"), who="zhou")["outcome"] == "accepted"
    visit = Visit.objects.get()
    assert (visit.person, visit.position) == (cast.zhou, cast.positions["sun"])


def test_a_plan_may_send_someone_to_anothers_outlet(cast, take, visit_document):
    DayPlan.submit(
        person=cast.zhou,
        position=cast.positions["zhou"],
        on=MONDAY,
        calls=[Call(cast.customers["sun1"].pk)],
        goal_deals=0,
        goal_sales=0,
        by=cast.zhou.login,
        at=NOW,
    )
    assert take(visit_document("sun1"), who="zhou")["outcome"] == "accepted"
    assert Visit.objects.get().position == cast.positions["zhou"]


def test_what_is_known_of_a_shelf_is_the_last_count_and_what_came_since(cast, take, visit_document):
    take(visit_document("sun1"))
    shop, tea = cast.customers["sun1"].pk, cast.skus["tea"].pk
    tomorrow = MONDAY + timedelta(days=1)
    known = shelves(customers=[shop], before=tomorrow)[shop][tea]
    assert (known.last_count, known.counted_on, known.delivered, known.on_the_way) == (4, MONDAY, 0, 30)
    Delivery.deliver(order=Visit.objects.get().order, by=cast.qian.login, at=NOW)
    known = shelves(customers=[shop], before=tomorrow)[shop][tea]
    assert (known.delivered, known.on_the_way) == (30, 0)
    assert tea not in shelves(customers=[shop], before=MONDAY).get(shop, {})
