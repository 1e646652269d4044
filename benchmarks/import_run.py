"""The run of the import benchmark, once Django knows its database."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from pathlib import Path

from django.core.management import call_command
from python_calamine import CalamineWorkbook

from benchmarks import bench_line, import_sheet
from tonglu.base.journal.models import Entry
from tonglu.base.search import search_text
from tonglu.customers.cards.models import Customer, Ownership
from tonglu.directory.catalog.models import Channel, CustomerClass
from tonglu.directory.org.models import Company, Position, Role, Unit
from tonglu.exchange.imports.models import Import, ImportedRow, ImportRun

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
ON = date(2026, 11, 23)
OFFICES, POSTS = 20, 15


def run(*, folder: Path, rows: int, seed: int, clock: Callable[[], float]) -> int:
    """Prints the table and the last line; 1 when the counts are not what was planted."""
    call_command("migrate", verbosity=0)
    made = import_sheet.make(rows=rows, seed=seed, positions=_house())
    _there(made.there)
    path = folder / "customers.xlsx"
    import_sheet.write(path, made)
    marks: list[tuple[int, float]] = []
    begun = clock()
    brought = Import.bring(
        noun="customers", file=path.name, content=path.read_bytes(), by=None, scope=None, at=AT
    )
    brought.choose(datum="gcj02")
    context = brought.context(at=AT, on=ON, scope=None)
    context.progress = lambda done, total: marks.append((done, clock() - begun))
    result = brought.carry_out(context=context)
    seconds = clock() - begun
    _show(result, marks, seconds)
    wrong = _checked(result, made)
    for told in wrong:
        print("WRONG", told)
    counts = result.counts
    print(
        bench_line(
            "import",
            rows=rows,
            bad=counts["bad"],
            duplicates=counts["duplicates"],
            seconds=round(seconds, 2),
            per_second=round(rows / seconds),
        )
    )
    return 1 if wrong else 0


def _house() -> list[tuple[str, str]]:
    """A company of twenty offices with fifteen reps each; (code of the position, name of its unit)."""
    Company.objects.create(code="bench", name="通路测试饮品", source="benchmark")
    root = Unit.objects.create(code="HQ", name="通路测试饮品", kind=Unit.Kind.COMPANY)
    for n, name in enumerate(import_sheet.CHANNELS, start=1):
        Channel.objects.create(code=f"K{n}", name=name)
    for n, name in enumerate(import_sheet.CLASSES, start=1):
        CustomerClass.objects.create(code=name[0], name=name, rank=n)
    found = []
    for n in range(OFFICES):
        office = Unit.objects.create(
            code=f"Y{n:02d}", name=f"第{n + 1}营业所", kind=Unit.Kind.OFFICE, parent=root
        )
        for m in range(POSTS):
            code = f"P-{n:02d}-{m:02d}"
            Position.objects.create(
                code=code, unit=office, role=Role.REP, title=f"{office.name}{m + 1}号业务员"
            )
            found.append((code, office.name))
    return found


def _there(rows: Sequence[import_sheet.Row]) -> None:
    """What the house has before."""
    units = {unit.name: unit for unit in Unit.objects.all()}
    Customer.objects.bulk_create(
        Customer(
            code=row.code,
            name=row.name,
            unit=units[row.unit],
            phone=row.phone,
            address=row.address,
            lng=row.lng,
            lat=row.lat,
            datum="wgs84",
            search=search_text(row.name, row.code, row.phone, row.address),
        )
        for row in rows
    )


def _show(result: ImportRun, marks: Sequence[tuple[int, float]], seconds: float) -> None:
    print(f"{'step':<28}{'seconds':>9}")
    before = 0.0
    for name, first, last in (
        ("read the file", 0, 51),
        ("check cells", 51, 301),
        ("look for duplicates", 301, 401),
        ("write customers and owners", 401, 1001),
    ):
        at = [when for done, when in marks if first <= done < last]
        ended = marks[0][1] if not first else at[-1] if at else before
        print(f"{name:<28}{ended - before:>9.2f}")
        before = ended
    print(f"{'row by row, journal, errors':<28}{seconds - before:>9.2f}")
    print(f"load before: {os.getloadavg()[0]:.2f}   {result.counts}")


def _checked(result: ImportRun, made: import_sheet.Made) -> list[str]:
    """Counted again without the engine: what the tables hold, and what the sheet that goes back says."""
    good = len(made.cells) - made.bad - made.duplicates
    back = CalamineWorkbook.from_path(result.errors_path).get_sheet_by_index(0).to_python()[1:]
    kinds = [row[1] for row in back]
    found = {
        "customers": (Customer.objects.count(), good + len(made.there)),
        "owners": (Ownership.objects.count(), good),
        "rows": (ImportedRow.objects.count(), 2 * good),
        "journal": (Entry.objects.filter(verb="import.customers").count(), 1),
        "bad": (kinds.count("错误"), made.bad),
        "duplicates": (kinds.count("重复"), made.duplicates),
        "sums": (sum(result.counts[name] for name in ("created", "bad", "duplicates")), len(made.cells)),
    }
    return [f"{name}: {is_} and not {wanted}" for name, (is_, wanted) in found.items() if is_ != wanted]
