"""A refusal says its reason in the language in force when it is raised."""

from __future__ import annotations

import pytest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from tonglu.base.errors import NotYours, Refused


@pytest.mark.parametrize(
    ("language", "told"), [("zh-hans", "订单 A-1 不在待审状态"), ("en", "Order A-1 is not held")]
)
def test_facts_fill_the_translated_reason(language, told):
    with override(language):
        refused = Refused(_("订单 {number} 不在待审状态"), number="A-1", code="not_held")
    assert (refused.reason, str(refused), refused.code) == (told, told, "not_held")


def test_braces_in_a_fact_or_in_plain_words_stay():
    assert Refused("{name} 已经停用", name="{x}").reason == "{x} 已经停用"
    assert Refused("{x}").reason == "{x}"


def test_what_belongs_to_another_has_its_own_code():
    assert NotYours("日报由本人提交").code == "not_yours"
