"""Two persons are one: all of theirs comes along in one act, and is given back message by message."""

from __future__ import annotations

from threading import Barrier, Thread
from typing import Any

import pytest
from django.db import connection

from cha.channels.pipeline.threading import reply_token
from cha.conversations.access import visible_to
from cha.conversations.joining_persons import join_persons, said_since, take_apart
from cha.conversations.joining_persons.joining import gather
from cha.conversations.models import Conversation, Message, assign, merge, open_conversation, split, take_part, trash
from cha.conversations.private_link import open_link, private_path
from cha.conversations.search import find_people
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.core.ledger import Event
from cha.notifications.models import Notification
from cha.people.consents import may
from cha.people.models import ContactPoint, Fact, Joining, MergeSuggestion, Person
from cha.people.models.consent import decide
from cha.people.models.contact_point import add_point, meet, verify
from cha.people.models.fact import learn
from cha.people.models.person import change_person, tag_person
from cha.portal.models.way_in import WayIn
from cha.portal.sending import send_way_in
from cha.promises.models import Promise
from cha.team.models import Member, Role, Scope
from cha.team.models.sight import set_sight
from tests.shop import Shop, raw_mail

pytestmark = pytest.mark.django_db(transaction=True)

NEVER = ("version",)
ADA = "ada.n <ada.n@post.example>"


def ada_writes(shop: Shop, words: str, **headers: str) -> Conversation:
    """The other one writes."""
    return shop.adaeze_writes(words, sender=ADA, **headers)


@pytest.fixture
def two(shop: Shop) -> tuple[Person, Person]:
    """Adaeze, who wrote about peach, and ada.n, who wrote about vases and then about a boy of four."""
    first = shop.adaeze_writes("My order 2291 came in peach.", subject="Peach")
    other = ada_writes(shop, "Do the table flowers come with vases?", subject="Vases", message_id="<v1@post.example>")
    again = ada_writes(
        shop,
        "And what do you have for a boy of four?",
        subject="Re: Vases",
        in_reply_to="<v1@post.example>",
        references="<v1@post.example>",
    )
    assert again.pk == other.pk
    return first.person, other.person


def whole(*persons: Person) -> list[dict[str, Any]]:
    """Everything that a person is and that hangs on them."""
    found = []
    for person in persons:
        row = Person.objects.filter(pk=person.pk).values().get()
        pk = person.pk
        found.append(
            {
                **{name: value for name, value in row.items() if name not in NEVER},
                "tags": sorted(person.tags.values_list("name", flat=True)),
                "points": sorted(ContactPoint.objects.filter(person=pk).values_list("value", "verified_at")),
                "conversations": {
                    one.pk: sorted(one.messages.values_list("pk", flat=True))
                    for one in Conversation.objects.filter(person=pk).order_by("pk")
                },
                "facts": sorted(Fact.objects.filter(person=pk).values_list("pk", "value")),
                "promises": sorted(Promise.objects.filter(person=pk).values_list("pk", "state")),
                "ways": sorted(WayIn.objects.filter(person=pk).values_list("pk", flat=True)),
                "told": sorted(Notification.objects.filter(person=pk).values_list("pk", flat=True)),
            }
        )
    return found


def heard(conversation: Conversation) -> list[Message]:
    return list(conversation.messages.filter(kind="heard").order_by("pk"))


def test_all_of_theirs_comes_along_and_nothing_is_lost(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    learn(ada, "said", "White only", by=shop.maartje)
    conversations = set(Conversation.objects.values_list("pk", flat=True))
    facts, promises = Fact.objects.count(), Promise.objects.count()
    join_persons(adaeze, ada, by=shop.maartje)
    worker.run_all()
    assert set(Conversation.objects.filter(person=adaeze).values_list("pk", flat=True)) == conversations
    assert (Fact.objects.filter(person=adaeze).count(), Promise.objects.filter(person=adaeze).count()) == (
        facts,
        promises,
    )
    assert {point.value for point in adaeze.points.all()} == {"adaeze@nwosu.example", "ada.n@post.example"}
    ada.refresh_from_db()
    assert ada.joined_into_id == adaeze.pk
    assert [person.pk for person in find_people("ada.n@post.example", by=shop.priya)] == [adaeze.pk]
    assert set(Event.objects.filter(person_id__in=[adaeze.pk, ada.pk]).values_list("verb", flat=True)) >= {
        "person.joined",
        "person.merged",
        "conversation.person_joined",
    }


def test_taken_apart_at_once_each_is_who_they_were(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    change_person(ada, by=shop.maartje, language="nl", likes={"best_by": "phone"}, about="Asked about vases")
    change_person(adaeze, by=shop.maartje, language="en", about="Marries on Saturday", likes={"not": "before 08:30"})
    tag_person(adaeze, ["wedding"], by=shop.maartje)
    tag_person(ada, ["wedding", "chat"], by=shop.maartje)
    worker.run_all()
    before = whole(adaeze, ada)
    row = join_persons(adaeze, ada, by=shop.maartje, keep={"language": "goes", "name": "goes"})
    adaeze.refresh_from_db()
    assert (adaeze.name, adaeze.language) == ("ada.n", "nl")
    assert adaeze.about == "Marries on Saturday\nAsked about vases"
    assert adaeze.likes == {"not": "before 08:30", "best_by": "phone"}
    assert sorted(adaeze.tags.values_list("name", flat=True)) == ["chat", "wedding"]
    take_apart(row, by=shop.maartje)
    assert whole(adaeze, ada) == before


def test_the_same_two_are_joined_again_after_they_were_taken_apart(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    before = whole(adaeze, ada)
    take_apart(join_persons(adaeze, ada, by=shop.maartje), by=shop.maartje)
    row = join_persons(ada, adaeze, by=shop.maartje)
    assert Conversation.objects.filter(person=ada).count() == 2
    take_apart(row, by=shop.priya)
    assert whole(adaeze, ada) == before


def test_what_was_said_in_between_stays_unless_it_is_chosen(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    vases = Conversation.objects.get(person=ada)
    row = join_persons(adaeze, ada, by=shop.maartje)
    shop.answers(vases, "They do.")
    ada_writes(
        shop,
        "Thank you! Who are you?",
        subject="Re: Vases",
        in_reply_to="<v1@post.example>",
        message_id="<v2@x.example>",
    )
    ada_writes(shop, "One more thing: ribbons.", subject="Ribbons")
    assert [message.text.split()[0] for message in said_since(row)] == ["Thank", "One"]
    ribbons = said_since(row)[1]
    take_apart(row, by=shop.maartje, along=[ribbons.pk])
    assert {row.text.split()[0] for row in Message.objects.filter(conversation__person=ada, kind="heard")} == {
        "Do",
        "And",
        "One",
    }
    assert Message.objects.get(text__startswith="Thank").conversation.person_id == adaeze.pk
    assert Promise.objects.filter(conversation=ribbons.conversation_id).get().person_id == ada.pk
    assert Message.objects.filter(kind="said").get().conversation_id == vases.pk


def test_all_that_was_said_in_between_goes_where_that_is_chosen(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    row = join_persons(adaeze, ada, by=shop.maartje)
    ada_writes(shop, "Thank you!", subject="Re: Vases", in_reply_to="<v1@post.example>", message_id="<v2@x.example>")
    ribbons = ada_writes(shop, "One more thing: ribbons.", subject="Ribbons")
    mine = shop.adaeze_writes("White, please.", subject="White")
    take_apart(row, by=shop.maartje, goes_to=ada)
    assert Message.objects.filter(conversation__person=ada, kind="heard").count() == 4
    ribbons.refresh_from_db()
    mine.refresh_from_db()
    assert (ribbons.person_id, mine.person_id) == (ada.pk, adaeze.pk)


def test_a_single_message_stays_and_its_sender_stands(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    vases = Conversation.objects.get(person=ada)
    boy = heard(vases)[1]
    before = whole(adaeze, ada)
    row = join_persons(adaeze, ada, by=shop.maartje, leave=[boy.pk])
    ada.refresh_from_db()
    assert ada.joined_into_id is None
    left = Conversation.objects.get(person=ada)
    assert heard(left) == [boy]
    assert Conversation.objects.get(pk=vases.pk).person_id == adaeze.pk
    assert ContactPoint.objects.get(value="ada.n@post.example").person_id == adaeze.pk
    take_apart(row, by=shop.maartje)
    after = whole(adaeze, ada)
    now_in = after[1]["conversations"]
    assert now_in[vases.pk] == before[1]["conversations"][vases.pk]
    assert after[0] == before[0]


def test_an_address_that_only_what_stays_was_written_from_stays_too(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    add_point(ada, "email", "borrowed@phone.example", by=CHA)
    other = shop.adaeze_writes("For a boy of four?", sender="ada.n <borrowed@phone.example>", subject="A boy")
    join_persons(adaeze, ada, by=shop.maartje, leave=[other.pk])
    assert ContactPoint.objects.get(value="borrowed@phone.example").person_id == ada.pk
    assert ContactPoint.objects.get(value="ada.n@post.example").person_id == adaeze.pk
    assert other.promises.get().person_id == ada.pk


def test_when_all_is_left_nothing_goes(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    with pytest.raises(Invalid):
        join_persons(adaeze, ada, by=shop.maartje, leave=[Conversation.objects.get(person=ada).pk])
    with pytest.raises(NotFound):
        join_persons(adaeze, ada, by=shop.maartje, leave=[Conversation.objects.get(person=adaeze).pk])


def test_nobody_is_joined_with_themselves(shop: Shop, two: tuple[Person, Person]) -> None:
    with pytest.raises(Invalid, match="one and the same"):
        join_persons(two[0], two[0], by=shop.maartje)


def test_whoever_is_quicker_joins_and_the_other_gets_a_sentence(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    join_persons(adaeze, ada, by=shop.maartje)
    with pytest.raises(Conflict, match="quicker"):
        join_persons(ada, adaeze, by=shop.priya)


def test_two_who_join_them_both_ways_at_once_do_not_hang(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    barrier, errors = Barrier(2), []

    def work(stays: Person, goes: Person, by: Member) -> None:
        barrier.wait()
        try:
            join_persons(stays, goes, by=by)
        except Conflict as error:
            errors.append(error.sentence)
        finally:
            connection.close()

    threads = [Thread(target=work, args=args) for args in ((adaeze, ada, shop.maartje), (ada, adaeze, shop.priya))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert len(errors) == 1
    assert Joining.objects.count() == 1
    stays = Joining.objects.get().stays
    assert Conversation.objects.filter(person=stays).count() == 2
    assert Person.objects.standing().count() == 1


def test_a_chain_is_taken_apart_link_by_link(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    third = shop.adaeze_writes("Me again.", sender="A. Nwosu <a@school.example>", subject="School").person
    before = whole(adaeze, ada, third)
    first = join_persons(adaeze, ada, by=shop.maartje)
    second = join_persons(third, adaeze, by=shop.maartje)
    assert open_conversation(Person.objects.get(pk=ada.pk), by=CHA).person_id == third.pk
    Conversation.objects.filter(heard_count=0).delete()
    with pytest.raises(Conflict, match="somebody else again"):
        take_apart(first, by=shop.maartje)
    take_apart(second, by=shop.maartje)
    take_apart(first, by=shop.maartje)
    assert whole(adaeze, ada, third) == before
    with pytest.raises(Conflict, match="already"):
        take_apart(first, by=shop.maartje)


def test_links_and_reply_addresses_of_before_find_the_same_conversation(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    vases = Conversation.objects.get(person=ada)
    token = private_path(vases, now()).strip("/").split("/")[1]
    to = f"hello+{reply_token(vases.pk)}@juniperlane.example"
    join_persons(adaeze, ada, by=shop.maartje)
    opened = open_link(token)
    assert (opened.conversation.pk, opened.conversation.person_id) == (vases.pk, adaeze.pk)
    shop.gets(raw_mail("I answer your mail.", sender=ADA, to=to, subject="Re: Vases"))
    vases.refresh_from_db()
    assert vases.heard_count == 3


def test_what_was_made_one_story_meanwhile_is_two_again(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    peach, vases = Conversation.objects.get(person=adaeze), Conversation.objects.get(person=ada)
    ids = [message.pk for message in heard(vases)]
    row = join_persons(adaeze, ada, by=shop.maartje)
    merge(vases, into=peach, by=shop.maartje)
    take_apart(row, by=shop.maartje)
    vases.refresh_from_db()
    assert (vases.person_id, vases.state) == (ada.pk, "ours")
    assert [message.pk for message in heard(vases)] == ids
    assert all(message.conversation.person_id == adaeze.pk for message in heard(peach))


def test_what_was_split_off_meanwhile_goes_back_too(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    vases = Conversation.objects.get(person=ada)
    row = join_persons(adaeze, ada, by=shop.maartje)
    boy = split(vases, [heard(vases)[1].pk], by=shop.maartje).into
    trash(boy, by=shop.maartje)
    take_apart(row, by=shop.maartje)
    boy.refresh_from_db()
    assert boy.person_id == ada.pk


def test_what_somebody_changed_meanwhile_stays_changed(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    change_person(ada, by=shop.maartje, language="nl", zone="Europe/Brussels")
    row = join_persons(adaeze, ada, by=shop.maartje, keep={"language": "goes"})
    change_person(adaeze, by=shop.maartje, name="Adaeze Nwosu-Claes")
    take_apart(row, by=shop.maartje)
    adaeze.refresh_from_db()
    assert (adaeze.name, adaeze.zone) == ("Adaeze Nwosu-Claes", "")


def test_what_is_verified_and_what_is_claimed_stay_so_and_nothing_private_goes_to_a_claim(
    shop: Shop, two: tuple[Person, Person]
) -> None:
    adaeze, ada = two
    verify(adaeze.points.get(), "checked", by=shop.maartje)
    waiting = WayIn(person=ada, point=ada.points.get())
    waiting.save()
    join_persons(adaeze, ada, by=shop.maartje)
    assert dict(adaeze.points.values_list("value", "verified_how")) == {
        "adaeze@nwosu.example": "checked",
        "ada.n@post.example": "",
    }
    waiting.refresh_from_db()
    assert not waiting.waits
    send_way_in("ada.n@post.example", "en")
    assert WayIn.objects.count() == 1


def test_an_older_claimed_address_that_came_along_opens_nothing(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    join_persons(ada, adaeze, by=shop.maartje)
    send_way_in("adaeze@nwosu.example", "en")
    assert not WayIn.objects.exists()


def test_who_may_not_see_them_joins_nobody(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    with pytest.raises(NotFound):
        join_persons(adaeze, ada, by=shop.jef)
    for conversation in Conversation.objects.all():
        take_part(conversation, by=shop.priya, member=shop.jef)
    with pytest.raises(Refused):
        join_persons(adaeze, ada, by=shop.jef)
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    assign(Conversation.objects.get(person=ada), by=shop.priya, member=shop.maartje)
    with pytest.raises(NotFound):
        join_persons(adaeze, ada, by=shop.maartje)
    assign(Conversation.objects.get(person=adaeze), by=shop.priya, member=shop.maartje)
    hidden = ada_writes(shop, "Something else.", subject="Hidden")
    assign(hidden, by=shop.priya, member=shop.priya)
    row = join_persons(adaeze, ada, by=shop.maartje)
    hidden.refresh_from_db()
    assert hidden.person_id == adaeze.pk
    assert not visible_to(shop.maartje).filter(pk=hidden.pk).exists()
    take_apart(row, by=shop.maartje)
    hidden.refresh_from_db()
    assert hidden.person_id == ada.pk


def test_what_was_on_its_way_while_they_were_joined_comes_along(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    row = join_persons(adaeze, ada, by=shop.maartje)
    late = Conversation.objects.create(person=ada, subject="Late")
    gather(row.pk)
    late.refresh_from_db()
    assert late.person_id == adaeze.pk
    take_apart(row, by=shop.maartje)
    late.refresh_from_db()
    assert late.person_id == ada.pk


def test_who_is_joined_or_apart_is_not_suggested(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    row = join_persons(adaeze, ada, by=shop.maartje)
    assert MergeSuggestion.objects.get().state == "joined"
    take_apart(row, by=shop.maartje)
    assert MergeSuggestion.objects.get().state == "apart"


def test_who_has_written_nothing_is_joined_as_well(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, _ = two
    point = meet("phone", "+32470000041", name="Adaeze")
    join_persons(adaeze, point.person, by=shop.priya)
    point.refresh_from_db()
    assert point.person_id == adaeze.pk


def test_the_shyer_decision_counts_until_they_are_taken_apart(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    decide(adaeze, "marketing", True, by=shop.maartje, how="mail", words="May we write about offers?")
    decide(ada, "marketing", False, by=shop.maartje, how="chat", words="May we write about offers?")
    decide(ada, "pages", True, by=shop.maartje, how="chat", words="May we see which pages you look at?")
    row = join_persons(adaeze, ada, by=shop.maartje)
    assert (may(adaeze, "marketing"), may(adaeze, "pages")) == (False, True)
    take_apart(row, by=shop.maartje)
    assert (may(adaeze, "marketing"), may(ada, "marketing"), may(adaeze, "pages")) == (True, False, False)


def test_a_yes_after_a_no_does_not_win_either(shop: Shop, two: tuple[Person, Person]) -> None:
    adaeze, ada = two
    decide(adaeze, "marketing", False, by=shop.maartje, how="mail", words="May we write about offers?")
    decide(ada, "marketing", True, by=shop.maartje, how="chat", words="May we write about offers?")
    row = join_persons(adaeze, ada, by=shop.maartje)
    assert not may(adaeze, "marketing")
    take_apart(row, by=shop.maartje)
    assert (may(adaeze, "marketing"), may(ada, "marketing")) == (False, True)
