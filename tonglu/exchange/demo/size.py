"""How large the demo company is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random


@dataclass(frozen=True, slots=True)
class Size:
    """`teams`: for each office its teams, each as its number of reps. `shares`: percent of outlets of class A, B, C,
    so chosen that a rep has about 24 calls a day when A is called on weekly, B every two weeks, C every four.
    `lived_in`: things went on there, and people left photos, forms and questions behind."""

    teams: tuple[tuple[int, ...], ...]
    outlets: int
    shares: tuple[int, int, int]
    days: int = 90
    lived_in: bool = True

    @property
    def reps(self) -> int:
        return sum(sum(office) for office in self.teams)


SIZES: Mapping[str, Size] = {
    "tiny": Size(((2,),), 40, (66, 24, 10), days=10, lived_in=False),
    "small": Size(((3, 3), (3,), (3,)), 1_800, (66, 24, 10)),
    "city": Size(((5, 5), (5, 5), (5, 5)), 6_000, (40, 40, 20)),
}


def dice(seed: int, noun: str) -> Random:
    """A stream of chance for one noun, so that a change to one leaves the others as they were."""
    return Random(f"{seed}/{noun}")
