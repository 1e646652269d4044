"""The main job: plan → call without a signal → sent once → report signed → board moved."""

from __future__ import annotations

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from tests.browser.phone import PASSWORD, Phone, picture
from tests.server import MONDAY_NINE

pytestmark = pytest.mark.browser
DAY = "2026-11-23"
REP = "rep02"


def figure(server, key: str) -> float:
    """What the command line prints for the day: the same code as the boards."""
    told = json.loads(server.run("metric", key, "--from", DAY, "--to", DAY, "--as", "supervisor1", "--json"))
    return float(told[0]["value"] or 0) if told else 0.0


def test_a_reps_day_from_plan_to_result(server, chromium, tmp_path: Path):
    code, name = server.rows(
        "select p.code, p.name from org_person p join accounts_account a on a.id = p.account_id where a.username = ?",
        REP,
    )[0]
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    phone = Phone(context, server.url, datetime.fromisoformat(MONDAY_NINE))
    phone.log_in(REP)
    before = {key: figure(server, key) for key in ("visits", "plan_visit_rate")}
    assert before["visits"] == 0

    # the first call with the browser's network off, the app reloaded while offline
    context.set_offline(True)
    shops = [phone.start_next()]
    phone.note_rival("冰露", "1.50")
    phone.take_photo(picture(tmp_path / "shelf.png"))
    phone.count_as_last_time()
    phone.agree_one_more_pack()
    phone.close_call()
    phone.page.reload()
    phone.at_("stop").first.wait_for()
    phone.keeps(at_least=1)
    assert phone.page.locator("[data-test='stop'][data-done='true']").count() == 1

    # the second is killed in mid-call and goes on at the same step
    shops.append(phone.start_next())
    phone.count_as_last_time()
    phone.step("order")
    phone.kill()
    phone.open()
    phone.at_("call").or_(phone.at_("resume-call")).first.wait_for()
    if phone.at_("resume-call").is_visible():
        phone.at_("resume-call").click()
    assert phone.at_("call").get_attribute("data-step") == "order"
    phone.agree_one_more_pack()
    phone.close_call()

    # the third while the network is there, but the server is not
    server.stop()
    context.set_offline(False)
    shops.append(phone.start_next())
    phone.count_as_last_time()
    phone.agree_one_more_pack()
    phone.close_call()
    phone.keeps(at_least=3)
    assert server.rows("select count(*) from visits_visit where business_date = ?", DAY) == [(0,)]

    server.start()
    phone.send_all()
    check_facts(server, shops, code)

    # again: nothing is doubled
    phone.send_all()
    check_facts(server, shops, code)
    hand_in_report(phone, server)

    desk = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
    sign_report(desk, server, code, name)
    assert figure(server, "visits") == 3
    assert figure(server, "plan_visit_rate") > before["plan_visit_rate"]
    desk.goto(f"{server.url}/metric/visits?period={DAY}")
    for shop in shops:
        assert desk.get_by_text(
            server.rows("select name from cards_customer where code = ?", shop)[0][0]
        ).count()


def check_facts(server, shops: list[str], code: str) -> None:
    """Three calls, three orders, each once, with what was seen; and the journal tells the same."""
    visits = server.rows(
        "select c.code, v.outcome, v.order_id is not null from visits_visit v"
        " join cards_customer c on c.id = v.customer_id join org_person p on p.id = v.person_id"
        " where v.business_date = ? and p.code = ? order by v.started_at",
        DAY,
        code,
    )
    assert visits == [(shop, "completed", 1) for shop in shops]
    assert server.rows(
        "select count(*) from orders_order where source = 'phone' and business_date = ?", DAY
    ) == [(3,)]
    documents = "select kind, outcome, count(*) from devices_phonedocument group by 1, 2"
    assert ("visit", "accepted", 3) in server.rows(documents)
    assert not [row for row in server.rows(documents) if row[1] == "refused"]
    assert server.rows("select brand, price from visits_competitorseen where brand = '冰露'") == [
        ("冰露", 15000)
    ]
    counted = "select count(*) from visits_stockcount s join visits_visit v on v.id = s.visit_id where v.business_date = ?"
    assert server.rows(counted, DAY)[0][0] > 3
    # the photo came by itself
    photo = "select count(*) from visits_visitphoto p join files_storedfile f on f.sha256 = p.sha256"
    assert server.rows(photo) == [(1,)]
    assert len(list((server.home / "files").rglob("*.jpg"))) == 1
    verbs = dict(server.rows("select verb, count(*) from journal_entry group by 1"))
    assert (verbs["visit.record"], verbs["order.place"], verbs["file.store"]) == (3, 3, 1)


def hand_in_report(phone: Phone, server) -> None:
    phone.page.goto(f"{server.url}/phone/#/me")
    phone.at_("go-report").click()
    phone.at_("reflection").locator("textarea").or_(
        phone.page.locator("textarea[data-test='reflection']")
    ).fill("三家都要货，冰露在搞特价")
    phone.at_("reflection-submit").click()
    phone.send_all()
    assert server.rows(
        "select state from reports_dayreport where day = ? and reflection like '三家%'", DAY
    ) == [("filed",)]


def sign_report(desk, server, code: str, name: str) -> None:
    """The supervisor sees the calls, opens the report that wrote itself, comments and signs."""
    desk.goto(f"{server.url}/login")
    desk.fill("[name=login]", "supervisor1")
    desk.fill("[name=password]", PASSWORD)
    desk.keyboard.press("Enter")
    desk.get_by_text(re.compile(f"{name}.*销售日报")).first.wait_for()
    desk.goto(f"{server.url}/reports/{code}/{DAY}")
    # in sight, and not only somewhere in the page
    assert desk.locator("article.paper").is_visible()
    assert desk.get_by_text("冰露").first.is_visible()
    assert desk.get_by_text("三家都要货").first.is_visible()
    desk.locator("[data-test='report-words']").fill("不错，冰露的特价明天再看看")
    desk.locator("[data-test='report-sign']").click()
    desk.wait_for_load_state()
    assert server.rows(
        "select state, frozen is not null from reports_dayreport where reflection like '三家%'"
    ) == [("signed", 1)]
    assert server.rows("select count(*) from journal_entry where verb = 'report.sign'") == [(1,)]
