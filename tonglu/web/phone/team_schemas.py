"""The team of one who leads, as it goes over the wire to his phone."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from ninja import Schema


class TeamPlanOut(Schema):
    """A day plan of someone I lead."""

    id: int
    person: str
    date: date
    line: str
    state: str
    stops: int
    goal_sales: Decimal


class TeamOut(Schema):
    """For one who leads: plans waiting for his signature, and who stands where today."""

    plans: list[TeamPlanOut]
    people: list[TeamPersonOut]


class TeamPersonOut(Schema):
    code: str
    name: str
    done: int
    planned: int
    orders: int
    amount: Decimal
    last_customer: str
    last_at: datetime | None


class DecisionIn(Schema):
    approve: bool
    words: str = ""


TeamOut.model_rebuild()
