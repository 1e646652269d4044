"""How values look."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from tonglu.directory.org.models import Company
from tonglu.web import viewing
from tonglu.web.desk import tags


@pytest.fixture
def _dollars():
    token = viewing.current.set(viewing.Viewing(Company(currency="USD")))
    yield
    viewing.current.reset(token)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (None, "—"),
        ("", "—"),
        (Decimal(0), "¥0"),
        (Decimal(8200), "¥8,200"),
        (Decimal(126_000), "¥12.6万"),
        (Decimal("-126000"), "−¥12.6万"),
        (Decimal(132_000_000), "¥1.32亿"),
    ],
)
def test_headlines_count_in_wan(value, shown):
    assert tags.money_wan(value) == shown


def test_an_english_reader_is_told_in_thousands():
    with translation.override("en"):
        assert tags.money_wan(Decimal(126_000)) == "¥126.0K"


@pytest.mark.usefixtures("_dollars")
def test_dollars_are_dollars():
    assert (tags.money_wan(Decimal(1_260_000)), tags.money(Decimal("-3.005"))) == ("$1.26M", "−$3.01")


def test_rates_have_one_decimal_and_nothing_is_a_dash():
    assert (tags.rate(Decimal("63.15")), tags.rate(None), tags.amount(Decimal("1234.5"))) == (
        "63.2 %",
        "—",
        "1,234.50",
    )


@pytest.mark.parametrize(
    ("points", "how", "word"),
    [
        ("2.1", "ahead", "▲ 领先 2.1"),
        ("0", "ahead", "＝ 持平"),
        ("-5", "near", "▼ 落后 5.0"),
        ("-5.1", "behind", "▼ 落后 5.1"),
    ],
)
def test_pace_has_an_arrow_a_word_and_a_colour(points, how, word):
    shown = tags.pace(Decimal(points))
    assert f'class="{how}"' in shown
    assert word in shown


def test_days_name_the_weekday_and_what_the_calendar_makes_of_it(cast):
    token = viewing.current.set(viewing.Viewing(cast.company))
    assert tags.day(date(2026, 11, 22)) == "11月22日 周日"
    assert tags.day(date(2026, 10, 1)) == "10月1日 周四休"
    assert tags.day(date(2025, 10, 11)) == "2025年10月11日 周六班"
    viewing.current.reset(token)


def test_json_cannot_leave_its_script():
    assert "</script><b>" not in tags.as_script({"name": "</script><b>"}, "x")
