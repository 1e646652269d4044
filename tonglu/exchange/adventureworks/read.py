"""Reading the folder: which file and which column gives what, and the days of the older files brought up to date."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from django.utils.translation import gettext as _

from tonglu.base.errors import Refused
from tonglu.base.periods import period_of
from tonglu.exchange.adventureworks.cells import Row, with_header, without_header
from tonglu.exchange.adventureworks.source import (
    Employee,
    Group,
    Line,
    Product,
    Quota,
    Rate,
    Reseller,
    Seller,
    Source,
    Stay,
    Store,
    Territory,
)

T = TypeVar("T")
# six years and one month: from the first quota's 2011-05-31 to 2017-07-01, when its quarter begins in the orders
OLDER = timedelta(days=2223)
_DAY = timedelta(days=1)

_EMPLOYEE = "id national_id login node level title born marital gender hired"
_PRODUCT = (
    "id name number made finished color safety reorder cost price size size_unit weight_unit weight days line "
    "class style subcategory model starts ends"
)
_RATE = "row product start last amount"
_LINE = (
    "SalesOrderNumber",
    "OrderDate",
    "ProductKey",
    "ResellerKey",
    "EmployeeKey",
    "SalesTerritoryKey",
    "OrderQuantity",
    "TotalProductCost",
    "SalesAmount",
    "StandardCost",
)
_ORDER = ("SalesOrderID", "SalesPersonID", "EmployeeKey")
_RESELLER = ("ResellerKey", "ResellerName", "BusinessType", "City", "StateProvinceName", "Country_Region")


def read(folder: Path) -> Source:
    """Reads the folder. Raises Refused, naming the file and the line, for what is missing or cannot be read."""
    lines = [_line(row) for row in with_header(folder / "FactResellerSales.csv", _LINE)]
    headers = with_header(folder / "reseller_orders.csv", _ORDER)
    with_lines = {line.order.removeprefix("SO") for line in lines}
    return Source(
        territories=_tabs(folder, "SalesTerritory.csv", "id name country group", _territory),
        employees=_tabs(folder, "Employee.csv", _EMPLOYEE, _employee),
        sellers=_tabs(folder, "SalesPerson.csv", "id territory", _seller),
        stays=_tabs(folder, "SalesTerritoryHistory.csv", "row seller territory start last", _stay),
        quotas=_tabs(folder, "SalesPersonQuotaHistory.csv", "row seller day amount", _quota),
        products=_tabs(folder, "Product.csv", _PRODUCT, _product),
        categories=_tabs(folder, "ProductCategory.csv", "id name", _category),
        subcategories=_tabs(folder, "ProductSubcategory.csv", "id parent name", _subcategory),
        prices=_tabs(folder, "ProductListPriceHistory.csv", _RATE, _rate),
        costs=_tabs(folder, "ProductCostHistory.csv", _RATE, _rate),
        stores=_tabs(folder, "Store.csv", "id name seller", _store),
        resellers=[_reseller(row) for row in with_header(folder / "Resellers.csv", _RESELLER)],
        lines=lines,
        keys=frozenset(
            (row.key("EmployeeKey"), row.key("SalesPersonID")) for row in headers if row.has("EmployeeKey")
        ),
        names={
            row.key("ProductKey"): row.text("Product")
            for row in with_header(folder / "ResellerProduct.csv", ("ProductKey", "Product"))
        },
        orders_without_lines=sum(row.key("SalesOrderID") not in with_lines for row in headers),
    )


def _tabs(folder: Path, name: str, columns: str, make: Callable[[Row], T]) -> list[T]:
    return [make(row) for row in without_header(folder / name, columns.split())]


def _shifted(row: Row, column: str) -> date:
    return row.day(column) + OLDER


def _stop(row: Row, column: str) -> date | None:
    """The day after an inclusive last day; None where it is open."""
    return _shifted(row, column) + _DAY if row.has(column) else None


def _optional(row: Row, column: str) -> str:
    return row.cells[column].strip() if row.has(column) else ""


def _territory(row: Row) -> Territory:
    return Territory(row.key("id"), row.text("name"), row.text("group"))


def _employee(row: Row) -> Employee:
    login = row.text("login").rpartition("\\")[2]
    node = _optional(row, "node")
    return Employee(row.key("id"), login, node, row.whole("level"), row.text("title"), _shifted(row, "hired"))


def _seller(row: Row) -> Seller:
    return Seller(row.key("id"), _optional(row, "territory"))


def _stay(row: Row) -> Stay:
    return Stay(row.key("seller"), row.key("territory"), _shifted(row, "start"), _stop(row, "last"))


def _quota(row: Row) -> Quota:
    quarter = period_of("quarter", day := _shifted(row, "day"))
    if quarter.start != day:
        raise Refused(
            _("{file} 第 {line} 行：{text} 不是季度定额的日期（移后为 {day}）"),
            file=row.file,
            line=row.line,
            text=row.text("day"),
            day=day,
            code="bad_file",
        )
    return Quota(row.key("seller"), quarter, row.money("amount"))


def _product(row: Row) -> Product:
    parts = (_optional(row, column) for column in ("color", "size", "size_unit"))
    return Product(
        id=row.key("id"),
        name=row.text("name"),
        number=row.text("number"),
        finished=row.text("finished") == "1",
        spec=" ".join(part for part in parts if part),
        subcategory=_optional(row, "subcategory"),
        ended=row.has("ends"),
    )


def _category(row: Row) -> Group:
    return Group(row.key("id"), "", row.text("name"))


def _subcategory(row: Row) -> Group:
    return Group(row.key("id"), row.key("parent"), row.text("name"))


def _rate(row: Row) -> Rate:
    return Rate(row.key("product"), _shifted(row, "start"), _stop(row, "last"), row.money("amount"))


def _store(row: Row) -> Store:
    return Store(row.text("name"), row.key("seller"))


def _reseller(row: Row) -> Reseller:
    return Reseller(
        key=row.key("ResellerKey"),
        name=row.text("ResellerName"),
        business=row.text("BusinessType"),
        city=row.text("City"),
        state=row.text("StateProvinceName"),
        country=row.text("Country_Region"),
    )


def _line(row: Row) -> Line:
    quantity = row.whole("OrderQuantity")
    cost, standard = _cost(row, quantity)
    return Line(
        order=row.text("SalesOrderNumber"),
        day=row.day("OrderDate"),
        product_key=row.key("ProductKey"),
        reseller=row.key("ResellerKey"),
        employee_key=row.key("EmployeeKey"),
        territory=row.key("SalesTerritoryKey"),
        quantity=quantity,
        net=row.money("SalesAmount"),
        cost=cost,
        standard=standard,
    )


def _cost(row: Row, quantity: int) -> tuple[Decimal | None, bool]:
    """The cost of the whole line, and whether it had to be made from the standard cost."""
    if row.has("TotalProductCost"):
        return row.money("TotalProductCost"), False
    return (row.money("StandardCost") * quantity, True) if row.has("StandardCost") else (None, False)
