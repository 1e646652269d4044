"""The figures of a chart, as the script in the page reads them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Series:
    """Numbers along the axis; None where there is none. Floats: they are drawn, not added up."""

    name: str
    values: Sequence[float | None]
    kind: Literal["line", "bar"] = "line"
    look: Literal["actual", "target", "plain"] = "plain"


def chart(
    *,
    axis: Sequence[str],
    unit: str,
    series: Sequence[Series],
    mark: str = "",
    mark_name: str = "",
    flat: bool = False,
    links: Sequence[str] = (),
    tones: Sequence[str] = (),
) -> dict[str, Any]:
    """`mark` names the place of the axis where today is, or the number that flat bars are held against.

    `flat` lays bars on their side; `links` and `tones` (`ahead`, `near`, `behind`) follow the axis.
    """
    return {
        "axis": list(axis),
        "unit": unit,
        "series": [asdict(one) for one in series],
        "mark": mark,
        "markName": mark_name,
        "flat": flat,
        "links": list(links),
        "tones": list(tones),
    }
