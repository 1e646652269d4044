from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tonglu.solvers.errors import BadInput
from tonglu.solvers.territory import Design, Market, Site, assign, reps_needed

DOC = Path(__file__).parents[4] / "docs" / "algorithms" / "territory.md"

# a street of eight outlets, 0.01° of longitude apart
STREET = [Site(id=f"S{i}", place=(30.0, 114.0 + i / 100), load=load) for i, load in enumerate([30, 20, 20, 10, 10, 20, 20, 30])]  # fmt: skip


def town(count: int = 120, seed: int = 4) -> list[Site]:
    dice = np.random.default_rng(seed)
    places = 0.1 * dice.normal(size=(count, 2)) + np.array([30.0, 114.0])
    return [
        Site(id=f"C{i}", place=(float(y), float(x)), load=float(load))
        for i, ((y, x), load) in enumerate(zip(places, dice.choice([40, 20, 10], count), strict=True))
    ]


def mixed(reps: list[str]) -> list[Site]:
    return [replace(site, today=reps[i % len(reps)]) for i, site in enumerate(town())]


def test_the_worked_table_holds() -> None:
    design = assign(sites=STREET, reps=["A", "B"])
    rows = [
        [cell.strip() for cell in line.strip("|\n ").split("|")]
        for line in DOC.read_text().splitlines()
        if line.startswith("| S")
    ]
    assert len(rows) == len(STREET)
    halves: dict[str, set[str]] = {}
    for (name, load, half), site in zip(rows, STREET, strict=True):
        assert (name, float(load)) == (site.id, site.load)
        halves.setdefault(half, set()).add(design.rep_of[name])
    assert sorted(len(reps) for reps in halves.values()) == [1, 1]
    assert halves["west"] != halves["east"]
    assert [territory.load for territory in design.territories] == [80, 80]
    assert f"{design.km:.2f} km" in DOC.read_text()


def test_loads_are_within_five_per_cent_and_territories_in_one_piece() -> None:
    design = assign(sites=town(), reps=["A", "B", "C", "D"])
    assert design.worst <= 0.05
    assert [territory.pieces for territory in design.territories] == [1, 1, 1, 1]
    assert not design.unmet


def test_the_same_seed_gives_the_same_answer() -> None:
    assert assign(sites=town(), reps=["A", "B", "C"], seed=3) == assign(
        sites=town(), reps=["A", "B", "C"], seed=3
    )


def test_fixed_pairs_are_honoured() -> None:
    sites = [replace(site, fixed="B") if site.id in {"C0", "C7"} else site for site in town()]
    design = assign(sites=sites, reps=["A", "B", "C"])
    assert design.rep_of["C0"] == design.rep_of["C7"] == "B"


def test_no_more_sites_change_hands_than_allowed() -> None:
    reps = ["A", "B", "C"]
    for most in (0, 5, 30):
        design = assign(sites=mixed(reps), reps=reps, max_moves=most)
        assert len(design.handovers) <= most
    free = assign(sites=mixed(reps), reps=reps)
    assert free.km < assign(sites=mixed(reps), reps=reps, max_moves=5).km


def test_a_limit_on_moves_that_leaves_loads_uneven_says_so() -> None:
    sites = [replace(site, today="A" if i < 100 else "B") for i, site in enumerate(town())]
    design = assign(sites=sites, reps=["A", "B"], max_moves=3)
    assert any("3 allowed moves" in line for line in design.unmet)
    assert all(handover.reason in {"nearer", "balance"} for handover in design.handovers)


def test_a_site_that_is_most_of_the_work_is_named_as_the_reason() -> None:
    sites = [*STREET, Site(id="big", place=(30.0, 114.05), load=900.0)]
    assert any("largest site" in line for line in assign(sites=sites, reps=["A", "B"]).unmet)


def test_sites_at_one_spot_can_be_shared_out() -> None:
    sites = [Site(id=f"C{i}", place=(30.0, 114.0), load=1.0) for i in range(20)]
    assert assign(sites=sites, reps=["A", "B"]).worst <= 0.05


@pytest.mark.parametrize(
    ("change", "offender"),
    [
        ({"load": -1.0}, "S0"),
        ({"load": float("nan")}, "S0"),
        ({"place": (float("nan"), 114.0)}, "S0"),
        ({"fixed": "Z"}, "S0"),
        ({"id": "S1"}, "S1"),
    ],
)
def test_bad_input_names_the_site(change: dict[str, object], offender: str) -> None:
    with pytest.raises(BadInput, match=f"^{offender}:"):
        assign(sites=[replace(STREET[0], **change), *STREET[1:]], reps=["A", "B"])  # type: ignore[arg-type]


def test_an_empty_set_and_too_many_reps_are_refused() -> None:
    with pytest.raises(BadInput, match="sites"):
        assign(sites=[], reps=["A"])
    with pytest.raises(BadInput, match="reps"):
        assign(sites=STREET[:1], reps=["A", "B"])


@settings(max_examples=15, deadline=None)
@given(data=st.data())
def test_every_site_has_one_rep_and_every_rule_holds(data: st.DataObject) -> None:
    reps = ["A", "B", "C"][: data.draw(st.integers(1, 3))]
    spot = st.tuples(st.floats(29.9, 30.1), st.floats(113.9, 114.1))
    sites = [
        Site(
            id=f"C{i}",
            place=data.draw(spot),
            load=data.draw(st.floats(0, 50)),
            fixed=data.draw(st.sampled_from([None, None, None, reps[-1]])),
            today=data.draw(st.sampled_from([None, *reps])),
        )
        for i in range(data.draw(st.integers(len(reps), 25)))
    ]
    forced = sum(site.fixed is not None and site.today not in (None, site.fixed) for site in sites)
    most = data.draw(st.integers(forced, forced + 10))
    design: Design = assign(sites=sites, reps=reps, max_moves=most)
    assert set(design.rep_of) == {site.id for site in sites}
    assert all(design.rep_of[site.id] == site.fixed for site in sites if site.fixed)
    moved = sum(site.today is not None and design.rep_of[site.id] != site.today for site in sites)
    assert moved == len(design.handovers) <= most
    loads = [sum(s.load for s in sites if design.rep_of[s.id] == rep) for rep in reps]
    assert [territory.load for territory in design.territories] == pytest.approx(loads)
    assert sum(len(territory.sites) for territory in design.territories) == len(sites)


def test_reps_needed_grows_with_the_work() -> None:
    def market(visits: float) -> list[Market]:
        return [Market(id=s.id, place=s.place, visits=visits, minutes=15) for s in town()]

    few, many = (reps_needed(outlets=market(visits), days=20) for visits in (1, 12))
    assert few.reps == 1
    assert many.reps > few.reps
    assert many.load <= 1.0 < (many.service + many.travel) / ((many.reps - 1) * 20 * 480)
    with pytest.raises(BadInput, match="outlets"):
        reps_needed(outlets=[], days=20)
