"""Everything that people and programs did in the last weeks, in the order in which it happened."""

from __future__ import annotations

from datetime import datetime
from random import Random

from tonglu.exchange.demo.life.absences import absences
from tonglu.exchange.demo.life.credit import credit
from tonglu.exchange.demo.life.forms import forms
from tonglu.exchange.demo.life.machines import begun, machines
from tonglu.exchange.demo.life.orders import orders
from tonglu.exchange.demo.life.plans import plans
from tonglu.exchange.demo.life.proposals import proposals
from tonglu.exchange.demo.life.reports import reports
from tonglu.exchange.demo.life.scene import Scene
from tonglu.exchange.demo.life.sheets import sheets
from tonglu.exchange.demo.world import World

WEEKS = 20  # working days that the agenda may reach back


def live(random: Random, world: World, *, at: datetime) -> None:
    """Fills the agenda and does it, up to the instant at which the demo company is loaded."""
    scene = Scene(world, random, world.latest(WEEKS))
    for part in (machines, absences, sheets, orders, plans, proposals, credit, reports, forms):
        part(scene)
    scene.agenda.run(until=at)
    begun(scene, at=at)
