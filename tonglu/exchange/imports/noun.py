"""What a kind of list is: its columns, by what a row is known, whose it is, and how it is written."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _
from django_stubs_ext import StrOrPromise

from tonglu.base.errors import Refused
from tonglu.directory.org.fields import FieldGroup, sees
from tonglu.directory.org.models import Role
from tonglu.exchange.imports.context import WHOLE, Context
from tonglu.exchange.imports.ledger import Ledger, Row
from tonglu.exchange.sheets.columns import BadCell, Column

Changes = dict[str, tuple[Any, Any]]
BATCH = 2000


@dataclass(frozen=True, slots=True)
class Match:
    """What a row is again: a thing of the house, or a row further up. `exact`: by its code, so that it cannot be new.

    A thing that is not the sender's to see has only its reason.
    """

    reason: str
    exact: bool
    obj: Model | None = None
    row: Row | None = None
    hidden: bool = False


class Alike:
    """Finds what a row is again though its code is another; a noun without such a thing uses this one."""

    def find(self, row: Row) -> Match | None:
        return None

    def add(self, row: Row) -> None:
        """A row further up that was not found to be anything else."""


class Noun:
    """A master list: one row, one thing of `model`, known by its `identity`. Documents write themselves otherwise.

    The columns are bound to a context, because their cells name things of the house.
    """

    # a template names the class itself
    do_not_call_in_templates = True
    key: ClassVar[str]
    title: ClassVar[StrOrPromise]
    about: ClassVar[StrOrPromise] = ""
    model: ClassVar[type[Model]]
    identity: ClassVar[tuple[str, ...]] = ("code",)
    roles: ClassVar[frozenset[Role]] = frozenset({Role.CLERK, Role.ADMINISTRATOR})
    # columns that are not fields of the model; the noun writes them itself
    beside: frozenset[str] = frozenset()
    # columns whose stored values only some see
    guarded: ClassVar[Mapping[str, FieldGroup]] = {}
    # columns about a person who may want to be forgotten: nothing of them is kept beside the sheet itself
    erasable: frozenset[str] = frozenset()
    # written by verbs of the house, which alone know whether they will do it; a trial must do it and take it back
    by_verbs: ClassVar[bool] = False
    # the columns by which rows stand and fall together: the number of an order, for its lines
    together: ClassVar[tuple[str, ...]] = ()
    # whether its columns are the questions of a form, which must be named
    of_a_form: ClassVar[bool] = False
    # whether what was made can be taken back as if it had never been
    undoable: ClassVar[bool] = True

    def __init__(self, context: Context) -> None:
        self.context = context

    def columns(self) -> Sequence[Column]:
        raise NotImplementedError

    def complete(self, values: dict[str, Any]) -> None:
        """Checks cells against each other and fills in what follows from them. Raises BadCell."""

    def check_all(self, rows: Sequence[Row]) -> Iterable[tuple[Row, BadCell]]:
        """Checks that need all rows at once: what names another row of the sheet."""
        return ()

    def paths(self, values: Mapping[str, Any]) -> Iterable[str]:
        """The paths of the units that the row touches; each must be the sender's."""
        return (WHOLE,)

    @classmethod
    def is_wide(cls) -> bool:
        """Whether every row is the whole company's."""
        return cls.paths is Noun.paths

    def known_by(self, values: Mapping[str, Any]) -> Hashable | None:
        """What the row is known by, comparable with the keys of `stored`; None when it does not say."""
        found = tuple(_key(values.get(name)) for name in self.identity)
        return found if all(part is not None for part in found) else None

    def stored(self, rows: Sequence[Row]) -> Mapping[Hashable, Model]:
        """What is there, by what it is known by."""
        return {self._known_as(obj): obj for obj in self.model._default_manager.all()}

    def _known_as(self, obj: Model) -> Hashable:
        return tuple(_key(self.value(obj, name)) for name in self.identity)

    def holds(self, obj: Model) -> bool:
        """Whether a thing that is there is the sender's to change."""
        return True

    def alike(self) -> Alike:
        return Alike()

    def label(self, obj: Model) -> str:
        """How a thing that is there is called beside a row that may be it again."""
        return f"{self.title} {getattr(obj, 'code', obj.pk)}"

    def value(self, obj: Model, name: str) -> Any:
        """What a thing has in a column."""
        return getattr(obj, name)

    def changes(self, obj: Model, values: Mapping[str, Any]) -> Changes:
        """The columns in which a row says something else than what is there. Empty cells say nothing."""
        found = {}
        for name, new in values.items():
            if name in self.identity:
                continue
            old = self.old(obj, name)
            if _key(old) != _key(new):
                found[name] = (old, new)
        return found

    def old(self, obj: Model, name: str) -> Any:
        """The stored value of a field, a related thing as its key; of a column beside the model, what `value` says."""
        if name in self.beside:
            return self.value(obj, name)
        return getattr(obj, self.model._meta.get_field(name).attname)  # type: ignore[union-attr]  # a column's field

    def fields(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """The model's own of a row's values."""
        return {name: value for name, value in values.items() if name not in self.beside}

    def remarks(self, rows: Sequence[Row]) -> Iterable[str]:
        """What to tell of the new rows as a whole."""
        return ()

    def build(self, values: Mapping[str, Any]) -> Model:
        """A new thing, not yet written."""
        return self.model(**self.fields(values))

    def refresh(self, obj: Model) -> Sequence[str]:
        """Brings the search column, where there is one, in step; its name."""
        return ()

    def create(self, rows: Sequence[Row], ledger: Ledger) -> None:
        """Writes new things; each with what it made in the ledger."""
        for start in range(0, len(rows), BATCH):
            some = rows[start : start + BATCH]
            objs = self.model._default_manager.bulk_create(self.build(row.values) for row in some)
            for row, obj in zip(some, objs, strict=True):
                ledger.made(row, obj)
            self.context.tick(start + len(some), len(rows))

    def each(self, rows: Sequence[Row], do: Callable[[Row], Model], ledger: Ledger) -> None:
        """Rows by a verb of the house, each for itself: what it refuses goes back with its reason."""
        for n, row in enumerate(rows, start=1):
            try:
                with transaction.atomic():
                    ledger.made(row, do(row))
            except Refused as refused:
                ledger.refuse([row], refused.reason)
            self.context.tick(n, len(rows))

    def update(self, pairs: Sequence[tuple[Row, Model, Changes]], ledger: Ledger) -> None:
        """Writes what is different; each field from old to new in the ledger."""
        for n, (row, obj, changes) in enumerate(pairs, start=1):
            own = self.fields({name: new for name, (_old, new) in changes.items()})
            for name, new in own.items():
                setattr(obj, name, new)
            told = {name: (changes[name][0], _key(changes[name][1])) for name in own}
            if own:
                search = getattr(obj, "search", None)
                told |= {name: (search, getattr(obj, name)) for name in self.refresh(obj)}
                obj.save(update_fields=list(told))
            ledger.changed(row, obj, told)
            self.follow(row, obj, changes, ledger)
            if not n % BATCH:
                self.context.tick(n, len(pairs))

    def finish(self, ledger: Ledger) -> None:
        """What is done once, after all rows."""

    def follow(self, row: Row, obj: Model, changes: Changes, ledger: Ledger) -> None:
        """Writes what an update changes beside the model."""

    def hides(self, name: str) -> bool:
        """Whether what is stored in a column is not for the sender's eyes, though he may write it."""
        group, scope = self.guarded.get(name), self.context.scope
        return group is not None and scope is not None and not sees(scope.roles, group)

    def shown(self, values: Mapping[str, Any]) -> dict[str, str]:
        """A row's values as people read them, by column."""
        return {name: self._said(name, value) for name, value in values.items()}

    def _said(self, name: str, value: Any) -> str:
        """A choice by its name."""
        field: Any = next((one for one in self.model._meta.fields if one.name == name), None)
        names = dict(field.flatchoices) if field is not None else {}
        return str(names[value]) if isinstance(value, str) and value in names else plain(value)


def _key(value: Any) -> Any:
    return value.pk if isinstance(value, Model) else value


def plain(value: Any) -> str:
    """A value as a person reads it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, float):
        return f"{value:.6f}".rstrip("0").rstrip(".")
    return value.isoformat() if isinstance(value, date) else str(value)
