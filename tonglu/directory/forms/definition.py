"""What a form asks 表单定义: sections of questions, as frozen values read from JSON.

Nothing here knows Django. `parse` reads a definition and holds it to `faults_of`; `dump` writes the shortest JSON that
reads back as the same. What an answer to each type of question looks like in JSON:

| type | answer |
|---|---|
| yes_no | `"yes"` or `"no"` |
| choice | an option's `value` |
| several | a list of options' values |
| number, money | a JSON number |
| text, barcode | a string |
| date | `"2026-11-23"` |
| photo | a list of SHA-256 in hex |
| signature | the SHA-256 of a PNG |
| place | `{"lng": 123.4, "lat": 41.8, "accuracy": 12}`, WGS-84 degrees and metres |
| skus | a list of SKU codes |
| rating | a whole number from 1 to `scale` |
| table | a list of rows, each an object of column keys and answers |
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from functools import cached_property
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Discriminator, Field, StrictFloat, StrictInt, StrictStr, Tag

KEY = r"^[a-z][a-z0-9_]{0,63}$"
Key = Annotated[StrictStr, Field(pattern=KEY)]
Number = StrictInt | Annotated[StrictFloat, Field(allow_inf_nan=False)]
Value = StrictStr | StrictInt | StrictFloat | bool
Json = dict[str, Any]


class Type(StrEnum):
    """How a question is answered."""

    YES_NO = "yes_no"
    CHOICE = "choice"
    SEVERAL = "several"
    NUMBER = "number"
    MONEY = "money"
    TEXT = "text"
    DATE = "date"
    PHOTO = "photo"
    SIGNATURE = "signature"
    PLACE = "place"
    BARCODE = "barcode"
    SKUS = "skus"
    RATING = "rating"
    TABLE = "table"


Subject = Literal["customer", "person", "day", "company"]
Use = Literal["check", "survey", "report", "assessment", "record"]
# answers of these types are lists; `min` and `many` are the fewest and the most entries
LISTS = frozenset({Type.SEVERAL, Type.PHOTO, Type.SKUS, Type.TABLE})
NUMBERS = frozenset({Type.NUMBER, Type.MONEY, Type.RATING})


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Label(_Part):
    """Words in Chinese, and in English where someone wrote them."""

    zh: Annotated[StrictStr, Field(min_length=1, max_length=1000)]
    en: Annotated[StrictStr, Field(max_length=1000)] = ""

    def say(self, language: str) -> str:
        """In `zh-hans` or `en`; Chinese where there is no English."""
        return self.en if language.startswith("en") and self.en else self.zh


class Asked(_Part):
    """What an earlier question must have been answered; exactly one comparison is given.

    Of an answer that is a list, `is` means that it contains the value, and `in` that it contains one of them.
    """

    question: Key
    is_: Value | None = Field(default=None, alias="is")
    in_: tuple[Value, ...] | None = Field(default=None, alias="in")
    at_least: Number | None = None
    at_most: Number | None = None
    answered: bool | None = None

    @property
    def comparisons(self) -> tuple[str, ...]:
        """The names of those given."""
        given = {"is": self.is_, "in": self.in_, "at_least": self.at_least, "at_most": self.at_most}
        return tuple(
            name for name, value in {**given, "answered": self.answered}.items() if value is not None
        )

    @property
    def values(self) -> tuple[Value, ...]:
        """What `is` or `in` compare with; `true` and `false` are another spelling of `yes` and `no`."""
        named = (self.is_,) if self.is_ is not None else self.in_ or ()
        return tuple(("yes" if v else "no") if isinstance(v, bool) else v for v in named)


class All(_Part):
    all: Annotated[tuple[Condition, ...], Field(min_length=1)]


class AnyOf(_Part):
    any: Annotated[tuple[Condition, ...], Field(min_length=1)]


class Not(_Part):
    not_: Condition = Field(alias="not")


def _shape(raw: object) -> str:
    """Which condition it is: by its keys in JSON, by its class once it was read."""
    if isinstance(raw, dict):
        return next((key for key in ("all", "any", "not") if key in raw), "question")
    if isinstance(raw, All):
        return "all"
    if isinstance(raw, AnyOf):
        return "any"
    return "not" if isinstance(raw, Not) else "question"


Condition = Annotated[
    Annotated[Asked, Tag("question")]
    | Annotated[All, Tag("all")]
    | Annotated[AnyOf, Tag("any")]
    | Annotated[Not, Tag("not")],
    Discriminator(_shape),
]


class Option(_Part):
    """One of the answers to choose from; without a `score`, choosing it takes the question out of the score."""

    value: Annotated[StrictStr, Field(min_length=1, max_length=64)]
    label: Label
    score: Annotated[Number, Field(ge=0, le=1)] | None = None


class Question(_Part):
    """A question. `weight` puts it into the score; `when` says under which earlier answers it applies at all.

    `scores`: of a yes_no what each answer is worth, from 0 to 1 (`{"yes": 1, "no": 0}` unless given); of a number or
    money the values worth nothing and everything (`{"none": 0, "full": 30}`), with a straight line between.
    """

    key: Key
    type: Type
    label: Label
    hint: Label | None = None
    picture: Annotated[StrictStr, Field(pattern=r"^[0-9a-f]{64}$")] | None = None
    required: bool = False
    private: bool = False
    when: Condition | None = None
    weight: Annotated[Number, Field(ge=0, le=1000)] = 0
    scores: dict[str, Number] | None = None
    unit: Label | None = None
    min: Number | None = None
    max: Number | None = None
    decimals: Annotated[StrictInt, Field(ge=0, le=4)] | None = None
    long: bool = False
    options: tuple[Option, ...] = ()
    scale: Annotated[StrictInt, Field(ge=2, le=10)] = 5
    columns: tuple[Question, ...] = ()
    many: Annotated[StrictInt, Field(ge=1, le=200)] | None = None

    @property
    def most(self) -> int:
        """The most entries of an answer that is a list."""
        return self.many or {Type.PHOTO: 3, Type.TABLE: 50, Type.SKUS: 200}.get(self.type, len(self.options))

    @property
    def places(self) -> int:
        """Decimals that a number may have; unless told otherwise money has two and others none."""
        return self.decimals if self.decimals is not None else 2 if self.type is Type.MONEY else 0


class Section(_Part):
    """Questions under one heading."""

    key: Key
    title: Label
    questions: tuple[Question, ...]


class Definition(_Part):
    """A whole form. `about` is a sentence on what it is for; `subject` what a filled-in one is about.

    `roles` are those who fill it in (none: every position of the field), `channels` the codes of the customers'
    channels that it is for (none: all). What is `urgent` goes straight up the line when it is filled in.
    """

    key: Key
    title: Label
    about: Label | None = None
    subject: Subject = "customer"
    used_for: Use = "record"
    roles: tuple[StrictStr, ...] = ()
    channels: tuple[StrictStr, ...] = ()
    urgent: bool = False
    sections: Annotated[tuple[Section, ...], Field(max_length=60)]

    @cached_property
    def questions(self) -> tuple[Question, ...]:
        """All questions in order, without the columns of tables."""
        return tuple(question for section in self.sections for question in section.questions)

    @cached_property
    def by_key(self) -> dict[str, Question]:
        return {question.key: question for question in self.questions}

    @cached_property
    def public(self) -> Definition:
        """The form without its private questions; sections of which nothing is left are left out."""
        sections = (
            section.model_copy(update={"questions": tuple(q for q in section.questions if not q.private)})
            for section in self.sections
        )
        return self._with(tuple(s for s in sections if s.questions))

    @cached_property
    def on_paper(self) -> Definition:
        """What a sheet can answer: no photos and signatures, and a place only where somebody knew it."""
        sections = (
            section.model_copy(update={"questions": tuple(_on_paper(section.questions))})
            for section in self.sections
        )
        return self._with(tuple(s for s in sections if s.questions))

    def _with(self, sections: tuple[Section, ...]) -> Definition:
        """The same form with other sections."""
        copied = self.model_copy(update={"sections": sections})
        for name in (
            "questions",
            "by_key",
            "public",
            "on_paper",
        ):  # a copy takes along what was reckoned before
            copied.__dict__.pop(name, None)
        return copied

    @property
    def pictures(self) -> frozenset[str]:
        """SHA-256 of the pictures that questions and columns show as their models."""
        parts = (part for question in self.questions for part in (question, *question.columns))
        return frozenset(part.picture for part in parts if part.picture)

    @property
    def scored(self) -> bool:
        """Whether filling it in gives a score."""
        return any(question.weight > 0 for question in self.questions)


def _on_paper(questions: Iterable[Question]) -> Iterator[Question]:
    for question in questions:
        if question.type in {Type.PHOTO, Type.SIGNATURE}:
            continue
        columns = tuple(_on_paper(question.columns))
        required = question.required and question.type is not Type.PLACE
        if columns or question.type is not Type.TABLE:
            yield question.model_copy(update={"columns": columns, "required": required})


def dump(definition: Definition) -> Json:
    """The JSON of a definition, without what goes without saying."""
    return definition.model_dump(mode="json", by_alias=True, exclude_defaults=True)
