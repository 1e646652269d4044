from __future__ import annotations

from tonglu.web.jobs.names import NAMES
from tonglu.web.jobs.table import KINDS, SCHEDULE


def test_every_kind_has_a_name_and_every_name_a_kind():
    assert set(KINDS) == set(NAMES)


def test_what_runs_by_the_clock_is_done_by_someone():
    assert set(SCHEDULE) <= set(KINDS)
