from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import cached_property
from io import BytesIO
from pathlib import Path
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from django_stubs_ext import StrOrPromise

from tonglu.base.accounts.models import Account
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import record
from tonglu.base.sentences import labelled
from tonglu.directory.forms.models import Form, FormVersion
from tonglu.directory.org.models import Company, Person, Position, Role, Unit
from tonglu.directory.org.scope import Scope
from tonglu.exchange.imports import storage
from tonglu.exchange.imports.carrying import Carried, Wish, Within, carry
from tonglu.exchange.imports.context import Context
from tonglu.exchange.imports.deeds import take_back, write_deeds
from tonglu.exchange.imports.noun import Noun
from tonglu.exchange.imports.nouns.table import NOUNS
from tonglu.exchange.imports.side import beside
from tonglu.exchange.imports.sorting import Policy
from tonglu.exchange.sheets.outcome import fill_errors
from tonglu.exchange.sheets.sheet import Sheet, read_sheet

C = TypeVar("C", Position, Unit)

# as many pairs as a person can go through; beyond them he decides for all at once
PAIRS = 2000
# as many rows as are looked at before all are
LOOK = 60


class ImportQuerySet(models.QuerySet["Import"]):
    def visible_to(self, scope: Scope) -> ImportQuerySet:
        """The own ones and those of people in the scope; an administrator sees those from the server too.

        Only of lists that he could bring in himself: what stands in a sheet is not for other eyes.
        """
        his = [key for key, kind in NOUNS.items() if kind.roles & scope.roles]
        mine = models.Q(by__person__in=Person.objects.visible_to(scope))
        if Role.ADMINISTRATOR in scope.roles:
            mine |= models.Q(by__isnull=True)
        return self.filter(mine, noun__in=his)


class Import(models.Model):
    """A sheet that someone sent in for a list 导入. `wish` says how it is to be taken, as `Wish` and `Context` have it."""

    noun = models.CharField(max_length=32)
    file = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="imports")
    asked_at = models.DateTimeField()
    wish = models.JSONField(default=dict)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.title} {self.file}"

    @classmethod
    def bring(
        cls,
        *,
        noun: str,
        file: str,
        content: bytes,
        by: Account | None,
        scope: Scope | None,
        at: datetime,
        form: str = "",
    ) -> Import:
        """Keeps a sheet for a list. Raises Refused for a file that cannot be read, NotYours for a list of others.

        `form`: for filled-in forms, the key of which.
        """
        kind = NOUNS.get(noun)
        if kind is None:
            raise Refused(_("没有 {noun} 这种导入"), noun=noun, code="no_noun")
        if scope is not None and not scope.roles & kind.roles:
            raise NotYours(_("您的岗位不导入{noun}"), noun=kind.title)
        made = cls(noun=noun, file=Path(file).name[:200], by=by, asked_at=at)
        if kind.of_a_form:
            made.wish = {"form": form}
            version_of(form, on=Company.current().business_date(at))
        made.sha256 = storage.keep(content, name=made.file)
        read_sheet(made.path, first=LOOK, name=made.file)
        made.save(force_insert=True)
        return made

    @property
    def kind(self) -> type[Noun]:
        return NOUNS[self.noun]

    @property
    def path(self) -> Path:
        return storage.place_of(self.sha256, name=self.file)

    @property
    def done(self) -> ImportRun | None:
        """What became of it, once it was carried out."""
        return next((run for run in self.runs.all() if not run.dry), None)

    @property
    def trial(self) -> ImportRun | None:
        """The last trial."""
        return self.runs.filter(dry=True).last()

    @property
    def is_undone(self) -> bool:
        return hasattr(self, "undo")

    def wishes(self) -> Wish:
        said = self.wish
        return Wish(
            existing=Policy(said.get("existing", Policy.BACK)),
            strict=bool(said.get("strict")),
            columns={int(place): name for place, name in said.get("columns", {}).items()},
            decisions={int(line): Policy(policy) for line, policy in said.get("decisions", {}).items()},
        )

    def context(self, *, at: datetime, on: date, scope: Scope | None) -> Context:
        said = self.wish
        wanted = said.get("on")
        return Context(
            at=at,
            on=date.fromisoformat(wanted) if wanted else on,
            by=self.by,
            scope=scope,
            datum=said.get("datum", "wgs84"),
            prefix=said.get("prefix", ""),
            file=self.file,
            form=version_of(said["form"], on=on) if "form" in said else None,
            position=_coded(Position, said.get("position"), _("没有岗位 {code}")),
            unit=_coded(Unit, said.get("unit"), _("没有单位 {code}")),
            ean13=bool(said.get("ean13")),
        )

    @property
    def title(self) -> str:
        """What it brings in; of filled-in forms also which form."""
        form = Form.objects.filter(key=self.wish.get("form", "")).first()
        return labelled(self.kind.title, form.title) if form else str(self.kind.title)

    def sheet(self, noun: Noun, *, first: int | None = None) -> Sheet:
        """The sheet, or its `first` rows; its header found by what the columns of the list are called."""
        if not self.path.exists():
            raise Refused(_("{file} 已不在服务器上；请重新上传"), file=self.file, code="no_file")
        known = [name for column in noun.columns() for name in column.headers]
        return read_sheet(self.path, known=known, first=first, name=self.file)

    def choose(self, **said: Any) -> None:
        """Changes how the sheet is to be taken, before it is."""
        self._open()
        self.wish = {**self.wish, **said}
        self.save(update_fields=["wish"])

    def carry_out(
        self, *, context: Context, dry: bool = False, within: Within = transaction.atomic
    ) -> ImportRun:
        """Takes the sheet in, or only tries; what became of it. Raises Refused when it was taken in already.

        The good rows, what they made and changed, and the journal row are one transaction, which `within` opens.
        """
        self._open()
        noun = self.kind(context)
        sheet = self.sheet(noun)
        made: list[ImportRun] = []

        def written(carried: Carried) -> None:
            run = self._told(noun, carried, context, dry=False)
            write_deeds(ImportedRow, run.pk, carried.ledger.deeds)
            record(verb=f"import.{self.noun}", obj=self, by=self.by, at=context.at, facts=run.facts)
            made.append(run)

        carried = carry(noun, sheet, self.wishes(), dry=dry, within=within, after=written)
        return made[0] if made else self._told(noun, carried, context, dry=True)

    def _told(self, noun: Noun, carried: Carried, context: Context, *, dry: bool) -> ImportRun:
        """What became of it as a row; a strict import that took nothing is a trial too: it may be tried again."""
        errors = ""
        if carried.faults:
            target = BytesIO()
            fill_errors(target, carried.sheet, carried.faults)
            errors = storage.keep(target.getvalue(), name="errors.xlsx")
        return self.runs.create(
            dry=dry,
            at=context.at,
            by=self.by,
            counts=carried.counts,
            pairs=[beside(noun, pair) for pair in carried.pairs[:PAIRS]],
            notes=carried.ledger.notes,
            unused=list(carried.unused),
            errors=errors,
        )

    def _open(self) -> None:
        if self.done is not None:
            raise Refused(_("{file} 已经导入过；要再导入请重新上传"), file=self.file, code="done")

    @transaction.atomic
    def take_back(self, *, by: Account | None, at: datetime, reason: str) -> ImportUndo:
        """As if it had never been: what it made is deleted, what it changed has its old values again.

        Raises Refused when something depends on it by now, or was changed since.
        """
        run = self.done
        if run is None or self.is_undone:
            raise Refused(_("{file} 没有导入，或已经撤销"), file=self.file, code="not_done")
        if not self.kind.undoable:
            raise Refused(_("{noun}的导入不能撤销；请逐条取消或更正"), noun=self.kind.title)
        if not reason.strip():
            raise Refused(_("撤销导入要写原因"))
        count = take_back(run.rows.order_by("-id"))
        undo = ImportUndo.objects.create(of=self, by=by, at=at, reason=reason.strip())
        facts = {"file": self.file, "rows": count, "reason": undo.reason}
        record(verb="import.undo", obj=self, by=by, at=at, facts=facts)
        return undo


def _coded(model: type[C], code: str | None, missing: StrOrPromise) -> C | None:
    """The position or unit of a code. Raises Refused where there is none."""
    if not code:
        return None
    found = model._default_manager.filter(code=code).first()
    if found is None:
        raise Refused(missing, code=code)
    return found


def version_of(form: str, *, on: date) -> FormVersion:
    """The version of a form in force on a day, else its first. Raises Refused for a form that is not there."""
    versions = FormVersion.objects.filter(form__key=form).select_related("form")
    found = versions.filter(start__lte=on).first() or versions.last()
    if found is None:
        raise Refused(_("没有表单 {form!r}；请选要导入哪张表单的填写记录"), form=form, code="unknown_form")
    return found


class ImportRun(models.Model):
    """What became of a sheet, or would have: a trial is `dry` 导入结果. Append-only.

    `counts` as `Carried.counts`; `pairs` are rows beside what they may be again; `errors` is the SHA-256 of the sheet
    that goes back, empty where nothing does.
    """

    of = models.ForeignKey(Import, on_delete=models.PROTECT, related_name="runs")
    dry = models.BooleanField()
    at = models.DateTimeField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    counts = models.JSONField()
    pairs = models.JSONField(default=list, encoder=DjangoJSONEncoder)
    notes = models.JSONField(default=list)
    unused = models.JSONField(default=list)
    errors = models.CharField(max_length=64, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["of"], condition=models.Q(dry=False), name="imports_run_carried_out_once"
            )
        ]

    @cached_property
    def back(self) -> int:
        """How many rows go back."""
        return int(self.counts["bad"]) + int(self.counts["duplicates"])

    @property
    def facts(self) -> Mapping[str, Any]:
        return {"file": self.of.file, **{name: n for name, n in self.counts.items() if n and name != "pairs"}}

    @property
    def errors_path(self) -> Path:
        return storage.place_of(self.errors, name="errors.xlsx")

    @property
    def errors_kept(self) -> bool:
        """Whether something went back, and its sheet is still there."""
        return bool(self.errors) and self.errors_path.exists()


class ImportedRow(models.Model):
    """One thing that a row made, or changed 导入的行: `changes` are field → [old, new]. Append-only."""

    run = models.ForeignKey(ImportRun, on_delete=models.PROTECT, related_name="rows")
    line = models.PositiveIntegerField()
    object_type = models.CharField(max_length=64)
    object_id = models.CharField(max_length=64)
    changes = models.JSONField(null=True, encoder=DjangoJSONEncoder)

    class Meta:
        indexes = [models.Index(fields=["object_type", "object_id"])]


class ImportUndo(models.Model):
    """An import was taken back 撤销导入. Append-only."""

    of = models.OneToOneField(Import, on_delete=models.PROTECT, related_name="undo")
    by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField()
    reason = models.CharField(max_length=240)
