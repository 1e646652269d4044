"""Every list once: what a good sheet makes, and what a bad row says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from conftest import MONDAY
from tonglu.base.accounts.models import Account
from tonglu.base.journal.models import Entry
from tonglu.customers.cards.models import Customer
from tonglu.directory.calendar.models import CompanyDay, Leave
from tonglu.directory.catalog.models import Brand, Category, Channel, CustomerClass, MustStock, Sku, SkuCost
from tonglu.directory.org.models import Appointment, Person, Position, Unit
from tonglu.exchange.imports.tests.conftest import back, counts
from tonglu.planning.routes.models import JourneyPlan, Stop
from tonglu.planning.targets.models import TargetVersion
from tonglu.trade.deliveries.models import Delivery
from tonglu.trade.orders.models import Order
from tonglu.trade.prices.models import PriceRule


def test_units_come_in_any_order_and_hang_below_each_other(cast, send):
    brought = send(
        "units",
        ["单位编码", "单位名称", "类型", "上级单位"],
        ["SJT1", "苏家屯一组", "小组", "SJT"],
        ["SJT", "苏家屯营业所", "营业所", "HQ"],
        ["XX", "没有上级", "小组", "不存在"],
        ["R1", "互为上级甲", "小组", "R2"],
        ["R2", "互为上级乙", "小组", "R1"],
    )

    team = Unit.objects.get(code="SJT1")
    assert team.parent.code == "SJT"
    assert team.path.startswith(Unit.objects.get(code="HQ").path)
    assert counts(brought)["created"] == 2
    assert back(brought)[4] == "错误 没有 '不存在'，本表里也没有"
    assert set(back(brought)) == {4, 5, 6}


def test_positions_know_their_unit_and_superior(cast, send):
    brought = send(
        "positions",
        ["岗位编码", "岗位名称", "角色", "单位", "上级岗位"],
        ["P-1", "铁西一组新业务", "rep", "铁西一组", "P-2"],
        ["P-2", "铁西一组副主任", "销售主任", "TX1", "P-li"],
        ["P-3", "坏角色", "皇帝", "TX1", ""],
    )

    post = Position.objects.get(code="P-1")
    assert (post.role, post.unit.code, post.superior.code) == ("rep", "TX1", "P-2")
    assert back(brought)[4].startswith("错误 角色：'皇帝' 不在可选项里")


def test_people_come_with_accounts_and_appointments(cast, send):
    Position.objects.create(code="P-new", unit=cast.units["one"], role="rep", title="新岗位")
    brought = send(
        "people",
        ["工号", "姓名", "账号", "岗位", "任命日期"],
        ["N001", "李新来", "newli", "新岗位", "2026/12/1"],
        ["N002", "没有账号", "", "", ""],
        ["N003", "抢账号", "sun", "", ""],
        ["N004", "抢岗位", "grab", "P-sun", ""],
    )

    person = Person.objects.get(code="N001")
    assert (person.login.username, person.login.has_usable_password()) == ("newli", False)
    assert person.position(on=date(2026, 12, 1)).code == "P-new"
    assert "lxl" in person.search
    assert Person.objects.get(code="N002").account is None
    assert back(brought) == {
        4: "错误 账号 sun 已有人用",
        5: "错误 岗位 孙海波的岗位 已由 孙海波 担任，从 2026-01-01 起",
    }
    assert not Account.objects.filter(username="grab").exists()


def test_who_takes_another_post_leaves_his_own_that_day(cast, send):
    Position.objects.create(code="P-new", unit=cast.units["one"], role="rep", title="新岗位")
    send(
        "people",
        ["工号", "姓名", "岗位", "任命日期"],
        [cast.sun.code, "孙海波", "P-new", "2026-12-01"],
        existing="update",
    )

    assert cast.sun.position(on=date(2026, 11, 30)).code == "P-sun"
    assert cast.sun.position(on=date(2026, 12, 1)).code == "P-new"
    assert Appointment.objects.get(person=cast.sun, position=cast.positions["sun"]).stop == date(2026, 12, 1)


def test_small_lists(cast, send):
    send("channels", ["渠道编码", "渠道名称"], ["K2", "餐饮"])
    send("classes", ["等级编码", "等级名称", "排序"], ["V", "重点", "1"])
    send("brands", ["品牌编码", "品牌名称", "自有品牌"], ["BL", "冰露", "否"])
    send(
        "categories",
        ["品类编码", "品类名称", "上级品类"],
        ["GT", "绿茶", "茶饮料"],
        ["GT1", "无糖绿茶", "GT"],
    )
    send("company_days", ["日期", "上班", "原因"], ["2026年12月31日", "否", "盘点"])

    assert Channel.objects.get(code="K2").name == "餐饮"
    assert CustomerClass.objects.get(code="V").rank == 1
    assert not Brand.objects.get(code="BL").own
    assert Category.objects.get(code="GT1").parent.parent.code == "TEA"
    assert not CompanyDay.objects.get(date=date(2026, 12, 31)).worked


def test_articles_with_cost_and_price(cast, send):
    brought = send(
        "skus",
        ["货号", "品名", "条码", "品牌", "箱规", "进价", "标准价"],
        ["007", "无糖绿茶", "6908512108211", "通路", "１５", "¥2.10", "3"],
        ["", "口香糖", "69021824", "", "", "", ""],
        ["X", "坏条码", "69021825", "", "", "", ""],
    )

    sku = Sku.objects.get(code="007")
    assert (sku.brand.code, sku.pack_size, sku.costs.get().cost) == ("TL", 15, Decimal("2.1"))
    assert PriceRule.objects.get(sku=sku).list_price == 3
    assert Sku.objects.get(name="口香糖").code == "69021824"
    assert back(brought) == {4: "错误 条码：'69021825' 的 EAN-8 校验位不对"}


def test_a_new_cost_ends_the_one_before(cast, send):
    brought = send(
        "costs",
        ["产品编码", "成本", "生效日期"],
        ["S001", "1.60", "46000"],
        ["S002", "0.7", "2026-06-01"],
        ["S002", "0.8", "2026-03-01"],
    )

    assert counts(brought) == {"rows": 3, "created": 3}
    tea = SkuCost.objects.filter(sku=cast.skus["tea"]).order_by("start")
    assert [(str(c.start), str(c.stop)) for c in tea] == [
        ("2025-12-09", "2026-01-01"),
        ("2026-01-01", "None"),
    ]
    water = SkuCost.objects.filter(sku=cast.skus["water"]).order_by("start")
    assert [str(c.stop) for c in water] == ["2026-03-01", "2026-06-01", "None"]


def test_must_stock_and_prices(cast, send):
    send(
        "must_stock",
        ["产品编码", "渠道", "等级", "首单数量"],
        ["橙汁饮料", "传统小店", "A类", "12"],
    )
    brought = send(
        "prices",
        ["产品", "客户", "标准价", "净价", "底价"],
        ["S001", "", "3", "2.8", "2.5"],
        ["S001", "SUN1", "3", "2.6", ""],
        ["S001", "", "3", "3.5", ""],
    )

    rule = MustStock.objects.get(sku=cast.skus["juice"])
    assert (rule.customer_class.code, rule.opening_quantity, rule.start) == ("A", 12, MONDAY)
    assert PriceRule.objects.get(customer=cast.customers["sun1"]).net_price == Decimal("2.6")
    assert back(brought) == {4: "错误 净价高于标准价"}


def test_leave_includes_its_last_day(cast, send):
    brought = send(
        "leave",
        ["工号", "开始日期", "结束日期", "原因"],
        ["孙海波", "2026-12-01", "2026-12-03", "年假"],
        [cast.sun.code, "2026-12-03", "2026-12-04", "重叠"],
    )

    assert [d.day for d in Leave.objects.get(person=cast.sun).days()] == [1, 2, 3]
    assert back(brought) == {3: "错误 与 2026-12-01 起的请假重叠"}


def test_customers_with_their_owner(cast, send):
    brought = send(
        "customers",
        ["客户名称", "渠道", "等级", "负责岗位", "电话", "经度", "纬度", "坐标系"],
        ["兴华街便利店", "传统小店", "A类", "P-sun", "139 0000-1234", "123.376", "41.782", "GCJ-02"],
        ["没有岗位的店", "C1", "", "", "", "", "", ""],
        ["坏渠道", "火星", "", "", "", "", "", ""],
        ["半个坐标", "", "", "", "", "123.4", "", ""],
    )

    shop = Customer.objects.get(name="兴华街便利店")
    assert (shop.code, shop.state, shop.unit, shop.phone) == (
        "CU-0001",
        "active",
        cast.units["one"],
        "13900001234",
    )
    assert shop.owner(on=MONDAY).code == "P-sun"
    assert shop.datum == "gcj02"
    assert 123.36 < shop.lng < 123.372
    assert "xhjbld" in shop.search
    assert Customer.objects.get(name="没有岗位的店").state == "prospect"
    assert back(brought) == {4: "错误 渠道：没有渠道 '火星'", 5: "错误 经度和纬度要么都填，要么都不填"}


def test_handovers_are_the_verb_of_the_house(cast, send):
    brought = send(
        "handovers",
        ["客户编码", "接手岗位", "交接日期"],
        ["SUN1", "P-zhou", "2026-12-01"],
        ["SUN2", "P-sun", ""],
        ["SUN3", "P-zhou", "2025-01-01"],
    )

    assert cast.customers["sun1"].owner(on=date(2026, 12, 1)).code == "P-zhou"
    assert Entry.objects.filter(verb="customer.hand_over").count() == 1
    assert counts(brought) == {"rows": 3, "created": 1, "same": 1, "bad": 1}
    assert "交接日期须在其后" in back(brought)[4]


def test_lines_by_weekday_week_and_order(cast, send):
    brought = send(
        "route_lines",
        ["岗位", "客户编码", "星期", "周次", "顺序"],
        ["", "SUN1", "周二", "每周", "2"],
        ["P-sun", "SUN2", "星期二", "", ""],
        ["P-sun", "ZHOU1", "周三", "", ""],
        ["P-sun", "SUN3", "周三", "1,3", ""],
    )

    stops = Stop.objects.filter(plan__position=cast.positions["sun"], weekday=1).order_by("sequence")
    assert [(s.customer.code, s.sequence, s.weeks) for s in stops] == [("SUN1", 2, 1), ("SUN2", 3, 1)]
    assert set(back(brought)) == {4, 5}
    assert "线路的周期是 1 周" in back(brought)[5]


def test_who_has_no_line_yet_gets_a_cycle_as_long_as_the_sheet_needs(cast, send):
    JourneyPlan.objects.filter(position=cast.positions["wu"]).delete()
    send(
        "route_lines",
        ["客户编码", "星期", "周次"],
        ["WU1", "周一", "单周"],
        ["WU2", "周一", "2,4"],
    )

    plan = JourneyPlan.objects.get(position=cast.positions["wu"])
    assert (plan.cycle_weeks, plan.start) == (4, MONDAY)
    assert [s.weeks for s in plan.stops.order_by("sequence")] == [0b0101, 0b1010]


def test_targets_become_a_draft_with_everyone_in_it(cast, send):
    first = send("targets", ["工号", "期间", "目标", "任务"], [cast.sun.code, "2026-12", "1000", "900"])
    version = TargetVersion.objects.get()
    version.approve(by=cast.chen.login, at=first.asked_at)
    second = send(
        "targets",
        ["姓名", "月份", "目标"],
        ["孙海波", "2026年12月", "1000"],
        ["周敏", "202612", "2000"],
        existing="update",
    )

    latest = TargetVersion.objects.get(number=2)
    assert latest.state == "draft"
    assert {(c.person.code, c.amount, c.must) for c in latest.cells.all()} == {
        (cast.sun.code, 1000, 1000),
        (cast.zhou.code, 2000, 2000),
    }
    assert second.run.notes == ["2026 年的目标已成第 2 版草稿，待批准"]


def test_orders_line_by_line_and_their_deliveries(cast, send):
    rows = [
        ["单号", "下单日期", "客户编码", "产品编码", "数量", "数量单位"],
        ["DD-1", "2026-11-20", "SUN1", "S001", "2", "箱"],
        ["DD-1", "2026-11-20", "SUN1", "S002", "5", ""],
        ["DD-2", "2026-11-20", "SUN2", "S001", "3", ""],
        ["DD-2", "2026-11-20", "SUN2", "没有", "3", ""],
    ]
    brought = send("orders", *rows)

    order = Order.objects.get()
    assert [(line.sku.code, line.quantity) for line in order.lines.all()] == [("S001", 30), ("S002", 5)]
    assert (order.person, order.source, order.business_date) == (cast.sun, "import", date(2026, 11, 20))
    assert back(brought) == {
        4: "错误 同一单的第 5 行有错",
        5: "错误 产品编码：没有产品 '没有'",
    }
    assert counts(send("orders", *rows))["same"] == 2
    assert Order.objects.count() == 1

    delivered = send("deliveries", ["订单号", "送达日期"], ["DD-1", "2026-11-21"], ["DD-9", ""])
    assert Delivery.objects.get().business_date == date(2026, 11, 21)
    assert back(delivered) == {3: "错误 订单号：没有订单 'DD-9'"}
    assert Entry.objects.filter(verb="import.deliveries").count() == 1
