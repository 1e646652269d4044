"""An import taken back: as if it had never been, as long as nothing stands on it."""

from __future__ import annotations

import pytest

from conftest import MONDAY, NOW
from tonglu.base.accounts.models import Account
from tonglu.base.errors import Refused
from tonglu.base.journal.models import Entry
from tonglu.customers.cards.models import Customer, Ownership
from tonglu.directory.catalog.models import Sku, SkuCost
from tonglu.directory.org.models import Person

ROWS = (
    ["客户编码", "客户名称", "负责岗位", "电话"],
    ["N1", "新店", "P-sun", ""],
    ["SUN1", "孙的店改名", "P-zhou", "13900001111"],
)


def test_what_was_made_is_gone_and_what_was_changed_is_as_before(cast, send):
    brought = send("customers", *ROWS, existing="update", on="2026-12-01")
    assert Customer.objects.get(code="SUN1").name == "孙的店改名"

    brought.take_back(by=cast.he.login, at=NOW, reason="发错文件")

    sun1 = Customer.objects.get(code="SUN1")
    assert (sun1.name, sun1.phone, sun1.search) == ("sun第1便利店", "", "sun1")
    assert [o.stop for o in Ownership.objects.filter(customer=sun1)] == [None]
    assert not Customer.objects.filter(code="N1").exists()
    assert brought.is_undone
    assert Entry.objects.get(verb="import.undo").facts == {
        "file": "list.csv",
        "rows": 5,
        "reason": "发错文件",
    }


def test_people_go_with_their_accounts(cast, send):
    brought = send("people", ["工号", "姓名", "账号"], ["N1", "新人", "newone"])

    brought.take_back(by=cast.he.login, at=NOW, reason="错了")

    assert not Person.objects.filter(code="N1").exists()
    assert not Account.objects.filter(username="newone").exists()


def test_a_cost_that_was_ended_is_open_again(cast, send):
    brought = send("costs", ["产品编码", "成本", "起"], ["S001", "1.7", "2026-12-01"])

    brought.take_back(by=cast.he.login, at=NOW, reason="错了")

    assert [c.stop for c in SkuCost.objects.filter(sku=cast.skus["tea"])] == [None]


def test_what_is_used_by_now_stays(cast, send):
    brought = send("customers", ROWS[0], ROWS[1])
    Customer.objects.get(code="N1").hand_over(
        to=cast.positions["zhou"], on=MONDAY.replace(day=30), by=cast.he.login, at=NOW
    )

    with pytest.raises(Refused, match="不能撤销"):
        brought.take_back(by=cast.he.login, at=NOW, reason="错了")
    assert Customer.objects.filter(code="N1").exists()


def test_what_was_changed_again_stays(cast, send):
    brought = send("skus", ["编码", "名称"], ["S001", "红茶"], existing="update")
    Sku.objects.filter(code="S001").update(name="又改了")

    with pytest.raises(Refused, match="导入以后又改过"):
        brought.take_back(by=cast.he.login, at=NOW, reason="错了")


def test_documents_are_not_taken_back(cast, send):
    brought = send("orders", ["单号", "客户", "产品", "数量"], ["D1", "SUN1", "S001", "1"])

    with pytest.raises(Refused, match="不能撤销"):
        brought.take_back(by=cast.he.login, at=NOW, reason="错了")


def test_twice_or_without_a_reason_is_refused(cast, send):
    brought = send("channels", ["编码", "名称"], ["K1", "学校"])

    with pytest.raises(Refused, match="要写原因"):
        brought.take_back(by=cast.he.login, at=NOW, reason=" ")
    brought.take_back(by=cast.he.login, at=NOW, reason="错了")
    brought.refresh_from_db()
    with pytest.raises(Refused, match="已经撤销"):
        brought.take_back(by=cast.he.login, at=NOW, reason="错了")
