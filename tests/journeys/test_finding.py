"""Finding, in a real browser: in Chinese, Arabic and Cyrillic, narrowed by chips, on the keyboard, without script."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.test_main_job import sign_in
from tests.processes.install import Install, free_port, send
from tests.shop import raw_mail

pytestmark = [pytest.mark.journey, pytest.mark.processes]
MAILS = {
    "陈美 <chen@school.example>": "请问订单可以改送到学校吗？我想订一束白玫瑰送给妈妈。",
    "هدى <huda@home.example>": "طلبتُ باقة من عشرين وردة لعيد ميلاد والدتي ولم تصل بعد",
    "Алёна <alyona@dacha.example>": "Здравствуйте! Пионы и ёлка приехали вовремя.",
}
LOOKED_FOR = {"玫瑰": "玫瑰", "ورده": "وردة", "елка": "ёлка"}


def test_chinese_arabic_and_cyrillic_are_found_and_narrowed(browser: Browser, install: Install) -> None:
    port, mail_port = free_port(), free_port()
    base = f"http://localhost:{port}"
    install.environ["CHA_URL"] = base
    with install.serve("--port", str(port), "--mail-port", str(mail_port)):
        page = sign_in(browser, install, base)
        for sender, words in MAILS.items():
            headers = {"mime_version": "1.0", "content_type": "text/plain; charset=utf-8"}
            send(mail_port, raw_mail(words, sender=sender, subject="Hello", **headers))
        for query, marked in LOOKED_FOR.items():
            page.goto(f"{base}/search")
            page.keyboard.press("/")
            page.keyboard.insert_text(query)
            expect(page.locator("#found mark").first).to_have_text(marked, timeout=15_000)

        # Words and chips are the same thing: the cross takes the words away, the button adds them.
        page.goto(f"{base}/search?q={quote('has:file 玫瑰')}")
        expect(page.get_by_text("Nobody said “玫瑰”")).to_be_visible()
        page.get_by_role("link", name="Take off: Has a file").click()
        expect(page.get_by_role("searchbox")).to_have_value("玫瑰")
        expect(page.locator("#found mark").first).to_be_visible()
        page.get_by_text("Filter", exact=True).click()
        page.get_by_role("link", name="waiting on us").click()
        expect(page.get_by_role("searchbox")).to_have_value("is:waiting 玫瑰")

        # Down into what was found, and in at the message.
        page.get_by_role("searchbox").press("ArrowDown")
        expect(page.locator(".hit").first).to_be_focused()
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile(r"#entry-"))
        expect(page.get_by_text("白玫瑰").first).to_be_visible()
        cookies = page.context.cookies()

        # Without script: the same, by links and Enter.
        plain = browser.new_context(java_script_enabled=False)
        plain.add_cookies([{"name": one["name"], "value": one["value"], "url": base} for one in cookies])
        page = plain.new_page()
        page.goto(f"{base}/search")
        page.get_by_role("searchbox").fill("is:aside пионы")
        page.get_by_role("searchbox").press("Enter")
        page.get_by_role("link", name="Take off: Is spam").click()
        expect(page.locator("#found mark").first).to_have_text("Пионы")
