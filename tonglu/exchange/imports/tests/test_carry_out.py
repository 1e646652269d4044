"""A sheet taken in: what exists, what may be again, all or nothing, only tried, and whose it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from conftest import MONDAY, NOW
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import Entry
from tonglu.customers.cards.models import Customer
from tonglu.directory.catalog.models import Channel
from tonglu.directory.org.models import Unit
from tonglu.exchange.imports.models import Import, ImportedRow
from tonglu.exchange.imports.tests.conftest import back, counts

HEAD = ["客户编码", "客户名称", "电话", "地址", "经度", "纬度"]


@pytest.fixture
def there(cast) -> Customer:
    return Customer.objects.create(
        code="OLD1",
        name="永兴便利店",
        unit=cast.units["one"],
        phone="024-22334455",
        address="铁西区兴华街1号",
        lng=123.4,
        lat=41.8,
    )


def test_a_batch_is_one_row_in_the_journal_and_one_for_each_thing(cast, send):
    brought = send("channels", ["编码", "名称"], ["K1", "学校"], ["K2", "餐饮"])

    entry = Entry.objects.get(verb="import.channels")
    assert (entry.by, entry.facts) == (cast.he.login, {"file": "list.csv", "rows": 2, "created": 2})
    made = brought.run.rows.order_by("line")
    assert [(row.line, row.object_type, row.changes) for row in made] == [
        (2, "catalog.channel", None),
        (3, "catalog.channel", None),
    ]


def test_who_is_there_comes_back_unless_something_else_is_decided(there, send):
    rows = [HEAD, ["OLD1", "改了名的店", "", "", "", ""], ["N1", "新店", "", "新街2号", "", ""]]

    left = send("customers", *rows)
    assert back(left) == {2: "重复 已有 客户 OLD1"}
    assert counts(send("customers", *rows, existing="skip")) == {
        "rows": 2,
        "skipped": 1,
        "same": 1,
        "pairs": 1,
    }

    send("customers", *rows, existing="update")
    there.refresh_from_db()
    assert there.name == "改了名的店"
    assert "glmdd" in there.search
    changed = ImportedRow.objects.filter(changes__isnull=False).get()
    assert changed.changes["name"] == ["永兴便利店", "改了名的店"]


def test_the_same_code_cannot_be_new(there, send):
    brought = send("customers", HEAD, ["OLD1", "另一家", "", "", "", ""], existing="create")

    assert back(brought) == {2: "重复 已有 客户 OLD1"}


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        (["", "完全另名", "02422334455", "", "", ""], "电话与客户 OLD1 相同"),
        (["", "永兴便利店", "", "铁西区 兴华街１号", "", ""], "与客户 OLD1 同名同址"),
        (["", "永兴超市", "", "", "123.4001", "41.8001"], "与客户 OLD1 名称相近，相距 14 米"),
        (["", "永兴便利店", "", "", "123.4001", "41.8001"], "与客户 OLD1 同名，相距 14 米"),
        (["", "永兴便利店", "", "", "", ""], None),
        (["", "永兴便利店", "13900009999", "", "", ""], "与客户 OLD1 同名，没有地址或坐标可以区分"),
        (["", "永兴便利店", "", "", "123.5", "41.8"], None),
        (["", "大发烟酒行", "", "", "123.4001", "41.8001"], None),
        (["", "永兴便利店", "", "皇姑区另一条街9号", "", ""], None),
    ],
)
def test_a_shop_is_known_again_by_phone_name_and_place(there, send, cells, reason):
    brought = send("customers", HEAD, cells)

    assert back(brought) == ({2: f"重复 {reason}"} if reason else {})


def test_pairs_stand_side_by_side_and_each_is_decided(there, send):
    rows = [
        HEAD,
        ["", "永兴超市", "13900001111", "", "123.4001", "41.8001"],
        ["", "永兴百货", "13900002222", "", "123.4001", "41.8001"],
        ["", "永兴小卖部", "13900003333", "", "123.4001", "41.8001"],
    ]
    trial = send("customers", *rows, dry=True)

    pair = trial.run.pairs[0]
    assert (pair["line"], pair["object"], pair["exact"]) == (2, there.pk, False)
    assert ["客户名称", "永兴超市", "永兴便利店"] in pair["cells"]
    assert not Customer.objects.filter(name="永兴超市").exists()

    trial.choose(decisions={"2": "create", "3": "skip", "4": "update"})
    trial.run = trial.carry_out(context=trial.context(at=NOW, on=MONDAY, scope=None))
    there.refresh_from_db()
    assert (there.name, there.phone) == ("永兴小卖部", "13900003333")
    assert Customer.objects.filter(name="永兴超市").exists()
    assert not Customer.objects.filter(name="永兴百货").exists()


def test_rows_of_one_sheet_are_compared_too(cast, send):
    rows = [
        HEAD,
        ["A1", "甲店", "13900001111", "", "", ""],
        ["A1", "乙店", "", "", "", ""],
        ["", "丙店", "139 0000 1111", "", "", ""],
    ]

    assert back(send("customers", *rows, dry=True)) == {
        3: "重复 与第 2 行是同一条",
        4: "重复 电话与第 2 行相同",
    }
    send("customers", *rows, existing="update")
    assert Customer.objects.get(code="A1").name == "丙店"


def test_strict_takes_all_or_nothing(cast, send):
    brought = send("channels", ["编码", "名称"], ["K1", "学校"], ["K2", ""], strict=True)

    assert counts(brought) == {"rows": 2, "bad": 1, "held_back": 1}
    assert not Channel.objects.filter(code="K1").exists()
    assert brought.done is None
    assert not Entry.objects.filter(verb="import.channels").exists()


def test_strict_holds_for_what_the_verbs_refuse_too(cast, send):
    rows = [
        ["客户编码", "接手岗位", "交接日期"],
        ["SUN1", "P-zhou", "2026-12-01"],
        ["SUN3", "P-zhou", "2025-01-01"],
    ]
    brought = send("handovers", *rows, strict=True)

    assert counts(brought)["held_back"] == 1
    assert cast.customers["sun1"].owner(on=MONDAY + timedelta(days=30)).code == "P-sun"


def test_a_trial_says_what_the_verbs_would_refuse_and_leaves_no_trace(cast, send):
    rows = [
        ["客户编码", "接手岗位", "交接日期"],
        ["SUN1", "P-zhou", "2026-12-01"],
        ["SUN3", "P-zhou", "2025-01-01"],
    ]
    before = Entry.objects.count()
    brought = send("handovers", *rows, dry=True)

    assert counts(brought) == {"rows": 2, "created": 1, "bad": 1}
    assert Entry.objects.count() == before
    assert cast.customers["sun1"].owner(on=MONDAY + timedelta(days=30)).code == "P-sun"


def test_a_clerk_imports_into_his_own_office_alone(cast, send):
    rows = [
        ["客户名称", "单位", "负责岗位", "地址"],
        ["自己的店", "TX1", "", "甲街1号"],
        ["别人的店", "HG1", "", "甲街2号"],
        ["别人的岗位", "", "P-feng", "甲街3号"],
        ["哪儿都没写", "", "", "甲街4号"],
    ]
    brought = send("customers", *rows, by="qian")

    assert back(brought) == {3: "错误 不在您的管辖范围内", 4: "错误 不在您的管辖范围内"}
    assert Customer.objects.get(name="哪儿都没写").unit == cast.units["tiexi"]


def test_a_clerk_learns_nothing_of_customers_that_are_not_his(cast, send):
    Customer.objects.filter(code="FENG1").update(phone="13911112222")
    brought = send(
        "customers",
        HEAD,
        ["FENG1", "猜编码", "", "甲街1号", "", ""],
        ["", "猜电话", "13911112222", "甲街2号", "", ""],
        by="qian",
        existing="update",
    )

    assert back(brought) == {
        2: "错误 已有同一编码的，但不在您的管辖范围内",
        3: "错误 电话与别的单位的客户相同",
    }
    assert brought.run.pairs == []
    assert Customer.objects.get(code="FENG1").name == "feng第1便利店"


def test_what_is_the_whole_companys_is_not_an_offices_clerks(cast, send):
    brought = send("channels", ["编码", "名称"], ["K1", "学校"], by="qian")

    assert back(brought) == {2: "错误 全公司共用的资料，要由管全公司的人导入"}


def test_accounts_and_the_organisation_are_the_administrators(cast, send):
    with pytest.raises(NotYours):
        send("people", ["工号", "姓名"], ["X", "某"], by="qian")
    assert not Import.objects.exists()


def test_a_sheet_is_taken_in_once(cast, send):
    brought = send("channels", ["编码", "名称"], ["K1", "学校"])

    with pytest.raises(Refused, match="已经导入过"):
        brought.carry_out(context=brought.context(at=NOW, on=MONDAY, scope=None))


def test_the_offending_cells_are_red(cast, send):
    from zipfile import ZipFile

    brought = send("channels", ["编码", "名称"], ["K1", ""])

    with ZipFile(brought.run.errors_path) as book:
        assert b"FFFAD4D4" in book.read("xl/styles.xml")


def test_a_unit_is_not_moved(cast, send):
    brought = send(
        "units", ["编码", "名称", "类型", "上级"], ["TX1", "铁西一组", "小组", "HG"], existing="update"
    )

    assert "导入不移动单位" in back(brought)[2]
    assert Unit.objects.get(code="TX1").parent == cast.units["tiexi"]


def test_an_article_is_known_again_by_its_bar_code(cast, send):
    cast.skus["tea"].barcode = "6908512108211"
    cast.skus["tea"].save()
    rows = [["编码", "名称", "条码", "成本"], ["NEW", "红茶", "6908512108211", "2"]]

    trial = send("skus", *rows, dry=True)
    assert trial.run.pairs[0]["reason"] == "条码已是 S001“冰红茶”"
    send("skus", *rows, existing="update")
    cast.skus["tea"].refresh_from_db()
    assert (cast.skus["tea"].code, cast.skus["tea"].name) == ("S001", "红茶")
