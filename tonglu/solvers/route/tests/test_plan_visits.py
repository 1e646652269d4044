from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tonglu.solvers.distance import travel_minutes
from tonglu.solvers.errors import BadInput
from tonglu.solvers.route import Aims, Cycle, Limit, Outlet, Plan, Rep, patterns, plan_visits
from tonglu.solvers.route.tests.instances import MIDDLE, TWO_QUARTERS, TWO_WEEKS

SHORT = Limit(rounds=400)
DOC = Path(__file__).parents[4] / "docs" / "algorithms" / "route.md"


def plan(outlets: list[Outlet] = TWO_QUARTERS, rep: Rep = MIDDLE, aims: Aims | None = None) -> Plan:
    return plan_visits(outlets=outlets, reps=[rep], cycle=TWO_WEEKS, limit=SHORT, aims=aims)


def breaches(plan: Plan, outlets: list[Outlet], reps: list[Rep]) -> list[str]:
    """What is wrong with the plan, computed from the outlets alone."""
    known, found = {outlet.id: outlet for outlet in outlets}, []
    places = {outlet.id: i for i, outlet in enumerate(outlets)}
    minutes = travel_minutes([*(o.place for o in outlets), *(p for r in reps for p in (r.start, r.end))])
    index = {rep.id: i for i, rep in enumerate(reps)}
    visited: dict[str, list[int]] = {outlet.id: [] for outlet in outlets}
    for day in plan.days:
        rep = reps[index[day.rep]]
        here, now = len(outlets) + 2 * index[day.rep], rep.begins
        for call in day.calls:
            outlet = known[call.outlet]
            now = max(now + minutes[here, places[outlet.id]], outlet.opens)
            if not (outlet.opens - 1e-6 <= now <= outlet.closes - outlet.minutes + 1e-6):
                found.append(f"{outlet.id} is shut")
            if abs(call.begins - now) > 1e-6:
                found.append(f"{outlet.id} does not begin when it says")
            now, here = now + outlet.minutes, places[outlet.id]
            visited[outlet.id].append(day.day)
        now += minutes[here, len(outlets) + 2 * index[day.rep] + 1]
        if now > rep.begins + rep.minutes + 1e-6 or day.day in rep.off:
            found.append(f"day {day.day} is too long or not worked")
        if abs(now - rep.begins - day.minutes) > 1e-6:
            found.append(f"day {day.day} has another length than it says")
    out = {left.outlet for left in plan.left_out}
    found += [
        f"{o.id} is visited on {visited[o.id]}"
        for o in outlets
        if len(visited[o.id]) != (0 if o.id in out else o.visits) or (o.id in out) == (o.id in plan.lines)
    ]
    return found


def test_the_worked_table_holds() -> None:
    rows = [
        [cell.strip() for cell in line.strip("|\n ").split("|")]
        for line in DOC.read_text().splitlines()
        if line.startswith(("| E", "| W"))
    ]
    assert len(rows) == 6
    answer = plan()
    together = {frozenset(o for o, (_, days) in answer.lines.items() if day in days) for day in range(4)}
    for outlet, visits, minutes, companions in rows:
        known = next(o for o in TWO_QUARTERS if o.id == outlet)
        assert (int(visits), float(minutes)) == (known.visits, known.minutes)
        assert len(answer.lines[outlet][1]) == known.visits
        assert frozenset(companions.split(" + ")) in together
    assert f"{answer.travel:.1f} minutes" in DOC.read_text()


def test_each_quarter_gets_its_own_days() -> None:
    for day in plan(aims=Aims(balance=0.0)).days:
        assert len({call.outlet[0] for call in day.calls}) == 1


def test_fixed_days_are_kept() -> None:
    outlets = [replace(TWO_QUARTERS[0], fixed=(1, 3)), *TWO_QUARTERS[1:]]
    assert plan(outlets).lines["E1"] == ("R", (1, 3))


def test_an_unreachable_frequency_names_the_outlet() -> None:
    with pytest.raises(BadInput, match=r"^E1: 5 visits"):
        plan([replace(TWO_QUARTERS[0], visits=5)])


@pytest.mark.parametrize("place", [(float("nan"), 123.0), (95.0, 123.0)])
def test_an_outlet_without_a_place_is_named(place: tuple[float, float]) -> None:
    with pytest.raises(BadInput, match=r"^E1"):
        plan([replace(TWO_QUARTERS[0], place=place), *TWO_QUARTERS[1:]])


def test_the_same_outlet_twice_is_refused() -> None:
    with pytest.raises(BadInput, match=r"^E1: is given twice"):
        plan([TWO_QUARTERS[0], TWO_QUARTERS[0]])


def test_days_too_short_leave_outlets_out_and_say_why() -> None:
    answer = plan(rep=replace(MIDDLE, minutes=75))
    assert answer.left_out
    assert not breaches(answer, TWO_QUARTERS, [replace(MIDDLE, minutes=75)])
    for left in answer.left_out:
        assert left.kind == "full"
        assert left.needs > left.free
        assert str(round(left.needs)) in left.en
        assert str(round(left.needs)) in left.zh


def test_the_outlet_worth_least_is_left_out_first() -> None:
    outlets = [replace(outlet, worth=0.1 if outlet.id == "W1" else 1.0, visits=2) for outlet in TWO_QUARTERS]
    answer = plan(outlets, rep=replace(MIDDLE, minutes=95))
    assert "W1" in {left.outlet for left in answer.left_out}


def test_an_outlet_shut_when_he_can_come_is_left_out_for_its_hours() -> None:
    outlets = [replace(TWO_QUARTERS[1], opens=0.0, closes=400.0), *TWO_QUARTERS[2:]]
    answer = plan(outlets)
    assert [(left.outlet, left.kind) for left in answer.left_out] == [("E2", "hours")]


def test_todays_lines_are_kept_as_far_as_asked() -> None:
    bad = {"E1": (0, 2), "E2": (1,), "E3": (3,), "W1": (0, 2), "W2": (1,), "W3": (3,)}
    outlets = [replace(outlet, today=bad[outlet.id]) for outlet in TWO_QUARTERS]
    moved = [len(plan(outlets, aims=Aims(balance=0.0, keep=keep)).moves) for keep in (1.0, 0.66, 0.0)]
    assert moved[0] == 0
    assert moved[1] <= 2
    assert moved[1] <= moved[2]
    for move in plan(outlets, aims=Aims(balance=0.0)).moves:
        assert move.old == bad[move.outlet] != move.new
        assert move.saves is None or move.saves > -1e-6


def test_balance_evens_out_the_days() -> None:
    outlets = [Outlet(id=f"C{i}", place=(41.8, 123.4), visits=1, minutes=10.0 + i) for i in range(8)]
    loads = [day.minutes for day in plan(outlets, aims=Aims(balance=5.0)).days]
    assert len(loads) == 4
    assert max(loads) - min(loads) <= 2.0


@settings(max_examples=25, deadline=None)
@given(data=st.data())
def test_no_plan_breaks_a_rule(data: st.DataObject) -> None:
    cycle = Cycle(weeks=2, weekdays=3, closed=data.draw(st.frozensets(st.integers(0, 5), max_size=1)))
    coordinate = st.floats(-0.2, 0.2)
    outlets = [
        Outlet(
            id=f"C{i}",
            place=(41.8 + data.draw(coordinate), 123.4 + data.draw(coordinate)),
            visits=data.draw(st.integers(1, 4)),
            minutes=data.draw(st.floats(0, 40)),
            opens=data.draw(st.sampled_from([0.0, 600.0])),
            closes=data.draw(st.sampled_from([700.0, 1440.0])),
            today=data.draw(st.sampled_from([None, (0, 3), (1,)])),
        )
        for i in range(data.draw(st.integers(1, 9)))
    ]
    reps = [
        Rep(
            id=f"R{i}",
            start=(41.8 + data.draw(coordinate), 123.4),
            end=(41.8, 123.4 + data.draw(coordinate)),
            minutes=data.draw(st.floats(60, 300)),
        )
        for i in range(data.draw(st.integers(1, 2)))
    ]
    keep = data.draw(st.sampled_from([0.0, 1.0]))
    answer = plan_visits(
        outlets=outlets, reps=reps, cycle=cycle, limit=Limit(rounds=60), aims=Aims(keep=keep)
    )
    assert not breaches(answer, outlets, reps)
    allowed = [patterns(visits=o.visits, cycle=cycle) for o in outlets]
    assert all(
        answer.lines[o.id][1] in days
        for o, days in zip(outlets, allowed, strict=True)
        if o.id in answer.lines
    )
    if keep == 1.0:
        assert not [
            move for move in answer.moves for o, days in zip(outlets, allowed, strict=True)
            if o.id == move.outlet and move.old in days
        ]  # fmt: skip
