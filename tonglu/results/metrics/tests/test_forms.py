from __future__ import annotations

from datetime import date

from conftest import MONDAY
from tonglu.results.metrics import engine
from tonglu.results.metrics.engine import Cut

OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))
NOVEMBER = (date(2026, 11, 1), date(2026, 11, 30))


def texts() -> int:
    """Queries compiled so far."""
    return engine._sql_of_totals.cache_info().misses + engine._sql_of_rows.cache_info().misses


def ask(cast, who, month):
    scope = cast.people[who].scope(on=MONDAY)
    cut = Cut(*month, MONDAY, scope, within=cast.units["tiexi"].path).narrow(rep=cast.people[who].code)
    engine.values(key="time_pace", by=("unit",), cut=cut)
    engine.behind(measure=engine.metric("visits").top, cut=cut, limit=5)


def test_one_text_serves_every_person_and_every_month(cast):
    ask(cast, "sun", NOVEMBER)
    known = texts()
    ask(cast, "feng", OCTOBER)
    assert texts() == known


def test_a_key_of_any_letters_stays_a_value(cast):
    cut = Cut(*NOVEMBER, MONDAY).narrow(customer="50%@first@' or 1=1 --")
    assert engine.values(key="visits", cut=cut) == []
