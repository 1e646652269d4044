"""`tonglu import <list> FILE` for every list of the import engine."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click
from django.utils.translation import gettext as _

from tonglu.base.accounts.models import Account
from tonglu.base.datum import DATUMS
from tonglu.base.errors import Refused
from tonglu.base.sentences import labelled, listed
from tonglu.exchange.imports.context import Context
from tonglu.exchange.imports.models import Import, ImportRun
from tonglu.exchange.imports.nouns.table import NOUNS
from tonglu.exchange.imports.passwords import first_passwords, password_sheet
from tonglu.exchange.imports.sorting import Policy
from tonglu.exchange.sheets.company import company_for_lists
from tonglu.exchange.sheets.mapping import by_header
from tonglu.exchange.sheets.outcome import put_beside
from tonglu.web import clock


def pairs(context: click.Context, parameter: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    """`--map "客户名称=name"`, as often as needed; `--map "备注="` leaves a column out."""
    for value in values:
        if "=" not in value:
            raise click.BadParameter(f'{value!r}: write "header=column"')
    return {
        header.strip(): name.strip() for header, _sign, name in (value.partition("=") for value in values)
    }


EXISTING = click.option(
    "--existing",
    type=click.Choice(Policy.values),
    default=Policy.BACK.value,
    show_default=True,
    help="what happens to rows that are there or may be: given back, skipped, updated, created all the same",
)
DRY = click.option("--dry-run", is_flag=True, help="only tell what would happen")
MAP = click.option(
    "--map", "mapping", multiple=True, callback=pairs, help='"header=column" where the guess is wrong'
)


def import_list(
    *,
    noun: str,
    file: Path,
    dry: bool,
    existing: str,
    strict: bool,
    mapping: Mapping[str, str],
    on: date | None,
    company: str,
    by: str | None = None,
    datum: str = DATUMS[0],
    passwords: bool = False,
    form: str = "",
    **more: Any,
) -> None:
    """Takes FILE in and tells what became of it; exit code 2 when rows come back. `more` of `Import.context`."""
    at = clock.now()
    account = _account(by)
    owner = company_for_lists(name=company, at=at)
    day = on or owner.business_date(at)
    brought = Import.bring(
        noun=noun, file=file.name, content=file.read_bytes(), by=account, scope=None, at=at, form=form
    )
    wish = {name: value for name, value in more.items() if value}
    brought.choose(existing=existing, strict=strict, datum=datum, on=day.isoformat(), **wish)
    context = brought.context(at=at, on=day, scope=None)
    kind = brought.kind(context)
    sheet = brought.sheet(kind)
    columns: dict[str, Any] = {
        str(place): name for place, name in by_header(mapping, sheet.headers, kind.columns()).items()
    }
    brought.choose(columns=columns)
    run = brought.carry_out(context=context, dry=dry)
    click.echo(told(run, dry=dry, strict=strict))
    if run.errors:
        errors = put_beside(file, ".errors.xlsx", run.errors_path.read_bytes())
        click.echo(labelled(_("未导入的行和原因"), errors))
    if passwords and not run.dry:
        content = password_sheet(first_passwords(brought, by=account, at=at))
        kept = put_beside(file, ".passwords.xlsx", content)
        kept.chmod(0o600)
        click.echo(labelled(_("首次密码"), kept))
    if run.errors:
        raise SystemExit(2)


def told(run: ImportRun, *, dry: bool, strict: bool) -> str:
    """What became of a sheet, in a few lines."""
    said = [_("试运行，什么都没有写入")] if dry else []
    said.append(
        _(
            "新增 {created}，更新 {updated}，已有 {same}，跳过 {skipped}，错误 {bad}，重复 {duplicates}"
        ).format(**run.counts)
    )
    if strict and run.counts["held_back"]:
        said.append(_("--strict：有不合格的行，{n} 行合格的也没有导入").format(n=run.counts["held_back"]))
    if run.unused:
        said.append(labelled(_("没有用到的列"), listed(run.unused)))
    return "\n".join([*said, *run.notes])


def _account(username: str | None) -> Account | None:
    if username is None:
        return None
    account = Account.objects.filter(username=username).first()
    if account is None:
        raise Refused(_("没有账号 {username}"), username=username, code="no_account")
    return account


class ListCommand(click.Command):
    """Says which columns the list knows, by which headers, once there is a database to ask for what they may hold."""

    noun = ""

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        at = clock.now()
        columns = NOUNS[self.noun](Context(at=at, on=at.date())).columns()
        with formatter.section(
            "Columns, by their headers (in any case and order; others are left out and named)"
        ):
            formatter.write_dl(
                [(c.name + (" *" if c.required else ""), listed(dict.fromkeys(c.headers))) for c in columns]
            )


def command_of(noun: str, common: Mapping[str, Any], *, name: str = "") -> click.Command:
    """The command of a list; `common` are the options that other commands have too."""
    kind = NOUNS[noun]

    def run(file: Path, dry_run: bool, strict: bool, **asked: Any) -> None:
        import_list(noun=noun, file=file, dry=dry_run, strict=strict, **asked)

    command = ListCommand(
        name or noun,
        params=[click.Argument(["file"], type=common["file"]), *_options_of(noun)],
        callback=common["plainly"](run),
        help=f"Import {noun.replace('_', ' ')} ({kind.title}) from FILE, CSV (UTF-8 or GB18030) or Excel.",
    )
    command.noun = noun
    for option in (DRY, EXISTING, MAP, common["on"], common["strict"], common["company"]):
        option(command)
    return command


DATUM = click.Option(
    ["--datum"], type=click.Choice(DATUMS), default=DATUMS[0], help="of points that do not say theirs"
)
# options of one list alone
OWN = {
    "people": [click.Option(["--passwords"], is_flag=True, help="make first passwords: FILE.passwords.xlsx")],
    "filled_forms": [click.Option(["--form"], required=True, help="key of the form that was filled in")],
    "skus": [
        click.Option(["--ean13"], is_flag=True, help="refuse the short bar codes, EAN-8, of small packs")
    ],
    "customers": [
        click.Option(["--position"], help="code of the position that owns new ones which name none"),
        click.Option(["--unit"], help="code of their unit; the position's, or the whole company, otherwise"),
        click.Option(["--prefix"], help="of the codes made for rows without one"),
    ],
}


def _options_of(noun: str) -> list[click.Parameter]:
    by = click.Option(["--by"], help="username of who answers for it; documents need one")
    return [by, DATUM, *OWN.get(noun, [])]


def outlets(common: Mapping[str, Any]) -> click.Command:
    """Customers as other maps have them: a datum must be said, and codes begin with the first word of the file's name."""
    command = command_of("customers", common, name="outlets")
    command.params = [param for param in command.params if param is not DATUM]
    command.params.append(
        click.Option(["--datum"], type=click.Choice(DATUMS), required=True, help="of the file's coordinates")
    )
    load = command.callback
    assert load is not None  # every command of a list has one

    def run(file: Path, prefix: str | None, **asked: Any) -> None:
        load(file=file, prefix=prefix or _prefix(file), **asked)

    command.callback = run
    command.help = "Import outlets from FILE: customers that may name no owner, and whose map must be said."
    return command


def _prefix(path: Path) -> str:
    """The first word of the file's name in capitals: `dili_stores.csv` → `DILI`; `OUT` for a Chinese name."""
    word = re.search(r"[A-Z0-9]+", path.stem.upper(), re.ASCII)
    return word[0][:16] if word else "OUT"
