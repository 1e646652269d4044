"""The heavy libraries come when a solver is asked for, and not before."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tonglu.solvers import allocate, replenish

HEAVY = {"numba", "pandas", "scipy"}


def test_the_light_rules_bring_no_heavy_library():
    light = "from tonglu.solvers.allocate import split; from tonglu.solvers.replenish import rule15"
    asked = f"import sys; {light}; print(*sys.modules)"
    told = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, check=True)
    assert not HEAVY & set(told.stdout.split())


@pytest.mark.parametrize("package", [allocate, replenish], ids=lambda package: package.__name__)
def test_every_name_that_a_package_promises_is_there(package):
    kinds = {name: type(getattr(package, name)).__name__ for name in package.__all__}
    assert [name for name, kind in kinds.items() if kind == "module"] == []


def test_a_name_that_nobody_promised_is_refused():
    with pytest.raises(AttributeError, match="no attribute 'guess'"):
        _ = replenish.guess
