"""The organisation as values, read for the posts that matter to an applicant, or for all at once."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from itertools import accumulate

from django.db.models import Q

from tonglu.directory.approvals.chain import LAST_RESORT, Org, Post, Tenure
from tonglu.directory.org.models import REPS, Appointment, Position, Role


def around(*, positions: Collection[Position], roles: Collection[str] = ()) -> Org:
    """The lines of some positions up to the top, the highest leaders, the administrators, the holders of `roles`."""
    over = {path for position in positions for path in _prefixes(position.unit.path)}
    wanted = Q(unit__path__in=over) & ~Q(role__in=REPS)
    wanted |= Q(role__in={*roles, Role.DIRECTOR, LAST_RESORT}) | Q(pk__in=[p.pk for p in positions])
    found = {row.pk: row for row in Position.objects.filter(wanted).select_related("unit")}
    while missing := {p.superior_id for p in found.values() if p.superior_id} - set(found):
        found |= {row.pk: row for row in Position.objects.filter(pk__in=missing).select_related("unit")}
    return _org(found.values())


def everyone(*, applying: Collection[int]) -> Org:
    """All posts that lead or serve, and those applied from, by id: for many documents at once."""
    rows = Position.objects.filter(~Q(role__in=REPS) | Q(pk__in=applying)).select_related("unit")
    return _org(rows)


def _org(rows: Iterable[Position]) -> Org:
    posts = {row.pk: Post(row.pk, row.code, row.role, row.unit.path, row.superior_id) for row in rows}
    tenures: dict[int, list[Tenure]] = defaultdict(list)
    # in order of ids, so that of two who overlap the same one is taken each time
    for a in Appointment.objects.filter(position__in=posts).order_by("start", "id"):
        tenures[a.position_id].append(Tenure(a.person_id, a.start, a.stop, a.deputy))
    return Org(posts, tenures)


def _prefixes(path: str) -> list[str]:
    """`1/5/` gives `1/` and `1/5/`."""
    return list(accumulate(f"{part}/" for part in path.split("/")[:-1]))
