"""An approval from phone to desk: a low order comes from the shelf, the head agrees on his phone, the director at the
desk, and the order goes."""

from __future__ import annotations

import re
from datetime import datetime
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.browser.phone import PASSWORD, Phone
from tests.server import MONDAY_NINE, Server

pytestmark = pytest.mark.browser
REP, HEAD, DIRECTOR = "rep02", "head1", "director"


def test_a_low_order_goes_from_the_shelf_over_the_heads_phone_to_the_directors_desk(server, chromium):
    rep = phone_of(chromium, server)
    rep.log_in(REP)
    policy_changes(server)
    rep.context.set_offline(True)
    rep.start_next()
    rep.count_as_last_time()
    rep.agree_one_more_pack()
    rep.close_call()
    rep.context.set_offline(False)
    rep.send_all()
    number, pk = held_order(server)

    head = phone_of(chromium, server)
    log_in_to_lead(head, HEAD)
    agree_without_a_signal(head, number, "月底清库存，仅此一次")
    assert answers(server) == [("approve", HEAD, "月底清库存，仅此一次")]
    assert releases(server, pk) == 0

    desk = desk_of(chromium, server, DIRECTOR)
    desk.goto(f"{server.url}/approvals")
    desk.get_by_text(number).first.click()
    expect(desk.locator("[data-test='course']")).to_contain_text("月底清库存")
    expect(desk.get_by_text("与政策相比")).to_be_visible()
    desk.locator("[data-test='words']").fill("同意")
    desk.locator("[data-test='approve']").click()
    desk.wait_for_load_state()
    assert answers(server)[1] == ("approve", DIRECTOR, "同意")
    check_released(server, pk)

    # the rep sees on his phone what became of it
    rep.page.goto(f"{server.url}/phone/#/me/approvals")
    rep.page.reload()
    rep.send_all()
    rep.page.goto(f"{server.url}/phone/#/me/approvals")
    expect(rep.at_("own").filter(has_text=number)).to_contain_text("已同意")


def phone_of(chromium, server: Server) -> Phone:
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    return Phone(context, server.url, datetime.fromisoformat(MONDAY_NINE))


def log_in_to_lead(phone: Phone, username: str) -> None:
    """One who leads has no stops of his own to wait for."""
    phone.at_("login-username").fill(username)
    phone.at_("login-password").fill(PASSWORD)
    phone.at_("login-submit").click()
    phone.page.wait_for_url(re.compile("#/today"))
    phone.page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def policy_changes(server: Server) -> None:
    """Head office lifts the floor price, and calls every shop a first-class one, while the rep is without a signal."""
    first = "select id from catalog_customerclass order by rank limit 1"
    server.change("update prices_pricerule set floor_price = net_price * 2")
    server.change(f"update cards_customer set customer_class_id = ({first})")


def held_order(server: Server) -> tuple[str, str]:
    [(number, pk)] = server.rows(
        "select o.number, o.id from orders_order o join orders_hold h on h.order_id = o.id"
        " where o.source = 'phone' and not exists (select 1 from orders_release r where r.hold_id = h.id)"
        " and o.business_date = '2026-11-23'"
    )
    return str(number), str(pk)


def agree_without_a_signal(phone: Phone, number: str, words: str) -> None:
    """The list and what decides are on the phone; the answer waits there until it can be sent."""
    phone.page.goto(f"{phone.url}/phone/#/me")
    phone.at_("go-approvals").click()
    row = phone.at_("approval").filter(has_text=number)
    row.wait_for()
    phone.context.set_offline(True)
    row.click()
    expect(phone.page.get_by_text("与政策相比")).to_be_visible()
    phone.at_("words").fill(words)
    phone.at_("approve").click()
    expect(phone.at_("answered").filter(has_text=number)).to_contain_text("待发送")
    phone.context.set_offline(False)
    phone.send_all()


def desk_of(chromium, server: Server, username: str) -> Page:
    desk: Page = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
    desk.goto(f"{server.url}/login")
    desk.fill("[name=login]", username)
    desk.fill("[name=password]", PASSWORD)
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"{server.url}/")
    return desk


def answers(server: Server) -> list[tuple[object, ...]]:
    return server.rows(
        "select a.verdict, c.username, a.words from approvals_answer a join accounts_account c on c.id = a.by_id"
        " join approvals_seat s on s.id = a.seat_id join approvals_approval r on r.id = s.approval_id"
        " where r.kind = 'order_price' order by a.id"
    )


def releases(server: Server, pk: str) -> object:
    joined = (
        "select count(*) from orders_release r join orders_hold h on h.id = r.hold_id where h.order_id = ?"
    )
    return server.rows(joined, pk)[0][0]


def check_released(server: Server, pk: str) -> None:
    """Released once, in the state and in the journal; the phone's answer was taken once."""
    assert server.rows(
        "select count(*) from orders_release r join orders_hold h on h.id = r.hold_id where h.order_id = ?",
        pk,
    ) == [(1,)]
    journal = "select verb, count(*) from journal_entry where object_id = ? group by 1"
    verbs = dict(server.rows(journal, str(UUID(pk))))
    assert verbs == {"order.place": 1, "order.release": 1}
    taken = "select outcome, count(*) from devices_phonedocument where kind = 'approval_answer' group by 1"
    assert server.rows(taken) == [("accepted", 1)]
