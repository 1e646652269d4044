"""A sheet of shops as people send it: in GB18030, with points that cannot be, formulas, and the same shop twice."""

from __future__ import annotations

from pathlib import Path

import pytest

from tonglu.base.datum import from_wgs84
from tonglu.base.errors import Refused
from tonglu.base.journal.models import Entry
from tonglu.customers.cards.models import Customer, Ownership
from tonglu.exchange.imports.models import Import
from tonglu.exchange.imports.tests.conftest import back, counts

DIRTY = Path(__file__).parent / "data" / "dirty_outlets.csv"


@pytest.fixture
def bring(send):
    def bring(content: bytes | str = DIRTY.read_bytes(), **wish: object) -> Import:
        content = content.encode() if isinstance(content, str) else content
        wish = {"datum": "gcj02", "prefix": "DIRTY", **wish}
        return send("customers", content, by=None, file="outlets.csv", **wish)

    return bring


def test_good_rows_are_prospects_with_codes_of_the_prefix(bring):
    assert counts(bring())["created"] == 3

    shops = Customer.objects.filter(code__startswith="DIRTY").order_by("code")
    assert [shop.code for shop in shops] == ["DIRTY-0001", "DIRTY-0002", "DIRTY-0003"]
    assert {shop.state for shop in shops} == {Customer.State.PROSPECT}
    assert not Ownership.objects.filter(customer__in=shops).exists()


def test_points_are_stored_in_wgs84_and_the_datum_is_kept(bring):
    bring()

    shop = Customer.objects.get(code="DIRTY-0001")
    assert (shop.datum, shop.phone) == ("gcj02", "+862488880001")
    assert from_wgs84(shop.lng, shop.lat, "gcj02") == pytest.approx((123.4, 41.79), abs=2e-7)
    assert shop.lng != pytest.approx(123.4, abs=1e-3)


def test_every_bad_row_and_every_duplicate_is_named_with_its_reason(bring):
    assert back(bring()) == {
        3: "错误 门店名称：不能为空",
        4: "错误 经度：'东经123' 不是数字",
        5: "错误 经纬度像是颠倒了：经度 41.7900，纬度 123.4000",
        6: "错误 坐标是 0,0：没有定位",
        7: "错误 经度和纬度要么都填，要么都不填",
        8: """错误 门店名称：'=HYPERLINK("http://example.org","店")' 像公式，请改成文字""",
        9: "重复 与第 2 行同名同址",
        10: "重复 与第 2 行同名，相距 20 米",
        12: "错误 gcj02 的坐标应在中国境内：经度 2.3522，纬度 48.8566",
        13: "重复 与第 11 行同名同址",
        14: "错误 电话：'@SUM(A1:A9)' 不是电话号码",
        15: "错误 单元格比列名多，可能缺引号或多了逗号",
    }


def test_a_second_import_changes_nothing(bring):
    bring()
    before = Customer.objects.count()

    assert (counts(bring())["same"], Customer.objects.count()) == (3, before)


def test_with_a_position_they_are_active_and_its_own_from_the_day(cast, bring):
    bring(position="P-sun", on="2026-12-01")

    shop = Customer.objects.get(code="DIRTY-0001")
    assert (shop.state, shop.unit) == (Customer.State.ACTIVE, cast.units["one"])
    assert shop.ownerships.get().position == cast.positions["sun"]
    assert counts(bring(position="P-zhou"))["same"] == 3


def test_a_position_or_unit_that_is_not_there_is_refused_and_nothing_loaded(cast, bring):
    before = Customer.objects.count()

    for wish in ({"position": "nobody"}, {"unit": "nowhere"}):
        with pytest.raises(Refused, match="没有"):
            bring(**wish)
    assert Customer.objects.count() == before
    assert not Entry.objects.filter(verb="import.customers").exists()


def test_a_unit_goes_before_that_of_the_position(cast, bring):
    bring("name\n甲店\n", unit="TX", position="P-sun")
    assert Customer.objects.get(name="甲店").unit == cast.units["tiexi"]


def test_the_same_shop_on_another_map_is_a_duplicate_and_not_a_second_shop(bring):
    bring()
    assert back(bring(datum="bd09"))[2] == "重复 电话与客户 DIRTY-0001 相同"


def test_codes_of_the_sheet_are_kept_and_never_given_out_twice(bring):
    brought = bring("code,name\nDIRTY-0001,甲店\n,乙店\nDIRTY-0001,丙店\n")

    there = Customer.objects.filter(name__endswith="店", code__startswith="DIRTY")
    assert dict(there.values_list("name", "code")) == {"甲店": "DIRTY-0001", "乙店": "DIRTY-0002"}
    assert back(brought) == {4: "重复 与第 2 行是同一条"}


@pytest.mark.parametrize("dry", [True, False])
def test_many_shops_in_one_point_are_told(bring, dry):
    brought = bring("name,lng,lat\n甲店,123.4,41.79\n乙店,123.4,41.79\n丙店,123.5,41.79\n", dry=dry)

    assert counts(brought)["created"] == 3
    assert brought.run.notes == ["2 家与别家坐标完全相同（1 处），请核对定位"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_sheets_come_in_every_usual_encoding(bring, encoding):
    bring("名称\t地址\n甲店\t沈阳\n".encode(encoding))

    assert Customer.objects.get(name="甲店").address == "沈阳"
