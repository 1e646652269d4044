"""A form is drawn up in the editor, and the phone asks what it says."""

from __future__ import annotations

from datetime import datetime

import pytest
from playwright.sync_api import expect

from tests.browser.editor import Editor
from tests.browser.phone import Phone
from tests.server import MONDAY_NINE

pytestmark = pytest.mark.browser
KEY, ADDED = "cooler_check", "冰柜里有几瓶过期货？"


def add_two_questions(editor: Editor) -> None:
    """At the end of the first section: a number that scores, and a signature where there is any."""
    editor.select("0.3")
    editor.add("number")
    editor.type(label_zh=ADDED, label_en="How many bottles are past their date?", key="expired", min="0")
    editor.type(weight="10", scores_none="10", scores_full="0")
    editor.require()
    editor.add("signature")
    editor.type(label_zh="店主签字", label_en="The owner's signature", key="expired_signed")
    editor.only_when("expired")
    editor.require()


def test_a_form_is_drawn_up_in_the_editor_and_asked_on_the_phone(server, chromium):
    editor = Editor(chromium, server.url, KEY)
    before = editor.held()
    editor.select("0.1")
    editor.type(label_zh="别的题目")
    expect(editor.page.locator(".fe-preview [data-question='found']")).to_contain_text("别的题目")
    editor.undo()
    assert editor.held() == before

    add_two_questions(editor)
    expect(editor.page.locator("[data-test='weight-total']")).to_contain_text("110")
    number, signature = editor.held()["sections"][0]["questions"][-2:]
    assert (number["weight"], number["scores"], number["required"]) == (10, {"none": 10, "full": 0}, True)
    assert signature["when"] == {"question": "expired", "at_least": 1}
    # the preview reckons with conditions as the form itself does
    asked = editor.page.locator(".fe-preview [data-question='expired']")
    asked.locator("input").fill("2")
    expect(editor.page.locator(".fe-preview [data-question='expired_signed']")).to_be_visible()
    editor.publish()
    assert server.rows("select number from forms_formversion v join forms_form f on f.id = v.form_id"
                       " where f.key = ? order by number", KEY) == [(1,), (2,)]  # fmt: skip

    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    phone = Phone(context, server.url, datetime.fromisoformat(MONDAY_NINE))
    phone.log_in("rep02")
    context.set_offline(True)
    phone.page.goto(f"{server.url}/phone/#/me/forms")
    phone.at_(f"form-{KEY}").click()
    phone.page.locator("[data-test^='pick-customer-']").first.click()
    phone.at_("form").wait_for()
    expect(phone.at_("ask-expired")).to_contain_text(ADDED)
    assert phone.at_("ask-expired_signed").count() == 0
    phone.at_("ask-expired").locator("input").fill("2")
    expect(phone.at_("ask-expired_signed")).to_be_visible()
