"""A sheet of customers such as a company has one: made from a seed, with a known number of bad rows and duplicates."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from math import ceil, sqrt
from pathlib import Path
from random import Random

import xlsxwriter

from tonglu.base.datum import from_wgs84

HEADERS = (
    "客户编码", "客户名称", "客户类型", "渠道", "客户等级", "所属单位", "负责岗位",
    "联系人", "联系电话", "详细地址", "经度", "纬度", "开户日期",
)  # fmt: skip
CHANNELS = ("传统小店", "便利店", "连锁超市", "餐饮", "学校", "批发")
CLASSES = ("A类", "B类", "C类")
# the longer ending first: 生活超市 is one too
KINDS = ("便利店", "生活超市", "超市", "食杂店", "烟酒行", "百货", "小卖部")
LUCK = (
    "永福兴隆盛和顺昌裕丰泰恒源广聚德祥瑞鑫宏达万家好又多惠民佳乐康宁安平金银玉宝龙凤鹏程远东方新世纪阳光明珠"
)
STREETS = "建设兴华工人北京南京长江黄河解放和平胜利中山人民文化青年友谊光荣团结前进幸福迎宾滨河育才"
DISTRICTS = "铁西皇姑沈河大东和平于洪浑南苏家屯"
SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁宋谢唐韩曹许邓萧"
# metres between two shops that are not the same one; a duplicate stands within NUDGE of its original
PITCH, NUDGE = 120, 12
METRE = 1 / 111_320


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the sheet; the place in WGS-84 degrees, written as GCJ-02."""

    code: str
    name: str
    kind: str
    channel: str
    grade: str
    unit: str
    position: str
    contact: str
    phone: str
    address: str
    lng: float
    lat: float
    opened: str

    def cells(self) -> tuple[object, ...]:
        lng, lat = from_wgs84(self.lng, self.lat, "gcj02")
        return (
            self.code, self.name, self.kind, self.channel, self.grade, self.unit, self.position, self.contact,
            self.phone, self.address, round(lng, 6), round(lat, 6), self.opened,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Made:
    """`there` are customers that the house has before; `bad` and `duplicates` count the planted rows of the sheet."""

    there: Sequence[Row]
    cells: Sequence[tuple[object, ...]]
    bad: int
    duplicates: int


def make(*, rows: int, seed: int, positions: Sequence[tuple[str, str]]) -> Made:
    """1 % bad rows and 2 % duplicates, half of them of `there`; `positions` are (code, name of its unit)."""
    random = Random(seed)
    bad, duplicates = rows // 100, rows // 50
    shops = list(_shops(random, rows - duplicates + duplicates // 2, positions))
    there, fresh = shops[: duplicates // 2], shops[duplicates // 2 :]
    spoiled = set(random.sample(range(len(fresh)), bad))
    sound = [shop for n, shop in enumerate(fresh) if n not in spoiled]
    cells = [
        random.choice(SPOIL)(shop.cells()) if n in spoiled else shop.cells() for n, shop in enumerate(fresh)
    ]
    sources = [*there, *random.sample(sound, duplicates - len(there))]
    # behind all others, so that what they repeat has been read
    again = [random.choice(AGAIN)(shop, n, random).cells() for n, shop in enumerate(sources)]
    return Made(there, [*cells, *again], bad, duplicates)


def write(path: Path, made: Made) -> None:
    with xlsxwriter.Workbook(
        path, {"constant_memory": True, "strings_to_urls": False, "strings_to_formulas": False}
    ) as book:
        page = book.add_worksheet()
        page.write_row(0, 0, HEADERS)
        for n, cells in enumerate(made.cells, start=1):
            page.write_row(n, 0, cells)


def _shops(random: Random, count: int, positions: Sequence[tuple[str, str]]) -> Iterator[Row]:
    """Each in a square of its own, so that no two are one by chance."""
    side = ceil(sqrt(count))
    squares = random.sample(range(side * side), count)
    for n, square in enumerate(squares):
        y, x = divmod(square, side)
        position, unit = random.choice(positions)
        yield Row(
            code=f"C{n:06d}",
            name=f"{''.join(random.choices(LUCK, k=random.choice((2, 2, 3))))}{random.choice(KINDS)}",
            kind="终端门店",
            channel=random.choice(CHANNELS),
            grade=random.choice(CLASSES),
            unit=unit,
            position=position,
            contact=random.choice(SURNAMES) + random.choice(("先生", "女士", "老板")),
            phone=f"1{38 + n % 2}{n:08d}",
            address=f"{random.choice(('沈阳', '大连', '鞍山'))}市{''.join(random.choices(DISTRICTS, k=2))}区"
            f"{''.join(random.choices(STREETS, k=3))}街{n}号",
            lng=121 + x * PITCH * METRE * 1.5 + random.uniform(0, NUDGE) * METRE,
            lat=40 + y * PITCH * METRE + random.uniform(0, NUDGE) * METRE,
            opened=f"20{random.randint(10, 25)}-{random.randint(1, 12):02d}-{random.randint(1, 28):02d}",
        )


def _spoilt(header: str, value: object) -> Callable[[tuple[object, ...]], tuple[object, ...]]:
    place = HEADERS.index(header)
    return lambda cells: (*cells[:place], value, *cells[place + 1 :])


SPOIL = (
    _spoilt("客户名称", ""),
    _spoilt("渠道", "火星渠道"),
    _spoilt("负责岗位", "P-没有"),
    _spoilt("联系电话", "没有电话"),
    _spoilt("经度", 0.5),
    _spoilt("开户日期", "去年"),
    _spoilt("客户名称", "=SUM(A1)"),
)


def _same_code(row: Row, n: int, random: Random) -> Row:
    return replace(row, name=f"{row.name[:2]}新店", phone=f"170{n:08d}")


def _same_phone(row: Row, n: int, random: Random) -> Row:
    return replace(row, code=f"D{n:06d}", name=f"{random.choice(LUCK)}记商店", address="", lat=row.lat + 0.5)


def _same_address(row: Row, n: int, random: Random) -> Row:
    return replace(row, code=f"D{n:06d}", phone=f"171{n:08d}", lat=row.lat + 0.5)


def _next_door(row: Row, n: int, random: Random) -> Row:
    """As another hand wrote it: another kind of shop, a few steps away, no address."""
    kind = next(kind for kind in KINDS if row.name.endswith(kind))
    name = row.name.removesuffix(kind) + random.choice([other for other in KINDS if other != kind])
    east = NUDGE * METRE * random.uniform(-1, 1)
    return replace(row, code=f"D{n:06d}", name=name, phone=f"172{n:08d}", address="", lng=row.lng + east)


AGAIN = (_same_code, _same_phone, _same_address, _next_door)
