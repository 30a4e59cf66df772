"""The counter: found by telephone number, written down, promised, and followed on a phone without JavaScript."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.test_main_job import sign_in
from tests.processes.install import Install, free_port

pytestmark = [pytest.mark.journey, pytest.mark.processes]
TOKEN = "from cha.channels.models import Handing; print('TOKEN', Handing.objects.latest('id').token)"


def add_counter(member: Page, base: str) -> None:
    """The owner adds a counter in Settings."""
    member.goto(f"{base}/settings/channels/new/counter")
    member.get_by_label(re.compile("call it")).first.fill("Korenmarkt counter")
    member.get_by_role("button", name=re.compile("^Add")).first.click()
    member.wait_for_url(re.compile("/settings/channels/"))


def test_from_a_number_to_her_phone(browser: Browser, install: Install) -> None:
    port = free_port()
    base = f"http://localhost:{port}"
    install.environ["CHA_URL"] = base
    with install.serve("--port", str(port), "--mail-port", str(free_port())):
        member = sign_in(browser, install, base)
        add_counter(member, base)

        # Somebody new, with a number as it is said aloud.
        member.goto(f"{base}/counter")
        member.get_by_role("link", name=re.compile("Somebody new")).click()
        member.get_by_label("First name").fill("Adaeze")
        member.get_by_label(re.compile("^Phone or e-mail")).fill("+32 470 00 00 41")
        member.get_by_label("What do they need?").fill("A price for twelve tables.")
        member.get_by_role("button", name="Promise it").click()
        expect(member.get_by_text("Waiting for their phone")).to_be_visible()

        # The next day she is found by the same number, written another way, as one types.
        member.get_by_role("link", name="Next, please").click()
        member.get_by_role("searchbox").fill("0032470000041")
        member.locator("a.hit", has_text="Adaeze").click()
        expect(member.get_by_role("heading", name="Adaeze")).to_be_visible()
        member.get_by_label("What do they need?").fill("All white. No scent.")
        member.get_by_label("The promise").fill("White centrepieces, delivered")
        member.locator(".picks input").first.check()
        member.get_by_role("button", name="Promise it to Adaeze").click()
        expect(member.get_by_role("heading", name="Promised to Adaeze")).to_be_visible()

        # The screen hides, and shows itself again.
        member.get_by_role("link", name="Hide the screen").click()
        expect(member.get_by_text("White centrepieces")).not_to_be_visible()
        member.get_by_role("button", name="Show it again").click()
        expect(member.get_by_text("White centrepieces")).to_be_visible()

        # Her phone reads the code; the screen says so by itself.
        token = re.search(r"TOKEN (\S+)", install.cha("django", "shell", "-v0", "-c", TOKEN))
        assert token
        phone = browser.new_context(
            viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="en-GB"
        ).new_page()
        phone.goto(f"{base}/h/{token[1]}")
        phone.get_by_role("button", name="Show it on this phone").click()
        expect(phone.get_by_text("All white. No scent.").first).to_be_visible()
        expect(phone.get_by_text("White centrepieces, delivered").first).to_be_visible()
        expect(member.get_by_text("They have it")).to_be_visible(timeout=15_000)
        phone.goto(f"{base}/h/{token[1]}")
        expect(phone.get_by_role("heading", name="This code has been used")).to_be_visible()
        member.context.close()
        phone.context.close()
