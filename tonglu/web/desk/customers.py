"""Customers: the list, and the card with its history."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db.models import Exists, Max, OuterRef, Prefetch, Q, QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from tonglu.base.dated import in_force
from tonglu.base.periods import period_of
from tonglu.base.sentences import listed
from tonglu.customers.cards.models import Customer, Ownership
from tonglu.customers.credit.models import CreditTerms
from tonglu.customers.people.models import KeyPerson
from tonglu.directory.catalog.models import Channel, CustomerClass
from tonglu.directory.org.fields import FieldGroup
from tonglu.directory.org.models import Appointment
from tonglu.fieldwork.visits.history import stock_table, timeline
from tonglu.fieldwork.visits.queries import months_of_sales
from tonglu.planning.routes.models import next_dates
from tonglu.web.desk.acts import DeskRequest
from tonglu.web.desk.charts import Series, chart
from tonglu.web.desk.columns import Column, Text
from tonglu.web.desk.journal import history
from tonglu.web.desk.key_people import tabs
from tonglu.web.desk.listing import Filter, Listing
from tonglu.web.desk.picks import Picks, picks_of
from tonglu.web.desk.tags import currency_unit
from tonglu.web.viewing import viewing

MONTHS = 12
TONES = {"active": "good", "prospect": "info", "opening": "info", "dormant": "warn", "closed": ""}


def _owner(customer: Customer) -> str:
    """Who acts in the position that owns the customer today, or the vacant position."""
    for ownership in customer.owned_now:  # type: ignore[attr-defined]
        position = ownership.position
        return (
            position.held_now[0].person.name
            if position.held_now
            else _("{post}（空缺）").format(post=position)
        )
    return ""


def _people(customer: Customer) -> str:
    """The names of his key people, who decides first."""
    return listed(person.name for person in customer.people_there)  # type: ignore[attr-defined]


def _classes() -> Iterable[tuple[str, Text]]:
    return CustomerClass.objects.values_list("code", "name")


def _channels() -> Iterable[tuple[str, Text]]:
    return Channel.objects.values_list("code", "name")


LISTING = Listing(
    name="customers",
    href=lambda customer: reverse("customer", args=[customer.pk]),
    columns=[
        Column("code", gettext_lazy("编码"), lambda c: c.code, sort="code"),
        Column("name", gettext_lazy("客户"), lambda c: c.name, kind="wide", sort="name"),
        Column("class", gettext_lazy("等级"), lambda c: c.customer_class, sort="customer_class__rank"),
        Column("channel", gettext_lazy("渠道"), lambda c: c.channel, sort="channel__name"),
        Column("owner", gettext_lazy("负责人"), _owner),
        Column("unit", gettext_lazy("单位"), lambda c: c.unit, sort="unit__path"),
        Column("address", gettext_lazy("地址"), lambda c: c.address, kind="wide"),
        Column("contact", gettext_lazy("联系人"), lambda c: c.contact, extra=True),
        Column("phone", gettext_lazy("电话"), lambda c: c.phone, extra=True),
        Column("people", gettext_lazy("关键人"), _people, kind="wide", extra=True),
        Column(
            "credit",
            gettext_lazy("信用等级"),
            lambda c: c.credit_now[0].get_grade_display() if c.credit_now else None,
            extra=True,
            group=FieldGroup.CREDIT,
        ),
        Column(
            "limit",
            gettext_lazy("额度"),
            lambda c: c.credit_now[0].limit if c.credit_now else None,
            kind="amount",
            unit=currency_unit,
            extra=True,
            group=FieldGroup.CREDIT,
        ),
        Column(
            "opened",
            gettext_lazy("开户日期"),
            lambda c: c.opened_on,
            kind="day",
            sort="opened_on",
            extra=True,
        ),
        Column("visited", gettext_lazy("最近拜访"), lambda c: c.visited, kind="day", sort="visited"),
        Column(
            "state",
            gettext_lazy("状态"),
            lambda c: (c.get_state_display(), TONES[c.state]),
            kind="tone",
            sort="state",
        ),
    ],
    filters=[
        Filter(
            "class", gettext_lazy("等级"), _classes, lambda rows, code: rows.filter(customer_class__code=code)
        ),
        Filter(
            "state",
            gettext_lazy("状态"),
            lambda: Customer.State.choices,
            lambda rows, state: rows.filter(state=state),
        ),
        Filter(
            "channel", gettext_lazy("渠道"), _channels, lambda rows, code: rows.filter(channel__code=code)
        ),
    ],
    search=("search", "name", "code", "address"),
    search_hint=gettext_lazy("名称、拼音首字母、编码、地址"),
    order="code",
    empty=gettext_lazy("您的管辖范围内还没有客户"),
    empty_hint=gettext_lazy("请内勤或管理员在“设置 › 导入”里导入客户，或请上级把客户交接给您的岗位。"),
)


def customers(request: DeskRequest) -> HttpResponse:
    context = {
        "title": pgettext("page", "客户"),
        "heading": _("我们卖给谁，谁在负责？"),
        "subheading": _("归属按今天"),
    }
    return LISTING.respond(request, _rows(request, picks_of(request)), context=context)


def _rows(request: DeskRequest, picks: Picks | None) -> QuerySet[Customer]:
    rows: QuerySet[Customer] = Customer.objects.visible_to(request.scope)
    if picks and picks.unit:
        rows = rows.filter(_in_unit(picks))
    holders = (
        Appointment.objects.filter(in_force(viewing().today)).select_related("person").order_by("-deputy")
    )
    owned = Ownership.objects.filter(in_force(viewing().today)).select_related("position")
    owned = owned.prefetch_related(Prefetch("position__appointments", holders, to_attr="held_now"))
    rows = rows.select_related("channel", "customer_class", "unit")
    credit = CreditTerms.objects.filter(in_force(viewing().today))
    rows = rows.annotate(visited=Max("visits__business_date"))
    rows = rows.prefetch_related(Prefetch("ownerships", owned, to_attr="owned_now"))
    rows = rows.prefetch_related(Prefetch("people", KeyPerson.objects.there(), to_attr="people_there"))
    return rows.prefetch_related(Prefetch("credit_terms", credit, to_attr="credit_now"))


def _in_unit(picks: Picks) -> Q:
    """Customers of positions of the picked unit, and those of its own that have no owner."""
    assert picks.unit is not None  # the caller asked
    owned = Ownership.objects.filter(in_force(viewing().today), customer=OuterRef("pk"))
    here = owned.filter(position__unit__path__startswith=picks.unit.path)
    return Exists(here) | (~Exists(owned) & Q(unit__path__startswith=picks.unit.path))


def customer(request: DeskRequest, pk: int) -> HttpResponse:
    """The card: facts, sales by month, what happened, what was counted."""
    found = get_object_or_404(_rows(request, None), pk=pk)
    context = {
        "title": found.name,
        "crumbs": [(reverse("customers"), pgettext("page", "客户"))],
        "customer": found,
        "tabs": tabs(request, found, "customer"),
        "owner": _owner(found),
        "state_tone": TONES[found.state],
        "next_date": next_dates(customers=[pk], after=viewing().today, calendar=viewing().calendar).get(pk),
        "events": timeline(customer=found, scope=request.scope),
        "stock": stock_table(customer=found, scope=request.scope),
        "sales": months_of_orders(found),
        "history": history(found),
        "owners": found.ownerships.select_related("position").order_by("-start"),
    }
    return render(request, "customer.html", context)


def months_of_orders(found: Customer) -> dict[str, Any]:
    """Twelve months of orders taken, for a chart."""
    month, months = period_of("month", viewing().today), []
    for _n in range(MONTHS):
        months.append(month)
        month = month.previous()
    months.reverse()
    sold = months_of_sales(customers=[found.pk], since=months[0].start).get(found.pk, {})
    values = [float(sold.get(month.key, 0)) for month in months]
    return chart(
        axis=[month.key for month in months],
        unit=currency_unit(),
        series=[Series(_("订货净额"), values, kind="bar")],
    )
