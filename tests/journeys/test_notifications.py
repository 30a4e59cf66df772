"""Notifications on a real server: a driver answers a note by mail; a push arrives and leads to the conversation."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.journeys.test_main_job import sign_in, text_of
from tests.notifications.push_service import push_service
from tests.processes.install import Install, Sink, free_port, send, wait_until
from tests.shop import raw_mail

pytestmark = [pytest.mark.journey, pytest.mark.processes]
JEF = "jef@juniperlane.example"


def opened(page: Page, name: str) -> None:
    """The conversation of somebody who waits is open."""
    row = page.locator(".need", has_text=name)
    expect(row).to_be_visible(timeout=10_000)
    row.click()
    expect(page.locator("#conversation")).to_contain_text("came in peach")


def noted(page: Page, words: str) -> None:
    """A note is written in the open conversation."""
    page.locator(".composer").get_by_text("Note", exact=True).click()
    expect(page.get_by_role("button", name="Write the note")).to_be_visible()
    page.locator("textarea[name=body]").fill(words)
    page.get_by_role("button", name="Write the note").click()
    expect(page.locator("#conversation [id^=thread-]")).to_contain_text(words)


def test_a_mention_is_answered_by_mail_by_somebody_without_a_seat(
    browser: Browser, install: Install, sink: Sink
) -> None:
    port, mail_port = free_port(), free_port()
    base = f"http://localhost:{port}"
    install.environ["CHA_URL"] = base
    with install.serve("--port", str(port), "--mail-port", str(mail_port)):
        maartje = sign_in(browser, install, base)
        install.cha("member", "add", JEF, "--name", "Jef Claes", "--role", "light")
        send(mail_port, raw_mail("My order 2291 came in peach, not white."))
        opened(maartje, "Adaeze Nwosu")

        # A name behind an @, chosen with the keys.
        maartje.keyboard.press("n")
        text = maartje.locator("textarea[name=body]")
        text.fill("")
        text.press_sequentially("@je")
        option = maartje.get_by_role("option", name="Jef Claes")
        expect(option).to_be_visible()
        expect(option).to_have_attribute("aria-selected", "true")
        text.press("Enter")
        expect(text).to_have_value("@Jef ")
        text.press_sequentially("were they home on Tuesday?")
        maartje.get_by_role("button", name="Write the note").click()
        expect(maartje.locator("#conversation [id^=thread-]")).to_contain_text("were they home on Tuesday?")

        # Jef has a mail, and answers it from his own program.
        wait_until(lambda: sink.mails_to(JEF), 20)
        mail = sink.mails_to(JEF)[0]
        assert "Maartje at" in str(mail["From"])
        assert "via Cha" in str(mail["From"])
        assert "came in peach" in text_of(mail)
        assert not mail["Auto-Submitted"]
        answer = "I gave them to number 12.\r\n\r\nOn Tuesday, Maartje wrote:\r\n> @Jef were they home on Tuesday?"
        send(mail_port, raw_mail(answer, sender=f"Jef <{JEF}>", to=mail["Reply-To"], in_reply_to=mail["Message-ID"]))

        # It is a note, live, and Maartje, who has it before her, is not told of it again.
        note = maartje.locator("#conversation .entry--note", has_text="I gave them to number 12.")
        expect(note).to_be_visible(timeout=15_000)
        expect(maartje.locator("#count-bell")).to_have_text("")
        assert "Jef" not in install.cha("conversations")
        maartje.context.close()


def pushed(context: BrowserContext, page: Page, base: str, told: dict[str, Any]) -> None:
    """Hand a push message to the page's service worker, as its push service would."""
    cdp = context.new_cdp_session(page)
    ids: list[str] = []

    def registered(event: dict[str, Any]) -> None:
        ids.extend(one["registrationId"] for one in event["registrations"] if not one["isDeleted"])

    cdp.on("ServiceWorker.workerRegistrationUpdated", registered)
    cdp.send("ServiceWorker.enable")
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    for _ in range(100):
        if ids:
            break
        page.wait_for_timeout(50)
    cdp.send("ServiceWorker.deliverPushMessage", {"origin": base, "registrationId": ids[-1], "data": json.dumps(told)})


# Headless browsers have no push service of their own: this one stands where theirs would.
STAND_IN = """(given) => {
  const subscription = { toJSON: () => given };
  PushManager.prototype.subscribe = async function (options) {
    window.asked = { visible: options.userVisibleOnly, key: options.applicationServerKey };
    return subscription;
  };
}"""
SHOWN = "navigator.serviceWorker.ready.then(async (one) => (await one.getNotifications()).map((n) => n.title))"


def test_a_push_arrives(browser: Browser, install: Install, sink: Sink) -> None:
    port, mail_port = free_port(), free_port()
    base = f"http://localhost:{port}"
    install.environ |= {"CHA_URL": base, "CHA_PUSH_PRIVATE": "yes"}
    with push_service() as service, install.serve("--port", str(port), "--mail-port", str(mail_port)):
        maartje = sign_in(browser, install, base)
        context = maartje.context
        context.grant_permissions(["notifications"], origin=base)
        maartje.get_by_role("link", name=re.compile("^For you")).first.click()
        expect(maartje.get_by_role("heading", name="For you")).to_be_visible()

        # She lets this browser tell her, and has no quiet hours.
        form = service.browser().form()
        given = {"endpoint": form["endpoint"], "keys": {"p256dh": form["p256dh"], "auth": form["auth"]}}
        maartje.evaluate(STAND_IN, given)
        maartje.get_by_role("button", name="Let this browser tell me").click()
        expect(maartje.get_by_role("button", name=re.compile("^Remove"))).to_be_visible(timeout=15_000)
        maartje.get_by_label("Nothing outside my hours").uncheck()
        maartje.get_by_label("Make a sound").check()
        maartje.get_by_role("button", name="Save").click()
        expect(maartje.get_by_text("Saved", exact=True)).to_be_visible()

        # A colleague names her in a note; it is in the inbox by itself, and goes out to the push service.
        send(mail_port, raw_mail("My order 2291 came in peach, not white."))
        said = install.cha("member", "add", "ifeoma@juniperlane.example", "--name", "Ifeoma Obi", "--role", "agent")
        path = re.search(r"/in/\S+", said)
        assert path
        ifeoma = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
        ifeoma.goto(base + path.group())
        ifeoma.get_by_role("button", name="Come in").click()
        opened(ifeoma, "Adaeze Nwosu")
        noted(ifeoma, "@Maartje can you own this one?")

        expect(maartje.locator(".ping[data-new]")).to_contain_text("Ifeoma named you", timeout=15_000)
        expect(maartje.locator("#count-bell")).to_have_text("1")
        expect(maartje).to_have_title(re.compile(r"^\(1\) For you"))
        expect(maartje.locator("#bell-said")).to_have_attribute("data-rang", "once")
        wait_until(lambda: service.told, 20)
        (told,) = service.told
        assert service.refused == []
        assert told["title"] == "Ifeoma named you"
        assert "own this one" not in json.dumps(told)

        # What the push service was given is shown by the browser, once, and leads to the conversation.
        pushed(context, maartje, base, told)
        maartje.wait_for_function(f"{SHOWN}.then((titles) => titles.length === 1)")
        assert maartje.evaluate(SHOWN) == ["Ifeoma named you"]
        pushed(context, maartje, base, told)
        assert maartje.evaluate(SHOWN) == ["Ifeoma named you"]
        worker = context.service_workers[0]
        worker.evaluate(
            """async () => {
              const [shown] = await registration.getNotifications();
              self.dispatchEvent(new NotificationEvent("notificationclick", { notification: shown }));
            }"""
        )
        maartje.wait_for_url(re.compile(re.escape(told["path"])), timeout=15_000)

        # Seen, it is read; and while it is before her nothing is shown.
        expect(maartje.locator("#count-bell")).to_have_text("", timeout=15_000)
        pushed(context, maartje, base, {**told, "tag": "again"})
        maartje.wait_for_timeout(300)
        assert maartje.evaluate(SHOWN) == []

        # By keys: g b leads to what is for her, j to the line, e reads it.
        maartje.goto(base + "/account")
        maartje.keyboard.press("g")
        maartje.keyboard.press("b")
        expect(maartje.get_by_role("heading", name="For you")).to_be_visible()
        noted(ifeoma, "@Maartje and this")
        line = maartje.locator(".ping[data-new]", has_text="and this")
        expect(line).to_be_visible(timeout=15_000)
        maartje.keyboard.press("j")
        expect(line.get_by_role("link", name="Ifeoma named you")).to_be_focused()
        maartje.keyboard.press("e")
        expect(line).to_have_count(0, timeout=15_000)
        expect(maartje.locator("#count-bell")).to_have_text("")
        ifeoma.context.close()
        context.close()
