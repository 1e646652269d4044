"""People with their accounts and appointments; the accounts have no password until their owners set one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from typing import Any

from django.contrib.auth.hashers import make_password
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tonglu.base.accounts.models import Account
from tonglu.base.search import search_text
from tonglu.directory.org.models import Appointment, Person, Position
from tonglu.exchange.imports.context import WHOLE
from tonglu.exchange.imports.ledger import Ledger, Row
from tonglu.exchange.imports.noun import Changes, Noun
from tonglu.exchange.imports.nouns.org import ADMINISTRATORS
from tonglu.exchange.imports.nouns.plain import yes_no_choices
from tonglu.exchange.sheets.cells import code, day, yes_no
from tonglu.exchange.sheets.columns import BadCell, Column, text


class People(Noun):
    key, title, model = "people", pgettext_lazy("list", "人员"), Person
    about = gettext_lazy("人员、登录账号和任命；导入后可发首次密码")
    roles = ADMINISTRATORS
    beside = frozenset({"username", "position", "start", "deputy"})

    def columns(self) -> Sequence[Column]:
        return (
            Column("code", ("工号", "人员编码", "编码", "code"), code(32), required=True, example="E0001"),
            Column("name", ("姓名", "名称", "name"), text(120), required=True, example="孙海波"),
            Column(
                "username",
                ("账号", "登录名", "用户名", "username", "login"),
                code(64),
                hint=_("要登录的人才填"),
                example="sunhb",
            ),
            Column(
                "position",
                ("岗位", "岗位编码", "任职", "position"),
                self.context.positions,
                hint=_("岗位编码或名称"),
                choices=self.context.positions.choices,
            ),
            Column(
                "start",
                ("任命日期", "到岗日期", "起", "start"),
                day,
                hint=_("空着即今天"),
                example="2026-01-01",
                kind="day",
            ),
            Column(
                "deputy",
                ("代理", "deputy"),
                yes_no,
                hint=_("临时代理别人的岗位写是"),
                choices=yes_no_choices(),
            ),
        )

    @cached_property
    def _usernames(self) -> dict[str, str]:
        """Each login → the code of its person."""
        return {
            name.casefold(): code or ""
            for name, code in Account.objects.values_list("username", "person__code")
        }

    @cached_property
    def _held(self) -> dict[int, list[Appointment]]:
        """Own appointments, not deputies', by position."""
        held: dict[int, list[Appointment]] = {}
        for appointment in Appointment.objects.filter(deputy=False).select_related("person"):
            held.setdefault(appointment.position_id, []).append(appointment)
        return held

    def complete(self, values: dict[str, Any]) -> None:
        if "username" in values:
            taken = self._usernames.get(values["username"].casefold())
            if taken is not None and taken != values["code"]:
                raise BadCell(
                    _("账号 {username} 已有人用").format(username=values["username"]), ("username",)
                )
        if "position" not in values:
            return
        values.setdefault("start", self.context.on)
        values.setdefault("deputy", False)
        clash = None if values["deputy"] else self._clash(values)
        if clash is not None:
            raise BadCell(
                _("岗位 {position} 已由 {person} 担任，从 {start} 起").format(
                    position=values["position"], person=clash.person, start=clash.start
                ),
                ("position",),
            )

    def _clash(self, values: Mapping[str, Any]) -> Appointment | None:
        """Someone else's appointment to that position that is not over on the first day."""
        held = self._held.get(values["position"].pk, ())
        others = (a for a in held if a.person.code != values["code"])
        return next((a for a in others if a.stop is None or a.stop > values["start"]), None)

    def check_all(self, rows: Sequence[Row]) -> Iterable[tuple[Row, BadCell]]:
        """A login and a post are for one person of the sheet."""
        logins = Counter(row.values["username"].casefold() for row in rows if "username" in row.values)
        posts = {
            (row.values["position"].pk, row.values["code"])
            for row in rows
            if "position" in row.values and not row.values["deputy"]
        }
        crowded = Counter(post for post, _code in posts)
        for row in rows:
            if logins[row.values.get("username", "").casefold()] > 1:
                yield row, BadCell(_("本表里有两行用这个账号"), ("username",))
            elif "position" in row.values and crowded[row.values["position"].pk] > 1:
                yield row, BadCell(_("本表里有两个人担任这个岗位"), ("position",))

    def paths(self, values: Mapping[str, Any]) -> Iterable[str]:
        return [values["position"].unit.path if "position" in values else WHOLE]

    def holds(self, obj: Any) -> bool:
        scope = self.context.scope
        return scope is None or Person.objects.visible_to(scope).filter(pk=obj.pk).exists()

    def value(self, obj: Any, name: str) -> Any:
        match name:
            case "username":
                return obj.account.username if obj.account else None
            case "position":
                return obj.position(on=self.context.on)
        return getattr(obj, name, None)

    def changes(self, obj: Any, values: Mapping[str, Any]) -> Changes:
        told = {name: value for name, value in values.items() if name not in {"start", "deputy"}}
        return super().changes(obj, told)

    def refresh(self, obj: Any) -> Sequence[str]:
        obj.search = search_text(obj.name, obj.code)
        return ("search",)

    def create(self, rows: Sequence[Row], ledger: Ledger) -> None:
        for n, row in enumerate(rows, start=1):
            account = self._account(row, ledger)
            person = Person(code=row.values["code"], name=row.values["name"], account=account)
            self.refresh(person)
            person.save(force_insert=True)
            ledger.made(row, person)
            if "position" in row.values:
                self._appoint(row, person, ledger)
            if not n % 100:
                self.context.tick(n, len(rows))

    def _account(self, row: Row, ledger: Ledger) -> Account | None:
        if "username" not in row.values:
            return None
        account = Account.objects.create(username=row.values["username"], password=make_password(None))
        ledger.also(row, account)
        return account

    def _appoint(self, row: Row, person: Person, ledger: Ledger) -> None:
        position, start, deputy = (row.values[name] for name in ("position", "start", "deputy"))
        made = Appointment.objects.create(person=person, position=position, start=start, deputy=deputy)
        ledger.also(row, made)

    def follow(self, row: Row, obj: Any, changes: Changes, ledger: Ledger) -> None:
        if "username" in changes:
            self._rename(row, obj, ledger)
        if isinstance(changes.get("position", (None, None))[1], Position):
            self._move(row, obj, ledger)

    def _rename(self, row: Row, person: Person, ledger: Ledger) -> None:
        if person.account is None:
            person.account = self._account(row, ledger)
            person.save(update_fields=["account"])
            ledger.also(row, person, {"account": (None, person.account.pk if person.account else None)})
            return
        old, person.account.username = person.account.username, row.values["username"]
        person.account.save(update_fields=["username"])
        ledger.also(row, person.account, {"username": (old, person.account.username)})

    def _move(self, row: Row, person: Person, ledger: Ledger) -> None:
        """From the day he holds the new position, and none of his old ones; a deputy keeps his own."""
        start = row.values["start"]
        mine = person.appointments.filter(deputy=False, stop__isnull=True, start__lt=start)
        for appointment in () if row.values["deputy"] else mine:
            appointment.end(on=start)
            ledger.also(row, appointment, {"stop": (None, start)})
        self._appoint(row, person, ledger)
