"""A member answers a chat with keys alone: a moment is asked for, Enter sends, z takes it back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, expect

from tests.journeys.test_chat import desk, opened, said, write
from tests.journeys.test_main_job import sign_in
from tests.processes.install import Install

pytestmark = [pytest.mark.journey, pytest.mark.processes]


def test_a_chat_is_answered_with_keys_alone(browser: Browser, install: Install) -> None:
    with desk(install) as shop:
        member, context = sign_in(browser, install, shop.base), browser.new_context()
        page = shop.visitor(context)
        page.get_by_role("button", name=re.compile("Ask us")).click()
        write(page, "Is the olive tree safe for a cat?")
        thread = opened(member, "safe for a cat")
        expect(member.get_by_text(re.compile("is here now"))).to_be_visible(timeout=15_000)
        expect(member.locator(".chatting").first).to_be_visible(timeout=15_000)

        keys = member.keyboard
        keys.press("Escape")
        keys.press("h")
        expect(member.get_by_role("heading", name="How long do you look into it?")).to_be_visible()
        keys.press("Enter")
        expect(said(page, "May I look into it for 2 minutes?")).to_be_visible(timeout=15_000)
        expect(thread).to_contain_text("Looking into it.")
        # The news of it may be here before the answer to the form, which brings a composer of its own.
        expect(member.get_by_text("Asked.")).to_be_visible(timeout=15_000)

        keys.press("r")
        keys.type("It is safe.")
        keys.press("Shift+Enter")
        keys.type("She may chew it.")
        keys.press("Enter")
        expect(said(page, "She may chew it.")).to_be_visible(timeout=15_000)
        expect(thread.locator(".progress", has_text="seen")).to_be_visible(timeout=15_000)

        expect(member.get_by_text("Sent to")).to_be_visible()
        keys.press("Escape")
        keys.press("z")
        expect(said(page, "She may chew it.")).to_have_count(0, timeout=15_000)
        expect(thread).to_contain_text("This was taken back.", timeout=15_000)
        expect(member.locator("textarea[name=body]")).to_have_value(re.compile("It is safe."))
        assert shop.amiss == []
        context.close()
        member.context.close()
