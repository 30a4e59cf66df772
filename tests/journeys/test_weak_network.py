"""A weak network, on a real server: what is typed is kept, what is sent waits, and goes once when it is back."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.test_main_job import ADAEZE, sign_in, text_of
from tests.journeys.weak_network import WeakNetwork
from tests.processes.install import Install, Sink, free_port, send, wait_until
from tests.shop import raw_mail

pytestmark = [pytest.mark.journey, pytest.mark.processes]


def write(page: Page, kind: str, words: str) -> None:
    """Write a reply or a note into the composer."""
    page.locator("#composer").get_by_text(kind, exact=True).click()
    page.locator("#reply").press_sequentially(words)


def submit(page: Page) -> None:
    page.locator("#reply").press("Control+Enter")


def opened(page: Page, base: str, install: Install) -> str:
    """Open the one conversation; its address."""
    (one,) = json.loads(install.cha("conversations", "--state", "ours", "--json"))
    address = f"{base}/now/{one['id']}"
    page.goto(address)
    expect(page.locator("#conversation [id^=thread-]").first).to_contain_text("peach")
    return address


def bodies(page: Page) -> list[str]:
    """What stands in the thread on the server, in order."""
    page.reload()
    return page.locator("ol[id^=thread-] .entry__body").all_inner_texts()


def test_what_is_sent_without_a_network_goes_once_and_in_order_when_it_is_back(
    browser: Browser, install: Install, sink: Sink
) -> None:
    port, mail_port = free_port(), free_port()
    base = f"http://localhost:{port}"
    install.environ["CHA_URL"] = base
    with install.serve("--port", str(port), "--mail-port", str(mail_port)):
        page = sign_in(browser, install, base)
        send(mail_port, raw_mail("It came in peach."))
        wait_until(lambda: sink.mails_to(ADAEZE), 20)
        address = opened(page, base, install)
        tabs = [page.context.new_page() for _ in range(7)]
        for tab in tabs:
            tab.goto(address)
        waits = page.locator("ol[id^=waits-]")

        page.context.set_offline(True)
        expect(page.locator(".offline")).to_contain_text("No network.")
        write(page, "Reply", "White, by Friday.")
        submit(page)
        expect(waits).to_contain_text("White, by Friday.")
        expect(waits).to_contain_text("Waits for the network")
        expect(page.locator("#reply")).to_have_value("")
        write(page, "Note", "The peach ones go back.")
        submit(page)
        expect(waits.locator(".entry")).to_have_count(2)
        write(page, "Reply", "This is not to be said.")
        submit(page)
        expect(page.locator(".offline")).to_contain_text("3 wait.")
        expect(tabs[0].locator("ol[id^=waits-] .entry")).to_have_count(3)

        # Taken back, it stands in the box; half typed, it survives its tab.
        waits.locator(".entry", has_text="not to be said").get_by_role("button", name="Take back").click()
        expect(page.locator("#reply")).to_have_value("This is not to be said.")
        page.locator("#reply").fill("Half a")
        expect(page.locator("#composer")).to_contain_text("Kept on this machine")
        page.close()

        tabs[0].context.set_offline(False)
        for tab in tabs:
            expect(tab.locator("ol[id^=waits-] .entry")).to_have_count(0, timeout=30_000)
            expect(tab.locator("ol[id^=thread-]")).to_contain_text("The peach ones go back.", timeout=30_000)
        said = bodies(tabs[0])
        assert [words.strip() for words in said[-2:]] == ["White, by Friday.", "The peach ones go back."]
        assert sum("White, by Friday." in words for words in said) == 1
        again = tabs[0].context.new_page()
        again.goto(address)
        expect(again.locator("#reply")).to_have_value("Half a")
        wait_until(lambda: len(sink.mails_to(ADAEZE)) == 2, 30)
        assert "White, by Friday." in text_of(sink.mails_to(ADAEZE)[1])
        again.context.close()


def test_an_answer_lost_on_its_way_back_is_no_second_message(browser: Browser, install: Install, sink: Sink) -> None:
    port, mail_port = free_port(), free_port()
    with WeakNetwork(port) as network:
        base = f"http://localhost:{network.port}"
        install.environ["CHA_URL"] = base
        words = ("--port", str(port), "--mail-port", str(mail_port))
        with install.serve(*words) as serving:
            page = sign_in(browser, install, base)
            send(mail_port, raw_mail("It came in peach."))
            wait_until(lambda: len(sink.mails_to(ADAEZE)) % 2 == 1, 20)
            opened(page, base, install)
            thread = page.locator("ol[id^=thread-]")
            waits = page.locator("ol[id^=waits-] .entry")
            network.drops = "/reply"
            write(page, "Reply", "White, by Friday.")
            submit(page)
            wait_until(lambda: network.dropped == 1, 20)
            expect(thread).to_contain_text("White, by Friday.", timeout=20_000)
            expect(waits).to_have_count(0, timeout=20_000)
            assert sum("White, by Friday." in one for one in bodies(page)) == 1

            # kill -9 while the next one is on its way.
            write(page, "Note", "Ask the courier.")
            serving.kill()
            submit(page)
            expect(waits).to_contain_text("Ask the courier.", timeout=20_000)
            expect(page.locator(".offline")).to_be_visible(timeout=20_000)
            page.locator("#reply").press_sequentially("And a half ")
        with install.serve(*words):
            expect(thread).to_contain_text("Ask the courier.", timeout=60_000)
            expect(waits).to_have_count(0, timeout=20_000)
            expect(page.locator(".offline")).to_have_count(0, timeout=20_000)
            expect(page.locator("#reply")).to_have_value("And a half ")
            assert sum("Ask the courier." in one for one in bodies(page)) == 1
            page.context.close()


def test_what_waits_goes_only_as_who_wrote_it(browser: Browser, install: Install, sink: Sink) -> None:
    port, mail_port = free_port(), free_port()
    base = f"http://localhost:{port}"
    install.environ["CHA_URL"] = base
    with install.serve("--port", str(port), "--mail-port", str(mail_port)):
        page = sign_in(browser, install, base)
        send(mail_port, raw_mail("It came in peach."))
        wait_until(lambda: len(sink.mails_to(ADAEZE)) % 2 == 1, 20)
        address = opened(page, base, install)
        wout = install.cha("member", "add", "wout@juniperlane.example", "--name", "Wout Peeters", "--role", "agent")
        page.context.clear_cookies(name="cha_session")
        write(page, "Note", "Mine alone.")
        submit(page)
        expect(page.locator("ol[id^=waits-]")).to_contain_text("Waits until you have signed in")

        # Somebody else at the same machine: nothing goes, nothing is shown.
        come_in(page, base, wout)
        page.goto(address)
        expect(page.locator("#conversation [id^=thread-]").first).to_contain_text("peach")
        expect(page.locator("ol[id^=waits-] .entry")).to_have_count(0)
        assert not any("Mine alone." in one for one in bodies(page))
        page.context.clear_cookies(name="cha_session")

        come_in(page, base, install.cha("member", "link", "maartje@juniperlane.example"))
        page.goto(address)
        thread = page.locator("ol[id^=thread-]")
        # A page that was left while it was sending keeps it for ninety seconds (OUTBOX_GONE).
        expect(thread).to_contain_text("Mine alone.", timeout=120_000)
        expect(thread.locator(".entry", has_text="Mine alone.")).to_contain_text("Maartje")
        page.context.close()


def come_in(page: Page, base: str, said: str) -> None:
    """Come in by the link that the command line prints."""
    path = re.search(r"/in/\S+", said)
    assert path, said
    page.goto(base + path.group())
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(re.compile("/now"))
