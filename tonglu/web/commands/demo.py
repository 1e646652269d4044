"""The demo company: load it, and say who may log in."""

from __future__ import annotations

import gc
import time
from unicodedata import east_asian_width

import click
from django.core.management import call_command

from tonglu.directory.org.models import Company
from tonglu.exchange.demo.load import load
from tonglu.exchange.demo.logins import PASSWORD, logins
from tonglu.exchange.demo.size import SIZES
from tonglu.web import clock
from tonglu.web.commands import cli, plainly

HEADS = ("用户名", "密码", "岗位", "姓名", "部门", "登录")


@cli.command()
@click.option(
    "--size", default="small", type=click.Choice(list(SIZES)), metavar="[small|city]", show_default=True
)
@click.option(
    "--seed", default=1, show_default=True, help="the same seed on the same day makes the same data"
)
@click.option("--days", type=click.IntRange(7, 400), help="days of history  [default: 90]")
@click.option("--if-empty", is_flag=True, help="do nothing where there is a company already")
@plainly
def demo(size: str, seed: int, days: int | None, if_empty: bool) -> None:
    """Create a made-up company with its history and print its accounts."""
    call_command("migrate", verbosity=0)
    if not (if_empty and Company.objects.exists()):
        click.echo(f"正在生成演示公司（{size}）…")
        # half a million rows that live as long as their batch: looking for cycles among them takes a fifth of the time
        gc.set_threshold(200_000, 20, 100)
        begun = time.perf_counter()
        made = load(size=SIZES[size], seed=seed, at=clock.now(), days=days)
        click.echo(f"{sum(made.values()):,} 行，{time.perf_counter() - begun:.1f} 秒")
    click.echo(_accounts(Company.current()))


def _accounts(company: Company) -> str:
    """The company's name and, for the demo company, a table of who logs in where."""
    rows = [
        (login.username, PASSWORD, login.role, login.name, login.unit, _door(login.on_phone))
        for login in logins()
    ]
    if not rows:
        return str(company)
    widths = [max(map(_width, column)) for column in zip(HEADS, *rows, strict=True)]
    lines = ("  ".join(map(_padded, row, widths)).rstrip() for row in (HEADS, *rows))
    return "\n".join([str(company), *lines])


def _door(on_phone: bool) -> str:
    return "手机 /phone/、办公室 /" if on_phone else "办公室 /"


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if east_asian_width(letter) in "WF" else 1 for letter in text)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
