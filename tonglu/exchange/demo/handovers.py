"""A handover in the past: one rep's outlets nearest to his neighbour went to him."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta, tzinfo
from statistics import fmean

from tonglu.customers.cards.models import Customer
from tonglu.exchange.demo.lines import CYCLE_WEEKS
from tonglu.exchange.demo.outlets import HandOver, Outlet
from tonglu.exchange.demo.people import Staff

OUTLETS = 12
AGO = timedelta(days=21)


def hand_over(
    *, made: Sequence[Outlet], staff: Staff, start: date, today: date, zone: tzinfo
) -> list[HandOver]:
    """`start`: the Monday on which the lines begin; the day of the handover begins a new cycle of theirs."""
    team = staff.teams[0]
    giver, taker = team.reps[:2]
    cycle = timedelta(weeks=CYCLE_WEEKS)
    on = start + max(1, (today - AGO - start) // cycle) * cycle
    near = [outlet.point for outlet in made if outlet.owner is taker]
    x, y = fmean(lng for lng, _lat in near), fmean(lat for _lng, lat in near)
    his = [o for o in made if o.owner is giver and _there(o.customer, on)]
    gone = sorted(his, key=lambda o: (o.point[0] - x) ** 2 + (o.point[1] - y) ** 2)[:OUTLETS]
    at = datetime.combine(on - timedelta(days=3), time(16, 30), zone)
    for outlet in gone:
        outlet.customer.hand_over(to=taker.position, on=on, by=team.supervisor.account, at=at)
    return [HandOver(giver, taker, on, tuple(gone))]


def _there(customer: Customer, on: date) -> bool:
    opened = customer.opened_on
    return customer.state == Customer.State.ACTIVE and opened is not None and opened < on
