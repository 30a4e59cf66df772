"""The long list: views, orders, filters, groups, pages; what it costs, and what it never shows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cha.conversations.models import Conversation, ViewCount, put_aside, put_right, tag, trash
from cha.core import worker
from cha.core.clock import now
from cha.core.ids import encode
from cha.team.models.sight import set_sight
from cha.team.models.team import form_team, set_teams
from tests.shop import Shop
from tests.workspace.desk import browser, crowd


@pytest.fixture
def desk(shop: Shop) -> Client:
    """Maartje's browser."""
    return browser(shop.maartje)


def listed(client: Client, **query: str) -> list[str]:
    """The ids of the lines of a page, in order."""
    page = client.get("/conversations", query).content.decode()
    return re.findall(r'<tr id="line-(\w+)"', page)


def number(client: Client, view: str) -> str:
    """How many the page says are in a view; "" for none."""
    side = client.get("/conversations").content.decode().split('class="views"')[1].split("</nav>")[0]
    link = side.split(f">{view}</span>")[1].split("</a>")[0]
    return re.sub("<[^>]*>", "", link)


def ids(*rows: Conversation) -> list[str]:
    """Their names in addresses."""
    return [encode(row.pk) for row in rows]


def test_each_line_says_who_about_what_and_by_when(shop: Shop, desk: Client) -> None:
    conversation = shop.adaeze_writes()
    page = desk.get("/conversations").content.decode()
    assert listed(desk) == ids(conversation)
    for said in ("Adaeze Nwosu", "The flowers", "nobody yet", 'aria-rowindex="2"', 'aria-rowcount="2"', "1 person."):
        assert said in page


def test_care_comes_first_then_everybody_else_by_newest_words(shop: Shop, desk: Client) -> None:
    late, later, calm, calmer = crowd(shop, 4)
    soon = now() + timedelta(minutes=5)
    Conversation.objects.filter(pk=later.pk).update(care_at=soon)
    theirs = Conversation.objects.filter(pk__in=[calm.pk, calmer.pk])
    theirs.update(state="theirs", waiting_since=None, care_at=None)
    Conversation.objects.filter(pk=calmer.pk).update(last_at=now())
    assert listed(desk) == ids(later, late, calmer, calm)
    assert listed(desk, order="newest")[0] == encode(calmer.pk)
    assert listed(desk, order="waits") == ids(later, late, calmer, calm)
    assert len(listed(desk, order="nonsense")) == 4


@pytest.mark.parametrize(
    ("view", "found"),
    [
        ("", {"waits", "mine"}),
        ("mine", {"mine"}),
        ("unassigned", {"waits"}),
        ("right", {"right"}),
        ("all", {"waits", "mine", "right"}),
        ("unwanted", {"spam"}),
        ("trash", {"trashed"}),
        ("nonsense", {"waits", "mine"}),
    ],
)
def test_everybody_has_these_views(shop: Shop, desk: Client, view: str, found: set[str]) -> None:
    rows = dict(zip(("waits", "mine", "right", "spam", "trashed"), crowd(shop, 5), strict=True))
    Conversation.objects.filter(pk=rows["mine"].pk).update(assignee=shop.maartje)
    put_right(rows["right"], by=shop.maartje)
    put_aside(rows["spam"], "spam", by=shop.maartje)
    trash(rows["trashed"], by=shop.maartje)
    assert set(listed(desk, view=view)) == {encode(rows[name].pk) for name in found}


def test_a_team_has_a_view_of_its_own(shop: Shop, desk: Client) -> None:
    given, _other = crowd(shop, 2)
    team = form_team("Weddings", by=shop.priya)
    Conversation.objects.filter(pk=given.pk).update(team=team)
    assert listed(desk, view=f"team-{encode(team.pk)}") == ids(given)
    assert listed(desk, view="team") == []
    set_teams(shop.maartje, [team], by=shop.priya)
    assert listed(desk, view="team") == ids(given)


def test_filters_narrow_a_view_and_come_off_again(shop: Shop, desk: Client) -> None:
    wedding, _other = crowd(shop, 2)
    tag(wedding, ["wedding"], by=shop.maartje)
    assert listed(desk, q="tag:wedding") == ids(wedding)
    page = desk.get("/conversations", {"q": "tag:wedding waits:>1min"}).content.decode()
    assert "2 people, 1 fit." in page
    assert 'href="/conversations?q=waits%3A%3E1min"' in page
    assert 'href="/conversations?q=tag%3Awedding"' in page


def test_words_narrow_it_too(shop: Shop, desk: Client) -> None:
    conversation = shop.adaeze_writes("The peonies are blue.")
    crowd(shop, 2)
    worker.run_all()
    assert listed(desk, q="peonies") == ids(conversation)


def test_rows_are_put_together_by_team_and_by_person(shop: Shop, desk: Client) -> None:
    rows = crowd(shop, 3)
    team = form_team("Weddings", by=shop.priya)
    Conversation.objects.filter(pk=rows[2].pk).update(team=team)
    page = desk.get("/conversations", {"group": "team"}).content.decode()
    assert page.index("<bdi>Weddings</bdi>") < page.index("<bdi>No team</bdi>")
    assert "<span>2</span></th>" in page
    assert listed(desk, group="team")[0] == encode(rows[2].pk)
    assert "<bdi>Person 1</bdi>" in desk.get("/conversations", {"group": "person"}).content.decode()


@pytest.mark.parametrize("group", ["", "team", "person"])
def test_the_list_goes_on_as_one_goes(shop: Shop, desk: Client, group: str) -> None:
    crowd(shop, 103)
    first = desk.get("/conversations", {"group": group})
    page = first.content.decode()
    assert "1 to 100 of 103" in page
    more = page.split('rel="next"')[0].rsplit('href="', 1)[1].split('"')[0].replace("&amp;", "&")
    stream = desk.get(more, headers={"Accept": "text/vnd.turbo-stream.html"})
    assert stream["Content-Type"].startswith("text/vnd.turbo-stream.html")
    told = stream.content.decode()
    assert 'action="append" target="crowd"' in told
    assert 'aria-rowindex="102"' in told
    plain = desk.get(more).content.decode()
    shown = re.findall(r'id="line-(\w+)"', page), re.findall(r'id="line-(\w+)"', told)
    assert (len(shown[0]), len(shown[1]), len(set(shown[0] + shown[1]))) == (100, 3, 103)
    assert re.findall(r'id="line-(\w+)"', plain) == shown[1]
    assert "From the beginning" in plain


@pytest.mark.parametrize("after", ["x", "0-1", "9-1-0abc-3", "0-99999999999999999999999-0000000000000-1", "---"])
def test_a_place_that_makes_no_sense_is_the_beginning(shop: Shop, desk: Client, after: str) -> None:
    crowd(shop, 2)
    assert len(listed(desk, after=after)) == 2
    assert len(listed(desk, after=after, group="team")) == 2


def test_a_page_takes_as_many_queries_for_a_hundred_as_for_five(shop: Shop, desk: Client) -> None:
    def asked() -> int:
        desk.get("/conversations")
        worker.run_all()
        with CaptureQueriesContext(connection) as seen:
            assert desk.get("/conversations").status_code == 200
        return len(seen)

    crowd(shop, 5)
    few = asked()
    crowd(shop, 95)
    assert asked() == few
    assert few <= 21


def test_counts_are_kept_and_counted_again_when_something_happened(shop: Shop, desk: Client) -> None:
    first, _second = crowd(shop, 2)
    assert number(desk, "All open") == "2"
    worker.run_all()
    kept = ViewCount.objects.count()
    assert kept > 5
    put_right(first, by=shop.maartje)
    with time_machine.travel(now() + timedelta(seconds=6)):
        assert number(desk, "All open") == "2"
        worker.run_all()
        assert number(desk, "All open") == "1"
    assert ViewCount.objects.count() == kept


def test_what_a_member_may_not_see_is_neither_listed_nor_counted(shop: Shop, desk: Client) -> None:
    crowd(shop, 3)
    desk.get("/conversations")
    worker.run_all()
    set_sight("agent", "own", by=shop.priya)
    page = desk.get("/conversations").content.decode()
    assert 'class="who"' not in page
    assert number(desk, "All open") == number(desk, "Everything") == ""


def test_who_has_no_seat_looks_and_chooses_nothing(shop: Shop) -> None:
    (seen,) = crowd(shop, 1)
    Conversation.objects.filter(pk=seen.pk).update(assignee=shop.jef)
    page = browser(shop.jef).get("/conversations").content.decode()
    assert "data-reads" in page
    assert 'id="bulk"' not in page


def test_what_somebody_writes_stands_as_text_in_a_line(shop: Shop, desk: Client) -> None:
    shop.adaeze_writes(sender='"<b>Ada</b> \x1furl\x1f" <ada@x.example>', subject="<i>Roses</i> \x1fname\x1f")
    line = desk.get("/conversations").content.decode().split('<tr id="line-')[1].split("</tr>")[0]
    assert "&lt;i&gt;Roses&lt;/i&gt;" in line
    assert "<i>" not in line
    assert line.count("/now/") == 1


def test_columns_are_chosen_and_stay(shop: Shop, desk: Client) -> None:
    (row,) = crowd(shop, 1)
    tag(row, ["wedding"], by=shop.maartje)
    desk.post("/conversations/columns", {"column": ["tags", "state", "nonsense"]})
    page = desk.get("/conversations").content.decode()
    assert '<span class="tag">wedding</span>' in page
    assert "Waiting on us" in page
    assert 'class="c-mood"' not in page
    assert 'class="c-mood"' in browser(shop.priya).get("/conversations").content.decode()


def test_the_trash_says_when_it_is_erased(shop: Shop, desk: Client) -> None:
    (row,) = crowd(shop, 1)
    trash(row, by=shop.maartje)
    assert "in 29 days" in desk.get("/conversations", {"view": "trash"}).content.decode()
