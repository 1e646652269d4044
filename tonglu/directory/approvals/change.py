"""A change of the rules is itself a document that asks for approval, by the rules in force."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import record
from tonglu.directory.approvals.asking import ask
from tonglu.directory.approvals.kinds import Decided, Kind, Reading
from tonglu.directory.approvals.models import Approval, RuleBook
from tonglu.directory.org.models import Company


@transaction.atomic
def apply_for(*, book: RuleBook, by: Account, at: datetime) -> Approval:
    """Hands a draft in, with its background, reason, goal, scheme, and the simulation of that very scheme."""
    if book.made_by_id != by.pk:
        raise NotYours(_("这份草稿由别人编制，只有编制人能提交"))
    if book.adopted or book.waits:
        raise Refused(_("第 {n} 版规则已经提交过"), n=book.number)
    book.check_ready()
    facts = {"number": book.number, "from": book.wanted_from}
    record(verb="approval.apply_rules", obj=book, by=by, at=at, facts=facts)
    approval = ask(kind="rule_change", document=book, by=by, at=at)
    if approval is None:
        raise Refused(_("公司还没有审批规则；请管理员先启用默认规则"))
    return approval


def read(book: RuleBook) -> Reading:
    person, position = book.maker()
    content: dict[str, Any] = {
        "scheme": book.scheme,
        "words": [book.background, book.reason, book.goal, book.plan],
        "from": book.wanted_from,
    }
    return Reading(
        title=str(_("审批规则第 {n} 版")).format(n=book.number),
        applicant=person,
        position=position,
        content=content,
        facts=[
            (_("背景"), book.background),
            (_("原因"), book.reason),
            (_("目标"), book.goal),
            (_("方案说明"), book.plan),
            (_("从哪天起执行"), book.wanted_from),
        ],
    )


def _adopt(book: RuleBook, decided: Decided) -> None:
    book.adopt(by=decided.by, at=decided.at, on=Company.current().business_date(decided.at))


def _stay(book: RuleBook, decided: Decided) -> None:
    """It stays a draft, with the words in its round."""


KIND = Kind(
    key="rule_change",
    name=_("审批规则变更"),
    model="approvals.rulebook",
    read=read,
    approve=_adopt,
    refuse=_stay,
    give_back=_stay,
    page="rule_book",
)
