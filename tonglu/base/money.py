"""Money 金额: stored as whole ten-thousandths of the currency unit, a `Decimal` in Python.

Integers add up exactly on every engine (SQLite and Spark have no exact decimal sum). Floats are refused: they
would bring in the error that the scale is there to keep out.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeVar

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.expressions import Combinable, register_combinable_fields

SCALE = 10_000
PLACES = Decimal(1).scaleb(-4)
CENT = Decimal("0.01")
ZERO = Decimal(0).quantize(PLACES)
_Set = TypeVar("_Set", contravariant=True)
_Get = TypeVar("_Get", covariant=True)


def scaled(amount: Decimal | int | str) -> int:
    """The stored whole number of ten-thousandths.

    Raises TypeError for a float and ValueError for more than four decimals: neither can be stored as it stands.
    """
    if isinstance(amount, float):
        raise TypeError(f"money is never a float: {amount!r}; pass a Decimal or a string")
    exact = Decimal(amount) * SCALE
    whole = int(exact)
    if exact != whole:
        raise ValueError(f"{amount} has more than four decimals; round it first")
    return whole


def unscaled(stored: int | Decimal | float) -> Decimal:
    """The amount of a stored number; an average, which need not be whole, is rounded to four decimals."""
    return (Decimal(str(stored)) / SCALE).quantize(PLACES, rounding=ROUND_HALF_UP)


def to_cents(amount: Decimal) -> Decimal:
    """Two decimals, half up, as on paper."""
    return amount.quantize(CENT, rounding=ROUND_HALF_UP)


class MoneyField(models.Field[_Set, _Get]):
    """A column of ten-thousandths.

    It subclasses `Field` and not an integer field: Django's sums and averages over integer fields skip
    `from_db_value` and would come back unscaled.
    """

    description = "money, exact to four decimals"
    # read by the type checker's Django plugin, which makes them optional where null=True
    _pyi_private_set_type: Decimal | Combinable
    _pyi_private_get_type: Decimal

    def get_internal_type(self) -> str:
        return "BigIntegerField"

    def from_db_value(
        self, value: Any, expression: object, connection: BaseDatabaseWrapper
    ) -> Decimal | None:
        return None if value is None else unscaled(value)

    def to_python(self, value: Any) -> Decimal | None:
        return None if value is None else Decimal(value)

    def get_prep_value(self, value: Any) -> int | None:
        return None if value is None else scaled(value)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))


# money ± money, and money × a quantity, are money; Django asks to be told.
for _sign in (Combinable.ADD, Combinable.SUB):
    register_combinable_fields(MoneyField, _sign, MoneyField, MoneyField)
for _quantity in (models.IntegerField, models.BigIntegerField, models.PositiveIntegerField):
    register_combinable_fields(MoneyField, Combinable.MUL, _quantity, MoneyField)
    register_combinable_fields(_quantity, Combinable.MUL, MoneyField, MoneyField)


def money(amount: Decimal | int | str) -> models.Value:
    """A constant of money for use in a query: `F("net") + money("1.50")`.

    A bare Decimal would be taken for a decimal column and added unscaled.
    """
    return models.Value(Decimal(amount), output_field=MoneyField())
