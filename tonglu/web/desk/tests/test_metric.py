"""A figure opens to the rows that it was computed from."""

from __future__ import annotations

from decimal import Decimal

from conftest import NOW
from tonglu.trade.deliveries.models import Delivery


def test_the_rows_add_up_to_the_figure(cast, worked):
    Delivery.deliver(order=worked.order, by=cast.qian.login, at=NOW)
    answer = cast.client("li").get("/metric/sales_amount")
    assert answer.context["value"] == Decimal(75)
    assert answer.context["list"].foot == {"value": Decimal(75)}
    assert [row["number"] for row in answer.context["list"].page] == [worked.order.number]


def test_a_rate_shows_both_its_terms(cast, worked):
    answer = cast.client("li").get("/metric/plan_visit_rate")
    assert answer.context["value"] == Decimal(50)
    assert [term["total"] for term in answer.context["measures"]] == ["1", "2"]
    assert (
        cast.client("li").get("/metric/plan_visit_rate?of=bottom").context["list"].page.paginator.count == 2
    )


def test_a_figure_is_split_by_a_dimension_and_narrowed_to_a_part(cast, worked):
    client = cast.client("chen")
    split = client.get("/metric/visits?by=rep")
    assert [(cell.key, cell.value) for cell in split.context["list"].page] == [((cast.sun.code,), Decimal(1))]
    assert client.get(f"/metric/visits?rep={cast.sun.code}").context["value"] == Decimal(1)
    assert client.get(f"/metric/visits?rep={cast.zhou.code}").context["value"] is None


def test_a_figure_is_cut_by_the_one_who_looks(cast, worked):
    assert cast.client("zheng").get("/metric/visits").context["value"] is None


def test_an_unknown_metric_is_said_on_a_page(cast):
    answer = cast.client("li").get("/metric/happiness")
    assert answer.status_code == 409
    assert "没有指标 happiness" in answer.content.decode()


def test_the_board_leads_to_the_figure(cast, worked):
    page = cast.client("li").get("/board").content.decode()
    assert f"/metric/visits?rep={cast.sun.code}&amp;period=2026-11" in page


def test_a_rep_sees_his_own_board_and_no_other(cast, worked):
    assert cast.client("sun").get("/board").context["person_shown"] == cast.sun
    assert cast.client("sun").get(f"/board?person={cast.zhou.code}").status_code == 404
