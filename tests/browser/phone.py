"""What a rep does on his phone, in the words of the job; each verb is a few taps on the real app."""

from __future__ import annotations

import re
import struct
import zlib
from datetime import datetime, timedelta
from pathlib import Path

from playwright.sync_api import BrowserContext, Locator, Page, expect

PASSWORD = "tonglu-demo"


def picture(path: Path) -> Path:
    """A small real PNG: what a camera would hand over."""
    raw = b"".join(b"\x00" + bytes((n * 8 % 256, 120, 80)) * 64 for n in range(64))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", 64, 64, 8, 2, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(raw)) + chunk(b"IEND", b"")
    )
    return path


class Phone:
    """The app in a phone-sized browser."""

    def __init__(self, context: BrowserContext, url: str, at: datetime) -> None:
        self.context, self.url, self.at = context, url, at
        self.page = self.open()

    def open(self) -> Page:
        page = self.context.new_page()
        page.clock.install(time=self.at)
        self.at += timedelta(minutes=30)  # should it be opened again
        page.goto(f"{self.url}/phone/")
        self.page = page
        return page

    def at_(self, name: str) -> Locator:
        return self.page.locator(f"[data-test='{name}']")

    def log_in(self, username: str) -> None:
        self.at_("login-username").fill(username)
        self.at_("login-password").fill(PASSWORD)
        self.at_("login-submit").click()
        self.at_("stop").first.wait_for()
        # the shell is cached before the signal goes
        self.page.evaluate("navigator.serviceWorker.ready.then(() => true)")

    def kill(self) -> None:
        """The app is gone without a word: no navigation, no unload handler waited for."""
        self.page.close()

    def step(self, key: str) -> None:
        self.at_(f"step-{key}").click()

    def start_next(self) -> str:
        """Starts the call at the next stop of the line; its customer's code."""
        code = self.page.locator("[data-test='stop'][data-done='false']").first.get_attribute("data-customer")
        self.at_("start-next").click()
        self.at_("call").wait_for()
        assert code
        return code

    def note_rival(self, brand: str, price: str) -> None:
        self.step("look")
        self.at_("add-rival").first.click()
        self.at_("rival-brand-0").locator("input").or_(
            self.page.locator("input[data-test='rival-brand-0']")
        ).fill(brand)
        self.at_("rival-price-0").locator("input").or_(
            self.page.locator("input[data-test='rival-price-0']")
        ).fill(price)

    def take_photo(self, file: Path) -> None:
        self.step("look")
        self.at_("photo-input").first.set_input_files(file)
        self.at_("photo").first.wait_for()

    def count_as_last_time(self) -> None:
        self.step("stock")
        self.at_("as-last").click()

    def agree_one_more_pack(self) -> None:
        """One pack more than suggested of the first article, confirmed by the shopkeeper."""
        self.step("order")
        row = self.at_("order-row").first
        row.locator("[data-test$='-plus']").click()
        self.at_("order-confirm").click()

    def close_call(self) -> None:
        self.step("wrapup")
        self.at_("close-call").click()
        self.at_("ring").wait_for()

    def keeps(self, at_least: int) -> None:
        """That many documents wait on the phone."""
        badge = self.at_("sync").first
        expect(badge).to_have_attribute("data-pending", re.compile(rf"^([{at_least}-9]|\d\d+)$"))

    def send_all(self) -> None:
        """By hand, from the sync page, until nothing is left."""
        self.page.goto(f"{self.url}/phone/#/me")
        self.at_("go-sync").click()
        self.at_("sync-now").click()
        sent = self.page.locator("[data-test='document'][data-state='waiting']")
        expect(sent).to_have_count(0, timeout=60_000)
        expect(self.at_("photos-pending")).to_have_text("0", timeout=60_000)
