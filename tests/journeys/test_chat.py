"""The chat on somebody else's site, under the strictest policy a site can have: real servers, browsers and mail."""

from __future__ import annotations

import re
from base64 import b64decode
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.journeys.site import Site
from tests.journeys.test_axe import AXE, RULES
from tests.journeys.test_main_job import sign_in, text_of
from tests.processes.install import Install, Sink, free_port, send, wait_until
from tests.shop import raw_mail

pytestmark = [pytest.mark.journey, pytest.mark.processes]
SAMIR = "samir@rahimi.example"
CHAT = """
from cha.channels.chat.snippet import snippet
from cha.channels.models import add_channel, change_channel
from cha.core.actor import CHA
chat = add_channel("chat", "shop", by=CHA, name="Website")
change_channel(chat, by=CHA, settings={{"origins": ["{origin}"]}}, week={week})
print("LINE" + snippet(chat, "{base}"))
"""
PICTURE = "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAEElEQVR4nGNImJAARAwQCgAkzgVBl/vTKgAAAABJRU5ErkJggg=="
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ALWAYS = dict.fromkeys(DAYS, "00:00-24:00")


class Desk:
    """A served install with a chat that may stand on `site`."""

    def __init__(self, base: str, mail_port: int, site: Site) -> None:
        self.base, self.mail_port, self.site = base, mail_port, site
        self.amiss: list[str] = []

    def visitor(self, context: BrowserContext, path: str = "/") -> Page:
        """A page of the site, opened in a browser; what its console says is kept in `amiss`."""
        page = context.new_page()
        page.on("console", lambda said: self.amiss.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: self.amiss.append(str(error)))
        page.goto(self.site.origin + path)
        return page


@contextmanager
def desk(install: Install, week: dict[str, str] | None = None) -> Iterator[Desk]:
    """Serve an install and a site that is allowed to show its chat; `week` are the hours, all of them by default."""
    port, mail_port = free_port(), free_port()
    base = f"http://localhost:{port}"
    install.environ["CHA_URL"] = base
    with Site(base) as site:
        code = CHAT.format(origin=site.origin, base=base, week=ALWAYS if week is None else week)
        said = install.cha("django", "shell", "-v0", "-c", code)
        site.line = said.partition("LINE")[2].strip()
        with install.serve("--port", str(port), "--mail-port", str(mail_port)):
            yield Desk(base, mail_port, site)


def write(page: Page, words: str) -> None:
    """Write into the chat, and send."""
    page.get_by_label("Your message").fill(words)
    page.get_by_role("button", name="Send").click()


def said(page: Page, words: str) -> Locator:
    """The bubble that says so."""
    return page.locator(".bubble", has_text=words)


def opened(member: Page, words: str) -> Locator:
    """The conversation, opened from the queue by its last words."""
    row = member.locator(".need", has_text=words)
    expect(row).to_be_visible(timeout=15_000)
    row.click()
    thread = member.locator("#conversation")
    expect(thread).to_contain_text(words)
    return thread


def answer(member: Page, words: str) -> None:
    """Answer as a member."""
    member.locator("textarea[name=body]").press_sequentially(words)
    member.get_by_role("button", name=re.compile("^Send to")).click()


@pytest.mark.postgres_journey
def test_a_visitor_and_a_member_talk_across_sites_tabs_and_reloads(browser: Browser, install: Install) -> None:
    with desk(install) as shop:
        member, context = sign_in(browser, install, shop.base), browser.new_context()
        page = shop.visitor(context)
        asked: list[str] = []
        page.on("request", lambda request: asked.append(request.url))
        button = page.get_by_role("button", name=re.compile("Ask us"))
        expect(button).to_be_visible()
        assert not asked, "nothing but the button before the first tap"
        button.click()
        assert any("/chat-box-" in url for url in asked)
        write(page, "Is the olive tree safe for a cat? See https://juniperlane.example/olive.")
        expect(page.get_by_role("link", name="https://juniperlane.example/olive")).to_be_visible()

        thread = opened(member, "safe for a cat")
        expect(page.locator(".mark", has_text="Seen")).to_be_visible(timeout=15_000)
        member.locator("textarea[name=body]").press_sequentially("Yes, it is safe.")
        expect(page.get_by_text("Maartje is writing")).to_be_visible(timeout=15_000)
        member.get_by_role("button", name=re.compile("^Send to")).click()
        expect(said(page, "Yes, it is safe.")).to_be_visible(timeout=15_000)
        expect(page.get_by_role("heading", name="Maartje")).to_be_visible()
        page.get_by_label("Your message").press_sequentially("She digs")
        expect(member.get_by_text(re.compile("is writing"))).to_be_visible(timeout=15_000)

        # A picture goes by itself and is shown without img-src; what cannot be taken says so.
        chooser = page.locator("input[type=file]")
        chooser.set_input_files({"name": "leaves.png", "mimeType": "image/png", "buffer": b64decode(PICTURE)})
        expect(page.locator("a.file", has_text="leaves.png").locator("canvas")).to_be_visible(timeout=15_000)
        expect(thread).to_contain_text("leaves.png", timeout=15_000)
        chooser.set_input_files({"name": "run.exe", "mimeType": "application/x-msdownload", "buffer": b"MZ"})
        expect(page.get_by_text("We cannot take files of this kind here.")).to_be_visible()
        page.get_by_role("button", name="Stop sending run.exe").click()

        # Another tab is in step, and a reload loses nothing, not even what was half typed.
        other = shop.visitor(context)
        expect(said(other, "Yes, it is safe.")).to_be_visible(timeout=15_000)
        expect(other.get_by_label("Your message")).to_have_value("She digs")
        write(other, "She digs everything.")
        expect(said(page, "She digs everything.")).to_be_visible(timeout=15_000)
        expect(thread).to_contain_text("She digs everything.", timeout=15_000)
        page.reload()
        expect(said(page, "She digs everything.")).to_have_count(1, timeout=15_000)

        # Shut, the answer is told at the button, in both tabs.
        other.close()
        page.get_by_role("button", name=re.compile("^Close")).click()
        answer(member, "Then pebbles on top.")
        page.get_by_role("button", name="Maartje has answered you").click(timeout=15_000)
        expect(said(page, "Then pebbles on top.")).to_be_visible()

        # They end it; it was put right, and how it felt is told.
        page.get_by_role("button", name="End this chat").click()
        page.get_by_role("button", name="Yes, it is").click()
        page.get_by_role("group", name="Do you feel heard?").get_by_label("Very").check(force=True)
        page.get_by_role("group", name="Do you feel helped?").get_by_label("Yes").check(force=True)
        page.get_by_role("button", name=re.compile("^Tell")).click()
        expect(page.get_by_text("Thank you for telling us.")).to_be_visible()
        assert shop.amiss == []
        context.close()
        member.context.close()


def test_what_is_written_without_a_network_goes_once_even_when_its_page_is_gone(
    browser: Browser, install: Install
) -> None:
    with desk(install) as shop:
        context = browser.new_context()
        page = shop.visitor(context)
        page.get_by_role("button", name=re.compile("Ask us")).click()
        write(page, "First.")
        expect(page.locator(".mine", has_text="First.")).not_to_contain_text("Sending", timeout=15_000)
        context.set_offline(True)
        for words in ("Second floor.", "The bell says Rahimi."):
            write(page, words)
        expect(page.get_by_text("No network just now.")).to_be_visible()
        expect(page.get_by_text("Waits on this machine")).to_have_count(2)
        page.close()

        context.set_offline(False)
        page = shop.visitor(context)
        for words in ("First.", "Second floor.", "The bell says Rahimi."):
            expect(said(page, words)).to_have_count(1, timeout=20_000)
        expect(page.get_by_text("Waits on this machine")).to_have_count(0, timeout=20_000)
        shown = page.locator(".mine .bubble p").all_inner_texts()
        assert shown == ["First.", "Second floor.", "The bell says Rahimi."]
        page.reload()
        expect(page.locator(".mine .bubble p")).to_have_text(shown)
        context.close()


def test_a_message_left_in_closed_hours_goes_on_by_real_mail_and_stays_one_conversation(
    browser: Browser, install: Install, sink: Sink
) -> None:
    with desk(install, week={"mon": "09:00-09:01"}) as shop:
        member, context = sign_in(browser, install, shop.base), browser.new_context()
        page = shop.visitor(context)
        page.get_by_role("button", name=re.compile("Ask us")).click()
        page.get_by_role("textbox", name="Your message").fill("The olive tree came broken.")
        page.get_by_label("Where do we answer?").fill(SAMIR)
        page.locator("form button[type=submit]:visible").click()
        expect(said(page, "The olive tree came broken.")).to_be_visible(timeout=15_000)

        page.get_by_role("button", name="Go on by e-mail").click()
        page.get_by_label("Where do we write to you?").fill(SAMIR)
        page.get_by_role("button", name="Go on there").click()
        expect(page.get_by_text("Everything up to here is in your mail.")).to_be_visible(timeout=15_000)
        wait_until(lambda: sink.mails_to(SAMIR), 20)
        letter = sink.mails_to(SAMIR)[-1]
        assert "The olive tree" not in text_of(letter), "an address that nobody has proven is sent none of their words"

        # A real mail comes back; it is in the same conversation, for both of them.
        raw = raw_mail("Half of it is in the mail room.", sender=f"Samir <{SAMIR}>", to=letter["Reply-To"])
        send(shop.mail_port, raw, sender=SAMIR)
        thread = opened(member, "Half of it")
        expect(thread).to_contain_text("The olive tree came broken.")
        before = len(sink.mails_to(SAMIR))
        answer(member, "I bring another one tomorrow.")
        wait_until(lambda: len(sink.mails_to(SAMIR)) > before, 30)
        assert "I bring another one tomorrow." in text_of(sink.mails_to(SAMIR)[-1])
        page.reload()
        for words in (
            "The olive tree came broken.",
            "Half of it is in the mail room.",
            "I bring another one tomorrow.",
        ):
            expect(said(page, words)).to_have_count(1, timeout=15_000)
        context.close()
        member.context.close()


def test_keys_alone_a_phone_and_writing_from_the_right_are_enough(browser: Browser, install: Install) -> None:
    with desk(install) as shop:
        page = shop.visitor(browser.new_context())
        expect(page.locator(".launch")).to_be_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.type("By keys alone.")
        page.keyboard.press("Enter")
        expect(said(page, "By keys alone.")).to_be_visible()
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        expect(page.get_by_role("group", name="Smileys")).to_be_visible()
        page.keyboard.press("Escape")
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
        assert focused(page) == "launch"

        phone = browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
        page = shop.visitor(phone, "/?ar")
        page.get_by_role("button", name=re.compile("اسألونا")).tap()
        box = page.get_by_role("dialog")
        expect(box).to_be_visible()
        expect(box).to_have_css("direction", "rtl")
        expect(box).to_have_css("width", "390px")
        expect(box).to_have_css("height", "844px")
        behind = "document.activeElement.tagName"
        for _ in range(12):
            page.keyboard.press("Tab")
            assert page.evaluate(behind) in ("BODY", "CHA-CHAT"), "the keys reach nothing behind the dialog"
        assert found_by_axe(page) == []
        for context in (page.context, *browser.contexts):
            context.close()
        assert shop.amiss == []


def focused(page: Page) -> str:
    """The class of what has the keys in the widget; "" when they are elsewhere."""
    return str(page.evaluate("document.querySelector('cha-chat').shadowRoot.activeElement?.className ?? ''")) or str(
        page.evaluate("document.querySelector('cha-chat').shadowRoot.activeElement?.tagName ?? ''")
    )


def found_by_axe(page: Page) -> list[str]:
    """What axe finds within the widget."""
    page.evaluate(AXE)
    found = page.evaluate("(rules) => axe.run('cha-chat', { runOnly: rules, resultTypes: ['violations'] })", RULES)[
        "violations"
    ]
    return [f"{one['id']}: {[node['html'][:80] for node in one['nodes']]}" for one in found]
