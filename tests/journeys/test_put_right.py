"""A late delivery, all the way: a guide, ways by mail, one chosen on a phone without JavaScript, the money back through
a house that stands in for Stripe, the promise kept, and put right."""

from __future__ import annotations

import json
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.opening import one_open
from tests.journeys.test_main_job import ADAEZE, text_of, wait_for_state
from tests.processes.install import Install, Sink, wait_until
from tests.resolutions.connectors.standins.house import standing_in
from tests.resolutions.connectors.standins.stripe import StandInStripe

pytestmark = [pytest.mark.journey, pytest.mark.processes]


def script(install: Install, word: str) -> str:
    ran = install.python("late_order.py", word)
    assert ran.returncode == 0, ran.stderr
    return ran.stdout


def walk_to_the_ways(member: Page, address: str) -> None:
    """By keys alone: the guide for what it is about, then what is found out."""
    member.goto(address)
    expect(member.get_by_role("link", name="Guide", exact=True)).to_be_visible()
    member.keyboard.press("w")
    walk = member.locator(".walk")
    walk.get_by_role("button", name="Late delivery").click()
    expect(walk).to_contain_text("Has it left the workshop?")
    for question, answer in (("Where is it now?", "We know"), ("before the moment that matters?", "Not today")):
        expect(walk.locator("#walk-step")).to_contain_text(question)
        walk.get_by_role("button", name=answer).click()
    expect(walk.locator("#walk-step")).to_contain_text("Put ways to them")
    walk.get_by_role("link", name="On to the ways forward").click()


def test_a_late_delivery_is_put_right_by_what_she_chooses(browser: Browser, install: Install, sink: Sink) -> None:
    install.environ["CHA_CONNECTORS_PRIVATE"] = "yes"
    with standing_in(StandInStripe()) as stripe, one_open(browser, install, sink, "My order 2291 is late.") as desk:
        script(install, stripe.url)
        walk_to_the_ways(desk.member, f"{desk.base}/now/{desk.id}")

        # The ways come from the guide, each with what the member may decide.
        dialog = desk.member.get_by_role("dialog")
        expect(dialog).to_contain_text("How could this be right again?")
        expect(dialog.locator("[name=what-3]")).to_have_value("All of the money back")
        expect(dialog).to_contain_text("You can decide this.")
        dialog.get_by_role("button", name=re.compile("^Offer")).click()
        expect(desk.member.locator("#conversation [id^=thread-]")).to_contain_text(
            "All of the money back", timeout=15_000
        )
        wait_until(lambda: len(sink.mails_to(ADAEZE)) > 1, 60)
        links = re.findall(r"https?://\S+/o/\S+", text_of(sink.mails_to(ADAEZE)[-1]))
        assert [link[-2:] for link in links] == ["/1", "/2", "/3"]

        # On a phone without JavaScript: a link never decides, a press does.
        context = browser.new_context(viewport={"width": 390, "height": 844}, java_script_enabled=False, locale="en-GB")
        phone = context.new_page()
        phone.goto(links[2])
        assert not stripe.refunds
        phone.get_by_role("button", name="Yes, choose this").click()
        expect(phone.get_by_role("heading", level=1)).to_have_text("You chose: All of the money back")

        # She may change her mind for an hour; then it goes back, once, and the promise is kept by that.
        expect(phone.locator("#offer")).to_contain_text("Changed your mind? Choose again,")
        assert not stripe.refunds
        script(install, "--an-hour-later")
        wait_until(lambda: stripe.refunds, 30)
        wait_until(lambda: json.loads(script(install, "--given"))["given"][0]["state"] == "done", 30)
        told = json.loads(script(install, "--given"))
        assert told == {"given": [{"kind": "refund", "state": "done", "amount": 148_00}], "promises": ["kept"]}
        assert [one["amount"] for one in stripe.refunds] == [148_00]
        phone.goto(desk.link)
        expect(phone.locator("#given")).to_contain_text("Done,")
        expect(desk.member.locator("#conversation [id^=thread-]")).to_contain_text("chose", timeout=15_000)

        # The member puts it right, and she says yes.
        desk.member.get_by_role("button", name=re.compile("Put right")).first.click()
        wait_for_state(install, "put_right")
        phone.goto(desk.link)
        phone.get_by_role("button", name=re.compile("Yes, it is|It is put right")).first.click()
        wait_for_state(install, "confirmed")
        context.close()
