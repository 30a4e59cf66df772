"""One person, one story: the counter, the chat on somebody else's site, real e-mail, the counter again; joined, taken
apart and joined again. She says nothing twice.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.test_chat import answer, desk, opened, said, write
from tests.journeys.test_counter import add_counter
from tests.journeys.test_main_job import sign_in
from tests.processes.install import Install, Sink, send, wait_until
from tests.shop import raw_mail

pytestmark = [pytest.mark.journey, pytest.mark.processes]
ADA = "ada.nwosu@post.example"


def find_at_the_counter(member: Page, base: str, number: str) -> None:
    """What somebody says of their number is typed as they say it."""
    member.goto(f"{base}/counter")
    member.get_by_role("searchbox").fill(number)
    expect(member.locator("a.hit", has_text="Adaeze")).to_be_visible()


def join_them(member: Page) -> None:
    """Look at both, and join them."""
    member.get_by_role("link", name="Look at both").first.click()
    expect(member.get_by_role("heading", name="Are these two one person?")).to_be_visible()
    member.get_by_role("button", name="Join them").click()
    member.wait_for_url(re.compile(r"/people/[0-9a-z]+$"))


def test_chat_mail_and_counter_are_one_person_and_can_be_taken_apart(
    browser: Browser, install: Install, sink: Sink
) -> None:
    with desk(install) as shop:
        member = sign_in(browser, install, shop.base)
        add_counter(member, shop.base)
        member.goto(f"{shop.base}/counter")
        member.get_by_role("link", name=re.compile("Somebody new")).click()
        member.get_by_label("First name").fill("Adaeze Nwosu")
        member.get_by_label(re.compile("^Phone or e-mail")).fill("+32 470 00 00 41")
        member.get_by_label("What do they need?").fill("A price for twelve tables, as in order 2291.")
        member.get_by_role("button", name="Promise it").click()
        expect(member.get_by_text("Waiting for their phone")).to_be_visible()

        # She chats from another site, tells her number and her order, leaves an address and goes.
        member.goto(f"{shop.base}/now")
        context = browser.new_context()
        page = shop.visitor(context)
        page.get_by_role("button", name=re.compile("Ask us")).click()
        write(page, "It is Adaeze Nwosu, order 2291. You can ring me on 0470 00 00 41.")
        opened(member, "It is Adaeze Nwosu")
        answer(member, "Thank you, Adaeze. I look at it today.")
        expect(said(page, "I look at it today.")).to_be_visible(timeout=15_000)
        page.get_by_role("button", name="Go on by e-mail").click()
        page.get_by_label("Where do we write to you?").fill(ADA)
        page.get_by_role("button", name="Go on there").click()
        expect(page.get_by_text("Everything up to here is in your mail.")).to_be_visible(timeout=15_000)
        page.close()

        # She answers from a plain mail program; it is the same conversation.
        wait_until(lambda: sink.mails_to(ADA), 20)
        letter = sink.mails_to(ADA)[-1]
        raw = raw_mail("White ribbon, please.", sender=f"Adaeze Nwosu <{ADA}>", to=letter["Reply-To"])
        send(shop.mail_port, raw, sender=ADA)
        thread = opened(member, "White ribbon")
        expect(thread).to_contain_text("order 2291")

        # That she is the one from the counter is seen by her number: never silently.
        member.get_by_role("region", name="Perhaps the same person").first.wait_for(timeout=15_000)
        join_them(member)
        person = member.url
        for words in ("A price for twelve tables", "White ribbon, please."):
            expect(member.locator("main")).to_contain_text(words)

        # At the counter her number finds one person, who is asked nothing again.
        find_at_the_counter(member, shop.base, "0470 00 00 41")
        expect(member.locator("a.hit", has_text="Adaeze")).to_have_count(1)
        member.locator("a.hit", has_text="Adaeze").click()
        expect(member.get_by_role("region", name="Do not ask again")).to_contain_text("2291")

        # Taken apart, both are who they were; joined again, one.
        member.goto(person)
        member.get_by_role("link", name="Take apart").click()
        member.get_by_role("button", name="Take apart").click()
        find_at_the_counter(member, shop.base, "0470 00 00 41")
        member.locator("a.hit", has_text="Adaeze").first.click()
        expect(member.locator("main")).not_to_contain_text("White ribbon")
        member.goto(person)
        join_them(member)
        expect(member.locator("main")).to_contain_text("White ribbon, please.")
        expect(member.locator("main")).to_contain_text("A price for twelve tables")
        assert shop.amiss == []
        context.close()
        member.context.close()
