"""Signing in, in a real browser: with a passkey (Chromium's virtual authenticator), with an app's code, with a
recovery code that works once."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from email.message import Message as Mail

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.processes.install import Install, Sink, free_port, wait_until
from tests.team.issuer import CLIENT, SECRET, Issuer

pytestmark = [pytest.mark.journey, pytest.mark.processes]
NOOR = "noor@juniperlane.example"
AUTHENTICATOR = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def base(install: Install) -> Iterator[str]:
    """A served install, at http://localhost: a secure context for browsers, as https is."""
    port = free_port()
    base = f"http://localhost:{port}"
    install.environ["CHA_URL"] = base
    with install.serve("--port", str(port), "--mail-port", str(free_port())):
        yield base


def come_in(context: BrowserContext, install: Install, base: str) -> Page:
    """Maartje comes in by the link that the command line prints."""
    said = install.cha("member", "add", "maartje@juniperlane.example", "--name", "Maartje de Wit", "--role", "owner")
    path = re.search(r"/in/\S+", said)
    assert path
    page = context.new_page()
    page.goto(base + path.group())
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(re.compile("/now"))
    return page


def sign_out(page: Page, base: str) -> None:
    page.goto(f"{base}/account/logout/")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(re.compile("/account/login/"))


def code_now(secret: str) -> str:
    """What an app that knows the secret shows now."""
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def test_a_passkey_is_added_lets_in_is_renamed_and_removed(browser: Browser, install: Install, base: str) -> None:
    context = browser.new_context()
    page = come_in(context, install, base)
    errors: list[str] = []
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    machine = context.new_cdp_session(page)
    machine.send("WebAuthn.enable")
    machine.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})

    page.goto(f"{base}/account")
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("What you call it").fill("The shop’s laptop")
    page.get_by_role("button", name="Add this machine").click()
    page.wait_for_url(re.compile("/recovery-codes/$"))
    codes = page.locator(".codes li").all_inner_texts()
    assert len(set(codes)) == 10
    with page.expect_download() as download:
        page.get_by_role("link", name="Download them").click()
    assert download.value.path().read_text().split() == codes
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_text("The shop’s laptop")).to_be_visible()
    page.goto(f"{base}/account/2fa/recovery-codes/")
    expect(page.locator(".codes")).to_have_count(0)

    sign_out(page, base)
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url(re.compile("/now"))

    page.goto(f"{base}/account")
    page.get_by_role("link", name="Rename The shop’s laptop").click()
    page.get_by_role("button", name="Use your passkey").click()
    page.wait_for_url(re.compile("/edit/$"))
    page.locator("input[name=name]").fill("Maartje’s own")
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url(re.compile("/account$"))
    page.get_by_role("link", name="Remove Maartje’s own").click()
    page.get_by_role("button", name="Remove it").click()
    page.wait_for_url(re.compile("/account$"))
    expect(page.get_by_role("link", name="Add a passkey")).to_be_visible()
    expect(page.get_by_text("Maartje’s own")).to_have_count(0)

    sign_out(page, base)
    page.get_by_role("button", name="Use your passkey").click()
    expect(page.get_by_text("That passkey is not known here")).to_be_visible()
    assert not errors
    context.close()


def test_an_app_is_added_its_code_lets_in_and_a_recovery_code_does_once(
    browser: Browser, install: Install, base: str
) -> None:
    context = browser.new_context()
    page = come_in(context, install, base)
    page.goto(f"{base}/account/2fa/totp/activate/")
    secret = page.locator(".mono").inner_text()
    page.get_by_label("Code from the app").fill(code_now(secret))
    page.get_by_role("button", name="Keep it").click()
    page.wait_for_url(re.compile("/recovery-codes/$"))
    codes = page.locator(".codes li").all_inner_texts()

    begin(page, install, base)
    page.get_by_label("Code from your app").fill("000000")
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_label("Code from your app")).to_have_attribute("aria-invalid", "true")
    # The code that added the app is used up; the next one comes within half a minute.
    used = code_now(secret)
    page.wait_for_function("seconds => Date.now() / 30000 > seconds", arg=time.time() // 30 + 1, timeout=40_000)
    assert code_now(secret) != used
    page.get_by_label("Code from your app").fill(code_now(secret))
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(re.compile("/now"))

    begin(page, install, base)
    page.get_by_label("Code from your app").fill(codes[0])
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(re.compile("/now"))

    begin(page, install, base)
    page.get_by_label("Code from your app").fill(codes[0])
    page.get_by_role("button", name="Come in").click()
    expect(page.get_by_label("Code from your app")).to_have_attribute("aria-invalid", "true")
    context.close()


def test_mails_to_members_arrive_by_the_relay_and_let_in(
    browser: Browser, install: Install, sink: Sink, base: str
) -> None:
    """An invitation, a code, a new password, word of a new device: each walked from the mail that arrived."""
    owner = come_in(browser.new_context(), install, base)
    owner.goto(f"{base}/settings/team")
    owner.get_by_label("Their e-mail").fill(NOOR)
    owner.get_by_label("Their name").fill("Noor Verbeke")
    owner.get_by_role("button", name="Make the invitation").click()
    page = browser.new_context().new_page()
    page.goto(link_to(sink, NOOR, 0, "/in/"))
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(re.compile("/now"))

    sign_out(page, base)
    page.get_by_label("Your e-mail at work").first.fill(NOOR)
    page.get_by_role("button", name="Send me a code").click()
    page.wait_for_url(re.compile("/code/confirm"))
    code = mail_to(sink, NOOR, 1)["Subject"].rpartition(" ")[2]
    page.get_by_label("Code from your mail").fill(code)
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(re.compile("/now"))

    sign_out(page, base)
    page.goto(f"{base}/account/password/reset/")
    page.locator("input[name=email]").fill(NOOR)
    page.get_by_role("button", name="Send me a link").click()
    page.goto(link_to(sink, NOOR, 2, "/account/password/reset/"))
    for field in page.locator("input[type=password]").all():
        field.fill("white ranunculus 7")
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Your new password is kept")).to_be_visible()

    other = browser.new_context().new_page()
    other.goto(f"{base}/account/login/")
    other.get_by_text("With a password").click()
    other.locator("details input[name=login]").fill(NOOR)
    other.locator("details input[name=password]").fill("white ranunculus 7")
    other.get_by_role("button", name="Sign in").click()
    other.wait_for_url(re.compile("/now"))
    wait_until(lambda: any("new device" in mail["Subject"] for mail in sink.mails_to(NOOR)), 20)
    for context in (owner.context, page.context, other.context):
        context.close()


def test_single_sign_on_leads_there_and_back(browser: Browser, install: Install) -> None:
    with Issuer() as issuer:
        port = free_port()
        base = f"http://localhost:{port}"
        install.environ |= {
            "CHA_URL": base, "CHA_OIDC_ISSUER": issuer.url, "CHA_OIDC_CLIENT": CLIENT, "CHA_OIDC_SECRET": SECRET,
            "CHA_OIDC_NAME": "Juniper", "CHA_OIDC_PRIVATE": "yes",
        }  # fmt: skip
        install.cha("member", "add", "maartje@juniperlane.example", "--name", "Maartje de Wit", "--role", "owner")
        with install.serve("--port", str(port), "--mail-port", str(free_port())):
            page = browser.new_context().new_page()
            page.goto(f"{base}/people")
            issuer.says(sub="17", email="maartje@juniperlane.example", email_verified=False)
            page.get_by_role("link", name="Come in by Juniper").click()
            expect(page.get_by_text("Nobody came in")).to_be_visible()
            page.goto(f"{base}/people")
            issuer.says(sub="17", email="maartje@juniperlane.example", email_verified=True)
            page.get_by_role("link", name="Come in by Juniper").click()
            page.wait_for_url(re.compile("/people$"))
            page.context.close()


def mail_to(sink: Sink, address: str, number: int) -> Mail:
    """The mail of that number which the relay took for an address."""
    wait_until(lambda: len(sink.mails_to(address)) > number, 20)
    return sink.mails_to(address)[number]


def link_to(sink: Sink, address: str, number: int, path: str) -> str:
    """The link in a mail that begins with a path."""
    words = mail_to(sink, address, number).get_body(("plain",)).get_content()  # type: ignore[attr-defined]
    found = re.search(rf"http\S+{path}\S+", words)
    assert found, words
    return found.group()


def begin(page: Page, install: Install, base: str) -> None:
    """Sign out, and come by a new link to the second step."""
    sign_out(page, base)
    said = install.cha("member", "link", "maartje@juniperlane.example")
    path = re.search(r"/in/\S+", said)
    assert path
    page.goto(base + path.group())
    page.get_by_role("button", name="Come in").click()
    page.wait_for_url(re.compile("/2fa/authenticate"))
