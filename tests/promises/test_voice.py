"""How a channel speaks: patterns with placeholders are checked before they are kept, and reach the mail."""

import pytest
from django.utils.translation import gettext, override

from cha.channels.models import Channel, Delivery
from cha.core.errors import Invalid, Refused
from cha.promises.acknowledgement.frames import FRAMES
from cha.promises.voice import fill, previewed, set_frames, set_voice, usual_words
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def test_from_name_and_signature_are_filled_in(shop: Shop) -> None:
    set_voice(shop.channel, by=shop.priya, from_pattern="{person} · {shop}", signature="{member}\nTel. {phone}\n{shop}")
    conversation = shop.adaeze_writes()
    shop.answers(conversation)
    delivery = Delivery.objects.get(kind="reply")
    assert delivery.from_name == "Maartje · Juniper Lane"
    assert "Maartje de Wit\nTel.\nJuniper Lane" in delivery.text


def test_without_a_pattern_it_is_said_in_the_mails_language(shop: Shop) -> None:
    shop.answers(shop.adaeze_writes())
    assert Delivery.objects.get(kind="reply").from_name == "Maartje at Juniper Lane"


def test_a_placeholder_that_there_is_not_is_refused_with_those_that_there_are(shop: Shop) -> None:
    with pytest.raises(Invalid, match=r"no “\{name\}”.*\{person\}"):
        set_voice(shop.channel, by=shop.priya, from_pattern="{name} at {shop}")
    with pytest.raises(Refused):
        set_voice(shop.channel, by=shop.maartje, signature="x")


def test_a_line_of_which_nothing_is_left_goes() -> None:
    assert fill("{me}\n{phone}\n\n{shop}", {"me": "Ada", "phone": "", "shop": "S"}) == "Ada\n\nS"


def test_fixed_sentences_are_said_in_the_channels_own_words_in_one_language(shop: Shop) -> None:
    words = {"ack_hello": "Hey {name}, got it at 100%.", "ack_promise_anybody": "Hear from us {when}."}
    set_frames(shop.channel, "en", words, by=shop.priya)
    set_frames(shop.channel, "nl", {"answer_foot": "Mail {name} gerust."}, by=shop.priya)
    shop.channel = Channel.objects.get()
    ack, answer = previewed(shop.channel, shop.maartje, "en")
    assert "Hey Adaeze, got it at 100%." in ack.text
    assert "Hey <bdi>Adaeze</bdi>, got it at 100%." in (ack.html or "")
    assert "Answer this mail and it reaches Maartje." in answer.text
    assert "Mail Maartje gerust." in previewed(shop.channel, shop.maartje, "nl")[1].text


def test_they_reach_the_mail(shop: Shop) -> None:
    set_frames(shop.channel, "en", {"answer_foot": "Mail {name} back."}, by=shop.priya)
    shop.answers(shop.adaeze_writes())
    assert "Mail Maartje back." in Delivery.objects.get(kind="reply").text


@pytest.mark.parametrize(
    ("code", "typed", "why"),
    [
        ("ack_promise", "Soon, {name}.", "must still say {when}"),
        ("ack_hello", "Hi {person}", "no “{person}”"),
        ("ack_hello", "<b>{name}</b>", "Leave out"),
        ("nonsense", "Hi", "none of our sentences"),
        ("ack_foot", "x" * 301, "At most"),
    ],
)
def test_words_that_cannot_be_are_refused(shop: Shop, code: str, typed: str, why: str) -> None:
    with pytest.raises(Invalid) as refused:
        set_frames(shop.channel, "en", {code: typed}, by=shop.priya)
    assert why in refused.value.sentence
    assert refused.value.details["field"] == code


def test_an_empty_one_is_the_usual_again(shop: Shop) -> None:
    channel = set_frames(shop.channel, "en", {"ack_hello": "Hey {name}"}, by=shop.priya)
    channel = set_frames(channel, "en", {"ack_hello": ""}, by=shop.priya)
    assert channel.settings["frames"]["en"] == {}
    assert usual_words("en")["ack_hello"] == "{name}, we heard you."


@pytest.mark.parametrize("language", ["nl", "fr", "de", "es", "ar"])
def test_every_sentence_is_one_that_the_catalogues_know(language: str) -> None:
    with override(language):
        assert [code for code, sentence in FRAMES.items() if gettext(sentence) == sentence] == []
