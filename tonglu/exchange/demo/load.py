"""Loading the demo company into an empty database, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from tonglu.base.errors import Refused
from tonglu.base.journal.models import record
from tonglu.directory.approvals.asking import take_up
from tonglu.directory.approvals.models import RuleBook
from tonglu.directory.calendar.models import CompanyDay, work_calendar
from tonglu.directory.forms.loading import load_shipped
from tonglu.directory.org.models import Company
from tonglu.exchange.demo.camera import camera
from tonglu.exchange.demo.catalogue import catalogue
from tonglu.exchange.demo.handovers import hand_over
from tonglu.exchange.demo.history import history
from tonglu.exchange.demo.life.living import live
from tonglu.exchange.demo.lines import CYCLE_WEEKS, lines
from tonglu.exchange.demo.logins import SOURCE
from tonglu.exchange.demo.outlets import outlets
from tonglu.exchange.demo.people import staff
from tonglu.exchange.demo.phones import phones
from tonglu.exchange.demo.plot import plot
from tonglu.exchange.demo.prices import prices
from tonglu.exchange.demo.relations import relations
from tonglu.exchange.demo.size import Size, dice
from tonglu.exchange.demo.standards import standards
from tonglu.exchange.demo.targets import targets
from tonglu.exchange.demo.world import World

NAME = "通路演示饮品有限公司（演示数据）"
CONTRACTS = 6  # customers with prices of their own


@transaction.atomic
def load(*, size: Size, seed: int, at: datetime, days: int | None = None) -> Mapping[str, int]:
    """Makes the company with `days` of history up to the day before `at`; returns how many rows of what.

    Raises Refused when the database holds a company already.
    """
    if company := Company.objects.first():
        raise Refused(
            _("数据库里已有公司「{company}」；演示公司只装进空库，请换一个 DATABASE_URL 或 TONGLU_HOME"),
            company=company,
        )
    company = Company.objects.create(code="DEMO", name=NAME, source=SOURCE)
    today = company.business_date(at)
    start = today - timedelta(days=days or size.days)
    since = date(start.year - 1, 1, 1)
    _open_for_play(today)
    if size.lived_in:
        _training_day(start, today)
    world, made = _build(company, size=size, seed=seed, start=start, since=since, today=today, at=at)
    told = history(world, company=company, start=start, at=at)
    # in a company that is lived in, targets and forms have been there since the beginning
    begun = datetime.combine(start, time(9), company.zone) if size.lived_in else at
    load_shipped(at=begun)
    cells = targets(
        dice(seed, "targets"),
        staff=world.staff,
        sold=told.sold,
        start=start,
        today=today,
        calendar=world.lines.calendar,
        plot=world.plot,
        at=begun,
    )
    made |= told.rows | {"target": cells, "device": phones(dice(seed, "phones"), staff=world.staff, at=at)}
    if size.lived_in:
        live(dice(seed, "life"), world, at=at)
    take_up(at=at)
    # the planner has to know how large the tables have become, or it walks the wrong way round
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return made


def _open_for_play(today: date) -> None:
    """Whoever tries the demo at a weekend finds a day to play all the same."""
    if not work_calendar().is_worked(today):
        CompanyDay.objects.create(date=today, worked=True, reason="演示：今天照常拜访")


def _training_day(start: date, today: date) -> None:
    """A Wednesday some weeks ago on which nobody went out."""
    day = today - timedelta(days=today.weekday() + 33)
    if day > start:
        CompanyDay.objects.create(date=day, worked=False, reason="全员培训，停访一天")


def _build(
    company: Company, *, size: Size, seed: int, start: date, since: date, today: date, at: datetime
) -> tuple[World, dict[str, int]]:
    """Everything that stands before the first call."""
    people = staff(dice(seed, "people"), size=size, company=company.name, since=since, today=today)
    RuleBook.set_up(on=since, by=None, at=at)
    goods = catalogue(since=since, today=today)
    shops = outlets(dice(seed, "outlets"), size=size, goods=goods, staff=people, since=since, today=today)
    chains = [shop.customer for shop in shops if shop.channel == "SUPER"][:CONTRACTS]
    listed = prices(dice(seed, "prices"), goods=goods, chains=chains, since=since)
    required = standards(goods=goods, since=since)
    monday = start - timedelta(days=start.weekday(), weeks=CYCLE_WEEKS)
    moved = hand_over(made=shops, staff=people, start=monday, today=today, zone=company.zone)
    ways = lines(made=shops, staff=people, handovers=moved, start=monday, calendar=work_calendar())
    known, trusted = relations(dice(seed, "relations"), made=shops, since=since, today=today)
    made = {
        "key_person": known,
        "credit": trusted,
        "person": len(people.reps),
        "sku": len(goods.articles),
        "outlet": len(shops),
    }
    _journal(company, at, seed=seed, **made)
    random = dice(seed, "history")
    goes_on = plot(size=size, staff=people, goods=goods, today=today)
    world = World(random, today, company.zone, people, goods, required, listed, ways, goes_on)
    if size.lived_in:
        world.camera = camera(dice(seed, "camera"), today=today, calendar=ways.calendar, zone=company.zone)
    return world, made


def _journal(company: Company, at: datetime, **facts: Any) -> None:
    record(verb="demo.build", obj=company, by=None, at=at, facts=facts)
