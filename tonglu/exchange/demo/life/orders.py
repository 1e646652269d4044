"""Orders below the floor price, at every point of their way: asked, agreed, refused, forgotten, answered for another."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Literal

from tonglu.base.money import to_cents
from tonglu.directory.approvals.answering import answer
from tonglu.directory.approvals.asking import ask
from tonglu.directory.approvals.course import Verdict
from tonglu.directory.approvals.models import Approval
from tonglu.exchange.demo.life.scene import Scene
from tonglu.exchange.demo.outlets import Outlet
from tonglu.exchange.demo.people import Post
from tonglu.trade.deliveries.models import Delivery
from tonglu.trade.orders.models import Order, Wanted

KIND = "order_price"
AT_ONCE = 3  # articles on such an order


@dataclass(frozen=True, slots=True)
class Said:
    """An answer: of whom, so many working days ago, and in which words."""

    who: Literal["first head", "director"]
    ago: int
    hour: int
    verdict: Verdict
    words: str


@dataclass(frozen=True, slots=True)
class Story:
    """An order of a rep of an office at an outlet of one of the `grades`; `below`: its price as a share of the floor.

    `packs` of each article; `ago` in working days.
    """

    office: int
    rep: int
    grades: str
    ago: int
    hour: int
    packs: int
    below: str
    note: str
    said: tuple[Said, ...] = ()


STORIES = (
    Story(0, 0, "BC", 1, 10, 8, "0.97", "老板电话订货，要求按上次活动价"),
    Story(
        0, 1, "A", 2, 9, 20, "0.96", "开业三周年店庆，要 60 箱做堆头",
        (Said("first head", 2, 14, "approve", "A 类店，店庆堆头值得做，同意；请总监定"),),
    ),
    Story(
        0, 0, "A", 6, 11, 15, "0.95", "对面超市康岭卖到底价，老板要同价",
        (
            Said("first head", 6, 15, "approve", "守住这家店，下月谈年度陈列时把价收回来"),
            Said("director", 5, 9, "approve", "同意一次。所长跟进，月底报这家店的毛利"),
        ),
    ),
    Story(
        0, 1, "BC", 4, 15, 6, "0.90", "老板说隔壁业务员给过这个价",
        (Said("first head", 4, 17, "refuse", "低于底价一成，没有活动支持。隔壁给过价的拿单子来；按底价重新报"),),
    ),
    # nobody answers, and it goes up
    Story(2, 0, "BC", 6, 9, 10, "0.97", "学校小卖部招标，报价周五截止"),
    # the second head is away; the first answers for him
    Story(
        1, 0, "BC", 3, 10, 12, "0.96", "网吧包场活动，一次拉 36 箱",
        (Said("first head", 3, 16, "approve", "代批：量可以，仅限本次"),),
    ),
)  # fmt: skip


def orders(scene: Scene) -> None:
    """Those that the history left held ask when they were placed, and each story takes its course."""
    for held in Order.objects.held().select_related("person"):
        scene.agenda.put(held.placed_at, partial(_ask, held))
    for story in STORIES:
        scene.agenda.put(scene.at(story.ago, story.hour, 20), partial(_place, scene, story))


def _ask(order: Order, at: datetime) -> None:
    ask(kind=KIND, document=order, by=order.person.account, at=at)


def _place(scene: Scene, story: Story, at: datetime) -> None:
    office = scene.office(story.office)
    rep = office.reps[min(story.rep, len(office.reps) - 1)]
    outlet = _outlet(scene, rep, story.grades)
    placed = Order.place(
        id=scene.world.id(at),
        customer=outlet.customer,
        person=rep.person,
        position=rep.position,
        lines=_lines(scene, outlet, story),
        source=Order.Source.DESK,
        placed_at=at,
        by=office.clerk.account,
        at=at,
        note=story.note,
    )
    for said in story.said:
        scene.agenda.put(scene.at(said.ago, said.hour, 45), partial(_answer, scene, placed, said))


def _outlet(scene: Scene, rep: Post, grades: str) -> Outlet:
    mine = scene.of_rep(rep)
    return scene.random.choice([shop for shop in mine if shop.grade in grades] or mine)


def _lines(scene: Scene, outlet: Outlet, story: Story) -> list[Wanted]:
    """What sells best there; the first of them below the floor."""
    slots = sorted(scene.world.slots(outlet), key=lambda slot: -slot.pace)[:AT_ONCE]
    prices = [scene.world.price(outlet, slot.sku) for slot in slots]
    low = to_cents(prices[0].floor * Decimal(story.below))
    return [
        Wanted(slot.sku, story.packs * slot.article.package.pack, low if place == 0 else price.net)
        for place, (slot, price) in enumerate(zip(slots, prices, strict=True))
    ]


def _answer(scene: Scene, order: Order, said: Said, at: datetime) -> None:
    """The last who agrees lets it go; its goods come on the next working day."""
    post = scene.office(0).head if said.who == "first head" else scene.staff.director
    approval = Approval.of(kind=KIND, object_id=str(order.pk))[0]
    answer(approval=approval, verdict=said.verdict, words=said.words, by=post.account, at=at)
    placed = Order.objects.get(pk=order.pk)
    if placed.state == Order.State.PLACED:
        day = scene.world.next_workday(at.astimezone(scene.world.zone).date())
        late = timedelta(days=(day - at.astimezone(scene.world.zone).date()).days)
        scene.agenda.put(at.replace(hour=10) + late, partial(_deliver, scene, placed))


def _deliver(scene: Scene, order: Order, at: datetime) -> None:
    office = next(o for o in scene.staff.offices if order.position.unit.path.startswith(o.unit.path))
    Delivery.deliver(order=order, by=office.clerk.account, at=at)
