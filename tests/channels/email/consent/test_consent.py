"""A mailbox at Google or Microsoft: asked for on their page, renewed before it runs out, and said when it is gone."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client

from cha.channels.email.consent.houses import houses
from cha.channels.email.consent.renewing import let_go_of, token_of
from cha.channels.models import Grant, Mailbox
from cha.channels.models.grant import take_lease
from cha.core.clock import now, standing_at
from cha.core.errors import Invalid, Unavailable
from cha.core.ids import encode
from cha.core.ledger import Event
from tests.channels.email.consent.stand_in import StandIn
from tests.shop import Shop
from tests.workspace.coming_in import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def there(settings: Any) -> Iterator[StandIn]:
    with StandIn() as there:
        settings.CHA_MAIL_HOUSES = {"google": there.house("google"), "microsoft": there.house("microsoft")}
        yield there


def path(shop: Shop, more: str = "") -> str:
    return f"/settings/channels/{encode(shop.channel.pk)}{more}"


def agreed(shop: Shop, there: StandIn, browser: Client | None = None, house: str = "google") -> Grant:
    """Priya signs in there, and agrees."""
    browser = browser or signed_in(shop.priya)
    begun = browser.get(path(shop, f"/sign-in/{house}"))
    back = urlsplit(there.agree(begun["Location"]))
    assert browser.get(f"{back.path}?{back.query}").status_code == 303
    return Grant.objects.get()


def test_who_agrees_there_has_a_mailbox_here_and_everything_is_sealed(shop: Shop, there: StandIn) -> None:
    grant = agreed(shop, there)
    assert (grant.house, grant.account, grant.refused) == ("google", "hello@juniperlane.example", "")
    mailbox = Mailbox.objects.get()
    assert (mailbox.login, mailbox.host, mailbox.user, mailbox.secret) == ("xoauth2", "127.0.0.1", grant.account, "")
    secrets = there.refresh | there.access
    assert not any(secret in grant.refresh + grant.access for secret in secrets)
    assert not any(secret in str(event.facts) for event in Event.objects.all() for secret in secrets)
    assert token_of(shop.channel.pk) in there.access


def test_what_is_asked_for_is_mail_alone_and_lasts(shop: Shop) -> None:
    both = houses(("id", "x"), ("id", "x"), tenant="juniperlane.example")
    assert both["google"].scope == "https://mail.google.com/"
    assert both["google"].more == {"access_type": "offline", "prompt": "consent"}
    assert both["microsoft"].authorize.startswith("https://login.microsoftonline.com/juniperlane.example/")
    assert both["microsoft"].scope.endswith("offline_access")
    assert houses(("", ""), ("", "")) == {}


@pytest.mark.parametrize("spoilt", ["state=elsewhere&code=1", "code=1", "state=", "error=access_denied"])
def test_an_answer_that_is_none_changes_nothing(shop: Shop, there: StandIn, spoilt: str) -> None:
    browser = signed_in(shop.priya)
    begun = browser.get(path(shop, "/sign-in/google"))
    state = parse_qs(urlsplit(begun["Location"]).query)["state"][0]
    query = f"{spoilt}&state={state}" if spoilt.startswith("error") else spoilt
    said = browser.get(f"/settings/mail-sign-in/back?{query}", follow=True).content.decode()
    assert "Please begin again" in said or "did not give us leave" in said
    assert not Grant.objects.exists()
    assert not Mailbox.objects.exists()


def test_an_answer_counts_once_and_only_in_the_browser_that_asked(shop: Shop, there: StandIn) -> None:
    asked, other = signed_in(shop.priya), signed_in(shop.priya)
    back = urlsplit(there.agree(asked.get(path(shop, "/sign-in/google"))["Location"]))
    address = f"{back.path}?{back.query}"
    assert "begin again" in other.get(address, follow=True).content.decode()
    assert asked.get(address).status_code == 303
    given = Grant.objects.get().given_at
    assert "begin again" in asked.get(address, follow=True).content.decode()
    assert Grant.objects.get().given_at == given


def test_only_managers_sign_in_for_a_channel(shop: Shop, there: StandIn) -> None:
    browser = signed_in(shop.maartje)
    assert browser.get(path(shop, "/sign-in/google")).status_code == 403
    assert browser.post(path(shop, "/sign-out")).status_code == 403
    assert signed_in(shop.priya).get(path(shop, "/sign-in/yahoo")).status_code == 404


def test_a_token_is_renewed_before_it_runs_out_and_the_new_refresh_token_is_kept(shop: Shop, there: StandIn) -> None:
    agreed(shop, there)
    first = token_of(shop.channel.pk)
    assert token_of(shop.channel.pk) == first
    with standing_at(now() + timedelta(minutes=56)):
        second = token_of(shop.channel.pk)
        assert second != first
    with standing_at(now() + timedelta(minutes=112)):
        assert token_of(shop.channel.pk) not in (first, second)
    assert len(there.refresh) == 1


def test_where_refresh_tokens_do_not_change_the_first_stays(shop: Shop, there: StandIn) -> None:
    there.rotates = False
    agreed(shop, there)
    for hours in (1, 2, 3):
        with standing_at(now() + timedelta(hours=hours)):
            assert token_of(shop.channel.pk) in there.access
    assert not Grant.objects.get().refused


def test_many_who_need_one_at_once_ask_for_one(shop: Shop, there: StandIn) -> None:
    agreed(shop, there)
    let_go_of(shop.channel.pk)
    there.asked.clear()
    found: list[str] = []

    def ask() -> None:
        try:
            found.append(token_of(shop.channel.pk))
        finally:
            connection.close()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert len(found) == 6
    assert len(set(found)) == 1
    assert there.asked == ["/token"]


def test_who_renewed_and_died_keeps_nobody_away_for_long(shop: Shop, there: StandIn) -> None:
    grant = agreed(shop, there)
    let_go_of(shop.channel.pk)
    grant.refresh_from_db()
    assert take_lease(grant)
    assert not take_lease(grant)
    with standing_at(now() + timedelta(seconds=31)):
        assert token_of(shop.channel.pk) in there.access


def test_leave_that_was_taken_back_is_said_and_not_asked_for_again(shop: Shop, there: StandIn) -> None:
    agreed(shop, there)
    there.take_back()
    let_go_of(shop.channel.pk)
    with pytest.raises(Invalid, match="Sign in there again"):
        token_of(shop.channel.pk)
    assert Grant.objects.get().refused == "invalid_grant"
    assert Event.objects.filter(verb="grant.refused").count() == 1
    there.asked.clear()
    with pytest.raises(Invalid, match="Sign in there again"):
        token_of(shop.channel.pk)
    assert there.asked == []
    assert agreed(shop, there).refused == ""
    assert token_of(shop.channel.pk) in there.access


def test_a_house_that_is_down_costs_no_leave(shop: Shop, there: StandIn) -> None:
    agreed(shop, there)
    let_go_of(shop.channel.pk)
    there.trouble = 503
    with pytest.raises(Unavailable):
        token_of(shop.channel.pk)
    there.trouble = 0
    assert token_of(shop.channel.pk) in there.access


def test_signing_out_gives_the_leave_back_there_too(shop: Shop, there: StandIn) -> None:
    agreed(shop, there)
    assert signed_in(shop.priya).post(path(shop, "/sign-out")).status_code == 303
    assert there.refresh == set()
    assert not Grant.objects.exists()
    assert not Mailbox.objects.exists()
