"""Which column of a sheet is which of ours: proposed from the headers, and corrected by the person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from tonglu.base.errors import Refused
from tonglu.base.sentences import clauses, labelled, listed
from tonglu.exchange.sheets.columns import Column
from tonglu.exchange.sheets.sheet import plain_header


@dataclass(slots=True)
class Mapped:
    """`places`: the name of each of our columns → where it stands. The rest is what to tell the person.

    `rivals`: where the columns stand of which only one may be kept → the name that all of them have.
    """

    places: dict[str, int]
    unused: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    twice: list[str] = field(default_factory=list)
    rivals: dict[int, str] = field(default_factory=dict)

    def sound(self) -> Mapped:
        """This mapping. Raises Refused where a required column is missing or one is there twice."""
        wrong = []
        if self.missing:
            wrong.append(labelled(_("缺少必填的列"), listed(self.missing)))
        if self.twice:
            wrong.append(labelled(_("有两列对应同一项，请只留一列"), listed(self.twice)))
        if wrong:
            raise Refused(clauses(wrong), code="bad_columns")
        return self


def propose(
    headers: Sequence[str], columns: Sequence[Column], *, asked: Mapping[int, str] | None = None
) -> Mapped:
    """By what the person `asked` for (place → column, empty: leave it out), then by name and alias.

    Two headers of one name are `twice`, unless the person said which is meant.
    """
    asked = asked or {}
    known = {plain_header(name): column.name for column in columns for name in (*column.headers, column.name)}
    found: dict[str, list[int]] = {}
    for place, header in enumerate(headers):
        name = asked[place] if place in asked else known.get(plain_header(header), "")
        if name:
            found.setdefault(name, []).append(place)
    chosen = {name: _chosen(places, asked) for name, places in found.items()}
    titles = {column.name: column.title for column in columns}
    used = {place for places in chosen.values() for place in places}
    return Mapped(
        places={name: places[0] for name, places in chosen.items()},
        unused=[header for place, header in enumerate(headers) if place not in used and header],
        missing=[column.title for column in columns if column.required and column.name not in chosen],
        twice=[titles[name] for name, places in chosen.items() if len(places) > 1],
        rivals={place: name for name, places in chosen.items() if len(places) > 1 for place in places},
    )


def _chosen(places: Sequence[int], asked: Mapping[int, str]) -> list[int]:
    """What the person chose beats what only bears the name."""
    return [place for place in places if place in asked] or list(places)


def by_header(wishes: Mapping[str, str], headers: Sequence[str], columns: Sequence[Column]) -> dict[int, str]:
    """`{"客户名称": "name"}` as places. Raises Refused for a header or a column that is not there."""
    plain = [plain_header(header) for header in headers]
    names = {
        alias: column.name
        for column in columns
        for alias in (column.name, *map(plain_header, column.headers))
    }
    asked = {}
    for header, wanted in wishes.items():
        name = names.get(plain_header(wanted)) if wanted else ""
        if plain_header(header) not in plain or name is None:
            raise Refused(
                _("没有这样的列对应：{header}={name}；可用的列：{names}"),
                header=header,
                name=wanted,
                names=listed(column.name for column in columns),
                code="bad_columns",
            )
        asked[plain.index(plain_header(header))] = name
    return asked
