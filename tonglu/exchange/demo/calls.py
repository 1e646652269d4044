"""One call: arrive, count, suggest, agree, leave; and the facts that it writes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tonglu.exchange.demo.orders import place
from tonglu.exchange.demo.outlets import Outlet
from tonglu.exchange.demo.people import Office, Post, Team
from tonglu.exchange.demo.shelves import Count, carried, counted
from tonglu.exchange.demo.standards import STEPS
from tonglu.exchange.demo.streets import METRES_PER_DEGREE
from tonglu.exchange.demo.talk import NO_ORDER, NOTES, Answer, answers, chosen, sighting
from tonglu.exchange.demo.world import World
from tonglu.fieldwork.visits.models import (
    CompetitorSeen,
    MustStockCheck,
    OrderProposal,
    StepDone,
    StockCount,
    Visit,
)
from tonglu.fieldwork.visits.reasons import NoOrder, Refusal
from tonglu.fieldwork.visits.rules import metres

SHUT, REFUSED, SEEN, NOTED = 0.014, 0.003, 0.05, 0.06
# seconds of a step at least and at most; counting and ordering take longer with more articles
SECONDS = {
    "prepare": (20, 60),
    "greet": (15, 60),
    "look": (40, 110),
    "merchandise": (50, 180),
    "stock": (40, 90),
    "order": (50, 130),
    "close": (15, 50),
    "wrapup": (20, 60),
}
SECONDS_PER_ARTICLE = 6
ASTRAY_M = 14  # how far a phone's place is off


@dataclass(frozen=True, slots=True)
class Whose:
    """Who makes the calls of a day, and whose team he is in."""

    office: Office
    team: Team
    post: Post
    no_order: float


def shut(world: World, whose: Whose, outlet: Outlet, at: datetime, next_on: date) -> Visit:
    """The shop was closed, or let nobody in: no facts but the call itself."""
    away = world.random.random() < REFUSED / (SHUT + REFUSED)
    outcome = Visit.Outcome.REFUSED if away else Visit.Outcome.SHUT
    left = at + timedelta(seconds=world.random.randint(60, 240))
    visit = _visit(world, whose, outlet, at, left, outcome, next_on)
    world.batch.add(visit)
    return visit


def call(world: World, whose: Whose, outlet: Outlet, at: datetime, next_on: date) -> tuple[Visit, Decimal]:
    """A completed call; returns it with the net amount of its order (0 without one)."""
    random, day = world.random, at.astimezone(world.zone).date()
    plot = world.plot
    counts = [
        counted(random, slot=slot, on=day, next_on=next_on, lift=plot.lift(slot.article, day))
        for slot in world.slots(outlet)
    ]
    said = answers(random, counts, missing=plot.missing(day), offered=plot.offered(day))
    refuses = whose.no_order + plot.no_order(whose.office, whose.post, day)
    reason = chosen(random, NO_ORDER) if random.random() < refuses else None
    if reason:
        said = [Answer(answer.count, 0, answer.refusal or _why(answer, reason)) for answer in said]
    steps = _steps(world, len(counts))
    left = at + timedelta(seconds=sum(seconds for _key, seconds in steps))
    visit = _visit(world, whose, outlet, at, left, Visit.Outcome.COMPLETED, next_on)
    agreed = [answer for answer in said if answer.agreed]
    net = Decimal(0)
    if agreed:
        order, net = place(world, whose.office, whose.post, outlet, agreed, at=left)
        visit.order_id = order.pk
    else:
        visit.no_order_reason = reason or NoOrder.ENOUGH
    world.batch.add(visit)
    world.batch.facts(StepDone, ((visit.pk, *step) for step in steps))
    _facts(world, visit, outlet, counts, said)
    if world.camera:
        world.batch.extend(world.camera.at_call(visit, counts, by=whose.post.account))
    return visit, net


def _why(answer: Answer, reason: NoOrder) -> str:
    """Why a suggested article was not taken when nothing was, in the words that there are for articles."""
    if not answer.count.suggestion.quantity:
        return ""
    return Refusal.SLOW if reason is NoOrder.ENOUGH else Refusal(reason.value)


def _visit(
    world: World,
    whose: Whose,
    outlet: Outlet,
    at: datetime,
    left: datetime,
    outcome: Visit.Outcome,
    next_on: date,
) -> Visit:
    random, (lng, lat) = world.random, outlet.point
    off = ASTRAY_M / METRES_PER_DEGREE
    seen_lng, seen_lat = lng + random.gauss(0, off), lat + random.gauss(0, off)
    return Visit(
        id=world.id(at),
        person_id=whose.post.person.pk,
        position_id=whose.post.position.pk,
        customer_id=outlet.customer.pk,
        outcome=outcome,
        started_at=at,
        ended_at=left,
        business_date=at.astimezone(world.zone).date(),
        seconds=int((left - at).total_seconds()),
        lng=round(seen_lng, 6),
        lat=round(seen_lat, 6),
        accuracy_m=random.randint(5, 40),
        distance_m=metres(seen_lng, seen_lat, lng, lat),
        note=random.choice(NOTES) if random.random() < NOTED else "",
        next_date=next_on,
    )


def _steps(world: World, articles: int) -> list[tuple[str, int]]:
    """Each step of the call and its seconds."""
    more = {"stock": articles * SECONDS_PER_ARTICLE, "order": articles * SECONDS_PER_ARTICLE // 2}
    return [(key, world.random.randint(*SECONDS[key]) + more.get(key, 0)) for key in STEPS]


def _facts(
    world: World, visit: Visit, outlet: Outlet, counts: Sequence[Count], said: Sequence[Answer]
) -> None:
    """Counts, the must-stock check, what was proposed, and rivals. Articles of which nothing was suggested and
    nothing agreed are left out of the proposals."""
    key, there = visit.pk, carried(counts)
    required = world.standards[outlet.channel, outlet.grade]
    world.batch.facts(StockCount, ((key, count.sku, count.shelf, count.back) for count in counts))
    world.batch.facts(MustStockCheck, ((key, sku, there.get(sku, False)) for sku in required))
    world.batch.facts(OrderProposal, (_proposal(key, answer) for answer in said if answer.matters))
    if world.random.random() < SEEN:
        seen = sighting(world.random)
        world.batch.add(
            CompetitorSeen(
                visit_id=key, brand=seen.brand, product=seen.product, price=seen.price, note=seen.note
            )
        )


def _proposal(visit: UUID, answer: Answer) -> tuple[UUID, int, int, int, dict[str, Any], str]:
    suggestion = answer.count.suggestion
    reason = {"code": suggestion.reason.code, **suggestion.reason.numbers}
    refusal = answer.refusal if answer.agreed < suggestion.quantity else ""
    return visit, answer.count.sku, suggestion.quantity, answer.agreed, reason, refusal
