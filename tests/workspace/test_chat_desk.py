"""A chat on the members' screen: the way it is answered, who is there, what was seen, a moment that is asked for."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from cha.channels.chat.choices import Choices
from cha.channels.models import Channel, add_channel
from cha.channels.models.visit import (
    LEASE,
    Visit,
    agree_to_pages,
    keep_mail,
    see,
    show_page,
    stay,
)
from cha.conversations.models import Conversation, Message, State
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import encode
from cha.core.timers import Timer
from cha.live.hub import hub
from cha.people.models.contact_point import add_point
from cha.people.models.person import change_person
from cha.promises.holding import open_hold
from cha.workspace import live
from cha.workspace.now.thread import forget_threads
from cha.workspace.topics import conversation_topic
from tests.news import read_news
from tests.shop import Shop
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)

SITE = "https://juniperlane.example"


class Samir:
    """A visitor of the shop's site, who speaks the chat's protocol."""

    def __init__(self, chat: Channel) -> None:
        self.base, self.client, self.told = f"/chat/{chat.address}", Client(), 0
        self.token = str(self.posts("visitors", {"language": "en"})["token"])
        self.conversation = ""

    def posts(self, path: str, values: dict[str, Any]) -> dict[str, Any]:
        """What Cha answers to a request of the widget."""
        head = {"Origin": SITE, **({"Authorization": f"Bearer {self.token}"} if hasattr(self, "token") else {})}
        answer = self.client.post(f"{self.base}/{path}", json.dumps(values), "application/json", headers=head)
        assert answer.status_code < 300, answer.content
        return dict(answer.json())

    def writes(self, text: str = "Is the olive tree safe for a cat?") -> Conversation:
        """Samir writes, and what follows from it is done."""
        self.told += 1
        more = {"conversation": self.conversation} if self.conversation else {}
        said = self.posts("messages", {"text": text, "once": f"m{self.told}", "language": "en", **more})
        self.conversation = said["conversation"]
        worker.run_all()
        return Conversation.objects.select_related("person").order_by("-pk").first()  # type: ignore[return-value]


@pytest.fixture
def chat(shop: Shop) -> Channel:
    settings = Choices(origins=(SITE,)).to_data()
    return add_channel("chat", "", by=CHA, name="Our site", settings=settings)


@pytest.fixture
def samir(chat: Channel) -> Samir:
    return Samir(chat)


@pytest.fixture
def talk(samir: Samir) -> Conversation:
    """Samir wrote in the chat, is there, and has said his name."""
    talk = samir.writes()
    change_person(talk.person, by=CHA, name="Samir Rahimi")
    return Conversation.objects.select_related("person").get(pk=talk.pk)


@pytest.fixture
def desk(shop: Shop) -> Client:
    """Maartje's browser."""
    return browser(shop.maartje)


def visit_of(talk: Conversation) -> Visit:
    return Visit.objects.select_related("visitor").get(conversation=talk)


def leaves(talk: Conversation, ago: timedelta = timedelta(minutes=4)) -> None:
    """Samir has been away for so long."""
    Visit.objects.filter(conversation=talk).update(here_until=now() - ago + LEASE)


def page(desk: Client, talk: Conversation) -> str:
    forget_threads()
    return desk.get(f"/now/{talk.public_id}").content.decode()


def replies(desk: Client, talk: Conversation, **form: Any) -> Any:
    return desk.post(f"/now/{talk.public_id}/reply", {"kind": "reply", "body": "It is safe.", **form})


def said(talk: Conversation) -> Message:
    found = talk.messages.filter(kind="said").order_by("-pk").first()
    assert found
    return found


class TestTheWay:
    def test_it_says_what_the_chat_carries_and_that_they_are_here(self, desk: Client, talk: Conversation) -> None:
        shown = page(desk, talk)
        assert 'data-way="once"' in shown
        assert "they are here now" in shown
        assert "up to 10,000 letters" in shown
        assert "can be changed afterwards" in shown
        assert "No e-mail address of theirs is known yet." in shown

    def test_an_answer_goes_at_once_and_can_be_taken_back(self, desk: Client, talk: Conversation) -> None:
        answer = replies(desk, talk)
        assert answer.status_code == 303
        message = said(talk)
        assert message.delivery == "waiting"
        worker.run_all()
        message.refresh_from_db()
        assert (message.delivery, message.medium) == ("sent", "chat")
        undo = f"/now/{talk.public_id}/messages/{encode(message.pk)}/saying-taking-back"
        assert undo in page(desk, talk)
        assert desk.post(undo).status_code == 303
        shown = page(desk, talk)
        assert "This was taken back." in shown
        assert "It is safe." in shown

    def test_mail_keeps_its_seconds_to_undo(self, shop: Shop, desk: Client, chat: Channel) -> None:
        talk = shop.adaeze_writes()
        assert 'data-way="letter"' in page(desk, talk)
        replies(desk, talk)
        assert said(talk).delivery == "held"

    def test_another_way_can_be_chosen(self, shop: Shop, desk: Client, talk: Conversation) -> None:
        add_point(talk.person, "email", "samir@rahimi.example", by=CHA)
        shown = page(desk, talk)
        assert "samir@rahimi.example" in shown
        assert "a whole letter" in shown
        answer = replies(desk, talk, over=encode(shop.channel.pk))
        assert answer.status_code == 303
        assert said(talk).delivery == "held"
        Timer.objects.filter(key__startswith="release:").update(due=now())
        worker.run_all()
        message = said(talk)
        assert (message.medium, message.address) == ("email", "samir@rahimi.example")

    def test_what_they_prefer_comes_first(self, desk: Client, talk: Conversation) -> None:
        add_point(talk.person, "email", "samir@rahimi.example", by=CHA)
        change_person(talk.person, by=CHA, likes={"channel": "email"})
        assert 'data-way="letter"' in page(desk, talk)

    def test_a_way_that_cannot_be_taken_says_why_and_is_refused_in_words(
        self, desk: Client, talk: Conversation, chat: Channel
    ) -> None:
        Channel.objects.filter(pk=chat.pk).update(active=False)
        shown = page(desk, talk)
        assert "switched off" in shown
        assert "No way to answer just now" in shown
        answer = replies(desk, talk, over=encode(chat.pk))
        assert answer.status_code == 422
        assert "switched off" in answer.content.decode()
        assert "It is safe." in answer.content.decode()
        assert replies(desk, talk, over="nonsense!").status_code == 422
        assert talk.messages.filter(kind="said").count() == 0

    def test_answers_to_tap_go_along_and_stand_in_the_thread(
        self, desk: Client, talk: Conversation, chat: Channel, samir: Samir
    ) -> None:
        over, asked = encode(chat.pk), "Tomorrow\n\n On  Friday \nTomorrow"
        assert replies(desk, talk, over=over, buttons=asked).status_code == 303
        worker.run_all()
        assert said(talk).extra["buttons"] == ["Tomorrow", "On Friday"]
        assert "Tomorrow · On Friday" in page(desk, talk)
        for wrong, words in (("a\nb\nc\nd\ne", "At most 4 answers"), ("x" * 41, "is too long to tap")):
            answer = replies(desk, talk, over=over, buttons=wrong)
            assert answer.status_code == 422
            assert words in answer.content.decode()
            assert wrong in answer.content.decode()

    def test_who_left_is_said_with_what_becomes_of_it(self, desk: Client, talk: Conversation) -> None:
        keep_mail(visit_of(talk), "samir@rahimi.example")
        leaves(talk)
        shown = page(desk, talk)
        assert "they left: what they do not see goes by e-mail to samir@rahimi.example" in shown
        assert "Samir left" in shown


class TestWhatIsSeen:
    def test_the_last_that_they_saw_says_so(self, desk: Client, talk: Conversation) -> None:
        replies(desk, talk)
        worker.run_all()
        assert "check-check" not in page(desk, talk)
        see(visit_of(talk), said(talk).pk)
        assert "check-check" in page(desk, talk)

    def test_members_looking_is_told_to_them(self, desk: Client, talk: Conversation) -> None:
        heard = talk.messages.filter(kind="heard").get()
        assert visit_of(talk).seen_by_us < heard.pk
        desk.post(f"/now/{talk.public_id}/presence")
        assert visit_of(talk).seen_by_us == heard.pk

    def test_a_light_member_looking_is_not(self, shop: Shop, talk: Conversation) -> None:
        browser(shop.jef).post(f"/now/{talk.public_id}/presence")
        assert visit_of(talk).seen_by_us == 0

    def test_pages_and_basket_are_shown_only_while_they_agree(self, desk: Client, talk: Conversation) -> None:
        visitor = visit_of(talk).visitor
        looked = {"url": f"{SITE}/olive", "title": "Olive tree, large"}
        show_page(visitor, looked)
        assert "Olive tree, large" not in page(desk, talk)
        agree_to_pages(visitor, agrees=True)
        show_page(visitor, looked, [{"name": "Terracotta pot", "count": 2, "price": "€24"}])
        show_page(visitor, {"url": "javascript:alert(1)", "title": "<b>Sly</b>"})
        shown = page(desk, talk)
        assert "Olive tree, large" in shown
        assert "2 × Terracotta pot" in shown
        assert "javascript:" not in shown
        assert "&lt;b&gt;Sly" in shown
        agree_to_pages(visitor, agrees=False)
        assert "Terracotta pot" not in page(desk, talk)

    def test_nobody_knows_a_visitor_by_the_number_of_their_browser(self, desk: Client, samir: Samir) -> None:
        talk = samir.writes()
        key = visit_of(talk).visitor.key
        assert key not in page(desk, talk)
        assert "Somebody" in page(desk, talk)


class TestTheQueue:
    def test_who_is_in_the_chat_stands_in_now_and_says_so(self, desk: Client, talk: Conversation) -> None:
        talk.refresh_from_db()
        assert talk.care_reasons[0]["code"] == "here"
        assert talk.care_at
        assert talk.care_at < now()
        assert "in the chat now" in page(desk, talk)
        assert "Samir is in the chat now." in desk.get("/now/why").content.decode()

    def test_once_they_left_they_wait_as_everybody_does_and_come_back(self, desk: Client, talk: Conversation) -> None:
        leaves(talk)
        Timer.objects.filter(key=f"here:{talk.pk}").update(due=now())
        worker.run_all()
        talk.refresh_from_db()
        assert "here" not in [reason["code"] for reason in talk.care_reasons]
        assert "in the chat now" not in desk.get("/now").content.decode()
        stay(visit_of(talk))
        talk.refresh_from_db()
        assert talk.care_reasons[0]["code"] == "here"

    def test_who_writes_again_after_being_away_is_there(self, samir: Samir, talk: Conversation) -> None:
        leaves(talk)
        Timer.objects.filter(key=f"here:{talk.pk}").update(due=now())
        worker.run_all()
        samir.writes("She ate a leaf.")
        talk.refresh_from_db()
        assert talk.care_reasons[0]["code"] == "here"

    def test_it_is_looked_at_again_while_they_are_there(self, talk: Conversation) -> None:
        Timer.objects.filter(key=f"here:{talk.pk}").update(due=now())
        worker.run_all()
        assert Timer.objects.get(key=f"here:{talk.pk}", fired_at=None).due > now()


class TestAMoment:
    def test_it_is_offered_in_their_language_and_asked_over_the_chat(self, desk: Client, talk: Conversation) -> None:
        Conversation.objects.filter(pk=talk.pk).update(language="nl")
        address = f"/now/{talk.public_id}/asking-time"
        assert f'href="{address}"' in page(desk, talk)
        assert "Mag ik het 5 minuten uitzoeken?" in desk.get(address).content.decode()
        assert desk.post(address, {"minutes": "5"}).status_code == 303
        message, promise = said(talk), open_hold(talk.pk)
        assert promise
        assert message.text == "Mag ik het 5 minuten uitzoeken?"
        assert message.extra["hold_until"] == promise.by.isoformat()
        worker.run_all()
        assert said(talk).medium == "chat"
        shown = page(desk, talk)
        assert "Looking into it." in shown
        assert "Maartje looks into it" in shown
        talk.refresh_from_db()
        assert talk.state == State.OURS

    def test_own_words_and_wrong_minutes(self, desk: Client, talk: Conversation) -> None:
        address = f"/now/{talk.public_id}/asking-time"
        for minutes in ("", "soon", "0", "900"):
            answer = desk.post(address, {"minutes": minutes, "words": "One moment please."})
            assert answer.status_code == 422
            assert "One moment please." in answer.content.decode()
        desk.post(address, {"minutes": "2", "words": "One moment please."})
        assert said(talk).text == "One moment please."

    def test_by_mail_nobody_is_asked_for_a_moment(self, shop: Shop, desk: Client) -> None:
        talk = shop.adaeze_writes()
        assert "asking-time" not in page(desk, talk)
        assert desk.post(f"/now/{talk.public_id}/asking-time", {"minutes": "2"}).status_code == 409
        assert talk.messages.filter(kind="said").count() == 0


class TestLive:
    @pytest.fixture(autouse=True)
    def _open(self, talk: Conversation) -> Any:
        """Maartje has the conversation open."""
        subscriber = hub.subscribe([conversation_topic(talk.pk)])
        self.position, _ = live.render_since(-1)
        live.render_since(self.position)
        yield
        hub.leave(subscriber)
        live.render_since(self.position)

    def news(self, talk: Conversation) -> str:
        self.position, pieces = read_news(self.position)
        topic = conversation_topic(talk.pk)
        return b"".join(html for topics, html in pieces if topic in topics).decode()

    def test_writing_is_seen_and_stops(self, talk: Conversation) -> None:
        assert "Samir is writing" not in self.news(talk)
        stay(visit_of(talk), typing=True)
        assert "Samir is writing." in self.news(talk)
        assert self.news(talk) == ""
        Visit.objects.filter(conversation=talk).update(typing_until=None)
        assert "Samir is here now." in self.news(talk)

    def test_leaving_is_seen(self, talk: Conversation) -> None:
        self.news(talk)
        leaves(talk)
        assert "Samir left" in self.news(talk)

    def test_what_they_saw_is_marked(self, desk: Client, talk: Conversation) -> None:
        replies(desk, talk)
        worker.run_all()
        self.news(talk)
        see(visit_of(talk), said(talk).pk)
        assert "check-check" in self.news(talk)

    def test_a_page_that_they_look_at_is_shown(self, talk: Conversation) -> None:
        self.news(talk)
        visitor = visit_of(talk).visitor
        agree_to_pages(visitor, agrees=True)
        show_page(visitor, {"url": f"{SITE}/olive", "title": "Olive tree, large"})
        assert "Olive tree, large" in self.news(talk)
