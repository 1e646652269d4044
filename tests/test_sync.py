"""The sync of a day: twice, reversed, cut off, one bad, from two phones, with a wrong clock and an older version."""

from __future__ import annotations

import json
import random
from datetime import timedelta
from uuid import uuid4

import pytest

from conftest import MONDAY, NOW
from tonglu.base.ids import new_id
from tonglu.base.journal.models import Entry
from tonglu.directory.devices.models import PhoneDocument
from tonglu.fieldwork.dayplans.models import DayMark, DayPlan
from tonglu.fieldwork.visits.models import StockCount, Visit
from tonglu.fieldwork.visits.queries import visited
from tonglu.results.reports.models import DayReport
from tonglu.trade.orders.models import Order


def document(kind, body, *, schema=1, made=NOW):
    return {
        "id": str(new_id()),
        "kind": kind,
        "schema_version": schema,
        "made_at": made.isoformat(),
        "body": body,
    }


@pytest.fixture
def day(cast, visit_document):
    """Sun's Monday: start, three calls (the second in schema 1), tomorrow's plan, a bad call, the reflection, the end."""
    older = visit_document("sun2", order=False, started=NOW - timedelta(minutes=40))
    older["schema_version"] = 1
    older["body"]["stock"] = [{"sku": cast.skus["tea"].pk, "quantity": 7}]
    older["body"]["competitors"] = [{"brand": "冰露", "name": "纯净水"}]
    bad = visit_document("sun4")
    bad["body"]["stock"].append({"sku": 999_999, "shelf": 1})
    tomorrow = MONDAY + timedelta(days=1)
    calls = [
        {"customer": cast.customers["sun1"].pk},
        {"customer": cast.customers["sun5"].pk, "purpose": "service"},
    ]
    return [
        document("day_start", {"at": (NOW - timedelta(hours=2)).isoformat()}),
        visit_document("sun1"),
        older,
        visit_document("sun3", started=NOW - timedelta(minutes=20)),
        bad,
        document(
            "day_plan",
            {"date": tomorrow.isoformat(), "calls": calls, "goal_deals": 2, "goal_sales": "500.00"},
        ),
        document("reflection", {"date": MONDAY.isoformat(), "reflection": "气泡水没人问"}),
        document("day_end", {"at": NOW.isoformat()}),
    ]


def send(phone, documents, *, sent_at=NOW):
    response = phone.post("documents", {"sent_at": sent_at.isoformat(), "documents": documents})
    assert response.status_code == 200, response.content
    return {answer["id"]: answer for answer in response.json()["answers"]}


def facts():
    """All that the day left behind, without what depends on when it came in."""
    return {
        "documents": sorted(PhoneDocument.objects.values_list("id", "kind", "outcome", "code")),
        "visits": sorted(Visit.objects.values_list("id", "customer__code", "seconds", "business_date")),
        "stock": sorted(StockCount.objects.values_list("visit", "sku__code", "shelf", "back")),
        "orders": sorted(Order.objects.values_list("id", "customer__code", "lines__net_amount")),
        "marks": sorted(DayMark.objects.values_list("id", "kind")),
        "plans": sorted(DayPlan.objects.values_list("day", "state", "stops__customer__code")),
        "reports": sorted(DayReport.objects.values_list("day", "state", "reflection")),
        "journal": sorted(Entry.objects.exclude(verb__startswith="device").values_list("verb", flat=True)),
    }


def check(day, answers):
    bad = day[4]
    assert {key for key, answer in answers.items() if answer["outcome"] == "refused"} == {bad["id"]}
    assert "999999" in answers[bad["id"]]["reason"]
    left = facts()
    assert len(left["documents"]) == len(day)
    assert [row[1] for row in sorted(left["visits"], key=lambda row: row[1])] == ["SUN1", "SUN2", "SUN3"]
    assert len(left["orders"]) == 2
    assert left["reports"] == [(MONDAY, "filed", "气泡水没人问")]
    assert StockCount.objects.get(visit__customer__code="SUN2").shelf == 7
    return left


def test_a_day_arrives_once_however_often_it_is_sent(cast, day):
    phone = cast.device("sun")
    first = send(phone, day)
    left = check(day, first)
    again = send(phone, day)
    assert {answer["outcome"] for key, answer in again.items() if key != day[4]["id"]} == {"duplicate"}
    assert again[day[4]["id"]]["outcome"] == "refused"
    assert facts() == left


def test_the_order_in_which_documents_come_does_not_matter(cast, day):
    check(day, send(cast.device("sun"), list(reversed(day))))
    plan = DayPlan.open(person=cast.sun, on=MONDAY, by=None, at=NOW)
    assert plan is not None
    assert visited(plan) == {cast.customers[name].pk for name in ("sun1", "sun2", "sun3")}


@pytest.mark.parametrize("seed", range(4))
def test_cut_off_batches_from_two_phones_leave_the_same_set(cast, day, seed):
    chance = random.Random(seed)
    phones = [cast.device("sun"), cast.device("sun")]
    answers = {}
    for _attempt in range(6):
        part = chance.sample(day, chance.randint(1, len(day)))
        answers |= {k: a for k, a in send(chance.choice(phones), part).items() if a["outcome"] != "duplicate"}
    answers |= {
        k: a for k, a in send(phones[0], day).items() if a["outcome"] != "duplicate" or k not in answers
    }
    check(day, answers)


def test_a_wrong_clock_is_corrected_by_the_server(cast, visit_document):
    """The phone lives a year ago: its documents are of today, and both times are kept."""
    year = timedelta(days=365)
    sent = visit_document("sun1", started=NOW - year - timedelta(hours=1))
    send(cast.device("sun"), [sent], sent_at=NOW - year)
    visit = Visit.objects.get()
    assert visit.business_date == MONDAY
    assert visit.started_at == NOW - timedelta(hours=1)
    assert visit.document.made_at.year == 2025
    assert visit.document.received_at == NOW


def test_the_same_id_with_other_content_is_refused_and_the_first_stays(cast, visit_document):
    phone, sent = cast.device("sun"), visit_document("sun1")
    send(phone, [sent])
    changed = {**sent, "body": {**sent["body"], "note": "改了"}}
    assert send(phone, [changed])[sent["id"]]["code"] == "id_taken"
    assert Visit.objects.get().note == ""


def test_another_persons_id_says_nothing_about_it(cast, visit_document):
    sent = visit_document("sun1")
    send(cast.device("sun"), [sent])
    answer = send(cast.device("zhou"), [sent])[sent["id"]]
    assert (answer["outcome"], answer["code"]) == ("refused", "id_taken")
    assert PhoneDocument.objects.get().person == cast.sun


def test_a_customer_of_another_line_is_refused_with_what_to_do(cast, visit_document):
    sent = visit_document("feng1")
    answer = send(cast.device("sun"), [sent])[sent["id"]]
    assert (answer["outcome"], answer["code"]) == ("refused", "not_yours")
    assert "不在您的线路上" in answer["reason"]
    assert not Visit.objects.exists()
    assert not Order.objects.exists()


@pytest.mark.parametrize(
    ("kind", "schema", "code"),
    [
        ("visit", 9, "schema_too_new"),
        ("visit", 10**12, "schema_too_new"),
        ("visit", 0, "schema_too_old"),
        ("visit", -1, "schema_too_old"),
        ("telepathy", 1, "unknown_kind"),
    ],
)
def test_what_the_server_does_not_know_is_refused_alone(cast, visit_document, kind, schema, code):
    phone, good = cast.device("sun"), visit_document("sun1")
    odd = visit_document("sun2", kind=kind, schema_version=schema)
    answers = send(phone, [odd, good])
    assert answers[odd["id"]]["code"] == code
    assert answers[good["id"]]["outcome"] == "accepted"


def test_a_fault_of_ours_stores_nothing_and_asks_again(cast, visit_document, monkeypatch):
    from tonglu.web.phone import kinds

    def broken(*_args):
        raise RuntimeError("disk full")

    monkeypatch.setitem(kinds.KINDS, "visit", kinds.Kind(schema=2, accept=broken))
    sent = visit_document("sun1")
    phone = cast.device("sun")
    assert send(phone, [sent])[sent["id"]]["outcome"] == "retry"
    assert not PhoneDocument.objects.exists()
    monkeypatch.undo()
    monkeypatch.setenv("TONGLU_NOW", NOW.isoformat())
    assert send(phone, [sent])[sent["id"]]["outcome"] == "accepted"


@pytest.mark.parametrize("note", ["满\0了", "好\ud83d"])
def test_what_no_database_keeps_does_not_hold_a_document_up_for_ever(cast, visit_document, note):
    sent = visit_document("sun1")
    sent["body"]["note"] = note
    body = json.dumps({"sent_at": NOW.isoformat(), "documents": [sent]})
    for outcome in ("accepted", "duplicate"):
        answer = cast.device("sun").client.post("/phone/api/documents", body, content_type="application/json")
        assert answer.json()["answers"][0]["outcome"] == outcome
    assert Visit.objects.get().note in ("满了", "好�")


def test_a_number_that_no_database_takes_is_the_documents_fault_and_not_ours(cast, visit_document):
    sent = visit_document("sun1")
    sent["body"]["order"]["lines"][0]["sku"] = 10**20
    body = {"sent_at": NOW.isoformat(), "documents": [sent]}
    answer = cast.device("sun").post("documents", body).json()["answers"][0]
    assert answer["outcome"] == "refused"
    # PostgreSQL compares such a number all the same, and finds nothing
    assert answer["code"] in {"out_of_range", "unknown_sku"}
    assert not Visit.objects.exists()


def test_a_revoked_phone_is_told_to_wipe_itself(cast, visit_document):
    phone = cast.device("sun")
    phone.device.revoke(by=cast.he.login, at=NOW)
    response = phone.post("documents", {"sent_at": NOW.isoformat(), "documents": [visit_document("sun1")]})
    assert (response.status_code, response.json()["code"]) == (401, "revoked")
    assert not PhoneDocument.objects.exists()


def test_an_expired_token_asks_for_the_password(cast):
    phone = cast.device("sun", at=NOW - timedelta(days=91))
    response = phone.post("pull", {"have": {}})
    assert (response.status_code, response.json()["code"]) == (401, "expired")


def test_no_token_gets_nothing(cast, client):
    response = client.post("/phone/api/pull", {"have": {}}, content_type="application/json")
    assert response.status_code == 401


def test_a_pull_sends_only_what_changed(cast, visit_document):
    phone = cast.device("sun")
    first = phone.post("pull", {"have": {}}).json()
    assert {customer["code"] for customer in first["customers"]} == {f"SUN{n}" for n in range(1, 6)}
    assert [stop["customer"] for stop in first["days"][0]["stops"]] == [
        cast.customers[f"sun{n}"].pk for n in range(1, 6)
    ]
    again = phone.post("pull", {"have": first["hashes"]}).json()
    assert again["customers"] == []
    assert again["skus"] is None
    assert again["days"] is None
    send(phone, [visit_document("sun1")])
    after = phone.post("pull", {"have": first["hashes"]}).json()
    assert [customer["code"] for customer in after["customers"]] == ["SUN1"]
    assert [stop["done"] for stop in after["days"][0]["stops"]] == [True, False, False, False, False]


def test_an_outlet_handed_over_leaves_the_phone(cast):
    phone = cast.device("sun")
    have = phone.post("pull", {"have": {}}).json()["hashes"]
    shop = cast.customers["sun5"]
    shop.hand_over(to=cast.positions["zhou"], on=MONDAY, by=cast.li.login, at=NOW)
    DayPlan.objects.get(person=cast.sun, day=MONDAY).stops.filter(customer=shop).delete()
    assert phone.post("pull", {"have": have}).json()["gone"] == [shop.pk]


def test_a_photo_is_kept_once_under_its_own_hash(cast):
    import hashlib

    phone, content = cast.device("sun"), b"\xff\xd8 a picture"
    name = hashlib.sha256(content).hexdigest()
    for _again in range(2):
        answer = phone.client.put(f"/phone/api/files/{name}", content, content_type="image/jpeg")
        assert answer.status_code == 200, answer.content
    wrong = phone.client.put(f"/phone/api/files/{'b' * 64}", content, content_type="image/jpeg")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "broken_file")
    page = b"<script>alert(1)</script>"
    name = hashlib.sha256(page).hexdigest()
    strange = phone.client.put(f"/phone/api/files/{name}", page, content_type="image/png")
    assert (strange.status_code, strange.json()["code"]) == (422, "no_picture")
    assert Entry.objects.filter(verb="file.store").count() == 1


def test_unreadable_documents_do_not_reach_the_gate(cast):
    response = cast.device("sun").post(
        "documents", {"sent_at": NOW.isoformat(), "documents": [{"id": str(uuid4())}]}
    )
    assert response.status_code == 422
