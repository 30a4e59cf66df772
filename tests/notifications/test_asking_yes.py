"""Who is asked for a yes hears of it, by mail too; and an answer to that mail comes home."""

from __future__ import annotations

import re

import pytest

from cha.channels.models import Delivery
from cha.conversations.models import Message
from cha.core import worker
from cha.core.actor import CHA
from cha.notifications.models import Notification
from cha.resolutions.approvals.approving import answer_approval, ask_approval, no_longer_needed
from cha.resolutions.models import Approval, Remedy
from cha.team.models import Member, Role
from cha.team.models.member import add_member
from tests.notifications.conftest import always_there
from tests.resolutions.approvals.policies import euros, live
from tests.shop import Shop, raw_mail

TRUSTED = "mx.juniperlane.example"


@pytest.fixture
def tomasz(shop: Shop) -> Member:
    member = add_member("tomasz@juniperlane.example", "Tomasz Bakker", Role.LEAD, by=CHA)
    always_there(member)
    return member


@pytest.fixture
def approval(shop: Shop, tomasz: Member) -> Approval:
    live()
    concern = shop.adaeze_writes()
    why = "She told three of us “white”."
    asked = ask_approval(concern, "refund", "All twelve tables.", by=shop.maartje, amount=euros(372), why=why)
    worker.run_all()
    return asked


def letter(member: Member) -> Delivery:
    return Delivery.objects.get(kind="notice", address=member.email)


def test_the_mail_has_all_that_is_needed(shop: Shop, approval: Approval, tomasz: Member) -> None:
    mail = letter(tomasz)
    assert mail.about == approval.pk
    assert "Your yes for Adaeze" in mail.subject
    for words in ("May Maartje give €372 back?", "All twelve tables.", "limit is €200", "Nothing yet", "/yes/"):
        assert words in mail.text
        assert words in re.sub(r"</?bdi[^>]*>", "", mail.html)
    assert "a=other" in mail.html


def test_it_is_not_written_where_it_is_answered_meanwhile(shop: Shop, tomasz: Member) -> None:
    live()
    concern = shop.adaeze_writes()
    asked = ask_approval(concern, "refund", "All of it.", by=shop.maartje, amount=euros(372), why="")
    answer_approval(asked, "no", by=tomasz, words="Not this time.")
    worker.run_all()
    assert not Delivery.objects.filter(kind="notice").exists()


def test_whoever_asked_hears_the_answer(shop: Shop, approval: Approval, tomasz: Member) -> None:
    answer_approval(approval, "yes", by=tomasz)
    worker.run_all()
    told = Notification.objects.get(member=shop.maartje, kind="asked")
    assert (told.actor, told.facts["answer"]) == (tomasz, "yes")


def test_who_else_was_asked_need_not_read_it_any_more(shop: Shop, approval: Approval, tomasz: Member) -> None:
    assert Notification.objects.get(member=tomasz, kind="decide").read_at is None
    no_longer_needed(approval)
    worker.run_all()
    assert Notification.objects.get(member=tomasz, kind="decide").read_at is not None


def reply(shop: Shop, mail: Delivery, words: str, sender: str, *, vouched: bool = True) -> None:
    """An answer to the mail from some address, which a server that is believed vouches for, or says nothing of."""
    from cha.channels.email.medium import _token

    to = f"hello+{_token(mail)}@juniperlane.example"
    proof = {"authentication_results": f"{TRUSTED}; dmarc=pass header.from=juniperlane.example"} if vouched else {}
    shop.gets(raw_mail(words, sender=sender, to=to, subject="Re: " + mail.subject, **proof))
    worker.run_all()


@pytest.fixture
def trusting(settings: pytest.FixtureRequest) -> None:
    settings.CHA_MAIL_TRUSTED = (TRUSTED,)  # type: ignore[attr-defined]


def test_yes_is_a_yes(shop: Shop, approval: Approval, tomasz: Member, trusting: None) -> None:
    reply(shop, letter(tomasz), "Yes.\n\nTomasz", "Tomasz <tomasz@juniperlane.example>")
    approval.refresh_from_db()
    assert (approval.state, approval.via, approval.answered_by) == ("yes", "reply", tomasz)
    assert Remedy.objects.count() == 1


def test_no_with_a_reason_is_a_no(shop: Shop, approval: Approval, tomasz: Member, trusting: None) -> None:
    reply(shop, letter(tomasz), "No, make it again first.", "Tomasz <tomasz@juniperlane.example>")
    approval.refresh_from_db()
    assert (approval.state, approval.answer) == ("no", "make it again first")


def test_other_words_are_a_word_to_the_asker(shop: Shop, approval: Approval, tomasz: Member, trusting: None) -> None:
    reply(shop, letter(tomasz), "Which order is it about?", "Tomasz <tomasz@juniperlane.example>")
    approval.refresh_from_db()
    assert approval.state == "open"
    note = Message.objects.get(kind="note")
    assert (note.text, note.author_id) == ("Which order is it about?", tomasz.pk)
    assert Notification.objects.filter(member=shop.maartje, kind="asked", message=note).exists()


def test_a_yes_that_nobody_vouches_for_decides_nothing(
    shop: Shop, approval: Approval, tomasz: Member, trusting: None
) -> None:
    reply(shop, letter(tomasz), "Yes", "Tomasz <tomasz@juniperlane.example>", vouched=False)
    approval.refresh_from_db()
    assert approval.state == "open"
    assert Message.objects.get(kind="note").text == "Yes"


def test_a_yes_from_another_address_is_held(shop: Shop, approval: Approval, tomasz: Member, trusting: None) -> None:
    reply(shop, letter(tomasz), "Yes", "Somebody <somebody@juniperlane.example>")
    approval.refresh_from_db()
    assert approval.state == "open"
    assert not Message.objects.filter(kind="note").exists()


def test_a_second_yes_by_mail_gives_nothing_twice(
    shop: Shop, approval: Approval, tomasz: Member, trusting: None
) -> None:
    for _ in range(2):
        reply(shop, letter(tomasz), "Yes", "Tomasz <tomasz@juniperlane.example>")
    assert Remedy.objects.count() == 1
