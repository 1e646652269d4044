"""Outlets: where they stand, what they are, what they carry, and whose they are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from tonglu.base.search import search_text
from tonglu.customers.cards.models import Customer, Ownership
from tonglu.exchange.demo.areas import parted
from tonglu.exchange.demo.catalogue import Catalogue
from tonglu.exchange.demo.names import GIVEN, SURNAMES, shop_name
from tonglu.exchange.demo.people import Office, Post, Staff
from tonglu.exchange.demo.size import Size
from tonglu.exchange.demo.streets import Place

SHARES = {"TRAD": 46, "CVS": 18, "SUPER": 11, "REST": 16, "SCHOOL": 4, "LEISURE": 5}
# what a channel adds to the chance of a better class
WEIGHT = {"TRAD": 0.0, "CVS": 0.25, "SUPER": 0.6, "REST": 0.1, "SCHOOL": 0.3, "LEISURE": 0.0}
PROSPECTS, CLOSED, NEW = 0.010, 0.006, 0.015
DETAILS = (
    "（{corner}路口向南 50 米，{lucky}小区 {n} 号楼 1 门市，门口有绿色遮阳棚）",
    "（{corner}交汇处{lucky}农贸市场一层 {n} 号摊位，早六点开门，中午不接货）",
)


@dataclass(frozen=True, slots=True)
class Outlet:
    """A customer with what the demo knows of him: codes of channel and class, whose he is at first, (lng, lat)."""

    customer: Customer
    channel: str
    grade: str
    owner: Post
    point: tuple[float, float]


def outlets(
    random: Random, *, size: Size, goods: Catalogue, staff: Staff, since: date, today: date
) -> list[Outlet]:
    """Each office's district cut into as many areas as it has reps; every outlet owned from its first day."""
    made: list[Outlet] = []
    taken: set[str] = set()
    for office, count in _counts(size, staff):
        places = office.district.places(random, count)
        for post, area in zip(office.reps, parted(places, len(office.reps), at=_at), strict=True):
            made += _area(random, size, goods, office, post, area, taken)
    for number, outlet in enumerate(made, start=1):
        _finish(random, outlet.customer, number, since, today)
    Customer.objects.bulk_create(outlet.customer for outlet in made)
    Ownership.objects.bulk_create(
        Ownership(
            customer=o.customer, position=o.owner.position, start=max(since, o.customer.opened_on or since)
        )
        for o in made
    )
    return made


def _at(place: Place) -> tuple[float, float]:
    return place.lng, place.lat


def _counts(size: Size, staff: Staff) -> list[tuple[Office, int]]:
    """As many outlets for each rep, the remainder to the first office."""
    each = size.outlets // size.reps
    counts = [each * len(office.reps) for office in staff.offices]
    counts[0] += size.outlets - sum(counts)
    return list(zip(staff.offices, counts, strict=True))


def _area(
    random: Random,
    size: Size,
    goods: Catalogue,
    office: Office,
    post: Post,
    area: Sequence[Place],
    taken: set[str],
) -> list[Outlet]:
    channels = random.choices(list(SHARES), weights=list(SHARES.values()), k=len(area))
    grades = _grades(random, channels, size.shares)
    made = []
    for place, channel, grade in zip(area, channels, grades, strict=True):
        customer = Customer(
            name=shop_name(random, taken, channel=channel, street=place.street, corner=place.corner),
            channel=goods.channels[channel],
            customer_class=goods.classes[grade],
            unit=post.position.unit,
            address=_address(random, office, place),
            lng=place.lng,
            lat=place.lat,
            datum="wgs84",
            contact=f"{random.choice(SURNAMES)}{random.choice(('老板', '经理', '店长', random.choice(GIVEN)))}",
        )
        made.append(Outlet(customer, channel, grade, post, (place.lng, place.lat)))
    return made


def _grades(random: Random, channels: Sequence[str], shares: tuple[int, int, int]) -> list[str]:
    """The best by channel and chance are A, the next B: exactly by share, so that every line has its calls."""
    scores = [random.random() + WEIGHT[channel] for channel in channels]
    order = sorted(range(len(scores)), key=lambda n: -scores[n])
    a, b = (len(scores) * share // 100 for share in (shares[0], shares[0] + shares[1]))
    grades = ["C"] * len(scores)
    for place, n in enumerate(order):
        grades[n] = "A" if place < a else "B" if place < b else "C"
    return grades


def _address(random: Random, office: Office, place: Place) -> str:
    plain = f"沈阳市{office.district.name}区{place.street}{place.number}号"
    if random.random() < 0.05:
        return plain + random.choice(DETAILS).format(
            corner=place.corner,
            lucky=random.choice(("幸福", "阳光", "花园", "金色")),
            n=random.randint(1, 40),
        )
    return plain + (f"{random.randint(1, 6)}门" if random.random() < 0.4 else "")


def _finish(random: Random, customer: Customer, number: int, since: date, today: date) -> None:
    """Code, telephone, first day and state."""
    customer.code = f"C{number:05d}"
    # no mobile number begins with 100: nobody is called by mistake
    customer.phone = f"100{random.randint(0, 99_999_999):08d}"
    customer.opened_on = since - timedelta(days=random.randint(30, 2_000))
    chance = random.random()
    if chance < PROSPECTS:
        customer.state, customer.opened_on = Customer.State.PROSPECT, None
    elif chance < PROSPECTS + CLOSED:
        customer.state = Customer.State.CLOSED
    elif chance < PROSPECTS + CLOSED + NEW:
        customer.opened_on = today - timedelta(days=random.randint(5, 60))
    customer.search = search_text(customer.name, customer.code, customer.phone, customer.contact)


@dataclass(frozen=True, slots=True)
class HandOver:
    """Outlets that went from one rep to his neighbour on a day."""

    giver: Post
    taker: Post
    on: date
    outlets: tuple[Outlet, ...]
