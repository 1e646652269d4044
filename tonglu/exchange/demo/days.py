"""A rep's day: the signed plan, the round from stop to stop, start and end, and the report on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from tonglu.exchange.demo.calls import REFUSED, SHUT, Whose, call, shut
from tonglu.exchange.demo.outlets import Outlet
from tonglu.exchange.demo.remarks import Round, reflection, remark
from tonglu.exchange.demo.world import World
from tonglu.fieldwork.dayplans.models import DayMark, DayPlan, Decision, PlannedStop, Purpose
from tonglu.fieldwork.visits.models import Visit
from tonglu.results.reports.models import Comment, DayReport

MISSED, AD_HOC = 0.012, 0.3
APART = timedelta(days=3)  # an ad hoc call goes where nobody was for some days
GOAL_PER_CALL = Decimal(150)  # yuan, before the first days are known
PURPOSES = {Purpose.ORDER: 94, Purpose.SERVICE: 3, Purpose.RESEARCH: 2, Purpose.NEW: 1}


def plan(
    world: World,
    whose: Whose,
    day: date,
    outlets: Sequence[Outlet],
    state: DayPlan.State,
    *,
    handed_in: date,
    goal: Decimal,
) -> None:
    """The plan of a day, handed in on the evening of another and, where signed, signed soon after. `goal`: yuan a call."""
    before = world.at(handed_in, 17, give=60)
    line = world.lines.line(whose.post, day)
    made = DayPlan(
        person=whose.post.person,
        position=whose.post.position,
        day=day,
        line=line.name if line else "",
        goal_visits=len(outlets),
        goal_deals=round(len(outlets) * 0.85),
        goal_sales=goal * len(outlets),
        state=state,
        submitted_at=before,
    )
    world.batch.add(made)
    world.batch.extend(
        PlannedStop(plan=made, customer=outlet.customer, sequence=place, purpose=_purpose(world))
        for place, outlet in enumerate(outlets, start=1)
    )
    if state == DayPlan.State.SIGNED:
        signer = world.staff.leads(whose.team, on=handed_in).account
        late = timedelta(minutes=world.random.randint(5, 90))
        world.batch.add(Decision(plan=made, approved=True, by=signer, at=before + late))


def _purpose(world: World) -> Purpose:
    return world.random.choices(list(PURPOSES), weights=list(PURPOSES.values()))[0]


def walk(world: World, whose: Whose, day: date, outlets: Sequence[Outlet]) -> Round:
    """From the first stop to the last, lunch in between; some stops are missed, some shops shut, one call may be extra."""
    random = world.random
    missed = MISSED + world.plot.missed(whose.office, whose.post, day)
    stops = [outlet for outlet in outlets if random.random() >= missed]
    if random.random() < AD_HOC and (extra := _extra(world, whose, day, outlets)):
        stops.insert(random.randint(0, len(stops)), extra)
    coming = world.lines.days_until(whose.post, day)
    at = world.at(day, 8, 25, give=25)
    _mark(world, whose, DayMark.Kind.START, at)
    met, orders, net, lunched = 0, 0, Decimal(0), False
    for outlet in stops:
        at += timedelta(seconds=random.randint(150, 420))
        if not lunched and at.hour >= 12:
            at, lunched = at + timedelta(minutes=random.randint(40, 70)), True
        visit, amount = _stop(
            world, whose, outlet, at, coming.get(outlet.customer.pk, day + timedelta(days=28))
        )
        at = visit.ended_at
        met += visit.outcome == Visit.Outcome.COMPLETED
        orders += visit.order_id is not None
        net += amount
    _mark(world, whose, DayMark.Kind.END, max(at, world.at(day, 16, 50, give=50)))
    return Round(met, orders, net, max(0, len(outlets) - met))


def _stop(world: World, whose: Whose, outlet: Outlet, at: datetime, next_on: date) -> tuple[Visit, Decimal]:
    if world.random.random() < SHUT + REFUSED:
        return shut(world, whose, outlet, at, next_on), Decimal(0)
    world.seen[outlet.customer.pk] = at.date()
    return call(world, whose, outlet, at, next_on)


def _extra(world: World, whose: Whose, day: date, planned: Sequence[Outlet]) -> Outlet | None:
    """An outlet of the rep's own that is not on today's plan and was not called on lately, nor is about to be."""
    line = world.lines.line(whose.post, day)
    if line is None:
        return None
    chosen = world.random.choice(line.calls).outlet
    key = chosen.customer.pk
    soon = any(chosen in world.lines.due(whose.post, day + timedelta(days=n)) for n in range(1, APART.days))
    last = world.seen.get(key)
    return None if chosen in planned or soon or last is None or last > day - APART else chosen


def _mark(world: World, whose: Whose, kind: DayMark.Kind, at: datetime) -> None:
    lng, lat = whose.office.district.lng, whose.office.district.lat
    world.batch.add(
        DayMark(
            id=world.id(at),
            person=whose.post.person,
            kind=kind,
            at=at,
            business_date=at.astimezone(world.zone).date(),
            lng=round(lng + world.random.gauss(0.01, 0.0005), 6),
            lat=round(lat + world.random.gauss(0.01, 0.0005), 6),
        )
    )


def report(world: World, whose: Whose, day: date, done: Round, state: DayReport.State) -> None:
    """The day's report: handed in the same evening unless still open, and signed before the night."""
    made = DayReport(person=whose.post.person, position=whose.post.position, day=day, state=state)
    world.batch.add(made)
    if state == DayReport.State.OPEN:
        return
    offer, short = bool(world.plot.offered(day)), bool(world.plot.missing(day))
    made.reflection = reflection(world.random, done, offer=offer, short=short)
    made.filed_at = world.at(day, 18, give=60)
    if state == DayReport.State.SIGNED:
        signer, at = world.staff.leads(whose.team, on=day).account, world.at(day, 19, 15, give=90)
        world.batch.add(Comment(report=made, words=remark(world.random, done), signs=True, by=signer, at=at))
