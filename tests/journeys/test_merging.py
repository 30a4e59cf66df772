"""One story, on a real server: two become one in one browser, the other is led there; undone at once, and later."""

from __future__ import annotations

import json

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.test_main_job import ADAEZE, link_in, sign_in
from tests.processes.install import Install, Sink, free_port, send, wait_until
from tests.shop import raw_mail

pytestmark = [pytest.mark.journey, pytest.mark.processes]


def both(install: Install, sink: Sink, mail_port: int) -> tuple[str, str]:
    """Adaeze writes twice about her order; the ids of the peach and of the vases."""
    before = len(sink.mails_to(ADAEZE))
    send(mail_port, raw_mail("My order 2291 came in peach.", subject="Peach"))
    wait_until(lambda: len(sink.mails_to(ADAEZE)) == before + 1, 20)
    send(mail_port, raw_mail("2291 again: the vases are cracked!", subject="Vases"))
    wait_until(lambda: len(sink.mails_to(ADAEZE)) == before + 2, 20)
    found = json.loads(install.cha("conversations", "--state", "ours", "--json"))
    ids = {one["about"]: one["id"] for one in found}
    return ids["Peach"], ids["Vases"]


def open_one(page: Page, address: str, words: str) -> None:
    """Open a conversation in which these words stand."""
    page.goto(address)
    expect(page.locator("#conversation [id^=thread-]")).to_contain_text(words)


def test_a_merge_undone(browser: Browser, install: Install, sink: Sink) -> None:
    port, mail_port = free_port(), free_port()
    base = f"http://localhost:{port}"
    install.environ["CHA_URL"] = base
    with install.serve("--port", str(port), "--mail-port", str(mail_port)):
        member = sign_in(browser, install, base)
        story, was = (f"{base}/now/{name}" for name in both(install, sink, mail_port))
        vases = sink.mails_to(ADAEZE)[-1]

        # Another tab has the vases open; this one has the peach.
        other = member.context.new_page()
        open_one(other, was, "cracked")
        open_one(member, story, "peach")

        # The key of the guide asks; the likeliest is chosen, with its reason.
        member.keyboard.press("m")
        dialog = member.get_by_role("dialog")
        expect(dialog).to_contain_text("Is this the same story?")
        expect(dialog).to_contain_text("Both name 2291")
        dialog.get_by_role("button", name="Merge").click()
        # What is said stays for as long as a pointer rests on it.
        member.locator(".toast", has_text="one story").hover()
        thread = member.locator("#conversation [id^=thread-]")
        expect(thread).to_contain_text("cracked")
        expect(thread).to_contain_text("peach")

        # Who had the other open is led to the story, without a reload.
        expect(other.locator("#conversation [id^=thread-]")).to_contain_text("peach", timeout=10_000)
        other.goto(was)
        assert other.url == story

        # Their link opens the story, and what they answer to either mail is in it.
        phone = browser.new_context(java_script_enabled=False, locale="en-GB").new_page()
        phone.goto(link_in(vases))
        expect(phone.get_by_text("came in peach").first).to_be_visible()

        # Undone while it is said.
        member.locator(".toast", has_text="one story").get_by_role("button", name="Undo").click()
        expect(thread).not_to_contain_text("cracked")
        expect(thread).to_contain_text("peach")
        phone.goto(link_in(vases))
        expect(phone.get_by_text("came in peach")).to_have_count(0)
        expect(phone.get_by_text("cracked").first).to_be_visible()

        # Merged again, written to since, and taken apart from the line in the thread.
        member.keyboard.press("m")
        member.get_by_role("dialog").get_by_role("button", name="Merge").click()
        expect(thread).to_contain_text("cracked")
        send(mail_port, raw_mail("The small ones.", to=vases["Reply-To"], subject="Re: Vases"))
        expect(thread).to_contain_text("The small ones.", timeout=10_000)
        thread.get_by_role("link", name="Take apart").click()
        dialog = member.get_by_role("dialog")
        expect(dialog).to_contain_text("Two stories after all?")
        dialog.get_by_role("checkbox").check()
        dialog.get_by_role("button", name="Take apart").click()
        expect(thread).not_to_contain_text("cracked")
        expect(thread).not_to_contain_text("The small ones.")
        member.goto(was)
        expect(member.locator("#conversation [id^=thread-]")).to_contain_text("The small ones.")
        member.context.close()
        phone.context.close()


def test_merged_and_taken_apart_without_a_script(browser: Browser, install: Install, sink: Sink) -> None:
    port, mail_port = free_port(), free_port()
    base = f"http://localhost:{port}"
    install.environ["CHA_URL"] = base
    with install.serve("--port", str(port), "--mail-port", str(mail_port)):
        state = sign_in(browser, install, base).context.storage_state()
        page = browser.new_context(storage_state=state, java_script_enabled=False).new_page()
        peach, _vases = both(install, sink, mail_port)
        page.goto(f"{base}/now/{peach}/one-story")
        page.get_by_role("button", name="Merge").click()
        expect(page.locator("[id^=thread-]")).to_contain_text("cracked")
        page.get_by_role("link", name="Take apart").click()
        page.get_by_role("button", name="Take apart").click()
        expect(page.locator("[id^=thread-]")).not_to_contain_text("cracked")
        page.context.close()
