"""Who needs us now: in care order, only what may be seen, in as many queries for fifty as for five."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cha.conversations.models import Conversation, assign, put_right, snooze
from cha.core.clock import now
from cha.core.ids import encode
from cha.team.models import Member
from cha.team.models.sight import set_sight
from cha.workspace.now.row_pieces import forget_rows, pieces
from cha.workspace.now.rows import Moment, waiting_rows
from tests.shop import Shop
from tests.workspace.desk import browser, crowd


@pytest.fixture
def desk(shop: Shop) -> Client:
    """Maartje's browser."""
    return browser(shop.maartje)


def queries(member: Member, client: Client, path: str) -> int:
    """How many queries a page takes, once its connection is warm."""
    client.get(path)
    with CaptureQueriesContext(connection) as seen:
        assert client.get(path).status_code == 200
    return len(seen)


def test_the_page_shows_a_person_with_their_words(shop: Shop, desk: Client) -> None:
    shop.adaeze_writes("It came in peach, not white.")
    page = desk.get("/now").content.decode()
    assert "Adaeze Nwosu" in page
    assert "It came in peach, not white." in page
    assert "1 person" in page


def test_nobody_waiting_is_said(desk: Client) -> None:
    assert "Nobody is waiting" in desk.get("/now").content.decode()


def test_the_short_address_leads_to_the_list(desk: Client) -> None:
    assert desk.get("/")["Location"] == "/now"


def test_strangers_are_shown_the_door(shop: Shop) -> None:
    answer = Client().get("/now")
    assert answer.status_code == 302
    assert "/account/login" in answer["Location"]


def test_queries_do_not_grow_with_the_list(shop: Shop, desk: Client) -> None:
    crowd(shop, 5)
    few = queries(shop.maartje, desk, "/now")
    crowd(shop, 45)
    assert queries(shop.maartje, desk, "/now") == few


def test_the_list_itself_takes_two_queries(shop: Shop) -> None:
    crowd(shop, 50)
    member = Member.objects.get(pk=shop.maartje.pk)
    with CaptureQueriesContext(connection) as seen:
        rows = waiting_rows(member)
        pieces(rows, Moment(now(), "Europe/Brussels", "en"))
    # What the role may see, and the rows.
    assert len(seen) == 2


def test_more_than_fifty_go_on_behind_a_place(shop: Shop, desk: Client) -> None:
    crowd(shop, 53)
    first = desk.get("/now")
    page = first.content.decode()
    assert page.count('class="need"') == 50
    after = page.split('<a href="/now?after=')[1].split('"')[0]
    assert desk.get(f"/now?after={after}").content.decode().count('class="need"') == 3


@pytest.mark.parametrize("place", ["x", "1-", "-0abc", "99999999999999999999-0000000000000"])
def test_a_place_that_makes_no_sense_is_the_beginning(shop: Shop, desk: Client, place: str) -> None:
    crowd(shop, 2)
    assert desk.get("/now", {"after": place}).content.decode().count('class="need"') == 2


def test_snoozed_and_put_right_are_not_in_it(shop: Shop, desk: Client) -> None:
    first, second, third = crowd(shop, 3)
    snooze(first, now() + timedelta(hours=1), by=shop.maartje)
    put_right(second, by=shop.maartje)
    page = desk.get("/now").content.decode()
    assert "need-" + encode(first.pk) not in page
    assert "need-" + encode(second.pk) not in page
    assert "need-" + encode(third.pk) in page


def test_a_light_member_sees_only_what_is_given_to_them(shop: Shop) -> None:
    seen, hidden = crowd(shop, 2)
    Conversation.objects.filter(pk=seen.pk).update(assignee=shop.jef)
    page = browser(shop.jef).get("/now").content.decode()
    assert "need-" + encode(seen.pk) in page
    assert encode(hidden.pk) not in page
    assert "1 person" in page
    assert browser(shop.jef).get("/conversations").content.decode().count('class="who"') == 1


def test_what_a_role_does_not_see_on_a_channel_is_not_counted(shop: Shop, desk: Client) -> None:
    crowd(shop, 3)
    set_sight("agent", "own", shop.channel.pk, by=shop.priya)
    page = desk.get("/now").content.decode()
    assert 'class="need"' not in page
    assert 'id="count-now"></span>' in page


def test_a_kept_row_is_made_again_when_it_changed(shop: Shop, desk: Client) -> None:
    (one,) = crowd(shop, 1)
    assert "Flowers 0" in desk.get("/now").content.decode()
    assign(one, by=shop.maartje, member=shop.priya)
    assert "Priya" in desk.get("/now").content.decode()


def test_what_somebody_writes_stands_as_text_in_a_row(shop: Shop, desk: Client) -> None:
    shop.adaeze_writes("Is <b>this</b> & that \x1fname\x1f right?", subject="<i>Roses</i> \x1furl\x1f")
    row = desk.get("/now").content.decode().split('<li id="need-')[1].split("</li>")[0]
    assert "&lt;i&gt;Roses&lt;/i&gt;" in row
    assert "Is &lt;b&gt;this&lt;/b&gt; &amp; that" in row
    assert row.count("&lt;") == 4
    assert row.count("<div") == row.count("</div>") == 2
    assert row.count("<span") == row.count("</span>")
    assert row.count("/now/") == 1


def test_a_kept_row_knows_nothing_of_its_reader(shop: Shop) -> None:
    rows = crowd(shop, 3)
    forget_rows()
    mine = browser(shop.maartje).get(f"/now/{encode(rows[0].pk)}").content.decode()
    hers = browser(shop.priya).get(f"/now/{encode(rows[1].pk)}").content.decode()
    assert later_part(mine) == later_part(hers)


def later_part(page: str) -> str:
    """The rows under "Later", without the mark of the open one."""
    return page.split('id="queue-later"')[1].split("</section>")[0].replace(' aria-current="true"', "")


def test_every_place_is_explained(shop: Shop, desk: Client) -> None:
    shop.adaeze_writes("I am very upset, this is terrible!")
    page = desk.get("/now/why").content.decode()
    assert "Adaeze Nwosu" in page
    assert "upset" in page
    assert "We promised an answer" in page
