"""A macro, on a real server: put together, read, run and taken back by keys; a tick is seen by who has it open, too."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.opening import one_open
from tests.processes.install import Install, Sink, wait_until

pytestmark = [pytest.mark.journey, pytest.mark.processes]


def put_together(page: Page, base: str) -> None:
    """Three steps, each added with its button."""
    page.goto(f"{base}/settings/macros/new")
    page.get_by_label("Name").fill("Late delivery")
    for words in ("Write a reply", "Tag", "Put on the checklist"):
        page.get_by_label("One more step").select_option(label=words)
        page.get_by_role("button", name="Add it").click()
    page.get_by_label("The words").fill("Dear {first_name}, at {when?}.")
    page.get_by_label("Tags, with commas between").fill("courier")
    page.get_by_label("One thing a line").fill("Ask the driver")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.", exact=True)).to_be_visible()


def sent_to_her(install: Install, conversation: str) -> bool:
    """Whether the acknowledgement and the answer are both out."""
    told = json.loads(install.cha("conversation", conversation, "--json"))["deliveries"]
    return [row["state"] for row in told if row["kind"] in ("ack", "reply")] == ["sent", "sent"]


def test_a_macro_is_read_run_and_taken_back(browser: Browser, install: Install, sink: Sink) -> None:
    with one_open(browser, install, sink, "My order 2291 is late.") as opened:
        member = opened.member
        base, one = opened.base, opened.id
        put_together(member, base)
        colleague = member.context.new_page()
        colleague.goto(f"{base}/now/{one}")
        member.goto(f"{base}/now/{one}")

        member.keyboard.press("d")
        dialog = member.get_by_role("dialog")
        dialog.get_by_role("link", name="Read what Late delivery would do").click()
        expect(dialog).to_contain_text("“Late delivery” would do this")
        expect(dialog.get_by_role("button", name="Do these three")).to_be_visible()
        dialog.get_by_role("checkbox", name="Tag").uncheck()

        # What is still open is filled in before anything is done, and nothing typed is lost.
        dialog.get_by_role("button", name="Do these two").click()
        expect(dialog).to_contain_text("Still to be filled in: {when?}")
        dialog.get_by_role("textbox").fill("Dear Adaeze, at 14:35.")
        dialog.get_by_role("button", name="Do these two").click()
        thread = member.locator("#conversation [id^=thread-]")
        expect(thread).to_contain_text("Dear Adaeze, at 14:35.")
        expect(colleague.locator(".checks")).to_contain_text("Ask the driver", timeout=10_000)
        colleague.locator(".checks__one").click()
        expect(member.locator(".checks__one")).to_have_attribute("aria-pressed", "true", timeout=10_000)
        colleague.locator(".checks__one").click()

        # The answer goes out first: what is done after that can be taken back.
        wait_until(lambda: sent_to_her(install, one), 30)

        # What is there already is not offered again; what was done goes with one key.
        member.keyboard.press("d")
        dialog.get_by_role("link", name="Read what Late delivery would do").click()
        dialog.get_by_role("checkbox", name="Write to Adaeze").uncheck()
        expect(dialog).to_contain_text("all of it is there already")
        dialog.get_by_role("button", name="Do this one").click()
        expect(member.locator("#toasts")).to_contain_text("Late delivery: one step done")
        expect(member.locator("aside, .side").get_by_text("courier").first).to_be_visible()
        # While the dialog is closing, keys are its own.
        expect(member.locator("dialog[open]")).to_have_count(0)
        member.keyboard.press("z")
        expect(member.locator("#toasts")).to_contain_text(re.compile("taken back"), timeout=15_000)
        expect(member.locator("aside, .side").get_by_text("courier")).to_have_count(0)
