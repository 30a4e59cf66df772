"""Organisations: who belongs, what each does, what is open and ordered; nothing of whom one may not see."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cha.conversations.filters import condition, know, parse
from cha.conversations.joining_persons import join_persons, take_apart
from cha.conversations.models import Conversation, assign
from cha.core.clock import now
from cha.core.errors import Conflict, Invalid, Refused
from cha.core.ids import encode
from cha.people.models import Organisation, OrganisationPart, Person
from cha.people.models.belonging import join_organisation, leave_organisation
from cha.people.models.contact_point import add_point, meet
from cha.people.models.organisation import keep_organisation, let_go_of, part_of, suggested_for
from cha.people.records.pushing import push_records
from cha.team.models import Role, Scope
from cha.team.models.sight import set_sight
from tests.shop import Shop
from tests.workspace.desk import browser

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def nursery(shop: Shop) -> Organisation:
    return keep_organisation(
        None, by=shop.priya, name="Kwekerij De Linde", domains=["linde.example"], note="Sends peonies."
    )


def place(organisation: Organisation, more: str = "") -> str:
    return f"/people/organisations/{encode(organisation.pk)}{more}"


def els(shop: Shop) -> Conversation:
    return shop.adaeze_writes("Two boxes are missing.", sender="Els Linde <els@linde.example>", subject="Boxes")


def test_a_mail_domain_suggests_and_never_joins_by_itself(shop: Shop, nursery: Organisation) -> None:
    person = els(shop).person
    assert person.organisation is None
    assert suggested_for(person) == [nursery]
    desk = browser(shop.maartje)
    page = desk.get(f"/people/{encode(person.pk)}").content.decode()
    assert "Their mail is of Kwekerij De Linde." in page
    answer = desk.post(f"/people/{encode(person.pk)}/organisation", {"organisation": str(nursery.pk)})
    assert answer.status_code == 303
    person.refresh_from_db()
    assert person.organisation == nursery
    assert suggested_for(person) == []
    unasked = desk.post(f"/people/{encode(person.pk)}/organisation", {"organisation": str(nursery.pk)})
    assert unasked.status_code == 404


@pytest.mark.parametrize(
    ("domain", "words"),
    [("gmail.com", "Anybody"), ("Hotmail.NL", "Anybody"), ("nowhere", "no mail domain"), ("a b.x", "no mail domain"),
     ("x" * 64 + ".example", "no mail domain"), ("linde.example", "stands for Kwekerij")],
)  # fmt: skip
def test_a_domain_that_says_nothing_is_refused(shop: Shop, nursery: Organisation, domain: str, words: str) -> None:
    with pytest.raises(Invalid, match=words) as wrong:
        keep_organisation(None, by=shop.priya, name="Other", domains=[domain])
    assert wrong.value.details["field"] == "domains"
    assert not Organisation.objects.filter(name="Other").exists()


def test_domains_are_kept_one_way(shop: Shop) -> None:
    row = keep_organisation(
        None, by=shop.maartje, name="Bücher", domains=["info@Bücher.example", "x.example", "x.example"]
    )
    assert [one.domain for one in row.domains.all()] == ["xn--bcher-kva.example", "x.example"]
    keep_organisation(row, by=shop.maartje, name="Bücher", domains=["x.example"])
    assert [one.domain for one in row.domains.all()] == ["x.example"]


def test_a_name_stands_for_one(shop: Shop, nursery: Organisation) -> None:
    with pytest.raises(Invalid, match="already"):
        keep_organisation(None, by=shop.priya, name="kwekerij de linde")
    with pytest.raises(Refused):
        keep_organisation(nursery, by=shop.jef, name="Mine")


def test_people_join_with_their_part_and_leave(shop: Shop, nursery: Organisation) -> None:
    person = els(shop).person
    desk = browser(shop.maartje)
    desk.post(place(nursery, "/people"), {"who": "els@linde.example", "part": "buyer"})
    person.refresh_from_db()
    assert (person.organisation, part_of(person)) == (nursery, "buyer")
    page = desk.get(place(nursery)).content.decode()
    for words in ("Els Linde", "buyer", "Boxes", "Waiting on us", "Sends peonies.", "linde.example"):
        assert words in page
    assert "buyer" in desk.get(f"/people/{encode(person.pk)}").content.decode()
    desk.post(place(nursery, f"/people/{encode(person.pk)}"), {"part": "owner"})
    assert part_of(person) == "owner"
    with pytest.raises(Conflict):
        let_go_of(nursery, by=shop.maartje)
    desk.post(place(nursery, f"/people/{encode(person.pk)}"), {"out": "1"})
    person.refresh_from_db()
    assert person.organisation is None
    assert not OrganisationPart.objects.exists()
    desk.post(place(nursery, "/removal"))
    assert not Organisation.objects.exists()


def test_nobody_of_that_name_is_said_beside_the_field(shop: Shop, nursery: Organisation) -> None:
    answer = browser(shop.maartje).post(place(nursery, "/people"), {"who": "Nobody Atall", "part": "buyer"})
    assert answer.status_code == 422
    assert "Nobody here is called “Nobody Atall”." in answer.content.decode()
    assert 'value="Nobody Atall"' in answer.content.decode()


def test_who_turn_out_to_be_one_keep_what_each_did(shop: Shop, nursery: Organisation) -> None:
    other = keep_organisation(None, by=shop.priya, name="Choir")
    stays, goes = meet("email", "a@linde.example").person, meet("email", "b@choir.example").person
    join_organisation(stays, nursery, by=shop.maartje)
    join_organisation(goes, other, by=shop.maartje, part="singer")
    joining = join_persons(stays, goes, by=shop.priya)
    stays.refresh_from_db()
    assert (stays.organisation, part_of(stays)) == (nursery, "")
    goes = take_apart(joining, by=shop.priya)
    assert part_of(Person.objects.get(pk=goes.pk)) == "singer"


def test_the_list_is_by_name_and_found_by_domain(shop: Shop, nursery: Organisation) -> None:
    keep_organisation(None, by=shop.priya, name="Atheneum Gent")
    desk = browser(shop.maartje)
    page = desk.get("/people/organisations").content.decode()
    assert page.index("Atheneum Gent") < page.index("Kwekerij De Linde")
    found = desk.get("/people/organisations", {"q": "els@linde.example"}).content.decode()
    assert "Kwekerij De Linde" in found
    assert "Atheneum" not in found
    assert "None is called" in desk.get("/people/organisations", {"q": "zzz"}).content.decode()
    for number in range(51):
        keep_organisation(None, by=shop.priya, name=f"Z {number:02}")
    page = desk.get("/people/organisations").content.decode()
    rest = desk.get(page.split('class="btn btn--small" href="')[1].split('"')[0]).content.decode()
    assert "Z 50" in rest
    assert "Atheneum" not in rest


def test_a_new_one_keeps_what_was_typed_when_it_is_not_taken(shop: Shop) -> None:
    desk = browser(shop.maartje)
    assert desk.get("/people/organisations/new").status_code == 200
    answer = desk.post("/people/organisations/new", {"name": "Choir", "domains": "gmail.com", "note": "Sings."})
    assert answer.status_code == 422
    assert "Sings." in answer.content.decode()
    answer = desk.post("/people/organisations/new", {"name": "Choir", "domains": "choir.example"})
    assert answer.status_code == 303
    assert browser(shop.jef).get("/people/organisations/new").status_code == 403


def test_of_people_out_of_sight_nothing_is_there(shop: Shop, nursery: Organisation) -> None:
    hidden, seen = els(shop), shop.adaeze_writes("Hi", sender="Tom Linde <tom@linde.example>")
    for conversation in (hidden, seen):
        join_organisation(conversation.person, nursery, by=shop.priya, part="gardener")
    push_records("Web", [{"number": "7788", "email": "els@linde.example"}], by=shop.priya)
    assign(hidden, by=shop.priya, member=shop.priya)
    set_sight(Role.AGENT, Scope.OWN, by=shop.priya)
    desk = browser(shop.maartje)
    assert desk.get(place(nursery)).status_code == 404
    assert "Linde" not in desk.get("/people/organisations").content.decode()
    assign(seen, by=shop.priya, member=shop.maartje)
    page = desk.get(place(nursery)).content.decode()
    assert "Tom Linde" in page
    for words in ("Els", "7788", "Boxes"):
        assert words not in page
    assert desk.post(place(nursery, f"/people/{encode(hidden.person_id)}"), {"out": "1"}).status_code == 404
    assert desk.post(place(nursery, "/people"), {"who": "els@linde.example"}).status_code == 422
    assert "7788" in browser(shop.priya).get(place(nursery)).content.decode()


def test_conversations_are_filtered_by_organisation(shop: Shop, nursery: Organisation) -> None:
    mine, other = els(shop), shop.adaeze_writes()
    join_organisation(mine.person, nursery, by=shop.priya)
    for words in ("organisation:linde", 'organisation:"Kwekerij De Linde"', "company:kwekerij"):
        asked = parse(words)
        known = know(asked, by=shop.priya)
        found = Conversation.objects.filter(condition(asked, by=shop.priya, at=now(), known=known))
        assert list(found) == [mine], words
    asked = parse("-organisation:linde")
    found = Conversation.objects.filter(condition(asked, by=shop.priya, at=now(), known=know(asked, by=shop.priya)))
    assert list(found) == [other]


def test_the_column_beside_a_conversation_says_where_they_work(shop: Shop, nursery: Organisation) -> None:
    conversation = els(shop)
    join_organisation(conversation.person, nursery, by=shop.priya, part="buyer")
    page = browser(shop.maartje).get(f"/now/{encode(conversation.pk)}").content.decode()
    assert f'href="{place(nursery)}"' in page
    assert "buyer" in page
    leave_organisation(conversation.person, by=shop.priya)
    assert "buyer" not in browser(shop.maartje).get(f"/now/{encode(conversation.pk)}").content.decode()


def test_the_pages_ask_the_same_number_of_queries_however_many_people(shop: Shop, nursery: Organisation) -> None:
    def asked(path: str) -> int:
        desk = browser(shop.maartje)
        desk.get(path)
        with CaptureQueriesContext(connection) as taken:
            assert desk.get(path).status_code == 200
        return len(taken)

    join_organisation(els(shop).person, nursery, by=shop.priya)
    few = asked(place(nursery)), asked("/people/organisations")
    for number in range(5):
        conversation = shop.adaeze_writes("Hm", sender=f"P{number} <p{number}@linde.example>")
        join_organisation(conversation.person, nursery, by=shop.priya, part="x")
        add_point(conversation.person, "phone", f"+3247000000{number}", by=shop.priya)
        keep_organisation(None, by=shop.priya, name=f"O {number}")
    assert (asked(place(nursery)), asked("/people/organisations")) == few
