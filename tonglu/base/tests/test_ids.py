from __future__ import annotations

from datetime import timedelta

from conftest import NOW
from tonglu.base.ids import new_id


def test_ids_are_uuid7_and_sort_by_the_time_they_were_made():
    earlier, later = new_id(at=NOW), new_id(at=NOW + timedelta(milliseconds=1))
    assert earlier < later
    assert (earlier.version, earlier.variant) == (7, "specified in RFC 4122")


def test_the_same_time_and_seed_give_the_same_id():
    assert new_id(at=NOW, random=7) == new_id(at=NOW, random=7) != new_id(at=NOW, random=8)
