"""The form editor as someone uses it: pick, type, add, undo, publish."""

from __future__ import annotations

import json
from typing import Any

from playwright.sync_api import Browser, Page, expect

from tests.browser.phone import PASSWORD


class Editor:
    """A director at the editor of a form."""

    def __init__(self, chromium: Browser, url: str, key: str) -> None:
        self.page: Page = chromium.new_context(viewport={"width": 1440, "height": 900}).new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))
        self.page.goto(f"{url}/login")
        self.page.fill("[name=login]", "director")
        self.page.fill("[name=password]", PASSWORD)
        self.page.keyboard.press("Enter")
        self.page.wait_for_url(f"{url}/")
        self.page.goto(f"{url}/forms/{key}/edit")

    def held(self) -> dict[str, Any]:
        """The definition as the page holds it."""
        return json.loads(self.page.locator("#fe-state textarea").input_value())

    def select(self, path: str) -> None:
        item = self.page.locator(f".fe-item[data-path='{path}']")
        item.click()
        expect(item).to_have_attribute("aria-selected", "true")
        expect(self.page.locator("#fe-panel")).to_have_attribute("data-of", path)

    def add(self, kind: str) -> None:
        """A question behind the one selected; it is selected then."""
        before = self.page.locator("#fe-panel").get_attribute("data-of")
        self.page.locator("[data-test='add-question']").click()
        self.page.locator(f"[data-kind='{kind}']").click()
        expect(self.page.locator("#fe-panel")).not_to_have_attribute("data-of", before or "")

    def type(self, **values: str) -> None:
        """Into fields of the panel, leaving each: `label_zh="…"`."""
        for name, value in values.items():
            field = self.page.locator(f"#p-{name.replace('_', '-')}")
            with self.page.expect_response(lambda answer: "/edit/step" in answer.url):
                field.fill(value)
                field.press("Tab")

    def require(self) -> None:
        with self.page.expect_response(lambda answer: "/edit/step" in answer.url):
            self.page.locator("#p-required").check()

    def only_when(self, question: str) -> None:
        """A condition with what the editor proposes: of a number, at least 1."""
        self.page.locator("#p-when-0-question").select_option(question)
        expect(self.page.locator("#p-when-0-how")).to_be_visible()

    def undo(self) -> None:
        with self.page.expect_response(lambda answer: "/edit/step" in answer.url):
            self.page.locator("[data-undo]").click()

    def publish(self) -> None:
        self.page.locator(".fe-publish summary").click()
        self.page.locator("[data-test='publish']").click()
        self.page.locator("[data-test='form-edit']").wait_for()
        assert self.faults == []
