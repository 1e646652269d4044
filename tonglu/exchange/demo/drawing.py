"""Pictures drawn for the demo company: bottles, cans and cartons on boards, with their price tags.

Simple on purpose, and nobody's photograph. Every facing stands for a few base units that were counted; where none was
counted the board shows its tag and the empty wall behind it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from io import BytesIO
from random import Random

from PIL import Image, ImageDraw, ImageEnhance, ImageFont

from tonglu.exchange.demo.catalogue import Article

Colour = tuple[int, int, int]
SIZE = (400, 300)
BOARDS = (92, 184, 276)  # heights of the boards, from above, in pixels
PER_FACING, MOST_FACINGS = 4, 4  # base units behind one facing; facings of an article at most
QUALITY, ROUGHER = 33, 22
LARGEST = 15_000  # bytes of a photo
PAPER, INK, METAL, WALL, SHADE = (
    (250, 248, 240),
    (40, 40, 44),
    (196, 200, 204),
    (232, 229, 222),
    (176, 172, 164),
)
COLD_WALL, COLD_METAL = (206, 220, 232), (120, 132, 146)
# what is in the bottle, and the labels of the flavours in their order
LOOKS: dict[str, tuple[Colour, Sequence[Colour]]] = {
    "WA": ((205, 228, 242), ((28, 110, 190), (20, 150, 160), (110, 110, 190), (60, 160, 210), (90, 90, 120))),
    "TE": (
        (176, 96, 34),
        ((196, 30, 36), (40, 140, 60), (214, 180, 40), (40, 90, 60), (232, 200, 30), (236, 130, 120)),
    ),
    "JU": ((244, 150, 30), ((240, 110, 20), (200, 190, 90), (240, 130, 130), (120, 50, 130), (90, 160, 50))),
    "SO": ((58, 28, 20), ((200, 20, 30), (220, 210, 40), (236, 120, 20), (240, 160, 170), (210, 90, 120))),
    "EN": ((200, 150, 30), ((210, 160, 20), (180, 30, 30), (50, 50, 60), (90, 160, 40), (220, 90, 60))),
    "EL": ((190, 222, 226), ((250, 200, 40), (236, 110, 90), (240, 160, 160), (60, 150, 170))),
    "MI": ((236, 226, 206), ((140, 86, 46), (220, 190, 140), (200, 140, 70), (70, 60, 60), (210, 180, 120))),
    "CO": ((90, 58, 36), ((170, 120, 70), (50, 36, 30), (120, 60, 40), (60, 120, 70))),
}


@dataclass(frozen=True, slots=True)
class Stand:
    """An article on the shelf: base units that are seen there."""

    article: Article
    units: int

    @property
    def facings(self) -> int:
        return min(MOST_FACINGS, -(-self.units // PER_FACING))


def shelf(random: Random, *, stands: Sequence[Stand], stamp: str, cooler: bool = False) -> bytes:
    """A JPEG of the stands in rows from the upper left, as many as there is room for; `stamp` in its corner."""
    picture = Image.new("RGB", SIZE, COLD_WALL if cooler else WALL)
    draw = ImageDraw.Draw(picture)
    left = list(stands)
    for board in BOARDS:
        _board(picture, draw, left, board, cooler)
    if cooler:
        _door(draw)
    return _photographed(random, picture, stamp)


def _board(
    picture: Image.Image, draw: ImageDraw.ImageDraw, left: list[Stand], board: int, cooler: bool
) -> None:
    """One row: takes from `left` what fits."""
    metal = COLD_METAL if cooler else METAL
    draw.rectangle((0, board - 79, SIZE[0], board - 74), fill=SHADE)
    draw.rectangle((0, board, SIZE[0], board + 7), fill=metal)
    x = 6
    while left:
        stand = left[0]
        goods = _goods(stand.article.family, stand.article.rank, stand.article.package.spec)
        wide = (goods.width + 2) * max(2, stand.facings)
        if x + wide > SIZE[0]:
            break
        left.pop(0)
        for facing in range(stand.facings):
            picture.paste(goods, (x + facing * (goods.width + 2), board - goods.height), goods)
        tag = _tag(stand.article.price)
        picture.paste(tag, (x + (wide - tag.width) // 2, board + 1))
        x += wide + 6


def _door(draw: ImageDraw.ImageDraw) -> None:
    """The frame of a cooler, and the light on its glass."""
    for edge in range(7):
        draw.rectangle((edge, edge, SIZE[0] - 1 - edge, SIZE[1] - 1 - edge), outline=(52, 60, 70))
    draw.line((60, 0, 20, SIZE[1]), fill=(232, 240, 246), width=3)


def _photographed(random: Random, picture: Image.Image, stamp: str) -> bytes:
    """As a hand with a phone takes it: a little askew, in the light that there is."""
    turned = picture.rotate(random.uniform(-1.6, 1.6), Image.Resampling.BILINEAR, fillcolor=(120, 116, 110))
    lit = ImageEnhance.Brightness(turned).enhance(random.uniform(0.82, 1.1))
    draw = ImageDraw.Draw(lit)
    draw.rectangle((SIZE[0] - 128, SIZE[1] - 18, SIZE[0], SIZE[1]), fill=INK)
    draw.text((SIZE[0] - 122, SIZE[1] - 16), stamp, fill=(255, 214, 90), font=_font(12))
    kept = _jpeg(lit, QUALITY)
    return kept if len(kept) <= LARGEST else _jpeg(lit, ROUGHER)


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    kept = BytesIO()
    picture.save(kept, "JPEG", quality=quality)
    return kept.getvalue()


@lru_cache(maxsize=512)
def _goods(family: str, rank: int, spec: str) -> Image.Image:
    """One facing, twice as large and then made smaller, so that its edges are smooth."""
    liquid, labels = LOOKS[family]
    label = labels[rank % len(labels)]
    wide, high = _measures(spec)
    image = Image.new("RGBA", (wide * 2, high * 2), (0, 0, 0, 0))
    draw = ImageDraw.Draw(image)
    if "盒" in spec:
        _carton(draw, wide * 2, high * 2, label)
    elif "罐" in spec:
        _can(draw, wide * 2, high * 2, label)
    else:
        _bottle(draw, wide * 2, high * 2, liquid, label)
    return image.resize((wide, high), Image.Resampling.LANCZOS)


def _measures(spec: str) -> tuple[int, int]:
    """Pixels across and up, by what is in it."""
    if "罐" in spec:
        return (17, 40) if spec.startswith(("240", "250")) else (19, 44)
    amount = float("".join(c for c in spec if c.isdigit() or c == "."))
    litres = amount if amount < 20 else amount / 1000
    if litres >= 4:
        return 40, 70
    if litres >= 1:
        return 25, 72
    return (20, 62) if litres >= 0.4 else (17, 52)


def _bottle(draw: ImageDraw.ImageDraw, wide: int, high: int, liquid: Colour, label: Colour) -> None:
    shoulder, neck = high // 4, wide // 3
    draw.rectangle((neck, 0, wide - neck, high // 14), fill=label)
    draw.rectangle((neck + 1, high // 14, wide - neck - 1, shoulder), fill=liquid)
    draw.rounded_rectangle((1, shoulder - 6, wide - 2, high - 1), radius=wide // 4, fill=liquid)
    draw.rectangle((1, shoulder + high // 8, wide - 2, high - high // 4), fill=label)
    draw.rectangle(
        (wide // 4, shoulder + high // 5, wide - wide // 4, shoulder + high // 5 + high // 12), fill=PAPER
    )
    draw.line((wide // 5, shoulder, wide // 5, high - 6), fill=(255, 255, 255), width=2)


def _can(draw: ImageDraw.ImageDraw, wide: int, high: int, label: Colour) -> None:
    draw.rounded_rectangle((0, 0, wide - 1, high - 1), radius=5, fill=METAL)
    draw.rectangle((0, 7, wide - 1, high - 8), fill=label)
    draw.ellipse((wide // 4, high // 3, wide - wide // 4, high // 3 + wide // 2), fill=PAPER)
    draw.line((wide // 5, 8, wide // 5, high - 9), fill=(255, 255, 255), width=2)


def _carton(draw: ImageDraw.ImageDraw, wide: int, high: int, label: Colour) -> None:
    draw.polygon(((wide // 2, 0), (wide - 1, high // 7), (0, high // 7)), fill=PAPER)
    draw.rectangle((0, high // 7, wide - 1, high - 1), fill=label)
    draw.rectangle((wide // 6, high // 2, wide - wide // 6, high // 2 + high // 6), fill=PAPER)


@lru_cache(maxsize=256)
def _tag(price: Decimal) -> Image.Image:
    """A price tag: yuan for one."""
    image = Image.new("RGB", (30, 11), PAPER)
    draw = ImageDraw.Draw(image)
    draw.rectangle((0, 0, 29, 10), outline=(214, 60, 50))
    draw.text((4, 0), f"{price:.2f}", fill=INK, font=_font(9))
    return image


@lru_cache
def _font(size: int) -> ImageFont.FreeTypeFont | ImageFont.ImageFont:
    return ImageFont.load_default(size)


def signature(random: Random) -> bytes:
    """A PNG of a name that nobody can read."""
    picture = Image.new("L", (240, 90), 255)
    draw = ImageDraw.Draw(picture)
    for stroke in range(random.randint(4, 6)):
        x, y = 24 + stroke * 34, random.randint(25, 65)
        points = [(x + random.randint(-16, 22), y + random.randint(-26, 26)) for _point in range(4)]
        draw.line(points, fill=30, width=3, joint="curve")
    kept = BytesIO()
    picture.quantize(4).save(kept, "PNG", optimize=True)
    return kept.getvalue()
