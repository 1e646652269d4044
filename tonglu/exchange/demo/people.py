"""The organisation: offices, teams, positions, who holds them, their logins, and one deputy's week in the past."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random

from django.contrib.auth.hashers import make_password

from tonglu.base.accounts.models import Account
from tonglu.base.search import search_text
from tonglu.directory.calendar.models import Leave
from tonglu.directory.org.models import Appointment, Person, Position, Role, Unit
from tonglu.exchange.demo.logins import PASSWORD
from tonglu.exchange.demo.names import person_name
from tonglu.exchange.demo.size import Size
from tonglu.exchange.demo.streets import DISTRICTS, District

NUMERALS = "一二三四五六"


@dataclass(frozen=True, slots=True)
class Post:
    """A position and the person who holds it."""

    position: Position
    person: Person

    @property
    def account(self) -> Account:
        return self.person.login


@dataclass(frozen=True, slots=True)
class Team:
    unit: Unit
    supervisor: Post
    reps: tuple[Post, ...]


@dataclass(frozen=True, slots=True)
class Office:
    unit: Unit
    district: District
    head: Post
    clerk: Post
    teams: tuple[Team, ...]

    @property
    def reps(self) -> list[Post]:
        return [rep for team in self.teams for rep in team.reps]


@dataclass(frozen=True, slots=True)
class Absence:
    """A supervisor away for some days, and the one who acts for him: [`start`, `stop`)."""

    away: Post
    deputy: Post
    start: date
    stop: date


@dataclass(frozen=True, slots=True)
class Staff:
    unit: Unit
    director: Post
    administrator: Post
    offices: tuple[Office, ...]
    absences: tuple[Absence, ...] = ()

    @property
    def teams(self) -> list[Team]:
        return [team for office in self.offices for team in office.teams]

    @property
    def reps(self) -> list[Post]:
        return [rep for team in self.teams for rep in team.reps]

    def leads(self, team: Team, *, on: date) -> Post:
        """Who signs for a team on a day: its supervisor, or his deputy."""
        for absence in self.absences:
            if absence.away is team.supervisor and absence.start <= on < absence.stop:
                return absence.deputy
        return team.supervisor


def staff(random: Random, *, size: Size, company: str, since: date, today: date) -> Staff:
    """Creates everyone. All share one password, hashed once: hashing is slow by design."""
    hiring = _Hiring(random, since)
    root = Unit.objects.create(code="HQ", name=company, kind=Unit.Kind.COMPANY)
    director = hiring.post("director", Role.DIRECTOR, root, "销售总监", superior=None)
    administrator = hiring.post("admin", Role.ADMINISTRATOR, root, "系统管理员", superior=director)
    offices = tuple(
        _office(hiring, root, district, teams, director)
        for district, teams in zip(DISTRICTS, size.teams, strict=False)
    )
    _colleagues(hiring, root, offices, director)
    everyone = Staff(root, director, administrator, offices)
    return Staff(root, director, administrator, offices, _absences(everyone, today))


# login, role, title and whom he works under, of those between director and offices, and beside them
SERVING = (
    ("area", Role.AREA_MANAGER, "大区经理", "director"),
    ("red_manager", Role.RED_MANAGER, "RED 经理", "director"),
    ("red_supervisor", Role.RED_SUPERVISOR, "RED 主任", "red_manager"),
    ("red1", Role.RED_MEMBER, "RED 专员", "red_supervisor"),
    ("css", Role.CSS_HEAD, "CSS 主管", "director"),
    ("finance", Role.FINANCE, "财务主管", "director"),
    ("legal", Role.LEGAL, "法务", "director"),
)


def _colleagues(hiring: _Hiring, root: Unit, offices: Sequence[Office], director: Post) -> None:
    """One of each position beside the chain of command; in the first office one who promotes and one who delivers."""
    known = {"director": director}
    for username, role, title, above in SERVING:
        known[username] = hiring.post(username, role, root, title, superior=known[above])
    heads = [office.head.position.pk for office in offices]
    Position.objects.filter(pk__in=heads).update(superior=known["area"].position)
    first = offices[0]
    promoted = first.teams[0]
    hiring.post(
        "promoter1", Role.PROMOTER, promoted.unit, f"{promoted.unit.name}促销员", superior=promoted.supervisor
    )
    hiring.post("driver1", Role.DELIVERER, first.unit, f"{first.unit.name}配送员", superior=first.head)


@dataclass
class _Hiring:
    random: Random
    since: date
    taken: set[str] = field(default_factory=set)
    count: dict[str, int] = field(default_factory=dict)
    password: str = field(default_factory=lambda: make_password(PASSWORD))

    def number(self, kind: str) -> int:
        self.count[kind] = self.count.get(kind, 0) + 1
        return self.count[kind]

    def post(self, username: str, role: Role, unit: Unit, title: str, *, superior: Post | None) -> Post:
        """A new position with a new person in it, who can log in."""
        account = Account.objects.create(username=username, password=self.password)
        name, code = person_name(self.random, self.taken), f"E{self.number('person'):03d}"
        person = Person.objects.create(
            code=code, name=name, account=account, search=search_text(name, code, username)
        )
        above = superior.position if superior else None
        position = Position.objects.create(
            code=f"P-{username}", unit=unit, role=role, title=title, superior=above
        )
        Appointment.objects.create(person=person, position=position, start=self.since)
        return Post(position, person)


def _office(hiring: _Hiring, root: Unit, district: District, sizes: Sequence[int], director: Post) -> Office:
    number = hiring.number("office")
    unit = Unit.objects.create(
        code=district.code, name=f"{district.name}营业所", kind=Unit.Kind.OFFICE, parent=root
    )
    head = hiring.post(f"head{number}", Role.HEAD, unit, f"{unit.name}所长", superior=director)
    clerk = hiring.post(f"clerk{number}", Role.CLERK, unit, f"{unit.name}内勤", superior=head)
    teams = tuple(_team(hiring, unit, district, n, reps, head) for n, reps in enumerate(sizes, start=1))
    return Office(unit, district, head, clerk, teams)


def _team(hiring: _Hiring, office: Unit, district: District, place: int, reps: int, head: Post) -> Team:
    name = f"{district.name}{NUMERALS[place - 1]}组"
    unit = Unit.objects.create(code=f"{district.code}{place}", name=name, kind=Unit.Kind.TEAM, parent=office)
    title = f"supervisor{hiring.number('supervisor')}"
    supervisor = hiring.post(title, Role.SUPERVISOR, unit, f"{name}销售主任", superior=head)
    posts: list[Post] = []
    for _rep in range(reps):
        number = hiring.number("rep")
        role = Role.TOWNSHIP_REP if place == 1 and len(posts) == reps - 1 > 0 else Role.REP
        title = f"{name}业务员{number:02d}"
        posts.append(hiring.post(f"rep{number:02d}", role, unit, title, superior=supervisor))
    return Team(unit, supervisor, tuple(posts))


def _absences(everyone: Staff, today: date) -> tuple[Absence, ...]:
    """The first supervisor was away for a week, a fortnight ago; the second acted for him."""
    if len(everyone.teams) < 2:
        return ()
    away, deputy = everyone.teams[0].supervisor, everyone.teams[1].supervisor
    start = today - timedelta(days=today.weekday() + 14)
    absence = Absence(away, deputy, start, start + timedelta(days=5))
    Leave.objects.create(person=away.person, start=absence.start, stop=absence.stop, reason="年休假")
    Appointment.objects.create(
        person=deputy.person, position=away.position, deputy=True, start=absence.start, stop=absence.stop
    )
    return (absence,)
