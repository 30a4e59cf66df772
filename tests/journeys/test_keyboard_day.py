"""A day on the keyboard alone, on a real server: from coming in to going home, no mouse is touched."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.journeys.test_main_job import ADAEZE
from tests.processes.install import Install, Sink, free_port, send, wait_until
from tests.shop import raw_mail

pytestmark = [pytest.mark.journey, pytest.mark.processes]

PEOPLE = ("Bram Smit", "Chipo Moyo", "Dieter Kuhn")
FOCUS = """() => {
  const at = document.activeElement;
  const label = at.closest("label");
  const box = (label ?? at).getBoundingClientRect();
  const inner = label?.querySelector("span") ?? at;
  const around = at.closest(".composer, .find__field") ?? at;
  const rings = [at, label ?? at, inner, around].map((one) => getComputedStyle(one));
  return {
    name: at === document.body ? "" : (at.ariaLabel || (at.labels?.[0] ?? at).innerText || at.title || "").trim(),
    seen: at === document.body || (box.width > 0 && box.height > 0),
    ring: at === document.body || rings.some((one) => one.outlineStyle !== "none" || one.boxShadow !== "none"),
    tag: at.tagName,
  };
}"""


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


def tab_to(page: Page, name: str, most: int = 60, back: bool = False) -> None:
    """Go there by Tab; wherever the focus comes by on the way, it is seen."""
    passed = []
    for _ in range(most):
        press(page, "Shift+Tab" if back else "Tab")
        at = page.evaluate(FOCUS)
        assert at["seen"], f"the focus is on something that is not seen: {at}"
        assert at["ring"], f"nothing shows where the focus is: {at}"
        if re.search(name, at["name"]):
            return
        passed.append(at["name"][:30])
    raise AssertionError(f"{name} is not among {passed}")


def come_in(browser: Browser, install: Install, base: str) -> Page:
    """The owner comes in by the link that the command line prints; a colleague is there, too."""
    install.cha("member", "add", "wout@juniperlane.example", "--name", "Wout Peeters", "--role", "agent")
    said = install.cha("member", "add", "maartje@juniperlane.example", "--name", "Maartje de Wit", "--role", "owner")
    path = re.search(r"/in/\S+", said)
    assert path
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.goto(base + path.group())
    tab_to(page, "Come in")
    press(page, "Enter")
    page.wait_for_url(re.compile("/now"))
    return page


def write_a_saved_reply(page: Page, base: str) -> None:
    page.goto(f"{base}/settings/replies/new")
    tab_to(page, "^Name")
    page.keyboard.type("White roses")
    tab_to(page, "The words")
    page.keyboard.type("White ones arrive {when?}.")
    tab_to(page, "^Save$")
    press(page, "Enter")
    expect(page.get_by_text("White roses").first).to_be_visible()


def open_person(page: Page, name: str) -> None:
    """Find somebody in the list of who needs us now, by j and k, and open what they wrote."""
    press(page, "Escape", "g", "n")
    page.wait_for_url(re.compile("/now$"))
    expect(page.locator(".need", has_text=name).first).to_be_visible()
    for key in "jjjjjjkkkkkkjjjjjj":
        if name in page.evaluate("document.activeElement.closest('.need')?.innerText ?? ''"):
            break
        press(page, key)
    press(page, "Enter")
    expect(page.locator("#conversation h2")).to_contain_text(name)


def the_morning(page: Page) -> None:
    """Find who needs us now, read, answer with a saved reply, promise."""
    open_person(page, "Adaeze Nwosu")
    expect(page.locator("#conversation [id^=thread-]").first).to_contain_text("2291")

    press(page, "?")
    expect(page.locator("#keys")).to_be_visible()
    press(page, "Escape")
    expect(page.locator("#keys")).to_be_hidden()

    press(page, "r")
    expect(page.locator("#reply")).to_be_focused()
    page.keyboard.type("Dear Adaeze, jn? ")
    expect(page.locator("#reply")).to_have_value("Dear Adaeze, jn? ")
    tab_to(page, "Saved replies")
    press(page, "Enter")
    dialog = page.locator("dialog[open]")
    expect(dialog.locator("#reply-filter")).to_be_focused()
    press(page, "Escape")
    expect(page.locator(":focus")).to_have_attribute("aria-label", "Saved replies")
    press(page, "Enter")
    expect(dialog.locator("#reply-filter")).to_be_focused()
    page.keyboard.type("white")
    press(page, "Enter")
    expect(page.locator("#reply")).to_be_focused()
    page.keyboard.type("on Friday")
    press(page, "Control+Enter")
    thread = page.locator("ol[id^=thread-]")
    expect(thread).to_contain_text("White ones arrive on Friday.")
    expect(page.locator("#story")).to_be_focused()

    press(page, "p")
    expect(dialog.get_by_label("What", exact=True)).to_be_focused()
    page.keyboard.type("Twelve white ones")
    press(page, "Enter")
    expect(page.locator(".talk__told")).to_contain_text("Twelve white ones")


def the_noon(page: Page) -> None:
    """Assign one, write a note with a name in it, snooze it."""
    open_person(page, "Bram Smit")
    dialog = page.locator("dialog[open]")
    press(page, "a")
    expect(dialog.get_by_role("heading")).to_contain_text("Who looks after")
    expect(page.locator(":focus")).to_have_attribute("type", "radio")
    while "Wout" not in page.evaluate(FOCUS)["name"]:
        press(page, "ArrowDown")
    press(page, "Enter")
    expect(page.locator(".talk__head")).to_contain_text("Wout")
    expect(dialog).to_be_hidden()

    press(page, "n")
    expect(page.locator("#reply")).to_be_focused()
    page.keyboard.type("Please look, @Wou")
    expect(page.get_by_role("listbox")).to_be_visible()
    press(page, "Enter")
    press(page, "Control+Enter")
    expect(page.locator("ol[id^=thread-]")).to_contain_text("Please look, @Wout")
    expect(page.locator(".toast", has_text="Noted")).to_be_visible()
    expect(page.locator("#story")).to_be_focused()

    press(page, "s")
    expect(dialog).to_be_visible()
    expect(page.locator(":focus")).to_have_attribute("type", "radio")
    press(page, "Enter")
    expect(page.locator(".talk__head")).to_contain_text("Snoozed")
    expect(dialog).to_be_hidden()


def the_afternoon(page: Page) -> None:
    """Search and open a hit; choose three, tag them, undo it."""
    press(page, "/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("Chipo")
    expect(page.locator("#found")).to_contain_text("Chipo Moyo")
    press(page, "ArrowDown")
    expect(page.locator(":focus")).to_contain_text("Chipo")
    press(page, "Enter")
    expect(page.locator("h1, h2").filter(has_text="Chipo").first).to_be_attached()

    press(page, "Escape", "g", "a")
    expect(page.locator("#crowd")).to_be_visible()
    press(page, "j", "x", "j", "x", "j", "x")
    expect(page.locator(".chosen__bar b")).to_have_text("3 chosen")
    tab_to(page, "^(Tag|More)")
    press(page, "Enter")
    if not page.locator("dialog[open]").count() and page.evaluate(FOCUS)["tag"] == "SUMMARY":
        tab_to(page, "^Tag")
        press(page, "Enter")
    dialog = page.locator("dialog[open]")
    expect(dialog.get_by_role("heading")).to_contain_text("Tags for 3 people")
    tab_to(page, "New ones")
    page.keyboard.type("roses")
    press(page, "Enter")
    expect(page.locator("#did")).to_contain_text("3")
    press(page, "z")
    expect(page.locator("#did")).to_contain_text("3 taken back")


def the_evening(page: Page) -> None:
    """Merge two and take it back, put right, go home."""
    open_person(page, "Adaeze Nwosu")
    press(page, "m")
    dialog = page.locator("dialog[open]")
    expect(dialog).to_contain_text("Is this the same story?")
    tab_to(page, "^Merge$")
    press(page, "Enter")
    thread = page.locator("#conversation [id^=thread-]").first
    expect(thread).to_contain_text("peach")
    expect(thread).to_contain_text("cracked")
    expect(page.locator(".toast [data-keys=z]")).to_be_visible()
    press(page, "z")
    expect(page.locator(".toast", has_text="one story")).to_have_count(0)
    press(page, "e")
    expect(page.locator(".talk__head")).to_contain_text("Open again")
    tab_to(page, "Sign out", most=120)
    press(page, "Enter")
    expect(page).not_to_have_url(re.compile("/now"))


def test_a_day_on_the_keyboard_alone(browser: Browser, install: Install, sink: Sink) -> None:
    port, mail_port = free_port(), free_port()
    base = f"http://localhost:{port}"
    install.environ["CHA_URL"] = base
    with install.serve("--port", str(port), "--mail-port", str(mail_port)):
        page = come_in(browser, install, base)
        before = len(sink.taken)
        for name in PEOPLE:
            address = f"{name.split()[0].lower()}@people.example"
            send(mail_port, raw_mail("When do you open?", sender=f"{name} <{address}>", subject="Hours"), address)
        send(mail_port, raw_mail("My order 2291 came in peach.", subject="Peach"))
        send(mail_port, raw_mail("2291 again: the vases are cracked!", subject="Vases"))
        wait_until(lambda: len(sink.taken) == before + 5, 40)
        assert len(sink.mails_to(ADAEZE)) == 2
        write_a_saved_reply(page, base)
        the_morning(page)
        the_noon(page)
        the_afternoon(page)
        # Nothing is merged while an answer can still be taken back.
        wait_until(lambda: len(sink.mails_to(ADAEZE)) == 3, 30)
        the_evening(page)
        page.context.close()
