"""Figures on the command line: the same code as the boards."""

from __future__ import annotations

import json
from datetime import date, datetime
from decimal import Decimal

import click
from django.utils.translation import gettext as _

from tonglu.base.errors import Refused
from tonglu.base.money import to_cents
from tonglu.directory.org.models import Company, Person
from tonglu.directory.org.scope import Scope
from tonglu.results.metrics import engine
from tonglu.results.metrics.engine import Cut
from tonglu.results.metrics.register import REGISTER
from tonglu.web import clock
from tonglu.web.commands import cli, plainly

RATE = Decimal("0.000001")


def _day(context: click.Context, parameter: click.Parameter, value: str) -> date:
    try:
        return datetime.strptime(value, "%Y-%m-%d").date()
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is not a day; write 2017-07-01") from error


@cli.command()
@click.argument("key")
@click.option("--by", default="", help=f"dimensions, with commas between: {', '.join(engine.DIMENSIONS)}")
@click.option("--from", "first", required=True, callback=_day, help="first day, included")
@click.option("--to", "last", required=True, callback=_day, help="last day, included")
@click.option("--as", "username", help="see what this user sees; everything otherwise")
@click.option("--json", "as_json", is_flag=True, help="a JSON array of objects")
@plainly
def metric(key: str, by: str, first: date, last: date, username: str | None, as_json: bool) -> None:
    """Print a metric of the register, by dimensions."""
    if last < first:
        raise Refused(_("--to {last} 早于 --from {first}"), last=last, first=first)
    dimensions = [name for name in by.split(",") if name]
    for name in dimensions:
        if name not in engine.DIMENSIONS:
            raise Refused(_("没有维度 {name}；可用：{known}"), name=name, known=", ".join(engine.DIMENSIONS))
    Company.current()
    cut = Cut(first=first, last=last, as_of=clock.today(), scope=_scope(username))
    cells = engine.values(key=key, by=dimensions, cut=cut)
    rows = [
        {**dict(zip(dimensions, cell.key, strict=True)), "value": _shown(engine.metric(key).unit, cell.value)}
        for cell in cells
    ]
    click.echo(json.dumps(rows, ensure_ascii=False, indent=1) if as_json else _table(key, rows))


def _scope(username: str | None) -> Scope | None:
    if username is None:
        return None
    person = Person.objects.filter(account__username=username).first()
    if person is None:
        raise Refused(_("没有用户 {username}"), username=username)
    return person.scope(on=clock.today())


def _shown(unit: str, value: Decimal | None) -> str | None:
    """Money to the cent, whole counts as they are, other figures to six decimals without trailing zeros."""
    if value is None:
        return None
    if unit == "money":
        return str(to_cents(value))
    text = f"{value.quantize(RATE):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _table(key: str, rows: list[dict[str, str | None]]) -> str:
    lines = [f"{REGISTER[key].name} ({REGISTER[key].formula})"]
    return "\n".join([*lines, *("\t".join(value or "—" for value in row.values()) for row in rows)])
