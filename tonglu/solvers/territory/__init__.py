"""Territories: which rep looks after which outlet, so that work is even and ways are short."""

from tonglu.solvers.territory.assign import assign
from tonglu.solvers.territory.design import Design, Handover, Site, Territory
from tonglu.solvers.territory.need import Market, Need, reps_needed

__all__ = ["Design", "Handover", "Market", "Need", "Site", "Territory", "assign", "reps_needed"]
