"""What people are told about a fault, in their language."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tonglu.directory.forms.parsing import DefinitionFault
from tonglu.directory.forms.rules import Fault

ANSWER = {
    "required": gettext_lazy("此项必填"),
    "option": gettext_lazy("请从选项中选择"),
    "number": gettext_lazy("请填数字"),
    "min": gettext_lazy("不能小于 {min}"),
    "max": gettext_lazy("不能大于 {max}"),
    "decimals": gettext_lazy("最多 {decimals} 位小数"),
    "rating": gettext_lazy("请打 1 到 {scale} 分"),
    "long": gettext_lazy("最多 {most} 个字"),
    "date": gettext_lazy("请填日期，如 2026-11-23"),
    "many": gettext_lazy("最多 {most} 项"),
    "few": gettext_lazy("至少 {fewest} 项"),
    "twice": gettext_lazy("有重复，请去掉一个"),
    "unknown": gettext_lazy("表单里没有这一项；请更新表单后重填"),
    "malformed": gettext_lazy("内容无法识别，请重填"),
}
DEFINITION = {
    "missing": gettext_lazy("缺少 {field}"),
    "malformed": gettext_lazy("{field} 写法有误（{fault}）"),
    "no_sections": gettext_lazy("还没有分段"),
    "no_questions": gettext_lazy("这一段还没有题目"),
    "section_twice": gettext_lazy("分段代码重复"),
    "question_twice": gettext_lazy("题目代码重复"),
    "option_twice": gettext_lazy("选项 {value} 重复"),
    "few_options": gettext_lazy("至少要有两个选项"),
    "misplaced": gettext_lazy("{type} 题没有 {field} 这项设置"),
    "min_above_max": gettext_lazy("下限 {min} 高于上限 {max}"),
    "score_keys": gettext_lazy("计分要写明 {keys}"),
    "score_range": gettext_lazy("计分的数值不对：是否题在 0 与 1 之间，数字题的起点与满分不能相同"),
    "no_scores": gettext_lazy("有权重却没有计分办法"),
    "unknown_condition": gettext_lazy("显示条件里的 {question} 不在前面的题目中"),
    "comparisons": gettext_lazy("对 {question} 的显示条件要恰好写一种比较"),
    "not_a_number": gettext_lazy("{question} 不是数字，不能比大小"),
    "impossible_value": gettext_lazy("{question} 不会答成 {value}"),
    "no_columns": gettext_lazy("表格还没有列"),
    "table_in_table": gettext_lazy("表格里不能再放表格"),
    "private_column": gettext_lazy("表格整体设为私密，不能只设一列"),
    "key_changed": gettext_lazy("表单代码 {key} 不能改；要另做一张请新建"),
    "unknown_role": gettext_lazy("没有 {role} 这个岗位"),
}


def said(fault: Fault) -> str:
    """The sentence beside the question."""
    return str(ANSWER[fault.code]).format(**fault.facts)


def said_of_definition(faults: Iterable[DefinitionFault]) -> str:
    """One sentence with every fault, each with its place."""
    return _("；").join(
        (_("{where}：{fault}").format(where=" / ".join(f.where), fault=_one(f)) if f.where else _one(f))
        for f in faults
    )


def _one(fault: DefinitionFault) -> str:
    return str(DEFINITION[fault.code]).format(**fault.facts)
