"""Takes promotions and working days out of the past and puts those to come into the forecast."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from tonglu.solvers.errors import BadInput
from tonglu.solvers.forecast.effects import Array, fit_effects
from tonglu.solvers.forecast.series import Series


def lifts(series: Sequence[Series], *, horizon: int) -> list[Array]:
    """Per series, how many times the usual sales each period was and will be: past and future in one array.

    Sales are first taken as proportional to working days; drivers, and a departure from that proportion, are
    learned from all series of a group together. A trend and a smooth season stand beside them while they are
    learned, so that a promotion every December does not pass for December.
    """
    found = [np.ones(len(each.values) + horizon) for each in series]
    kinds: dict[tuple[int, bool, int, int], list[int]] = {}
    for number, each in enumerate(series):
        each.check_ahead(horizon)
        if each.drivers or each.working_days:
            width = len(each.drivers[0]) if each.drivers else 0
            kind = (width, bool(each.working_days), each.season, len(each.values))
            kinds.setdefault(kind, []).append(number)
    for (width, *_), numbers in kinds.items():
        alike = [series[number] for number in numbers]
        for number, lift in zip(numbers, _of_alike(alike, width=width, horizon=horizon), strict=True):
            found[number] = lift
    return found


def _of_alike(alike: Sequence[Series], *, width: int, horizon: int) -> Array:
    """Series of one length, season and number of drivers: series × periods."""
    length = len(alike[0].values)
    days = np.stack([_relative_days(each, length + horizon) for each in alike])
    told = np.stack([_told(each, width, length + horizon) for each in alike])
    drivers = np.concatenate([told, np.log(days)[..., None]], axis=-1)
    beside = np.broadcast_to(
        _beside(length, alike[0].season), (len(alike), *_beside(length, alike[0].season).shape)
    )
    names = {name: number for number, name in enumerate(dict.fromkeys(each.group for each in alike))}
    effects = fit_effects(
        np.stack([each.past for each in alike]) / days[:, :length],
        drivers=np.concatenate([drivers[:, :length], beside], axis=-1),
        groups=np.array([names[each.group] for each in alike]),
    ).coefficients[:, : width + 1]
    return np.asarray(days * np.exp(np.einsum("ntk,nk->nt", drivers, effects)))


def _told(each: Series, width: int, periods: int) -> Array:
    if any(len(row) != width for row in each.drivers):
        raise BadInput(each.key, f"has rows of other than {width} drivers")
    return np.asarray(each.drivers, float) if width else np.zeros((periods, 0))


def _relative_days(each: Series, periods: int) -> Array:
    """Working days against their mean over the past."""
    if not each.working_days:
        return np.ones(periods)
    days = np.asarray(each.working_days, float)
    return np.asarray(days / days[: len(each.values)].mean())


def _beside(length: int, season: int) -> Array:
    """Trend and, from two years on, three waves a year: periods × columns."""
    time = np.arange(length)
    columns = [(time - time.mean()) / max(length, 1)]
    waves = min(3, (season - 1) // 2) if length >= 2 * season else 0
    for wave in range(1, waves + 1):
        angle = 2 * np.pi * wave * time / season
        columns += [np.sin(angle), np.cos(angle)]
    return np.stack(columns, axis=-1)
