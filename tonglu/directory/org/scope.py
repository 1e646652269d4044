"""Scope 权限范围: what of the organisation a person may see on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q


@dataclass(frozen=True, slots=True)
class Scope:
    """A person's own line of the organisation on a day.

    `positions` are those he acts in; `paths` the units (with all below them) that he leads or serves. A rep has
    positions and no paths. Every list is cut by `positions_q`, through the position that the row belongs to.
    """

    person_id: int
    on: date
    roles: frozenset[str]
    positions: frozenset[int]
    paths: tuple[str, ...] = ()

    def positions_q(self, field: str = "position") -> Q:
        """Rows whose `field` (a foreign key to a position) lies in this scope."""
        wanted = Q(**{f"{field}__in": self.positions})
        return wanted | self.units_q(f"{field}__unit") if self.paths else wanted

    def facts_q(self) -> Q:
        """Facts of this scope's positions, and those that he recorded himself wherever he stood at the time."""
        return self.positions_q() | Q(person=self.person_id)

    def units_q(self, field: str = "unit") -> Q:
        """Rows whose `field` (a foreign key to a unit) lies in this scope; none for one who leads no unit.

        An empty `field` means units themselves.
        """
        wanted = Q(pk__in=[])
        for path in self.paths:
            wanted |= Q(**{f"{field}__path__startswith" if field else "path__startswith": path})
        return wanted

    def leads(self, path: str) -> bool:
        """Whether a unit of that path lies in a unit of this scope."""
        return any(path.startswith(mine) for mine in self.paths)
