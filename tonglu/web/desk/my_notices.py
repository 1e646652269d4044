"""What one wants to hear of, by which way, and when not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import time

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from tonglu.base.errors import Refused
from tonglu.directory.notices.kinds import KINDS, Group
from tonglu.directory.notices.models import DEFAULTS, Choice, Dispatch, Reach
from tonglu.directory.org.models import Person
from tonglu.web import clock
from tonglu.web.desk.acts import DeskRequest, act

APP, EMAIL = Choice.Channel.APP, Choice.Channel.EMAIL
SENT_LATELY = 8


@dataclass(frozen=True, slots=True)
class Row:
    """A group, what was chosen for it, and whether some of its kinds are urgent."""

    group: Group
    app: bool
    email: str
    urgent: bool


def my_notices(request: DeskRequest) -> HttpResponse:
    person = request.person
    context = {
        "title": pgettext("page", "通知设置"),
        "crumbs": [(reverse("notices"), pgettext("page", "通知"))],
        "rows": _rows(person),
        "reach": Reach.objects.filter(person=person).first() or Reach(person=person),
        "hows": Choice.How.choices,
        "mail_on": settings.MAIL_ON,
        "dispatches": Dispatch.objects.filter(notice__person=person).select_related("notice")[:SENT_LATELY],
    }
    return render(request, "my_notices.html", context)


def _rows(person: Person) -> list[Row]:
    chosen = {(c.group, c.channel): c.how for c in Choice.objects.filter(person=person)}
    urgent = {kind.group for kind in KINDS.values() if kind.urgent}
    return [
        Row(
            group=group,
            app=chosen.get((group, APP), DEFAULTS[APP]) != Choice.How.OFF,
            email=chosen.get((group, EMAIL), DEFAULTS[EMAIL]),
            urgent=group in urgent,
        )
        for group in Group
    ]


@act
def save(request: DeskRequest) -> str:
    form = request.POST
    wanted: dict[tuple[str, str], str] = {}
    for group in Group:
        wanted[group, APP] = Choice.How.ONCE if form.get(f"app_{group}") else Choice.How.OFF
        wanted[group, EMAIL] = _how(form.get(f"email_{group}", ""))
    Choice.choose(person=request.person, wanted=wanted, reach=_reach(form), by=request.user, at=clock.now())
    return _("通知设置已保存")


def _how(given: str) -> str:
    return given if given in Choice.How.values else Choice.How.DIGEST


def _reach(form: QueryDict) -> Reach:
    email = form.get("email", "").strip()
    try:
        if email:
            validate_email(email)
        quiet = [time.fromisoformat(form.get(name, "")) for name in ("quiet_from", "quiet_until")]
    except ValidationError as error:
        raise Refused(_("邮箱地址不对，请检查：{email}"), email=email) from error
    except ValueError as error:
        raise Refused(_("安静时段要写成 21:00 这样的时间")) from error
    return Reach(email=email, quiet_from=quiet[0], quiet_until=quiet[1])
