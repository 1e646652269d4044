"""The rules on the cases that the phone is tested on too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tonglu.directory.forms.parsing import parse
from tonglu.directory.forms.rules import check, clean
from tonglu.directory.forms.scoring import half_up, score

SHARED = json.loads((Path(__file__).parent / "form_cases.json").read_text(encoding="utf-8"))
FORMS = {name: parse(raw) for name, raw in SHARED["definitions"].items()}


@pytest.mark.parametrize("case", SHARED["cases"], ids=lambda case: case["name"])
def test_shared_case(case):
    form = FORMS[case["form"]]
    assert {key: fault.code for key, fault in check(form, case["answers"]).items()} == case["faults"]
    if "kept" in case:
        assert clean(form, case["answers"]) == case["kept"]
        assert score(form, case["answers"]) == case["score"]


COOLER = FORMS["cooler"]
ANSWERS = st.fixed_dictionaries(
    {"works": st.sampled_from(["yes", "no"])},
    optional={
        "why_not": st.text(max_size=20),
        "position": st.sampled_from(["door", "inside", "none"]),
        "clean": st.integers(1, 5),
        "share": st.integers(0, 1000).map(lambda n: n / 10),
        "foreign": st.lists(st.sampled_from(["rival", "food", "other"]), unique=True, max_size=2),
        "photo": st.lists(st.just("a" * 64), max_size=1),
    },
)


@given(ANSWERS)
def test_a_score_lies_between_nothing_and_everything(answers):
    assert 0 <= (score(COOLER, answers) or 0) <= 1000


@given(ANSWERS)
def test_cleaning_changes_neither_faults_nor_score_and_is_done_once(answers):
    kept = clean(COOLER, answers)
    assert clean(COOLER, kept) == kept
    assert check(COOLER, kept) == check(COOLER, answers)
    assert score(COOLER, kept) == score(COOLER, answers)


@given(ANSWERS, st.sampled_from(["position", "clean"]))
def test_skipping_a_question_that_scores_never_raises_the_score(answers, key):
    if answers.get("position") == "none":
        return  # leaving 不适用 out is another answer, not a skipped one
    skipped = {k: v for k, v in answers.items() if k != key}
    assert (score(COOLER, skipped) or 0) <= (score(COOLER, answers) or 0)


@given(st.integers(-(10**9), 10**9), st.integers(1, 10**6), st.booleans())
def test_division_rounds_half_up(dividend, divisor, negative):
    divisor = -divisor if negative else divisor
    quotient = half_up(dividend, divisor)
    assert abs(2 * (dividend - quotient * divisor)) <= abs(divisor)
