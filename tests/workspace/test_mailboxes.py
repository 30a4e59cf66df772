"""A mailbox that cannot be fetched from is on the failures page, in words, with the way on."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cha.channels.email.mailbox.causes import Cause, Trouble
from cha.channels.email.mailbox.position import claim, note_failure, note_well
from cha.channels.failures import failure_count
from cha.channels.models import Mailbox, add_mailbox
from cha.channels.registry import medium_called
from cha.core.actor import CHA
from cha.team.models import Member
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def mailbox(shop: Shop) -> Mailbox:
    row = add_mailbox(shop.channel, "imap.juniperlane.example", "hello@juniperlane.example", by=CHA, secret="peony")
    claimed = claim(row.pk, "here:1", "")
    assert claimed is not None
    return claimed


def page(member: Member) -> str:
    browser = Client()
    browser.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser.get(reverse("failures")).content.decode()


def test_it_is_shown_from_the_second_failure_on_and_no_longer_when_it_works(shop: Shop, mailbox: Mailbox) -> None:
    note_failure(mailbox, Trouble(Cause.NAME))
    assert failure_count(shop.priya) == 0, "a server that starts anew need not be seen"
    note_failure(mailbox, Trouble(Cause.NAME))
    assert failure_count(shop.priya) == 1
    shown = page(shop.priya)
    assert "No server is called imap.juniperlane.example." in shown
    assert "The mailbox of hello@juniperlane.example" in shown
    assert medium_called("email").health(shop.channel).tone == "plum"
    note_well(mailbox)
    assert failure_count(shop.priya) == 0


def test_a_wrong_password_is_shown_at_once_and_asked_about_seldom(shop: Shop, mailbox: Mailbox) -> None:
    assert note_failure(mailbox, Trouble(Cause.PASSWORD, "Authentication failed.")) > 20
    assert "does not take this name with this password" in page(shop.priya)


def test_it_is_tried_again_at_a_word(shop: Shop, mailbox: Mailbox) -> None:
    note_failure(mailbox, Trouble(Cause.PASSWORD))
    browser = Client()
    browser.force_login(shop.priya, backend="allauth.account.auth_backends.AuthenticationBackend")
    answer = browser.post(reverse("mailbox-tries", args=[mailbox.pk]))
    assert answer.status_code == 303
    before = mailbox.changed_at
    mailbox.refresh_from_db()
    assert mailbox.changed_at > before, "the thread that watches it is poked"


def test_who_sees_nothing_of_it_cannot_try_it(shop: Shop, mailbox: Mailbox) -> None:
    browser = Client()
    browser.force_login(shop.jef, backend="allauth.account.auth_backends.AuthenticationBackend")
    assert browser.post(reverse("mailbox-tries", args=[mailbox.pk])).status_code in (403, 404)
