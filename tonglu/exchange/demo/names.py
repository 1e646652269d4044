"""Names of people and shops. All are made up; a likeness to a real one is chance."""

from __future__ import annotations

from random import Random

SURNAMES = "王李张刘陈杨赵黄周吴徐孙马朱胡郭何高林罗郑梁宋谢唐韩曹许邓萧冯曾程蔡彭潘袁于董余苏叶吕魏蒋田杜"
GIVEN = [
    "海波",
    "敏",
    "迪",
    "雪",
    "建国",
    "丽娜",
    "志强",
    "晓东",
    "婷婷",
    "立军",
    "春梅",
    "大勇",
    "佳怡",
    "宏伟",
    "秀兰",
    "永刚",
    "思远",
    "晨曦",
    "国庆",
    "玉玲",
    "文博",
    "艳红",
    "振华",
    "雅琴",
    "俊杰",
    "淑芬",
    "天宇",
    "桂英",
    "明辉",
    "欣然",
    "德胜",
    "小燕",
    "子涵",
    "凤霞",
    "卫东",
    "若彤",
    "长江",
    "静怡",
    "世杰",
    "美玲",
    "铁军",
    "诗琪",
    "福生",
    "爱民",
    "浩然",
    "巧云",
    "启航",
    "雨桐",
]
LUCKY = [
    "永兴",
    "福来",
    "鑫源",
    "顺达",
    "华联",
    "万客",
    "佳和",
    "旺角",
    "百惠",
    "同德",
    "宏运",
    "金桥",
    "盛家",
    "聚源",
    "惠民",
    "富康",
    "恒丰",
    "天利",
    "祥和",
    "东升",
    "双喜",
    "亿家",
    "广缘",
    "四季",
    "和兴",
    "兴隆",
    "好邻",
    "益民",
    "来福",
    "日月",
    "大众",
    "红星",
    "吉祥",
    "如意",
    "三友",
    "明珠",
    "新世纪",
    "老地方",
    "小太阳",
    "一家亲",
    "家家乐",
    "好又近",
]
KINDS: dict[str, tuple[str, ...]] = {
    "TRAD": ("食杂店", "烟酒行", "小卖部", "综合商店", "副食店", "粮油店", "水站超市", "烟酒茶专卖"),
    "CVS": ("便利店", "24小时便利店", "便利超市", "邻里便利"),
    "SUPER": ("超市", "生活超市", "购物广场", "仓储超市", "生鲜超市"),
    "REST": ("饺子馆", "家常菜馆", "烧烤店", "鸡架面馆", "火锅店", "麻辣烫", "快餐店", "海鲜大排档"),
    "SCHOOL": ("校园超市", "学生食堂超市", "文具小卖部"),
    "LEISURE": ("网咖", "棋牌室", "台球俱乐部", "健身房", "洗浴中心"),
}
SCHOOLS = ("第{}中学", "实验小学{}校区", "第{}职业学校", "师范学院{}号楼")
LONG = "（{street}与{corner}交汇处东北角{n}号门市，原{old}旧址）"


def person_name(random: Random, taken: set[str]) -> str:
    """One that is not taken yet; adds it to `taken`."""
    while (name := random.choice(SURNAMES) + random.choice(GIVEN)) in taken:
        pass
    taken.add(name)
    return name


def shop_name(random: Random, taken: set[str], *, channel: str, street: str, corner: str) -> str:
    """As over its door; some carry the street, a few are long. Not taken yet; adds it to `taken`."""
    kind = random.choice(KINDS[channel])
    if channel == "SCHOOL":
        plain = random.choice(SCHOOLS).format(random.randint(1, 140)) + kind
    elif channel in {"TRAD", "REST"} and random.random() < 0.4:
        plain = f"{random.choice(('老', '小', ''))}{random.choice(SURNAMES)}{random.choice(('家', '记', '哥', '姐'))}{kind}"
    else:
        plain = random.choice(LUCKY) + kind
    if random.random() < 0.02:
        plain += LONG.format(street=street, corner=corner, n=random.randint(2, 99), old=random.choice(LUCKY))
    name = plain if random.random() < 0.6 else f"{plain}（{street}店）"
    number = 1
    while name in taken:
        number += 1
        name = f"{plain}（{street}{number}店）"
    taken.add(name)
    return name
