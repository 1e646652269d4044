"""Who is asked, from values alone: the organisation as posts and tenures, and a rule's steps made into positions.

A seat that would fall to the applicant, or to a post that nobody holds, goes on up the line. Above the top of the line
stand the other leaders of the highest rank, and last the administrators: somebody else always looks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from tonglu.directory.approvals.rules import Place, Step

# how high a leading role stands; the others lead nobody
RANK: Mapping[str, int] = {"supervisor": 1, "head": 2, "area_manager": 3, "director": 4}
LAST_RESORT = "administrator"


@dataclass(frozen=True, slots=True)
class Post:
    """A position. `path` is its unit's: ids from the root, each followed by `/`."""

    id: int
    code: str
    role: str
    path: str
    superior: int | None = None

    @property
    def rank(self) -> int:
        return RANK.get(self.role, 0)


@dataclass(frozen=True, slots=True)
class Tenure:
    """A person in a position, over [`start`, `stop`)."""

    person: int
    start: date
    stop: date | None = None
    deputy: bool = False

    def covers(self, on: date) -> bool:
        return self.start <= on and (self.stop is None or on < self.stop)


@dataclass(frozen=True)
class Org:
    """Posts by id, and who holds each when."""

    posts: Mapping[int, Post]
    tenures: Mapping[int, Sequence[Tenure]]
    # lines that were asked for before: a simulation asks for the same few thousands of times
    _lines: dict[int, list[Post]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def holder(self, post: int, *, on: date) -> int | None:
        """Who acts there: the deputy while there is one, else the one appointed."""
        present = [tenure for tenure in self.tenures.get(post, ()) if tenure.covers(on)]
        return min(present, key=lambda tenure: not tenure.deputy).person if present else None

    def leaders(self, post: int) -> list[Post]:
        """Up the line, nearest first: the superior where one is named, else the next leader over the unit."""
        if post not in self._lines:
            self._lines[post] = self._line(post)
        return self._lines[post]

    def _line(self, post: int) -> list[Post]:
        line: list[Post] = []
        seen, at = {post}, self.posts.get(post)
        while at and (above := self._above(at)) and above.id not in seen:
            line.append(above)
            seen.add(above.id)
            at = above
        return line

    def _above(self, post: Post) -> Post | None:
        if post.superior is not None and post.superior in self.posts:
            return self.posts[post.superior]
        over = [
            other
            for other in self.posts.values()
            if other.rank > post.rank and post.path.startswith(other.path)
        ]
        return min(over, key=lambda other: (-len(other.path), other.rank, other.code), default=None)

    def upwards(self, post: int) -> Iterator[Post]:
        """The post, its leaders, the others of the highest rank, and the administrators."""
        line = [self.posts[post], *self.leaders(post)]
        yield from line
        first = sorted(self.posts.values(), key=lambda other: other.code)
        top = max((other.rank for other in first), default=0)
        yield from (other for other in first if other.rank == top > 0 and other not in line)
        yield from (other for other in first if other.role == LAST_RESORT and other not in line)


@dataclass(frozen=True, slots=True)
class Asked:
    """A step with the positions that are asked, each for itself: all must agree, or `any` of them."""

    positions: tuple[int, ...]
    any: bool = False


@dataclass(frozen=True, slots=True)
class Applicant:
    """Who applies from which post on which day. `own`: persons who may not answer (himself, and who typed it in)."""

    post: int
    own: frozenset[int]
    on: date


def resolve(steps: Sequence[Step], *, org: Org, applicant: Applicant) -> tuple[Asked, ...]:
    """The steps as positions. A position is asked once: where it must agree anyway, a later step does without it.

    Empty only where nobody but the applicant holds a leading or administering post.
    """
    required: set[int] = set()
    chain: list[Asked] = []
    for step in steps:
        wanted = [found for place in step.places if (found := seat(place, org=org, applicant=applicant))]
        positions = tuple(dict.fromkeys(wanted))
        left = tuple(position for position in positions if position not in required)
        settled = step.any and len(left) < len(positions)
        if not left or settled:
            continue
        chain.append(Asked(left, step.any and len(left) > 1))
        if not chain[-1].any:
            required |= set(left)
    return tuple(chain)


def seat(place: Place, *, org: Org, applicant: Applicant) -> int | None:
    """The position that a place means for this applicant; None where nobody else holds any."""
    for post in _wanted(place, org, applicant.post):
        if _may_sit(post, org, applicant):
            return post.id
    return None


def escalated(post: int, *, org: Org, applicant: Applicant, asked: Collection[int]) -> int | None:
    """The next one up from a post who was not asked yet; None when there is none."""
    return next(
        (up.id for up in org.upwards(post) if up.id not in asked and _may_sit(up, org, applicant)), None
    )


def _may_sit(post: Post, org: Org, applicant: Applicant) -> bool:
    held_by = org.holder(post.id, on=applicant.on)
    return held_by is not None and held_by not in applicant.own


def _wanted(place: Place, org: Org, post: int) -> Iterator[Post]:
    """Candidates, the meant one first."""
    line = org.leaders(post)
    if place.role:
        yield from _anywhere(place.role, org, org.posts[post])
        yield from org.upwards(line[-1].id if line else post)
        return
    if not line:
        yield from org.upwards(post)
        return
    if place.up is not None:
        meant = line[min(place.up, len(line)) - 1]
    else:
        rank = RANK.get(place.line, 0)
        exact = [leader for leader in line if leader.role == place.line]
        meant = next(iter(exact or [leader for leader in line if leader.rank >= rank] or line[-1:]))
    yield from org.upwards(meant.id)


def _anywhere(role: str, org: Org, near: Post) -> list[Post]:
    """Holders of a role: those over the applicant's unit first, the nearest before the others."""
    found = [post for post in org.posts.values() if post.role == role]
    return sorted(found, key=lambda post: (not near.path.startswith(post.path), -len(post.path), post.code))
