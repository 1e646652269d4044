"""Lists of shops that the clerks brought in: one taken in, one with bad rows and doubles that waits for a decision."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import partial
from io import StringIO

from tonglu.directory.org.models import Company
from tonglu.exchange.demo.life.scene import Scene
from tonglu.exchange.demo.outlets import Outlet
from tonglu.exchange.demo.people import Office
from tonglu.exchange.imports.context import Context
from tonglu.exchange.imports.models import Import

HEAD = ("客户名称", "渠道", "等级", "联系人", "电话", "地址", "经度", "纬度")
METRES = 0.0002  # degrees between a shop and its double, some twenty metres
NEW = (
    ("云峰鲜生超市", "超市", "何店长", "10000190021"),
    ("滑翔小区水站", "传统小店", "老宋", "10000190022"),
    ("艳粉街烟酒行", "传统小店", "董老板", "10000190023"),
    ("百事通网咖", "休闲娱乐", "小崔", "10000190024"),
    ("铁百对面便利店", "便利店", "周店长", "10000190025"),
    ("重工社区食杂", "传统小店", "曲姐", "10000190026"),
)


def sheets(scene: Scene) -> None:
    first, second = scene.office(0), scene.office(1)
    scene.agenda.put(scene.at(7, 9, 30), partial(_taken_in, first))
    scene.agenda.put(scene.at(1, 15, 20), partial(_waits, scene, second))


def _taken_in(office: Office, at: datetime) -> None:
    """New shops, as prospects of the office."""
    lng, lat = office.district.lng + 0.03, office.district.lat + 0.03
    rows = [
        (name, channel, "", contact, phone, f"沈阳市{office.district.name}区新街{n}号", lng + n / 500, lat)
        for n, (name, channel, contact, phone) in enumerate(NEW, start=1)
    ]
    brought = _bring(office, f"{office.district.name}新店普查.csv", rows, at)
    brought.carry_out(context=_context(brought, at))


def _waits(scene: Scene, office: Office, at: datetime) -> None:
    """A list that another company left: shops that are there already under other names, and rows that say nonsense."""
    known = scene.of_rep(office.reps[0])[:4]
    lng, lat = office.district.lng + 0.02, office.district.lat + 0.02
    plain = f"沈阳市{office.district.name}区"
    rows: list[Sequence[object]] = [_double(outlet) for outlet in known]
    rows += [
        ("客来多生鲜超市", "超市", "", "齐店长", "10000190031", f"{plain}同乐路8号", lng, lat),
        ("同乐路水果捞", "夜市摊", "", "小马", "10000190032", f"{plain}同乐路21号", lng + 0.002, lat),
        ("", "便利店", "", "无", "10000190033", f"{plain}同乐路30号", lng + 0.003, lat),
        ("胜利街副食", "传统小店", "S", "老耿", "10000190034", f"{plain}胜利街3号", lng + 0.004, lat),
        ("站前便利", "便利店", "", "小冯", "10000190035", f"{plain}站前路2号", "东经123度", lat),
        ("客来多生鲜超市", "超市", "", "齐店长", "10000190031", f"{plain}同乐路8号", lng, lat),
    ]
    brought = _bring(office, "经销商移交名单（旧系统导出）.csv", rows, at)
    brought.carry_out(context=_context(brought, at), dry=True)


def _double(outlet: Outlet) -> Sequence[object]:
    """The same shop as somebody else wrote it down."""
    shop = outlet.customer
    return (
        shop.name.split("（")[0],
        shop.channel.name if shop.channel else "",
        "",
        shop.contact,
        shop.phone if outlet.grade == "A" else "",
        shop.address,
        (shop.lng or 0) + METRES,
        shop.lat,
    )


def _bring(office: Office, file: str, rows: Iterable[Sequence[object]], at: datetime) -> Import:
    text = StringIO()
    csv.writer(text).writerows([HEAD, *rows])
    person = office.clerk.person
    scope = person.scope(on=Company.current().business_date(at))
    content = text.getvalue().encode("utf-8-sig")
    return Import.bring(
        noun="customers", file=file, content=content, by=office.clerk.account, scope=scope, at=at
    )


def _context(brought: Import, at: datetime) -> Context:
    on = Company.current().business_date(at)
    assert brought.by is not None
    return brought.context(at=at, on=on, scope=brought.by.person.scope(on=on))
