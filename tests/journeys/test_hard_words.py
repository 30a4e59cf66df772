"""An abusive chat ended well: folded words, our line, a pause, a second voice; two leads end it, nothing is shouted."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.journeys.test_chat import desk, opened, said, write
from tests.journeys.test_main_job import sign_in
from tests.processes.install import Install

pytestmark = [pytest.mark.journey, pytest.mark.processes]
SOON = 20_000


def comes_in(browser: Browser, install: Install, base: str, name: str, role: str) -> Page:
    """A colleague, at a desk of their own."""
    told = install.cha("member", "add", f"{name.lower()}@juniperlane.example", "--name", name, "--role", role)
    path = re.search(r"/in/\S+", told)
    assert path
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(base + path.group())
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(re.compile("/now"))
    return page


def hard_words(member: Page) -> Locator:
    """The dialog, opened at the folded words."""
    member.locator("#conversation").get_by_role("link", name="Hard words").last.click()
    expect(member.get_by_role("heading", name=re.compile("Hard words from"))).to_be_visible(timeout=SOON)
    return member.locator("dialog[open]")


def test_an_abusive_chat_is_ended_well(browser: Browser, install: Install) -> None:
    with desk(install) as shop:
        owner = sign_in(browser, install, shop.base)
        lead = comes_in(browser, install, shop.base, "Priya", "lead")
        agent = comes_in(browser, install, shop.base, "Lotte", "agent")
        context = browser.new_context()
        page = shop.visitor(context)
        page.get_by_role("button", name=re.compile("Ask us")).click()
        write(page, "You are all idiots. I want my money back for order 2254.")

        # Nobody has to read it: neither in the list nor in the thread.
        thread = opened(agent, "Hard words, folded")
        expect(thread.locator(".entry__body", has_text="idiots").first).to_be_hidden()
        agent.goto(agent.url)

        # Our line, once and kindly, sent only by the member.
        hard_words(agent).get_by_role("button", name=re.compile("^Send to")).click()
        expect(said(page, "words we can both work with")).to_be_visible(timeout=SOON)

        # It goes on: a pause. What was promised goes to a second voice, and what they write is kept.
        write(page, "You idiots, answer me!")
        expect(thread.get_by_text("Hard words, folded")).to_have_count(2, timeout=SOON)
        agent.goto(agent.url)
        hard_words(agent).get_by_role("button", name="Take this distance").click()
        expect(agent.locator(".ending", has_text="A pause.")).to_be_visible(timeout=SOON)
        write(page, "Hello?? Idiots!")
        expect(said(page, "Your message is here, and it is kept.")).to_be_visible(timeout=SOON)

        # A lead asks for the end, and another agrees. It is said once, without a hard word.
        lead.goto(agent.url)
        expect(lead.locator(".ending", has_text="A pause.")).to_be_visible()
        dialog = hard_words(lead)
        dialog.get_by_label("No more, with their money back").check()
        dialog.get_by_role("button", name="Take this distance").click()
        expect(lead.locator(".ending", has_text="one has said yes")).to_be_visible(timeout=SOON)
        owner.goto(agent.url)
        owner.locator(".ending", has_text="one has said yes").get_by_role("button", name="Yes").click()
        expect(owner.locator(".ending", has_text="We answer no more.")).to_be_visible(timeout=SOON)
        expect(said(page, "We end this conversation here.")).to_be_visible(timeout=SOON)

        # What comes after is kept, and nobody is asked to answer it.
        write(page, "Fine.")
        expect(owner.locator("#conversation")).to_contain_text("Fine.", timeout=SOON)
        expect(owner.locator(".need", has_text="Fine.")).to_have_count(0, timeout=SOON)
        assert shop.amiss == []
        for one in (context, owner.context, lead.context, agent.context):
            one.close()
