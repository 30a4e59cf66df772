"""An offer on its person's pages: looking decides nothing, one choice stands, and there is always another way on."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from cha.channels.models import Delivery
from cha.conversations.models import Conversation, Message
from cha.conversations.private_link import private_path
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import encode
from cha.core.money import Money
from cha.portal.mine_page import mine_page_of
from cha.promises.models import Promise
from cha.resolutions.models import Choice, Offer, Option, Remedy, Voucher
from cha.resolutions.offers.choosing import expire_offer
from cha.resolutions.offers.link import offer_path, revoke_offer_links
from cha.resolutions.offers.offering import take_back_offer
from cha.resolutions.remedies.deciding import decide_remedy
from cha.resolutions.remedies.doing import finish_remedy, start_remedy
from cha.resolutions.remedies.using_voucher import end_voucher, use_voucher
from cha.team.models.member import add_member
from tests.portal.conftest import Shop
from tests.portal.offers import offer_to
from tests.resolutions.offers.offered import back, offered, way
from tests.resolutions.remedies.giving import policy, rule

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def offer(shop: Shop, peach: Conversation) -> Offer:
    """Three ways for Adaeze; an agent may give five hundred euros."""
    policy(rule(agent=50_000))
    peach.refresh_from_db()
    return offer_to(peach, shop.maartje)


@pytest.fixture
def path(offer: Offer) -> str:
    return offer_path(offer)


def words_of(response: object) -> str:
    page = response.content.decode()  # type: ignore[attr-defined]
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def seen_in(page: str) -> str:
    found = re.search(r'name="seen" value="(\w*)"', page)
    assert found
    return found[1]


def test_the_page_says_every_way_and_chooses_none(phone: Client, offer: Offer, path: str) -> None:
    response = phone.get(path)

    assert response.status_code == 200
    assert response["Cache-Control"] == "private, no-store"
    page = response.content.decode()
    assert page.count('type="radio"') == 3
    assert "checked" not in page
    assert "<script" not in page
    for words in ("Adaeze, how shall we put it right?", "All twelve again, in white", "Choose this", "Something else",
                  "Talk to a person", "You can change your mind"):  # fmt: skip
        assert words in words_of(response)
    assert not Choice.objects.exists()


def test_a_link_with_a_number_asks_once_more_and_decides_nothing(phone: Client, path: str) -> None:
    response = phone.get(f"{path}/2")

    assert "Choose this one? Nothing is chosen until you press the button." in words_of(response)
    assert 'type="radio"' not in response.content.decode()
    assert "All twelve again" not in words_of(response)
    assert not Choice.objects.exists()
    assert "This way cannot be chosen now." in words_of(phone.get(f"{path}/7"))


def test_choosing_makes_the_remedy_and_the_page_says_what_stands(phone: Client, offer: Offer, path: str) -> None:
    response = phone.post(f"{path}/choose", {"option": "1"})

    assert (response.status_code, response["Location"]) == (303, f"{path}#offer")
    assert Choice.objects.get().option.number == 1  # type: ignore[union-attr]
    assert Choice.objects.get().via == "page"
    assert Remedy.objects.get().words == "All twelve again, in white"
    page = phone.get(path)
    assert "You chose: All twelve again, in white" in words_of(page)
    assert "Changed your mind? Choose again, " in words_of(page)
    assert phone.post(f"{path}/choose", {"option": "1"}).status_code == 303
    assert Choice.objects.count() == 1, "the same way from another device is the same choice"


def test_a_second_tab_is_told_kindly_and_asked_once_more(phone: Client, offer: Offer, path: str) -> None:
    phone.post(f"{path}/choose", {"option": "1"})

    late = phone.post(f"{path}/choose", {"option": "3"})

    assert late.status_code == 409
    assert "“All twelve again, in white” is chosen already." in words_of(late)
    assert "Yes, this one instead" in words_of(late)
    assert Choice.objects.get(undone_at=None).option.number == 1  # type: ignore[union-attr]
    again = phone.post(f"{path}/choose", {"option": "3", "seen": seen_in(late.content.decode())})
    assert again.status_code == 303
    assert Choice.objects.get(undone_at=None).option.number == 3  # type: ignore[union-attr]


def test_a_mind_is_changed_by_the_form_that_showed_the_choice(phone: Client, offer: Offer, path: str) -> None:
    phone.post(f"{path}/choose", {"option": "1"})
    page = phone.get(path).content.decode()

    assert page.count('type="radio"') == 2, "what is chosen is not asked for again"
    assert phone.post(f"{path}/choose", {"option": "2", "seen": seen_in(page)}).status_code == 303
    assert Remedy.objects.exclude(state="back").get().words.startswith("White for the head table")


def test_nothing_chosen_is_said_beside_the_ways(phone: Client, path: str) -> None:
    for typed in ("", "x", "٢", "-1", "222"):
        response = phone.post(f"{path}/choose", {"option": typed})
        assert response.status_code == 422
        assert "Choose one of the ways first." in words_of(response)
    assert phone.post(f"{path}/choose", {"option": "9"}).status_code == 404


def test_something_else_keeps_their_words(phone: Client, offer: Offer, path: str) -> None:
    empty = phone.post(f"{path}/else", {"wants": "else", "words": " "})
    assert empty.status_code == 422
    assert "Say in a few words what you would rather have." in words_of(empty)

    response = phone.post(f"{path}/else", {"wants": "else", "words": "A voucher would be nicer."})

    assert response.status_code == 303
    assert (Choice.objects.get().wants, Choice.objects.get().words) == ("else", "A voucher would be nicer.")
    page = words_of(phone.get(path))
    assert "You asked for something else. “ A voucher would be nicer. ”" in page
    assert "Or choose one of these after all" in page
    assert phone.post(f"{path}/choose", {"option": "2", "seen": encode(Choice.objects.get().pk)}).status_code == 303


def test_a_person_is_one_press_away(phone: Client, path: str) -> None:
    Promise.objects.all().delete()
    assert phone.post(f"{path}/else", {"wants": "person"}).status_code == 303

    assert Choice.objects.get().wants == "person"
    assert Promise.objects.filter(state="open").count() == 1, "by when they are answered is said"
    assert "You asked for a person." in words_of(phone.get(f"{path}?told"))


def test_an_offer_that_is_over_has_a_way_on(phone: Client, offer: Offer, path: str) -> None:
    Offer.objects.filter(pk=offer.pk).update(until=now() - timedelta(minutes=1))
    expire_offer(offer)

    page = words_of(phone.get(path))
    assert "The time to choose is over. Nothing is lost." in page
    assert "Something else" in page
    assert "Talk to a person" in page
    late = phone.post(f"{path}/choose", {"option": "1"})
    assert (late.status_code, Choice.objects.count()) == (409, 0)
    phone.post(f"{path}/else", {"wants": "else", "words": "White, please, if it still can be."})
    assert Message.objects.filter(text="White, please, if it still can be.").exists(), "words are never lost"


def test_an_offer_that_was_taken_back_says_so(phone: Client, shop: Shop, offer: Offer, path: str) -> None:
    take_back_offer(offer, by=shop.maartje)

    assert "This offer was taken back." in words_of(phone.get(path))
    assert phone.post(f"{path}/choose", {"option": "1"}).status_code == 409
    assert 'id="offer"' not in phone.get(private_path(offer.conversation)).content.decode()


def test_a_way_that_waits_for_a_yes_is_shown_and_cannot_be_chosen(phone: Client, offer: Offer, path: str) -> None:
    Option.objects.filter(offer=offer, number=3).update(state=Option.State.ASKING)

    page = phone.get(path)
    assert page.content.decode().count('type="radio"') == 2
    assert "We are asking, and tell you as soon as we know." in words_of(page)
    assert phone.post(f"{path}/choose", {"option": "3"}).status_code == 409
    assert "This way cannot be chosen now." in words_of(phone.get(f"{path}/3"))


def test_the_page_of_the_conversation_has_the_same_ways(phone: Client, offer: Offer) -> None:
    link = private_path(offer.conversation)
    page = phone.get(link).content.decode()
    action = f"{link}/offers/{encode(offer.pk)}/choose"

    assert page.count('type="radio" name="option"') == 3
    assert action in page
    assert phone.post(action, {"option": "2"})["Location"] == f"{link}#offer"
    assert Choice.objects.get().option.number == 2  # type: ignore[union-attr]


def test_nobody_chooses_by_the_link_of_somebody_else(phone: Client, shop: Shop, offer: Offer) -> None:
    other = shop.writes("Jef", "jef@elsewhere.example", "Tulips", "Where are my tulips?")

    response = phone.post(f"{private_path(other)}/offers/{encode(offer.pk)}/choose", {"option": "1"})

    assert response.status_code == 404
    assert not Choice.objects.exists()
    theirs = offer_path(offer_to(other)).partition("-")[2]
    assert phone.post(f"/o/{encode(offer.pk)}-{theirs}/choose", {"option": "1"}).status_code == 404


def test_a_rested_link_leads_to_a_new_one(phone: Client, offer: Offer, path: str) -> None:
    revoke_offer_links(offer, by=offer.person)

    page = phone.get(path)
    assert page.status_code == 410
    assert "This page has rested." in words_of(page)
    assert f'action="{path}/link"' in page.content.decode()
    assert phone.post(f"{path}/choose", {"option": "1"}).status_code == 410
    assert phone.post(f"{path}/link").status_code == 303
    assert phone.get("/o/nonsense").status_code == 404


def test_a_flood_of_forms_is_stopped_in_words(phone: Client, path: str) -> None:
    for _time in range(20):
        phone.post(f"{path}/else", {"wants": "person"})

    late = phone.post(f"{path}/choose", {"option": "1"})

    assert late.status_code == 429
    assert "That was a lot in one hour." in words_of(late)


def test_choosing_proves_the_address_that_the_link_went_to(phone: Client, offer: Offer, path: str) -> None:
    Delivery.objects.filter(conversation=offer.conversation).update(state=Delivery.State.SENT)
    assert not offer.person.points.filter(verified_at__isnull=False).exists()

    phone.get(path)
    assert not offer.person.points.filter(verified_at__isnull=False).exists()
    phone.post(f"{path}/choose", {"option": "1"})
    assert offer.person.points.filter(verified_at__isnull=False).exists()


@pytest.mark.parametrize("language", ["nl", "fr", "de", "es", "ar"])
def test_the_page_is_in_their_language(phone: Client, path: str, language: str) -> None:
    page = phone.get(f"{path}?lang={language}")

    assert f'lang="{language}"' in page.content.decode()
    assert "Choose this" not in page.content.decode()
    assert "Talk to a person" not in page.content.decode()


def test_what_was_given_says_how_far_it_is(phone: Client, shop: Shop, offer: Offer, path: str) -> None:
    phone.post(f"{path}/choose", {"option": "1"})
    link = private_path(offer.conversation)
    assert 'id="given"' not in phone.get(link).content.decode(), "the choice says it already"

    start_remedy(Remedy.objects.get(), by=shop.maartje)
    assert "What you get All twelve again, in white Under way." in words_of(phone.get(link))
    finish_remedy(Remedy.objects.get(), by=shop.maartje)
    assert "All twelve again, in white Done, today" in words_of(phone.get(link))
    assert "It is under way, so that it can no longer be changed here." in words_of(phone.get(path))


def test_a_code_is_shown_to_who_is_proven(phone: Client, shop: Shop, peach: Conversation) -> None:
    policy(rule(agent=50_000))
    worth, last = Money(2000, "EUR"), now().date() + timedelta(days=90)
    remedy = decide_remedy(peach, "voucher", "A voucher of €20", by=shop.maartje, amount=worth, until=last)
    code = Voucher.objects.get(remedy=remedy).code
    link = private_path(peach)
    Delivery.objects.filter(conversation=peach).update(state=Delivery.State.SENT)

    page = phone.get(link).content.decode()
    assert code not in page
    assert f'action="{link}/given"' in page
    assert phone.post(f"{link}/given").status_code == 303
    assert code in phone.get(link).content.decode()
    use_voucher(remedy, by=shop.maartje, amount=Money(8_00, "EUR"))
    assert "€12 left, good until" in words_of(phone.get(link))
    end_voucher(remedy, by=shop.maartje)
    assert "good until" not in words_of(phone.get(link))


def test_their_list_says_that_it_is_theirs_to_choose(phone: Client, shop: Shop, peach: Conversation) -> None:
    policy(rule(agent=50_000))
    offered(shop, peach)  # type: ignore[arg-type]

    mine = mine_page_of(peach.person).mine[0].next
    assert mine is not None
    assert mine.text().startswith("You choose today before") or mine.text().startswith("You choose tomorrow before")


def test_an_offer_is_no_part_of_the_page_once_they_said_put_right(phone: Client, offer: Offer) -> None:
    link = private_path(offer.conversation)
    Conversation.objects.filter(pk=offer.conversation_id).update(state="confirmed")

    assert 'id="offer"' not in phone.get(link).content.decode()


def test_whom_a_way_waits_for_and_until_when_is_said(phone: Client, shop: Shop, peach: Conversation) -> None:
    policy(rule(agent=10_000))
    add_member("priya@juniperlane.example", "Priya Raman", "owner", by=CHA)
    offer = offered(shop, peach, back(50), way())  # type: ignore[arg-type]

    assert re.search(r"We asked Priya\. You hear \S+ before \d\d:\d\d\.", words_of(phone.get(offer_path(offer))))


def test_the_page_of_an_offer_asks_little_of_the_database(
    phone: Client, offer: Offer, path: str, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    phone.get(path)

    with django_assert_max_num_queries(9):
        phone.get(path)


def test_an_offer_that_may_still_be_undone_is_not_shown(phone: Client, shop: Shop, peach: Conversation) -> None:
    policy(rule(agent=50_000))
    offer = offered(shop, peach, hold=timedelta(seconds=8))  # type: ignore[arg-type]
    link = private_path(peach)

    assert 'id="offer"' not in phone.get(link).content.decode()
    Message.objects.filter(pk=offer.message or 0).update(delivery="sent")
    assert 'id="offer"' in phone.get(link).content.decode()
