"""What we keep about you: the person puts right what they told, says how they like it, and what they agree to."""

from __future__ import annotations

import pytest
from django.test import Client

from cha.core.ids import encode
from cha.people.consents import may
from cha.people.models import Consent, Fact, Person
from cha.people.models.contact_point import meet
from cha.people.models.fact import learn
from cha.people.preferences import preferences_of
from tests.portal.test_mine import come_in, read

pytestmark = pytest.mark.django_db(transaction=True)
PLACE = "/mine/kept"


@pytest.fixture
def order(adaeze: Person) -> Fact:
    return learn(adaeze, "order", "2291", by=adaeze, source="email")


def test_a_fact_is_put_right_by_whom_it_is_about(phone: Client, adaeze: Person, order: Fact) -> None:
    come_in(phone)

    assert phone.post(f"{PLACE}/facts/{encode(order.pk)}", {"value": "2292"}).status_code == 303

    order.refresh_from_db()
    better = order.corrected_by
    assert better is not None
    assert (better.value, better.by_kind, better.by_id) == ("2292", "person", adaeze.pk)
    page = read(phone, PLACE)
    assert "2292" in page
    assert "2291" not in page


def test_nothing_in_the_place_of_a_fact_is_asked_for_again(phone: Client, order: Fact) -> None:
    come_in(phone)

    answer = phone.post(f"{PLACE}/facts/{encode(order.pk)}", {"value": " "})

    assert answer.status_code == 422
    assert "Please write what is right." in answer.content.decode()


def test_a_fact_is_taken_out(phone: Client, order: Fact) -> None:
    come_in(phone)

    phone.post(f"{PLACE}/facts/{encode(order.pk)}/out")

    assert not Fact.objects.filter(pk=order.pk).exists()
    assert phone.post(f"{PLACE}/facts/{encode(order.pk)}/out").status_code == 404


def test_nobody_elses_fact_can_be_touched(phone: Client, adaeze: Person) -> None:
    other = meet("email", "eve@post.example").person
    fact = learn(other, "order", "1", by=other)
    come_in(phone)

    assert phone.post(f"{PLACE}/facts/{encode(fact.pk)}", {"value": "2"}).status_code == 404
    assert phone.post(f"{PLACE}/facts/{encode(fact.pk)}/out").status_code == 404
    assert Fact.objects.filter(pk=fact.pk, corrected_by=None).exists()


def test_whoever_did_not_come_in_changes_nothing(adaeze: Person, order: Fact) -> None:
    stranger = Client()

    for place in (f"facts/{encode(order.pk)}", f"facts/{encode(order.pk)}/out", "likes", "agreed/marketing"):
        assert stranger.post(f"{PLACE}/{place}", {"value": "x", "yes": "1"}).status_code == 303

    order.refresh_from_db()
    assert order.corrected_by is None
    assert not Consent.objects.exists()


def test_how_they_like_it_is_kept(phone: Client, adaeze: Person) -> None:
    come_in(phone)
    form = {"channel": "chat", "quiet_from": "21:00", "quiet_until": "08:30", "formality": "formal"}

    phone.post(f"{PLACE}/likes", {**form, "access": ["large_print"], "pronouns": "she/her", "do_not_contact": "yes"})

    adaeze.refresh_from_db()
    likes = preferences_of(adaeze)
    assert (likes.channel, str(likes.quiet_from), likes.access) == ("chat", "21:00:00", ("large_print",))
    assert likes.do_not_contact
    assert adaeze.pronouns == "she/her"
    assert 'value="21:00"' in read(phone, PLACE)


def test_half_a_quiet_time_is_asked_for_again_with_what_was_typed(phone: Client, adaeze: Person) -> None:
    come_in(phone)

    answer = phone.post(f"{PLACE}/likes", {"quiet_from": "21:15"})

    assert answer.status_code == 422
    assert 'value="21:15"' in answer.content.decode()
    adaeze.refresh_from_db()
    assert not preferences_of(adaeze).quiet


def test_what_they_agree_to_is_kept_with_the_words_they_read(phone: Client, adaeze: Person) -> None:
    come_in(phone)

    phone.post(f"{PLACE}/agreed/marketing", {"yes": "1"})

    assert may(adaeze, "marketing")
    assert Consent.objects.get().words == "We may write to you about offers and news."
    assert "You said yes" in read(phone, PLACE)
    phone.post(f"{PLACE}/agreed/marketing", {"yes": "0"})
    assert not may(adaeze, "marketing")
    assert phone.post(f"{PLACE}/agreed/everything", {"yes": "1"}).status_code == 404


def test_being_told_when_a_mail_is_read_has_its_history_too(phone: Client, adaeze: Person) -> None:
    come_in(phone)

    phone.post(f"{PLACE}/reading", {"yes": "1"})
    phone.post(f"{PLACE}/reading", {"yes": "0"})

    assert list(Consent.objects.values_list("purpose", "answer")) == [("opens", "given"), ("opens", "withdrawn")]
