"""What people filled in: answers as they were given, by which version, and what can be counted of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tonglu.base.accounts.models import Account
from tonglu.base.errors import NotYours, Refused
from tonglu.base.journal.models import record
from tonglu.base.money import MoneyField
from tonglu.base.search import search_text
from tonglu.base.sentences import clauses, labelled
from tonglu.directory.forms.definition import Question
from tonglu.directory.forms.items import items_of, pictures_of
from tonglu.directory.forms.rules import Fault, check, clean
from tonglu.directory.forms.scoring import score
from tonglu.directory.forms.versions import FormVersion
from tonglu.directory.forms.words import said
from tonglu.directory.org.models import Company, Person, Position, Role
from tonglu.directory.org.scope import Scope


class InvalidAnswers(Refused):
    """The answers do not fit the form; `faults` by the key of the question, nothing was stored."""

    def __init__(self, faults: Mapping[str, Fault], version: FormVersion) -> None:
        self.faults = dict(faults)
        questions = version.parsed.by_key
        words = clauses(labelled(_label(questions, key), said(fault)) for key, fault in faults.items())
        super().__init__(_("表单有 {n} 处要改：{words}"), code="bad_answers", n=len(self.faults), words=words)


def _label(questions: Mapping[str, Question], key: str) -> str:
    """The question's own words; of a table's cell those of table, row and column."""
    name, *cell = key.split(".")
    if name not in questions:
        return key
    question, language = questions[name], get_language() or ""
    if len(cell) < 2:
        return question.label.say(language)
    column = next((c.label.say(language) for c in question.columns if c.key == cell[1]), cell[1])
    return _("{table}第 {n} 行 {column}").format(
        table=question.label.say(language), n=int(cell[0]) + 1, column=column
    )


@dataclass(frozen=True, slots=True)
class Subject:
    """What a form was filled in about, as the band that knows it names it; all may be empty.

    `customer` and `visit` are their ids: tables of lower bands, to which this one cannot point.
    """

    name: str = ""
    customer: int | None = None
    visit: UUID | None = None
    person: Person | None = None


class FilledQuerySet(models.QuerySet["Filled"]):
    def visible_to(self, scope: Scope) -> FilledQuerySet:
        """Those filled in by the positions of the scope's own line."""
        return self.filter(scope.positions_q())

    def standing(self) -> FilledQuerySet:
        """Without those that a correction replaced."""
        return self.filter(replaced_by__isnull=True)


class Filled(models.Model):
    """A filled-in form 填写记录. Append-only: a correction is a new one that points to the one it `replaces`.

    `score` is in thousandths (875 is 87.5 of 100), null where nothing is scored. `at` is when it was finished, as the
    server reckons it.
    """

    id = models.UUIDField(primary_key=True)
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, related_name="filled")
    answers = models.JSONField()
    score = models.PositiveSmallIntegerField(null=True, db_index=True)
    subject_name = models.CharField(max_length=200, blank=True)
    customer_id = models.BigIntegerField(null=True, db_index=True)
    visit_id = models.UUIDField(null=True, db_index=True)
    about = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="filled")
    position = models.ForeignKey(Position, on_delete=models.PROTECT, related_name="filled")
    business_date = models.DateField(db_index=True)
    at = models.DateTimeField()
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    search = models.CharField(max_length=400, blank=True)

    objects = FilledQuerySet.as_manager()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["position", "business_date"])]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(score__isnull=True) | models.Q(score__lte=1000),
                name="forms_score_within_1000",
            )
        ]

    def __str__(self) -> str:
        return f"{self.version} {self.subject_name}".strip()

    @classmethod
    @transaction.atomic
    def fill(
        cls,
        *,
        id: UUID,
        version: FormVersion,
        answers: Mapping[str, Any],
        person: Person,
        position: Position,
        finished_at: datetime,
        at: datetime,
        subject: Subject | None = None,
        replaces: Filled | None = None,
        private: bool = True,
        by: Account | None = None,
    ) -> Filled:
        """Stores what a person filled in, if it fits the version; only what applied is kept.

        One who does not see `private` questions is not asked them; a correction of his keeps the answers to them.
        With `by` somebody else brings in what the person filled in elsewhere: nobody is asked for photos then.
        Raises InvalidAnswers (with the faults by question), and Refused for a form that is not for this position.
        """
        _check_role(version, position)
        if replaces:
            _check_correction(replaces, version, person, at)
        asked = version.parsed if private else version.parsed.public
        asked = asked.on_paper if by else asked
        if faults := check(asked, answers):
            raise InvalidAnswers(faults, version)
        about = subject or Subject()
        unseen = _private_answers(replaces) if replaces and not private else {}
        kept = clean(version.parsed, {**clean(asked, answers), **unseen})
        filled = cls.objects.create(
            id=id,
            version=version,
            answers=kept,
            score=score(version.parsed, kept),
            subject_name=about.name[:200],
            customer_id=about.customer,
            visit_id=about.visit,
            about=about.person,
            person=person,
            position=position,
            business_date=Company.current().business_date(finished_at),
            at=finished_at,
            replaces=replaces,
            search=search_text(version.form.title_zh, about.name, person.name),
        )
        filled._spread()
        facts = {"form": version.form.key, "version": version.number, "score": filled.score}
        facts |= {"subject": about.name, "replaces": str(replaces.pk) if replaces else ""}
        record(verb="form.fill", obj=filled, by=by or person.account, at=at, facts=facts)
        return filled

    def _spread(self) -> None:
        """The countable answers and the photos as rows."""
        questions = self.version.parsed.questions
        FilledItem.objects.bulk_create(
            FilledItem(
                filled=self,
                question=item.question,
                row=item.row,
                text=item.text,
                number=item.number,
                worth=item.worth,
                weight=item.weight,
            )
            for item in items_of(questions, self.answers)
        )
        FilledPhoto.objects.bulk_create(
            FilledPhoto(filled=self, question=p.question, sha256=p.sha256, private=p.private)
            for p in pictures_of(questions, self.answers)
        )


def _private_answers(filled: Filled) -> dict[str, Any]:
    private = {question.key for question in filled.version.parsed.questions if question.private}
    return {key: answer for key, answer in filled.answers.items() if key in private}


def _check_role(version: FormVersion, position: Position) -> None:
    if not version.form.roles.filter(role=position.role).exists():
        raise NotYours(
            _("{title} 不由 {role} 填写"), title=version.form.title, role=Role(position.role).label
        )


def _check_correction(replaces: Filled, version: FormVersion, person: Person, at: datetime) -> None:
    if replaces.version.form_id != version.form_id:
        raise Refused(_("更正要用同一张表单"), code="other_form")
    if Filled.objects.filter(replaces=replaces).exists():
        raise Refused(_("这份记录已经更正过；请在最新的一份上更正"), code="replaced_already")
    on = Company.current().business_date(at)
    if person.pk != replaces.person_id and not person.leads(replaces.position, on=on):
        raise NotYours(_("这份记录由 {name} 填写；由本人或上级更正"), name=replaces.person.name)


class FilledItem(models.Model):
    """One coded or scored answer 计分项, for counting; see `tonglu.directory.forms.items.Item`. Append-only."""

    filled = models.ForeignKey(Filled, on_delete=models.PROTECT, related_name="items")
    question = models.CharField(max_length=130)
    row = models.PositiveSmallIntegerField(null=True)
    text = models.CharField(max_length=64, blank=True)
    number = MoneyField(null=True)
    worth = models.PositiveIntegerField(null=True)
    weight = models.PositiveIntegerField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["question", "filled"])]


class FilledPhoto(models.Model):
    """That an answer has a photo or signature; its bytes come separately. Append-only."""

    filled = models.ForeignKey(Filled, on_delete=models.PROTECT, related_name="photos")
    question = models.CharField(max_length=130)
    sha256 = models.CharField(max_length=64, db_index=True)
    private = models.BooleanField(default=False)

    class Meta:
        ordering = ["id"]
