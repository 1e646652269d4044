"""What the editor calls things: types of questions, properties, comparisons, and a condition in a sentence."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import get_language, gettext_lazy, pgettext_lazy
from django.utils.translation import gettext as _

from tonglu.base.sentences import listed
from tonglu.directory.forms.conditions import asked_in
from tonglu.directory.forms.definition import All, AnyOf, Asked, Condition, Json, Not, Type

TYPES: dict[Type, str | Promise] = {
    Type.YES_NO: gettext_lazy("是或否"),
    Type.CHOICE: gettext_lazy("单选"),
    Type.SEVERAL: gettext_lazy("多选"),
    Type.RATING: gettext_lazy("打分"),
    Type.NUMBER: gettext_lazy("数字"),
    Type.MONEY: pgettext_lazy("question", "金额"),
    Type.TEXT: gettext_lazy("文字"),
    Type.DATE: pgettext_lazy("question", "日期"),
    Type.PHOTO: pgettext_lazy("question", "照片"),
    Type.SIGNATURE: gettext_lazy("签名"),
    Type.PLACE: pgettext_lazy("question", "位置"),
    Type.BARCODE: pgettext_lazy("question", "条码"),
    Type.SKUS: pgettext_lazy("question", "产品"),
    Type.TABLE: gettext_lazy("表格"),
}
PROPERTIES: dict[str, str | Promise] = {
    "key": gettext_lazy("代码"),
    "type": gettext_lazy("题型"),
    "label": gettext_lazy("题目"),
    "title": gettext_lazy("标题"),
    "about": gettext_lazy("用途说明"),
    "hint": gettext_lazy("提示"),
    "unit": gettext_lazy("单位"),
    "picture": gettext_lazy("示意图"),
    "required": gettext_lazy("必填"),
    "private": gettext_lazy("私密"),
    "long": gettext_lazy("长文字"),
    "urgent": gettext_lazy("紧急"),
    "weight": gettext_lazy("权重"),
    "min": gettext_lazy("下限"),
    "max": gettext_lazy("上限"),
    "decimals": gettext_lazy("小数位"),
    "many": gettext_lazy("最多几项"),
    "scale": gettext_lazy("满分几分"),
    "scores": gettext_lazy("计分"),
    "options": gettext_lazy("选项"),
    "columns": gettext_lazy("列"),
    "when": gettext_lazy("显示条件"),
    "subject": gettext_lazy("关于"),
    "used_for": gettext_lazy("用途"),
    "roles": gettext_lazy("谁填写"),
    "channels": gettext_lazy("适用渠道"),
}
COMPARED: dict[str, str | Promise] = {
    "is": gettext_lazy("是"),
    "not": gettext_lazy("不是"),
    "at_least": gettext_lazy("不小于"),
    "at_most": gettext_lazy("不大于"),
    "answered": gettext_lazy("已填"),
    "blank": gettext_lazy("未填"),
}

Namer = Callable[[Asked], tuple[str, list[str]]]


def say(words: Any) -> str:
    """Words in the reader's language, of JSON that need not be complete."""
    if not isinstance(words, dict):
        return ""
    english = (get_language() or "").startswith("en")
    return str((words.get("en") if english else "") or words.get("zh") or words.get("en") or "")


def type_name(kind: Any) -> str:
    """Of a question's type; the text itself of one that is none."""
    return str(TYPES[Type(kind)]) if kind in set(Type) else str(kind)


def names_of(questions: dict[str, Json]) -> Namer:
    """How a condition calls the question it asks and the answers it compares with."""

    def name(asked: Asked) -> tuple[str, list[str]]:
        question = questions.get(asked.question, {})
        options = {option.get("value"): say(option.get("label")) for option in question.get("options", [])}
        options |= {"yes": _("是"), "no": _("否")} if question.get("type") == Type.YES_NO else {}
        answers = [options.get(value) or str(value) for value in asked.values]
        return say(question.get("label")) or asked.question, answers

    return name


def sentence(condition: Condition | None, name: Namer) -> str:
    """A condition as people say it; empty without one."""
    match condition:
        case None:
            return ""
        case All():
            return _(" 且 ").join(_inner(part, name) for part in condition.all)
        case AnyOf():
            return _(" 或 ").join(_inner(part, name) for part in condition.any)
        case Not():
            return _not(condition.not_, name)
    return _asked(condition, name, negated=False)


def _inner(part: Condition, name: Namer) -> str:
    said = sentence(part, name)
    several = isinstance(part, All | AnyOf) and len(list(asked_in(part))) > 1
    return _("（{condition}）").format(condition=said) if several else said


def _not(inner: Condition, name: Namer) -> str:
    if isinstance(inner, Asked) and inner.values:
        return _asked(inner, name, negated=True)
    return _("不满足（{condition}）").format(condition=sentence(inner, name))


def _asked(asked: Asked, name: Namer, *, negated: bool) -> str:
    question, answers = name(asked)
    if asked.answered is not None:
        said = _("“{question}”已填") if asked.answered else _("“{question}”未填")
        return said.format(question=question)
    if asked.at_least is not None:
        return _("“{question}”不小于 {value}").format(question=question, value=asked.at_least)
    if asked.at_most is not None:
        return _("“{question}”不大于 {value}").format(question=question, value=asked.at_most)
    said = _("“{question}”不是 {answers}") if negated else _("“{question}”是 {answers}")
    return said.format(question=question, answers=listed(answers))
