"""What stands where in a form's workbook. Names are in both languages, whoever wrote or reads the file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from tonglu.directory.forms.definition import Type

FORM, QUESTIONS, OPTIONS, HELP = "表单 Form", "题目 Questions", "选项 Options", "说明 Help"
Kind = Literal["text", "number", "flag", "list"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet. `name` is the property, with a point where it is inside of another: `label.zh`."""

    name: str
    title: str
    kind: Kind = "text"
    width: int = 12
    note: str = ""


# lines of the first sheet
HEAD = (
    Column("key", "代码 Key", note="小写字母、数字、下划线 a–z 0–9 _"),
    Column("title.zh", "标题 Title (中文)"),
    Column("title.en", "标题 Title (English)"),
    Column("about.zh", "用途说明 About (中文)"),
    Column("about.en", "用途说明 About (English)"),
    Column("subject", "关于 Subject", note="customer 客户 · person 人员 · day 当天工作 · company 公司"),
    Column(
        "used_for",
        "用途 Used for",
        note="check 检查 · survey 问卷 · report 报告 · assessment 评估 · record 登记",
    ),
    Column("roles", "谁填写 Roles", "list", note="用逗号分开 separated by commas: rep, supervisor"),
    Column("channels", "适用渠道 Channels", "list", note="渠道代码，空着为全部 codes; empty means all"),
    Column("urgent", "紧急 Urgent", "flag", note="是 yes：填完马上报给上级 goes straight up the line"),
)
# a row a question; a row with a section and no question keeps the section
ROW = (
    Column("section", "分段代码 Section", width=14),
    Column("section.zh", "分段 Section title (中文)", width=18),
    Column("section.en", "分段 Section title (English)", width=18),
    Column("key", "题目代码 Key", width=20, note="表格的列写成 table.column"),
    Column("type", "题型 Type", width=16),
    Column("label.zh", "题目 Question (中文)", width=30),
    Column("label.en", "题目 Question (English)", width=30),
    Column("hint.zh", "提示 Hint (中文)", width=24),
    Column("hint.en", "提示 Hint (English)", width=24),
    Column("required", "必填 Required", "flag", width=9),
    Column("private", "私密 Private", "flag", width=9),
    Column("long", "长文字 Long", "flag", width=9),
    Column("unit.zh", "单位 Unit (中文)", width=9),
    Column("unit.en", "单位 Unit (English)", width=9),
    Column("min", "下限 Min", "number", width=9),
    Column("max", "上限 Max", "number", width=9),
    Column("decimals", "小数位 Decimals", "number", width=9),
    Column("many", "最多几项 Many", "number", width=9),
    Column("scale", "满分几分 Scale", "number", width=9),
    Column("weight", "权重 Weight", "number", width=9),
    Column(
        "scores.low",
        "零分处/答否得 Scores low",
        "number",
        width=11,
        note="数字：得零分的数；是否：答否得几分",
    ),
    Column(
        "scores.high",
        "满分处/答是得 Scores high",
        "number",
        width=11,
        note="数字：得满分的数；是否：答是得几分",
    ),
    Column("when", "显示条件 Shown when", width=34),
    Column("picture", "示意图 Picture", width=12, note="SHA-256"),
)
# a row an option
OPTION = (
    Column("question", "题目代码 Question", width=22, note="表格的列写成 table.column"),
    Column("value", "存为 Value", width=16),
    Column("label.zh", "选项 Option (中文)", width=28),
    Column("label.en", "选项 Option (English)", width=28),
    Column("score", "得分 Score 0–1", "number", width=10, note="空着：选它时这题不计分 empty: not scored"),
)
TYPES = {
    Type.YES_NO: "是或否",
    Type.CHOICE: "单选",
    Type.SEVERAL: "多选",
    Type.RATING: "打分",
    Type.NUMBER: "数字",
    Type.MONEY: "金额",
    Type.TEXT: "文字",
    Type.DATE: "日期",
    Type.PHOTO: "照片",
    Type.SIGNATURE: "签名",
    Type.PLACE: "位置",
    Type.BARCODE: "条码",
    Type.SKUS: "产品",
    Type.TABLE: "表格",
}
YES = ("是", "yes", "y", "1", "true", "√")
# which key of `scores` each of the two columns is
SCORES = {Type.YES_NO: ("no", "yes"), Type.NUMBER: ("none", "full"), Type.MONEY: ("none", "full")}
CONDITIONS = (
    ("powered = yes", "“通电”答是 · is yes"),
    ("timely = later | not_yet", "是其中之一 · is one of these"),
    ("timely != within_24", "不是 · is not"),
    ("facings >= 6", "不小于 · at least"),
    ("rating <= 2", "不大于 · at most"),
    ("phone answered", "已填 · was answered"),
    ("phone blank", "未填 · was not answered"),
    ("a = yes and (b = no or c >= 3)", "且 and，或 or，非 not，括号 parentheses"),
)
CODES_HINT = "代码是题目和选项的代码，不是文字 · codes, not words"
