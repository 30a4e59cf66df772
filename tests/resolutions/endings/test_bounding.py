"""When words hurt: our line once, distance, an end that two leads decide; promises stay, and proof is kept."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cha.conversations.joining_persons import join_persons
from cha.conversations.models import Conversation, HandOff, Message, assign, correct_mood, erase_conversation, trash
from cha.conversations.models.conversation import State
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now, standing_at
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.core.money import Money
from cha.promises.models import Promise, make_promise, release_promise
from cha.resolutions.endings.behind import honest_time
from cha.resolutions.endings.bounding import (
    ask_distance,
    call_lead,
    give_to_second,
    holding,
    lift,
    line_said,
    pause,
    say_line,
    second_voice,
    standing,
    take_five,
)
from cha.resolutions.endings.ending import agree, words_of
from cha.resolutions.endings.proof import changed
from cha.resolutions.endings.words import line_words
from cha.resolutions.models import Boundary, Remedy
from cha.team.models import Member, Role
from cha.team.models.member import add_member, change_member
from tests.resolutions.remedies.giving import policy
from tests.shop import Shop, verbs

pytestmark = pytest.mark.django_db(transaction=True)

HARD = "You are all idiots. I want my money back for order 2254."


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    """Hard words, with Maartje, who is to answer them."""
    policy()
    conversation = shop.adaeze_writes(HARD)
    assign(conversation, by=shop.maartje, member=shop.maartje)
    correct_mood(conversation, "hostile", by=shop.maartje)
    return conversation


@pytest.fixture
def ifeoma(shop: Shop) -> Member:
    return add_member("ifeoma@juniperlane.example", "Ifeoma Eze", Role.LEAD, by=CHA)


def without_promises(conversation: Conversation) -> None:
    for promise in Promise.objects.filter(conversation=conversation, state="open"):
        release_promise(promise, by=CHA)
    conversation.refresh_from_db()


class TestOurLine:
    def test_it_is_said_once_and_keeps_no_promise(self, shop: Shop, talk: Conversation) -> None:
        row, message = say_line(talk, line_words(talk), by=shop.maartje, hold=timedelta(0))
        worker.run_all()
        assert "words we can both work with" in message.text
        assert Promise.objects.get(conversation=talk).state == "open"
        talk.refresh_from_db()
        assert talk.state == State.OURS
        assert line_said(talk) == row
        with pytest.raises(Conflict):
            say_line(talk, "Again.", by=shop.priya)

    def test_taken_back_it_may_be_said_again(self, shop: Shop, talk: Conversation) -> None:
        _row, message = say_line(talk, line_words(talk), by=shop.maartje)
        message.delete()
        assert line_said(talk) is None
        say_line(talk, line_words(talk), by=shop.maartje)

    def test_it_speaks_their_language(self, shop: Shop, talk: Conversation) -> None:
        for code in ("nl", "fr", "de", "es", "ar"):
            talk.language = code
            assert "words we can both" not in line_words(talk)

    def test_who_may_not_answer_says_nothing(self, shop: Shop, talk: Conversation) -> None:
        with pytest.raises(NotFound):
            say_line(talk, "x", by=shop.jef)


class TestPause:
    def test_any_member_may_always_and_twice_is_once(self, shop: Shop, talk: Conversation) -> None:
        first = pause(talk, by=shop.maartje, second=shop.priya)
        assert pause(talk, by=shop.maartje, second=shop.priya) == first
        assert holding(talk) == first
        assert Boundary.objects.count() == 1

    def test_what_was_promised_goes_to_the_second_voice(self, shop: Shop, talk: Conversation) -> None:
        mine = make_promise(talk, now() + timedelta(hours=3), by=shop.maartje, words="I ring", keeper=shop.maartje)
        pause(talk, by=shop.maartje, second=shop.priya)
        mine.refresh_from_db()
        talk.refresh_from_db()
        assert (mine.state, mine.keeper) == ("open", shop.priya)
        assert talk.assignee == shop.priya
        assert HandOff.objects.get().member == shop.priya

    def test_in_a_house_of_one_the_promise_stays(self, shop: Shop, talk: Conversation) -> None:
        mine = make_promise(talk, now() + timedelta(hours=3), by=shop.maartje, words="I ring", keeper=shop.maartje)
        pause(talk, by=shop.maartje, second=None)
        mine.refresh_from_db()
        assert (mine.state, mine.keeper) == ("open", shop.maartje)

    def test_without_a_promise_it_rests_and_one_is_made(self, shop: Shop, talk: Conversation) -> None:
        without_promises(talk)
        until = now() + timedelta(hours=24)
        pause(talk, by=shop.maartje, answer_by=honest_time(talk, until) + timedelta(hours=1), second=shop.priya)
        talk.refresh_from_db()
        promise = Promise.objects.get(conversation=talk, state="open")
        assert promise.by > until
        assert talk.snoozed_until is not None
        assert talk.assignee == shop.maartje

    def test_what_they_write_meanwhile_is_acknowledged_once_and_waits(self, shop: Shop, talk: Conversation) -> None:
        without_promises(talk)
        pause(talk, by=shop.maartje, answer_by=now() + timedelta(hours=28), second=shop.priya)
        for words in ("Hello?", "HELLO?"):
            again = shop.adaeze_writes(
                words, subject="Re: The flowers", in_reply_to=talk.messages.get(kind="acknowledged").external_id
            )
            assert again == talk
        said = [
            one for one in talk.messages.filter(kind="said") if str(one.extra.get("ending", "")).startswith("pause")
        ]
        assert len(said) == 1
        assert "it is kept" in said[0].text
        talk.refresh_from_db()
        assert talk.snoozed_until is not None
        assert talk.messages.filter(kind="heard").count() == 3

    def test_lifted_twice_is_once_and_it_holds_no_more(self, shop: Shop, talk: Conversation) -> None:
        row = pause(talk, by=shop.maartje, second=shop.priya)
        lift(row, by=shop.maartje)
        lift(row, by=shop.priya)
        assert holding(talk) is None
        assert verbs(talk).count("boundary.lifted") == 1

    def test_it_is_over_after_a_day(self, shop: Shop, talk: Conversation) -> None:
        pause(talk, by=shop.maartje, second=shop.priya)
        with standing_at(now() + timedelta(hours=25)):
            assert holding(talk) is None


class TestSecondVoice:
    def test_she_answers_from_here_with_everything_promised(self, shop: Shop, talk: Conversation) -> None:
        give_to_second(talk, shop.priya, by=shop.maartje, note="The words are folded.")
        talk.refresh_from_db()
        assert talk.assignee == shop.priya
        with pytest.raises(Invalid):
            give_to_second(talk, shop.priya, by=shop.priya)

    def test_a_lead_who_is_there_comes_first(self, shop: Shop, ifeoma: Member) -> None:
        assert second_voice(shop.maartje) in (shop.priya, ifeoma)
        assert second_voice(shop.priya) == ifeoma


class TestLeads:
    def test_only_by_mail_needs_one_yes(self, shop: Shop, talk: Conversation) -> None:
        row = ask_distance(talk, "mail", by=shop.maartje)
        assert row.since is None
        assert holding(talk) is None
        with pytest.raises(Refused):
            agree(row, "x", by=shop.maartje)
        row = agree(row, words_of(row), by=shop.priya)
        assert row.since
        assert row.until
        assert "by e-mail only" in Message.objects.get(pk=row.message or 0).text

    def test_the_end_needs_two_leads_and_gives_the_money_back(
        self, shop: Shop, talk: Conversation, ifeoma: Member
    ) -> None:
        row = ask_distance(talk, "end", by=shop.maartje, back=Money(950, "EUR"))
        row = agree(row, words_of(row), by=shop.priya)
        assert row.since is None
        assert agree(row, words_of(row), by=shop.priya).since is None
        assert not Remedy.objects.exists()
        row = agree(row, words_of(row), by=ifeoma)
        assert row.since
        assert sorted(row.agreed) == sorted([shop.priya.pk, ifeoma.pk])
        remedy = Remedy.objects.get()
        assert (remedy.kind, remedy.amount) == ("refund", 950)
        assert "9.50" in Message.objects.get(pk=row.message or 0).text
        agree(row, words_of(row), by=ifeoma)
        assert Remedy.objects.count() == 1

    def test_a_yes_of_who_lost_the_role_counts_no_more(self, shop: Shop, talk: Conversation, ifeoma: Member) -> None:
        row = ask_distance(talk, "end", by=ifeoma)
        assert row.agreed == [ifeoma.pk]
        change_member(ifeoma, by=CHA, role=Role.AGENT)
        assert agree(row, words_of(row), by=shop.priya).since is None

    def test_after_the_end_nobody_is_asked_to_answer(self, shop: Shop, talk: Conversation, ifeoma: Member) -> None:
        row = ask_distance(talk, "end", by=ifeoma)
        agree(row, words_of(row), by=shop.priya)
        worker.run_all()
        shop.adaeze_writes(
            "More.", subject="Re: The flowers", in_reply_to=talk.messages.get(kind="acknowledged").external_id
        )
        talk.refresh_from_db()
        assert talk.state == State.THEIRS
        assert talk.messages.filter(text="More.").exists()

    def test_an_agent_lifts_no_end_and_a_no_ends_the_asking(
        self, shop: Shop, talk: Conversation, ifeoma: Member
    ) -> None:
        row = ask_distance(talk, "end", by=ifeoma)
        with pytest.raises(Refused):
            lift(row, by=shop.maartje)
        lift(row, by=shop.priya)
        with pytest.raises(Conflict):
            agree(row, "x", by=shop.priya)


class TestThreat:
    def test_a_lead_takes_over_and_proof_is_kept(self, shop: Shop, talk: Conversation) -> None:
        row = call_lead(talk, by=shop.maartje, lead=shop.priya)
        assert call_lead(talk, by=shop.maartje, lead=shop.priya) == row
        talk.refresh_from_db()
        assert talk.assignee == shop.priya
        heard = talk.messages.get(kind="heard")
        assert [one["message"] for one in row.evidence] == [heard.pk]
        assert changed(row.evidence) == []
        trash(talk, by=shop.priya)
        with pytest.raises(Conflict):
            erase_conversation(talk, by=CHA)
        lift(row, by=shop.priya)
        talk.refresh_from_db()
        erase_conversation(talk, by=shop.priya)

    def test_it_follows_the_person_when_two_are_one(self, shop: Shop, talk: Conversation) -> None:
        row = call_lead(talk, by=shop.maartje, lead=shop.priya)
        other = shop.adaeze_writes("It is me too.", sender="Ada <ada@post.example>", subject="Hi")
        join_persons(other.person, talk.person, by=shop.priya)
        other = Conversation.objects.get(pk=other.pk)
        assert row.pk in [one.pk for one in standing(other)]


def test_a_break_is_covered(shop: Shop, talk: Conversation) -> None:
    absence = take_five(shop.maartje, second=shop.priya)
    assert absence.stands_in == shop.priya
    assert absence.until is not None
