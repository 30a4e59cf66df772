"""Are two persons one? The page, its choices, and everything that a member may not see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cha.conversations.joining_persons import join_persons
from cha.conversations.models import Conversation, Draft, Message, assign
from cha.core import worker
from cha.core.actor import CHA
from cha.core.ids import encode
from cha.people.models import ContactPoint, Joining, MergeSuggestion, Person
from cha.people.models.contact_point import add_point
from cha.people.models.fact import learn
from cha.people.models.person import change_person
from cha.people.models.suggesting import suggest
from cha.team.models import Role, Scope
from cha.team.models.sight import set_sight
from tests.api.asking import Program
from tests.shop import Shop
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)

REASONS = [("phone", 40, ""), ("name_part", 15, ""), ("emails_differ", -2, "")]


@pytest.fixture
def two(shop: Shop) -> tuple[Person, Person]:
    """Adaeze, and ada.n, who may be her."""
    adaeze = shop.adaeze_writes("It came in peach.", subject="Peach").person
    ada = shop.adaeze_writes("Do they come with vases?", sender="ada.n <ada@post.example>", subject="Vases").person
    shop.adaeze_writes("And for a boy of four?", sender="ada.n <ada@post.example>", subject="A boy")
    suggest(adaeze.pk, ada.pk, 53, REASONS, by=CHA)
    return adaeze, ada


def same(stays: Person, goes: Person, more: str = "") -> str:
    return f"/people/{encode(stays.pk)}/same/{encode(goes.pk)}{more}"


def test_the_person_page_and_the_conversation_ask_with_reasons(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    client = browser(shop.maartje)
    page = client.get(f"/people/{encode(adaeze.pk)}").content.decode()
    beside = client.get(f"/now/{encode(Conversation.objects.get(person=adaeze).pk)}").content.decode()
    for words in ("“ada.n” may be Adaeze too.", "Same telephone", "Another e-mail address", same(adaeze, ada)):
        assert words in page
        assert words in beside
    assert "“Adaeze Nwosu” may be" in client.get(f"/people/{encode(ada.pk)}").content.decode()


def test_both_are_looked_at_before_they_are_joined(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    change_person(adaeze, by=shop.maartje, language="en", about="Marries on Saturday")
    change_person(ada, by=shop.maartje, language="nl", about="Asked about vases")
    page = browser(shop.maartje).get(same(adaeze, ada)).content.decode()
    for words in (
        "Are these two one person?",
        "Why we ask",
        "speaks against",
        "Do they come with vases?",
        "And for a boy of four?",
        'name="keep-language"',
        'value="both"',
        "All of them. What is claimed stays claimed.",
        "Ask Adaeze, one line",
        "Not the same person",
    ):
        assert words in page, words


def test_they_are_joined_as_chosen(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    change_person(adaeze, by=shop.maartje, language="en")
    change_person(ada, by=shop.maartje, language="nl")
    boy = Message.objects.get(text__startswith="And for a boy")
    response = browser(shop.maartje).post(
        same(adaeze, ada), {"keep-language": "goes", f"m-{encode(boy.pk)}": "stays"}, follow=True
    )
    assert "is one person now" in response.content.decode()
    adaeze.refresh_from_db()
    boy.refresh_from_db()
    assert adaeze.language == "nl"
    assert boy.conversation.person_id == ada.pk
    assert Message.objects.get(text__startswith="Do they come").conversation.person_id == adaeze.pk


def test_their_old_address_leads_to_who_they_are(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    join_persons(adaeze, ada, by=shop.maartje)
    worker.run_all()
    client = browser(shop.maartje)
    response = client.get(f"/people/{encode(ada.pk)}")
    assert (response.status_code, response.headers["Location"]) == (303, f"/people/{encode(adaeze.pk)}")
    people = client.get("/people").content.decode()
    assert encode(ada.pk) not in people
    assert encode(ada.pk) not in client.get("/people", {"q": "ada"}).content.decode()
    assert "may be Adaeze too" not in client.get(f"/people/{encode(adaeze.pk)}").content.decode()
    assert client.get(same(adaeze, ada)).status_code == 303


def test_what_is_refused_keeps_what_was_chosen(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    ids = Message.objects.filter(conversation__person=ada, kind="heard").values_list("pk", flat=True)
    response = browser(shop.maartje).post(same(adaeze, ada), {f"m-{encode(pk)}": "stays" for pk in ids})
    page = response.content.decode()
    assert response.status_code == 422
    assert "Then nothing goes." in page
    assert page.count('" value="stays" checked data-action') == len(ids)


def test_not_the_same_is_remembered(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    client = browser(shop.maartje)
    page = client.post(same(adaeze, ada, "/not"), follow=True).content.decode()
    assert "You are not asked again." in page
    assert "may be Adaeze too" not in page
    assert MergeSuggestion.objects.get().state == "apart"


def test_one_line_goes_into_the_draft(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    response = browser(shop.maartje).post(same(adaeze, ada, "/asking"))
    conversation = Conversation.objects.get(person=adaeze)
    assert response.headers["Location"] == f"/now/{encode(conversation.pk)}"
    assert "Was it you who wrote to us as ada.n" in Draft.objects.get(conversation=conversation).text
    assert MergeSuggestion.objects.get().state == "asked"


def test_they_are_taken_apart_from_the_person_page(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    row = join_persons(adaeze, ada, by=shop.maartje)
    shop.adaeze_writes("And ribbons?", sender="ada.n <ada@post.example>", subject="Ribbons")
    client = browser(shop.maartje)
    address = f"/people/{encode(adaeze.pk)}/joinings/{encode(row.pk)}/taking-apart"
    assert address in client.get(f"/people/{encode(adaeze.pk)}").content.decode()
    page = client.get(address).content.decode()
    ribbons = Message.objects.get(text__startswith="And ribbons")
    assert f'name="m-{encode(ribbons.pk)}" value="goes" checked' in page
    done = client.post(address, {f"m-{encode(ribbons.pk)}": "goes"}, follow=True).content.decode()
    assert "ada.n stands alone again" in done
    ribbons.refresh_from_db()
    assert ribbons.conversation.person_id == ada.pk
    assert Joining.objects.get().undone_by_id == shop.maartje.pk
    assert client.post(address).status_code in (404, 409)


def test_whom_one_may_not_see_one_is_not_asked_about(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    assign(Conversation.objects.get(person=adaeze), by=shop.priya, member=shop.maartje)
    client = browser(shop.maartje)
    page = client.get(f"/people/{encode(adaeze.pk)}").content.decode()
    assert "ada.n" not in page
    for path in ("", "/not", "/asking"):
        assert client.post(same(adaeze, ada, path)).status_code == 404
    assert client.get(same(adaeze, ada)).status_code == 404
    assert not Joining.objects.exists()


def test_what_was_told_out_of_ones_sight_is_no_reason(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    for person in two:
        hidden = shop.adaeze_writes(f"Hidden {person.pk}", sender=f"x <{person.points.get().value}>", subject="Hidden")
        assign(hidden, by=shop.priya, member=shop.priya)
        learn(person, "order", "JL-7788", by=CHA, conversation=hidden.pk)
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    for person in two:
        assign(Conversation.objects.filter(person=person).order_by("pk")[0], by=shop.priya, member=shop.maartje)
    assert "7788" in browser(shop.priya).get(same(adaeze, ada)).content.decode().lower()
    client = browser(shop.maartje)
    for address in (same(adaeze, ada), f"/people/{encode(adaeze.pk)}"):
        assert "7788" not in client.get(address).content.decode()


def test_a_light_member_looks_and_joins_nothing(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    set_sight(Role.LIGHT, Scope.ALL, by=CHA)
    client = browser(shop.jef)
    assert "Join them" not in client.get(same(adaeze, ada)).content.decode()
    for path in ("", "/not", "/asking"):
        assert client.post(same(adaeze, ada, path)).status_code == 403
    assert not Joining.objects.exists()


def test_the_page_asks_as_much_for_many_messages_as_for_few(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    client = browser(shop.maartje)

    def taken() -> int:
        client.get(same(adaeze, ada))
        with CaptureQueriesContext(connection) as asked:
            client.get(same(adaeze, ada))
        return len(asked)

    few = taken()
    for number in range(8):
        shop.adaeze_writes(f"Number {number}", sender="ada.n <ada@post.example>", subject=f"N {number}")
    assert taken() == few


def test_two_conversations_of_two_persons_lead_to_the_question(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    one, other = Conversation.objects.get(person=adaeze), Conversation.objects.filter(person=ada)[0]
    address = f"/now/{encode(one.pk)}/one-story?with={encode(other.pk)}"
    assert same(adaeze, ada) in browser(shop.maartje).get(address).content.decode()


def test_a_member_says_how_an_address_was_checked_and_takes_a_wrong_one_away(
    shop: Shop, two: tuple[Person, Person]
) -> None:
    adaeze, _ = two
    add_point(adaeze, "phone", "+32470000041", by=shop.maartje)
    wrong = add_point(adaeze, "email", "not@hers.example", by=shop.maartje)
    learn(adaeze, "phone", "+32470000041", by=CHA)
    client = browser(shop.maartje)
    phone = ContactPoint.objects.get(kind="phone")
    points = f"/people/{encode(adaeze.pk)}/points"
    page = client.post(f"{points}/{encode(phone.pk)}/check", {"how": "checked_call"}, follow=True).content.decode()
    assert "one of us called them back on it" in page
    client.post(f"{points}/{encode(wrong.pk)}/removal")
    assert not ContactPoint.objects.filter(pk=wrong.pk).exists()
    assert client.post(f"{points}/{encode(phone.pk)}/removal").status_code == 409
    assert ContactPoint.objects.filter(pk=phone.pk).exists()


def test_programs_find_who_they_turned_out_to_be(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    join_persons(adaeze, ada, by=shop.maartje)
    program = Program(shop.maartje)
    assert program.get(f"/people/{encode(ada.pk)}").json()["id"] == encode(adaeze.pk)
    assert [one["id"] for one in program.get("/people").json()["items"]] == [encode(adaeze.pk)]
