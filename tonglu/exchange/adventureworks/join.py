"""How the files meet: by key where one to one, by the exact name where exactly one answers, and otherwise not at all."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from tonglu.base.errors import Refused
from tonglu.exchange.adventureworks.source import Employee, Line, Product, Reseller, Source, Store


@dataclass(frozen=True, slots=True)
class Joined:
    """Sellers by EmployeeKey, products by ProductKey, stores and territories by reseller, superiors by employee.

    What met nothing, or several, is absent.
    """

    sellers: Mapping[str, str]
    products: Mapping[str, Product]
    stores: Mapping[str, Store]
    territories: Mapping[str, str]
    superiors: Mapping[str, str]


def join(source: Source) -> Joined:
    """Raises Refused when an order line's rep, reseller or territory cannot be told: it could only be lost."""
    sellers = sellers_of_keys(source.keys)
    _whole(source, sellers)
    return Joined(
        sellers=sellers,
        products=products_of_keys(source.names, source.products),
        stores=stores_of_resellers(source.resellers, source.stores),
        territories=territories_of_resellers(source),
        superiors=superiors(source.employees, [seller.id for seller in source.sellers]),
    )


def sellers_of_keys(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """EmployeeKey → SalesPersonID. Raises Refused unless they answer one to one."""
    pairs = sorted(pairs)
    for side in (0, 1):
        doubtful = [key for key, n in Counter(pair[side] for pair in pairs).items() if n > 1]
        if doubtful:
            raise Refused(
                _("EmployeeKey 与 SalesPersonID 不是一一对应：{keys}"),
                keys=", ".join(doubtful),
                code="bad_file",
            )
    return dict(pairs)


def _whole(source: Source, sellers: Mapping[str, str]) -> None:
    people = {employee.id for employee in source.employees} & {seller.id for seller in source.sellers}
    known = {
        "EmployeeKey": {key for key, seller in sellers.items() if seller in people},
        "ResellerKey": {reseller.key for reseller in source.resellers},
        "ProductKey": set(source.names),
        "SalesTerritoryKey": {territory.id for territory in source.territories},
    }
    for line in source.lines:
        keys = (line.employee_key, line.reseller, line.product_key, line.territory)
        for (column, there), key in zip(known.items(), keys, strict=True):
            if key not in there:
                raise Refused(
                    _("订单 {order} 的 {column} {key} 在其他文件里找不到"),
                    order=line.order,
                    column=column,
                    key=key,
                    code="bad_file",
                )
    heads: dict[str, tuple[object, ...]] = {}
    for line in source.lines:
        head = (line.day, line.reseller, line.employee_key, line.territory)
        if heads.setdefault(line.order, head) != head:
            raise Refused(
                _("订单 {order} 的各行日期、客户、业务员或区域不一致"), order=line.order, code="bad_file"
            )


def products_of_keys(names: Mapping[str, str], products: Sequence[Product]) -> dict[str, Product]:
    """ProductKey → the one product of that name; keys that meet none or several are absent.

    Several keys may meet one product: they are its versions, one for each of its prices.
    """
    times = Counter(product.name for product in products)
    by_name = {product.name: product for product in products if times[product.name] == 1}
    return {key: by_name[name] for key, name in names.items() if name in by_name}


def stores_of_resellers(resellers: Sequence[Reseller], stores: Sequence[Store]) -> dict[str, Store]:
    """ResellerKey → the one store of exactly that name; absent where the name has several on either side."""
    stores_named = Counter(store.name for store in stores)
    resellers_named = Counter(reseller.name for reseller in resellers)
    by_name = {store.name: store for store in stores if stores_named[store.name] == 1}
    return {
        reseller.key: by_name[reseller.name]
        for reseller in resellers
        if reseller.name in by_name and resellers_named[reseller.name] == 1
    }


def territories_of_resellers(source: Source) -> dict[str, str]:
    """ResellerKey → territory: of his latest order, else named like his country, else his state's only one."""
    ordered = {line.reseller: line.territory for line in sorted(source.lines, key=_when)}
    named = {territory.name: territory.id for territory in source.territories}
    states: dict[tuple[str, str], set[str]] = defaultdict(set)
    for reseller in source.resellers:
        if reseller.key in ordered:
            states[reseller.country, reseller.state].add(ordered[reseller.key])
    only = {place: next(iter(found)) for place, found in states.items() if len(found) == 1}
    found = {
        reseller.key: ordered.get(reseller.key)
        or named.get(reseller.country)
        or only.get((reseller.country, reseller.state))
        for reseller in source.resellers
    }
    return {key: territory for key, territory in found.items() if territory}


def _when(line: Line) -> tuple[date, str]:
    return line.day, line.order


def superiors(employees: Sequence[Employee], sellers: Sequence[str]) -> dict[str, str]:
    """Employee → the one above him ("" for the first), for the sellers and everyone above them.

    A node is a string of bits that goes on where its parent's ends; each step ends in a one, zeros fill the byte.
    """
    by_id = {employee.id: employee for employee in employees}
    found: dict[str, str] = {}
    waiting = list(sellers)
    while waiting:
        employee = by_id[waiting.pop()]
        if employee.id in found:
            continue
        found[employee.id] = _above(employee, employees)
        waiting.extend(filter(None, [found[employee.id]]))
    return found


def _above(employee: Employee, employees: Sequence[Employee]) -> str:
    if employee.level == 0:
        return ""
    mine = _bits(employee.node)
    above = [e for e in employees if e.level == employee.level - 1 and mine.startswith(_bits(e.node))]
    if len(above) != 1:
        raise Refused(
            _("Employee.csv 里 {id}（{login}）没有唯一的上级"),
            id=employee.id,
            login=employee.login,
            code="bad_file",
        )
    return above[0].id


def _bits(node: str) -> str:
    return f"{int(node, 16):0{len(node) * 4}b}".rstrip("0") if node else ""
