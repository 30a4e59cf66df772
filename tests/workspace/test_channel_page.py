"""The page of an e-mail channel: every way in and out by a plain form, what is kept secret, and what is said beside."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from cha.channels.email import trying
from cha.channels.email.domain import asked_of_dns
from cha.channels.email.medium import relay_url
from cha.channels.models import Channel, Grant, Mailbox, keep_grant
from cha.channels.models.also import addresses_of
from cha.channels.models.hook import hook_of
from cha.core import worker
from cha.core.clock import now
from cha.core.ids import encode
from cha.core.secrets import seal
from tests.shop import ADDRESS, Shop
from tests.workspace.coming_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)

IMAP = {"in": "imap", "imap_host": "imap.shop.example", "imap_user": ADDRESS, "imap_password": "peony", "history": "30"}


@pytest.fixture
def priya(shop: Shop) -> Client:
    return signed_in(shop.priya)


@pytest.fixture
def address(shop: Shop) -> str:
    return f"/settings/channels/{encode(shop.channel.pk)}"


def page(browser: Client, address: str) -> str:
    return browser.get(address).content.decode()


def test_a_mailbox_is_fetched_from_once_it_is_typed(priya: Client, address: str) -> None:
    assert priya.post(address, IMAP).status_code == 303
    mailbox = Mailbox.objects.get()
    assert (mailbox.host, mailbox.port, mailbox.security, mailbox.history_days) == ("imap.shop.example", 993, "tls", 30)
    assert mailbox.password() == "peony"
    shown = page(priya, address)
    assert "peony" not in shown
    assert "imap.shop.example" in shown
    changed = mailbox.changed_at
    assert priya.post(address, {**IMAP, "imap_password": ""}).status_code == 303
    mailbox.refresh_from_db()
    assert (mailbox.changed_at, mailbox.password()) == (changed, "peony")


def test_sent_on_again_the_mailbox_is_paused_and_goes_on_when_it_is_chosen(priya: Client, address: str) -> None:
    priya.post(address, IMAP)
    priya.post(address, {"in": "forward"})
    assert Mailbox.objects.get().paused
    priya.post(address, {**IMAP, "imap_password": ""})
    assert not Mailbox.objects.get().paused


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"imap_host": "imap shop"}, "A server’s name looks like"),
        ({"imap_port": "many"}, "A port is a number"),
        ({"imap_port": "70000"}, "A port is a number from 1"),
        ({"imap_user": ""}, "Under which name"),
        ({"imap_password": ""}, "password is needed"),
        ({"imap_after": "move"}, "Into which other folder"),
        ({"imap_after": "burn"}, "Choose what becomes"),
        ({"in": "house"}, "Sign in there first"),
        ({"out": "account"}, "Sign in with Google or Microsoft first"),
        ({"out": "provider"}, "Which provider is it?"),
        ({"out": "provider", "provider": "mailjet", "provider_key": "one"}, "api key : secret key"),
        ({"out": "provider", "provider": "mailgun", "provider_key": "one"}, "Which of your domains"),
        ({"from_pattern": "{nobody}"}, "There is no “{nobody}”"),
        ({"signature": "{first name}"}, "There is no “{first name}”"),
        ({"also": "nobody"}, "is no e-mail address"),
    ],
)
def test_what_does_not_fit_is_said_beside_it_and_nothing_is_changed(
    priya: Client, address: str, typed: dict[str, str], said: str
) -> None:
    answer = priya.post(address, {**IMAP, "from_name": "Kept here", "reason": "Because", **typed})
    shown = answer.content.decode()
    assert answer.status_code == 422
    assert said in shown
    assert "Kept here" in shown
    assert "Because" in shown
    assert "peony" not in shown
    assert not Mailbox.objects.exists()
    assert Channel.objects.get().from_name == ""


def test_a_channel_sends_through_a_provider_whose_key_is_sealed(priya: Client, address: str) -> None:
    form = {"out": "provider", "provider": "mailgun", "provider_key": "key-1", "mail_domain": "mg.shop.example"}
    assert priya.post(address, form).status_code == 303
    assert relay_url(Channel.objects.get()) == "anymail+mailgun://key-1@mg.shop.example"
    shown = page(priya, address)
    assert "key-1" not in shown
    assert "Kept, changed in" in shown
    priya.post(address, {**form, "provider_key": "", "mail_domain": "mail.shop.example"})
    assert relay_url(Channel.objects.get()) == "anymail+mailgun://key-1@mail.shop.example"


def test_a_channel_sends_through_an_account_once_there_is_one(shop: Shop, priya: Client, address: str) -> None:
    keep_grant(shop.channel, "google", ADDRESS, refresh="r", access="a", until=now(), by=shop.priya)
    assert priya.post(address, {"out": "account"}).status_code == 303
    assert relay_url(Channel.objects.get()).startswith("account+google://hello%40juniperlane.example@")
    assert 'value="account" checked' in page(priya, address)


def test_leave_that_is_gone_is_said_where_it_is_mended(shop: Shop, priya: Client, address: str, settings: Any) -> None:
    from cha.channels.email.consent.houses import houses

    settings.CHA_MAIL_HOUSES = houses(("id", "secret"), ("", ""))
    grant = keep_grant(shop.channel, "google", ADDRESS, refresh="r", access="a", until=now(), by=shop.priya)
    Grant.objects.filter(pk=grant.pk).update(refused="invalid_grant", said="Google says: revoked.")
    shown = page(priya, address)
    assert "Google says: revoked." in shown
    assert "Sign in there again (Google)" in shown
    assert seal("r") not in shown
    mailbox = {"login": "xoauth2", "trouble": "token", "port": 993}
    Mailbox.objects.create(channel=shop.channel, host="imap.gmail.com", user=ADDRESS, **mailbox)
    assert "Sign in there again" in page(priya, "/failures")
    assert "Sign in there again" not in page(signed_in(shop.maartje), "/failures")


def test_its_name_its_addresses_and_its_words_are_its_own(shop: Shop, priya: Client, address: str) -> None:
    form = {"from_pattern": "{person}, {shop}", "also": "weddings@juniperlane.example\n*@roses.example"}
    assert priya.post(address, {**form, "signature": "{me}\n{shop}", "reason": "New name"}).status_code == 303
    channel = Channel.objects.get()
    assert addresses_of(channel) == [ADDRESS, "weddings@juniperlane.example", "*@roses.example"]
    shown = page(priya, address)
    assert "Shown as “Priya, Juniper Lane”." in shown
    assert "Priya\nJuniper Lane" in shown
    assert "Changed last by Priya" in shown
    assert "New name" in shown
    assert channel.settings["from_pattern"] == "{person}, {shop}"


def test_saving_may_test_at_once(priya: Client, address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def asked(domain: str) -> dict[str, str]:
        return {"spf": "yes", "dmarc": "no"}

    monkeypatch.setattr(trying, "asked_of_dns", asked)
    assert priya.post(address, {"then": "test", "out": "own", "host": "127.0.0.1:9", "door": "25"}).status_code == 303
    worker.run_all()
    assert "It did not go out" in page(priya, address)
    channel = Channel.objects.get()
    channel.settings["test"] |= {"sent": True}
    channel.save()
    shown = page(priya, address)
    assert "Mail programs can tell that it is you" in shown
    assert "Nobody yet keeps others from using your name" in shown
    assert "v=DMARC1; p=quarantine" in shown


def test_nobody_is_asked_about_names_that_nobody_has() -> None:
    assert asked_of_dns("juniperlane.example") == {"spf": "", "dmarc": ""}


def test_a_providers_password_is_shown_once(priya: Client, address: str) -> None:
    made = priya.post(f"{address}/hook", {"hook_provider": "postmark"})
    shown = made.content.decode()
    assert "Write it down." in shown
    assert "no-store" in made["Cache-Control"]
    assert f"/hooks/mail/{address.rpartition('/')[2]}/postmark/in" in shown
    assert "Write it down." not in page(priya, address)
    priya.post(f"{address}/hook", {"hook_provider": ""})
    assert hook_of(Channel.objects.get()) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"hook_provider": "mailgun"}, "Its signing key is needed"),
        ({"hook_provider": "nobody"}, "Which provider is it?"),
        ({"hook_provider": "mailgun", "hook_key": "two words"}, "A key has neither spaces"),
    ],
)
def test_a_hook_that_cannot_be_is_said(priya: Client, address: str, typed: dict[str, str], said: str) -> None:
    answer = priya.post(f"{address}/hook", typed)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert hook_of(Channel.objects.get()) is None


def test_it_counts_the_week(shop: Shop, priya: Client, address: str) -> None:
    shop.answers(shop.adaeze_writes())
    shown = page(priya, address)
    week = shown[shown.index("This week") :]
    assert [part.split("<")[0] for part in week.split('class="num">')[1:4]] == ["1", "0", "0"]


def test_the_page_asks_the_database_a_bounded_number_of_times(
    priya: Client, address: str, django_assert_max_num_queries: Any
) -> None:
    priya.post(address, IMAP)
    page(priya, address)
    with django_assert_max_num_queries(24):
        page(priya, address)


def test_only_managers_change_who_posts(shop: Shop, address: str) -> None:
    browser = signed_in(shop.maartje)
    assert browser.get(address).status_code == 403
    assert browser.post(f"{address}/hook", {"hook_provider": "postmark"}).status_code == 403


def test_a_channel_says_fixed_sentences_in_its_own_words_in_each_language(
    shop: Shop, priya: Client, address: str
) -> None:
    words = f"{address}/words"
    typed = {"language": "nl", "ack_hello": "Dag {name}, wij lezen u.", "ack_foot": "Wij lezen alles."}
    looked = priya.post(words, {**typed, "then": "look"}).content.decode()
    assert "Dag Adaeze, wij lezen u." in looked
    assert not Channel.objects.get().settings.get("frames")
    assert priya.post(words, typed).status_code == 302
    assert "Dag Adaeze, wij lezen u." in page(priya, f"{words}?language=nl")
    assert "Dag Adaeze" not in page(priya, f"{words}?language=en")
    wrong = priya.post(words, {**typed, "ack_hello": "Dag {nobody}"})
    assert wrong.status_code == 422
    assert "There is no “{nobody}” here" in wrong.content.decode()
    assert "Dag {nobody}" in wrong.content.decode()
    assert signed_in(shop.maartje).get(words).status_code == 403
