"""Complaints: acknowledged in writing, owned, answered by a date, appealed once and answered by somebody else."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from cha.conversations.models import Conversation, assign
from cha.core import worker
from cha.core.actor import CHA
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, NotFound, Refused
from cha.core.hours import Hours, Range, always
from cha.core.ids import encode
from cha.notifications.models import Notification
from cha.promises.models import Promise
from cha.resolutions.endings.complaining import (
    answer_appeal,
    appeal,
    complaint_of,
    decide,
    open_complaint,
    own_complaint,
)
from cha.resolutions.endings.complaint_terms import appeal_terms, terms_of
from cha.resolutions.endings.laws import LAWS, due, laws_for
from cha.resolutions.models import Complaint
from cha.team.models import Member, Role
from cha.team.models.member import add_member
from tests.shop import Shop
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)
WEEKDAYS = Hours("Europe/Brussels", (*(((Range(9 * 60, 17 * 60 + 30)),),) * 5, (), ()))


@pytest.fixture
def ifeoma(shop: Shop) -> Member:
    return add_member("ifeoma@juniperlane.example", "Ifeoma Eze", Role.LEAD, by=CHA)


@pytest.fixture
def talk(shop: Shop) -> Conversation:
    conversation = shop.adaeze_writes("Nobody rang me back, twice.")
    assign(conversation, by=shop.maartje, member=shop.maartje)
    return conversation


def opened(talk: Conversation, by: Member, **more: object) -> Complaint:
    terms = terms_of(talk)
    return open_complaint(talk, by=by, due=terms.due, told=terms.told, owner=terms.owner, **more)  # type: ignore[arg-type]


def decided(row: Complaint, by: Member) -> Complaint:
    return decide(row, "not", "We rang at nine.", "We rang at nine.", by=by, hold=timedelta(0))


def appealed(row: Complaint, words: str = "You did not.") -> Complaint:
    row.refresh_from_db()
    terms = appeal_terms(row)
    return appeal(row, words, by=row.person, due=terms.due, told=terms.told, owner=terms.owner)


def place(conversation: Conversation, name: str = "") -> str:
    return f"/now/{encode(conversation.pk)}{name}"


class TestLaws:
    def test_every_law_names_its_source(self) -> None:
        assert all(law.source and str(law.name) for law in LAWS)
        assert {law.key for law in laws_for("GB")} == {"uk-finance", "uk-payments"}
        assert len(laws_for("")) == len(LAWS)

    @pytest.mark.parametrize(
        ("law", "day"),
        [
            ("uk-finance", "2026-04-28"),
            ("uk-payments", "2026-03-24"),
            ("eu-rail", "2026-04-03"),
            ("eu-bus", "2026-06-03"),
            ("us-air", "2026-05-02"),
        ],
    )
    def test_the_last_day_is_never_later_than_it_allows(self, law: str, day: str) -> None:
        found = due(datetime(2026, 3, 3, 10, tzinfo=UTC), always("UTC"), law)
        assert found.by.date().isoformat() == day
        assert found.law == law

    def test_the_last_of_a_short_month(self) -> None:
        found = due(datetime(2026, 1, 31, 10, tzinfo=UTC), always("UTC"), "eu-rail")
        assert found.by.date().isoformat() == "2026-02-28"

    def test_our_own_days_are_those_on_which_we_are_open(self) -> None:
        found = due(datetime(2026, 3, 3, 10, tzinfo=UTC), WEEKDAYS)
        assert found.by == datetime(2026, 3, 17, 16, 30, tzinfo=UTC)
        never = Hours("UTC", ((),) * 7)
        assert due(datetime(2026, 3, 3, 10, tzinfo=UTC), never).by.date().isoformat() == "2026-03-13"


class TestOpening:
    def test_it_is_acknowledged_with_whose_and_by_when(self, shop: Shop, talk: Conversation) -> None:
        row = opened(talk, shop.maartje, about="Nobody rang")
        worker.run_all()
        assert row.owner == shop.priya
        promise = Promise.objects.get(conversation=talk, kind="complaint")
        assert (promise.by, promise.keeper, promise.words) == (row.due_at, shop.priya, "The outcome of your complaint")
        said = talk.messages.filter(kind="said").get()
        assert "Priya looks into it" in said.text
        assert said.delivery != "held"
        assert Notification.objects.filter(member=shop.priya, kind="ending").exists()

    def test_twice_at_once_is_one(self, shop: Shop, talk: Conversation) -> None:
        assert opened(talk, shop.maartje) == opened(talk, shop.priya)
        assert Promise.objects.filter(kind="complaint").count() == 1

    def test_the_person_makes_it_one_and_nobody_else_may(self, shop: Shop, talk: Conversation) -> None:
        other = shop.adaeze_writes("Hi", sender="Bo <bo@post.example>").person
        terms = terms_of(talk)
        with pytest.raises(NotFound):
            open_complaint(talk, by=other, due=terms.due, told=terms.told)
        row = open_complaint(talk, by=talk.person, due=terms.due, told=terms.told, owner=terms.owner)
        assert row.opened_by_kind == "person"

    def test_it_rises_as_its_time_nears(self, shop: Shop, talk: Conversation) -> None:
        opened(talk, shop.maartje)
        talk.refresh_from_db()
        assert talk.next_promise_at is not None
        assert talk.care_at is not None

    def test_whose_it_is_moves_with_what_is_promised(self, shop: Shop, talk: Conversation, ifeoma: Member) -> None:
        row = opened(talk, shop.maartje)
        first = ifeoma if row.owner == shop.priya else shop.priya
        with pytest.raises(Refused):
            own_complaint(row, shop.maartje, by=shop.maartje)
        own_complaint(row, first, by=shop.priya)
        assert Promise.objects.get(kind="complaint").keeper == first
        with pytest.raises(Invalid):
            own_complaint(row, shop.jef, by=shop.priya)


class TestOutcome:
    def test_it_is_told_by_letter_and_the_promise_kept(self, shop: Shop, talk: Conversation) -> None:
        row = decided(opened(talk, shop.maartje), shop.priya)
        assert (row.outcome, row.decided_by) == ("not", shop.priya)
        assert Promise.objects.get(kind="complaint").state == "kept"
        with pytest.raises(Conflict):
            decided(row, shop.priya)

    def test_who_neither_owns_it_nor_leads_does_not_decide(self, shop: Shop, talk: Conversation) -> None:
        row = opened(talk, shop.maartje)
        with pytest.raises(Refused):
            decided(row, shop.maartje)
        with pytest.raises(Invalid):
            decide(row, "not", "", "x", by=shop.priya)
        with pytest.raises(Invalid):
            decide(row, "maybe", "x", "x", by=shop.priya)


class TestAppeal:
    def test_it_is_asked_for_once_and_another_answers(self, shop: Shop, talk: Conversation, ifeoma: Member) -> None:
        row = opened(talk, shop.maartje)
        with pytest.raises(Conflict):
            appealed(row)
        decided(row, shop.priya)
        again = appealed(row)
        assert again.appeal_owner == ifeoma
        assert appealed(row, "Again!").appeal == "You did not."
        assert Promise.objects.filter(kind="complaint", state="open").count() == 1
        with pytest.raises(Refused):
            answer_appeal(again, "upheld", "She is right.", "She is right.", by=shop.priya)
        closed = answer_appeal(again, "upheld", "Right.", "Right.", by=ifeoma, hold=timedelta(0))
        assert closed.appeal_outcome == "upheld"
        with pytest.raises(Conflict):
            appealed(row)
        with pytest.raises(Conflict):
            answer_appeal(closed, "not", "x", "x", by=ifeoma)


class TestAtTheDesk:
    def test_from_the_menu_to_the_second_look(self, shop: Shop, talk: Conversation, ifeoma: Member) -> None:
        desk, lead = browser(shop.maartje), browser(shop.priya)
        assert "Is it a complaint?" in desk.get(place(talk, "/complaint")).content.decode()
        assert desk.post(place(talk, "/complaint"), {"about": "No call", "owner": ""}).status_code == 303
        page = desk.get(place(talk)).content.decode()
        assert "A complaint." in page
        assert "Say how it comes out" not in page
        assert "Say how it comes out" in lead.get(place(talk)).content.decode()
        form = {"outcome": "partly", "reason": "We rang once."}
        assert lead.post(place(talk, "/complaint/outcome"), {"outcome": "partly"}).status_code == 422
        assert lead.post(place(talk, "/complaint/outcome"), form).status_code == 303
        row = complaint_of(talk)
        assert row
        appealed(row)
        assert "Answer the second look" in browser(ifeoma).get(place(talk)).content.decode()
        assert lead.post(place(talk, "/complaint/outcome"), form).status_code == 403
        assert browser(ifeoma).post(place(talk, "/complaint/outcome"), form).status_code == 303
        assert "That is final." in lead.get(place(talk)).content.decode()

    def test_the_list_is_by_date_and_only_what_may_be_seen(self, shop: Shop, talk: Conversation) -> None:
        later = shop.adaeze_writes("Another.", subject="Another")
        opened(talk, shop.maartje, about="First")
        opened(later, shop.maartje, about="Second")
        Complaint.objects.filter(conversation=later).update(due_at=now() - timedelta(hours=1))
        page = browser(shop.priya).get("/complaints").content.decode()
        assert page.index("Second") < page.index("First")
        assert "late" in page
        assert "Second" not in browser(shop.jef).get("/complaints").content.decode()

    def test_the_owner_is_changed_from_the_page(self, shop: Shop, talk: Conversation, ifeoma: Member) -> None:
        opened(talk, shop.maartje)
        lead = browser(shop.priya)
        assert "Whose complaint is it?" in lead.get(place(talk, "/complaint/owner")).content.decode()
        form = {"owner": f"member:{encode(ifeoma.pk)}"}
        assert lead.post(place(talk, "/complaint/owner"), form).status_code == 303
        assert Complaint.objects.get().owner == ifeoma
        other = shop.adaeze_writes("No complaint", subject="No complaint")
        assert lead.get(place(other, "/complaint/owner")).status_code == 404
