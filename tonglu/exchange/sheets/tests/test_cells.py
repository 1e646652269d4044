"""Cells as Excel and people leave them."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonglu.exchange.sheets import cells
from tonglu.exchange.sheets.columns import BadCell

DAYS = st.dates(date(1930, 1, 1), date(2100, 12, 31))


@given(DAYS)
def test_a_day_is_the_same_day_however_it_is_written(day):
    serial = (day - date(1899, 12, 30)).days
    for written in (
        day.isoformat(),
        f"{day.isoformat()} 00:00:00",
        f"{day.year}/{day.month}/{day.day}",
        f"{day.year}.{day.month}.{day.day}",
        f"{day.year}年{day.month}月{day.day}日",
        day.strftime("%Y%m%d"),
        day.isoformat().translate(str.maketrans("0123456789-", "０１２３４５６７８９－")),
        str(serial),
    ):
        assert cells.day(written) == day, written


@pytest.mark.parametrize("cell", ["去年", "2026-13-01", "2026-02-30", "1", "99999999", "nan", "inf", "-5"])
def test_what_is_no_day_is_said_to_be_none(cell):
    with pytest.raises(BadCell):
        cells.day(cell)


@pytest.mark.parametrize(
    ("cell", "key"),
    [
        ("2026-11", "2026-11"),
        ("2026年11月", "2026-11"),
        ("202611", "2026-11"),
        ("2026/1", "2026-01"),
        ("2026-11-01 00:00:00", "2026-11"),
        ("2026q4", "2026Q4"),
        ("2026", "2026"),
    ],
)
def test_a_period_as_people_write_it(cell, key):
    assert cells.period(cell).key == key


@given(st.integers(0, 10**6))
def test_a_number_in_full_width_and_with_separators(number):
    wide = f"{number:,}".translate(str.maketrans("0123456789,", "０１２３４５６７８９，"))
    assert cells.whole()(wide) == number


@pytest.mark.parametrize("cell", ["1.5", "一", "1e9", "-1", "NaN"])
def test_what_is_no_count_is_said_to_be_none(cell):
    with pytest.raises(BadCell):
        cells.whole()(cell)


@given(st.text())
def test_whatever_stands_there_is_read_or_said_to_be_bad(cell):
    for read in (
        cells.day,
        cells.period,
        cells.yes_no,
        cells.telephone,
        cells.amount,
        cells.quantity,
        cells.whole(),
        cells.code(32),
        cells.one_of({"是": 1}),
    ):
        with suppress(BadCell):
            read(cell)


@pytest.mark.parametrize(
    ("cell", "read", "compared"),
    [
        ("139 0000-1234", "13900001234", "13900001234"),
        ("+86 139 0000 1234", "+8613900001234", "13900001234"),
        ("（024）2233-4455转8", "02422334455转8", "02422334455"),
        ("１３９００００１２３４", "13900001234", "13900001234"),
    ],
)
def test_telephones_are_compared_by_their_digits(cell, read, compared):
    assert cells.telephone(cell) == read
    assert cells.digits(cell) == compared


def test_a_day_off_by_one_is_another_day():
    assert cells.day("46349") - cells.day("46348") == timedelta(days=1)


@given(st.times())
def test_a_time_is_the_same_minute_however_it_is_written(moment):
    moment = moment.replace(second=0, microsecond=0)
    for written in (
        f"{moment:%H:%M}",
        f"{moment.hour}:{moment:%M}",
        f"{moment:%H:%M:%S}",
        f"2026-11-20 {moment:%H:%M:%S}",
        f"{moment.hour}点{moment:%M}分",
        f"{moment.hour}：{moment:%M}",
        str((moment.hour * 60 + moment.minute) / 1440),
    ):
        assert cells.time_of_day(written) == moment, written


@pytest.mark.parametrize("cell", ["半夜", "25:00", "9:77", "1.5", "nan", "", "-0.1"])
def test_what_is_no_time_is_said_to_be_none(cell):
    with pytest.raises(BadCell):
        cells.time_of_day(cell)
