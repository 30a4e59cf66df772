"""Who says that it is not put right after all is promised an answer once more, without a mail."""

from datetime import timedelta

import pytest
from django.test import Client

from cha.channels.models import Channel
from cha.conversations.models import Conversation, State, confirm, put_right, reopen
from cha.conversations.private_link import private_url
from cha.core import worker
from cha.core.clock import now
from cha.promises.models import Promise
from cha.promises.promising_again import promise_again
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    """Adaeze was answered, and it was put right."""
    conversation = shop.adaeze_writes()
    shop.answers(conversation)
    return put_right(conversation, by=shop.maartje)


def open_promises(conversation: Conversation) -> list[Promise]:
    return list(Promise.objects.filter(conversation=conversation, state="open"))


def writes_again(shop: Shop, talk: Conversation) -> None:
    """Adaeze answers the last mail."""
    last = talk.messages.filter(kind="said").get()
    assert shop.adaeze_writes("It is peach again.", in_reply_to=last.external_id).pk == talk.pk
    talk.refresh_from_db()


@pytest.mark.parametrize("confirmed", [False, True])
def test_words_that_open_it_again_are_promised_an_answer_and_no_mail_goes(
    shop: Shop, talk: Conversation, confirmed: bool
) -> None:
    if confirmed:
        confirm(talk, by=talk.person)
    mails = talk.deliveries.count()
    writes_again(shop, talk)
    assert talk.state == State.OURS
    (promise,) = open_promises(talk)
    assert (promise.kind, promise.made_by_kind) == ("answer", "cha")
    assert promise.by > now()
    assert talk.next_promise_at == promise.by
    assert talk.deliveries.count() == mails


def test_not_yet_is_promised_an_answer_too(talk: Conversation) -> None:
    reopen(talk, by=talk.person)
    worker.run_all()
    assert len(open_promises(talk)) == 1


def test_a_member_who_opens_it_again_owes_what_they_say_themselves(shop: Shop, talk: Conversation) -> None:
    reopen(talk, by=shop.maartje)
    worker.run_all()
    assert open_promises(talk) == []


def test_words_in_what_is_open_promise_nothing_more(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    shop.answers(conversation)
    writes_again(shop, conversation)
    assert open_promises(conversation) == []


def test_one_answer_is_owed_however_often_it_is_asked(shop: Shop, talk: Conversation) -> None:
    writes_again(shop, talk)
    promise_again(talk.pk)
    writes_again(shop, talk)
    assert len(open_promises(talk)) == 1


def test_the_answer_keeps_it(shop: Shop, talk: Conversation) -> None:
    writes_again(shop, talk)
    (promise,) = open_promises(talk)
    shop.answers(talk)
    promise.refresh_from_db()
    assert promise.state == "kept"


def test_a_channel_that_acknowledges_nobody_promises_nothing(shop: Shop, talk: Conversation) -> None:
    Channel.objects.update(acknowledges=False)
    writes_again(shop, talk)
    assert open_promises(talk) == []


def test_their_page_says_by_when(shop: Shop, talk: Conversation, client: Client) -> None:
    writes_again(shop, talk)
    page = client.get(private_url(talk, now()).removeprefix("http://localhost:8000"), follow=True).content.decode()
    assert "Our promise" in page
    assert timedelta() < open_promises(talk)[0].by - now()
