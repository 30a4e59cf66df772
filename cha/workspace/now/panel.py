"""Who the person is: what they told us, what we promised, what else there was, how they like it."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.db.models import F, Model, Q, QuerySet
from django.utils.translation import gettext as _
from markupsafe import Markup

from cha.channels.models.visit import Visit
from cha.conversations.access import sees_all, visible_to
from cha.conversations.models import Conversation, Tag
from cha.conversations.models.conversation import ConversationQuerySet
from cha.core.queries import asked
from cha.language.times import by_when, said
from cha.people.models import ContactPoint, Fact, MergeSuggestion
from cha.people.models.custom_field import fields_of
from cha.people.models.suggesting import WAITING
from cha.promises.models import Promise
from cha.team.models import Member
from cha.ui.kept import Kept, rendered
from cha.workspace.custom_fields import Shown, shown_fields
from cha.workspace.now import words
from cha.workspace.now.fact_words import fact_words, source_words
from cha.workspace.now.rows import Moment, iso
from cha.workspace.now.target_lines import Line, target_lines
from cha.workspace.now.visiting import browser_of, browser_piece
from cha.workspace.now.wishes import like_pairs
from cha.workspace.orders.shown import NONE, Orders, orders_of, orders_piece, said_by_shop
from cha.workspace.organisations.beside import Of, of
from cha.workspace.people.same import Maybe, maybes_for
from cha.workspace.people.story import promise_words
from cha.workspace.remedies.cards import remedies_piece
from cha.workspace.stories.links import Follower, Linked, checks_piece, followers, linked
from cha.workspace.stories.way_there import way_piece

FACTS = 12
PROMISES = 5
OTHERS = 5
_GLYPHS = {"open": "handshake", "kept": "check", "moved": "refresh-cw", "released": "minus", "broken": "heart-crack"}


def promises_of(conversation: Conversation) -> list[Promise]:
    """The person's promises, newest first: for the bar and for the panel. One query."""
    return _promises(conversation.person_id)


@asked(int)
def _promises(person: int) -> QuerySet[Promise]:
    return Promise.objects.filter(person_id=person).select_related("keeper").order_by("-id")[:40]


@asked(int)
def _tags(conversation: int) -> QuerySet[Tag, str]:
    return Tag.objects.filter(conversations=conversation).order_by("name").values_list("name", flat=True)


@asked(int)
def _told(person: int) -> QuerySet[Fact]:
    rows = Fact.objects.filter(person_id=person)
    return rows.order_by(F("pinned_at").desc(nulls_last=True), "-told_at", "-id")[:FACTS]


@asked(int)
def _points(person: int) -> QuerySet[ContactPoint]:
    return ContactPoint.objects.filter(person_id=person).order_by("id")


@asked(int, int)
def _maybes(one: int, other: int) -> QuerySet[MergeSuggestion, int]:
    rows = MergeSuggestion.objects.filter(Q(one_id=one) | Q(other_id=other), state__in=WAITING)
    return rows.values_list("id", flat=True)[:1]


@asked(int, int)
def _others_of(person: int, but: int) -> QuerySet[Conversation, Any]:
    return _shown_of(Conversation.objects.standing().filter(person_id=person).exclude(pk=but))


def _shown_of(rows: ConversationQuerySet) -> QuerySet[Conversation, Any]:
    return rows.order_by("-last_at").values("id", "gist", "subject", "last_words", "medium", "last_at")[:OTHERS]


@dataclass(frozen=True, slots=True)
class Known:
    """Rows about a person that one member may see."""

    tags: Sequence[str]
    facts: Sequence[Fact]
    promises: Sequence[Promise]
    others: Sequence[dict[str, Any]]
    points: Sequence[ContactPoint]
    links: tuple[Linked, ...] = ()
    followers: tuple[Follower, ...] = ()
    fields: tuple[Shown, ...] = ()
    reader: int = 0
    maybes: tuple[Maybe, ...] = ()
    orders: Orders = NONE
    organisation: Of | None = None
    targets: tuple[Line, ...] = ()

    @property
    def key(self) -> Hashable:
        """Every value in them."""
        models = (tuple(map(seen, rows)) for rows in (self.facts, self.promises, self.points))
        return (
            tuple(self.tags),
            *models,
            tuple(tuple(row.values()) for row in self.others),
            self.links,
            self.followers,
            self.follows,
            self.fields,
            tuple((one.other.pk, one.other.version, one.reasons) for one in self.maybes),
            self.orders.key,
            self.organisation,
            self.targets,
        )

    @property
    def follows(self) -> bool:
        """Whether the reader is told the news."""
        return any(one.id == self.reader for one in self.followers)


_panels: Kept[Markup] = Kept(400)


def seen(row: Model) -> tuple[Any, ...]:
    """The values of a row: two are the same when nothing about it changed."""
    return tuple(value for name, value in vars(row).items() if name != "_state")


def panel_piece(
    conversation: Conversation,
    member: Member,
    promises: Sequence[Promise],
    moment: Moment,
    visits: Sequence[Visit] = (),
) -> Markup:
    """The person's column, kept for the minute under everything that it shows."""
    known = replace(known_to(member, conversation, promises), targets=target_lines(conversation, moment))
    browser = browser_of(conversation, visits, moment)
    key = (conversation.pk, conversation.version, conversation.person.version, moment.minute, known.key, browser)

    def make() -> Markup:
        shown = panel(conversation, known, moment)
        shown["browser"] = browser_piece(browser)
        return rendered("workspace/now/_panel.html", conversation=conversation, panel=shown)

    return _panels.one(key, make)


def known_to(member: Member, conversation: Conversation, promises: Sequence[Promise]) -> Known:
    """What the member may know of the person. Only conversations that they may see count (law 8)."""
    may = None if sees_all(member) else set(_visible_ids(conversation, member))
    person = conversation.person_id
    return Known(
        tags=_tags(conversation.pk),
        facts=[
            row for row in _told(person) if may is None or row.conversation_id is None or row.conversation_id in may
        ],
        promises=[row for row in promises if may is None or row.conversation_id in may][:PROMISES],
        others=_others(conversation, member),
        points=_points(person),
        links=linked(conversation, member),
        followers=followers(conversation),
        fields=tuple(
            shown_fields(fields_of("conversation"), conversation.custom, reader=member, topic=conversation.topic)
        ),
        reader=member.pk,
        maybes=tuple(maybes_for(conversation.person, member)[:1]) if _maybes(person, person) else (),
        orders=orders_of(person, conversation.pk),
        organisation=of(conversation.person),
    )


def panel(conversation: Conversation, known: Known, moment: Moment) -> dict[str, Any]:
    """What `_panel.html` shows."""
    person = conversation.person
    return {
        "person": person,
        "topic": words.topic_words(conversation.topic) if conversation.topic else "",
        "tags": known.tags,
        "targets": known.targets,
        "organisation": known.organisation,
        "facts": [_fact(row, moment) | {"shop": said_by_shop(known.orders, row)} for row in known.facts],
        "promises": [_promise(promise, moment) for promise in known.promises],
        "others": [_other(row, moment) for row in known.others],
        "likes": like_pairs(person),
        "points": known.points,
        "fields": known.fields,
        "way": way_piece(conversation, moment),
        "checks": checks_piece(conversation, moment),
        "orders": orders_piece(conversation, known.orders, moment),
        "remedies": remedies_piece(conversation, moment),
        "links": known.links,
        "followers": known.followers,
        "follows": known.follows,
        "maybes": known.maybes,
        "speaks": words.language_words(person.language) if person.language else "",
    }


def _visible_ids(conversation: Conversation, member: Member) -> list[int]:
    rows = visible_to(member).filter(person_id=conversation.person_id)
    return list(rows.values_list("id", flat=True)[:200])


def _fact(row: Fact, moment: Moment) -> dict[str, Any]:
    return {
        "words": fact_words(row),
        "from": source_words(row, moment),
        "corrected": row.corrected_by_id is not None,
        "pinned": row.pinned_at is not None,
    }


def _promise(promise: Promise, moment: Moment) -> dict[str, Any]:
    open_one = promise.state == Promise.State.OPEN
    return {
        "glyph": _GLYPHS[promise.state],
        "words": promise_words(promise),
        "state": "risk" if open_one and promise.at_risk_at else promise.state,
        "iso": iso(promise.by),
        "when": by_when(promise.by, now=moment.at, zone=moment.zone, language=moment.language) if open_one else "",
        "settled": {"kept": _("Kept"), "moved": _("New time"), "released": _("Released"), "broken": _("Broken")}.get(
            promise.state, ""
        ),
        "tone": {"kept": "leaf", "broken": "plum", "moved": "mist"}.get(promise.state, ""),
    }


def _others(conversation: Conversation, member: Member) -> list[dict[str, Any]]:
    person = conversation.person_id
    if sees_all(member):
        return _others_of(person, conversation.pk)
    return list(_shown_of(visible_to(member).filter(person_id=person).exclude(pk=conversation.pk)))


def _other(row: dict[str, Any], moment: Moment) -> dict[str, Any]:
    return {
        "id": row["id"],
        "words": row["gist"] or row["subject"] or row["last_words"],
        "glyph": words.glyph_of(row["medium"]),
        "iso": iso(row["last_at"]),
        "when": said(row["last_at"], now=moment.at, zone=moment.zone, language=moment.language),
    }
