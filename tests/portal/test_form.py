"""The contact form: taken, asked again with everything kept, held where it may be a machine's, never lost."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cha.channels.form.doubting import proves
from cha.channels.models import Channel, Delivery, Payload, add_channel
from cha.channels.models.channel import change_channel
from cha.conversations.models import Conversation, Message
from cha.core import files, worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.timers import fire_due
from cha.people.models import ContactPoint, Fact, Person
from cha.people.models.custom_field import keep_field
from cha.portal.form.seals import page_seal
from tests.shop import Shop, forget_words, open_shop

pytestmark = pytest.mark.django_db(transaction=True)
AT = "2026-06-09T09:00:00+00:00"


@pytest.fixture(autouse=True)
def _no_limits_yet() -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def shop(transactional_db: None) -> Shop:
    """The shop with its usual hours: the portal's own is always open."""
    forget_words()
    return open_shop()


@pytest.fixture
def form(shop: Shop) -> Channel:
    return add_channel("form", "k7f3ad", by=CHA, name="Write to us")


def seal_of(form: Channel, age: timedelta = timedelta(seconds=20), once: str = "") -> str:
    with time_machine.travel(now() - age, tick=False):
        return page_seal(form, once)


def sends(form: Channel, browser: Client | None = None, *, page: str = "", **more: object) -> HttpResponse:
    """Somebody fills the form in, and sends it twenty seconds later."""
    said: dict[str, object] = {
        "seal": seal_of(form),
        "topic": "wrong_item",
        "words": "The ribbon says Pieter. He was Peter.",
        "name": "Piet Claes",
        "reach": "Piet@Claes.example",
        "ask-order": "JL-40218",
        **more,
    }
    response: HttpResponse = (browser or Client()).post(f"/write/{form.address}{page}", said)
    return response


def said(response: HttpResponse) -> str:
    return response.content.decode()


def only() -> Conversation:
    return Conversation.objects.get()


def test_the_page_says_when_somebody_answers_before_a_word_is_written(form: Channel) -> None:
    with time_machine.travel(AT, tick=False):
        page = said(Client().get(f"/write/{form.address}"))
    assert "Write to us. A person reads it." in page
    assert "You hear from a person <b>today before 15:00</b>." in page
    assert "Something came wrong" in page


def test_closed_hours_are_said_before_anybody_writes(form: Channel) -> None:
    with time_machine.travel("2026-06-13T20:00:00+00:00", tick=False):
        page = said(Client().get(f"/write/{form.address}"))
    assert "We are closed just now" in page
    assert "We open Monday at 09:00." in page


def test_it_is_in_the_language_of_its_reader(form: Channel) -> None:
    page = said(Client().get(f"/write/{form.address}?lang=nl"))
    assert 'lang="nl"' in page
    assert "Something came wrong" not in page


def test_what_is_sent_is_a_message_with_what_was_answered(form: Channel) -> None:
    response = sends(form)
    assert response.status_code == 303
    worker.run_all()
    conversation = only()
    message = conversation.messages.order_by("id")[0]
    assert message.text == "The ribbon says Pieter. He was Peter.\n\nOrder number: JL-40218"
    assert (message.medium, message.address, message.author_name) == ("form", "piet@claes.example", "Piet Claes")
    assert (conversation.subject, conversation.topic, conversation.channel_id) == (
        "Something came wrong",
        "wrong_item",
        form.pk,
    )
    assert Fact.objects.filter(person=conversation.person, kind="order", value="JL-40218").exists()
    assert not ContactPoint.objects.get(value="piet@claes.example").proven


def test_it_is_acknowledged_by_mail_from_the_first_address_of_ours(form: Channel, shop: Shop) -> None:
    sends(form)
    worker.run_all()
    mail = Delivery.objects.get()
    assert (mail.kind, mail.channel, mail.address) == ("ack", shop.channel, "piet@claes.example")


def test_the_page_after_it_says_what_happens_next_and_by_when(form: Channel) -> None:
    with time_machine.travel(AT, tick=False):
        response = sends(form)
        worker.run_all()
        page = said(Client().get(response["Location"]))
    assert "We have it, Piet." in page
    assert "today before 15:00" in page
    assert "piet@claes.example" in page
    assert "/w/" not in page


def test_the_page_after_it_opens_for_nobody_else(form: Channel, shop: Shop) -> None:
    other = add_channel("form", "other", by=CHA)
    address = sends(form)["Location"]
    assert Client().get(address.replace("k7f3ad", "other")).status_code == 303
    assert Client().get(f"/write/{other.address}/sent/forged").status_code == 303


def test_a_form_that_is_sent_twice_is_one_message(form: Channel) -> None:
    seal = seal_of(form)
    first, second = sends(form, seal=seal), sends(form, seal=seal)
    assert first["Location"].split("?")[0][:20] == second["Location"].split("?")[0][:20]
    worker.run_all()
    assert Message.objects.filter(kind="heard").count() == 1
    assert Payload.objects.count() == 1


def test_a_form_that_is_sent_again_with_other_words_goes_on_in_the_same_conversation(form: Channel) -> None:
    seal = seal_of(form)
    sends(form, seal=seal)
    sends(form, seal=seal, words="And the flowers were blue.")
    worker.run_all()
    assert only().messages.filter(kind="heard").count() == 2


def test_everything_is_kept_when_something_is_amiss(form: Channel) -> None:
    browser = Client()
    photo = SimpleUploadedFile("ribbon.jpg", b"\xff\xd8a picture", "image/jpeg")
    response = sends(form, browser, reach="piet.claes@", ring="on", files=[photo])
    page = said(response)
    assert response.status_code == 422
    assert "Not sent yet. Everything you wrote is kept." in page
    assert '<a href="#f-reach">Where we answer: Something is missing after the @.' in page
    assert 'id="f-reach"' in page
    assert "The ribbon says Pieter. He was Peter." in page
    assert 'value="Piet Claes"' in page
    assert 'value="JL-40218"' in page
    assert "ribbon.jpg is kept, no need to add it again." in page
    kept = re.search(r'name="kept" value="([^"]+)"', page)
    assert kept
    assert sends(form, browser, kept=[kept[1]]).status_code == 303
    worker.run_all()
    file = only().messages.order_by("id")[0].attachments.get()
    assert (file.name, file.size) == ("ribbon.jpg", 11)


@pytest.mark.parametrize(("sent_after_all", "there"), [(True, True), (False, False)])
def test_a_file_of_a_form_that_was_never_sent_goes_after_its_week(
    form: Channel, sent_after_all: bool, there: bool
) -> None:
    # Other tests' files lie in the same store: these are nobody else's bytes.
    picture = b"\xff\xd8sent after all: %d" % sent_after_all
    page = said(sends(form, reach="", files=[SimpleUploadedFile("ribbon.jpg", picture)]))
    kept = re.search(r'name="kept" value="([^"]+)"', page)
    assert kept
    if sent_after_all:
        sends(form, kept=[kept[1]])
    with time_machine.travel(now() + timedelta(days=9), tick=False):
        fire_due()
        worker.run_all()
    digest = hashlib.sha256(picture).hexdigest()
    assert (files.root() / digest[:2] / digest[2:]).exists() is there


def test_a_file_that_is_too_large_is_refused_with_a_sentence_and_takes_nothing_with_it(form: Channel) -> None:
    large = SimpleUploadedFile("film.mp4", b"0" * (10 * 1024 * 1024 + 1))
    small = SimpleUploadedFile("ribbon.jpg", b"\xff\xd8a picture", "image/jpeg")
    page = said(sends(form, files=[large, small]))
    assert "film.mp4: This file is too big. At most 10 MB." in page
    assert "ribbon.jpg is kept" in page


def test_five_megabytes_of_words_are_refused_with_a_sentence(form: Channel) -> None:
    response = sends(form, words="words " * 900_000)
    assert response.status_code == 422
    assert "That is longer than 20000 letters." in said(response)
    assert not Payload.objects.exists()


def test_a_kept_file_is_nobody_elses_to_forge(form: Channel) -> None:
    assert sends(form, kept=["forged", "eyJuYW1lIjoiYSJ9:x:y"]).status_code == 303
    assert only().messages.order_by("id")[0].attachments.count() == 0


@pytest.mark.parametrize("age", [timedelta(seconds=1), timedelta(days=2)])
def test_too_quick_or_too_old_is_kindly_asked_again(form: Channel, age: timedelta) -> None:
    response = sends(form, seal=seal_of(form, age))
    page = said(response)
    assert response.status_code == 422
    assert "Please look it over once, and send it again." in page
    assert "The ribbon says Pieter. He was Peter." in page
    assert not Payload.objects.exists()
    seal = re.search(r'name="seal" value="([^"]+)"', page)
    assert seal
    with time_machine.travel(now() + timedelta(seconds=9), tick=False):
        assert sends(form, seal=seal[1]).status_code == 303


def test_a_page_of_another_form_is_asked_again(form: Channel, shop: Shop) -> None:
    other = add_channel("form", "other", by=CHA)
    assert sends(form, seal=seal_of(other)).status_code == 422


def test_whoever_fills_in_what_nobody_sees_is_held_visibly(form: Channel) -> None:
    assert sends(form, subject="https://pills.example").status_code == 303
    worker.run_all()
    conversation = only()
    assert conversation.state == "aside"
    assert not Delivery.objects.exists()


def test_links_without_the_sum_are_held_and_with_it_are_not(form: Channel) -> None:
    words = "See https://a.example, https://b.example and www.c.example"
    sends(form, words=words)
    assert only().state == "aside"
    seal = seal_of(form)
    number = next(str(one) for one in range(10**6) if proves(seal, str(one)))
    sends(form, words=words, seal=seal, proof=number, reach="ada@claes.example")
    assert Conversation.objects.order_by("id")[1].state == "ours"


def test_a_flood_from_one_machine_is_refused_and_what_was_typed_stays(form: Channel) -> None:
    answers = [sends(form, reach=f"p{number}@claes.example", words=f"Words {number}") for number in range(9)]
    assert [answer.status_code for answer in answers] == [303] * 8 + [429]
    assert "Words 8" in said(answers[-1])


def test_a_telephone_number_alone_is_enough_and_is_one_number(form: Channel, shop: Shop) -> None:
    shop.brand.country = "BE"
    shop.brand.save()
    response = sends(form, reach="0470 00 00 41", ring="on")
    worker.run_all()
    point = ContactPoint.objects.get()
    assert (point.kind, point.value) == ("phone", "+32470000041")
    assert "We ring you at" in said(Client().get(response["Location"]))
    assert "Please ring me: +32470000041" in only().messages.order_by("id")[0].text


def test_somebody_who_wants_to_be_rung_says_where(form: Channel) -> None:
    assert "Please give us the number to ring." in said(sends(form, ring="on"))


def test_a_number_beside_the_address_is_theirs_too_only_claimed(form: Channel, shop: Shop) -> None:
    sends(form, ring="on", phone="+32 470 00 00 41")
    points = {point.kind: point for point in Person.objects.get().points.all()}
    assert points["phone"].value == "+32470000041"
    assert not points["phone"].proven


def test_a_name_cannot_write_the_head_of_a_mail(form: Channel) -> None:
    sends(form, name="Piet\r\nBcc: everybody@claes.example")
    worker.run_all()
    assert Person.objects.get().name == "Piet Bcc: everybody@claes.example"


def test_an_address_cannot_be_two(form: Channel) -> None:
    assert sends(form, reach="a@claes.example,b@claes.example").status_code == 422


def test_the_houses_own_fields_are_asked_by_topic_and_filled_in(form: Channel, shop: Shop) -> None:
    keep_field(None, by=shop.priya, subject="conversation", name="Tables", kind="number")
    topics = [{"topic": "wedding", "words": "A wedding", "asks": ["tables", "nonsense"]}]
    change_channel(form, by=shop.priya, settings={"topics": topics})
    page = said(Client().get(f"/write/{form.address}"))
    assert "A wedding" in page
    assert 'name="ask-tables"' in page
    wrong = sends(form, topic="wedding", **{"ask-tables": "a dozen"})
    assert "A number, please." in said(wrong)
    sends(form, topic="wedding", **{"ask-tables": "12"})
    assert only().custom == {"tables": "12"}


def test_only_the_named_sites_may_show_it_in_a_frame(form: Channel, shop: Shop) -> None:
    change_channel(form, by=shop.priya, settings={"origins": ["https://juniperlane.example", "x; script-src *"]})
    page = Client().get(f"/write/{form.address}/embed")
    assert "frame-ancestors 'self' https://juniperlane.example;" in page["Content-Security-Policy"] + ";"
    assert "script-src *" not in page["Content-Security-Policy"]
    assert "X-Frame-Options" not in page
    alone = Client().get(f"/write/{form.address}")
    assert "frame-ancestors 'self';" in alone["Content-Security-Policy"] + ";"
    response = sends(form, page="/embed")
    assert response["Location"].endswith("?framed")


def test_a_form_that_is_switched_off_is_not_there(form: Channel, shop: Shop) -> None:
    change_channel(form, by=shop.priya, active=False)
    assert Client().get(f"/write/{form.address}").status_code == 404
    assert sends(form).status_code == 404


def test_the_page_costs_few_queries_however_many_fields_there_are(
    form: Channel, shop: Shop, django_assert_max_num_queries: object
) -> None:
    for number in range(9):
        keep_field(None, by=shop.priya, subject="conversation", name=f"Field {number}", kind="text")
    browser = Client()
    browser.get(f"/write/{form.address}")
    with django_assert_max_num_queries(8):  # type: ignore[operator]
        browser.get(f"/write/{form.address}")


@settings(max_examples=25, suppress_health_check=list(HealthCheck))
@given(
    said=st.dictionaries(
        st.sampled_from(["seal", "proof", "topic", "words", "name", "reach", "phone", "ring", "kept", "ask-order"]),
        st.text(max_size=200),
    )
)
def test_whatever_is_sent_gets_an_answer(form: Channel, said: dict[str, str]) -> None:
    cache.clear()
    assert sends(form, **said).status_code in (303, 422)
    assert not Payload.objects.filter(state="unreadable").exists()
