"""One story, two stories, linked and followed: the dialogs, the lines, and what the other members see."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from cha.conversations.models import Conversation, Draft, Link, Merge, Split, assign, link, merge, split
from cha.core import worker
from cha.core.actor import CHA
from cha.core.ids import encode
from cha.live.hub import hub
from cha.team.models import Role, Scope
from cha.team.models.sight import set_sight
from cha.workspace import live, topics
from tests.news import news_since
from tests.shop import Shop
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)

LARS = "Lars Kjeldsen <lars@kjeldsen.example>"


@pytest.fixture
def two(shop: Shop) -> tuple[Conversation, Conversation]:
    first = shop.adaeze_writes("My order 2291 came in peach.", subject="Peach", message_id="<one@x.example>")
    second = shop.adaeze_writes("2291 again: the vases are cracked!", subject="Vases", message_id="<two@x.example>")
    return first, second


@pytest.fixture
def maartje(shop: Shop) -> Client:
    return browser(shop.maartje)


def at(name: str, *rows: object) -> str:
    return reverse(name, args=[getattr(row, "pk", row) for row in rows])


class TestMerging:
    def test_the_likeliest_comes_first_with_reasons_for_and_against(
        self, shop: Shop, two: tuple[Conversation, Conversation], maartje: Client
    ) -> None:
        first, second = two
        other = shop.adaeze_writes("Do you deliver to Aarhus?", subject="Aarhus")
        page = maartje.get(at("one-story", first)).content.decode()
        assert "Both name 2291" in page
        assert page.index(encode(second.pk)) < page.index(encode(other.pk))
        page = maartje.get(at("one-story", first), {"q": "Aarhus"}).content.decode()
        assert encode(other.pk) in page
        assert encode(second.pk) not in page

    def test_both_are_looked_at_before(self, two: tuple[Conversation, Conversation], maartje: Client) -> None:
        first, second = two
        page = maartje.get(at("one-story", first), {"with": encode(second.pk)}).content.decode()
        assert page.index("came in peach") < page.index("are cracked")
        assert f'value="{encode(second.pk)}"' in page

    def test_merged_undone_and_said_in_the_thread(
        self, two: tuple[Conversation, Conversation], maartje: Client
    ) -> None:
        first, second = two
        page = maartje.post(at("one-story", first), {"other": encode(second.pk)}, follow=True)
        row = Merge.objects.get()
        undo = at("taking-apart", first, row)
        shown = page.content.decode()
        assert "are cracked" in shown
        assert "Two became one story, says Maartje" in shown
        assert shown.count(undo) >= 2
        asked = maartje.get(undo).content.decode()
        assert "Two stories after all?" in asked
        page = maartje.post(undo, follow=True)
        assert "are cracked" not in page.content.decode().split("timeline")[1].split("</ol>")[0]
        assert Conversation.objects.get(pk=second.pk).state == "ours"
        assert undo not in maartje.get(at("conversation", first)).content.decode().split("</ol>")[0]

    def test_what_was_said_since_is_ticked_to_go_along(
        self, shop: Shop, two: tuple[Conversation, Conversation], maartje: Client
    ) -> None:
        first, second = two
        row = merge(second, into=first, by=shop.maartje)
        shop.adaeze_writes("The blue one.", in_reply_to="<two@x.example>")
        new = first.messages.get(text="The blue one.")
        assert "The blue one." in maartje.get(at("taking-apart", first, row)).content.decode()
        maartje.post(at("taking-apart", first, row), {"message": [encode(new.pk)]})
        assert second.messages.filter(pk=new.pk).exists()

    def test_its_address_leads_to_the_story_and_a_late_answer_goes_there(
        self, shop: Shop, two: tuple[Conversation, Conversation], maartje: Client
    ) -> None:
        first, second = two
        merge(second, into=first, by=shop.priya)
        response = maartje.get(at("conversation", second))
        assert (response.status_code, response["Location"]) == (302, at("conversation", first))
        maartje.post(at("reply", second), {"kind": "reply", "body": "I see to both."})
        assert first.messages.filter(text="I see to both.").exists()

    def test_a_draft_that_is_kept_late_loses_nothing(
        self, shop: Shop, two: tuple[Conversation, Conversation], maartje: Client
    ) -> None:
        first, second = two
        maartje.post(at("draft", first), {"kind": "reply", "body": "Dear Ada"})
        maartje.post(at("draft", second), {"kind": "reply", "body": "The vases"})
        merge(second, into=first, by=shop.priya)
        maartje.post(at("draft", second), {"kind": "reply", "body": "The vases, at once"})
        assert Draft.objects.get(conversation=first).text == "Dear Ada\n\nThe vases, at once"

    def test_who_comes_second_is_told_in_words(
        self, shop: Shop, two: tuple[Conversation, Conversation], maartje: Client
    ) -> None:
        first, second = two
        merge(second, into=first, by=shop.priya)
        response = maartje.post(at("one-story", first), {"other": encode(second.pk)})
        assert response.status_code == 409
        assert "Somebody was quicker" in response.content.decode()

    def test_another_persons_is_offered_as_a_link(
        self, shop: Shop, two: tuple[Conversation, Conversation], maartje: Client
    ) -> None:
        lars = shop.adaeze_writes("Same van", sender=LARS)
        page = maartje.get(at("one-story", two[0]), {"with": encode(lars.pk)}).content.decode()
        assert "They are of two persons." in page
        response = maartje.post(at("one-story", two[0]), {"other": encode(lars.pk)})
        assert response.status_code == 422

    def test_who_has_it_open_is_led_to_the_story(
        self, shop: Shop, two: tuple[Conversation, Conversation], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        first, second = two
        monkeypatch.setattr(hub, "listened", lambda topic: True)
        position, _ = live.render_since(-1)
        merge(second, into=first, by=shop.priya)
        pieces = news_since(position)
        told = [piece for names, piece in pieces if topics.conversation_topic(second.pk) in names]
        assert any(b'action="lead"' in piece and at("conversation", first).encode() in piece for piece in told)

    def test_what_may_not_be_seen_is_no_candidate(self, shop: Shop, two: tuple[Conversation, Conversation]) -> None:
        first, second = two
        assign(first, by=shop.priya, member=shop.maartje)
        assign(second, by=shop.priya, member=shop.priya)
        set_sight(Role.AGENT, Scope.OWN, by=CHA)
        client = browser(shop.maartje)
        assert encode(second.pk) not in client.get(at("one-story", first)).content.decode()
        assert client.get(at("one-story", first), {"with": encode(second.pk)}).status_code == 404
        assert client.post(at("one-story", first), {"other": encode(second.pk)}).status_code == 404


class TestSplitting:
    def test_ticked_messages_go_and_come_back(self, shop: Shop, maartje: Client) -> None:
        first = shop.adaeze_writes("Peach.", message_id="<one@x.example>")
        shop.adaeze_writes("And who pays?", in_reply_to="<one@x.example>")
        second = first.messages.get(text="And who pays?")
        assert "And who pays?" in maartje.get(at("splitting", first)).content.decode()
        page = maartje.post(at("splitting", first), {"message": [encode(second.pk)]}, follow=True).content.decode()
        row = Split.objects.get()
        assert at("conversation", first) in page
        assert at("putting-together", row.into_id, row) in page
        maartje.post(at("putting-together", row.into_id, row))
        assert first.messages.filter(pk=second.pk).exists()

    def test_nothing_ticked_is_said_in_words(self, shop: Shop, maartje: Client) -> None:
        response = maartje.post(at("splitting", shop.adaeze_writes()))
        assert response.status_code == 422
        assert "Choose the messages that go." in response.content.decode()


class TestLinks:
    def test_linked_by_search_and_shown_on_both_sides(self, shop: Shop, maartje: Client) -> None:
        first, lars = shop.adaeze_writes(subject="Peach"), shop.adaeze_writes("Same van", sender=LARS)
        worker.run_all()
        assert encode(lars.pk) in maartje.get(at("links", first), {"q": "van"}).content.decode()
        maartje.post(at("links", first), {"other": encode(lars.pk), "kind": "cause"})
        for here, there in ((first, lars), (lars, first)):
            page = maartje.get(at("conversation", here)).content.decode()
            assert "The same cause" in page
            assert at("unlinking", here, there) in page
        maartje.post(at("unlinking", lars, first))
        assert not Link.objects.exists()

    def test_what_the_reader_may_not_see_is_not_shown(self, shop: Shop) -> None:
        first, lars = (
            shop.adaeze_writes(subject="Peach"),
            shop.adaeze_writes("Zweigelt", sender=LARS, subject="Zweigelt"),
        )
        link(first, lars, by=shop.priya)
        assign(first, by=shop.priya, member=shop.maartje)
        set_sight(Role.AGENT, Scope.OWN, by=CHA)
        page = browser(shop.maartje).get(at("conversation", first)).content.decode()
        assert "Zweigelt" not in page
        assert encode(lars.pk) not in page


class TestFollowing:
    def test_a_button_and_a_face(self, shop: Shop, maartje: Client) -> None:
        first = shop.adaeze_writes()
        assert at("following", first) in maartje.get(at("conversation", first)).content.decode()
        maartje.post(at("following", first))
        page = maartje.get(at("conversation", first)).content.decode()
        assert at("unfollowing", first) in page
        assert at("following", first) in browser(shop.priya).get(at("conversation", first)).content.decode()
        maartje.post(at("unfollowing", first))
        assert at("following", first) in maartje.get(at("conversation", first)).content.decode()


def test_what_was_merged_or_split_leads_nobody_to_what_they_may_not_see(shop: Shop) -> None:
    first = shop.adaeze_writes("Peach.", message_id="<one@x.example>")
    shop.adaeze_writes("And who pays?", in_reply_to="<one@x.example>")
    row = split(first, [first.messages.get(text="And who pays?").pk], by=shop.priya)
    assign(first, by=shop.priya, member=shop.maartje)
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    client = browser(shop.maartje)
    assert "who pays" not in client.get(at("conversation", first)).content.decode()
    assert client.post(at("putting-together", row.into_id, row)).status_code == 404


def test_a_list_is_written_ticked_and_kept(shop: Shop, maartje: Client) -> None:
    first = shop.adaeze_writes("Two vases are broken.")
    maartje.post(at("topic", first), {"topic": "damaged", "gist": ""})
    maartje.post(at("checklist", first), {"items": "Photo\nNew vases", "keep": "1"})
    photo = first.checks.get(text="Photo")
    assert at("check-turn", first, photo) in maartje.get(at("conversation", first)).content.decode()
    maartje.post(at("check-turn", first, photo))
    page = maartje.get(at("conversation", first)).content.decode()
    assert 'aria-pressed="true"' in page
    maartje.post(at("check-dropping", first, photo))
    assert not first.checks.filter(text="Photo").exists()
    again = shop.adaeze_writes("Another one is broken.", subject="Again")
    maartje.post(at("topic", again), {"topic": "damaged", "gist": ""})
    assert "Photo\nNew vases" in maartje.get(at("checklist", again)).content.decode()
    assert maartje.post(at("checklist", again), {"items": " "}).status_code == 422
