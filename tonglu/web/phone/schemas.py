"""What goes over the wire to and from a phone. Ids are numbers, except those that phones make (UUIDv7).

Money is a decimal string in currency units per base unit; quantities are whole base units; places are WGS-84
degrees; instants are ISO 8601 with an offset; days are `YYYY-MM-DD` in the company's time zone.

What a bundle holds by the thousand is plain pydantic: ninja's `Schema` looks every field up on the object it is made
from, which took a third of the time of a pull.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import BaseModel

from tonglu.web.phone.approvals import ApprovalOut
from tonglu.web.phone.form_schemas import ColleagueOut, FormOut
from tonglu.web.phone.leave import LeaveOut, TeamLeaveOut


class LoginIn(Schema):
    username: str
    password: str
    device: str = ""
    code: str = ""  # of the authenticator, for an account with a second factor


class PersonOut(Schema):
    id: int
    code: str
    name: str
    role: str
    unit: str
    language: str


class CompanyOut(Schema):
    name: str
    currency: str
    time_zone: str
    demo: bool


class LoginOut(Schema):
    token: str
    device_id: int
    expires_at: datetime
    person: PersonOut
    company: CompanyOut


class Problem(Schema):
    code: str
    detail: str


class DocumentIn(Schema):
    """One document of the outbox. A `body` is checked by its kind, so that a bad one cannot block the others."""

    id: UUID
    kind: str
    schema_version: int
    made_at: datetime
    body: dict[str, Any]


class DocumentsIn(Schema):
    """`sent_at` by the phone's clock: the server learns from it how far that clock is off."""

    sent_at: datetime
    documents: list[DocumentIn]


class AnswerOut(Schema):
    id: UUID
    outcome: Literal["accepted", "duplicate", "refused", "retry"]
    reason: str
    code: str


class DocumentsOut(Schema):
    received_at: datetime
    answers: list[AnswerOut]


class FileOut(Schema):
    sha256: str
    size: int


class SkuOut(BaseModel):
    id: int
    code: str
    name: str
    spec: str
    barcode: str
    brand: str
    category: str
    unit_name: str
    pack_name: str
    pack_size: int
    shelf_life_days: int | None
    focus: bool
    search: str


class PriceOut(BaseModel):
    """The most specific rule that fits applies: customer before class before channel before everyone."""

    sku: int
    channel: int | None
    customer_class: int | None
    customer: int | None
    list_price: Decimal
    net_price: Decimal
    floor_price: Decimal | None


class MustStockOut(BaseModel):
    """A class of null means every class; a rule for the class beats it."""

    sku: int
    channel: int
    customer_class: int | None
    opening_quantity: int


class StepOut(Schema):
    key: str
    name: str
    hint: str


class StepSetOut(Schema):
    """The steps of the call for a channel; `channel` null is the set for channels without their own."""

    channel: int | None
    steps: list[StepOut]


class ShelfOut(BaseModel):
    """What is known of a SKU at a customer: the inputs of the suggested order beside today's count.

    `last_count` on `counted_on` (null: never counted); since then `delivered`; ordered and not yet here `on_the_way`.
    """

    sku: int
    last_count: int | None
    counted_on: date | None
    delivered: int
    on_the_way: int


class PastLineOut(BaseModel):
    sku: int
    quantity: int


class PastVisitOut(BaseModel):
    id: UUID
    date: date
    person: str
    minutes: int
    outcome: str
    amount: Decimal | None
    lines: list[PastLineOut]
    note: str


class KeyPersonOut(BaseModel):
    """Someone at the customer. Without the right to private facts `phone` is masked and the last three are empty."""

    name: str
    role: str
    title: str
    phone: str
    decides: bool
    birthday: date | None
    family: str
    interests: str


class CreditOut(BaseModel):
    """What the customer may owe today; `days` from delivery."""

    grade: str
    limit: Decimal
    days: int
    review_on: date


class CustomerOut(BaseModel):
    """`months`: net sales of the last twelve months, oldest first. `next_date`: when the line comes by after today."""

    id: int
    code: str
    name: str
    channel: int | None
    channel_name: str
    customer_class: int | None
    class_name: str
    address: str
    contact: str
    phone: str
    lng: float | None
    lat: float | None
    search: str
    next_date: date | None
    shelves: list[ShelfOut]
    visits: list[PastVisitOut]
    months: list[Decimal]
    people: list[KeyPersonOut] = []
    credit: CreditOut | None = None


class PlannedStopOut(BaseModel):
    customer: int
    sequence: int
    purpose: str
    from_line: bool
    next_date: date | None
    done: bool


class DayPlanOut(Schema):
    """`state`: draft, submitted, signed or returned; `words` and `decided_by` from the supervisor."""

    date: date
    line: str
    state: str
    words: str
    decided_by: str
    goal_visits: int
    goal_deals: int
    goal_sales: Decimal
    stops: list[PlannedStopOut]


class MetricOut(Schema):
    """`good`: whether it meets its standard; null where it has no standard or no value."""

    key: str
    name: str
    unit: str
    value: Decimal | None
    standard: Decimal | None
    good: bool | None


class PerformanceOut(Schema):
    """My month: amounts in currency units, `pace` in percentage points, `elapsed` the share of the target's days."""

    period: str
    workday: int
    workdays: int
    target: Decimal | None
    must: Decimal | None
    actual: Decimal
    achievement: Decimal | None
    pace: Decimal | None
    elapsed: Decimal | None
    projection: Decimal | None
    metrics: list[MetricOut]


class DayReportOut(Schema):
    date: date
    state: str
    reflection: str
    comments: list[str]


class ChoiceOut(Schema):
    key: str
    name: str


class PullIn(Schema):
    """`have`: the hash of each part that the phone holds, as the last pull gave them; empty at first."""

    have: dict[str, str] = {}


class PullOut(Schema):
    """All that a rep needs to work without a signal, less what the phone holds already.

    A part that is null is unchanged. `customers` holds those that are new or changed, `gone` the ids of those that
    are no longer his. `hashes` (part name or `customer/<id>` → hash) is sent back as `have` at the next pull.
    `days`: today and the next working days. `calendar`: 班 or 休 where a day differs from its weekday.
    """

    generated_at: datetime
    today: date
    hashes: dict[str, str]
    gone: list[int]
    person: PersonOut | None
    company: CompanyOut | None
    days: list[DayPlanOut] | None
    calendar: dict[str, str] | None
    customers: list[CustomerOut]
    skus: list[SkuOut] | None
    prices: list[PriceOut] | None
    must_stock: list[MustStockOut] | None
    step_sets: list[StepSetOut] | None
    refusal_reasons: list[ChoiceOut] | None
    no_order_reasons: list[ChoiceOut] | None
    purposes: list[ChoiceOut] | None
    performance: PerformanceOut | None
    reports: list[DayReportOut] | None
    approvals: list[ApprovalOut] | None
    forms: list[FormOut] | None
    colleagues: list[ColleagueOut] | None
    leave_kinds: list[ChoiceOut] | None
    leaves: list[LeaveOut] | None
    team_leave: TeamLeaveOut | None
