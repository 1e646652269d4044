"""A form is changed in the office, filled in offline on the phone, killed half-way, and arrives once."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.editor import Editor
from tests.browser.phone import PASSWORD, Phone, picture
from tests.server import MONDAY_NINE

pytestmark = pytest.mark.browser
REP, KEY, ADDED = "rep02", "cooler_check", "冰柜里有几瓶过期货？"


def change_the_form(server, chromium) -> None:
    """The director draws up the next version in the editor: a number that scores, and what it asks where there is any."""
    editor = Editor(chromium, server.url, KEY)
    before = editor.held()
    editor.select("0.1")
    editor.type(label_zh="别的题目")
    expect(editor.page.locator(".fe-preview [data-question='found']")).to_contain_text("别的题目")
    editor.undo()
    assert editor.held() == before
    editor.select("0.3")
    editor.add("number")
    editor.type(label_zh=ADDED, label_en="How many bottles are past their date?", key="expired", min="0")
    editor.type(weight="10", scores_none="10", scores_full="0")
    editor.require()
    editor.add("signature")
    editor.type(label_zh="店主签字", label_en="The owner's signature", key="expired_signed")
    editor.only_when("expired")
    editor.require()
    check_the_draft(editor)
    editor.publish()
    versions = "select number from forms_formversion v join forms_form f on f.id = v.form_id where f.key = ?"
    assert sorted(server.rows(versions, KEY)) == [(1,), (2,)]


def check_the_draft(editor: Editor) -> None:
    """What was typed stands in it, and the preview reckons with its conditions as the form itself does."""
    expect(editor.page.locator("[data-test='weight-total']")).to_contain_text("110")
    number, signature = editor.held()["sections"][0]["questions"][-2:]
    assert (number["weight"], number["scores"], number["required"]) == (10, {"none": 10, "full": 0}, True)
    assert signature["when"] == {"question": "expired", "at_least": 1}
    editor.page.locator(".fe-preview [data-question='expired'] input").fill("2")
    expect(editor.page.locator(".fe-preview [data-question='expired_signed']")).to_be_visible()


def asked(phone: Phone, key: str) -> Locator:
    return phone.at_(f"ask-{key}")


def answer_all(phone: Phone, photo: Path) -> None:
    """Every question that shows, whatever the form asks; those that only then appear too."""
    for _round in range(4):
        for box in phone.page.locator("[data-test^='ask-']").all():
            answer(phone.page, box, photo)


def answer(page: Page, box: Locator, photo: Path) -> None:
    match box.get_attribute("data-type"):
        case "yes_no" | "choice" | "rating" | "several":
            if not box.locator("[aria-pressed='true']").count():
                box.locator("button").first.click()
        case "number" | "money" | "text" | "barcode":
            field = box.locator("input.input, textarea").first
            if not field.input_value():
                field.fill("3")
        case "date":
            box.locator("input").fill("2026-11-20")
        case "photo":
            if not box.locator("[data-test='photo']").count():
                box.locator("input[type=file]").set_input_files(photo)
                box.locator("[data-test='photo']").wait_for()
        case "signature":
            sign(page, box)


def sign(page: Page, box: Locator) -> None:
    if box.get_by_text("已签名").count():
        return
    pad = box.locator("canvas")
    pad.scroll_into_view_if_needed()
    place = pad.bounding_box()
    assert place is not None
    page.mouse.move(place["x"] + 30, place["y"] + 40)
    page.mouse.down()
    page.mouse.move(place["x"] + 140, place["y"] + 70, steps=4)
    page.mouse.up()
    page.clock.run_for(1000)
    box.get_by_text("已签名").wait_for()


def test_a_form_changed_in_the_office_is_filled_in_offline_and_arrives(server, chromium, tmp_path: Path):
    change_the_form(server, chromium)
    context = chromium.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    phone = Phone(context, server.url, datetime.fromisoformat(MONDAY_NINE))
    phone.log_in(REP)

    # begun without a signal, and faults are told at once
    context.set_offline(True)
    phone.page.goto(f"{server.url}/phone/#/me/forms")
    phone.at_(f"form-{KEY}").click()
    phone.page.locator("[data-test^='pick-customer-']").first.click()
    phone.at_("form").wait_for()
    expect(asked(phone, "expired")).to_contain_text(ADDED)
    phone.at_("form-submit").click()
    expect(asked(phone, "expired")).to_contain_text("此项必填")
    assert asked(phone, "expired_signed").count() == 0
    asked(phone, "expired").locator("input").fill("2")
    expect(asked(phone, "expired_signed")).to_be_visible()

    # killed half-way: it opens again where it was
    phone.page.wait_for_timeout(300)
    phone.kill()
    phone.open()
    phone.at_("form").wait_for()
    expect(asked(phone, "expired").locator("input")).to_have_value("2")
    answer_all(phone, picture(tmp_path / "cooler.png"))
    shown = float(phone.at_("form-score").inner_text())
    phone.at_("form-submit").click()
    phone.at_("form").wait_for(state="detached")
    assert server.rows("select count(*) from forms_filled") == [(0,)]

    context.set_offline(False)
    phone.send_all()
    phone.send_all()
    check_facts(server, shown)
    read_on_the_desk(chromium, server)


def check_facts(server, shown: float) -> None:
    """Once, by the version that was shown, with the score that was shown; photo and signature came too."""
    filled = server.rows(
        "select v.number, f.score from forms_filled f join forms_formversion v on v.id = f.version_id"
    )
    assert filled == [(2, round(shown * 10))]
    documents = "select kind, outcome from devices_phonedocument where kind = 'form'"
    assert server.rows(documents) == [("form", "accepted")]
    counted = "select number from forms_filleditem where question = 'expired'"
    assert server.rows(counted) == [(20000,)]
    stored = "select count(*) from forms_filledphoto p join files_storedfile s on s.sha256 = p.sha256"
    named = server.rows("select count(*) from forms_filledphoto")
    assert server.rows(stored) == named
    assert named[0][0] >= 2
    types = server.rows("select distinct content_type from files_storedfile order by 1")
    assert types == [("image/jpeg",), ("image/png",)]
    assert server.rows("select count(*) from journal_entry where verb = 'form.fill'") == [(1,)]


def read_on_the_desk(chromium, server) -> None:
    """The supervisor finds it in the list and opens it."""
    desk = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
    desk.goto(f"{server.url}/login")
    desk.fill("[name=login]", "supervisor1")
    desk.fill("[name=password]", PASSWORD)
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"{server.url}/")
    desk.goto(f"{server.url}/filled")
    desk.locator("tr[data-href]").first.locator("a").first.click()
    desk.get_by_text(ADDED).wait_for()
    expect(desk.locator(".formpaper img.signature")).to_be_visible()
