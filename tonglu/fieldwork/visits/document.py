"""The body of a visit document, as phones of the current schema send it, and how older ones are lifted to it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

SCHEMA = 2
Count = Field(ge=0, le=1_000_000)


class _Part(BaseModel):
    model_config = ConfigDict(extra="ignore", frozen=True)


class Place(_Part):
    """WGS-84 degrees; accuracy in metres."""

    lng: float = Field(ge=-180, le=180)
    lat: float = Field(ge=-90, le=90)
    accuracy: float = Field(default=0, ge=0)


class Step(_Part):
    key: str = Field(max_length=24)
    seconds: int = Field(ge=0, le=86_400)


class Counted(_Part):
    sku: int
    shelf: int = Count
    back: int = Field(default=0, ge=0, le=1_000_000)
    oldest_date: date | None = None


class Proposed(_Part):
    """`reason` is the suggestion's code and numbers as the phone showed them."""

    sku: int
    suggested: int = Count
    agreed: int = Count
    reason: dict[str, Any] = {}
    refusal: str = Field(default="", max_length=64)


class OrderedLine(_Part):
    """Base units, and the net price per base unit that the shopkeeper was shown."""

    sku: int
    quantity: int = Field(gt=0, le=1_000_000)
    price: Decimal = Field(ge=0, max_digits=12, decimal_places=4)


class Ordered(_Part):
    id: UUID
    lines: list[OrderedLine] = Field(min_length=1, max_length=500)
    note: str = Field(default="", max_length=240)


class Rival(_Part):
    brand: str = Field(min_length=1, max_length=64)
    product: str = Field(default="", max_length=120)
    price: Decimal | None = Field(default=None, ge=0, max_digits=12, decimal_places=4)
    note: str = Field(default="", max_length=400)


class Photo(_Part):
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    step: str = Field(default="", max_length=24)
    taken_at: datetime | None = None


class VisitBody(_Part):
    """A finished call. The document's id is the visit's."""

    customer: int
    started_at: AwareDatetime
    ended_at: AwareDatetime
    purpose: str = Field(default="order", max_length=16)
    outcome: Literal["completed", "shut", "refused"] = "completed"
    place: Place | None = None
    steps: list[Step] = []
    stock: list[Counted] = []
    proposals: list[Proposed] = []
    order: Ordered | None = None
    no_order_reason: str = Field(default="", max_length=64)
    competitors: list[Rival] = []
    photos: list[Photo] = []
    note: str = Field(default="", max_length=1000)
    next_date: date | None = None


def lift_from_1(body: dict[str, Any]) -> dict[str, Any]:
    """Schema 1 counted one number per SKU (`quantity`) and named the rival's product `name`."""
    stock = [{**row, "shelf": row["quantity"]} for row in body.get("stock", ())]
    rivals = [{**row, "product": row.get("name", "")} for row in body.get("competitors", ())]
    return {**body, "stock": stock, "competitors": rivals}
