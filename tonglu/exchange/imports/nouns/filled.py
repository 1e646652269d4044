"""Filled-in forms of the past: one sheet for each form, its columns the questions of a version."""

from __future__ import annotations

import json
from collections.abc import Hashable, Mapping, Sequence
from typing import Any
from uuid import UUID, uuid5

from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tonglu.base.errors import NotYours, Refused
from tonglu.directory.forms.definition import Definition, Question
from tonglu.directory.forms.filled import Filled, Subject
from tonglu.directory.forms.rules import clean
from tonglu.directory.org.fields import FieldGroup, sees
from tonglu.directory.org.models import Person, Position
from tonglu.exchange.imports.context import Context
from tonglu.exchange.imports.ledger import Ledger, Row
from tonglu.exchange.imports.noun import Changes
from tonglu.exchange.imports.nouns.naming import customer_column, person_column
from tonglu.exchange.imports.nouns.questions import MARK, answers_of, question_columns, said
from tonglu.exchange.imports.nouns.told import Told, instant, numbered, past_day
from tonglu.exchange.sheets.cells import code, day, time_of_day
from tonglu.exchange.sheets.columns import BadCell, Column

# the name space of other systems' numbers of filled-in forms: the same form and number is the same record
_SPACE = UUID("a4b8b0f6-0a0e-5a53-9e3c-5d1f0c6f7e19")
_HEAD = ("date", "time", "person", "customer", "about")


def id_of(*, form: str, number: str) -> UUID:
    """The id of a record of a form that another system numbered."""
    return uuid5(_SPACE, f"{form}:{numbered(number)}")


class FilledForms(Told):
    """Without photos and signatures: those are not in a sheet, and nobody is asked for them."""

    key, title, model = "filled_forms", gettext_lazy("填写记录"), Filled
    about = gettext_lazy("先选表单，再下载它的空表；编号相同的行是同一份，表格题一行写一条")
    identity = ("number",)
    together = ("number",)
    of_a_form = True

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.asked = _asked(context)
        questions = self.asked.questions if self.asked else ()
        self.by_name = dict(_named(questions))
        self.common = (*_HEAD, *(MARK + q.key for q in questions if not q.columns))
        self.beside = frozenset({"number", *_HEAD, *self.by_name})
        private = {q.key for q in questions if q.private}
        self.erasable = frozenset(name for name in self.by_name if name.split(".")[1] in private)

    def columns(self) -> Sequence[Column]:
        head = tuple(self._head())
        if self.asked is None:
            return head
        taken = [name for column in head for name in (*column.headers, column.name)]
        return (*head, *question_columns(self.asked, self.context, taken=taken))

    def _head(self) -> Sequence[Column]:
        context = self.context
        return (
            Column(
                "number",
                ("编号", "记录编号", "number"),
                code(64),
                required=True,
                hint=_("原系统的编号，或自己编的；每份一个"),
                example="JC-0001",
            ),
            Column(
                "date",
                ("填写日期", "日期", "date"),
                past_day(context, day),
                required=True,
                example="2026-11-20",
                kind="day",
            ),
            Column("time", ("填写时间", "时间", "time"), time_of_day, example="9:30"),
            person_column(context, "填写人"),
            *self._subject(),
        )

    def _subject(self) -> Sequence[Column]:
        match self.asked.subject if self.asked else "":
            case "customer":
                return (customer_column(self.context),)
            case "person":
                return (Column("about", ("关于谁", "被评人", "about"), self.context.people, required=True),)
        return ()

    def complete(self, values: dict[str, Any]) -> None:
        if self.asked is None:
            raise BadCell(_("没有选表单"))

    def _id(self, values: Mapping[str, Any]) -> UUID:
        assert self.context.form is not None  # asked for when the row was read
        return id_of(form=self.context.form.form.key, number=values["number"])

    def known_by(self, values: Mapping[str, Any]) -> Hashable | None:
        """By its number; of the rows of one record by what they add to its tables."""
        _plain, tables = answers_of(values)
        return (self._id(values), json.dumps(tables, sort_keys=True))

    def stored(self, rows: Sequence[Row]) -> Mapping[Hashable, Model]:
        ids = list({self._id(row.values) for row in rows})
        there: dict[UUID, Filled] = {}
        for start in range(0, len(ids), 500):
            some = Filled.objects.filter(pk__in=ids[start : start + 500])
            there |= {one.pk: one for one in some.select_related("version__form", "person", "about")}
        return {self.known_by(row.values): there[id] for row in rows if (id := self._id(row.values)) in there}

    def label(self, obj: Any) -> str:
        return _("{person} {day} 的{form}").format(
            person=obj.person, day=obj.business_date, form=obj.version.form.title
        )

    def value(self, obj: Any, name: str) -> Any:
        if name.startswith(MARK):
            return obj.answers.get(name.removeprefix(MARK))
        match name:
            case "date":
                return obj.business_date
            case "time":
                return obj.at.astimezone(self.context.zone).time()
            case "customer":
                return obj.subject_name
        return getattr(obj, name, None)

    def shown(self, values: Mapping[str, Any]) -> dict[str, str]:
        shown = super().shown(values)
        questions = {name: self.by_name[name] for name in values if name in self.by_name}
        return shown | {name: said(question, values[name]) for name, question in questions.items()}

    def changes(self, obj: Any, values: Mapping[str, Any]) -> Changes:
        """What the row says otherwise; an answer that did not apply was not kept, and says nothing."""
        plain, tables = answers_of(values)
        form: Definition = obj.version.parsed
        names = [name for name in _HEAD if name in values and name != "customer"]
        found = {n: (self.value(obj, n), values[n]) for n in names if self.value(obj, n) != values[n]}
        if "customer" in values and obj.customer_id != values["customer"].pk:
            found["customer"] = (obj.subject_name, values["customer"])
        kept = clean(form, {**obj.answers, **plain})
        for key in plain:
            if key in kept and kept[key] != obj.answers.get(key):
                found[MARK + key] = (obj.answers.get(key), plain[key])
        for table, cells in tables.items():
            lines = clean(form, {**obj.answers, table: [cells]}).get(table) or []
            if any(line not in obj.answers.get(table, []) for line in lines):
                found[MARK + table] = (obj.answers.get(table), cells)
        return found

    def create(self, rows: Sequence[Row], ledger: Ledger) -> None:
        self.context.account()
        self.together_by(rows, lambda row: self._id(row.values), self._fill, ledger)

    def _fill(self, rows: Sequence[Row]) -> Filled:
        first, told, version = rows[0].values, self.agreed(rows), self.context.form
        assert version is not None  # asked for when the rows were read
        if Filled.objects.filter(pk=self._id(first)).exists():
            raise Refused(_("编号 {number} 已经导入过，不能再加行"), number=first["number"])
        answers, _tables = answers_of(told)
        for row in rows:
            for table, cells in answers_of(row.values)[1].items():
                answers.setdefault(table, []).append(cells)
        person, on = told["person"], told["date"]
        return Filled.fill(
            id=self._id(first),
            version=version,
            answers=answers,
            person=person,
            position=self._position(person, on),
            finished_at=instant(self.context, on, told["time"])
            if "time" in told
            else instant(self.context, on),
            at=self.context.at,
            subject=self._about(told),
            private=_sees_private(self.context),
            by=self.context.account(),
        )

    def _position(self, person: Person, on: Any) -> Position:
        """Of those that he acted in, the first that fills this form in."""
        own = self.position_on(person, on)
        assert self.context.form is not None
        roles = {row.role for row in self.context.form.form.roles.all()}
        position = next((one for one in person.held(on=on) if one.role in roles), None)
        if position is None:
            raise NotYours(
                _("{title} 不由 {name} 的岗位填写"), title=self.context.form.form.title, name=person.name
            )
        if position != own:
            self.hold(position)
        return position

    def _about(self, told: Mapping[str, Any]) -> Subject:
        if (customer := told.get("customer")) is not None:
            return Subject(name=customer.name, customer=customer.pk)
        if (about := told.get("about")) is not None:
            self.position_on(about, told["date"])
            return Subject(name=about.name, person=about)
        return Subject()


def _sees_private(context: Context) -> bool:
    return context.scope is None or sees(context.scope.roles, FieldGroup.PRIVATE)


def _asked(context: Context) -> Definition | None:
    """What a sheet can answer, as far as the sender sees it."""
    if context.form is None:
        return None
    whole = context.form.parsed
    return (whole if _sees_private(context) else whole.public).on_paper


def _named(questions: Sequence[Question]) -> Sequence[tuple[str, Question]]:
    """The questions and columns of tables, by the names of the sheet's columns."""
    plain = [(MARK + q.key, q) for q in questions if not q.columns]
    return plain + [(f"{MARK}{q.key}.{c.key}", c) for q in questions for c in q.columns]
