"""What the sheet makes of the day's facts, from values alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from tonglu.results.reports.figures import ACTIVITIES, MARKS, CallRow, DaySheet, Foot, Sale, Spell

HOUR = 3600
# the printed time bar
FIRST, LAST = 6 * HOUR, 24 * HOUR

# what a step of the call is on the time bar; a step that a company added is work
_STEPS = {"prepare": "prepare", "greet": "talk", "order": "talk", "close": "talk"}


@dataclass(frozen=True, slots=True)
class InStore:
    """A call on the day's clock, in seconds since midnight, with the seconds of its steps in the order of the call."""

    start: int
    stop: int
    completed: bool
    steps: tuple[tuple[str, int], ...] = ()


def marks(*, steps: Collection[str], proposed: bool, ordered: bool) -> tuple[str, ...]:
    """What was done at a call. An explanation is a proposal made to the shopkeeper, with or without its order."""
    done = {"greet": "greet" in steps, "explain": proposed or "order" in steps, "order": ordered}
    return tuple(mark for mark in MARKS if done.get(mark))


def day_spells(*, started: int | None, ended: int | None, calls: Sequence[InStore]) -> tuple[Spell, ...]:
    """How the day went, without overlaps, from the marks of the day and its calls.

    Before the first call he prepares, between calls he is under way, after the last he finishes his work: the
    documents' own activities, as far as facts tell them apart (a rest at noon is not recorded; it counts as way).
    A start marked after the first call, or an end before the last, is no use and left out.
    """
    ordered = sorted(calls, key=lambda call: (call.start, call.stop))
    if not ordered:
        return _spell("work", started, ended)
    found: list[Spell] = []
    now = started if started is not None and started <= ordered[0].start else ordered[0].start
    for call in ordered:
        found.extend(_spell("travel" if found else "prepare", now, call.start))
        found.extend(_inside(replace(call, start=max(call.start, now))))
        now = max(now, call.stop)
    found.extend(_spell("work", now, ended))
    return tuple(_merged(found))


def _spell(activity: str, start: int | None, stop: int | None) -> tuple[Spell, ...]:
    """One spell, or none where an end of it is unknown or it would take no time."""
    known = start is not None and stop is not None and stop > start
    return (Spell(activity, start, stop),) if known else ()  # type: ignore[arg-type]  # just ruled out


def _inside(call: InStore) -> list[Spell]:
    """The call's steps one after the other; what no step accounts for is talk. Nobody home is waiting."""
    if not call.completed:
        return list(_spell("wait", call.start, call.stop))
    found: list[Spell] = []
    now = call.start
    for key, seconds in call.steps:
        until = min(now + seconds, call.stop)
        found.extend(_spell(_STEPS.get(key, "work"), now, until))
        now = max(now, until)
    return [*found, *_spell("talk", now, call.stop)]


def _merged(spells: Iterable[Spell]) -> list[Spell]:
    joined: list[Spell] = []
    for spell in spells:
        if joined and joined[-1].activity == spell.activity and joined[-1].stop == spell.start:
            joined[-1] = replace(joined[-1], stop=spell.stop)
        else:
            joined.append(spell)
    return joined


def minutes_of(spells: Iterable[Spell]) -> dict[str, int]:
    """Whole minutes by activity, every activity of the form; their sum is the sheet's total."""
    seconds = dict.fromkeys(ACTIVITIES, 0)
    for spell in spells:
        seconds[spell.activity] += spell.stop - spell.start
    return {activity: round(n / 60) for activity, n in seconds.items()}


@dataclass(frozen=True, slots=True)
class Block:
    """A spell on the printed bar: where it begins and how long it is, in thousandths of the bar."""

    activity: str
    left: int
    width: int
    minutes: int


def blocks(spells: Iterable[Spell]) -> list[Block]:
    """The bar from 06:00 to 24:00; what lies outside is cut off (the minutes still count it)."""
    drawn = []
    for spell in spells:
        start, stop = max(spell.start, FIRST), min(spell.stop, LAST)
        if stop > start:
            left, right = (round(1000 * (at - FIRST) / (LAST - FIRST)) for at in (start, stop))
            drawn.append(Block(spell.activity, left, right - left, round((stop - start) / 60)))
    return drawn


def foot(calls: Sequence[CallRow]) -> tuple[Foot, ...]:
    """The three totals at the foot of the form; the last is the sum of the others."""
    return (
        _foot("new", [call for call in calls if call.opened]),
        _foot("existing", [call for call in calls if not call.opened]),
        _foot("total", calls),
    )


def _foot(kind: str, calls: Sequence[CallRow]) -> Foot:
    return Foot(
        kind=kind,
        calls=len(calls),
        deals=sum(call.sale is not None for call in calls),
        minutes=sum(call.minutes for call in calls),
        marks={mark: sum(mark in call.marks for call in calls) for mark in MARKS},
        sale=sum((call.sale for call in calls if call.sale), Sale()),
    )


@dataclass(frozen=True, slots=True)
class Differences:
    """How the facts of today differ from a signed sheet: calls that came late, orders that changed, figures."""

    late: tuple[CallRow, ...]
    changed: tuple[tuple[CallRow, CallRow], ...]
    figures: Mapping[str, tuple[Decimal | None, Decimal | None]]

    def __bool__(self) -> bool:
        return bool(self.late or self.changed or self.figures)


def differences(*, signed: DaySheet, live: DaySheet) -> Differences:
    """A late call moves the others down; their place on the sheet is no difference."""
    then = {call.visit: replace(call, sequence=0) for call in signed.calls}
    now = {call.visit: replace(call, sequence=0) for call in live.calls}
    pairs = ((then[visit], call) for visit, call in now.items() if visit in then)
    was, is_ = _all_figures(signed), _all_figures(live)
    return Differences(
        late=tuple(call for call in live.calls if call.visit not in then),
        changed=tuple((before, after) for before, after in pairs if before != after),
        figures={key: (was.get(key), value) for key, value in is_.items() if was.get(key) != value},
    )


def _all_figures(sheet: DaySheet) -> dict[str, Decimal | None]:
    month = {
        "target": sheet.head.target,
        "sales_amount": sheet.head.sales,
        "target_achievement": sheet.head.achievement,
        "time_pace": sheet.head.pace,
    }
    return {**month, **sheet.figures}
