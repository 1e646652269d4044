"""The city: for each office a district of streets in a slightly turned grid, busy round its centres.

Only the shape is Shenyang's; which number stands where is made up. Places are WGS-84.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians, sin
from random import Random

PITCH_M = 380  # between two parallel streets
SETBACK_M = 12  # from the middle of the street to the door
SPREAD_M = 450  # of the shops round a centre
METRES_PER_DEGREE = 111_320


@dataclass(frozen=True, slots=True)
class Place:
    """A door: WGS-84 degrees, the street it is on, the next one across, and the number."""

    lng: float
    lat: float
    street: str
    corner: str
    number: int


@dataclass(frozen=True, slots=True)
class District:
    """`lng`/`lat` of its south-west corner; `turn` in degrees; names of the streets running north and east."""

    code: str
    name: str
    lng: float
    lat: float
    turn: float
    north: Sequence[str]
    east: Sequence[str]

    def places(self, random: Random, count: int) -> list[Place]:
        """Doors along its streets: four in five near a centre, the others anywhere."""
        width, height = len(self.north) * PITCH_M, len(self.east) * PITCH_M
        centres = [
            (random.uniform(0.15, 0.85) * width, random.uniform(0.15, 0.85) * height) for _centre in range(7)
        ]
        return [self._door(random, *_spot(random, centres, width, height)) for _place in range(count)]

    def _door(self, random: Random, x: float, y: float) -> Place:
        """The spot, in metres from the corner, moved to the nearer street."""
        column = min(len(self.north) - 1, max(0, round(x / PITCH_M)))
        row = min(len(self.east) - 1, max(0, round(y / PITCH_M)))
        side = random.choice((-1, 1))
        if abs(x - column * PITCH_M) < abs(y - row * PITCH_M):
            x, along, street, corner = (
                column * PITCH_M + side * SETBACK_M,
                y,
                self.north[column],
                self.east[row],
            )
        else:
            y, along, street, corner = row * PITCH_M + side * SETBACK_M, x, self.east[row], self.north[column]
        lng, lat = self._degrees(x, y)
        return Place(lng, lat, street, corner, max(1, int(along / 9) * 2 + (side > 0)))

    def _degrees(self, x: float, y: float) -> tuple[float, float]:
        turn = radians(self.turn)
        east, north = x * cos(turn) - y * sin(turn), x * sin(turn) + y * cos(turn)
        lng = self.lng + east / (METRES_PER_DEGREE * cos(radians(self.lat)))
        return round(lng, 6), round(self.lat + north / METRES_PER_DEGREE, 6)


def _spot(
    random: Random, centres: Sequence[tuple[float, float]], width: float, height: float
) -> tuple[float, float]:
    if random.random() < 0.2:
        return random.uniform(0, width), random.uniform(0, height)
    x, y = random.choice(centres)
    x, y = random.gauss(x, SPREAD_M), random.gauss(y, SPREAD_M)
    return min(width, max(0.0, x)), min(height, max(0.0, y))


DISTRICTS = (
    District(
        "TX",
        "铁西",
        123.330,
        41.776,
        6.0,
        [
            "重工街",
            "卫工街",
            "保工街",
            "启工街",
            "兴工街",
            "兴华街",
            "云峰街",
            "齐贤街",
            "景星街",
            "艳粉街",
            "肇工街",
            "轻工街",
        ],
        [
            "南十路",
            "南八路",
            "沈辽路",
            "建设大路",
            "北二路",
            "北一路",
            "北四路",
            "保障路",
            "熊家岗路",
            "南滑翔路",
            "凌空路",
            "腾飞路",
        ],
    ),
    District(
        "HG",
        "皇姑",
        123.392,
        41.816,
        -4.0,
        [
            "长江街",
            "黄河大街",
            "淮河街",
            "珠江街",
            "鸭绿江街",
            "松花江街",
            "怒江街",
            "塔湾街",
            "牡丹江街",
            "北陵大街",
            "金沙江街",
            "嫩江街",
        ],
        [
            "崇山路",
            "宁山路",
            "昆山路",
            "岐山路",
            "华山路",
            "泰山路",
            "香炉山路",
            "巴山路",
            "千山路",
            "梅江路",
            "昆仑路",
            "文大路",
        ],
    ),
    District(
        "SH",
        "沈河",
        123.436,
        41.770,
        3.0,
        [
            "青年大街",
            "朝阳街",
            "奉天街",
            "大南街",
            "小南街",
            "正阳街",
            "北顺城路",
            "万柳塘街",
            "泉园街",
            "文萃街",
            "五爱街",
            "友好街",
        ],
        [
            "文化路",
            "文艺路",
            "西滨河路",
            "沈州路",
            "中街路",
            "大西路",
            "小西路",
            "市府大路",
            "惠工路",
            "团结路",
            "哈尔滨路",
            "热闹路",
        ],
    ),
)
