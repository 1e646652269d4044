"""Phones: one for each rep, and a lost one that was revoked."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from tonglu.directory.devices.models import Device
from tonglu.exchange.demo.people import Staff

MODELS = ("华为 nova 12", "Redmi Note 13", "OPPO A3", "vivo Y200", "荣耀 X50")


def phones(random: Random, *, staff: Staff, at: datetime) -> int:
    """Registers them; the tokens are thrown away, so that nobody is logged in. Returns how many."""
    lost = staff.reps[-1].person
    old, _token = Device.register(person=lost, name=random.choice(MODELS), at=at - timedelta(days=60))
    old.revoke(by=staff.administrator.account, at=at - timedelta(days=20))
    for rep in staff.reps:
        first = at - timedelta(days=random.randint(3, 19), minutes=random.randint(0, 600))
        Device.register(person=rep.person, name=random.choice(MODELS), at=first)
    return len(staff.reps) + 1
