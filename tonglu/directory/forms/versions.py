"""Forms, their drafts and their published versions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db import models, transaction
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import Refused
from tonglu.base.journal.models import record
from tonglu.base.search import search_text
from tonglu.directory.forms.definition import Definition, Json, dump
from tonglu.directory.forms.parsing import DefinitionFault, InvalidDefinition, parse
from tonglu.directory.forms.words import said_of_definition
from tonglu.directory.org.models import LEADERS, OWN_POST_ONLY, RED_TEAM, REPS, Company, Role
from tonglu.directory.org.scope import Scope

# those who fill a form in that names nobody
FIELD = REPS | LEADERS | RED_TEAM


class FormQuerySet(models.QuerySet["Form"]):
    def visible_to(self, scope: Scope) -> FormQuerySet:
        """All of them for the office; for one who sees only his own post those that his role fills in."""
        return self.fillable_by(scope) if scope.roles <= OWN_POST_ONLY else self

    def fillable_by(self, scope: Scope) -> FormQuerySet:
        """Those in use that a role of the scope fills in."""
        mine = FormRole.objects.filter(form=models.OuterRef("pk"), role__in=scope.roles)
        return self.filter(models.Exists(mine)).filter(
            models.Q(retired_on__isnull=True) | models.Q(retired_on__gt=scope.on)
        )


class Form(models.Model):
    """A check list or questionnaire 表单 through all its versions.

    Title, `subject` (what a filled-in one is about), `used_for` and the roles are those of its last published version,
    until there is one of its draft.
    """

    class Subject(models.TextChoices):
        CUSTOMER = "customer", gettext_lazy("客户")
        PERSON = "person", gettext_lazy("人员")
        DAY = "day", gettext_lazy("当天工作")
        COMPANY = "company", gettext_lazy("公司")

    class Use(models.TextChoices):
        CHECK = "check", gettext_lazy("检查")
        SURVEY = "survey", gettext_lazy("问卷")
        REPORT = "report", gettext_lazy("报告")
        ASSESSMENT = "assessment", gettext_lazy("评估")
        RECORD = "record", gettext_lazy("登记")

    key = models.CharField(max_length=64, unique=True)
    title_zh = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200, blank=True)
    subject = models.CharField(max_length=16, choices=Subject.choices)
    used_for = models.CharField(max_length=16, choices=Use.choices)
    retired_on = models.DateField(null=True)
    # goes up with every draft kept and every version; never back, so that a number names one state
    edits = models.PositiveIntegerField(default=0)
    search = models.CharField(max_length=400, blank=True, db_index=True)

    objects = FormQuerySet.as_manager()

    class Meta:
        ordering = ["used_for", "key"]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """In the reader's language; Chinese where there is no English."""
        return self.title_en if (get_language() or "").startswith("en") and self.title_en else self.title_zh

    @classmethod
    @transaction.atomic
    def create(cls, *, definition: Json, by: Account, at: datetime) -> Form:
        """A new form, with the definition as its draft. Raises Refused for a key that is taken, or a broken one."""
        read = read_or_refuse(definition)
        if cls.objects.filter(key=read.key).exists():
            raise Refused(_("表单代码 {key} 已有；请换一个"), key=read.key, code="form_exists")
        form = cls(key=read.key)
        form._head(read)
        record(verb="form.create", obj=form, by=by, at=at, facts={"key": form.key})
        FormDraft.objects.create(form=form, definition=dump(read), by=by, at=at)
        return form

    @classmethod
    @transaction.atomic
    def load(cls, *, definition: Definition, at: datetime) -> bool:
        """Publishes a shipped definition; says whether that changed anything.

        A form whose last version is the company's own is left alone, and so is one that says the same already.
        """
        today = Company.current().business_date(at)
        form = cls.objects.filter(key=definition.key).first()
        if form is None:
            form, last = cls(key=definition.key), None
        else:
            last = form.versions.first()
            if last is None or not last.shipped or last.definition == dump(definition):
                return False
        form._publish(definition, start=max(today, last.start) if last else today, at=at)
        return True

    @transaction.atomic
    def draft(
        self, *, definition: Json, seen: int, by: Account, at: datetime, over: bool = False
    ) -> FormDraft:
        """Keeps a draft of the next version, in place of the one before; it need not be complete yet.

        `seen` is the `edits` of the state that it was made from. Raises Refused (`form_moved`) where someone kept
        another or published since, and keeps nothing. `over` says that what somebody else did is put aside knowingly.
        """
        if definition.get("key") != self.key:
            fault = DefinitionFault((), "key_changed", {"key": self.key})
            raise Refused(said_of_definition([fault]), code="bad_definition")
        before = self.last_edit
        self._move_on(seen=seen)
        values = {"definition": definition, "by": by, "at": at}
        draft, _new = FormDraft.objects.update_or_create(form=self, defaults=values)
        facts = {"key": self.key, **({"over": before.name, "over_at": before.at} if over and before else {})}
        record(verb="form.draft", obj=self, by=by, at=at, facts=facts)
        return draft

    @transaction.atomic
    def publish(self, *, start: date, by: Account, at: datetime) -> FormVersion:
        """Makes the draft the version from a day on; from then it never changes.

        Raises Refused without a draft, for a definition that cannot be used, and for a day that has passed.
        """
        draft = FormDraft.objects.select_for_update().filter(form=self).first()
        if draft is None:
            raise Refused(_("没有草稿可以发布；请先修改并保存"), code="no_draft")
        if start < Company.current().business_date(at):
            raise Refused(_("生效日期不能早于今天"), code="bad_date")
        last = self.versions.first()
        if last and start < last.start:
            raise Refused(_("已有版本 {start} 起生效；新版本不能更早"), start=last.start, code="bad_date")
        version = self._publish(read_or_refuse(draft.definition), start=start, at=at, by=by)
        draft.delete()
        return version

    @transaction.atomic
    def retire(self, *, on: date | None, by: Account, at: datetime) -> None:
        """Out of use from a day on; None brings it back. What was filled in stays."""
        self.retired_on = on
        self.save(update_fields=["retired_on"])
        record(verb="form.retire", obj=self, by=by, at=at, facts={"key": self.key, "on": on})

    def version(self, *, on: date) -> FormVersion | None:
        """The one in force on a day."""
        return self.versions.filter(start__lte=on).first()

    @property
    def last_edit(self) -> LastEdit | None:
        """Who brought it to the state that an editor begins with: its draft, else its newest version."""
        if draft := FormDraft.objects.filter(form=self).select_related("by__person").first():
            return LastEdit(draft.by, draft.at)
        newest = self.versions.select_related("published_by__person").first()
        return LastEdit(newest.published_by, newest.published_at) if newest else None

    def _move_on(self, *, seen: int) -> None:
        """One edit more. Of two made from the same state the second is told who came before, on either database."""
        moved = Form.objects.filter(pk=self.pk, edits=seen).update(edits=models.F("edits") + 1)
        if not moved:
            raise Refused(self._moved(), code="form_moved")
        self.edits = seen + 1

    def _moved(self) -> str:
        last = self.last_edit
        if last is None:
            return _("这张表单刚才有人改过；您的修改还没有保存")
        when = last.at.astimezone(Company.current().zone)
        words = _("{name} 在 {when} 改过这张表单，您改的是那之前的样子；您的修改还没有保存")
        return words.format(name=last.name, when=f"{when:%m-%d %H:%M}")

    def _publish(
        self, definition: Definition, *, start: date, at: datetime, by: Account | None = None
    ) -> FormVersion:
        """By nobody: shipped with the product."""
        last = self.versions.first() if self.pk else None
        self._head(definition)
        version = FormVersion.objects.create(
            form=self,
            number=last.number + 1 if last else 1,
            definition=dump(definition),
            start=start,
            shipped=by is None,
            published_by=by,
            published_at=at,
        )
        FormPicture.objects.bulk_create(
            FormPicture(version=version, sha256=sha256) for sha256 in sorted(definition.pictures)
        )
        Form.objects.filter(pk=self.pk).update(edits=models.F("edits") + 1)
        self.refresh_from_db(fields=["edits"])
        facts = {"key": self.key, "version": version.number, "start": start, "shipped": by is None}
        record(verb="form.publish", obj=self, by=by, at=at, facts=facts)
        return version

    def _head(self, definition: Definition) -> None:
        """What lists show and choose by, taken from a definition."""
        self.title_zh, self.title_en = definition.title.zh[:200], definition.title.en[:200]
        self.subject, self.used_for = definition.subject, definition.used_for
        self.search = search_text(self.title_zh, self.title_en, self.key)
        if self._state.adding:
            self.save()
        else:
            self.save(update_fields=["title_zh", "title_en", "subject", "used_for", "search"])
        self.roles.all().delete()
        roles = definition.roles or sorted(FIELD)
        FormRole.objects.bulk_create(FormRole(form=self, role=role) for role in roles)


@dataclass(frozen=True, slots=True)
class LastEdit:
    """Who changed a form last, and when; nobody where it came with the product."""

    by: Account | None
    at: datetime

    @property
    def name(self) -> str:
        """The person's name, or the account's where it is no person's."""
        if self.by is None:
            return _("产品更新")
        person = getattr(self.by, "person", None)
        return person.name if person else self.by.username


class FormRole(models.Model):
    """A role that fills a form in 填写岗位."""

    form = models.ForeignKey(Form, on_delete=models.CASCADE, related_name="roles")
    role = models.CharField(max_length=16)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["form", "role"], name="forms_role_once")]


class FormDraft(models.Model):
    """The next version of a form while it is drawn up 表单草稿; one at a time."""

    form = models.OneToOneField(Form, on_delete=models.CASCADE, related_name="drafted")
    definition = models.JSONField()
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()


class FormVersion(models.Model):
    """What a form asks from a day on 表单版本. Append-only; `shipped` ones came with the product."""

    form = models.ForeignKey(Form, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveIntegerField()
    definition = models.JSONField()
    start = models.DateField()
    shipped = models.BooleanField(default=False)
    published_by = models.ForeignKey(Account, on_delete=models.PROTECT, null=True, related_name="+")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["form", "number"], name="forms_version_number")]

    def __str__(self) -> str:
        return f"{self.form} v{self.number}"

    @cached_property
    def parsed(self) -> Definition:
        """The definition as values; it was checked when it was published."""
        return Definition.model_validate(self.definition)


class FormPicture(models.Model):
    """A picture that a version shows as the model of an answer 示例图片. Append-only, written when it is published."""

    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="pictures")
    sha256 = models.CharField(max_length=64, db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["version", "sha256"], name="forms_picture_once")]


def is_hint(sha256: str) -> bool:
    """Whether some version shows that picture as a model; such pictures are for all who fill forms in."""
    return FormPicture.objects.filter(sha256=sha256).exists()


def is_drafted_hint(sha256: str) -> bool:
    """Whether a draft shows it; a form has at most one, so that they are read through."""
    return len(sha256) == 64 and FormDraft.objects.filter(definition__icontains=sha256).exists()


def read_or_refuse(raw: Mapping[str, Any]) -> Definition:
    """The definition of a JSON object. Raises Refused with every fault in one sentence."""
    try:
        definition = parse(raw)
    except InvalidDefinition as invalid:
        raise Refused(said_of_definition(invalid.faults), code="bad_definition") from invalid
    unknown = [
        DefinitionFault((), "unknown_role", {"role": r}) for r in definition.roles if r not in Role.values
    ]
    if unknown:
        raise Refused(said_of_definition(unknown), code="bad_definition")
    return definition
