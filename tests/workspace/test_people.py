"""The list of people and one person's page: everything on it, nothing that may not be seen, errors that keep input."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cha.channels.models import Delivery
from cha.conversations.models import Conversation, Message, assign, note, put_right
from cha.core import worker
from cha.core.ids import encode
from cha.people.models import ContactPoint, Fact, Person
from cha.people.models.fact import learn
from cha.team.models import Member, Role, Scope
from cha.team.models.sight import set_sight
from tests.shop import Shop

pytestmark = pytest.mark.django_db(transaction=True)


def signed_in(member: Member) -> Client:
    client = Client()
    client.force_login(member)
    return client


def page_of(person: Person, more: str = "") -> str:
    return f"/people/{encode(person.pk)}{more}"


def see(member: Member, address: str) -> str:
    response = signed_in(member).get(address)
    assert response.status_code == 200
    return response.content.decode()


def queries(member: Member, address: str) -> int:
    client = signed_in(member)
    client.get(address)
    with CaptureQueriesContext(connection) as taken:
        assert client.get(address).status_code == 200
    return len(taken)


@pytest.fixture
def adaeze(shop: Shop) -> Person:
    conversation = shop.adaeze_writes("It came in peach.", subject="The flowers")
    note(conversation, "Careful with her.", by=shop.maartje)
    shop.answers(conversation, "It is me: Maartje.")
    put_right(conversation, by=shop.maartje)
    return conversation.person


def test_the_list_shows_who_wrote_and_who_waits(shop: Shop) -> None:
    shop.adaeze_writes()
    page = see(shop.maartje, "/people")
    for words in ("Adaeze Nwosu", "adaeze@nwosu.example", "Waiting on us"):
        assert words in page
    assert "Adaeze" in see(shop.maartje, "/people?q=adaeze")
    assert "Nobody is called" in see(shop.maartje, "/people?q=zzz")


def test_the_list_goes_on_behind_fifty(shop: Shop) -> None:
    for number in range(52):
        shop.adaeze_writes("Hm.", sender=f"Person{number} <p{number}@x.example>")
    page = see(shop.maartje, "/people")
    assert page.count('class="hit"') == 50
    before = page.split("?before=")[1].split('"')[0]
    rest = see(shop.maartje, f"/people?before={before}")
    assert rest.count('class="hit"') == 2
    assert "Person0" in rest


def test_the_page_tells_everything_on_one_timeline(shop: Shop, adaeze: Person) -> None:
    page = see(shop.maartje, page_of(adaeze))
    for words in ("It came in peach.", "Careful with her.", "It is me: Maartje.", "put it right", "An answer"):
        assert words in page
    assert "1 of 1" in page
    words_only = see(shop.maartje, page_of(adaeze, "?only=words"))
    assert "It came in peach." in words_only
    assert "Careful with her." not in words_only
    assert "It came in peach." not in see(shop.maartje, page_of(adaeze, "?only=notes")).split('id="story"')[1]


def test_the_timeline_goes_on_without_losing_or_repeating(shop: Shop, adaeze: Person) -> None:
    conversation = adaeze.conversations.get()
    for number in range(60):
        note(conversation, f"note number {number};", by=shop.maartje)
    first = see(shop.maartje, page_of(adaeze))
    before = first.split("before=")[1].split("#")[0].split('"')[0]
    second = see(shop.maartje, page_of(adaeze, f"?before={before}"))
    for number in range(60):
        shown = [f"note number {number};</p>" in page for page in (first, second)]
        assert sum(shown) == 1, number
    assert "It came in peach." in second


def test_hostile_words_stay_words(shop: Shop) -> None:
    conversation = shop.adaeze_writes(
        "<script>alert(1)</script>", sender='"<b>Eve</b>" <eve@x.example>', subject="<img src=x>"
    )
    learn(conversation.person, "said", "<script>alert(2)</script>", by=shop.priya)
    for address in ("/people", page_of(conversation.person), page_of(conversation.person, "/change")):
        page = see(shop.priya, address)
        for words in ("<script>alert", "<b>Eve", "<img src=x"):
            assert words not in page


@pytest.mark.parametrize("scope", [Scope.TEAM, Scope.OWN, Scope.NONE])
def test_whom_one_may_not_see_does_not_exist(shop: Shop, adaeze: Person, scope: Scope) -> None:
    assign(adaeze.conversations.get(), by=shop.priya)
    set_sight(Role.AGENT, scope, by=shop.priya)
    point = adaeze.points.get()
    fact = learn(adaeze, "said", "White only", by=shop.priya)
    for member in (shop.maartje, shop.jef):
        client = signed_in(member)
        assert "Adaeze" not in client.get("/people").content.decode()
        assert "Adaeze" not in client.get("/people?q=adaeze").content.decode()
        for more in ("", "/change", "/write"):
            assert client.get(page_of(adaeze, more)).status_code == 404
        for more in (
            "/change",
            "/write",
            "/facts",
            "/points",
            f"/points/{encode(point.pk)}/check",
            f"/facts/{encode(fact.pk)}/correction",
        ):
            assert client.post(page_of(adaeze, more), {"value": "x@y.example"}).status_code == 404
    assert Fact.objects.filter(corrected_by=None, kind="said").get().value == "White only"
    assert signed_in(shop.priya).get(page_of(adaeze)).status_code == 200


def test_of_a_person_only_the_conversations_in_sight_are_told(shop: Shop) -> None:
    set_sight(Role.AGENT, Scope.OWN, by=shop.priya)
    seen = shop.adaeze_writes("About the ribbon.", subject="Ribbon")
    hidden = shop.adaeze_writes("The secret is JL-7766.", subject="Secret")
    assert seen != hidden
    assign(seen, by=shop.priya, member=shop.maartje)
    page = see(shop.maartje, page_of(seen.person))
    assert "About the ribbon." in page
    assert "7766" not in page
    assert "Secret" not in page
    hidden_fact = Fact.objects.filter(conversation_id=hidden.pk)[0]
    place = page_of(seen.person, f"/facts/{encode(hidden_fact.pk)}/correction")
    assert signed_in(shop.maartje).post(place, {"value": "no"}).status_code == 404


def test_a_light_member_looks_and_writes_facts_down(shop: Shop, adaeze: Person) -> None:
    set_sight(Role.LIGHT, Scope.ALL, by=shop.priya)
    client = signed_in(shop.jef)
    assert "Write to Adaeze" not in client.get(page_of(adaeze)).content.decode()
    assert client.get(page_of(adaeze, "/change")).status_code == 403
    assert client.post(page_of(adaeze, "/points"), {"kind": "email", "value": "a@b.example"}).status_code == 403
    assert client.post(page_of(adaeze, "/facts"), {"value": "Likes blue"}).status_code == 303
    assert Fact.objects.get(value="Likes blue").source == "written down by Jef"


def test_facts_are_added_and_corrected(shop: Shop, adaeze: Person) -> None:
    client = signed_in(shop.maartje)
    client.post(page_of(adaeze, "/facts"), {"value": "Ten tables"})
    fact = Fact.objects.get(value="Ten tables")
    client.post(page_of(adaeze, f"/facts/{encode(fact.pk)}/correction"), {"value": "Twelve tables"})
    fact.refresh_from_db()
    assert fact.corrected_by is not None
    page = see(shop.maartje, page_of(adaeze))
    assert "<s>Ten tables</s>" in page
    empty = client.post(page_of(adaeze, "/facts"), {"value": " "})
    assert empty.status_code == 422
    assert "Write what they said." in empty.content.decode()


def test_addresses_are_added_claimed_and_checked(shop: Shop, adaeze: Person) -> None:
    client = signed_in(shop.maartje)
    wrong = client.post(page_of(adaeze, "/points"), {"kind": "email", "value": "ada at post"})
    assert wrong.status_code == 422
    assert 'value="ada at post"' in wrong.content.decode()
    client.post(page_of(adaeze, "/points"), {"kind": "phone", "value": "+32 470 00 00 41"})
    point = ContactPoint.objects.get(kind="phone")
    assert (point.value, point.proven) == ("+32470000041", False)
    client.post(page_of(adaeze, f"/points/{encode(point.pk)}/check"))
    point.refresh_from_db()
    assert (point.proven, point.verified_how) == (True, "checked")


def test_an_address_dies_and_lives_again(shop: Shop, adaeze: Person) -> None:
    point = adaeze.points.get()
    page = f"/people/{encode(adaeze.pk)}/points/{encode(point.pk)}/life"
    client = signed_in(shop.maartje)
    client.post(page)
    point.refresh_from_db()
    assert point.dead_why == "Maartje said so."
    assert "It works again" in client.get(f"/people/{encode(adaeze.pk)}").content.decode()
    client.post(page)
    point.refresh_from_db()
    assert point.dead_at is None


def test_an_address_of_somebody_else_stays_theirs(shop: Shop, adaeze: Person) -> None:
    other = shop.adaeze_writes("Hm.", sender="Lars <lars@k.example>").person
    answer = signed_in(shop.maartje).post(page_of(adaeze, "/points"), {"kind": "email", "value": "LARS@k.example"})
    assert answer.status_code == 422
    assert ContactPoint.objects.get(value="lars@k.example").person == other


FORM = {
    "name": "Adaeze N.",
    "say_name": "ah-DAY-zeh",
    "pronouns": "she/her",
    "language": "en",
    "zone": "Europe/Brussels",
    "about": "Teaches chemistry.",
    "organisation": "De Vismijn",
    "tags": "wedding, peach",
    "likes": "Best by: phone\nNot: before 08:30",
}


def test_what_is_known_is_changed(shop: Shop, adaeze: Person) -> None:
    assert signed_in(shop.maartje).post(page_of(adaeze, "/change"), FORM).status_code == 303
    adaeze.refresh_from_db()
    assert (adaeze.name, adaeze.zone, str(adaeze.organisation)) == ("Adaeze N.", "Europe/Brussels", "De Vismijn")
    assert adaeze.likes == {"best_by": "phone", "not": "before 08:30"}
    assert sorted(tag.name for tag in adaeze.tags.all()) == ["peach", "wedding"]
    page = see(shop.maartje, page_of(adaeze))
    for words in ("ah-DAY-zeh", "she/her", "in Brussels", "Best by", "De Vismijn", "wedding"):
        assert words in page


@pytest.mark.parametrize(
    ("field", "value", "says"),
    [
        ("zone", "Brussels", "Do you mean Europe/Brussels?"),
        ("zone", "Nowhere", "One looks like Europe/Brussels."),
        ("language", "xx-yy", "Choose one from the list."),
        ("likes", "phone please", "has no colon"),
        ("tags", "x" * 41, "at most 40 letters"),
        ("name", "x" * 201, "longer than 200"),
    ],
)
def test_a_form_that_does_not_fit_keeps_what_was_typed(
    shop: Shop, adaeze: Person, field: str, value: str, says: str
) -> None:
    answer = signed_in(shop.maartje).post(page_of(adaeze, "/change"), {**FORM, field: value})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert says in page
    assert "Teaches chemistry." in page
    adaeze.refresh_from_db()
    assert adaeze.name == "Adaeze Nwosu"


def test_writing_leads_to_the_open_conversation(shop: Shop) -> None:
    conversation = shop.adaeze_writes()
    answer = signed_in(shop.maartje).get(page_of(conversation.person, "/write"))
    assert (
        answer.headers["Location"] == f"/conversations/{conversation.public_id}"
        or conversation.public_id in (answer.headers["Location"])
    )


def test_writing_begins_a_conversation_where_none_is_open(shop: Shop, adaeze: Person) -> None:
    client = signed_in(shop.maartje)
    assert client.get(page_of(adaeze, "/write")).status_code == 200
    empty = client.post(page_of(adaeze, "/write"), {"subject": "Saturday", "body": " "})
    assert empty.status_code == 422
    assert 'value="Saturday"' in empty.content.decode()
    assert Conversation.objects.count() == 1
    assert client.post(page_of(adaeze, "/write"), {"subject": "Saturday", "body": "How was it?"}).status_code == 303
    conversation = Conversation.objects.latest("id")
    assert (conversation.subject, conversation.assignee) == ("Saturday", shop.maartje)
    Message.objects.filter(conversation=conversation).update(delivery="waiting")
    from cha.promises.answering import send_answer

    send_answer(Message.objects.get(conversation=conversation).pk)
    assert Delivery.objects.filter(conversation=conversation).get().address == "adaeze@nwosu.example"


def test_who_sees_only_their_own_may_begin_one_too(shop: Shop, adaeze: Person) -> None:
    set_sight(Role.AGENT, Scope.OWN, by=shop.priya)
    client = signed_in(shop.maartje)
    assert client.post(page_of(adaeze, "/write"), {"subject": "Hello", "body": "How was it?"}).status_code == 303


def test_as_many_queries_for_fifty_as_for_five(shop: Shop) -> None:
    for number in range(5):
        shop.adaeze_writes(f"Concern {number}", subject=f"Concern {number}", sender=f"P{number} <p{number}@x.example>")
        conversation = shop.adaeze_writes(f"Concern {number}", subject=f"Concern {number}")
    person = conversation.person
    few = queries(shop.maartje, "/people"), queries(shop.maartje, page_of(person))
    for number in range(5, 50):
        shop.adaeze_writes(f"Concern {number}", subject=f"Concern {number}", sender=f"P{number} <p{number}@x.example>")
        shop.adaeze_writes(f"Concern {number}", subject=f"Concern {number}")
    worker.run_all()
    assert (queries(shop.maartje, "/people"), queries(shop.maartje, page_of(person))) == few
    assert few[1] <= 27
