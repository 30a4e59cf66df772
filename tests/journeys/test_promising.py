"""A promise in a draft, on a real server: shown as one writes, kept in one press, on the card and on their page."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.opening import one_open
from tests.processes.install import Install, Sink

pytestmark = [pytest.mark.journey, pytest.mark.processes]


def test_what_a_draft_promises_is_kept_in_one_press(browser: Browser, install: Install, sink: Sink) -> None:
    with one_open(browser, install, sink, "The room is peach, and it was to be white.") as opened:
        member = opened.member

        words = member.get_by_label("Your words to")
        words.fill("Dear Adaeze. I will ring you tomorrow before 03:00.")
        vow = member.locator("#composer .vow")
        expect(vow).to_contain_text("cannot be held")
        expect(vow).to_contain_text("The nearest time that holds is")

        words.fill("Dear Adaeze. I will send you a photo within 14 days.")
        expect(vow).to_contain_text("You promise to send it to Adaeze")
        vow.locator("label").first.click()
        expect(vow).to_contain_text("A promise, once it goes")
        member.get_by_role("button", name="Send to Adaeze").click()
        expect(member.locator(".talk__told")).to_contain_text("photo")

        hers = browser.new_context().new_page()
        hers.goto(opened.link)
        expect(hers.locator("body")).to_contain_text("photo")


def test_the_dialog_says_what_cannot_be_held_and_takes_the_nearest(
    browser: Browser, install: Install, sink: Sink
) -> None:
    with one_open(browser, install, sink, "The room is peach, and it was to be white.") as opened:
        member = opened.member

        member.locator("#composer a[aria-keyshortcuts=p]").click()
        dialog = member.get_by_role("dialog")
        dialog.get_by_label("What", exact=True).fill("A photo of all twelve")
        dialog.locator("#until-own").check()
        dialog.locator("[name=own]").fill("2099-06-11T03:00")
        expect(dialog).to_contain_text("cannot be held")
        dialog.get_by_role("button", name="Take").click()
        expect(dialog).not_to_contain_text("cannot be held.")
        dialog.get_by_role("button", name=re.compile("^Promise .+ to Adaeze$")).click()
        expect(member.locator(".talk__told")).to_contain_text("A photo of all twelve")
