"""The shop counter: found in one field, written down, promised, handed over by a code; nothing that may not be seen."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from cha.channels.models import Channel, Delivery, Handing, Payload, add_channel
from cha.channels.models.channel import change_channel
from cha.conversations.models import Conversation, assign
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import encode
from cha.people.models import ContactPoint, Fact, Person
from cha.people.models.contact_point import add_point, verify
from cha.people.models.person import change_person
from cha.promises.models import Promise
from cha.team.models import Member, Role, Scope
from cha.team.models.brand import name_business
from cha.team.models.sight import set_sight
from cha.workspace import live
from cha.workspace.counter.page import address_of
from cha.workspace.topics import conversation_topic
from tests.news import news_since
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def counter(shop: Shop) -> Channel:
    name_business(by=CHA, name="Juniper Lane Flowers", zone="Europe/Brussels", country="BE")
    return add_channel("counter", "korenmarkt", by=CHA, name="Korenmarkt counter", acknowledges=False)


@pytest.fixture
def adaeze(shop: Shop) -> Person:
    """Adaeze wrote once, and her number is known."""
    conversation = shop.adaeze_writes("My order 2291 came in peach, not white.")
    add_point(conversation.person, "phone", "+32 470 00 00 41", by=shop.priya)
    worker.run_all()
    return conversation.person


def browser_of(member: Member) -> Client:
    browser = Client()
    browser.force_login(member, backend="allauth.account.auth_backends.AuthenticationBackend")
    return browser


def said(response: HttpResponse) -> str:
    return response.content.decode()


def found(counter: Channel, member: Member, typed: str) -> list[str]:
    page = said(browser_of(member).get(f"/counter/{encode(counter.pk)}", {"q": typed}))
    return re.findall(r"person=([0-9a-z]{13})", page)


def jots(counter: Channel, member: Member, **form: object) -> HttpResponse:
    written = {"once": "word", "note": "All white for 12 tables.", **form}
    response: HttpResponse = browser_of(member).post(f"/counter/{encode(counter.pk)}/jots", written)
    return response


def tomorrow() -> str:
    return (now() + timedelta(days=1)).isoformat(timespec="seconds")


@pytest.mark.parametrize(
    "typed",
    [
        "adae",
        "Nwosu",
        "0470 00 00 41",
        "+32470000041",
        "0470/00.00.41",
        "0032 470 00 00 41",
        "adaeze@nwosu.example",
        "2291",
    ],
)
def test_one_field_finds_her_however_it_is_typed(shop: Shop, counter: Channel, adaeze: Person, typed: str) -> None:
    assert found(counter, shop.maartje, typed) == [encode(adaeze.pk)]


def test_a_whole_number_is_never_said_aloud(shop: Shop, counter: Channel, adaeze: Person) -> None:
    page = said(browser_of(shop.maartje).get(f"/counter/{encode(counter.pk)}", {"q": "adae"}))
    assert "Phone ends in 41" in page
    assert "000041" not in page


def test_what_she_told_us_is_not_asked_again_and_what_is_said_of_her_is_not_shown(
    shop: Shop, counter: Channel, adaeze: Person
) -> None:
    likes = {"channel": "phone", "quiet_from": "20:00", "quiet_until": "08:30", "discretion": "A surprise for her"}
    change_person(adaeze, by=shop.priya, about="Haggles.", say_name="ah-DAY-zeh", likes=likes)
    page = said(browser_of(shop.maartje).get(f"/counter/{encode(counter.pk)}?person={encode(adaeze.pk)}"))
    assert "Do not ask again" in page
    assert "Order 2291" in page
    assert "Say “ah-DAY-zeh”" in page
    assert "Rather ring than write" in page
    assert "Not from 20:00 to 08:30" in page
    assert "Haggles" not in page
    assert "surprise" not in page


def test_what_others_wrote_about_is_not_said_before_whoever_stands_there(
    shop: Shop, counter: Channel, adaeze: Person
) -> None:
    address = f"/counter/{encode(counter.pk)}?q=nwosu"
    browser = browser_of(shop.maartje)
    assert "The flowers" not in said(browser.get(address))
    assert "The flowers" in said(browser.get(f"{address}&person={encode(adaeze.pk)}"))


def test_what_may_not_be_seen_is_not_found_at_the_counter(shop: Shop, counter: Channel, adaeze: Person) -> None:
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    assert found(counter, shop.maartje, "adae") == []
    assert found(counter, shop.maartje, "0470 00 00 41") == []
    address = f"/counter/{encode(counter.pk)}?person={encode(adaeze.pk)}"
    assert browser_of(shop.maartje).get(address).status_code == 404
    assert jots(counter, shop.maartje, person=encode(adaeze.pk)).status_code == 404
    hers = Conversation.objects.get()
    assert browser_of(shop.jef).get(f"/counter/{encode(counter.pk)}/given/{encode(hers.pk)}").status_code == 404
    assert browser_of(shop.jef).post(f"/counter/{encode(counter.pk)}/given/{encode(hers.pk)}/codes").status_code == 404


def test_a_promise_to_her_is_heard_promised_and_given_to_who_promised_it(
    shop: Shop, counter: Channel, adaeze: Person
) -> None:
    photo = SimpleUploadedFile("table.jpg", b"\xff\xd8a picture", "image/jpeg")
    due = tomorrow()
    response = jots(
        counter, shop.maartje, person=encode(adaeze.pk), what="White centrepieces", until=due, files=[photo]
    )
    assert response.status_code == 303
    worker.run_all()
    made = Conversation.objects.exclude(channel_id=shop.channel.pk).get()
    message = made.messages.get(kind="heard")
    assert (made.person, made.assignee, made.state) == (adaeze, shop.maartje, "ours")
    assert (message.text, message.medium, message.extra["hand"]) == (
        "All white for 12 tables.",
        "counter",
        shop.maartje.pk,
    )
    assert message.attachments.get().name == "table.jpg"
    assert "written down by Maartje" in said(browser_of(shop.maartje).get(f"/now/{encode(made.pk)}"))
    assert Payload.objects.get(pk=message.payload_id or 0).medium == "counter"
    promise = Promise.objects.get(conversation=made)
    assert (promise.words, promise.keeper, promise.by.isoformat(timespec="seconds")) == (
        "White centrepieces",
        shop.maartje,
        due,
    )
    assert "promise.made" in verbs(made)
    assert Delivery.objects.filter(conversation=made).count() == 0


def test_the_same_form_twice_is_once(shop: Shop, counter: Channel, adaeze: Person) -> None:
    form = {"person": encode(adaeze.pk), "what": "White centrepieces", "until": tomorrow()}
    first, second = jots(counter, shop.maartje, **form), jots(counter, shop.maartje, **form)
    assert first["Location"] == second["Location"]
    assert Promise.objects.exclude(words="").count() == 1


def test_the_same_form_with_other_words_goes_on_with_it(shop: Shop, counter: Channel) -> None:
    jots(counter, shop.maartje, name="Lode")
    jots(counter, shop.maartje, name="Lode", note="And a ribbon.")
    assert Conversation.objects.get().messages.filter(kind="heard").count() == 2


def test_somebody_new_needs_a_first_name_only(shop: Shop, counter: Channel) -> None:
    assert jots(counter, shop.maartje, name="Lode").status_code == 303
    jots(counter, shop.maartje, name="Lode")
    person = Person.objects.get()
    assert person.name == "Lode"
    assert Conversation.objects.get().person == person
    assert "A first name is enough" in said(jots(counter, shop.maartje, name=""))


def test_somebody_new_whose_number_we_know_is_not_new(shop: Shop, counter: Channel, adaeze: Person) -> None:
    assert jots(counter, shop.jef, name="Ada", reach="0470 00 00 41").status_code == 303
    assert Person.objects.count() == 1
    assert adaeze.conversations.count() == 2


def test_what_was_typed_stays_when_it_cannot_be_taken(shop: Shop, counter: Channel) -> None:
    response = jots(counter, shop.maartje, name="Lode", reach="lode at home", what="A wreath")
    page = said(response)
    assert response.status_code == 422
    assert "neither a phone number nor an e-mail address" in page
    assert "Choose by when you promise it." in page
    assert "All white for 12 tables." in page
    assert 'value="A wreath"' in page
    assert not Person.objects.exists()


def test_it_can_go_on_with_what_is_open_and_proves_no_address(shop: Shop, counter: Channel, adaeze: Person) -> None:
    before = adaeze.conversations.get()
    ContactPoint.objects.filter(person=adaeze).update(verified_at=None)
    jots(counter, shop.maartje, person=encode(adaeze.pk), goes=encode(before.pk))
    assert adaeze.conversations.count() == 1
    assert before.messages.filter(kind="heard").count() == 2
    assert not ContactPoint.objects.exclude(verified_at=None).exists()


def test_her_answer_goes_to_the_address_she_mailed_from(shop: Shop, counter: Channel, adaeze: Person) -> None:
    verify(ContactPoint.objects.get(kind="email"), "checked", by=shop.priya)
    jots(counter, shop.maartje, person=encode(adaeze.pk))
    worker.run_all()
    made = Conversation.objects.get(channel_id=counter.pk)
    shop.answers(made)
    mail = Delivery.objects.get(conversation=made)
    assert (mail.address, mail.channel) == ("adaeze@nwosu.example", shop.channel)


def test_a_light_member_writes_down_and_a_colleague_answers(shop: Shop, counter: Channel) -> None:
    page = said(browser_of(shop.jef).get(f"/counter/{encode(counter.pk)}?new"))
    assert "What do you promise them?" not in page
    response = jots(counter, shop.jef, name="Lode", what="A wreath", until=tomorrow())
    assert browser_of(shop.jef).get(response["Location"]).status_code == 200
    promise = Promise.objects.get()
    assert (promise.kind, promise.words, promise.made_by_kind) == ("answer", "", "cha")
    assert Conversation.objects.get().assignee is None


def test_the_code_opens_that_conversation_on_one_phone_once(shop: Shop, counter: Channel, adaeze: Person) -> None:
    given = jots(counter, shop.maartje, person=encode(adaeze.pk), what="White", until=tomorrow())["Location"]
    page = said(browser_of(shop.maartje).get(given))
    assert 'class="qr"' in page
    assert "Waiting for their phone" in page
    address = "/h/" + Handing.objects.get().token
    phone, other = Client(), Client()
    assert "Show it on this phone" in said(phone.get(address))
    assert Handing.objects.get().opened_at is None
    led = phone.post(address)
    assert led.status_code == 303
    assert "All white for 12 tables." in said(phone.get(led["Location"]))
    assert "peach" not in said(phone.get(led["Location"]))
    assert "You, written down by Maartje" in said(phone.get(led["Location"]))
    assert other.get(address).status_code == 410
    assert other.post(address).status_code == 410
    assert "They have it" in said(browser_of(shop.maartje).get(given))
    assert not ContactPoint.objects.filter(kind="phone").exclude(verified_at=None).exists()


def test_a_code_is_over_after_ten_minutes_and_when_a_new_one_is_made(shop: Shop, counter: Channel) -> None:
    given = jots(counter, shop.maartje, name="Lode")["Location"]
    first = "/h/" + Handing.objects.get().token
    with time_machine.travel(now() + timedelta(minutes=11), tick=False):
        assert Client().post(first).status_code == 410
        assert "This code is over" in said(browser_of(shop.maartje).get(given))
    browser_of(shop.maartje).post(given + "/codes")
    assert Client().get(first).status_code == 404
    assert Client().get("/h/" + Handing.objects.get().token).status_code == 200
    assert Client().get("/h/forged-token").status_code == 404


def test_the_screen_says_live_that_a_phone_has_it(
    shop: Shop, counter: Channel, monkeypatch: pytest.MonkeyPatch
) -> None:
    jots(counter, shop.maartje, name="Lode")
    handing = Handing.objects.get()
    topic = conversation_topic(handing.conversation_id)
    monkeypatch.setattr(live.hub, "listened", lambda asked: asked == topic)
    position, _ = live.render_since(-1)
    Client().post("/h/" + handing.token)
    told = b"".join(html for topics, html in news_since(position) if topic in topics).decode()
    assert f'target="hand-{encode(handing.conversation_id)}"' in told
    assert "They have it" in told


def test_it_goes_by_mail_to_whoever_has_no_phone(shop: Shop, counter: Channel, adaeze: Person) -> None:
    given = jots(counter, shop.maartje, name="Lode")["Location"]
    browser = browser_of(shop.maartje)
    assert browser.post(given + "/mail", {"to": "nonsense"}).status_code == 422
    assert browser.post(given + "/mail", {"to": "adaeze@nwosu.example"}).status_code == 409
    assert "It is on its way by e-mail." in said(browser.post(given + "/mail", {"to": "lode@claes.example"}))
    worker.run_all()
    mail = Delivery.objects.get(kind="link")
    assert mail.address == "lode@claes.example"
    assert "/w/" in mail.text


def test_a_hidden_screen_shows_nothing_of_anybody(shop: Shop, counter: Channel, adaeze: Person) -> None:
    page = said(browser_of(shop.maartje).get(f"/counter/{encode(counter.pk)}/hidden"))
    assert "The screen is hidden." in page
    assert "Nwosu" not in page
    assert Client().get(f"/counter/{encode(counter.pk)}/hidden").status_code == 302


def test_the_way_to_the_counter(shop: Shop, counter: Channel) -> None:
    browser = browser_of(shop.maartje)
    assert browser.get("/counter")["Location"] == f"/counter/{encode(counter.pk)}"
    add_channel("counter", "second", by=CHA, name="Market stall")
    assert "Market stall" in said(browser.get("/counter"))
    for row in Channel.objects.filter(medium="counter"):
        change_channel(row, by=shop.priya, active=False)
    assert "There is no counter yet." in said(browser.get("/counter"))
    assert browser.get(f"/counter/{encode(counter.pk)}").status_code == 404


def test_finding_asks_as_many_queries_for_one_as_for_six(
    shop: Shop, counter: Channel, django_assert_max_num_queries: object
) -> None:
    for number in range(6):
        shop.adaeze_writes(f"Order 22{number}", sender=f"Ada{number} Nwosu <a{number}@nwosu.example>")
    browser = browser_of(shop.maartje)
    with django_assert_max_num_queries(24):  # type: ignore[operator]
        page = said(browser.get(f"/counter/{encode(counter.pk)}", {"q": "nwosu"}))
    assert len(re.findall(r"person=", page)) == 6


def test_a_fact_of_a_conversation_out_of_sight_is_not_shown(shop: Shop, counter: Channel, adaeze: Person) -> None:
    hers = adaeze.conversations.get()
    assign(hers, by=shop.priya, member=shop.priya)
    jots(counter, shop.jef, name="Ada", reach="0470 00 00 41")
    assert Fact.objects.filter(person=adaeze, value="2291").exists()
    page = said(browser_of(shop.jef).get(f"/counter/{encode(counter.pk)}?person={encode(adaeze.pk)}"))
    assert "2291" not in page


def test_a_code_is_short_enough_to_be_read_from_a_tablet(shop: Shop, counter: Channel) -> None:
    jots(counter, shop.maartje, name="Lode")
    assert len(address_of(Handing.objects.get().token)) < 80
