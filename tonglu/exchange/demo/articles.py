"""What the demo company sells: eight families of drinks, 120 articles, all brands made up.

A family is its flavours × its sizes. Prices are per bottle at list, in yuan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Package:
    """`pull`: how well it sells beside the others of its family, 1 the best."""

    spec: str
    pack: int
    price: Decimal
    pull: float
    unit: str = "瓶"


@dataclass(frozen=True, slots=True)
class Family:
    """Flavours stand in order of how well they sell; `life` is the shelf life in days."""

    code: str
    category: str
    brand: str
    life: int
    pull: float
    flavours: Sequence[str]
    packages: Sequence[Package]


def _package(spec: str, pack: int, price: str, pull: float, unit: str = "瓶") -> Package:
    return Package(spec, pack, Decimal(price), pull, unit)


BRANDS = {"QQ": "清泉谷", "CS": "茶山小令", "GX": "果序", "YD": "跃动力", "DM": "豆麦时光"}
RIVALS = {
    "KD": ("康岭", ("冰红茶 500ml", "绿茶 500ml", "柚子茶 500ml")),
    "TY": ("远益", ("橙汁 450ml", "奶茶 500ml", "柠檬茶 500ml")),
    "BX": ("冰雪泉", ("纯净水 550ml", "矿泉水 550ml", "苏打水 400ml")),
    "HL": ("虎力", ("维生素饮料 250ml", "强化型 500ml")),
    "KK": ("可咔", ("可乐 500ml", "无糖可乐 330ml", "柠檬味 500ml")),
}

FAMILIES = (
    Family(
        "WA",
        "包装水",
        "QQ",
        540,
        1.5,
        ("饮用纯净水", "天然矿泉水", "苏打水", "淡泉水", "气泡水"),
        (
            _package("550ml", 24, "1.30", 1.0),
            _package("350ml", 24, "1.10", 0.5),
            _package("1.5L", 12, "2.60", 0.45),
            _package("4.5L", 6, "6.50", 0.3, "桶"),
        ),
    ),
    Family(
        "TE",
        "茶饮料",
        "CS",
        360,
        1.3,
        ("冰红茶", "绿茶", "茉莉蜜茶", "无糖乌龙茶", "柠檬茶", "蜜桃乌龙", "大麦茶"),
        (
            _package("500ml", 15, "2.60", 1.0),
            _package("330ml", 24, "1.90", 0.45),
            _package("1L", 12, "3.80", 0.5),
        ),
    ),
    Family(
        "JU",
        "果汁",
        "GX",
        360,
        0.8,
        ("橙汁", "冰糖雪梨", "水蜜桃汁", "葡萄汁", "苹果汁", "山楂汁", "芒果汁"),
        (
            _package("450ml", 15, "3.00", 1.0),
            _package("300ml", 24, "2.30", 0.4),
            _package("1.25L", 6, "5.80", 0.4),
        ),
    ),
    Family(
        "SO",
        "碳酸饮料",
        "GX",
        270,
        1.0,
        ("可乐", "柠檬汽水", "橙味汽水", "白桃汽水", "荔枝汽水", "老汽水"),
        (
            _package("500ml", 24, "2.40", 1.0),
            _package("330ml罐", 24, "1.90", 0.6, "罐"),
            _package("2L", 6, "5.60", 0.4),
        ),
    ),
    Family(
        "EN",
        "功能饮料",
        "YD",
        540,
        1.1,
        ("维生素原味", "维生素强化", "无糖", "青柠", "西柚"),
        (_package("250ml罐", 24, "3.60", 1.0, "罐"), _package("500ml", 15, "4.60", 0.7)),
    ),
    Family(
        "EL",
        "电解质饮料",
        "YD",
        360,
        0.9,
        ("柠檬电解质水", "西柚电解质水", "白桃电解质水", "荔枝海盐电解质水"),
        (_package("450ml", 15, "3.70", 1.0), _package("1L", 12, "6.20", 0.4)),
    ),
    Family(
        "MI",
        "植物蛋白",
        "DM",
        270,
        0.6,
        ("核桃乳", "杏仁露", "花生牛奶", "黑豆豆奶", "燕麦奶", "椰子汁", "红枣豆奶"),
        (_package("240ml罐", 24, "2.80", 1.0, "罐"), _package("1L盒", 12, "8.20", 0.4, "盒")),
    ),
    Family(
        "CO",
        "即饮咖啡",
        "DM",
        270,
        0.6,
        ("拿铁咖啡", "美式咖啡", "摩卡咖啡", "生椰拿铁"),
        (_package("268ml", 15, "4.20", 1.0), _package("240ml罐", 24, "3.60", 0.6, "罐")),
    ),
)
