"""The page "For you": what is new, what was; choices that are kept; nothing of anybody else's."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cha.conversations.models import Conversation, note, say
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.ids import encode
from cha.notifications.models import Notification, PushBrowser, Reach, choose, hold, inbox, reach_of
from cha.notifications.models.notification import tidy
from cha.team.models import Member, Role, Scope
from cha.team.models.sight import set_sight
from cha.workspace import live, topics
from tests.news import news_since
from tests.notifications.push_service import StandInBrowser
from tests.shop import Shop
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/for-you"


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    """Maartje named Priya in a note on Adaeze."""
    talk = shop.adaeze_writes()
    note(talk, "@Priya can you own this one?", by=shop.maartje, mentions=[shop.priya.pk])
    worker.run_all()
    return talk


def test_a_line_says_who_and_what_and_leads_there(shop: Shop, talk: Conversation) -> None:
    page = browser(shop.priya).get(PAGE).content.decode()
    assert "Maartje named you" in page
    assert "can you own this one?" in page
    assert f'href="/now/{talk.public_id}"' in page
    assert "data-new" in page
    assert 'id="count-bell">1<' in page
    assert "New, 1" in page


def test_it_is_nobody_elses(shop: Shop, talk: Conversation) -> None:
    row = inbox(shop.priya).get()
    other = browser(shop.maartje)
    assert "named you" not in other.get(PAGE).content.decode()
    assert other.post(reverse("for-you-reading", args=[row.pk])).status_code == 404
    assert Notification.objects.get(pk=row.pk).read_at is None


def test_reading_it_takes_it_from_what_is_new_and_leaves_it_in_all(shop: Shop, talk: Conversation) -> None:
    desk = browser(shop.priya)
    assert desk.post(reverse("for-you-reading", args=[inbox(shop.priya).get().pk])).status_code == 303
    assert "named you" not in desk.get(PAGE).content.decode()
    assert "named you" in desk.get(PAGE, {"show": "all"}).content.decode()
    assert 'id="count-bell"><' in desk.get(PAGE).content.decode()


def test_all_are_read_at_once(shop: Shop, talk: Conversation) -> None:
    note(talk, "@Priya and this", by=shop.maartje, mentions=[shop.priya.pk])
    worker.run_all()
    desk = browser(shop.priya)
    desk.post(reverse("for-you-all-read"))
    assert not inbox(shop.priya).filter(read_at=None).exists()


def test_opening_the_conversation_reads_it(shop: Shop, talk: Conversation) -> None:
    desk = browser(shop.priya)
    page = desk.get(f"/now/{talk.public_id}").content.decode()
    assert 'id="count-bell"><' in page
    assert not inbox(shop.priya).filter(read_at=None).exists()


def test_a_page_that_has_it_open_reads_what_comes_later(shop: Shop, talk: Conversation) -> None:
    desk = browser(shop.priya)
    desk.post(reverse("presence", args=[talk.pk]))
    assert not inbox(shop.priya).filter(read_at=None).exists()


def test_what_one_may_no_longer_see_is_on_no_page(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    note(talk, "@Maartje zweigelt?", by=shop.priya, mentions=[shop.maartje.pk])
    worker.run_all()
    set_sight(Role.AGENT, Scope.OWN, by=CHA)
    page = browser(Member.objects.get(pk=shop.maartje.pk)).get(PAGE, {"show": "all"}).content.decode()
    assert "zweigelt" not in page
    assert 'id="count-bell"><' in page


@pytest.mark.parametrize("lines", [1, 12])
def test_however_long_the_page_asks_as_much(shop: Shop, lines: int) -> None:
    talk = shop.adaeze_writes()
    for number in range(lines):
        note(talk, f"@Priya {number}", by=shop.maartje, mentions=[shop.priya.pk])
    worker.run_all()
    desk = browser(shop.priya)
    desk.get(PAGE)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert desk.get(PAGE).content.decode().count("named you</a>") == lines
    assert len(asked) <= 14, [query["sql"][:90] for query in asked]


def test_a_long_inbox_goes_on(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    rows = [
        Notification(member=shop.priya, kind="named", subject=f"note:{number}", conversation=talk, actor=shop.maartje)
        for number in range(50)
    ]
    Notification.objects.bulk_create(rows)
    desk = browser(shop.priya)
    first = desk.get(PAGE)
    assert first.content.decode().count("named you</a>") == 40
    earlier = (
        str(first.context["inbox"].earlier)
        if first.context
        else f"{PAGE}?before={encode(sorted(r.pk for r in rows)[10])}"
    )
    assert desk.get(earlier).content.decode().count("named you</a>") == 10


def test_choices_are_kept_and_what_is_fixed_stays(shop: Shop) -> None:
    desk = browser(shop.priya)
    said = {"named:mail": "1", "quiet": "1", "starts": "08:30", "ends": "17:30", "mails": "daily", "mails_at": "15:00"}
    assert desk.post(reverse("for-you-choices"), said).status_code == 303
    reach = reach_of(shop.priya)
    assert reach.allows("named", "mail")
    assert not reach.allows("named", "here")
    assert reach.allows("promise", "here")
    assert (reach.starts, reach.ends, reach.mails, reach.mails_at, reach.sound) == (
        "08:30",
        "17:30",
        "daily",
        "15:00",
        False,
    )


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"starts": "25:00", "ends": "17:30"}, "f-starts"),
        ({"starts": "08:30"}, "f-ends"),
        ({"mails_at": "soon"}, "f-mails_at"),
    ],
)
def test_a_time_that_is_none_is_said_beside_it_and_what_was_typed_stays(
    shop: Shop, wrong: dict[str, str], field: str
) -> None:
    said = {"named:mail": "1", "starts": "", "ends": "", "mails_at": "16:00", **wrong}
    response = browser(shop.priya).post(reverse("for-you-choices"), said)
    page = response.content.decode()
    assert response.status_code == 422
    assert f'id="{field}-error"' in page
    assert 'name="named:mail" value="1" checked' in page
    assert not Reach.objects.exists()


def test_an_hour_of_peace(shop: Shop) -> None:
    desk = browser(shop.priya)
    desk.post(reverse("for-you-holding"))
    assert reach_of(shop.priya).held_until
    assert "Held until" in desk.get(PAGE).content.decode()
    desk.post(reverse("for-you-holding"), {"end": "1"})
    assert reach_of(shop.priya).held_until is None


def test_a_browser_is_taken_and_removed(shop: Shop) -> None:
    desk = browser(shop.priya)
    key = desk.get(reverse("push-key")).content
    assert key == desk.get(reverse("push-key")).content
    form = StandInBrowser("https://push.example/1").form()
    agent = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Mobile/15E148 Safari/604.1"
    assert desk.post(reverse("push-browsers"), form, headers={"User-Agent": agent}).status_code == 303
    row = PushBrowser.objects.get()
    assert (row.member, row.device, row.label) == (shop.priya, "phone", "Safari on iPhone")
    assert browser(shop.maartje).post(reverse("push-browser-removal", args=[row.pk])).status_code == 404
    desk.post(reverse("push-browser-removal", args=[row.pk]))
    assert not PushBrowser.objects.exists()
    assert desk.post(reverse("push-browsers"), {**form, "auth": "x"}).status_code == 422


def test_the_worker_may_answer_for_every_page(shop: Shop) -> None:
    response = browser(shop.priya).get("/push-worker.js")
    assert response["Content-Type"].startswith("text/javascript")
    assert response["Service-Worker-Allowed"] == "/"
    assert response["Cache-Control"] == "no-cache"
    assert b"showNotification" in response.content
    again = browser(shop.priya).get("/push-worker.js", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_the_team_is_offered_behind_an_at(shop: Shop, talk: Conversation) -> None:
    page = browser(shop.maartje).get(reverse("mentions", args=[talk.pk])).content.decode()
    assert 'data-name="Priya"' in page
    assert 'data-name="Jef"' in page
    assert "Maartje" not in page


def test_a_note_from_the_page_names_whom_its_text_names(shop: Shop, talk: Conversation) -> None:
    browser(shop.maartje).post(reverse("note", args=[talk.pk]), {"body": "@Jef were they home?"})
    worker.run_all()
    assert inbox(shop.jef).get().kind == "named"


def test_news_go_to_every_open_page_of_theirs_and_to_no_one_elses(shop: Shop) -> None:
    talk = shop.adaeze_writes()
    position, _ = live.render_since(-1)
    note(talk, "@Priya?", by=shop.maartje, mentions=[shop.priya.pk])
    worker.run_all()
    mine, pieces = topics.subject_of(shop.priya.pk), news_since(position)
    said = b"".join(html for listed, html in pieces if listed == [mine]).decode()
    assert 'target="count-bell"><template>1<' in said
    assert 'data-count="1">New for you' in said
    assert not any(b"count-bell" in html for listed, html in pieces if listed != [mine])


def test_a_light_member_is_told_how_it_reaches_them(shop: Shop) -> None:
    page = browser(shop.jef).get(PAGE).content.decode()
    assert "your words become a note" in page
    assert "Tell me when" not in page


def test_a_sound_is_said_only_where_it_is_wanted_and_nothing_is_quiet(shop: Shop) -> None:
    def rings() -> bool:
        position, _ = live.render_since(-1)
        note(talk, f"@Priya {now()}", by=shop.maartje, mentions=[shop.priya.pk])
        worker.run_all()
        mine = topics.subject_of(shop.priya.pk)
        said = b"".join(html for listed, html in news_since(position) if listed == [mine])
        assert b"count-bell" in said
        return b"data-sound" in said

    def chosen(*, sound: bool) -> None:
        choose(shop.priya, {}, by=shop.priya, quiet=False, starts="", ends="", sound=sound, mails="once",
               mails_at="16:00")  # fmt: skip

    talk = shop.adaeze_writes()
    chosen(sound=False)
    assert not rings()
    chosen(sound=True)
    assert rings()
    hold(shop.priya, by=shop.priya)
    assert not rings()


def test_who_answers_has_seen_what_they_were_told(shop: Shop, talk: Conversation) -> None:
    say(talk, "It is me: Priya.", by=Member.objects.get(pk=shop.priya.pk), hold=timedelta(0))
    worker.run_all()
    assert not inbox(shop.priya).filter(read_at=None).exists()


def test_read_things_leave_after_thirty_days(shop: Shop, talk: Conversation) -> None:
    Notification.objects.update(read_at=now())
    assert tidy(now() + timedelta(days=29)) == 0
    with time_machine.travel(now() + timedelta(days=31), tick=False):
        assert tidy(now()) == 1
