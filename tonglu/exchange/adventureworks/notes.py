"""What did not join, and where the files contradict each other: each found here, none settled by guess."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tonglu.exchange.adventureworks.join import Joined
from tonglu.exchange.adventureworks.ownership import Tenure
from tonglu.exchange.adventureworks.posts import Posts
from tonglu.exchange.adventureworks.report import Note
from tonglu.exchange.adventureworks.source import Line, Rate, Source


def notes(source: Source, joined: Joined, posts: Posts, owned: Mapping[str, Sequence[Tenure]]) -> list[Note]:
    heads = list({line.order: line for line in source.lines}.values())
    sold = {line.product_key for line in source.lines}
    found = (
        Note("名称没有对上唯一 Store 行的经销商", list(_resellers_unmet(source, joined, owned))),
        Note("名称没有对上唯一经销商的 Store 行", _stores_unmet(source, joined)),
        Note("没有对上产品的订单产品，单独建为 SKU", sorted(sold - set(joined.products))),
        Note("不知属于哪个区域的经销商，归公司", _without_territory(source, joined)),
        Note("业务员当日没有任命的订单，记在他此前的岗位", list(_vacant(heads, joined, posts))),
        Note("订单区域不是业务员当日的区域，按业务员的岗位计", list(_elsewhere(heads, joined, posts))),
        Note("SalesPerson.csv 的区域与任命历史不同，以历史为准", list(_contradicted(source, posts))),
        Note("上级不在其区域所属的大区", list(_crossing(source, joined, posts))),
        Note("Store.csv 的业务员与最近订单的业务员", list(_store_reps(heads, joined))),
        Note("没有标价的订单行，标准金额取净额", _without_list(source, joined)),
        Note("没有 TotalProductCost 的订单行，成本取 StandardCost × 数量", _lines_with_standard_cost(source)),
        Note("reseller_orders.csv 里没有明细的订单，未导入", _empty_orders(source)),
    )
    return [note for note in found if note.names]


def _resellers_unmet(source: Source, joined: Joined, owned: Mapping[str, Sequence[Tenure]]) -> Iterator[str]:
    for reseller in source.resellers:
        if reseller.key not in joined.stores:
            yield f"{reseller.key} {reseller.name}" + (
                "（有订单）" if reseller.key in owned else "（无订单）"
            )


def _stores_unmet(source: Source, joined: Joined) -> list[str]:
    met = {store.name for store in joined.stores.values()}
    return [repr(store.name) for store in source.stores if store.name not in met]


def _without_territory(source: Source, joined: Joined) -> list[str]:
    return [f"{r.key} {r.name}" for r in source.resellers if r.key not in joined.territories]


def _vacant(heads: Sequence[Line], joined: Joined, posts: Posts) -> Iterator[str]:
    days: dict[tuple[str, str], list[Line]] = {}
    for line in heads:
        seller = joined.sellers[line.employee_key]
        seat = posts.seat(seller, line.day)
        if seat.vacant:
            days.setdefault((seller, seat.post), []).append(line)
    for (seller, post), lines in days.items():
        first, last = min(line.day for line in lines), max(line.day for line in lines)
        yield f"{seller} → {post}：{len(lines)} 单，{first} 至 {last}"


def _elsewhere(heads: Sequence[Line], joined: Joined, posts: Posts) -> Iterator[str]:
    """Leaders are at home in all that they lead."""
    times: dict[tuple[str, str], int] = {}
    for line in heads:
        post = posts.seat(joined.sellers[line.employee_key], line.day).post
        if posts.territories.get(post, line.territory) != line.territory:
            times[post, line.territory] = times.get((post, line.territory), 0) + 1
    for (post, territory), n in sorted(times.items()):
        yield f"{post} 在 T{int(territory):02d}：{n} 单"


def _contradicted(source: Source, posts: Posts) -> Iterator[str]:
    for seller in source.sellers:
        last = posts.held[seller.id][-1].post
        said = seller.territory
        if said and posts.territories.get(last) != said:
            yield f"{seller.id}：T{int(said):02d}，历史为 {last}"


def _crossing(source: Source, joined: Joined, posts: Posts) -> Iterator[str]:
    groups = {territory.id: territory.group for territory in source.territories}
    for seller in source.sellers:
        above = joined.superiors[seller.id]
        led = {groups[t] for held in posts.held.get(above, ()) for t in posts.leaders.get(held.post, ())}
        for held in posts.held[seller.id]:
            territory = posts.territories.get(held.post)
            if territory and led and groups[territory] not in led:
                yield f"{held.post} 在 {groups[territory]}，上级 {above} 管 {'、'.join(sorted(led))}"


def _store_reps(heads: Sequence[Line], joined: Joined) -> Iterator[str]:
    latest = {line.reseller: line for line in sorted(heads, key=lambda line: (line.day, line.order))}
    met = [(line, joined.stores[key]) for key, line in latest.items() if key in joined.stores]
    same = sum(joined.sellers[line.employee_key] == store.seller for line, store in met)
    if same < len(met):
        yield f"{len(met)} 家中 {same} 家相同；客户归属只看订单"


def _without_list(source: Source, joined: Joined) -> list[str]:
    rates: dict[str, list[Rate]] = {}
    for rate in source.prices:
        rates.setdefault(rate.product, []).append(rate)
    listed = {key: rates.get(product.id, []) for key, product in joined.products.items()}
    return [
        f"{line.order} {source.names[line.product_key]}"
        for line in source.lines
        if not any(line.day in rate for rate in listed.get(line.product_key, ()))
    ]


def _lines_with_standard_cost(source: Source) -> list[str]:
    n = sum(line.standard for line in source.lines)
    return [f"{n} 行"] if n else []


def _empty_orders(source: Source) -> list[str]:
    return [f"{source.orders_without_lines} 单"] if source.orders_without_lines else []
