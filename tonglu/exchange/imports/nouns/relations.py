"""What is known of customers beside their card: the people there, and what they may owe. Both by the house's verbs."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from tonglu.base.errors import Refused
from tonglu.customers.credit.models import GRANTING, CreditTerms
from tonglu.customers.credit.rules import FIVE_CS
from tonglu.customers.people.models import PRIVATE, PUBLIC, KeyPerson
from tonglu.directory.org.fields import FieldGroup, sees
from tonglu.directory.org.models import Role
from tonglu.exchange.imports.ledger import Ledger, Row
from tonglu.exchange.imports.noun import Changes, Noun
from tonglu.exchange.imports.nouns.naming import customer_column
from tonglu.exchange.sheets.cells import amount, day, digits, labels, one_of, telephone, whole, yes_no
from tonglu.exchange.sheets.columns import Column, text
from tonglu.fieldwork.visits.queries import monthly_sales


class KeyPeople(Noun):
    """The columns of private facts are there only for those who see such facts. Nothing of a person stays behind in
    what is kept of an import, because he may want to be forgotten."""

    key, title, model = "key_people", pgettext_lazy("list", "关键人"), KeyPerson
    about = gettext_lazy("客户那里拍板、采购、收货、付款的人；私人资料只有看得到的人才有这几列")
    identity = ("customer", "name")
    roles = frozenset({Role.CLERK, Role.CSS_HEAD, Role.ADMINISTRATOR})
    beside = frozenset(PRIVATE)
    erasable = frozenset({"name", "phone", "title", *PRIVATE})
    by_verbs = True
    undoable = False

    def columns(self) -> Sequence[Column]:
        scope = self.context.scope
        private = scope is None or sees(scope.roles, FieldGroup.PRIVATE)
        return (*self._public(), *(self._private() if private else ()))

    def _public(self) -> Sequence[Column]:
        return (
            customer_column(self.context),
            Column("name", ("姓名", "关键人", "name"), text(64), required=True, example="王老板"),
            Column(
                "role",
                ("角色", "role"),
                one_of(labels(KeyPerson.Role)),
                hint=_("空着即其他"),
                example="老板",
                choices=[str(role.label) for role in KeyPerson.Role],
            ),
            Column("title", ("职务", "title"), text(64)),
            Column("phone", ("电话", "手机", "联系电话", "phone"), telephone, example="13900001234"),
            Column(
                "decides", ("拍板", "拍板人", "decides"), yes_no, example="是", choices=(_("是"), _("否"))
            ),
        )

    @staticmethod
    def _private() -> Sequence[Column]:
        return (
            Column("birthday", ("生日", "出生日期", "birthday"), day, example="1980-05-01", kind="day"),
            Column("family", ("家庭", "家庭情况", "family"), text(240)),
            Column("interests", ("爱好", "兴趣爱好", "interests"), text(240)),
            Column("note", ("备注", "note"), text(400)),
        )

    def paths(self, values: Mapping[str, Any]) -> Iterable[str]:
        return [values["customer"].unit.path]

    def stored(self, rows: Sequence[Row]) -> Mapping[Hashable, Model]:
        """Those who have not left; of two of one name at a customer, the first."""
        wanted = {row.values["customer"].pk for row in rows}
        people = KeyPerson.objects.there().filter(customer__in=wanted).select_related("private_facts")
        return {self._known_as(person): person for person in reversed(people)}

    def label(self, obj: Any) -> str:
        return str(obj.journal_name)

    def value(self, obj: Any, name: str) -> Any:
        return getattr(obj.facts, name, None) if name in PRIVATE else getattr(obj, name)

    def changes(self, obj: Model, values: Mapping[str, Any]) -> Changes:
        found = super().changes(obj, values)
        if "phone" in found and digits(found["phone"][0]) == digits(found["phone"][1]):
            del found["phone"]
        return found

    def create(self, rows: Sequence[Row], ledger: Ledger) -> None:
        by = self.context.account()

        def add(row: Row) -> Model:
            facts, private = _parts({"role": KeyPerson.Role.OTHER, **row.values})
            customer = row.values["customer"]
            return KeyPerson.add(customer=customer, facts=facts, private=private, by=by, at=self.context.at)

        self.each(rows, add, ledger)

    def update(self, pairs: Sequence[tuple[Row, Model, Changes]], ledger: Ledger) -> None:
        by = self.context.account()
        for n, (row, obj, changes) in enumerate(pairs, start=1):
            facts, private = _parts({name: new for name, (_old, new) in changes.items()})
            person: Any = obj
            try:
                with transaction.atomic():
                    person.change(facts=facts, private=private, by=by, at=self.context.at)
                ledger.changed(row, obj, {})
            except Refused as refused:
                ledger.refuse([row], refused.reason)
            self.context.tick(n, len(pairs))


def _parts(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any] | None]:
    """What everyone may know of a person, and what is private; None where nothing private was said."""
    private = {name: values[name] for name in PRIVATE if name in values}
    return {name: values[name] for name in PUBLIC if name in values}, private or None


class Credit(Noun):
    key, title, model = "credit", pgettext_lazy("list", "信用条件"), CreditTerms
    about = gettext_lazy("5C 评分；等级、额度和账期按规则算出，另定额度要写原因")
    identity = ("customer",)
    roles = GRANTING
    by_verbs = True
    undoable = False

    def columns(self) -> Sequence[Column]:
        return (
            customer_column(self.context),
            *(
                Column(
                    name,
                    (f"{title}评分", title, name),
                    whole(0, FIVE_CS[name]),
                    required=True,
                    hint=_("最高 {most} 分").format(most=FIVE_CS[name]),
                    example=str(FIVE_CS[name] * 4 // 5),
                    kind="number",
                )
                for name, title in _FIVE
            ),
            Column("limit", ("额度", "信用额度", "limit"), amount, hint=_("空着即按规则"), kind="number"),
            Column("reason", ("原因", "说明", "reason"), text(240), hint=_("额度与规则不同时必填")),
            Column(
                "start",
                ("生效日期", "start"),
                day,
                hint=_("空着即今天"),
                example="2026-12-01",
                kind="day",
            ),
        )

    def complete(self, values: dict[str, Any]) -> None:
        values.setdefault("start", self.context.on)

    def paths(self, values: Mapping[str, Any]) -> Iterable[str]:
        return [values["customer"].unit.path]

    def stored(self, rows: Sequence[Row]) -> Mapping[Hashable, Model]:
        """Those who have just these terms already: the same sheet a second time grants nothing."""
        wanted = {row.values["customer"].pk: row.values for row in rows}
        found = CreditTerms.objects.filter(stop__isnull=True, customer__in=wanted)
        return {(t.customer_id,): t for t in found if _same(t, wanted[t.customer_id])}

    def changes(self, obj: Model, values: Mapping[str, Any]) -> Changes:
        return {}

    def create(self, rows: Sequence[Row], ledger: Ledger) -> None:
        by = self.context.account()
        monthly = monthly_sales(customers=[row.values["customer"].pk for row in rows], on=self.context.on)

        def grant(row: Row) -> Model:
            said = row.values
            return CreditTerms.grant(
                customer=said["customer"],
                scores={name: said[name] for name in FIVE_CS},
                monthly=monthly[said["customer"].pk],
                on=said["start"],
                limit=said.get("limit"),
                reason=said.get("reason", ""),
                by=by,
                at=self.context.at,
            )

        self.each(rows, grant, ledger)


_FIVE = (
    ("character", "品德"),
    ("capacity", "能力"),
    ("capital", "资本"),
    ("collateral", "抵押"),
    ("conditions", "条件"),
)


def _same(terms: CreditTerms, said: Mapping[str, Any]) -> bool:
    first: date = said["start"]
    limit = said.get("limit", terms.limit)
    return terms.start <= first and terms.limit == limit and all(terms.scores[n] == said[n] for n in FIVE_CS)
