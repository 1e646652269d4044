"""The forms that ship: all of them, in both languages, with scores that a person can check by hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import pytest

from tonglu.directory.forms.conditions import holds
from tonglu.directory.forms.definition import Definition, Json, Question, Type, dump
from tonglu.directory.forms.loading import read_shipped
from tonglu.directory.forms.rules import check, clean
from tonglu.directory.forms.scoring import score

SHIPPED = {definition.key: definition for definition in read_shipped()}
LIST = {
    "market_patrol": "市场巡视工作报告",
    "action_guidance": "销售行动指导表",
    "coaching": "培训辅导表",
    "delivery_spot_check": "每日产品配送抽查表",
    "red_grocery": "成功图像自检卡（传统小店）",
    "red_convenience": "成功图像自检卡（便利店）",
    "red_supermarket": "成功图像自检卡（超市）",
    "red_restaurant": "成功图像自检卡（餐饮）",
    "red_school": "成功图像自检卡（学校）",
    "red_leisure": "成功图像自检卡（休闲娱乐）",
    "cooler_check": "冰柜检查",
    "market_info": "市场信息调查表",
    "contact_record": "客户联系记录卡",
    "month_review_card": "客户月评卡",
    "strategy_card": "客户策略卡",
    "mackay66": "麦凯66客户档案",
    "credit_5c": "5C信用评估",
    "relationship_rating": "客情评估",
    "dealer_selection": "经销商选择评分",
    "walk_in_register": "来店（来电）客户登记表",
    "market_situation": "市场状况反映表",
    "complaint_report": "客户投诉处理报告表",
    "odc_guidance": "ODC阅后指导信息表",
    "om_form": "OM表",
    "handover": "客户及人员关系维护表",
    "area_selection": "区域市场选择评分",
    "contract_attachments": "合同附件清单",
    "satisfaction": "客户满意度调查",
    "market_survey": "市场调研问卷",
    "qualitative_appraisal": "定性考核",
    "work_diary": "工作日记与反思",
    "issue": "问题登记",
    "risk": "风险评估",
    "sample_request": "打样单",
}
RED = [key for key in LIST if key.startswith("red_")]
SCORED = {
    "market_patrol",
    "coaching",
    "delivery_spot_check",
    "cooler_check",
    "month_review_card",
    "credit_5c",
    "relationship_rating",
    "dealer_selection",
    "odc_guidance",
    "area_selection",
    "satisfaction",
    "qualitative_appraisal",
    "risk",
    *RED,
}
SHA = "0" * 64
PLAIN: dict[Type, Any] = {
    Type.TEXT: "铁西区云峰街",
    Type.DATE: "2026-11-23",
    Type.PHOTO: [SHA],
    Type.SIGNATURE: SHA,
    Type.PLACE: {"lng": 123.38, "lat": 41.8},
    Type.BARCODE: "6901234567892",
    Type.SKUS: ["TE01"],
}


def best(question: Question, around: Json) -> Any:
    """The answer worth most; of a question without a score any that is allowed."""
    match question.type:
        case Type.YES_NO:
            scores = question.scores or {"yes": 1, "no": 0}
            return max(scores, key=lambda answer: scores[answer])
        case Type.CHOICE:
            return max(question.options, key=lambda option: option.score or 0).value
        case Type.SEVERAL:
            return [option.value for option in question.options][: question.most]
        case Type.RATING:
            return question.scale
        case Type.NUMBER | Type.MONEY:
            return question.scores["full"] if question.scores else max(1, question.min or 0)
        case Type.TABLE:
            return [answered(question.columns, around)]
    return PLAIN[question.type]


def answered(questions: Sequence[Question], around: Json | None = None) -> Json:
    """An example of a form filled in: every question that applies, as well as can be."""
    answers: Json = {}
    for question in questions:
        if holds(question.when, {**(around or {}), **answers}):
            answers[question.key] = best(question, {**(around or {}), **answers})
    return answers


def words(raw: Any) -> Iterator[Json]:
    """Every pair of words in a definition's JSON."""
    if isinstance(raw, dict) and "zh" in raw:
        yield raw
    elif isinstance(raw, dict):
        for below in raw.values():
            yield from words(below)
    elif isinstance(raw, list):
        for below in raw:
            yield from words(below)


def scored(key: str, answers: Json) -> int | None:
    """The score of answers with nothing wrong in them but what they leave out."""
    left_out = {fault.code for fault in check(SHIPPED[key], answers).values()}
    assert left_out <= {"required"}
    return score(SHIPPED[key], answers)


def test_every_form_of_the_documents_ships():
    assert {key: definition.title.zh for key, definition in SHIPPED.items()} == LIST


@pytest.mark.parametrize("definition", SHIPPED.values(), ids=SHIPPED.keys())
def test_every_word_is_there_in_both_languages(definition: Definition):
    found = list(words(dump(definition)))
    assert found
    assert [pair for pair in found if not pair["zh"].strip() or not pair.get("en", "").strip()] == []
    assert [pair for pair in found if any("\u4e00" <= letter <= "\u9fff" for letter in pair["en"])] == []


@pytest.mark.parametrize("definition", SHIPPED.values(), ids=SHIPPED.keys())
def test_an_example_of_each_is_accepted(definition: Definition):
    answers = answered(definition.questions)
    assert check(definition, answers) == {}
    assert clean(definition, answers) == answers


@pytest.mark.parametrize("definition", SHIPPED.values(), ids=SHIPPED.keys())
def test_who_fills_it_in_is_named_and_what_it_is_for(definition: Definition):
    assert definition.roles
    assert definition.about


def test_those_that_score_weigh_a_hundred():
    totals = {
        key: sum(q.weight for q in definition.questions)
        for key, definition in SHIPPED.items()
        if definition.scored
    }
    assert totals == dict.fromkeys(SCORED, 100)


@pytest.mark.parametrize("key", sorted(SCORED))
def test_the_best_answers_score_everything(key: str):
    assert score(SHIPPED[key], answered(SHIPPED[key].questions)) == 1000


@pytest.mark.parametrize("key", RED)
def test_a_red_check_weighs_its_six_parts_alike_in_every_channel(key: str):
    parts = {section.key: sum(q.weight for q in section.questions) for section in SHIPPED[key].sections}
    assert parts == {
        "must_stock": 30,
        "cooler": 20,
        "position": 20,
        "price": 15,
        "posm": 10,
        "freshness": 5,
    }
    assert any(question.type is Type.PHOTO and question.required for question in SHIPPED[key].questions)


def test_each_channel_has_its_red_check():
    channels = [SHIPPED[key].channels for key in RED]
    assert channels == [("TRAD",), ("CVS",), ("SUPER",), ("REST",), ("SCHOOL",), ("LEISURE",)]


def test_mackay_asks_66_questions_in_seven_sections():
    mackay = SHIPPED["mackay66"]
    assert [len(section.questions) for section in mackay.sections] == [9, 7, 9, 13, 7, 12, 9]
    assert len(mackay.questions) == 66
    assert all(question.private for section in mackay.sections[1:3] for question in section.questions)


def test_mackay_asks_about_children_health_and_belief_only_with_consent():
    mackay = SHIPPED["mackay66"]
    sensitive = {"children", "children_school", "children_likes", "belief", "health"}
    assert {q.key for q in mackay.questions if q.when and not holds(q.when, {"consent": "no"})} >= sensitive
    assert all(mackay.by_key[key].private for key in sensitive)


def test_what_is_urgent_says_so():
    assert {key for key, d in SHIPPED.items() if d.urgent} == {"market_situation", "complaint_report"}


def test_nothing_marked_may_stay_empty_in_the_register_of_arrivals():
    faults = check(SHIPPED["walk_in_register"], {"way": "walk_in", "left_phone": "yes"})
    marked = {"on", "time", "people", "first_time", "source", "name", "phone", "need", "budget", "level"}
    assert {key for key, fault in faults.items() if fault.code == "required"} >= marked


def test_an_outlet_without_a_cooler_is_scored_on_the_other_80_points():
    # 6 of 8 packs: 18 of 24, and 6 for the stock; eye level 8, 9 of 12 facings 6, no stack;
    # 70 % of the tags: 5 of 10, and clean 5; poster 3 of 10; half past: 2.5 of 5
    answers = {
        "must_present": 6,
        "top_two_multi": "yes",
        "cooler_has": "no",
        "shelf_level": "eye",
        "facings": 9,
        "door_stack": "no",
        "tag_right": 70,
        "tag_clear": "yes",
        "posm_present": ["poster"],
        "fresh": "half",
    }
    had = 18 + 6 + 8 + 6 + 0 + 5 + 5 + 3 + 2.5
    assert scored("red_grocery", answers) == round(had / 80 * 1000) == 669


def test_5c_by_hand():
    answers = {
        "payment_record": "few_late",  # 12 × 0.7 = 8.4
        "word_kept": "always",  # 6
        "lawsuits": "none",  # 7
        "years": 4,  # 6 × 4/8 = 3
        "management": 4,  # 7 × 3/4 = 5.25
        "cash_flow": "even",  # 7 × 0.6 = 4.2
        "turnover": 7,  # 5 × 5/10 = 2.5
        "equity": 1_000_000,  # 10 × ½ = 5
        "debt": 65,  # 6 × 25/50 = 3
        "own_premises": "no",  # 0
        "security": "personal",  # 10 × 0.5 = 5
        "security_papers": "complete",  # 5
        "trade_outlook": 3,  # 6 × ½ = 3
        "competition": 3,  # 4 × ½ = 2
        "dependence": "part",  # 5 × 0.6 = 3
    }
    assert [len(s.questions) > 0 for s in SHIPPED["credit_5c"].sections][:5] == [True] * 5
    assert scored("credit_5c", answers) == 624


def test_relationship_by_hand():
    # 20 × ¾ + 20 × ½ + 20 + 20 × ¾ (one complaint of four) + 20 × ½ (30 days of 60)
    answers = {"familiarity": 4, "closeness": 3, "support": 5, "complaints": 1, "overdue_days": 30}
    assert scored("relationship_rating", answers) == 700


def test_coaching_is_the_mean_of_its_outlets():
    steps = ("prepare", "greet", "look", "merchandise", "stock", "propose", "close_order", "wrap_up")
    calls = [
        {"outlet": name, "demonstrated": "no", **dict.fromkeys(steps, mark)}
        for name, mark in (("永盛超市", 5), ("云峰小卖部", 3))
    ]
    assert scored("coaching", {"calls": calls}) == 750


def test_dealer_selection_weighs_four_things():
    parts = {s.key: sum(q.weight for q in s.questions) for s in SHIPPED["dealer_selection"].sections}
    weighed = {key: weight for key, weight in parts.items() if weight}
    assert weighed == {"willingness": 25, "ability": 35, "reputation": 25, "connections": 15}
