"""The dialog that makes an offer: what it begins with, what it says while one types, and what it takes."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cha.conversations.models import Conversation, Message, keep_draft
from cha.core.clock import now, standing_at
from cha.core.ids import encode
from cha.people.models import Person
from cha.resolutions.models import Approval, Choice, Offer, PolicySet, Remedy
from cha.resolutions.offers.choosing import choose
from tests.resolutions.offers.offered import offered
from tests.resolutions.remedies.giving import order, policy, rule
from tests.shop import Shop
from tests.workspace.desk import browser

IN_DIALOG = {"Turbo-Frame": "dialog"}


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    policy(rule())
    return shop.adaeze_writes()


@pytest.fixture
def desk(shop: Shop) -> Client:
    return browser(shop.maartje)


def at(talk: Conversation) -> str:
    return f"/now/{talk.public_id}/offer"


def said(answer: Any) -> str:
    return str(answer.content.decode())


def form(**more: str) -> dict[str, str]:
    """Two ways as Maartje types them."""
    typed = {
        "what-1": "All twelve again, in white", "kind-1": "replacement", "by-1": "in 3 days", "worth-1": "€148",
        "what-2": "White for the head table, half back", "kind-2": "refund", "by-2": "in 3 days", "worth-2": "186,00",
        "until": "tomorrow 12:00", "silent": "nothing", "words": "Dear Adaeze,", "once": "a",
    }  # fmt: skip
    return typed | more


def test_it_begins_with_what_the_policy_knows(desk: Client, talk: Conversation) -> None:
    order(talk, 372_00)
    page = said(desk.get(at(talk), headers=IN_DIALOG))
    assert "We make it again for you" in page
    assert "Half your money back" in page
    assert 'value="€186"' in page
    assert "You can decide this. Up to €200." in page


def test_above_the_limit_it_says_who_answers(desk: Client, talk: Conversation) -> None:
    order(talk, 372_00)
    wednesday = now() + timedelta(days=(2 - now().weekday()) % 7)
    with standing_at(wednesday.replace(hour=10)):
        page = said(desk.get(at(talk), headers=IN_DIALOG))
    assert "Above yours. Priya answers in about 10 minutes; they can choose it once Priya agrees." in page
    assert "Offer two now, ask Priya for one" in page
    with standing_at(wednesday.replace(hour=22)):
        page = said(desk.get(at(talk), headers=IN_DIALOG))
    assert "Above yours. Priya answers once you are open again; they can choose it when Priya agrees." in page


def test_the_words_are_in_the_language_of_the_person(desk: Client, talk: Conversation) -> None:
    Conversation.objects.filter(pk=talk.pk).update(language="nl")
    page = said(desk.get(at(talk), headers=IN_DIALOG))
    assert "We maken het opnieuw voor u" in page
    assert 'lang="nl"' in page


def test_the_draft_stands_above_the_ways(shop: Shop, desk: Client, talk: Conversation) -> None:
    keep_draft(talk, "Dear Adaeze, I am sorry.", by=shop.maartje)
    assert "Dear Adaeze, I am sorry." in said(desk.get(at(talk), headers=IN_DIALOG))


def test_what_was_chosen_lately_is_counted(shop: Shop, desk: Client, talk: Conversation) -> None:
    Conversation.objects.filter(pk=talk.pk).update(topic="wrong_item")
    for number in range(4):
        other = shop.adaeze_writes(sender=f"P <p{number}@many.example>")
        Conversation.objects.filter(pk=other.pk).update(topic="wrong_item")
        choose(offered(shop, other), 2 if number == 3 else 1, by=other.person, via="page")
    page = said(desk.get(at(talk), headers=IN_DIALOG))
    assert "3 of 4 chose" in page
    assert "<b>made again</b>" in page


def test_it_says_while_one_types_whether_one_may(desk: Client, talk: Conversation) -> None:
    page = said(desk.get(at(talk), form(**{"worth-2": "260"}), headers=IN_DIALOG))
    assert "You can decide this. Up to €200." in page
    assert "Above yours. Priya" in page
    assert "Offer one now, ask Priya for one" in page
    assert not Offer.objects.exists()


def test_what_the_person_reads_is_shown_and_no_cost(desk: Client, talk: Conversation) -> None:
    page = said(desk.get(at(talk), form(), headers=IN_DIALOG))
    read = page.partition('id="offer-preview"')[2].partition("</details>")[0]
    assert "1. All twelve again, in white." in read
    assert "€186" in read
    assert "148" not in read


def test_it_offers(shop: Shop, desk: Client, talk: Conversation) -> None:
    answer = desk.post(at(talk), form())
    assert answer.status_code == 303
    made = Offer.objects.get()
    assert (made.made_by, made.silent_kind, made.words) == (shop.maartje, "nothing", "Dear Adaeze,")
    assert made.change_until is None
    found = list(made.options.order_by("number").values_list("words", "kind", "amount", "cost", "state"))
    assert found == [
        ("All twelve again, in white", "replacement", 0, 148_00, "ready"),
        ("White for the head table, half back", "refund", 186_00, 186_00, "ready"),
    ]
    assert Message.objects.get(pk=made.message).text.startswith("Dear Adaeze,")


def test_the_form_sent_twice_offers_once(desk: Client, talk: Conversation) -> None:
    assert [desk.post(at(talk), form()).status_code for _turn in range(2)] == [303, 303]
    assert Offer.objects.count() == 1


def test_an_empty_way_is_none(desk: Client, talk: Conversation) -> None:
    desk.post(at(talk), form(**{"what-3": "", "kind-3": "voucher", "by-3": "", "worth-3": ""}))
    assert Offer.objects.get().options.count() == 2


def test_a_way_that_is_left_out_is_none(desk: Client, talk: Conversation) -> None:
    third = {"what-3": "A voucher", "kind-3": "voucher", "by-3": "", "worth-3": "20"}
    desk.post(at(talk), form(**third, **{"without-2": "1"}))
    assert list(Offer.objects.get().options.order_by("number").values_list("words", flat=True)) == [
        "All twelve again, in white",
        "A voucher",
    ]


def test_above_the_limit_it_is_asked_for(shop: Shop, desk: Client, talk: Conversation) -> None:
    desk.post(at(talk), form(**{"worth-2": "372"}))
    assert Approval.objects.get().to == shop.priya


WRONG = [
    ({"what-2": ""}, "Say in a few words what happens."),
    ({"worth-2": "much"}, "Write an amount such as €148.50."),
    ({"worth-2": "$186"}, "Write an amount such as €148.50."),
    ({"worth-2": ""}, "Say how much they get."),
    ({"worth-2": "-5"}, "Write an amount such as €148.50."),
    ({"by-2": "soonish"}, "Write a time such as"),
    ({"by-2": "yesterday"}, "Write a time such as"),
    ({"by-2": "tomorrow 11:00"}, "It would be over before they have chosen."),
    ({"until": ""}, "Say until when they choose."),
    ({"until": "in 90 days"}, "That is too far away."),
    ({"without-2": "1"}, "Offer two to four ways."),
    ({"what-2": "all twelve again, in white"}, "Two ways say the same."),
    ({"kind-2": "everything"}, "is no remedy"),
]


@pytest.mark.parametrize(("wrong", "sentence"), WRONG)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    desk: Client, talk: Conversation, wrong: dict[str, str], sentence: str
) -> None:
    answer = desk.post(at(talk), form(**wrong))
    assert answer.status_code == 422
    assert sentence in said(answer)
    assert 'value="All twelve again, in white"' in said(answer)
    assert not Offer.objects.exists()


def test_a_second_offer_says_what_to_do_first(shop: Shop, desk: Client, talk: Conversation) -> None:
    offered(shop, talk)
    answer = desk.post(at(talk), form())
    assert answer.status_code == 409
    assert "Take it back first" in said(answer)


def test_it_is_a_page_of_its_own_without_a_script(desk: Client, talk: Conversation) -> None:
    page = said(desk.get(at(talk)))
    assert "<h1" in page
    assert "How could this be right again?" in page


def test_opening_it_asks_little(desk: Client, talk: Conversation, django_assert_max_num_queries: Any) -> None:
    order(talk, 372_00)
    desk.get(at(talk), headers=IN_DIALOG)
    with django_assert_max_num_queries(36):
        desk.get(at(talk), headers=IN_DIALOG)


def test_a_choice_by_telephone_is_noted(shop: Shop, desk: Client, talk: Conversation) -> None:
    made = offered(shop, talk)
    answer = desk.post(f"/now/{talk.public_id}/offers/{encode(made.pk)}/choice", {"number": "2"})
    assert answer.status_code == 303
    choice = Choice.objects.get()
    assert (choice.via, choice.noted_by) == ("phone", shop.maartje)


def test_an_offer_is_taken_back(shop: Shop, desk: Client, talk: Conversation) -> None:
    made = offered(shop, talk)
    desk.post(f"/now/{talk.public_id}/offers/{encode(made.pk)}/taking-back")
    made.refresh_from_db()
    assert made.state == "back"


def test_another_conversations_offer_is_not_found_here(shop: Shop, desk: Client, talk: Conversation) -> None:
    other = shop.adaeze_writes(sender="Ben <ben@many.example>")
    made = offered(shop, other)
    path = f"/now/{talk.public_id}/offers/{encode(made.pk)}/choice"
    assert desk.post(path, {"number": "1"}).status_code == 404
    assert now() < made.until
    assert not Choice.objects.exists()


def test_what_was_seen_elsewhere_is_said_in_the_dialog(shop: Shop, desk: Client, talk: Conversation) -> None:
    PolicySet.objects.all().delete()
    policy(rule(shown=["photo"]))
    page = said(desk.get(at(talk), form(), headers=IN_DIALOG))
    assert "I have seen a photo" in page
    assert "I have seen a receipt" not in page
    refused = desk.post(at(talk), form())
    assert (refused.status_code, "I have seen a photo" in said(refused)) == (422, True)
    ticked = form(**{"shown-photo": "1", "worth-2": "372"})
    page = said(desk.get(at(talk), ticked, headers=IN_DIALOG))
    assert "You can decide this. Up to €200." in page
    assert "Offer one now, ask Priya for one" in page
    assert desk.post(at(talk), ticked).status_code == 303
    assert Approval.objects.get().shown == ["photo"]


def test_what_was_offered_after_it_was_seen_is_given_when_it_is_chosen(shop: Shop, talk: Conversation) -> None:
    PolicySet.objects.all().delete()
    policy(rule(shown=["photo"]))
    made = offered(shop, talk, shown=["photo"])
    choose(made, 1, by=talk.person, via="page")
    assert [row.kind for row in Remedy.objects.all()] == ["replacement"]


def test_whose_clock_it_is_is_said_where_it_is_another(shop: Shop, talk: Conversation, desk: Client) -> None:
    assert "on their clock" not in said(desk.get(at(talk), headers=IN_DIALOG))
    Person.objects.filter(pk=talk.person_id).update(zone="Asia/Dubai")
    assert "Times are on their clock: Asia/Dubai." in said(desk.get(at(talk), headers=IN_DIALOG))
