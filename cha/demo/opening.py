"""The shop opens: business, channel, members, saved replies, and the people it knows."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cha.channels.chat.choices import Choices
from cha.channels.models import Channel, add_channel
from cha.conversations.models.macro import keep_macro
from cha.conversations.models.saved_reply import keep_reply
from cha.core.actor import CHA
from cha.core.clock import now, standing_at
from cha.core.hours import DAYS, on_day
from cha.demo.world import World
from cha.demo.world.cast import MemberOf, PersonOf
from cha.demo.world.moments import Clock
from cha.demo.world.orders import LINK, ORDERS, SHOP, OrderOf
from cha.people.models import Organisation, Person
from cha.people.models.contact_point import add_point, meet, verify
from cha.people.models.fact import learn
from cha.people.models.person import change_person, tag_person
from cha.people.records.pushing import push_records
from cha.promises.models import set_pathway
from cha.promises.models.pathway_template import StepTemplate
from cha.team.models import Brand, Member
from cha.team.models.brand import name_business
from cha.team.models.member import add_member
from cha.team.models.team import form_team, set_teams

# In the address of the contact form, and of the chat; a shop of one's own gets a word of chance.
FORM = "juniper-lane"
SITES = ("https://juniperlane.example", "https://weddings.juniperlane.example")


def open_business(world: World) -> Channel:
    """Name the shop, give it hours, an address that takes mail, teams and saved replies. Returns its channel."""
    shop = world.business
    years = (now().year - 1, now().year, now().year + 1)
    name_business(
        by=CHA,
        name=shop.name,
        zone=shop.zone,
        short_name=shop.short_name,
        address=shop.street,
        phone=shop.phone,
        site=shop.site,
        colour=shop.colour,
        country=shop.country,
        language=shop.language,
        answer_minutes=shop.answer_minutes,
        week={day: words.replace(" ", ", ") for day, words in zip(DAYS, shop.week, strict=True) if words},
        days={f"{year}-{day}": words for year in years for day, words in shop.days.items()},
    )
    for name in shop.teams:
        form_team(name, by=CHA)
    for reply in world.replies:
        keep_reply(None, by=CHA, name=reply.name, text=reply.text, language=reply.language)
    for name, steps in world.macros:
        keep_macro(None, by=CHA, name=name, steps=steps)
    for topic, way in world.pathways:
        set_pathway(topic, [_step(number, one) for number, one in enumerate(way, 1)], by=CHA)
    mail = add_channel("email", shop.email, by=CHA, name=shop.name, answer_minutes=shop.answer_minutes)
    add_channel("form", FORM, by=CHA, name="Contact form", answer_minutes=shop.answer_minutes)
    add_channel("chat", FORM, by=CHA, name="Chat on the shop", settings=Choices(origins=SITES).to_data())
    add_channel("counter", "korenmarkt", by=CHA, name="Korenmarkt counter", acknowledges=False)
    return mail


def _step(number: int, one: tuple[str, bool, dict[str, str]]) -> StepTemplate:
    when, tells, words = one
    turn = ("hand", "them") if when == "them" else (when, "us")
    return StepTemplate(f"s{number}", *turn, words, tells)  # type: ignore[arg-type]


def clock_of(brand: Brand, at: datetime) -> Clock:
    """The world's clock, begun `at` (aware): which days are open is the shop's to say."""
    hours = brand.hours()
    return Clock(at, brand.zone, lambda day: bool(on_day(hours, day)))


def bring_in(member: MemberOf) -> Member:
    """A member joins, and their teams."""
    joined = add_member(
        member.email, member.name, member.role, by=CHA, say_name=member.says, tint=member.tint, language="en"
    )
    set_teams(joined, [form_team(name, by=CHA) for name in member.teams], by=CHA)
    return joined


def get_to_know(person: PersonOf, clock: Clock) -> Person:
    """A person comes in for the first time, with what is known of them."""
    point = meet("email", person.email, name=person.name, language=person.language)
    verify(point, "answered")
    known = change_person(
        point.person,
        by=CHA,
        say_name=person.says,
        pronouns=person.pronouns,
        language=person.language,
        zone=person.zone,
        about=person.about,
        likes={"likes": "; ".join(person.likes)} if person.likes else {},
        tint=person.tint,
        organisation=_organisation(person.organisation),
    )
    tag_person(known, list(person.tags), by=CHA)
    for kind, value, verified in person.other_points:
        other = add_point(known, kind, value, by=CHA)
        if verified:
            verify(other, "checked")
    for told in person.facts:
        with standing_at(clock.moment(told.when) if told.when else now()):
            learn(known, told.kind, told.value, by=CHA, source=told.source)
    return known


def fill_shop_system(world: World, clock: Clock) -> None:
    """What the web shop tells of its orders, as they stood an hour ago. Must be called when the people are known."""
    known = {person.key for person in world.people}
    push_records(SHOP, [_record(one, world, clock) for one in ORDERS if one.person in known], by=CHA)


def _record(order: OrderOf, world: World, clock: Clock) -> dict[str, Any]:
    return {
        "kind": order.kind,
        "number": order.number,
        "status": order.status,
        "amount": order.amount,
        "currency": "EUR",
        "placed_at": clock.moment(order.placed).isoformat(),
        "lines": [{"title": title, "quantity": many, "price": price} for title, many, price in order.lines],
        "link": f"{LINK}{order.number}",
        "email": world.person(order.person).email,
        "as_of": (clock.now - timedelta(hours=1)).isoformat(),
    }


def _organisation(name: str) -> Organisation | None:
    return Organisation.objects.get_or_create(name=name)[0] if name else None
