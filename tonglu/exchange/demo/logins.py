"""Who may log in to the demo company."""

from __future__ import annotations

from dataclasses import dataclass

from tonglu.directory.org.models import LEADERS, REPS, Appointment, Company, Person, Position, Role

SOURCE = "demo"
PASSWORD = "tonglu-demo"


@dataclass(frozen=True, slots=True)
class Login:
    """An account of the demo company, who uses it, and where."""

    username: str
    role: str
    name: str
    unit: str
    on_phone: bool


def logins() -> list[Login]:
    """Every account of the demo company, by role and name; none where the company is another."""
    if Company.current().source != SOURCE:
        return []
    held = Appointment.objects.filter(deputy=False, person__account__isnull=False)
    posts = held.select_related("person__account", "position__unit")
    order = list(Role)
    by_role = sorted(posts, key=lambda a: (order.index(Role(a.position.role)), a.person.login.username))
    return [_login(appointment.person, appointment.position) for appointment in by_role]


def one_of_each_role() -> list[Login]:
    first: dict[str, Login] = {}
    for login in logins():
        first.setdefault(login.role, login)
    return list(first.values())


def _login(person: Person, position: Position) -> Login:
    role = Role(position.role)
    return Login(
        username=person.login.username,
        role=str(role.label),
        name=person.name,
        unit=position.unit.name,
        on_phone=role in REPS | LEADERS,
    )
