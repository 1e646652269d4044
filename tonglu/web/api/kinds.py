"""The kinds of values that go over the wire, each with its bounds.

Money is a decimal string in currency units; instants are ISO 8601 in UTC; days are `YYYY-MM-DD` in the company's time
zone; quantities are whole base units; places are WGS-84 degrees. The bounds are there so that what is as documented
can be stored on every database: no NUL in a text, no number beyond 64 bits, no instant so near the calendar's end that
another time zone has no day for it.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Annotated, Any, Protocol

from django.db.models import Choices
from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    Field,
    PlainSerializer,
    StringConstraints,
    WithJsonSchema,
)

MONEY_TEXT = r"^-?[0-9]+\.[0-9]{2,4}$"
# the years 1900 to 2999
AN_INSTANT = (
    r"^(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])"
    r"T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{1,6})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])$"
)
MONEY_GIVEN = r"^[0-9]{1,6}(\.[0-9]{1,4})?$"
A_DAY = r"^(19|2[0-9])[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"
# printable, and not blank: what a person would call a text
SOLID = r"^[^\x00-\x1f\x7f-\x9f]*[^\s\x00-\x1f\x7f-\x9f][^\x00-\x1f\x7f-\x9f]*$"
PRINTABLE = r"^[^\x00-\x1f\x7f-\x9f]*$"

Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,31}$")]


def text(amount: Decimal) -> str:
    """At least two decimals, at most the four that are stored."""
    exact = f"{amount:.4f}"
    return exact[:-2] if exact.endswith("00") else exact[:-1] if exact.endswith("0") else exact


def _utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _written(pattern: str, written: object) -> str:
    """What was written, as it is documented: a number is no day and no amount of money."""
    if not isinstance(written, str) or not re.fullmatch(pattern, written, re.ASCII):
        raise ValueError(f"as text that matches {pattern}")
    return written


def _day(written: object) -> date:
    return date.fromisoformat(_written(A_DAY, written))


def _instant(written: object) -> datetime:
    return datetime.fromisoformat(_written(AN_INSTANT, written))


def _money(written: object) -> Decimal:
    return Decimal(_written(MONEY_GIVEN, written))


MoneyOut = Annotated[
    Decimal,
    PlainSerializer(text, return_type=str),
    WithJsonSchema({"type": "string", "pattern": MONEY_TEXT, "examples": ["12.50"]}, mode="serialization"),
]
FigureOut = Annotated[
    Decimal,
    PlainSerializer(lambda value: f"{value:f}", return_type=str),
    WithJsonSchema({"type": "string", "pattern": r"^-?[0-9]+(\.[0-9]+)?$"}, mode="serialization"),
]
MoneyIn = Annotated[
    Decimal, BeforeValidator(_money), WithJsonSchema({"type": "string", "pattern": MONEY_GIVEN})
]
InstantOut = Annotated[
    datetime,
    PlainSerializer(_utc, return_type=str),
    WithJsonSchema({"type": "string", "format": "date-time"}, mode="serialization"),
]
InstantIn = Annotated[
    datetime,
    BeforeValidator(_instant),
    WithJsonSchema({"type": "string", "format": "date-time", "pattern": AN_INSTANT}),
]
DayIn = Annotated[
    date,
    BeforeValidator(_day),
    WithJsonSchema({"type": "string", "format": "date", "pattern": A_DAY}),
]
# texts of one line; `Words` may be empty, a `Find` is looked for in a list
Name = Annotated[str, StringConstraints(max_length=120, pattern=SOLID), AfterValidator(str.strip)]
Reason = Annotated[str, StringConstraints(max_length=240, pattern=SOLID), AfterValidator(str.strip)]
Words = Annotated[str, StringConstraints(max_length=240, pattern=PRINTABLE)]
Short = Annotated[str, StringConstraints(max_length=64, pattern=PRINTABLE)]
Phone = Annotated[str, StringConstraints(max_length=32, pattern=PRINTABLE)]
Find = Annotated[str, StringConstraints(max_length=100, pattern=PRINTABLE)]
# a code or number that is looked up: whatever could be one
Key = Annotated[str, StringConstraints(min_length=1, max_length=64, pattern=PRINTABLE)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]


def choice(kind: type[Choices]) -> WithJsonSchema:
    """The values of a choice in the document itself: many tables have a `State`, and a name stands for one thing."""
    return WithJsonSchema({"type": "string", "enum": list(kind.values)})


class Ref(BaseModel):
    """Something named elsewhere: its id here, the code by which people know it, and its name."""

    id: int
    code: str
    name: str


class Coded(Protocol):
    pk: Any
    code: Any

    def __str__(self) -> str: ...


def ref(thing: Coded) -> Ref:
    return Ref.model_construct(id=thing.pk, code=thing.code, name=str(thing))


def ref_or_none(thing: Coded | None) -> Ref | None:
    return None if thing is None else ref(thing)
