"""A sheet of shops as people send it: in GB18030, with points that cannot be, formulas, and the same shop twice."""

from __future__ import annotations

import shutil
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from tonglu.base.datum import from_wgs84
from tonglu.base.errors import Refused
from tonglu.base.journal.models import Entry
from tonglu.customers.cards.models import Customer, Ownership
from tonglu.exchange.sheets.outcome import Outcome
from tonglu.exchange.sheets.outlets import Wish, import_outlets

DIRTY = Path(__file__).parent / "data" / "dirty_outlets.csv"
AT = datetime(2026, 11, 23, 2, tzinfo=UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def dirty(tmp_path) -> Path:
    return Path(shutil.copy(DIRTY, tmp_path))


def run(path: Path, *, datum="gcj02", **wish: object) -> Outcome:
    return import_outlets(path=path, wish=Wish(datum, AT, **wish))


def csv(tmp_path: Path, text: str, *, name: str = "sheet.csv") -> Path:
    path = tmp_path / name
    path.write_text(text)
    return path


def told(outcome: Outcome) -> dict[int, str]:
    return {fault.line.number: f"{fault.kind.label} {fault.reason}" for fault in outcome.faults}


def test_good_rows_are_loaded_as_prospects_with_codes_by_the_files_name(dirty):
    assert run(dirty).loaded == 3

    shops = Customer.objects.order_by("code")
    assert [shop.code for shop in shops] == ["DIRTY-0001", "DIRTY-0002", "DIRTY-0003"]
    assert {shop.state for shop in shops} == {Customer.State.PROSPECT}
    assert not Ownership.objects.exists()


def test_points_are_stored_in_wgs84_and_the_datum_is_kept(dirty):
    run(dirty)

    shop = Customer.objects.get(code="DIRTY-0001")
    assert shop.datum == "gcj02"
    assert from_wgs84(shop.lng, shop.lat, "gcj02") == pytest.approx((123.4, 41.79), abs=2e-7)
    assert shop.lng != pytest.approx(123.4, abs=1e-3)


def test_a_telephone_with_its_country_is_no_formula(dirty):
    run(dirty)

    assert Customer.objects.get(code="DIRTY-0001").phone == "+86 24 8888 0001"


def test_every_bad_row_and_every_duplicate_is_named_with_its_reason(dirty):
    assert told(run(dirty)) == {
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
        14: "错误 电话：'@SUM(A1:A9)' 像公式，请改成文字",
        15: "错误 单元格比列名多，可能缺引号或多了逗号",
    }


def test_strict_loads_nothing_when_a_row_is_bad(dirty):
    assert run(dirty, strict=True).held_back == 3
    assert not Customer.objects.exists()
    assert not Entry.objects.exists()


def test_a_second_import_changes_nothing(dirty):
    run(dirty)
    before = Entry.objects.count()

    again = run(dirty)

    assert (again.loaded, again.known) == (0, 3)
    assert (Customer.objects.count(), Entry.objects.count()) == (3, before)


def test_with_a_position_they_are_active_and_its_own_from_the_day(cast, dirty):
    run(dirty, position="P-sun", on=date(2026, 12, 1))

    shop = Customer.objects.get(code="DIRTY-0001")
    assert (shop.state, shop.unit) == (Customer.State.ACTIVE, cast.units["one"])
    assert shop.owner(on=date(2026, 12, 1)) == cast.positions["sun"]
    assert Entry.objects.get(verb="import.outlets").facts["position"] == "P-sun"


def test_a_position_or_unit_that_is_not_there_is_refused_and_nothing_loaded(cast, dirty):
    before = Customer.objects.count()

    for wish in ({"position": "nobody"}, {"unit": "nowhere"}):
        with pytest.raises(Refused, match="没有"):
            run(dirty, **wish)

    assert Customer.objects.count() == before


def test_the_same_shop_on_another_map_is_a_duplicate_and_not_a_second_shop(dirty):
    run(dirty)

    again = run(dirty, datum="bd09")

    assert again.loaded == 0
    assert told(again)[2].startswith("重复 与客户 DIRTY-0001 同名同址，相距")


def test_codes_of_the_sheet_are_kept_and_never_given_out_twice(tmp_path):
    sheet = csv(tmp_path, "code,name\nSHEET-0001,甲店\n,乙店\nSHEET-0001,丙店\n")

    outcome = run(sheet)

    assert dict(Customer.objects.values_list("name", "code")) == {"甲店": "SHEET-0001", "乙店": "SHEET-0002"}
    assert told(outcome) == {4: "重复 编码 SHEET-0001 已用于第 2 行"}


def test_a_channel_is_known_by_code_or_name_and_otherwise_bad(cast, tmp_path):
    outcome = run(csv(tmp_path, "name,渠道\n甲店,传统小店\n乙店,C1\n丙店,夜市\n"))

    assert set(Customer.objects.filter(name__in=["甲店", "乙店"]).values_list("channel", flat=True)) == {
        cast.channel.pk
    }
    assert told(outcome) == {4: "错误 没有渠道 '夜市'"}


def test_many_shops_in_one_point_are_loaded_and_told(tmp_path):
    outcome = run(csv(tmp_path, "name,lng,lat\n甲店,123.4,41.79\n乙店,123.4,41.79\n丙店,123.5,41.79\n"))

    assert outcome.loaded == 3
    assert outcome.notes == ["2 家与别家坐标完全相同（1 处），请核对定位"]


def test_a_chinese_file_name_gives_plain_codes(tmp_path):
    run(csv(tmp_path, "名称\n甲店\n", name="网点.csv"))

    assert Customer.objects.get().code == "OUT-0001"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_sheets_come_in_every_usual_encoding(tmp_path, encoding):
    path = tmp_path / "sheet.csv"
    path.write_text("名称\t地址\n甲店\t沈阳\n", encoding=encoding)

    run(path)

    assert Customer.objects.get().address == "沈阳"
